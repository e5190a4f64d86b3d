"""The pipeline that Dagster loads: its graph, its checks, its sensor, on a real instance."""

from datetime import date
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from etl import sqlgraph
from etl.lake import ARTICLES, CLAIMS, PAIRS
from etl.paths import BUNDLED, Warehouse
from etl.pipeline.definitions import build_defs
from etl.pipeline.run import run
from etl.pipeline.session import BusyError, Session
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
    assert {check.name for check in graph.asset_check_keys} == {"contract", *(one.name for one in sqlgraph.checks())}


def test_the_job_publishes_a_release_and_shows_rows_columns_and_checks(warehouse: Warehouse) -> None:
    defs = build_defs(warehouse=warehouse)
    result = defs.resolve_job_def("warehouse").execute_in_process()
    assert result.success
    (shown,) = result.asset_materializations_for_node("star__fact_claim")
    assert shown.metadata["dagster/row_count"].value == 1
    schema = shown.metadata["dagster/column_schema"].value
    assert isinstance(schema, dg.TableSchema)
    columns = {column.name: column.description for column in schema.columns}
    assert columns["quote"] == "The characters that state the amount"
    lineage = shown.metadata["dagster/column_lineage"].value
    assert isinstance(lineage, dg.TableColumnLineage)
    assert list(lineage.deps_by_column["quote"]) == [dg.TableColumnDep(dg.AssetKey(["lake", "claims"]), "quote")]
    checks = {check.check_name: check.passed for check in result.get_asset_check_evaluations()}
    assert checks["quote_is_in_the_text"] is True
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


def _sensor(warehouse: Warehouse) -> dg.SensorDefinition:
    (sensor,) = build_defs(warehouse=warehouse).sensors or ()
    assert isinstance(sensor, dg.SensorDefinition)
    return sensor


def test_a_second_writer_is_told_who_holds_the_folder(warehouse: Warehouse) -> None:
    with Session(warehouse), pytest.raises(BusyError, match="another run is writing"), Session(warehouse):
        pass


def test_two_clean_runs_give_the_same_release(tmp_path: Path) -> None:
    digests = set()
    for name in ("one", "two"):
        with Session(Warehouse(tmp_path / name), [BUNDLED / "inbox"], today=date(2026, 1, 1)) as session:
            digests.add(run(session).release.digest)
    assert len(digests) == 1


def test_a_bad_line_of_the_reference_is_rejected_and_stops_nothing(warehouse: Warehouse) -> None:
    (warehouse.root / "reference").mkdir()
    lines = ["Meta,,Instagram,,,,,", "Instagram,,Meta,,,,,", "CoreWeave,,,,,,CRWV,", "Nebius,,,,,,CRWV,"]
    head = "name,kind,group,country,ticker,wikidata,aliases,descriptions"
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
