"""A failed run and what is late are told to the addresses of `alerts.conf`, over real HTTP; to nobody without it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from etl.paths import Warehouse
from etl.pipeline.alerts import AlertsError, addresses, late
from etl.pipeline.assets import RELEASE_KEY
from etl.pipeline.definitions import build_defs
from tests.sources.server import Site, serve

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def warehouse(tmp_path: Path, site: Site) -> Warehouse:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "alerts.conf").write_text(f"# the desk\n\n{site.address.replace('http', 'json')}/alerts\n")
    return Warehouse(tmp_path)


def sensors(warehouse: Warehouse) -> dict[str, dg.SensorDefinition]:
    found = build_defs(warehouse=warehouse).sensors or ()
    return {one.name: one for one in found if isinstance(one, dg.SensorDefinition)}


def told(site: Site) -> list[tuple[str, str]]:
    return [(one["title"], one["message"]) for one in map(json.loads, site.posted)]


def test_nobody_is_told_where_there_is_no_file(tmp_path: Path) -> None:
    assert set(sensors(Warehouse(tmp_path))) == {"inbox"}


def test_a_failed_run_is_told_with_its_reason(warehouse: Warehouse, site: Site) -> None:
    (warehouse.root / "reference").mkdir()
    (warehouse.reference / "partners.csv").write_text("no such table\n")
    with dg.DagsterInstance.ephemeral() as instance:
        job = build_defs(warehouse=warehouse).resolve_job_def("warehouse")
        result = job.execute_in_process(instance=instance, raise_on_error=False)
        assert not result.success
        context = dg.build_run_status_sensor_context(
            "alert_failed", result.get_run_failure_event(), instance, result.dagster_run
        ).for_run_failure()
        sensor = sensors(warehouse)["alert_failed"]
        assert isinstance(sensor, dg.RunStatusSensorDefinition)
        sensor(context)
    ((title, message),) = told(site)
    assert title == f"Dealhouse: the run {result.run_id[:8]} of warehouse failed"
    assert message


def test_late_is_what_was_made_more_than_a_day_and_a_half_ago() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        instance.report_runless_asset_event(dg.AssetMaterialization(RELEASE_KEY))
        now = datetime.now(UTC)
        assert late(instance, [RELEASE_KEY], now + timedelta(hours=35)) == {}
        assert list(late(instance, [RELEASE_KEY], now + timedelta(hours=37))) == ["release"]
        assert late(instance, [dg.AssetKey("never made")], now + timedelta(days=9)) == {}


def test_a_late_release_is_told_once_and_again_only_after_it_was_made(
    warehouse: Warehouse, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.alerts.LATE", timedelta(seconds=-1))
    sensor = sensors(warehouse)["alert_late"]
    with dg.DagsterInstance.ephemeral() as instance:
        instance.report_runless_asset_event(dg.AssetMaterialization(RELEASE_KEY))
        first = sensor.evaluate_tick(dg.build_sensor_context(instance))
        sensor.evaluate_tick(dg.build_sensor_context(instance, cursor=first.cursor))
        ((title, message),) = told(site)
        assert (title, message.split(":")[0]) == ("Dealhouse: 1 late", "release")
        monkeypatch.setattr("etl.pipeline.alerts.LATE", timedelta(hours=36))
        made = sensor.evaluate_tick(dg.build_sensor_context(instance, cursor=first.cursor))
        assert made.cursor == "[]"


def test_an_alert_that_reached_nobody_is_sent_again(
    warehouse: Warehouse, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.alerts.LATE", timedelta(seconds=-1))
    warehouse.alerts.write_text("json://127.0.0.1:9/\n")
    with dg.DagsterInstance.ephemeral() as instance:
        instance.report_runless_asset_event(dg.AssetMaterialization(RELEASE_KEY))
        tick = sensors(warehouse)["alert_late"].evaluate_tick(dg.build_sensor_context(instance))
    assert tick.cursor is None
    assert "sent again" in (tick.skip_message or "")


def test_a_line_that_names_nobody_is_told_with_its_number_and_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "alerts.conf"
    path.write_text("json://127.0.0.1/\nmailtoo://secret@example.org\n")
    with pytest.raises(AlertsError, match="line 2: this is no address that Apprise knows") as caught:
        addresses(path)
    assert "secret" not in str(caught.value)
