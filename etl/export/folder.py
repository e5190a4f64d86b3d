"""The folder of an export: it is there whole or not at all.

Belongs here: which folder may be written, and putting a finished one into its place. Stays out: what is in the files
(`formats`, `description`).
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.export.description import NAME, PACKAGE, package
from etl.export.formats import FORMATS, TooLargeError
from etl.export.tables import count, identity, tables_of
from etl.paths import SQL
from etl.query import connect

Tell = Callable[[str, int, int], None]
_BATCH = 100_000


class ExportError(RuntimeError):
    """Nothing was exported; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: names of tables with their number of rows, and how many cells had to be cut."""

    folder: Path
    release: int
    tables: dict[str, int]
    cut_cells: int


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def export(database: Path, folder: Path, form: str, tell: Tell = _silent) -> Exported:
    """Write every table and view of a release into a folder, with its `datapackage.json`.

    The folder is new, empty, or holds an earlier export, which is replaced. Raises ExportError; then the folder is as
    it was.
    """
    if not database.exists():
        raise ExportError(f"{database}: nothing is published yet; run `dealhouse run` first")
    target = folder.resolve()
    try:
        _must_be_ours(target)
        with _staged(target) as staging, connect(database) as release:
            return _write(release, staging, target, form, tell)
    except TooLargeError as error:
        raise ExportError(f"{error}; choose another --format") from error
    except (OSError, pa.ArrowException, duckdb.Error) as error:
        told = str(error).partition("\n")[0]
        raise ExportError(f"{folder}: nothing was exported, what was there stays as it was: {told}") from error


def _write(release: duckdb.DuckDBPyConnection, staging: Path, target: Path, form: str, tell: Tell) -> Exported:
    kind = FORMATS[form]
    statement = (SQL / "export" / f"{kind.statement}.sql").read_text(encoding="utf-8")
    number, digest = identity(release)
    tables = tables_of(release)
    sizes = {table.name: count(release, table.name) for table in tables}
    total, done = sum(sizes.values()), 0
    with kind.open(staging) as writer:
        for table in tables:
            reader = release.sql(statement, params={"name": table.name}).to_arrow_reader(_BATCH)
            for written in writer.write(table, sizes[table.name], reader):
                tell("export", done + written, total)
            done += sizes[table.name]
    described = package(number, digest, tables, kind, staging)
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    (staging / PACKAGE).write_text(text, encoding="utf-8")
    return Exported(target, number, sizes, writer.cut_cells)


def _must_be_ours(target: Path) -> None:
    """Raise ExportError where the folder holds what no export wrote."""
    if not target.exists():
        return
    if not target.is_dir():
        raise ExportError(f"{target}: is a file; name a folder")
    found = {file.name for file in target.iterdir()}
    if foreign := sorted(found - _exported(target / PACKAGE)):
        some = ", ".join(foreign[:3]) + (", …" if len(foreign) > 3 else "")
        raise ExportError(f"{target}: holds what no export wrote ({some}); name a new or empty folder")


def _exported(package: Path) -> set[str]:
    """Return the names of the files of an earlier export; none where there is no description of one."""
    try:
        told = json.loads(package.read_text(encoding="utf-8"))
        return {PACKAGE, *(resource["path"] for resource in told["resources"])} if told["name"] == NAME else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """Give a folder beside the target; it takes the target's place at the end, and is removed after an error."""
    target.parent.mkdir(parents=True, exist_ok=True)
    staging, old = (target.with_name(f".{target.name}.{word}-{os.getpid()}") for word in ("exporting", "replaced"))
    staging.mkdir()
    try:
        yield staging
        if target.exists():
            target.replace(old)
        try:
            staging.replace(target)
        except OSError:
            if old.exists():
                old.replace(target)
            raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
