"""Claims of annotated articles with their evidence, and whether the gold says that they are right.

Belongs here: reading articles whose annotations the weights have not seen. Stays out: fitting (`calibration`).
A claim is right where a gold claim has its measure, unit, value (within 0.5 %), givers, receivers and kind; each gold
claim makes one claim right at most.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from etl.evaluation.names import Fold, folding
from etl.extraction import Claim, Extractor, Organisation
from etl.extraction.weights import Weights, load_weights
from tools.calibration import FOLDS, Judged
from tools.examples import Telling, annotated, weight_of
from tools.rehearsal import fold_of, held_out_weights

_CASTING = ("kind", "side", "cast", "unit")


def held_out(organisations: Sequence[Organisation], sources: Sequence[str], told: Sequence[Telling]) -> list[Judged]:
    """Return the claims of all sources, each read with casts that were learned from the other folds; the other
    decisions change no claim's evidence."""
    others = {name: one for name, one in load_weights().decisions.items() if name not in _CASTING}
    found: list[Judged] = []
    for fold, casts in enumerate(held_out_weights(told, FOLDS)):
        extractor = Extractor(organisations, Weights(others | casts.decisions))
        for source in sources:
            found += judged(extractor, organisations, source, fold)
    return found


def judged(
    extractor: Extractor, organisations: Sequence[Organisation], source: str, only: int | None = None
) -> Iterator[Judged]:
    """Yield the claims that are read in the articles of a source, or in those of one fold."""
    fold = folding(organisations)
    for article, text in annotated(source):
        name, part = article["article"], fold_of(article["article"], FOLDS)
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
