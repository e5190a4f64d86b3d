"""Weights: a decision takes the label whose weights over a scene's features sum highest.

Belongs here: reading `weights.tsv` and summing. Stays out: learning them (`tools/learn_weights.py`) and making features
(`features`, `roles`, `pairing`, `attributes`). A line of the file is a decision, a feature and one number a label; the
first line of a decision has `labels` in place of the feature and names them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from etl.extraction.sayings import Saying, names

_REMEMBERED = 50_000
Row = tuple[float, ...]
Vector = NDArray[np.float64]


class WeightsError(ValueError):
    """A line of a weights file cannot be read; the message names file and line."""


class _Vectors(dict[Saying, Vector]):
    """The sums of weights of what each saying says, made when it is first asked for."""

    def __init__(self, decision: "Decision") -> None:
        super().__init__()
        self._decision = decision

    def __missing__(self, saying: Saying) -> Vector:
        if len(self) >= _REMEMBERED:
            self.clear()
        vector = self[saying] = self._decision.vector(names([saying]))
        return vector


@dataclass(frozen=True)
class Decision:
    """The labels of one decision and, for each feature, its weight for each label."""

    labels: tuple[str, ...]
    weights: dict[str, Row]

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return the sum of weights of every label, in the order of `labels`."""
        rows = list(filter(None, map(self.weights.get, features)))
        return list(map(sum, zip(*rows, strict=True))) if rows else [0.0] * len(self.labels)

    def vector(self, features: Iterable[str]) -> Vector:
        """Return the scores of some features as an array."""
        vector: Vector = self._matrix[[self._places[one] for one in features if one in self._places]].sum(axis=0)
        return vector

    def weigh(self, sayings: Iterable[Saying]) -> Vector:
        """Return the scores of the features of some sayings as an array."""
        return sum(map(self._vectors.__getitem__, sayings), self._nothing)

    def best(self, features: Iterable[str]) -> str:
        """Return the label with the highest sum, the first of equals."""
        scores = self.scores(features)
        return self.labels[scores.index(max(scores))]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.weights)}

    @cached_property
    def _matrix(self) -> Vector:
        return np.array(list(self.weights.values())).reshape(-1, len(self.labels))

    @cached_property
    def _nothing(self) -> Vector:
        return np.zeros(len(self.labels))

    @cached_property
    def _vectors(self) -> _Vectors:
        return _Vectors(self)


@dataclass(frozen=True)
class Weights:
    """All decisions of a weights file, and its digest."""

    decisions: dict[str, Decision]
    digest: str = ""

    def __getitem__(self, decision: str) -> Decision:
        return self.decisions[decision]


def parse_weights(source: str, file: str) -> Weights:
    """Read the lines of a weights file. Raises WeightsError naming file and line."""
    decisions: dict[str, Decision] = {}
    for number, line in enumerate(source.splitlines(), 1):
        decision, feature, *cells = line.split("\t")
        try:
            if feature == "labels":
                decisions[decision] = Decision(tuple(cells), {})
            else:
                known = decisions[decision]
                known.weights[feature] = tuple(map(float, cells))
                if len(cells) != len(known.labels):
                    raise ValueError
        except (ValueError, KeyError) as error:
            raise WeightsError(
                f"{file}:{number}: expected a decision, a feature and one number for each of its labels: {line!r}"
            ) from error
    return Weights(decisions, hashlib.sha256(source.encode()).hexdigest())


@cache
def load_weights() -> Weights:
    """Return the packaged weights."""
    file = resources.files("etl.extraction") / "weights.tsv"
    return parse_weights(file.read_text(encoding="utf-8"), "weights.tsv")
