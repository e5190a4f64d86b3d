"""The published releases of one warehouse: which there are, what changed between two, going back to one.

Belongs here: reading and choosing finished files. Stays out: making them (`warehouse`), what the SQL says
(`sql/catalogue`).
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
from filelock import FileLock, Timeout

from etl.paths import SQL, Warehouse
from etl.query import connect

KEPT = 10
_CATALOGUE = SQL / "catalogue"
_NAMES = "[0-9]*-*.duckdb"


class ReleaseError(ValueError):
    """There is no such release; the message says which there are."""


class OldReleaseError(ReleaseError):
    """Releases were made before there was what is compared."""

    def __init__(self, folder: Path, numbers: Sequence[int]) -> None:
        told = [str(number) for number in sorted(set(numbers))]
        which = f"release {told[0]} was" if len(told) == 1 else f"releases {' and '.join(told)} were"
        lacking = "lacks" if len(told) == 1 else "lack"
        super().__init__(
            f"{folder}: {which} made by an older Dealhouse and {lacking} columns that are compared; compare newer ones"
        )


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One kept release; `made` is the day and time (UTC) at which its file was finished."""

    number: int
    digest: str
    path: Path
    made: datetime
    articles: int
    claims: int
    commitments: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Column names and rows of what changed between two releases, one row a commitment."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def file_name(number: int, digest: str) -> str:
    """Return the name of a release's file."""
    return f"{number:06d}-{digest[:16]}.duckdb"


def kept_files(warehouse: Warehouse) -> list[Path]:
    """Return the files of the kept releases, oldest first."""
    return sorted(warehouse.releases.glob(_NAMES))


def number_of(file: Path) -> int:
    """Return the number in a release's file name."""
    return int(file.name.split("-")[0])


def current_release(warehouse: Warehouse) -> tuple[int, str] | None:
    """Return number and digest of the release that readers now open, if it is one of ours."""
    if not warehouse.database.exists():
        return None
    try:
        with _opened(warehouse.database) as connection:
            found = connection.execute("SELECT number, digest FROM release").fetchone()
    except duckdb.Error:
        return None
    return (int(found[0]), str(found[1])) if found else None


def previous_rows(warehouse: Warehouse) -> pl.DataFrame:
    """Return the number of rows of each table of the current release; none before the first one."""
    rows: list[tuple[str, int]] = []
    if current_release(warehouse):
        with _opened(warehouse.database) as connection:
            rows = connection.execute(_sql("tables")).fetchall()
    return pl.DataFrame(rows, {"table_name": pl.String, "rows": pl.Int64}, orient="row")


def list_releases(warehouse: Warehouse) -> list[ReleaseFile]:
    """Return the kept releases, newest first."""
    current = current_release(warehouse)
    return [_described(file, current) for file in reversed(kept_files(warehouse))]


def _described(file: Path, current: tuple[int, str] | None) -> ReleaseFile:
    with _opened(file) as connection:
        found = connection.execute(_sql("release_facts")).fetchone()
    if found is None:
        raise ReleaseError(f"{file}: says nothing of itself; delete it")
    number, digest, _, _, _, articles, claims, commitments = found
    made = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return ReleaseFile(number, digest, file, made, articles, claims, commitments, (number, digest) == current)


def diff_releases(warehouse: Warehouse, before: int, after: int) -> Difference:
    """Return what changed between two kept releases.

    Raises ReleaseError where one is not kept, OldReleaseError where one lacks what is compared.
    """
    told = {number: _told(find_release(warehouse, number)) for number in (before, after)}
    whole = {number: tables for number, tables in told.items() if tables and _is_comparable(tables)}
    if old := [number for number in told if number not in whole]:
        raise OldReleaseError(warehouse.releases, old)
    with _compared(whole[before], whole[after]) as result:
        return Difference(result.columns, result.fetchall())


def _told(file: Path) -> dict[str, pa.Table] | None:
    """Return what is compared of a release; None where it lacks a table."""
    with _opened(file) as connection:
        try:
            relations = {
                "": connection.sql("FROM commitments"),
                "_told": connection.sql(_sql("told")),
                "_articles": connection.sql(_sql("known")),
                "_corrections": connection.sql(_sql("applied")),
                "_release": connection.sql("FROM release"),
            }
        except (duckdb.CatalogException, duckdb.BinderException):
            return None
        return {name: relation.to_arrow_table() for name, relation in relations.items()}


def _is_comparable(tables: Mapping[str, pa.Table]) -> bool:
    """Tell whether a release has the columns that are compared."""
    try:
        with _compared(tables, tables):
            return True
    except duckdb.BinderException:
        return False


@contextmanager
def _compared(before: Mapping[str, pa.Table], after: Mapping[str, pa.Table]) -> Iterator[duckdb.DuckDBPyRelation]:
    with duckdb.connect() as memory:
        for side, tables in (("before", before), ("after", after)):
            for name, table in tables.items():
                memory.register(f"{side}{name}", table)
        yield memory.sql(_sql("diff"))


def release_before(warehouse: Warehouse, number: int) -> int | None:
    """Return the number of the newest kept release older than this one; none where this one is not kept itself."""
    kept = {number_of(file) for file in kept_files(warehouse)}
    return max((one for one in kept if one < number), default=None) if number in kept else None


def rollback(warehouse: Warehouse, number: int) -> Path:
    """Make a kept release the current one; the next run that finds other content publishes a new one.

    Raises ReleaseError where it is not kept, or where a run is writing to the warehouse.
    """
    file = find_release(warehouse, number)
    try:
        with FileLock(warehouse.lock, timeout=0):
            put_into_place(file, warehouse)
    except Timeout as error:
        raise ReleaseError(f"{warehouse.root}: a run is writing to this warehouse; wait for it to end") from error
    return file


def put_into_place(file: Path, warehouse: Warehouse) -> None:
    """Let readers find `file` as the current release: in one step, and without a copy where the disk allows it."""
    linked = warehouse.releases / ".current.duckdb"
    linked.unlink(missing_ok=True)
    try:
        os.link(file, linked)
    except OSError:
        shutil.copy2(file, linked)
    linked.replace(warehouse.database)


def prune(warehouse: Warehouse, protected: Sequence[Path]) -> None:
    """Remove all but the last ten releases; `protected` ones stay."""
    for file in kept_files(warehouse)[:-KEPT]:
        if file not in protected:
            file.unlink()


def find_release(warehouse: Warehouse, number: int) -> Path:
    """Return the file of a kept release. Raises ReleaseError where it is not kept."""
    files = {number_of(file): file for file in kept_files(warehouse)}
    if number not in files:
        there = ", ".join(str(one) for one in files) or "none"
        raise ReleaseError(f"{warehouse.releases}: release {number} is not kept; there are: {there}")
    return files[number]


def _sql(name: str) -> str:
    return (_CATALOGUE / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def _opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(path) as connection:
        yield connection
