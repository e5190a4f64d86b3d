"""What `dealhouse doctor` says of a sound warehouse, and of one that is not."""

import os
import re
import shutil
import time
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock
from typer.testing import CliRunner

from etl.cli import app
from etl.corrections import HEADER
from etl.doctor import Finding, examine
from etl.paths import Warehouse


@pytest.fixture
def place(bundled: Warehouse, tmp_path: Path) -> Warehouse:
    """A copy of the bundled warehouse, to be spoilt."""
    shutil.copytree(bundled.root, tmp_path / "w", ignore=shutil.ignore_patterns("*.lock"))
    return Warehouse(tmp_path / "w")


def wrong(place: Warehouse) -> list[Finding]:
    return [one for one in examine(place) if one.state != "ok"]


def test_a_sound_warehouse_is_told_to_be_so(bundled: Warehouse) -> None:
    found = examine(bundled)
    assert {one.state for one in found} == {"ok"}
    told = {one.about: one.found for one in found}
    assert told["lake"].startswith("16 articles")
    assert "duckdb 2." in told["versions"]
    assert told["lock"] == "nothing is writing"


def test_a_warehouse_that_is_not_there_says_how_to_make_it(tmp_path: Path) -> None:
    found = {one.about: one for one in wrong(Warehouse(tmp_path / "absent"))}
    assert found["folder"].remedy == "make it with `dealhouse run`"
    assert found["release"].found == "nothing is published yet"
    assert not (tmp_path / "absent").exists()


def test_faulty_files_are_named_with_their_lines(place: Warehouse) -> None:
    (place.root / "reference").mkdir()
    partners = place.root / "reference" / "partners.csv"
    partners.write_text(
        "name,kind,group,country,ticker,wikidata,aliases,descriptions\nOpenAI,laboratory,Nobody,,,,,\n", "utf-8"
    )
    place.corrections.write_text(f"{','.join(HEADER)}\nclaim:1,shout,,,A,2026-01-01,why\n", encoding="utf-8")
    place.sources.write_text(
        '[[source]]\nname = "a"\nkind = "folder"\naddress = "nowhere"\n'
        '[[source]]\nname = "b"\nkind = "feed"\naddress = "https://example.org/x.xml"\nschedule = "99 6 * * *"\n',
        encoding="utf-8",
    )
    every = wrong(place)
    found = {one.about: one for one in every}
    assert [one.state for one in every if one.about == "reference"] == ["warning"] * 2
    assert all(re.search(r"(partners|corrections)\.csv, line 2: ", one.found) for one in every[:2])
    assert (found["sources"].state, "nowhere" in found["sources"].found) == ("wrong", True)
    assert found["schedule"].found == "b: '99 6 * * *' is no schedule"
    partners.write_text("name\nOpenAI\n", "utf-8")
    place.sources.write_text('[[source]]\nname = "a"\nkind = "fold"\n', encoding="utf-8")
    found = {one.about: one for one in wrong(place)}
    assert "the columns kind" in found["reference"].found
    assert "sources.toml, line" in found["sources"].found


def test_warnings_are_counted_and_not_called_sound(place: Warehouse) -> None:
    (place.root / "reference").mkdir()
    partners = "name,kind,group,country,ticker,aliases,descriptions\nOpenAI,,,,,,\nMeta,,,,,OpenAI,\n"
    (place.root / "reference" / "partners.csv").write_text(partners, "utf-8")
    done = CliRunner().invoke(app, ["doctor", "--warehouse", str(place.root)])
    assert done.exit_code == 0
    assert "line 3: 'OpenAI' already stands on line 2" in " ".join(done.output.split())
    assert done.output.endswith("\n1 warning: see the arrows for what to do.\n")


def test_a_lake_that_is_ahead_of_its_release_means_a_run_that_failed(place: Warehouse) -> None:
    (kept,) = place.releases.glob("*.duckdb")
    with duckdb.connect(str(kept)) as release:
        release.execute("DELETE FROM dim_article WHERE article_key = (SELECT max(article_key) FROM dim_article)")
    (one,) = wrong(place)
    assert (one.about, one.state) == ("last run", "wrong")
    assert one.found.startswith("1 articles of the lake are not in the release")


def test_a_damaged_release_and_a_damaged_lake_are_told(place: Warehouse) -> None:
    place.database.unlink()
    place.database.write_bytes(b"half a file")
    for file in (place.lake / "articles").glob("*.parquet"):
        file.write_bytes(b"half a file")
    found = {one.about: one for one in wrong(place)}
    assert found["release"].state == found["lake"].state == "wrong"


def test_a_table_of_the_lake_without_its_log_is_told(place: Warehouse) -> None:
    shutil.rmtree(place.lake / "claims" / "_delta_log")
    (found,) = wrong(place)
    assert (found.about, found.remedy) == ("lake", "put it back from a backup; see warehouse/README.md")
    assert "claims" in found.found


def test_an_address_for_alerts_that_is_none_is_told(place: Warehouse) -> None:
    place.alerts.write_text("# whom to tell\nnonsense\n", encoding="utf-8")
    (found,) = wrong(place)
    assert found.found.startswith(f"{place.alerts}, line 2: ")


def test_a_run_under_way_is_no_fault_and_a_schedule_that_sleeps_is_told(place: Warehouse) -> None:
    place.dagster_home.mkdir()
    old = time.time() - 5 * 86_400
    for file in (place.lake / "balance" / "_delta_log").iterdir():
        os.utime(file, (old, old))
    with FileLock(place.lock):
        found = examine(place)
    assert "a run is writing now" in [one.found for one in found]
    assert [one.found for one in found if one.state == "warning"] == ["nothing has been read for 5 days"]
