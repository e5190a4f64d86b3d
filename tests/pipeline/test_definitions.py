"""The pipeline that Dagster loads: its graph, its checks, its sensor, on a real instance."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest
from deltalake import DeltaTable

from etl import sqlgraph
from etl.lake import ARTICLES, CLAIMS, PAIRS
from etl.paths import BUNDLED, Warehouse
from etl.pipeline.definitions import build_defs
from etl.pipeline.run import run
from etl.pipeline.session import BusyError, Session
from tests.sources.handed import archive, record
from tests.star import article, claim, frame

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
TEXT = "Published October 6, 2025\n\nMeta signed a cloud contract worth $14.2 billion with CoreWeave, it said.\n"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "meta.txt").write_text(TEXT, encoding="utf-8")
    return Warehouse(tmp_path)


def test_every_file_of_the_star_and_the_marts_is_an_asset_with_the_dependencies_of_its_sql() -> None:
    graph = build_defs(warehouse=Warehouse(BUNDLED)).resolve_asset_graph()
    names = {"/".join(key.path) for key in graph.get_all_asset_keys()}
    assert {f"{model.folder}/{model.name}" for model in sqlgraph.models()} < names
    assert {"lake/articles", "lake/claims", "lake/pairs", "lake/rejects", "release"} < names
    parents = graph.get(dg.AssetKey(["marts", "article_pairs"])).parent_keys
    assert {"/".join(key.path) for key in parents} == {"star/dim_article", "star/dim_partner", "star/fact_pair"}
    assert {check.name for check in graph.asset_check_keys} == {
        "contract",
        "not_broken",
        "not_empty",
        *(one.name for one in sqlgraph.checks()),
    }


def test_every_asset_has_a_group_a_description_an_owner_and_a_kind(many: Warehouse) -> None:
    graph = build_defs(warehouse=many).resolve_asset_graph()
    nodes = [graph.get(key) for key in graph.get_all_asset_keys()]
    assert {node.group_name for node in nodes} == {"sources", "lake", "star", "reconcile", "marts", "release"}
    assert [node.key for node in nodes if not (node.description and node.owners and node.kinds)] == []


def test_the_job_publishes_a_release_and_shows_rows_columns_and_checks(warehouse: Warehouse) -> None:
    (warehouse.inbox / "empty.txt").touch()
    (warehouse.inbox / "report.pdf").touch()
    defs = build_defs(warehouse=warehouse)
    result = defs.resolve_job_def("warehouse").execute_in_process()
    assert result.success
    (shown,) = result.asset_materializations_for_node("star__fact_claim")
    assert shown.metadata["dagster/row_count"].value == 1
    schema = shown.metadata["dagster/column_schema"].value
    assert isinstance(schema, dg.TableSchema)
    columns = {column.name: column.description for column in schema.columns}
    assert columns["quote"] == "The characters that state the amount (from corrected_claims.quote)"
    lineage = shown.metadata["dagster/column_lineage"].value
    assert isinstance(lineage, dg.TableColumnLineage)
    corrected = dg.AssetKey(["reconcile", "corrected_claims"])
    assert list(lineage.deps_by_column["quote"]) == [dg.TableColumnDep(corrected, "quote")]
    (shown,) = result.asset_materializations_for_node("reconcile__corrected_claims")
    lineage = shown.metadata["dagster/column_lineage"].value
    assert isinstance(lineage, dg.TableColumnLineage)
    made_from = {dep.asset_key.to_user_string() for dep in lineage.deps_by_column["quote"]}
    assert made_from == {"lake/claims", "reconcile/claim_change"}
    (shown,) = (
        one for one in result.asset_materializations_for_node("lake_claims") if one.asset_key.path[-1] == "claims"
    )
    schema, lineage = (shown.metadata[f"dagster/column_{what}"].value for what in ("schema", "lineage"))
    assert isinstance(schema, dg.TableSchema)
    assert isinstance(lineage, dg.TableColumnLineage)
    described = {column.name: column.description for column in schema.columns}
    assert described["term_years"] == "Term of the contract in years (from articles.text, articles.language)"
    assert dg.TableColumnDep(dg.AssetKey(["lake", "articles"]), "text") in lineage.deps_by_column["quote"]
    checks = {check.check_name: check.passed for check in result.get_asset_check_evaluations()}
    assert checks["quote_is_in_the_text"] is True
    (published,) = result.asset_materializations_for_node("release")
    told = {name: value.value for name, value in published.metadata.items()}
    assert (told["claims"], told["commitments"], told["rejects"]) == (1, 1, 1)
    assert re.search(r"2025-10-06 \| 1 \| █+", str(told["claims_a_day"]))
    assert "| read | empty-file | 1 |" in str(told["rejects_by_reason"])
    assert told["days_since_newest_article"] == (date.today() - date(2025, 10, 6)).days
    (read,) = result.asset_materializations_for_node("lake__articles")
    assert read.metadata["passed_over"].value == {".pdf": 1}
    with duckdb.connect(str(warehouse.database), read_only=True) as reader:
        assert reader.execute("SELECT from_partners, to_partners FROM commitments").fetchall() == [
            (["Meta"], ["CoreWeave"])
        ]


def test_the_sensor_asks_for_a_run_once_for_each_change_of_the_inbox(warehouse: Warehouse) -> None:
    sensor = _sensor(warehouse)
    first = sensor.evaluate_tick(dg.build_sensor_context())
    assert first.run_requests is not None
    assert len(first.run_requests) == 1
    again = sensor.evaluate_tick(dg.build_sensor_context(cursor=first.cursor))
    assert not again.run_requests
    (warehouse.inbox / "more.txt").write_text(TEXT + "More.", encoding="utf-8")
    changed = sensor.evaluate_tick(dg.build_sensor_context(cursor=first.cursor))
    assert changed.run_requests is not None
    assert len(changed.run_requests) == 1


CATALOGUE = """
[[source]]
name = "inbox"
kind = "folder"
address = "inbox"

