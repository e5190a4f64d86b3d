"""Penalised maximum likelihood of the extractor's linear weights, drawn to priors.

Belongs here: the tables of weights and their descent. Stays out: what the features are (`examples`).
Deterministic: full-batch descent from the priors, no random numbers.
"""

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LABELS = {
    "scope": ("whole", "part", "total"),
    "status": ("agreed", "completed", "reported", "cancelled"),
    "pair": ("no", "yes"),
}
PRIORS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("priors.toml").read_text("utf-8"))
PENALTY = 4.0
RAREST = 3
TRUST = 3.0
SMALLEST = 0.05
STEPS = 200


def prior(known: float | dict[str, float], labels: tuple[str, ...]) -> list[float]:
    """Return what is known of a feature before learning, a number a label."""
    if isinstance(known, dict):
        return [known.get(label, 0.0) for label in labels]
    return [known] * len(labels)


class Table:
    """The weights of one decision while they are learned, over fixed rows of features."""

    def __init__(self, decision: str, rows: Sequence[Sequence[str]]) -> None:
        self.decision = decision
        self.labels = labels = LABELS[decision]
        known = PRIORS.get(decision, {})
        counts: dict[str, int] = {}
        for row in rows:
            for feature in set(row):
                counts[feature] = counts.get(feature, 0) + 1
        told = {feature for feature, count in counts.items() if count >= RAREST}
        self.names = sorted(told | set(known))
        column = {feature: index for index, feature in enumerate(self.names)}
        flat = [
            (row, column[feature]) for row, listed in enumerate(rows) for feature in set(listed) if feature in column
        ]
        self._row: Ints = np.array([row for row, _ in flat], dtype=np.int64)
        self._column: Ints = np.array([index for _, index in flat], dtype=np.int64)
        self._height = len(rows)
        self._prior = np.array([prior(known.get(name, 0.0), labels) for name in self.names]).reshape(-1, len(labels))
        self._learned = np.zeros_like(self._prior)
        trusted = (np.abs(self._prior).max(axis=1, keepdims=True) > 0) if len(self.names) else np.zeros((0, 1))
        self._penalty = PENALTY * np.where(trusted, TRUST, 1.0)
        self._mean, self._square = np.zeros_like(self._prior), np.zeros_like(self._prior)

    @property
    def weights(self) -> Floats:
        """The weights, a row a feature and a column a label."""
        return np.asarray(self._prior + self._learned)

    def scores(self) -> Floats:
        """Return the sums of weights, a line for each row given at the start."""
        weights = self.weights
        sums = [
            np.bincount(self._row, weights=weights[self._column, label], minlength=self._height)
            for label in range(len(self.labels))
        ]
        return np.stack(sums, axis=1)

    def step(self, number: int, errors: Floats) -> None:
        """Descend once along the gradient of the likelihood, given its derivative by each score."""
        slopes = [
            np.bincount(self._column, weights=errors[self._row, label], minlength=len(self.names))
            for label in range(len(self.labels))
        ]
        slope = np.stack(slopes, axis=1) + self._penalty * self._learned
        self._mean = 0.9 * self._mean + 0.1 * slope
        self._square = 0.99 * self._square + 0.01 * slope**2
        scale = np.sqrt(self._square / (1 - 0.99**number)) + 1e-8
        self._learned -= 0.05 * (self._mean / (1 - 0.9**number)) / scale

    def lines(self) -> Iterator[str]:
        """Yield the lines of the weights file."""
        yield "\t".join([self.decision, "labels", *self.labels])
        for name, row in zip(self.names, self.weights, strict=True):
            if np.abs(row).max() >= SMALLEST:
                yield "\t".join([self.decision, name, *(f"{weight:.2f}" for weight in row)])


def learn_label(
    decision: str, chosen: Sequence[tuple[Sequence[str], str]], weights: Sequence[float] | None = None
) -> list[str]:
    """Learn a decision with one label a row of features; a row counts as often as its weight says."""
    counts = np.array(weights or [1.0] * len(chosen))[:, None]
    table = Table(decision, [features for features, _ in chosen])
    truth = np.array([[label == name for name in table.labels] for _, label in chosen], dtype=float)
    for number in range(1, STEPS + 1):
        scores = table.scores()
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        table.step(number, (odds / odds.sum(axis=1, keepdims=True) - truth) * counts)
    return list(table.lines())
