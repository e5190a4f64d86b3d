"""Who gives what to whom: kind, giver and receiver of one quantity, chosen together.

Belongs here: the score of every way to cast the candidates. Stays out: the features (`features`) and the weights.
The sides of a deal (`sides`) are weighed, not the roles: which side gives follows from the kind.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from etl.extraction.features import Candidate, Deal, candidates, describe
from etl.extraction.quantities import Quantity
from etl.extraction.roles import firmly_sided, kind_pair, standing, told_of_both
from etl.extraction.sayings import Saying
from etl.extraction.scene import Scenes
from etl.extraction.sides import GIVER_SIDE, SIDES
from etl.extraction.weights import Decision, Weights

_FEW = 4
_NEGLIGIBLE = 20.0
_REMEMBERED = 50_000
Halves = list[list[float]]
"""The scores of the kinds whose giver is on the first side, and of those whose giver is on the other."""


class Cast(NamedTuple):
    """One way to read a quantity, and its probability among all ways, no claim included.

    `margin` is the logarithm of its odds against all other ways.
    """

    kind: str
    giver: Candidate
    taker: Candidate
    probability: float
    margin: float


class _Table(dict[tuple[Saying, ...], Halves]):
    """The scores of what some sayings say together, summed when they are first asked for."""

    def __init__(self, decision: Decision, fitting: Sequence[Sequence[int]]) -> None:
        super().__init__()
        self._decision = decision
        self._fitting = fitting

    def __missing__(self, sayings: tuple[Saying, ...]) -> Halves:
        if len(self) >= _REMEMBERED:
            self.clear()
        scores = [sum(said) for said in zip(*(self._decision.weigh([saying]) for saying in sayings), strict=True)]
        halves = self[sayings] = [[scores[kind] for kind in fit] for fit in self._fitting]
        return halves


class Caster:
    """Chooses the likeliest reading of each quantity."""

    def __init__(self, weights: Weights) -> None:
        self._kind, self._side = weights["kind"], weights["side"]
        self._labels = self._kind.labels[1:]
        self._fitting = [[k for k, kind in enumerate(self._labels) if GIVER_SIDE[kind] == side] for side in SIDES]
        self._table = _Table(weights["cast"], self._fitting)

    def choose(self, scenes: Scenes, quantity: Quantity, past: Deal | None = None) -> Cast | None:
        """Return the likeliest reading of a quantity after the `past` deal, or None where it is likeliest no claim."""
        cast = candidates(scenes, quantity, past)
        none, *kinds = self._kind.scores(describe(scenes, quantity))
        scores, kind_of, roles_of = self._readings(scenes, cast, kinds, past)
        if not scores:
            return None
        best, kind, (giver, taker) = max(zip(scores, kind_of, roles_of, strict=True))
        top = max(none, best)
        lowest = top - _NEGLIGIBLE
        claim = sum(map(math.exp, [score - top for score in scores if score > lowest]))
        chosen, nothing = math.exp(best - top), math.exp(none - top)
        if claim <= nothing:
            return None
        margin = math.log(chosen) - math.log(max(claim + nothing - chosen, math.exp(-_NEGLIGIBLE)))
        return Cast(self._labels[kind], cast[giver], cast[taker], chosen / (claim + nothing), margin)

    def _readings(
        self, scenes: Scenes, cast: Sequence[Candidate], kinds: Sequence[float], past: Deal | None
    ) -> tuple[list[float], list[int], list[tuple[int, int]]]:
        """Return the scores of all readings of a quantity, and the kind and the giver and taker of each, by index."""
        firm = firmly_sided(cast)
        sided = [self._side.weigh(candidate.sayings) for candidate in cast]
        likely = [_likeliest([scores[side] for scores in sided]) for side in range(len(SIDES))]
        standings = {index: standing(scenes, cast[index], firm, past) for index in {*likely[0], *likely[1]}}
        giving = {index: self._table[one.giving,] for index, one in standings.items()}
        taking = {index: self._table[one.taking,] for index, one in standings.items()}
        known: dict[tuple[int, int], Halves] = {}
        scores: list[float] = []
        kind_of: list[int] = []
        roles_of: list[tuple[int, int]] = []
        for first, fit in enumerate(self._fitting):
            own = [kinds[kind] for kind in fit]
            takers = [(t, standings[t], taking[t][first], sided[t][1 - first]) for t in likely[1 - first]]
            for g in likely[first]:
                giver, given, giver_side = standings[g], giving[g][first], sided[g][first]
                for t, taker, taken, taker_side in takers:
                    if not (g or t) or not giver.named.isdisjoint(taker.named):
                        continue
                    both = known.get((g, t))
                    if both is None:
                        both = known[g, t] = self._table[kind_pair(giver, taker), told_of_both(giver, taker)]
                    sides = giver_side + taker_side
                    scores += [
                        told + give + take + kind + sides
                        for told, give, take, kind in zip(both[first], given, taken, own, strict=True)
                    ]
                    kind_of += fit
                    roles_of += [(g, t)] * len(fit)
        return scores, kind_of, roles_of


def _likeliest(scores: Sequence[float]) -> list[int]:
    """Return nobody and the candidates that score highest for a side."""
    ranked = sorted(range(1, len(scores)), key=scores.__getitem__, reverse=True)
    return [0, *ranked[:_FEW]]


def dealt(scenes: Scenes, quantity: Quantity, cast: Cast) -> Deal:
    """Return the deal that a reading tells of, for the quantities after it."""
    sides = (cast.giver.partners, cast.taker.partners)
    money, answer = sides if GIVER_SIDE[cast.kind] == "M" else sides[::-1]
    return Deal(money, answer, scenes.sentence_of(quantity.char_start))


def by_probability(found: Sequence[tuple[Quantity, Cast]]) -> list[tuple[Quantity, Cast]]:
    """Return the readings of one value told several times, the surest first."""
    return sorted(found, key=lambda item: (-item[1].probability, item[0].char_start))
