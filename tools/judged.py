"""Claims of annotated articles with their evidence, and whether the gold says that they are right.

Belongs here: reading articles whose annotations the weights have not seen. Stays out: fitting (`calibration`).
A claim is right where a gold claim has its measure, unit, value (within 0.5 %), givers, receivers and kind; each gold
claim makes one claim right at most.
"""

import hashlib
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from etl.evaluation.names import Fold, folding
from etl.extraction import Claim, Extractor, Organisation
from etl.extraction.weights import Weights, load_weights, parse_weights
from tools.calibration import FOLDS, Judged
from tools.examples import Telling, annotated, tellings, weight_of
from tools.network import learn_network

_CASTING = ("kind", "side", "cast", "unit")


def fold_of(article: str) -> int:
    """Return the fold of an article, which depends on nothing but its name."""
    return hashlib.sha256(article.encode()).digest()[0] % FOLDS


def held_out(organisations: Sequence[Organisation], sources: Sequence[str], told: Sequence[Telling]) -> list[Judged]:
    """Return the claims of all sources, each read with weights that were learned from the other folds."""
    found: list[Judged] = []
    for fold in range(FOLDS):
        weights = learned([one for one in told if fold_of(one.article) != fold])
        extractor = Extractor(organisations, weights)
        for source in sources:
            found += [one for one in judged(extractor, organisations, source, fold) if one.fold == fold]
        print(f"fold {fold + 1} of {FOLDS}: {sum(one.fold == fold for one in found)} claims", flush=True)
    return found


def learned(told: Sequence[Telling]) -> Weights:
    """Return weights whose casts are learned from `told` alone; the other decisions change no claim's evidence."""
    casts = parse_weights("\n".join(learn_network(told)), "weights learned").decisions
    others = {name: one for name, one in load_weights().decisions.items() if name not in _CASTING}
    return Weights(others | casts)


def examples(organisations: Sequence[Organisation], sources: Sequence[str]) -> list[Telling]:
    """Return what the weights are learned from."""
    names = {alias.casefold(): one.name.casefold() for one in organisations for alias in (one.name, *one.aliases)}
    extractor = Extractor(organisations, Weights({}))
    return [
        one
        for source in sources
        for one in tellings(extractor, source, lambda name: names.get(name.casefold(), name.casefold()))
    ]


def judged(
    extractor: Extractor, organisations: Sequence[Organisation], source: str, only: int | None = None
) -> Iterator[Judged]:
    """Yield the claims that are read in the articles of a source, or in those of one fold."""
    fold = folding(organisations)
    for article, text in annotated(source):
        name, part = article["article"], fold_of(article["article"])
        if only is None or part == only:
            claims = extractor.extract(text, None, article["language"]).claims
            for claim, right in zip(claims, rightness(article["claims"], claims, fold), strict=True):
                yield Judged(name, source, _says(claim, fold), dict(claim.evidence), right, weight_of(source), part)


def rightness(gold: Sequence[dict[str, Any]], claims: Sequence[Claim], fold: Fold) -> list[bool]:
    """Tell of each claim whether it is right."""
    left = list(gold)
    right = []
    for claim in claims:
        hit = next((one for one in left if _same(one, claim, fold)), None)
        if hit is not None:
            left.remove(hit)
        right.append(hit is not None)
    return right


def _says(claim: Claim, fold: Fold) -> Hashable:
    parties = (frozenset(map(fold, names)) for names in (claim.from_partners, claim.to_partners))
    return *parties, claim.kind, claim.measure, claim.unit, claim.value


def _same(gold: dict[str, Any], claim: Claim, fold: Fold) -> bool:
    return (
        (gold["measure"], gold["unit"], gold["kind"]) == (claim.measure, claim.unit, claim.kind)
        and abs(gold["value"] - float(claim.value)) <= 0.005 * gold["value"]
        and set(map(fold, gold["from"])) == set(map(fold, claim.from_partners))
        and set(map(fold, gold["to"])) == set(map(fold, claim.to_partners))
    )
