"""Learn `etl/extraction/weights.tsv` from annotated articles.

usage: python -m tools.learn_weights PARTNERS.csv FOLDER[=GOLD.jsonl]…

Each FOLDER holds articles; the gold, in the shape that README describes, is its `gold.jsonl` unless another is named.
Deterministic: full-batch gradient descent from zero, no random numbers.
"""

import argparse
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etl.extraction import Extractor
from etl.extraction.casting import candidates, pair_features
from etl.extraction.pairing import told_pairs
from etl.extraction.quantities import Quantity
from etl.extraction.weights import Weights
from etl.reference import load_organisations
from etl.sources.article import Article
from etl.sources.files import read_paths

Floats = NDArray[np.float64]
TARGET = Path(__file__).parent.parent / "etl" / "extraction" / "weights.tsv"
KINDS = ("investment", "purchase", "supply", "equity_grant", "financing", "buildout", "acquisition")
GIVES_THINGS = np.array([kind in {"supply", "equity_grant"} for kind in KINDS])
LABELS = {
    "kind": ("none", *KINDS),
    "from": KINDS,
    "to": KINDS,
    "cast": KINDS,
    "scope": ("whole", "part", "total"),
    "status": ("agreed", "completed", "reported", "cancelled"),
    "pair": ("no", "yes"),
}
PRIORS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("priors.toml").read_text("utf-8"))
BY_LABEL = 0.5
RAREST = 3
SMALLEST = 0.02


@dataclass
class Telling:
    """One quantity of one article: the features of its kind, of each candidate, of each pair of them, and the truth.

    `right` holds the (kind, giver, receiver) indexes that the gold allows; empty where the quantity is no claim.
    """

    article: str
    kind: list[str]
    cast: list[list[str]]
    pairs: dict[tuple[int, int], list[str]]
    right: list[tuple[int, int, int]] = field(default_factory=list)
    scope: str | None = None
    status: str | None = None


