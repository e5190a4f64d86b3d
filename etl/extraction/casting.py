"""Who gives what to whom: kind, giver and receiver of one quantity, chosen together.

Belongs here: the score of every way to cast the candidates. Stays out: the features (`features`) and the weights.
The sides of a deal (`sides`) are weighed, not the roles: which side gives follows from the kind.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from etl.extraction.features import Candidate, Deal, candidates, describe
from etl.extraction.quantities import Quantity
from etl.extraction.roles import firmly_sided, kind_pair, standing, told_of_both
from etl.extraction.scene import Scenes
from etl.extraction.sides import GIVER_SIDE, SIDES
from etl.extraction.weights import Weights

_FEW = 4
_NEGLIGIBLE = 20.0
Reading = tuple[float, int, int, int]
"""The score of one way to read a quantity, its kind, its giver and its taker by index."""


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
) -> tuple[list[Candidate], list[Reading], float]:
    """Return the candidates, every reading of a quantity, and the score of no claim at all."""
    cast = candidates(scenes, quantity, past)
    firm = firmly_sided(cast)
    none, *kinds = weights["kind"].scores(describe(scenes, quantity))
    fitting = _kinds_by_first_side(weights["kind"].labels[1:])
    sided = [weights["side"].weigh(candidate.sayings) for candidate in cast]
    likely = [_likeliest([scores[side] for scores in sided]) for side in range(len(SIDES))]
    standings = {index: standing(scenes, cast[index], firm, past) for index in {*likely[0], *likely[1]}}
    alone = weights["cast"].alone
    known: dict[tuple[int, int], list[float]] = {}
    found: list[Reading] = []
    for first, fit in enumerate(fitting):
        for g in likely[first]:
            giver = standings[g]
            for t in likely[1 - first]:
                taker = standings[t]
                if (g == 0 and t == 0) or not giver.named.isdisjoint(taker.named):
                    continue
                scores = known.get((g, t))
                if scores is None:
                    told = alone[kind_pair(giver, taker)], alone[told_of_both(giver, taker)]
                    parts = zip(*told, alone[giver.giving], alone[taker.taking], kinds, strict=True)
                    scores = known[g, t] = list(map(sum, parts))
                sides = sided[g][first] + sided[t][1 - first]
                found += [(scores[k] + sides, k, g, t) for k in fit]
    return cast, found, none


@cache
def _kinds_by_first_side(labels: Sequence[str]) -> list[list[int]]:
    """Return the kinds, by index, whose giver is on each side."""
    return [[k for k, kind in enumerate(labels) if GIVER_SIDE[kind] == side] for side in SIDES]


def _likeliest(scores: Sequence[float]) -> list[int]:
    """Return nobody and the candidates that score highest for a side."""
    ranked = sorted(range(1, len(scores)), key=lambda index: (-scores[index], index))
    return [0, *ranked[:_FEW]]


def choose(scenes: Scenes, quantity: Quantity, weights: Weights, past: Deal | None = None) -> Cast | None:
    """Return the likeliest reading of a quantity after the `past` deal, or None where it is likeliest no claim."""
    cast, found, none = readings(scenes, quantity, weights, past)
    if not found:
        return None
    best, kind, giver, taker = max(found)
    top = max(none, best)
    claim = sum([math.exp(score - top) for score, *_ in found if score > top - _NEGLIGIBLE])
    if claim <= math.exp(none - top):
        return None
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
