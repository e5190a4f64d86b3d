"""Learn `etl/extraction/weights.tsv` from annotated articles.

usage: python -m tools.learn_weights PARTNERS.csv FOLDER…

Each FOLDER holds texts and a `gold.jsonl` in the shape that README describes.
Deterministic: full-batch gradient descent from zero, no random numbers.
"""

import argparse
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etl.extraction import Extractor
from etl.extraction.engine import role_features
from etl.extraction.quantities import Quantity
from etl.extraction.weights import Weights
from etl.reference import load_organisations

TARGET = Path(__file__).parent.parent / "etl" / "extraction" / "weights.tsv"
KINDS = ("none", "investment", "purchase", "supply", "equity_grant", "financing", "buildout", "acquisition")
LABELS = {
    "kind": KINDS,
    "scope": ("whole", "part", "total"),
    "status": ("agreed", "completed", "reported", "cancelled"),
    "from": ("no", "yes"),
    "to": ("no", "yes"),
}
PENALTY = {"kind": 1.0, "scope": 2.0, "status": 1.5, "from": 1.5, "to": 1.5}
STEPS = 300
SMALLEST = 0.02


@dataclass(frozen=True)
class Example:
    """One decision: the article it comes from, its features and the right label."""

    article: str
    decision: str
    features: list[str]
    label: str


def examples(extractor: Extractor, folder: Path, fold: Callable[[str], str]) -> Iterator[Example]:
    """Yield what the annotated articles of a folder teach; `fold` maps a name to the one it is scored as."""
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        name = article["article"]
        text = (folder / f"{name}.txt").read_text(encoding="utf-8")
        quantities, scenes = extractor.read(text, article["language"])
        if scenes is None:
            continue
        for quantity in quantities:
            features = scenes.describe(quantity)
            claims = [claim for claim in article["claims"] if same(claim, quantity)]
            claim = min(claims, key=lambda claim: abs(claim["at"] - quantity.char_start), default=None)
            yield Example(name, "kind", features, claim["kind"] if claim else "none")
            if claim is None:
                continue
            if abs(claim["at"] - quantity.char_start) < 20:
                yield Example(name, "scope", features, claim["scope"])
                yield Example(name, "status", features, claim["status"])
            givers = {fold(partner) for partner in claim["from"]}
            takers = {fold(partner) for partner in claim["to"]}
            for mention, told in scenes.candidates(quantity):
                crossed = role_features(claim["kind"], told)
                partners = {fold(partner) for partner in mention.partners}
                yield Example(name, "from", crossed, "yes" if partners <= givers else "no")
                yield Example(name, "to", crossed, "yes" if partners <= takers else "no")


def same(claim: dict[str, Any], quantity: Quantity) -> bool:
    """Tell whether a quantity is the one that a gold claim speaks of."""
    return (claim["measure"], claim["unit"]) == (quantity.measure, quantity.unit) and abs(
        claim["value"] - float(quantity.value)
    ) <= 0.005 * claim["value"]


def learn(found: list[Example], decision: str) -> dict[tuple[str, str], float]:
    """Return the weight of each (label, feature) of one decision, by penalised maximum likelihood."""
    chosen = [example for example in found if example.decision == decision]
    counts: dict[str, int] = {}
    for example in chosen:
        for feature in example.features:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(feature for feature, count in counts.items() if count >= 3)
    column = {feature: index for index, feature in enumerate(names)}
    labels = LABELS[decision]
    rows, columns = [], []
    for row, example in enumerate(chosen):
        for feature in {"bias", *example.features}:
            if feature in column:
                rows.append(row)
                columns.append(column[feature])
    row_index, column_index = np.array(rows), np.array(columns)
    target = np.zeros((len(chosen), len(labels)))
    for row, example in enumerate(chosen):
        target[row, labels.index(example.label)] = 1.0
    weights: NDArray[np.float64] = np.zeros((len(names), len(labels)))
    momentum = np.zeros_like(weights)
    squares = np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = np.zeros_like(target)
        np.add.at(scores, row_index, weights[column_index])
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        error = odds / odds.sum(axis=1, keepdims=True) - target
        gradient = np.zeros_like(weights)
        np.add.at(gradient, column_index, error[row_index])
        gradient += PENALTY[decision] * weights
        momentum = 0.9 * momentum + 0.1 * gradient
        squares = 0.99 * squares + 0.01 * gradient**2
        scale = np.sqrt(squares / (1 - 0.99**step)) + 1e-8
        weights -= 0.05 * (momentum / (1 - 0.9**step)) / scale
    if decision in {"from", "to"}:
        weights = np.stack([np.zeros(len(names)), weights[:, 1] - weights[:, 0]], axis=1)
    return {
        (label, feature): float(weights[column[feature], index])
        for feature in names
        for index, label in enumerate(labels)
        if abs(weights[column[feature], index]) >= SMALLEST
    }


def lines(found: list[Example]) -> list[str]:
    """Return the lines of a weights file."""
    result: list[str] = []
    for decision, labels in LABELS.items():
        result.extend(f"{decision}\t{label}\tbias\t0" for label in labels)
        table = learn(found, decision)
        order = sorted(table, key=lambda key: (key[1], labels.index(key[0])))
        result.extend(f"{decision}\t{label}\t{feature}\t{table[label, feature]:.2f}" for label, feature in order)
    return result


def main() -> None:
    """Run the command line of the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("partners", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    arguments = parser.parse_args()
    empty = Weights({}, {})
    organisations = load_organisations(arguments.partners)
    names = {alias.casefold(): one.name.casefold() for one in organisations for alias in (one.name, *one.aliases)}
    extractor = Extractor(organisations, empty)
    found = [
        example
        for folder in arguments.folders
        for example in examples(extractor, folder, lambda name: names.get(name.casefold(), name.casefold()))
    ]
    source = "\n".join(lines(found)) + "\n"
    TARGET.write_text(source, encoding="utf-8")
    print(
        f"{len(found)} decisions, {source.count(chr(10))} weights, {hashlib.sha256(source.encode()).hexdigest()[:12]}"
    )


if __name__ == "__main__":
    main()
