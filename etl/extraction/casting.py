"""Who gives what to whom: kind, giver and receiver of one quantity, chosen together.

Belongs here: the candidates for the two roles, and the score of every way to cast them. Stays out: the features
(`scene`) and the weights.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.extraction.mentions import Mention
from etl.extraction.quantities import Quantity
from etl.extraction.scene import Scenes
from etl.extraction.weights import Weights

NONE = "none"
_FARTHEST = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may give or receive: `mention` is the nearest one, None for nobody; `features` speak of it."""

    partners: tuple[str, ...]
    mention: Mention | None
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """One way to read a quantity; `odds` is the log of its probability against the best other kind of reading."""

    kind: str
    giver: Candidate
    taker: Candidate
    probability: float


def candidates(scenes: Scenes, quantity: Quantity) -> list[Candidate]:
    """Return nobody, then each partner named near the quantity, then each group of partners joined in one phrase."""
    nearest: dict[tuple[str, ...], tuple[int, Mention, list[str]]] = {}
    joined: dict[tuple[str, ...], tuple[int, Mention, list[str]]] = {}
    slots: dict[tuple[str, ...], list[str]] = {}
    for distance, mention, features in scenes.candidates(quantity):
        partners = tuple(sorted(mention.partners))
        slots.setdefault(partners, []).extend(feature for feature in features if feature[0] in "01")
        if partners not in nearest or distance < nearest[partners][0]:
            nearest[partners] = (distance, mention, features)
        group = tuple(sorted({name for one in scenes.coordinated(mention) for name in one.partners}))
        if len(group) == len(partners):
            continue
        if distance <= nearest[partners][0]:
            nearest[partners] = (distance, mention, [*features, "one of a group"])
        if group not in joined or distance < joined[group][0]:
            joined[group] = (distance, mention, [*features, "joined"])
    for group, found in joined.items():
        nearest.setdefault(group, found)
    chosen = sorted(nearest.items(), key=lambda item: (item[1][0], item[0]))[:_FARTHEST]
    nobody = Candidate((), None, ("nobody", *scenes.absence(quantity)))
    return [
        nobody,
        *(
            Candidate(partners, mention, tuple(dict.fromkeys((*told, *slots.get(partners, ())))))
            for partners, (_, mention, told) in chosen
        ),
    ]


def pair_features(scenes: Scenes, giver: Candidate, taker: Candidate) -> Iterator[str]:
    """Yield what speaks for or against these two dealing in these roles."""
    first, second = scenes.org_kind(giver.partners), scenes.org_kind(taker.partners)
    yield f"{first}>{second}"
    if giver.mention and taker.mention:
        order = "before" if giver.mention.char_start < taker.mention.char_start else "after"
        yield f"giver {order} taker"
        if scenes.sentence_of(giver.mention.char_start) == scenes.sentence_of(taker.mention.char_start):
            yield f"giver {order} taker in one sentence"
        if taker.mention in scenes.coordinated(giver.mention):
            yield f"joined to each other{' as subjects' if scenes.is_subject(giver.mention) else ''}"
    else:
        yield f"{'nobody' if giver.mention is None else 'somebody'}>{'nobody' if taker.mention is None else 'somebody'}"


def readings(
    scenes: Scenes, quantity: Quantity, weights: Weights
) -> tuple[list[Candidate], dict[tuple[int, int, int], float], float]:
    """Return the candidates, the score of each (kind, giver, receiver) by index, and the score of no claim at all."""
    cast = candidates(scenes, quantity)
    kinds = weights["kind"].scores(scenes.describe(quantity))
    gives = [weights["from"].scores(candidate.features) for candidate in cast]
    takes = [weights["to"].scores(candidate.features) for candidate in cast]
    scores: dict[tuple[int, int, int], float] = {}
    for g, giver in enumerate(cast):
        for t, taker in enumerate(cast):
            if (g == 0 and t == 0) or not set(giver.partners).isdisjoint(taker.partners):
                continue
            both = weights["cast"].scores(pair_features(scenes, giver, taker))
            for k, score in enumerate(both):
                scores[k, g, t] = score + kinds[k + 1] + gives[g][k] + takes[t][k]
    return cast, scores, kinds[0]


def choose(scenes: Scenes, quantity: Quantity, weights: Weights) -> Cast | None:
    """Return the likeliest reading of a quantity, or None where it is likeliest no claim."""
    cast, scores, none = readings(scenes, quantity, weights)
    if not scores:
        return None
    top = max(none, *scores.values())
    claim = sum(math.exp(score - top) for score in scores.values())
    if claim <= math.exp(none - top):
        return None
    (kind, giver, taker), best = max(scores.items(), key=lambda item: (item[1], item[0]))
    probability = math.exp(best - top) / (claim + math.exp(none - top))
    return Cast(weights["kind"].labels[kind + 1], cast[giver], cast[taker], probability)


def by_probability(found: Sequence[tuple[Quantity, Cast]]) -> list[tuple[Quantity, Cast]]:
    """Return the readings of one value told several times, the surest first."""
    return sorted(found, key=lambda item: (-item[1].probability, item[0].char_start))
