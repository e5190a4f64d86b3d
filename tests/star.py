"""A small warehouse for tests of the star: articles and claims of a few words, published for real.

Belongs here: making the rows. Stays out: what is asserted of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from etl import corrections
from etl.lake import CLAIMS, LEDGER, PAIRS, REJECTS, STANDING
from etl.paths import Warehouse
from etl.rates import reference_rates
from etl.sqlgraph import Model, models
from etl.warehouse import AuditError, Build, CheckResult, Release

QUOTE = "so much"
PARTNERS = {
    "Microsoft": None, "Azure Cloud": "Microsoft", "OpenAI": None, "NVIDIA": None, "Oracle": None, "SoftBank": None,
    "Ampere": "SoftBank",
}  # fmt: skip
Row = dict[str, Any]


def frame(schema: pl.Schema, *rows: Row) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


def article(name: str, day: date | None, publisher: str | None = None) -> Row:
    return {"article_id": name, "article": name, "text": QUOTE, "published": day, "publisher": publisher or name}


def claim(name: str, value: str | int = 10**11, **other: Any) -> Row:
    """Return a claim of the article `name`: NVIDIA invests 100 billion dollars in OpenAI, unless told otherwise."""
    told = {
        "article_id": name, "from_partners": ["NVIDIA"], "to_partners": ["OpenAI"], "kind": "investment",
        "measure": "money", "unit": "USD", "value": Decimal(value), "bound": "exact", "scope": "whole",
        "status": "agreed", "quote": QUOTE, "char_start": 0, "char_end": len(QUOTE), "extractor_version": "v",
        "run_id": 1, "certainty": 0.8,
    } | other  # fmt: skip
    return {"claim_id": repr(sorted(told.items(), key=str))} | told


@contextmanager
def built(
    warehouse: Warehouse,
    articles: Sequence[Row],
    claims: Sequence[Row],
    pairs: Sequence[Row] = (),
    history: Sequence[tuple[str, str, str | None, date]] = (),
    threads: int = 2,
    made: Sequence[Model] | None = None,
) -> Iterator[Build]:
    """Build a warehouse of these rows, and do not publish it."""
    file = warehouse.root / "claims.parquet"
    frame(CLAIMS, *claims).write_parquet(file)
    partners = dict.fromkeys(("name", "kind", "parent", "country", "ticker"), pl.String)
    rows: list[Row] = [{"name": name, "parent": parent} for name, parent in PARTNERS.items()]
    known = corrections.Names({name.casefold(): name for name in PARTNERS})
    lines = corrections.read(warehouse.corrections, known)
    inputs = {
        "lake_articles": frame(STANDING, *articles),
        "lake_pairs": frame(PAIRS, *pairs),
        "lake_rejects": frame(REJECTS),
        "reference_partners": frame(pl.Schema(partners), *rows),
        "reference_history": pl.DataFrame(
            list(history),
            {"name": pl.String, "known_as": pl.String, "parent": pl.String, "valid_to": pl.Date},
            orient="row",
        ),
        "reference_corrections": corrections.frame(lines),
        "reference_rates": reference_rates({"USD"} | {str(one["unit"]) for one in claims} | corrections.units(lines)),
    }
    ledger = [{"article_id": one["article_id"], "extractor_version": "v", "run_id": 1} for one in articles]
    with Build(warehouse) as build:
        build.limit(threads=threads)
        for name, rows_of in inputs.items():
            build.register(name, rows_of)
        build.register_claims([str(file)], frame(LEDGER, *ledger), [])
        for model in made or models():
            build.run(model)
        yield build


def audit(warehouse: Warehouse, articles: Sequence[Row], claims: Sequence[Row]) -> list[CheckResult]:
    """Build, and return what the checks say."""
    with built(warehouse, articles, claims) as build:
        return build.audit()


def publish(warehouse: Warehouse, articles: Sequence[Row], claims: Sequence[Row], *more: Any, **named: Any) -> Release:
    """Build, audit and publish; raises AuditError where a blocking check finds rows."""
    with built(warehouse, articles, claims, *more, **named) as build:
        failed = [result for result in build.audit() if result.check.blocking and result.count]
        if failed:
            raise AuditError(failed)
        return build.publish()


def ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()
