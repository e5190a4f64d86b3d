"""Who gives what to whom: kind, giver and receiver of one quantity, chosen together.

Belongs here: the score of every way to cast the candidates. Stays out: the features (`features`) and the weights.
The sides of a deal (`sides`) are weighed, not the roles: which side gives follows from the kind.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from etl.extraction.features import Candidate, Deal, candidates, describe
from etl.extraction.quantities import Quantity
from etl.extraction.roles import firmly_sided, kind_pair, standing, told_of_both
from etl.extraction.scene import Scenes
from etl.extraction.sides import GIVER_SIDE, SIDES
from etl.extraction.weights import Vector, Weights

_FEW = 4
_NEGLIGIBLE = 20.0
_REMEMBERED = 8
_LEAST = 0.65
"""The probability from which a quantity is a claim: the cross-validated F1 is that of a half, and more articles
without a claim are read as such."""


class Cast(NamedTuple):
    """One way to read a quantity, and its probability among all ways, no claim included.

    `margin` is the logarithm of its odds against all other ways.
    """

    kind: str
    giver: Candidate
    taker: Candidate
    probability: float
    margin: float


class Caster:
    """Chooses the likeliest reading of each quantity.

    Features weigh for a kind and for hidden units alike; what a unit hears of quantity, giver, taker and both together
    is cut at zero and weighs for the kinds in turn, so that features can say together what none says alone.
    """

    def __init__(self, weights: Weights) -> None:
        self._kind, self._side, self._cast, unit = (weights[name] for name in ("kind", "side", "cast", "unit"))
        self._labels = unit.labels[1:]
        self._giving = np.array([SIDES.index(GIVER_SIDE[kind]) for kind in self._labels])
        units = [unit.weights[name] for name in self._kind.labels[1 + len(self._labels) :]]
        table = np.array(units).reshape(-1, len(unit.labels))
        self._none, self._unit = table[:, 0], table[:, 1:]

    def choose(self, scenes: Scenes, quantity: Quantity, past: Deal | None = None) -> Cast | None:
        """Return the likeliest reading of a quantity after the `past` deal, or None where it is likely no claim."""
        cast = candidates(scenes, quantity, past)
        told = self._kind.vector(describe(scenes, quantity))
        alone = np.maximum(told[1 + len(self._labels) :], 0.0)
        none = float(told[0] + alone @ self._none)
        roles, scores = self._readings(scenes, cast, told[1:], past)
        if not roles:
            return None
        top = max(none, float(scores.max()))
        odds = np.exp(scores - top)
        best = int(odds.sum(axis=1).argmax())
        kind = int(odds[best].argmax())
        claim, chosen, nothing = float(odds.sum()), float(odds[best, kind]), math.exp(none - top)
        if claim < _LEAST * (claim + nothing):
            return None
        margin = math.log(chosen) - math.log(max(claim + nothing - chosen, math.exp(-_NEGLIGIBLE)))
        giver, taker = roles[best]
        return Cast(self._labels[kind], cast[giver], cast[taker], chosen / (claim + nothing), margin)

    def _readings(
        self, scenes: Scenes, cast: Sequence[Candidate], told: Vector, past: Deal | None
    ) -> tuple[list[tuple[int, int]], Vector]:
        """Return the giver and taker, by index, of all readings of a quantity, and their scores, a column a kind."""
        kinds, units = len(self._labels), len(self._unit)
        sided = [self._side.weigh(candidate.sayings) for candidate in cast]
        firm = firmly_sided(cast)
        likely = sorted({index for side in range(len(SIDES)) for index in _likeliest([one[side] for one in sided])})
        standings = [standing(scenes, cast[index], firm, past) for index in likely]
        givers, takers = [], []
        for index, one in zip(likely, standings, strict=True):
            sides, as_giver, as_taker = np.split(sided[index], [len(SIDES), len(SIDES) + units])
            givers.append(np.concatenate([sides[self._giving], as_giver]) + self._cast.weigh([one.giving]))
            takers.append(np.concatenate([sides[1 - self._giving], as_taker]) + self._cast.weigh([one.taking]))
        roles, heard = [], []
        for g, giver in enumerate(standings):
            for t, taker in enumerate(standings):
                if (likely[g] or likely[t]) and giver.named.isdisjoint(taker.named):
                    roles.append((likely[g], likely[t]))
                    both = self._cast.weigh([kind_pair(giver, taker), told_of_both(giver, taker)])
                    heard.append(givers[g] + takers[t] + both)
        sums = np.array(heard).reshape(-1, kinds + units) + told
        scores: Vector = sums[:, :kinds] + np.maximum(sums[:, kinds:], 0.0) @ self._unit
        return roles, scores


def _likeliest(scores: Sequence[float]) -> list[int]:
    """Return nobody and the candidates that score highest for a side."""
    ranked = sorted(range(1, len(scores)), key=scores.__getitem__, reverse=True)
    return [0, *ranked[:_FEW]]


def dealt(scenes: Scenes, quantity: Quantity, cast: Cast, past: Deal | None) -> Deal:
    """Return the deal that a reading tells of after the `past` deal, for the quantities that follow."""
    sides = (cast.giver.partners, cast.taker.partners)
    money, answer = sides if GIVER_SIDE[cast.kind] == "M" else sides[::-1]
    return Deal(money, answer, scenes.sentence_of(quantity.char_start), before(past))


def before(past: Deal | None) -> tuple[Deal, ...]:
    """Return a deal and the last ones before it."""
    return (*past.earlier[1 - _REMEMBERED :], past._replace(earlier=())) if past else ()


def by_probability(found: Sequence[tuple[Quantity, Cast]]) -> list[tuple[Quantity, Cast]]:
    """Return the readings of one value told several times, the surest first."""
    return sorted(found, key=lambda item: (-item[1].probability, item[0].char_start))
