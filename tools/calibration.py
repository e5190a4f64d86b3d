"""Logistic curves over evidence, and how far probabilities hold.

Belongs here: fitting, calibration error and reliability. Stays out: where evidence comes from (`judged`).
Deterministic: Newton's method from zero, no random numbers.
"""

import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from etl.extraction.certainty import RISING, Calibration

Floats = NDArray[np.float64]
PENALTY = 10.0
FOLDS = 5
BINS = 10
_STEPS = 30


@dataclass(frozen=True)
class Judged:
    """One claim that was read in an article unknown to the weights: its evidence, and whether it is right.

    `says` is the same for two claims that say the same of the same partners.
    """

    article: str
    source: str
    says: Hashable
    evidence: dict[str, float]
    right: bool
    weight: float = 1.0
    fold: int = 0


@dataclass(frozen=True)
class Bin:
    """Claims of much the same certainty: how many, their mean certainty, and the share that is right."""

    count: int
    certainty: float
    right: float


def fit(judged: Sequence[Judged]) -> Calibration:
    """Return the coefficients under which the judgements are likeliest, drawn to zero. Raises ValueError where a higher
    RISING would make a claim less certain."""
    names = sorted({name for one in judged for name in one.evidence})
    found = _newton(judged, names)
    if found[RISING] <= 0:
        raise ValueError(f"of {len(judged)} claims, those of higher {RISING} are right less often; look at the weights")
    return Calibration({name: round(value, 3) for name, value in found.items()})


def _newton(judged: Sequence[Judged], names: Sequence[str]) -> dict[str, float]:
    rows = np.array([[one.evidence.get(name, 0.0) for name in names] for one in judged])
    truth = np.array([float(one.right) for one in judged])
    weight = np.array([one.weight for one in judged])
    penalty = np.diag([0.0 if name == "always" else PENALTY for name in names])
    found = np.zeros(len(names))
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (weight * (truth - likely)) - penalty @ found
        curve = (rows * (weight * likely * (1 - likely))[:, None]).T @ rows + penalty
        found = found + np.linalg.solve(curve + 1e-9 * np.eye(len(names)), slope)
    return dict(zip(names, map(float, found), strict=True))


def predicted(judged: Sequence[Judged]) -> list[tuple[float, Judged]]:
    """Return every claim with the certainty that the claims of the other folds give it."""
    curves = {fold: fit([one for one in judged if one.fold != fold]) for fold in sorted({one.fold for one in judged})}
    return [(curves[one.fold].certainty(one.evidence), one) for one in judged]


def together(told: Sequence[tuple[float, Judged]]) -> list[tuple[float, bool]]:
    """Return for each claim that several articles make the probability that one of them at least is right, if each errs
    on its own, and whether one is."""
    groups: dict[Hashable, list[tuple[float, Judged]]] = {}
    for certainty, one in told:
        groups.setdefault(one.says, []).append((certainty, one))
    return [
        (1 - math.prod(1 - certainty for certainty, _ in group), any(one.right for _, one in group))
        for group in groups.values()
        if len({one.article for _, one in group}) > 1
    ]


def reliability(told: Sequence[tuple[float, bool]], bins: int = BINS) -> list[Bin]:
    """Return the claims in order of certainty, in bins of equal numbers."""
    return [
        Bin(len(part), float(np.mean([p for p, _ in part])), float(np.mean([right for _, right in part])))
        for part in _parts(sorted(told), bins)
    ]


def _parts(told: Sequence[tuple[float, bool]], bins: int) -> Iterator[Sequence[tuple[float, bool]]]:
    edges = [round(number * len(told) / bins) for number in range(bins + 1)]
    yield from (told[low:high] for low, high in pairwise(edges) if high > low)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance of certainty and share right, a bin weighing as much as it holds claims."""
    return sum(one.count * abs(one.certainty - one.right) for one in bins) / sum(one.count for one in bins)


def chance_error(told: Sequence[tuple[float, bool]], bins: int = BINS) -> float:
    """Return the calibration error that perfect probabilities would show in so few claims, by chance alone."""
    total = sum(math.sqrt(2 / math.pi * sum(p * (1 - p) for p, _ in part)) for part in _parts(sorted(told), bins))
    return total / len(told)


def brier(told: Sequence[tuple[float, bool]]) -> float:
    """Return the mean square of the distance between certainty and truth."""
    return float(np.mean([(p - right) ** 2 for p, right in told]))
