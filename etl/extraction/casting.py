"""Who gives what to whom: kind, giver and receiver of one quantity, chosen together.

Belongs here: the score of every way to cast the candidates. Stays out: the features (`features`) and the weights.
The sides of a deal (`sides`) are weighed, not the roles: which side gives follows from the kind.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from etl.extraction.features import Candidate, Deal, candidates, describe, firmly_sided, kind_pair, told_of_both
from etl.extraction.quantities import Quantity
from etl.extraction.scene import Scenes
from etl.extraction.sides import GIVER_SIDE, SIDES
from etl.extraction.weights import Weights

_FEW = 6
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
    scores: dict[tuple[int, int, int], float] = {}
    orgs = [scenes.org_kind(candidate.partners) for candidate in cast]
    decision = weights["cast"]
    known: dict[tuple[str, str], list[float]] = {}
    for first in range(len(SIDES)):
        fitting = [k for k, side in enumerate(gives) if side == first]
        for g in likely[first]:
            for t in likely[1 - first]:
                giver, taker = cast[g], cast[t]
                if (g == 0 and t == 0) or not set(giver.partners).isdisjoint(taker.partners):
                    continue
                pair = (orgs[g], orgs[t])
                if pair not in known:
                    known[pair] = decision.scores(kind_pair(*pair))
                usual, told = known[pair], decision.scores(told_of_both(scenes, giver, taker, firm, past))
                for k in fitting:
                    scores[k, g, t] = usual[k] + told[k] + kinds[k] + sided[g][first] + sided[t][1 - first]
    return cast, scores, none


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
