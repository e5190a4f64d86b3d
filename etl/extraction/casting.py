"""Who gives what to whom: kind, giver and receiver of one quantity, chosen together.

Belongs here: the score of every way to cast the candidates. Stays out: the features (`features`) and the weights.
The sides of a deal (`sides`) are weighed, not the roles: which side gives follows from the kind.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etl.extraction.features import Candidate, Deal, candidates, describe
from etl.extraction.quantities import Quantity
from etl.extraction.roles import firmly_sided, kind_pair, role_features, standing, told_of_both
from etl.extraction.scene import Scenes
from etl.extraction.sides import GIVER_SIDE, SIDES
from etl.extraction.weights import Decision, Weights

_FEW = 4
_NEGLIGIBLE = 20.0


@dataclass(frozen=True, slots=True)
class Cast:
    """One way to read a quantity, and its probability among all ways, no claim included.

    `margin` is the logarithm of its odds against all other ways.
    """

    kind: str
    giver: Candidate
    taker: Candidate
    probability: float
    margin: float


def readings(
    scenes: Scenes, quantity: Quantity, weights: Weights, past: Deal | None = None
) -> tuple[list[Candidate], dict[tuple[int, int, int], float], float]:
    """Return the candidates, the score of each (kind, giver, receiver) by index, and the score of no claim at all."""
    cast = candidates(scenes, quantity, past)
    firm = firmly_sided(cast)
    labels = weights["kind"].labels[1:]
    none, *kinds = weights["kind"].scores(describe(scenes, quantity))
    sided = [weights["side"].scores(candidate.features) for candidate in cast]
    gives = [SIDES.index(GIVER_SIDE[kind]) for kind in labels]
    likely = [_likeliest([scores[side] for scores in sided]) for side in range(len(SIDES))]
    standings = {index: standing(scenes, cast[index]) for index in {*likely[0], *likely[1]}}
    decision = weights["cast"]
    given = {index: decision.scores(role_features(cast[index], "giver")) for index in standings}
    taken = {index: decision.scores(role_features(cast[index], "taker")) for index in standings}
    known: dict[tuple[str, ...], list[float]] = {}
    scores: dict[tuple[int, int, int], float] = {}
    for first in range(len(SIDES)):
        fitting = [k for k, side in enumerate(gives) if side == first]
        for g in likely[first]:
            giver, giving = standings[g], given[g]
            for t in likely[1 - first]:
                taker = standings[t]
                if (g == 0 and t == 0) or not giver.named.isdisjoint(taker.named):
                    continue
                usual = _known(decision, known, (giver.kind, taker.kind), kind_pair(giver.kind, taker.kind))
                both = tuple(told_of_both(giver, taker, firm, past))
                told = _known(decision, known, both, both)
                taking, sides = taken[t], sided[g][first] + sided[t][1 - first]
                for k in fitting:
                    scores[k, g, t] = usual[k] + told[k] + giving[k] + taking[k] + kinds[k] + sides
    return cast, scores, none


def _known(
    decision: Decision, known: dict[tuple[str, ...], list[float]], key: tuple[str, ...], features: Iterable[str]
) -> list[float]:
    """Return the scores of features, summed once for each key."""
    if key not in known:
        known[key] = decision.scores(features)
    return known[key]


def _likeliest(scores: Sequence[float]) -> list[int]:
    """Return nobody and the candidates that score highest for a side."""
    ranked = sorted(range(1, len(scores)), key=lambda index: (-scores[index], index))
    return [0, *ranked[:_FEW]]


def choose(scenes: Scenes, quantity: Quantity, weights: Weights, past: Deal | None = None) -> Cast | None:
    """Return the likeliest reading of a quantity after the `past` deal, or None where it is likeliest no claim."""
    cast, scores, none = readings(scenes, quantity, weights, past)
    if not scores:
        return None
    top = max(none, *scores.values())
    claim = sum(math.exp(score - top) for score in scores.values() if score > top - _NEGLIGIBLE)
    if claim <= math.exp(none - top):
        return None
    (kind, giver, taker), best = max(scores.items(), key=lambda item: (item[1], item[0]))
    chosen, nothing = math.exp(best - top), math.exp(none - top)
    margin = math.log(chosen) - math.log(max(claim + nothing - chosen, math.exp(-_NEGLIGIBLE)))
    return Cast(weights["kind"].labels[kind + 1], cast[giver], cast[taker], chosen / (claim + nothing), margin)


def dealt(scenes: Scenes, quantity: Quantity, cast: Cast) -> Deal:
    """Return the deal that a reading tells of, for the quantities after it."""
    sides = (cast.giver.partners, cast.taker.partners)
    money, answer = sides if GIVER_SIDE[cast.kind] == "M" else sides[::-1]
    return Deal(money, answer, scenes.sentence_of(quantity.char_start))


def by_probability(found: Sequence[tuple[Quantity, Cast]]) -> list[tuple[Quantity, Cast]]:
    """Return the readings of one value told several times, the surest first."""
    return sorted(found, key=lambda item: (-item[1].probability, item[0].char_start))
