"""An export is read back by other tools: nothing is lost, nothing in it runs, and it is there whole or not at all."""

import csv
import hashlib
import json
import re
import resource
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.export import FORMATS, ExportError, export
from etl.export.description import PACKAGE, field_type
from etl.paths import Warehouse
from etl.warehouse import STORAGE_VERSION
from tests.star import article, ask, claim, publish

HOSTILE = ["=cmd|'/c calc'!A1", "+1+1", "-2", "@SUM(A1)", " \t=1+1", "'=1", "'tis", "plain", 'a "b", c\nd']
READERS = {"parquet": "read_parquet", "jsonl": "read_json"}
STORED = {"string": "VARCHAR", "integer": "HUGEINT", "number": "DECIMAL(38,10)", "boolean": "BOOLEAN", "date": "DATE"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A release whose articles are called what a spreadsheet would run."""
    warehouse = Warehouse(tmp_path_factory.mktemp("hostile"))
    rows = [article(name, date(2025, 9, 22)) for name in HOSTILE]
    publish(warehouse, rows, [claim(HOSTILE[0], "99999999999999999.0001")])
    return warehouse


@pytest.fixture(scope="module")
def workbook(hostile: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile release as a workbook."""
    return export(hostile.database, tmp_path_factory.mktemp("workbook"), "xlsx").folder


def described(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_what_is_read_back_is_what_the_release_holds(bundled: Warehouse, tmp_path: Path, form: str) -> None:
    done = export(bundled.database, tmp_path / "out", form)
    package = described(tmp_path / "out")
    assert {one["name"]: one["path"] for one in package["resources"]} == {
        name: f"{name}.{form}" for name in done.tables
    }
    with duckdb.connect(str(bundled.database), read_only=True) as release:
        for name, rows in done.tables.items():
            types = release.execute(f"SELECT column_name, column_type FROM (DESCRIBE {name})").fetchall()
            cast = ", ".join(f'"{column}"::{kind} AS "{column}"' for column, kind in types)
            given = "columns = {" + ", ".join(f"'{c}': '{_json_type(k)}'" for c, k in types) + "}"
            file = f"{READERS[form]}('{tmp_path / 'out' / name}.{form}'{f', {given}' if form == 'jsonl' else ''})"
            for one, other in (
                (f"FROM {name}", f"SELECT {cast} FROM {file}"),
                (f"SELECT {cast} FROM {file}", f"FROM {name}"),
            ):
                assert release.execute(f"SELECT count(*) FROM ({one} EXCEPT ALL {other})").fetchall() == [(0,)], name
            assert rows == release.execute(f"SELECT count(*) FROM {file}").fetchall()[0][0]


def _json_type(stored: str) -> str:
    return "VARCHAR" if stored.startswith("DECIMAL") else stored


def test_a_csv_read_by_its_description_is_what_the_release_holds(bundled: Warehouse, tmp_path: Path) -> None:
    export(bundled.database, tmp_path / "out", "csv")
    with duckdb.connect(str(bundled.database), read_only=True) as release:
        for one in described(tmp_path / "out")["resources"]:
            kinds = {field["name"]: field["type"] for field in one["schema"]["fields"]}
            names = [name for name, kind in kinds.items() if kind in STORED]
            file = f"read_csv('{tmp_path / 'out' / one['path']}', header = true, all_varchar = true)"
            assert [column for column, *_ in release.execute(f"DESCRIBE FROM {file}").fetchall()] == list(kinds)
            bare = ", ".join(
                f"""regexp_replace("{name}", '^''(''*\\s*[=+@-])', '\\1')::{STORED[kinds[name]]}""" for name in names
            )
            held = ", ".join(f"nullif(\"{name}\"::VARCHAR, '')::{STORED[kinds[name]]}" for name in names)
            lost = f"(SELECT {held} FROM {one['name']} EXCEPT ALL SELECT {bare} FROM {file})"
            assert release.execute(f"SELECT count(*) FROM {lost}").fetchall() == [(0,)], one["name"]
            for name in (name for name, kind in kinds.items() if kind == "array"):
                assert release.execute(f'SELECT bool_and(json_valid("{name}")) FROM {file}').fetchone() != (False,)


def test_text_that_looks_like_a_formula_is_text_in_csv_and_comes_back_as_it_was(
    hostile: Warehouse, tmp_path: Path
) -> None:
    export(hostile.database, tmp_path / "out", "csv")
    with (tmp_path / "out" / "dim_article.csv").open(encoding="utf-8", newline="") as file:
        found = {row["article_id"] for row in csv.DictReader(file)}
    assert not [text for text in found if re.match(r"\s*[=+@-]", text)]
    assert {"'=cmd|'/c calc'!A1", "''=1", "'tis", "plain"} <= found
    assert {re.sub(r"^'(?='*\s*[=+@-])", "", text) for text in found} >= set(HOSTILE)


def test_no_cell_of_a_workbook_is_a_formula_or_loses_a_digit(workbook: Path) -> None:
    with zipfile.ZipFile(workbook / "dealhouse.xlsx") as book:
        sheets = {name: book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")}
    assert len(sheets) == len(described(workbook)["resources"])
    assert not [name for name, text in sheets.items() if "<f>" in text or "<hyperlink" in text]
    whole = "".join(sheets.values())
    assert ">=cmd|'/c calc'!A1</t>" in whole
    assert ">99999999999999999.0001</t>" in whole
    assert not re.search(r"<v>99999999999999\d+", whole)


def test_every_column_is_described_in_the_words_of_the_release(bundled: Warehouse, tmp_path: Path) -> None:
    export(bundled.database, tmp_path / "out", "parquet")
    package = described(tmp_path / "out")
    fields = [
        (one["name"], field["name"], field["type"], field["description"])
        for one in package["resources"]
        for field in one["schema"]["fields"]
    ]
    columns = ask(
        bundled.database,
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal "
        "ORDER BY table_name, column_index",
    )
    assert fields == [(table, name, field_type(kind), comment) for table, name, kind, comment in columns]
    for one in package["resources"]:
        content = (tmp_path / "out" / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (
            len(content),
            f"sha256:{hashlib.sha256(content).hexdigest()}",
        )


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "xlsx"])
def test_the_same_release_gives_the_same_bytes_and_replaces_an_earlier_export(
    hostile: Warehouse, tmp_path: Path, form: str
) -> None:
    for place, kind in (("one", form), ("two", "jsonl" if form == "csv" else "csv"), ("two", form)):
        export(hostile.database, tmp_path / place, kind)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one", "two"]


def test_the_same_release_gives_the_same_workbook(hostile: Warehouse, workbook: Path, tmp_path: Path) -> None:
    assert contents(export(hostile.database, tmp_path / "out", "xlsx").folder) == contents(workbook)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_folder_with_other_files_is_left_alone(hostile: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match=r"holds what no export wrote \(notes.txt\); name a new or empty folder"):
        export(hostile.database, tmp_path, "csv")
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_an_export_that_fails_leaves_the_one_before_it(hostile: Warehouse, tmp_path: Path) -> None:
    before = contents(export(hostile.database, tmp_path / "out", "csv").folder)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))  # as a full disk: the longest table does not fit
    try:
        with pytest.raises(ExportError, match="nothing was exported, what was there stays as it was"):
            export(hostile.database, tmp_path / "out", "jsonl")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert contents(tmp_path / "out") == before
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_a_release_is_written_for_older_clients(hostile: Warehouse) -> None:
    ((tags,),) = ask(hostile.database, "SELECT tags FROM duckdb_databases() WHERE database_name = current_database()")
    assert tags["storage_version"].startswith(STORAGE_VERSION)
    assert STORAGE_VERSION <= "v1.4.0", "clients of DuckDB 1.4 open what is written for 1.4 or before"
