"""What a row must be to cross a border: pandera schemas for articles, claims, pairs and commitments.

Belongs here: the schemas, and parting the rows that keep them from those that do not. Stays out: storing either
(`lake`), and what only several tables together can show (`sql/checks`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from etl.extraction.lexicon import LANGUAGES
from etl.lake import ARTICLES, CLAIMS, PAIRS, REJECTS

KINDS = ("investment", "purchase", "supply", "equity_grant", "financing", "buildout", "acquisition")
MEASURES = ("money", "power", "chips", "shares", "stake")
BOUNDS = ("exact", "about", "at_most", "at_least", "order")
SCOPES = ("whole", "part", "total")
STATUSES = ("agreed", "completed", "reported", "cancelled")
LARGEST = 10**18
CALENDAR = (date(1970, 1, 1), date(2100, 12, 31))  # the days of sql/star/dim_date.sql
_POSITION = "position"

COMMITMENTS = pl.Schema({
    "commitment_key": pl.Int32(), "from_partners": pl.List(pl.String()), "to_partners": pl.List(pl.String()),
    "kind": pl.String(), "measure": pl.String(), "value": pl.Decimal(38, 4), "unit": pl.String(), "bound": pl.String(),
    "scope": pl.String(), "status": pl.String(), "announced": pl.Date(), "start_from": pl.Date(), "start_to": pl.Date(),
    "end_from": pl.Date(), "end_to": pl.Date(), "term_years": pl.Float64(), "article_count": pl.Int32(),
    "first_told": pl.Date(), "last_told": pl.Date(), "is_additive": pl.Boolean(),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rows that keep a contract, the rows that do not, and for each of these one entry of `rejects`."""

    kept: pl.DataFrame
    failed: pl.DataFrame
    rejects: pl.DataFrame


def _columns(schema: pl.Schema, required: Sequence[str], checks: dict[str, list[pa.Check]]) -> dict[str, pa.Column]:
    return {
        name: pa.Column(kind, checks=checks.get(name), nullable=name not in required) for name, kind in schema.items()
    }


def _forward(low: str, high: str) -> pa.Check:
    def in_order(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select((pl.col(low) <= pl.col(high)).fill_null(True))

    return pa.Check(in_order, name=f"{low} is not after {high}", error=f"{low} is after {high}")


def _somebody(data: pa.PolarsData) -> pl.LazyFrame:
    parties = pl.col("from_partners").list.len().fill_null(0) + pl.col("to_partners").list.len().fill_null(0)
    return data.lazyframe.select(parties > 0)


def _not_oneself(data: pa.PolarsData) -> pl.LazyFrame:
    both = pl.col("from_partners").list.set_intersection("to_partners").list.len().fill_null(0)
    return data.lazyframe.select(both == 0)


def _amount(data: pa.PolarsData) -> pl.LazyFrame:
    value = pl.col("value")
    return data.lazyframe.select((value > 0) & (value <= LARGEST))


_DAY = [pa.Check.in_range(*CALENDAR, error=f"not between {CALENDAR[0]} and {CALENDAR[1]}")]
_FACT = {
    **dict.fromkeys(("announced", "start_from", "start_to", "end_from", "end_to"), _DAY),
    "kind": [pa.Check.isin(KINDS)],
    "measure": [pa.Check.isin(MEASURES)],
    "bound": [pa.Check.isin(BOUNDS)],
    "scope": [pa.Check.isin(SCOPES)],
    "status": [pa.Check.isin(STATUSES)],
    "unit": [pa.Check.str_matches(r"^(?:[A-Z]{3}|MW|count|percent)$")],
}
_FACT_ROWS = [
    pa.Check(_amount, name="value is positive and at most 1e18", error="value is not positive or above 1e18"),
    pa.Check(_somebody, name="somebody gives or receives", error="nobody gives and nobody receives"),
    pa.Check(_not_oneself, name="nobody deals with itself", error="the same partner gives and receives"),
    _forward("start_from", "start_to"),
    _forward("end_from", "end_to"),
]
_REQUIRED = ("from_partners", "to_partners", "kind", "measure", "value", "unit", "bound", "scope", "status")

ARTICLE = pa.DataFrameSchema(
    _columns(
        ARTICLES,
        ("article_id", "article", "source_path", "language", "media_type", "text", "copy_group", "run_id"),
        {
            "article_id": [pa.Check.str_matches(r"^[0-9a-f]{64}$")],
            "language": [pa.Check.isin(LANGUAGES)],
            "published": _DAY,
            "published_precision": [pa.Check.isin(("day", "month", "year"))],
            "text": [pa.Check.str_length(min_value=1)],
        },
    ),
    strict=True,
    unique=["article_id"],
)
CLAIM = pa.DataFrameSchema(
    _columns(
        CLAIMS,
        (
            "claim_id",
            "article_id",
            "extractor_version",
            *_REQUIRED,
            "quote",
            "char_start",
            "char_end",
            "fields",
            "run_id",
            "certainty",
        ),
        _FACT
        | {
            "quote": [pa.Check.str_length(min_value=1)],
            "char_start": [pa.Check.ge(0)],
            "certainty": [pa.Check.in_range(0, 1, error="not between 0 and 1")],
        },
    ),
    checks=_FACT_ROWS,
    strict=True,
    unique=["claim_id"],
)
PAIR = pa.DataFrameSchema(
    _columns(PAIRS, tuple(PAIRS), {}), strict=True, unique=["article_id", "extractor_version", "partner_a", "partner_b"]
)
COMMITMENT = pa.DataFrameSchema(
    _columns(COMMITMENTS, ("commitment_key", *_REQUIRED, "article_count", "is_additive"), _FACT),
    checks=_FACT_ROWS,
    strict=True,
    unique=["commitment_key"],
)


def check(frame: pl.DataFrame, schema: pa.DataFrameSchema, stage: str, run_id: int) -> Verdict:
    """Part the rows of `frame` by `schema`; every row ends up in exactly one part.

    `stage` names the border in `rejects`. Raises pandera's SchemaErrors where no single row is to blame: a column too
    many, too few or of another type is a fault of the code, not of the data.
    """
    reasons: dict[int, list[str]] = {}
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        for case in errors.failure_cases.iter_rows(named=True):
            if case["index"] is None:
                raise
            column = case["column"] if case["column"] in frame.columns else None
            reasons.setdefault(case["index"], []).append(f"{column}: {case['check']}" if column else str(case["check"]))
    numbered = frame.with_row_index(_POSITION)
    bad = pl.col(_POSITION).is_in(list(reasons))
    kept, failed = numbered.filter(~bad).drop(_POSITION), numbered.filter(bad)
    rows = [_reject(row, reasons[row.pop(_POSITION)], stage, run_id) for row in failed.iter_rows(named=True)]
    if frame.height != kept.height + len(rows):
        raise AssertionError(f"{stage}: {frame.height} rows in, {kept.height} kept and {len(rows)} rejected")
    return Verdict(kept, failed.drop(_POSITION), pl.DataFrame(rows, schema=REJECTS))


def _reject(row: dict[str, Any], reasons: list[str], stage: str, run_id: int) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "stage": stage,
        "source_path": row.get("source_path"),
        "article_id": row.get("article_id"),
        "reason": "contract",
        "detail": "; ".join(dict.fromkeys(reasons)),
        "row": json.dumps({key: value for key, value in row.items() if key != "text"}, default=str, ensure_ascii=False),
    }
