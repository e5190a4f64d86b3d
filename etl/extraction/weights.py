"""Linear weights: a decision takes the label whose weights over a scene's features sum highest.

Belongs here: reading `weights.tsv` and summing. Stays out: learning them (`tools/learn_weights.py`) and making features
(`features`, `roles`, `pairing`, `attributes`). A line of the file is a decision, a feature and one number a label; the
first line of a decision has `labels` in place of the feature and names them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import chain

from etl.extraction.sayings import Saying, names

_REMEMBERED = 50_000
Row = tuple[float, ...]


class WeightsError(ValueError):
    """A line of a weights file cannot be read; the message names file and line."""


class _Rows(dict[Saying, list[Row]]):
    """The weights of what each saying says, looked up when it is first asked for."""

    def __init__(self, weights: dict[str, Row]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, saying: Saying) -> list[Row]:
        if len(self) >= _REMEMBERED:
            self.clear()
        rows = self[saying] = [self._weights[name] for name in names([saying]) if name in self._weights]
        return rows


@dataclass(frozen=True)
class Decision:
    """The labels of one decision and, for each feature, its weight for each label."""

    labels: tuple[str, ...]
    weights: dict[str, Row]

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return the sum of weights of every label, in the order of `labels`."""
        return self._summed(list(filter(None, map(self.weights.get, features))))

    def weigh(self, sayings: Iterable[Saying]) -> list[float]:
        """Return the scores of the features of some sayings."""
        return self._summed(list(chain.from_iterable(map(self._rows.__getitem__, sayings))))

    @cached_property
    def _rows(self) -> _Rows:
        return _Rows(self.weights)

    def _summed(self, rows: list[Row]) -> list[float]:
        return list(map(sum, zip(*rows, strict=True))) if rows else [0.0] * len(self.labels)

    def best(self, features: Iterable[str]) -> str:
        """Return the label with the highest sum, the first of equals."""
        scores = self.scores(features)
        return self.labels[scores.index(max(scores))]


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
