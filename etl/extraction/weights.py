"""Linear weights: a decision is the label whose weights over a scene's features sum highest.

Belongs here: reading `weights.tsv` (decision, label, feature, weight) and summing. Stays out: learning them
(`tools/learn_weights.py`) and making features (`scene`).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources


class WeightsError(ValueError):
    """A line of a weights file is not decision, label, feature and number; the message names file and line."""


@dataclass(frozen=True)
class Weights:
    """For each decision, its labels and the weight of each feature for each label."""

    labels: dict[str, tuple[str, ...]]
    by_feature: dict[str, dict[str, tuple[float, ...]]]
    digest: str = ""

    def scores(self, decision: str, features: Iterable[str]) -> dict[str, float]:
        """Return the sum of weights of every label."""
        labels = self.labels[decision]
        table = self.by_feature[decision]
        sums = [0.0] * len(labels)
        for feature in features:
            weights = table.get(feature)
            if weights:
                for index, weight in enumerate(weights):
                    sums[index] += weight
        return dict(zip(labels, sums, strict=True))

    def probability(self, decision: str, features: Iterable[str]) -> float:
        """Return the probability of the label 'yes' of a two-way decision."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.scores(decision, features)["yes"]))))


def parse_weights(source: str, file: str, digest: str = "") -> Weights:
    """Read the lines of a weights file. Raises WeightsError naming file and line."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    labels: dict[str, list[str]] = {}
    for number, line in enumerate(source.splitlines(), 1):
        try:
            decision, label, feature, weight = line.split("\t")
            value = float(weight)
        except ValueError as error:
            raise WeightsError(f"{file}:{number}: expected decision, label, feature and a number: {line!r}") from error
        if label not in labels.setdefault(decision, []):
            labels[decision].append(label)
        found.setdefault(decision, {}).setdefault(feature, {})[label] = value
    return Weights(
        {decision: tuple(names) for decision, names in labels.items()},
        {
            decision: {
                feature: tuple(values.get(label, 0.0) for label in labels[decision])
                for feature, values in table.items()
            }
            for decision, table in found.items()
        },
        digest,
    )


@cache
def load_weights() -> Weights:
    """Return the packaged weights."""
    file = resources.files("etl.extraction") / "weights.tsv"
    return parse_weights(file.read_text(encoding="utf-8"), "weights.tsv")
