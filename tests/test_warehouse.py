"""A release answers, is audited before anyone sees it, and does not change without a reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from etl.contracts import CALENDAR
from etl.lake import CLAIMS, PAIRS, REJECTS, STANDING
from etl.paths import Warehouse
from etl.sqlgraph import Model, models
from etl.warehouse import AuditError, Build, Release

TEXT = "NVIDIA mettra 100 Md$ dans OpenAI"
REFERENCE = pl.DataFrame(
    {"name": ["OpenAI"], "kind": ["laboratory"]}
    | {name: [None] for name in ("parent", "country", "ticker", "wikidata")},
    schema=dict.fromkeys(("name", "kind", "parent", "country", "ticker", "wikidata"), pl.String),
)


def frame(schema: pl.Schema, *rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


def article(name: str, day: date) -> dict[str, object]:
    return {"article_id": name, "article": name, "text": TEXT, "published": day}


def claim(name: str, quote: str = "100 Md$", receiver: str = "OpenAI") -> dict[str, object]:
    return {
        "claim_id": f"claim-{name}",
        "article_id": name,
        "from_partners": ["NVIDIA"],
        "to_partners": [receiver],
        "kind": "investment",
        "measure": "money",
        "unit": "USD",
        "value": Decimal(10) ** 11,
        "bound": "exact",
        "scope": "whole",
        "status": "agreed",
        "quote": quote,
        "char_start": TEXT.index("100"),
        "char_end": TEXT.index("100") + 7,
    }


def publish(warehouse: Warehouse, *claims: dict[str, object], made: Sequence[Model] | None = None) -> Release:
    inputs = {
        "lake_articles": frame(STANDING, article("one", date(2025, 9, 22)), article("two", date(2025, 9, 24))),
        "lake_claims": frame(CLAIMS, *claims),
        "lake_pairs": frame(PAIRS, {"article_id": "one", "partner_a": "NVIDIA", "partner_b": "OpenAI"}),
        "lake_rejects": frame(REJECTS),
        "reference_partners": REFERENCE,
    }
    with Build(warehouse) as build:
        for name, rows in inputs.items():
            build.register(name, rows)
        for model in made or models():
            build.run(model)
        failed = [result for result in build.audit() if result.check.blocking and result.count]
        if failed:
            raise AuditError(failed)
        return build.publish()


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_two_articles_that_say_the_same_support_one_commitment(tmp_path: Path) -> None:
    release = publish(Warehouse(tmp_path), claim("one"), claim("two"))
    rows = ask(
        release.path, "SELECT from_partners, to_partners, value, article_count, first_told, last_told FROM commitments"
    )
    assert rows == [(["NVIDIA"], ["OpenAI"], Decimal(10) ** 11, 2, date(2025, 9, 22), date(2025, 9, 24))]
    assert ask(release.path, "SELECT * FROM article_pairs") == [("one", "NVIDIA", "OpenAI")]
    assert ask(release.path, "SELECT is_curated FROM dim_partner WHERE name = 'NVIDIA'") == [(False,)]


def test_the_same_content_leaves_the_release_untouched(tmp_path: Path) -> None:
    first = publish(Warehouse(tmp_path), claim("one"))
    before = first.path.read_bytes()
    stamp = first.path.stat().st_mtime_ns
    second = publish(Warehouse(tmp_path), claim("one"))
    assert (first.changed, second.changed, first.digest == second.digest) == (True, False, True)
    assert (first.path.read_bytes(), first.path.stat().st_mtime_ns) == (before, stamp)


def test_a_view_or_comment_that_changes_makes_a_new_release(tmp_path: Path) -> None:
    publish(Warehouse(tmp_path), claim("one"))
    said = [replace(model, sql=model.sql.replace("'Claims, readable;", "'Every claim;")) for model in models()]
    release = publish(Warehouse(tmp_path), claim("one"), made=said)
    assert release.changed
    comment = "SELECT comment FROM duckdb_views() WHERE view_name = 'claims'"
    assert ask(release.path, comment) == [("Every claim; grain: one claim of one article",)]


def test_what_an_interrupted_build_leaves_does_not_reach_the_next(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    first = publish(warehouse, claim("one"))
    (warehouse.releases / ".building.duckdb").write_bytes(b"half a file")
    (warehouse.releases / ".building.duckdb.wal").write_bytes(b"half a log")
    assert publish(warehouse, claim("one")).digest == first.digest
    assert [file.name for file in warehouse.releases.iterdir()] == [f"{first.digest[:16]}.duckdb"]


def test_every_day_that_the_contracts_admit_is_in_the_calendar(tmp_path: Path) -> None:
    release = publish(Warehouse(tmp_path))
    assert ask(release.path, "SELECT min(day), max(day) FROM dim_date") == [CALENDAR]


def test_a_reader_keeps_the_old_release_while_a_new_one_is_published(tmp_path: Path) -> None:
    release = publish(Warehouse(tmp_path), claim("one"))
    with duckdb.connect(str(release.path), read_only=True) as reader:
        publish(Warehouse(tmp_path), claim("one"), claim("two", receiver="xAI"))
        assert reader.execute("SELECT count(*) FROM fact_claim").fetchall() == [(1,)]
    assert ask(release.path, "SELECT count(*) FROM fact_claim") == [(2,)]


def test_a_quote_that_is_not_in_the_text_keeps_the_old_release(tmp_path: Path) -> None:
    release = publish(Warehouse(tmp_path), claim("one"))
    with pytest.raises(AuditError, match=r"quote_is_in_the_text: 1 rows"):
        publish(Warehouse(tmp_path), claim("one", quote="200 Md$"))
    assert ask(release.path, "SELECT quote FROM fact_claim") == [("100 Md$",)]


def test_a_warehouse_without_any_claim_is_published_too(tmp_path: Path) -> None:
    assert ask(publish(Warehouse(tmp_path)).path, "SELECT count(*) FROM commitments") == [(0,)]
