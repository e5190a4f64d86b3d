"""The step from articles to claims and pairs, a batch at a time.

Belongs here: running the extractor over rows of the lake, naming claims, holding both to their contracts. Stays out:
how an article is read (`etl.extraction`), which articles there are and where rows go (`session`, `etl.lake`).
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from etl.contracts import CLAIM, PAIR, Verdict, check
from etl.extraction import Claim, Extractor
from etl.lake import CLAIMS, PAIRS, REJECTS


@dataclass(frozen=True, slots=True)
class Extracted:
    """What the extractor read in the articles that this version of it had not read before; rows are in the lake."""

    articles: int
    claims: Verdict
    pairs: Verdict


def extract_batch(
    extractor: Extractor, pending: pl.DataFrame, run_id: int, tell: Callable[[int], None]
) -> tuple[Verdict, Verdict]:
    """Return the claims and the pairs of some articles; `tell` is told how many have been begun."""
    claims: list[dict[str, Any]] = []
    pairs: list[dict[str, Any]] = []
    for done, row in enumerate(pending.iter_rows(named=True), start=1):
        tell(done)
        extraction = extractor.extract(row["text"], row["published"], row["language"])
        stamp = {"article_id": row["article_id"], "extractor_version": extractor.version, "run_id": run_id}
        claims.extend(asdict(claim) | stamp | {"claim_id": claim_id(claim, stamp)} for claim in extraction.claims)
        pairs.extend({"partner_a": a, "partner_b": b} | stamp for a, b in extraction.pairs)
    return (
        check(pl.DataFrame(claims, schema=CLAIMS), CLAIM, "claims", run_id),
        check(pl.DataFrame(pairs, schema=PAIRS), PAIR, "pairs", run_id),
    )


def joined(articles: int, batches: Sequence[tuple[Verdict, Verdict]]) -> Extracted:
    """Return what several batches gave together."""
    claims, pairs = (_joined(schema, [one[place] for one in batches]) for place, schema in enumerate((CLAIMS, PAIRS)))
    return Extracted(articles, claims, pairs)


def _joined(schema: pl.Schema, verdicts: Sequence[Verdict]) -> Verdict:
    empty = pl.DataFrame(schema=schema)
    every = [Verdict(empty, empty, pl.DataFrame(schema=REJECTS)), *verdicts]
    return Verdict(*(pl.concat([getattr(one, part) for one in every]) for part in ("kept", "failed", "rejects")))


def without_rows(verdict: Verdict) -> Verdict:
    """Return a verdict without the rows that it keeps, of which there may be many."""
    return replace(verdict, kept=verdict.kept.clear())


def claim_id(claim: Claim, stamp: dict[str, Any]) -> str:
    """Return the content hash that names a claim."""
    named = [
        stamp["article_id"], stamp["extractor_version"], claim.char_start, claim.char_end, claim.measure,
        str(claim.value), claim.unit, claim.from_partners, claim.to_partners,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()
