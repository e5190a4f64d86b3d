"""Annotated articles as examples: the features of each quantity and pair, and what the gold says of them.

Belongs here: reading gold and matching it to what the extractor reads. Stays out: learning (`learning`).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from etl.extraction import Extractor
from etl.extraction.attributes import scope_features, status_features
from etl.extraction.casting import Caster, before, dealt
from etl.extraction.features import Candidate, Deal, candidates, describe
from etl.extraction.pairing import gathered_pairs
from etl.extraction.quantities import Quantity
from etl.extraction.roles import firmly_sided, pair_features, standing
from etl.extraction.scene import Scenes
from etl.extraction.sides import GIVER_SIDE
from etl.sources.article import Article
from etl.sources.files import read_paths

KINDS = tuple(GIVER_SIDE)
EMPTY = 4.0
"""How many times an article without a claim counts: there are few, and they are full of figures that deceive."""
Fold = Callable[[str], str]


@dataclass
class Telling:
    """One quantity of one article: the features of its kind, of each candidate, of each pair of them, and the truth.

    `right` holds the (kind, giver, receiver) indexes that the gold allows; empty where the quantity is no claim.
    `learnt` is False for a claim whose partners are no candidates: it tells nothing of roles. `scope` and `status` come
    with their features; `weight` says how many times the telling counts.
    """

    article: str
    kind: list[str]
    cast: list[list[str]]
    pairs: dict[tuple[int, int], list[str]]
    right: list[tuple[int, int, int]] = field(default_factory=list)
    learnt: bool = True
    weight: float = 1.0
    scope: tuple[list[str], str] | None = None
    status: tuple[list[str], str] | None = None


@dataclass
class Pairing:
    """Two organisations that an article names together, and whether the gold says that they have a deal."""

    article: str
    features: list[str]
    right: str
    weight: float = 1.0


def annotated(source: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the gold and the text of each annotated article of FOLDER[=GOLD.jsonl][*WEIGHT]."""
    folder, _, named = source.partition("*")[0].partition("=")
    gold = Path(named) if named else Path(folder) / "gold.jsonl"
    found = read_paths([Path(folder)], date.max)
    texts = {article.article: article.text for article in found if isinstance(article, Article)}
    for line in gold.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        yield article, texts[article["article"]]


def weight_of(source: str) -> float:
    """Return how many times the articles of FOLDER[=GOLD.jsonl][*WEIGHT] count."""
    return float(source.partition("*")[2] or 1)


def tellings(
    extractor: Extractor, source: str, fold: Fold, caster_of: Callable[[str], Caster] | None = None
) -> Iterator[Telling]:
    """Yield every quantity of the annotated articles; `fold` maps a name to the one it is scored as.

    What was dealt before a quantity is what the gold says, or what the caster reads that `caster_of` gives an article.
    """
    for article, text in annotated(source):
        weight = weight_of(source) * (1 if article["claims"] else EMPTY)
        quantities, scenes = extractor.read(text, article["language"])
        past: Deal | None = None
        caster = caster_of(article["article"]) if caster_of else None
        for quantity in quantities if scenes else ():
            assert scenes is not None
            read = caster.choose(scenes, quantity, past) if caster else None
            cast = candidates(scenes, quantity, past)
            firm = firmly_sided(cast)
            standings = [standing(scenes, one, firm, past) for one in cast]
            pairs = {
                (g, t): list(pair_features(giver, taker))
                for g, giver in enumerate(standings)
                for t, taker in enumerate(standings)
                if (g or t) and giver.named.isdisjoint(taker.named)
            }
            told = Telling(article["article"], describe(scenes, quantity), [list(one.features) for one in cast], pairs)
            told.weight = weight
            claim = min(
                (claim for claim in article["claims"] if same(claim, quantity)),
                key=lambda claim: abs(place(claim, text) - quantity.char_start),
                default=None,
            )
            if claim:
                folded = [frozenset(fold(name) for name in one.partners) for one in cast]
                told.right = list(allowed(claim, folded, pairs, fold))
                if abs(place(claim, text) - quantity.char_start) < len(claim["value_text"]) + 9:
                    scoped = scope_features(scenes, quantity, claim["kind"], quantities)
                    told.scope = (scoped, claim["scope"])
                    told.status = (status_features(scenes, quantity, claim["kind"]), claim["status"])
                told.learnt = bool(told.right)
            if read:
                past = dealt(scenes, quantity, read, past)
            elif claim and not caster:
                past = remembered(scenes, quantity, cast, claim, fold, past)
            yield told


def remembered(
    scenes: Scenes, quantity: Quantity, cast: Sequence[Candidate], claim: dict[str, Any], fold: Fold, past: Deal | None
) -> Deal:
    """Return the deal of a gold claim, in the names that the extractor uses for its partners."""
    known = {fold(name): name for one in cast for name in one.partners}
    givers, takers = (tuple(sorted(known.get(fold(name), name) for name in claim[role])) for role in ("from", "to"))
    money, answer = (givers, takers) if GIVER_SIDE[claim["kind"]] == "M" else (takers, givers)
    return Deal(money, answer, scenes.sentence_of(quantity.char_start), before(past))


def allowed(
    claim: dict[str, Any], cast: list[frozenset[str]], pairs: Iterable[tuple[int, int]], fold: Fold
) -> Iterator[tuple[int, int, int]]:
    """Yield the readings that agree with a gold claim; none where its partners are no candidates."""
    kind = KINDS.index(claim["kind"])
    givers, takers = (frozenset(fold(name) for name in claim[role]) for role in ("from", "to"))
    for g, t in pairs:
        if cast[g] == givers and cast[t] == takers:
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


def pairings(extractor: Extractor, source: str, fold: Fold) -> Iterator[Pairing]:
    """Yield every pair of the annotated articles."""
    for article, text in annotated(source):
        gold = {frozenset(map(fold, pair)) for pair in article["pairs"]}
        gold |= {
            frozenset((fold(claim["from"][0]), fold(claim["to"][0])))
            for claim in article["claims"]
            if len(claim["from"]) == len(claim["to"]) == 1
        }
        _, scenes = extractor.read(text, article["language"])
        for pair, features in gathered_pairs(scenes).items() if scenes else ():
            right = "yes" if frozenset(map(fold, pair)) in gold else "no"
            yield Pairing(article["article"], features, right, weight_of(source))
