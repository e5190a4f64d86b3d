"""A release answers, is audited before anyone sees it, and does not change without a reason."""

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from etl.contracts import CALENDAR
from etl.paths import Warehouse, kept
from etl.query import QueryError
from etl.releases import KEPT, ReleaseError, diff_releases, file_name, kept_files, list_releases, number_of, rollback
from etl.show import record_of
from etl.sqlgraph import models
from etl.warehouse import AuditError
from tests.star import Row, article, ask, audit, claim, publish

ONE, TWO = article("one", date(2025, 9, 22)), article("two", date(2025, 9, 24))
PAIR: Row = {"article_id": "one", "partner_a": "NVIDIA", "partner_b": "OpenAI"}


def test_two_articles_that_say_the_same_support_one_commitment(tmp_path: Path) -> None:
    release = publish(Warehouse(tmp_path), [ONE, TWO], [claim("one"), claim("two")], [PAIR])
    rows = ask(
        release.path, "SELECT from_partners, to_partners, value, article_count, first_told, last_told FROM commitments"
    )
    assert rows == [(["NVIDIA"], ["OpenAI"], Decimal(10) ** 11, 2, date(2025, 9, 22), date(2025, 9, 24))]
    assert ask(release.path, "SELECT * FROM article_pairs") == [("one", "NVIDIA", "OpenAI")]
    new = publish(Warehouse(tmp_path), [ONE], [claim("one", to_partners=["Newcomer"])])
    assert ask(new.path, "SELECT is_curated FROM dim_partner WHERE name = 'Newcomer'") == [(False,)]


def test_the_same_content_leaves_the_release_untouched_on_any_number_of_threads(tmp_path: Path) -> None:
    first = publish(Warehouse(tmp_path), [ONE, TWO], [claim("one"), claim("two", 9 * 10**10)], threads=1)
    before = first.path.read_bytes()
    stamp = first.path.stat().st_mtime_ns
    second = publish(Warehouse(tmp_path), [TWO, ONE], [claim("two", 9 * 10**10), claim("one")], threads=4)
    assert (first.changed, second.changed, first.digest == second.digest) == (True, False, True)
    assert (first.path.read_bytes(), first.path.stat().st_mtime_ns) == (before, stamp)


def test_a_view_or_comment_that_changes_makes_a_new_release(tmp_path: Path) -> None:
    publish(Warehouse(tmp_path), [ONE], [claim("one")])
    said = [replace(model, sql=model.sql.replace("'Claims, readable;", "'Every claim;")) for model in models()]
    release = publish(Warehouse(tmp_path), [ONE], [claim("one")], made=said)
    assert release.changed
    comment = "SELECT comment FROM duckdb_views() WHERE view_name = 'claims'"
    assert ask(release.path, comment) == [("Every claim; grain: one claim of one article",)]