def annotated(source: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the gold and the text of each annotated article of FOLDER or FOLDER=GOLD.jsonl."""
    folder, _, named = source.partition("=")
    gold = Path(named) if named else Path(folder) / "gold.jsonl"
    found = read_paths([Path(folder)], date.max)
    texts = {article.article: article.text for article in found if isinstance(article, Article)}
    for line in gold.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        yield article, texts[article["article"]]


def tellings(extractor: Extractor, source: str, fold: Callable[[str], str]) -> Iterator[Telling]:
    """Yield every quantity of the annotated articles; `fold` maps a name to the one it is scored as."""
    for article, text in annotated(source):
        quantities, scenes = extractor.read(text, article["language"])
        for quantity in quantities if scenes else ():
            assert scenes is not None
            cast = candidates(scenes, quantity)
            pairs = {
                (g, t): list(pair_features(scenes, giver, taker))
                for g, giver in enumerate(cast)
                for t, taker in enumerate(cast)
                if (g or t) and set(giver.partners).isdisjoint(taker.partners)
            }
            told = Telling(article["article"], scenes.describe(quantity), [list(one.features) for one in cast], pairs)
            claim = min(
                (claim for claim in article["claims"] if same(claim, quantity)),
                key=lambda claim: abs(place(claim, text) - quantity.char_start),
                default=None,
            )
            if claim:
                folded = [frozenset(fold(name) for name in one.partners) for one in cast]
                told.right = list(allowed(claim, folded, pairs, fold))
                if not told.right:
                    continue
                if abs(place(claim, text) - quantity.char_start) < len(claim["value_text"]) + 9:
                    told.scope, told.status = claim["scope"], claim["status"]
            yield told


def allowed(
    claim: dict[str, Any],
    cast: list[frozenset[str]],
    pairs: Iterable[tuple[int, int]],
    fold: Callable[[str], str],
) -> Iterator[tuple[int, int, int]]:
    """Yield the readings that agree with a gold claim; a role whose partners are no candidate may be anybody's."""
    kind = KINDS.index(claim["kind"])
    givers, takers = (frozenset(fold(name) for name in claim[role]) for role in ("from", "to"))
    for g, t in pairs:
        if (cast[g] == givers or givers not in cast) and (cast[t] == takers or takers not in cast):
            yield kind, g, t


def place(claim: dict[str, Any], text: str) -> int:
    """Return where the value of a gold claim stands: its offset, or the first place of its words."""
    at: int | None = claim["at"]
    return text.find(claim["value_text"]) if at is None else at


def same(claim: dict[str, Any], quantity: Quantity) -> bool:
    """Tell whether a quantity is the one that a gold claim speaks of."""
    return (claim["measure"], claim["unit"]) == (quantity.measure, quantity.unit) and abs(
        claim["value"] - float(quantity.value)
    ) <= 0.005 * claim["value"]


def prior(known: float | dict[str, float], labels: tuple[str, ...]) -> list[float]:
    """Return what is known of a feature before learning, a number a label."""
    if isinstance(known, dict):
        return [known.get(label, 0.0) for label in labels]
    return [known] * len(labels)


def lookup(known: dict[str, Any], feature: str) -> Any:
    """Return what is known of a feature by its name, or by its name with the form after the dot left open."""
    return known.get(feature, known.get(re.sub(r"\.\w+:", ".*:", feature), 0.0))


class Table:
    """The weights of one decision while they are learned: a shared part, a part by group of kinds, a part by label."""

    def __init__(self, decision: str, rows: list[list[str]], penalty: float) -> None:
        self.labels = labels = LABELS[decision]
        known = PRIORS.get(decision, {})
        counts: dict[str, int] = {}
        for row in rows:
            for feature in set(row):
                counts[feature] = counts.get(feature, 0) + 1
        told = {feature for feature, count in counts.items() if count >= RAREST}
        self.names = sorted(told | {feature for feature in known if "*" not in feature})
        column = {feature: index for index, feature in enumerate(self.names)}
        flat = [
            (row, column[feature]) for row, listed in enumerate(rows) for feature in set(listed) if feature in column
        ]
        self.row = np.array([row for row, _ in flat], dtype=np.int64)
        self.column = np.array([index for _, index in flat], dtype=np.int64)
        self.height = len(rows)
        self.prior = np.array([prior(lookup(known, name), labels) for name in self.names])
        self.penalty = penalty
        self.by_label = np.zeros((len(self.names), len(labels)))
        self.shared = np.zeros((len(self.names), 1))
        self.by_group = np.zeros((len(self.names), 2))
        self.state: list[list[Floats]] = [[np.zeros_like(part), np.zeros_like(part)] for part in self._parts()]

    def _parts(self) -> list[Floats]:
        return [self.by_label, self.shared, self.by_group] if self.labels == KINDS else [self.by_label]

    def weights(self) -> Floats:
        """Return the effective weights, a row a feature and a column a label."""
        if self.labels != KINDS:
            return np.asarray(self.prior + self.by_label)
        whole: Floats = self.prior + self.by_label + self.shared + self.by_group[:, GIVES_THINGS.astype(int)]
        return whole

    def scores(self) -> Floats:
        """Return the sums of weights, a line for each row given at the start."""
        weights = self.weights()
        return np.stack(
            [
                np.bincount(self.row, weights=weights[self.column, label], minlength=self.height)
                for label in range(len(self.labels))
            ],
            axis=1,
        )

    def step(self, number: int, errors: Floats) -> None:
        """Descend once along the gradient of the likelihood, given its derivative by each score."""
        by_label = np.stack(
            [
                np.bincount(self.column, weights=errors[self.row, label], minlength=len(self.names))
                for label in range(len(self.labels))
            ],
            axis=1,
        )
        things = GIVES_THINGS
        gradients = [np.asarray(by_label, dtype=np.float64)]
        if self.labels == KINDS:
            by_group = np.stack([by_label[:, ~things].sum(axis=1), by_label[:, things].sum(axis=1)], axis=1)
            gradients += [by_label.sum(axis=1, keepdims=True), by_group]
        penalties = [self.penalty * BY_LABEL, self.penalty, self.penalty] if self.labels == KINDS else [self.penalty]
        for part, gradient, state, penalty in zip(self._parts(), gradients, self.state, penalties, strict=True):
            slope: Floats = gradient + penalty * part
            state[0][:] = 0.9 * state[0] + 0.1 * slope
            state[1][:] = 0.99 * state[1] + 0.01 * slope**2
            scale = np.sqrt(state[1] / (1 - 0.99**number)) + 1e-8
            part[:] -= 0.05 * (state[0] / (1 - 0.9**number)) / scale

    def lines(self, decision: str) -> Iterator[str]:
        """Yield the lines of the weights file."""
        yield "\t".join([decision, "labels", *self.labels])
        for name, row in zip(self.names, self.weights(), strict=True):
            if np.abs(row).max() >= SMALLEST:
                yield "\t".join([decision, name, *(f"{weight:.2f}" for weight in row)])


def learn_casts(
    told: list[Telling], steps: int = 300, penalty: tuple[float, float, float] = (10.0, 10.0, 10.0)
) -> list[str]:
    """Learn kind, giver, receiver and their pair together, by penalised maximum likelihood of the right readings."""
    kind = Table("kind", [one.kind for one in told], penalty[0])
    offsets = np.cumsum([0, *(len(one.cast) for one in told)])
    cast_rows = [features for one in told for features in one.cast]
    gives, takes = Table("from", cast_rows, penalty[1]), Table("to", cast_rows, penalty[1])
    both = Table("cast", [features for one in told for features in one.pairs.values()], penalty[2])
    ends = np.cumsum([0, *(len(one.pairs) for one in told)])
    index = [np.array(list(one.pairs), dtype=np.int64).reshape(-1, 2) for one in told]
    right = []
    for one in told:
        place = {pair: row for row, pair in enumerate(one.pairs)}
        mask = np.zeros((len(one.pairs), len(KINDS)), dtype=bool)
        for k, g, t in one.right:
            mask[place[g, t], k] = True
        right.append(mask)
    for number in range(1, steps + 1):
        scores = [table.scores() for table in (kind, gives, takes, both)]
        errors = [np.zeros_like(part) for part in scores]
        for row in range(len(told)):
            here, start, end = index[row], ends[row], ends[row + 1]
            g, t = here[:, 0] + offsets[row], here[:, 1] + offsets[row]
            total = scores[3][start:end] + scores[1][g] + scores[2][t] + scores[0][row, 1:]
            none = scores[0][row, 0]
            top = max(none, total.max()) if total.size else none
            odds = np.exp(total - top)
            nothing = np.exp(none - top)
            belief = odds / (odds.sum() + nothing)
            if right[row].any():
                wanted = np.where(right[row], odds, 0.0)
                truth = wanted / wanted.sum()
                errors[0][row, 0] = nothing / (odds.sum() + nothing)
            else:
                truth = np.zeros_like(belief)
                errors[0][row, 0] = nothing / (odds.sum() + nothing) - 1.0
            error = belief - truth
            errors[3][start:end] = error
            errors[0][row, 1:] = error.sum(axis=0)
            np.add.at(errors[1], g, error)
            np.add.at(errors[2], t, error)
        for table, error in zip((kind, gives, takes, both), errors, strict=True):
            table.step(number, error)
    named = (("kind", kind), ("from", gives), ("to", takes), ("cast", both))
    return [line for decision, table in named for line in table.lines(decision)]


@dataclass
class Pairing:
    """Two organisations that a sentence of an article names, and whether the gold says that they have a deal."""

    article: str
    features: list[str]
    right: str


def pairings(extractor: Extractor, source: str, fold: Callable[[str], str]) -> Iterator[Pairing]:
    """Yield every pair of the annotated articles, sentence by sentence."""
    for article, text in annotated(source):
        gold = {frozenset(map(fold, pair)) for pair in article["pairs"]}
        gold |= {
            frozenset((fold(claim["from"][0]), fold(claim["to"][0])))
            for claim in article["claims"]
            if len(claim["from"]) == len(claim["to"]) == 1
        }
        _, scenes = extractor.read(text, article["language"])
        for pair, features in told_pairs(scenes) if scenes else ():
            yield Pairing(article["article"], features, "yes" if frozenset(map(fold, pair)) in gold else "no")


def learn_label(decision: str, chosen: list[tuple[list[str], str]], penalty: float, steps: int = 200) -> list[str]:
    """Learn a decision with one label a row of features."""
    table = Table(decision, [features for features, _ in chosen], penalty)
    truth = np.array([[label == name for name in table.labels] for _, label in chosen], dtype=float)
    for number in range(1, steps + 1):
        scores = table.scores()
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        table.step(number, odds / odds.sum(axis=1, keepdims=True) - truth)
    return list(table.lines(decision))


def lines(told: list[Telling], paired: list[Pairing]) -> list[str]:
    """Return the lines of a weights file."""
    scopes = [(one.kind, one.scope) for one in told if one.scope]
    statuses = [(one.kind, one.status) for one in told if one.status]
    return [
        *learn_casts(told),
        *learn_label("scope", scopes, 2.0),
        *learn_label("status", statuses, 1.5),
        *learn_label("pair", [(one.features, one.right) for one in paired], 1.0),
    ]


def main() -> None:
    """Run the command line of the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("partners", type=Path)
    parser.add_argument("sources", nargs="+", metavar="FOLDER[=GOLD.jsonl]")
    arguments = parser.parse_args()
    organisations = load_organisations(arguments.partners)
    names = {alias.casefold(): one.name.casefold() for one in organisations for alias in (one.name, *one.aliases)}
    extractor = Extractor(organisations, Weights({}))

    def fold(name: str) -> str:
        return names.get(name.casefold(), name.casefold())

    told = [one for source in arguments.sources for one in tellings(extractor, source, fold)]
    paired = [one for source in arguments.sources for one in pairings(extractor, source, fold)]
    found = lines(told, paired)
    TARGET.write_text("\n".join(found) + "\n", encoding="utf-8")
    print(f"{len(told)} quantities, {len(paired)} pairs, {len(found)} lines")


if __name__ == "__main__":
    main()