[[source]]
name = "the rows"
kind = "export"
address = "rows.jsonl"
schedule = "*/10 * * * *"

[[source]]
name = "crawl"
kind = "warc"
address = "crawl"

[[source]]
name = "wire"
kind = "feed"
address = "feed.xml"
"""


@pytest.fixture
def many(warehouse: Warehouse) -> Warehouse:
    """Return a warehouse with sources of several kinds: the inbox, rows, two archives, and a feed that is none."""
    (warehouse.root / "rows.jsonl").write_text(json.dumps({"text": TEXT + "In rows."}), encoding="utf-8")
    (warehouse.root / "crawl").mkdir()
    page = f"<html><body><article><p>{TEXT} In an archive, {{}}.</p></article></body></html>"
    for name in ("a", "b"):
        archive(
            warehouse.root / "crawl" / f"{name}.warc.gz",
            [record(f"https://x.example/{name}", page.format(name).encode())],
        )
    (warehouse.root / "feed.xml").write_text("no feed", encoding="utf-8")
    warehouse.sources.write_text(CATALOGUE, encoding="utf-8")
    return warehouse


def test_a_source_that_asks_for_a_schedule_has_one_that_reads_it_alone(many: Warehouse) -> None:
    defs = build_defs(warehouse=many)
    schedule = defs.resolve_schedule_def("source_2_the_rows")
    assert schedule.cron_schedule == "*/10 * * * *"
    (request,) = schedule.evaluate_tick(dg.build_schedule_context()).run_requests or ()
    result = defs.resolve_job_def("warehouse").execute_in_process(tags=request.tags)
    (shown,) = result.asset_materializations_for_node("lake__articles")
    assert (shown.metadata["read"].value, shown.metadata["new"].value) == (1, 1)


def test_each_kind_of_source_tells_what_it_gave_and_empty_from_broken(many: Warehouse) -> None:
    (many.root / "rows.jsonl").write_text("")
    result = build_defs(warehouse=many).resolve_job_def("warehouse").execute_in_process()
    checks = {
        (check.asset_key.path[-1], check.check_name): check.passed for check in result.get_asset_check_evaluations()
    }
    assert checks["folder", "not_empty"] is checks["folder", "not_broken"] is True
    assert (checks["export", "not_empty"], checks["export", "not_broken"]) == (False, True)
    assert (checks["feed", "not_empty"], checks["feed", "not_broken"]) == (True, False)
    (shown,) = result.asset_materializations_for_node("lake__articles")
    told = {name: shown.metadata[name].value for name in ("read", "new", "copies", "rejected")}
    assert told == {"read": 4, "new": 1, "copies": 2, "rejected": 1}


def test_a_range_of_archives_is_backfilled(many: Warehouse) -> None:
    defs = build_defs(warehouse=many)
    asset = defs.resolve_assets_def(dg.AssetKey(["sources", "warc_files"]))
    partitions = asset.partitions_def
    assert partitions is not None
    assert partitions.get_partition_keys() == ["crawl/a.warc.gz", "crawl/b.warc.gz"]
    result = dg.materialize([asset], partition_key="crawl/b.warc.gz")
    (shown,) = result.asset_materializations_for_node("sources__warc_files")
    assert shown.metadata["dagster/row_count"].value == 1


def test_archives_of_one_name_in_two_folders_are_backfilled_each(many: Warehouse) -> None:
    for day, pages in (("monday", 1), ("tuesday", 2)):
        (many.root / "crawl" / day).mkdir()
        page = f"<html><body><article><p>{TEXT} In an archive of {day}.</p></article></body></html>".encode()
        records = [record(f"https://x.example/{day}/{number}", page) for number in range(pages)]
        archive(many.root / "crawl" / day / "news.warc.gz", records)
    asset = build_defs(warehouse=many).resolve_assets_def(dg.AssetKey(["sources", "warc_files"]))
    for day, pages in (("monday", 1), ("tuesday", 2)):
        result = dg.materialize([asset], partition_key=f"crawl/{day}/news.warc.gz")
        (shown,) = result.asset_materializations_for_node("sources__warc_files")
        assert shown.metadata["dagster/row_count"].value == pages


def _sensor(warehouse: Warehouse) -> dg.SensorDefinition:
    (sensor,) = build_defs(warehouse=warehouse).sensors or ()
    assert isinstance(sensor, dg.SensorDefinition)
    return sensor


def test_a_second_writer_is_told_that_the_folder_is_taken(warehouse: Warehouse) -> None:
    with Session(warehouse), pytest.raises(BusyError, match="another run is writing"), Session(warehouse):
        pass


def test_a_bad_line_of_the_reference_is_rejected_and_stops_nothing(warehouse: Warehouse) -> None:
    (warehouse.root / "reference").mkdir()
    lines = ["Meta,,Instagram,,,,", "Instagram,,Meta,,,,", "CoreWeave,,,,,CRWV,", "Nebius,,,,,CRWV,"]
    head = "name,kind,group,country,ticker,aliases,descriptions"
    (warehouse.root / "reference" / "partners.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    with Session(warehouse, today=date(2026, 1, 1)) as session:
        assert run(session).commitments == 1
    with duckdb.connect(str(warehouse.database), read_only=True) as reader:
        told = reader.execute("SELECT reason, detail FROM rejects WHERE stage = 'reference' ORDER BY detail").fetchall()
    assert [reason for reason, _ in told] == ["group-cycle", "group-cycle", "duplicate-alias"]
    assert told[0][1].startswith("partners.csv, line 2: 'Meta' is, by way of 'Instagram', its own group")


def test_claims_behind_a_commitment_that_breaks_its_contract_are_rejected_and_the_rest_is_published(
    warehouse: Warehouse,
) -> None:
    days = {"one": date(2025, 9, 1), "two": date(2025, 9, 2)}
    with Session(warehouse, today=date(2026, 1, 1)) as session:
        session.ingest()
        session.extract()
        version = session.extractor.version
        claims = [
            claim("one", from_partners=["Arm"], to_partners=["SoftBank"], extractor_version=version, run_id=9),
            claim("two", from_partners=["SoftBank"], to_partners=["Arm"], extractor_version=version, run_id=9),
        ]
        common = {"run_id": 9, "source_path": "x", "language": "en", "media_type": "text/plain"}
        session.lake.append_articles(frame(ARTICLES, *(article(name, day) | common for name, day in days.items())))
        session.lake.append_extraction(list(days), version, frame(CLAIMS, *claims), frame(PAIRS), 9)
        assert session.settle().failed.height == 1
        session.publish()
    with duckdb.connect(str(warehouse.database), read_only=True) as reader:
        assert reader.execute("SELECT from_partners FROM commitments").fetchall() == [(["Meta"],)]


def test_a_writer_with_patience_waits_for_its_turn(warehouse: Warehouse) -> None:
    held = threading.Event()

    def hold() -> None:
        with Session(warehouse):
            held.set()
            time.sleep(0.3)

    first = threading.Thread(target=hold)
    first.start()
    assert held.wait(30)
    with Session(warehouse, patience=30) as second:
        assert second.warehouse.lock.exists()
    first.join()


def test_a_change_of_the_partners_reads_every_article_again_without_the_files(warehouse: Warehouse) -> None:
    with Session(warehouse) as session:
        run(session)
    (warehouse.inbox / "meta.txt").unlink()
    shutil.copytree(BUNDLED / "reference", warehouse.root / "reference")
    with (warehouse.reference / "partners.csv").open("a", encoding="utf-8") as file:
        file.write("Example Clouds,cloud,,,,,\n")
    with Session(warehouse) as session:
        told = run(session)
    assert (told.read, told.claims, told.release.changed) == (0, 1, True)


def test_clean_runs_give_the_same_rows_in_the_same_order_under_any_settings(tmp_path: Path) -> None:
    settings: list[dict[str, str]] = [
        {"PYTHONHASHSEED": "1", "POLARS_MAX_THREADS": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "2", "POLARS_MAX_THREADS": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    ]
    places = [Warehouse(tmp_path / str(number)) for number in range(len(settings))]
    for place, setting in zip(places, settings, strict=True):
        command = [sys.executable, "-c", "from etl.cli import main; main()", "run", str(BUNDLED / "inbox")]
        subprocess.run(
            [*command, "--warehouse", str(place.root)], env=os.environ | setting, check=True, capture_output=True
        )
    one, other = places
    with duckdb.connect(str(one.database), read_only=True) as left, duckdb.connect(str(other.database)) as right:
        names = [name for (name,) in left.execute("SHOW TABLES").fetchall()]
        assert {"fact_claim", "fact_commitment", "commitments"} < set(names)
        for name in names:
            assert left.table(name).fetchall() == right.table(name).fetchall(), name
    for table in ("articles", "claims", "pairs", "extractions"):
        rows = [pl.DataFrame(DeltaTable(str(place.lake / table)).to_pyarrow_table()) for place in places]
        assert rows[0].height
        assert rows[0].equals(rows[1]), table