def test_what_an_interrupted_build_leaves_does_not_reach_the_next(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    first = publish(warehouse, [ONE], [claim("one")])
    (warehouse.releases / "building.duckdb").write_bytes(b"half a file")
    (warehouse.releases / "building.duckdb.wal").write_bytes(b"half a log")
    assert publish(warehouse, [ONE], [claim("one")]).digest == first.digest
    assert [file.name for file in warehouse.releases.iterdir()] == [file_name(1, first.digest)]


def test_every_day_that_the_contracts_admit_is_in_the_calendar(tmp_path: Path) -> None:
    release = publish(Warehouse(tmp_path), [ONE], [])
    assert ask(release.path, "SELECT min(day), max(day) FROM dim_date") == [CALENDAR]


def test_a_reader_keeps_the_old_release_while_a_new_one_is_published(tmp_path: Path) -> None:
    release = publish(Warehouse(tmp_path), [ONE], [claim("one")])
    with duckdb.connect(str(release.path), read_only=True) as reader:
        publish(Warehouse(tmp_path), [ONE, TWO], [claim("one"), claim("two", to_partners=["xAI"])])
        assert reader.execute("SELECT count(*) FROM fact_claim").fetchall() == [(1,)]
    assert ask(release.path, "SELECT count(*) FROM fact_claim") == [(2,)]


def test_a_quote_that_is_not_in_the_text_keeps_the_old_release(tmp_path: Path) -> None:
    release = publish(Warehouse(tmp_path), [ONE], [claim("one")])
    with pytest.raises(AuditError, match=r"quote_is_in_the_text: 1 rows"):
        publish(Warehouse(tmp_path), [ONE], [claim("one", quote="somuch!")])
    assert ask(release.path, "SELECT quote FROM fact_claim") == [("so much",)]


def test_a_warehouse_without_any_claim_is_published_too(tmp_path: Path) -> None:
    assert ask(publish(Warehouse(tmp_path), [ONE], []).path, "SELECT count(*) FROM commitments") == [(0,)]


def test_what_an_interrupted_run_left_in_the_lake_is_not_read(tmp_path: Path) -> None:
    lost = claim("one", run_id=7)
    assert ask(publish(Warehouse(tmp_path), [ONE], [claim("one"), lost]).path, "FROM fact_claim SELECT count(*)") == [
        (1,)
    ]


def test_releases_are_numbered_compared_with_reasons_and_gone_back_to(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    publish(warehouse, [ONE], [claim("one"), claim("one", 5, measure="power", unit="MW", kind="supply")])
    publish(warehouse, [ONE, TWO], [claim("one"), claim("two"), claim("two", 7, measure="chips", unit="count")])
    assert [(one.number, one.claims, one.is_current) for one in list_releases(warehouse)] == [
        (2, 3, True),
        (1, 2, False),
    ]
    found = diff_releases(warehouse, 1, 2)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    assert [(row["change"], row["measure"] if "measure" in row else row["unit"], row["reason"]) for row in rows] == [
        ("added", "count", "new article: two"),
        ("changed", "USD", "new article: two"),
        ("removed", "MW", "other articles or rates"),
    ]
    rollback(warehouse, 1)
    assert [one.number for one in list_releases(warehouse) if one.is_current] == [1]
    assert ask(warehouse.database, "SELECT count(*) FROM fact_claim") == [(2,)]
    with pytest.raises(ReleaseError, match=r"release 9 is not kept; there are: 1, 2"):
        rollback(warehouse, 9)


def test_a_release_is_opened_by_a_name_that_no_later_publish_takes(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    publish(warehouse, [ONE], [claim("one")])
    publish(warehouse, [ONE, TWO], [claim("one"), claim("two")])
    first, second = kept_files(warehouse)
    assert kept(warehouse.database) == second
    rollback(warehouse, 1)
    assert kept(warehouse.database) == first
    loose = tmp_path / "elsewhere.duckdb"
    shutil.copy2(first, loose)
    assert kept(loose) == loose


def test_the_last_ten_releases_are_kept(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    publish(warehouse, [ONE], [claim("one", 1)])
    (first,) = kept_files(warehouse)
    for number in range(2, KEPT + 2):
        shutil.copy2(first, first.with_name(file_name(number, f"{number:016d}")))
    assert publish(warehouse, [ONE], [claim("one", 2)]).number == KEPT + 2
    assert [number_of(file) for file in kept_files(warehouse)] == list(range(3, KEPT + 3))


def test_a_table_that_loses_its_rows_is_a_warning(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    articles = [article(f"a{number}", date(2025, 9, 22)) for number in range(30)]
    publish(warehouse, articles, [claim(f"a{number}", number + 1) for number in range(30)])
    found = {result.check.name: result.rows for result in audit(warehouse, articles, [claim("a0", 1)])}
    lost = {row["table_name"]: (row["rows_before"], row["rows_now"]) for row in found["row_counts_are_steady"]}
    assert lost["fact_claim"] == (30, 1)
    assert "dim_date" not in lost


@pytest.mark.parametrize(
    ("check", "claims"),
    [
        ("days_are_plausible", [claim("one", announced=date(1999, 1, 1))]),
        ("money_has_a_rate", [claim("one", unit="XAU")]),
        ("groups_deal_with_others", [claim("one", from_partners=["Azure Cloud"], to_partners=["Microsoft"])]),
        (
            "dollars_a_gigawatt_are_plausible",
            [claim("one", 10**14), claim("one", 1000, measure="power", unit="MW", kind="supply")],
        ),
    ],
)
def test_what_is_hardly_plausible_is_a_warning(tmp_path: Path, check: str, claims: list[Row]) -> None:
    found = {result.check.name: result for result in audit(Warehouse(tmp_path), [ONE], claims)}
    assert (found[check].count, found[check].check.blocking) == (1, False)
    clean = {result.check.name: result.count for result in audit(Warehouse(tmp_path), [ONE], [claim("one")])}
    assert clean[check] == 0


def test_a_release_of_an_older_shape_is_told_in_a_sentence(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    publish(warehouse, [ONE], [claim("one")])
    publish(warehouse, [ONE, TWO], [claim("one"), claim("two", kind="supply")])
    _make_older(next(warehouse.releases.glob("000001-*")))
    for pair in ((1, 2), (2, 1)):
        with pytest.raises(ReleaseError, match="release 1 was made by an older Dealhouse and lacks columns"):
            diff_releases(warehouse, *pair)
    _make_older(warehouse.database)
    with pytest.raises(QueryError, match="made by an older Dealhouse and lacks what is asked for; `dealhouse run`"):
        record_of(warehouse.database, "1")
    with pytest.raises(ReleaseError, match="releases 1 and 2 were made by an older Dealhouse and lack columns"):
        diff_releases(warehouse, 1, 2)


def _make_older(file: Path) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute("ALTER TABLE commitments DROP COLUMN certainty")
        connection.execute("ALTER TABLE commitments DROP COLUMN correction")
