"""The published releases of one warehouse: which there are, what changed between two, going back to one.

Belongs here: reading and choosing finished files. Stays out: making them (`warehouse`), what the SQL says
(`sql/catalogue`).
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from filelock import FileLock, Timeout

from etl.paths import SQL, Warehouse

KEPT = 10
_CATALOGUE = SQL / "catalogue"
_NAMES = "[0-9]*-*.duckdb"


class ReleaseError(ValueError):
    """There is no such release; the message says which there are."""


class OldReleaseError(ReleaseError):
    """A release was made before there was what is compared."""

    def __init__(self, folder: Path, number: int) -> None:
        super().__init__(
            f"{folder}: release {number} was made by an older Dealhouse and lacks columns that are compared; "
            "compare newer ones"
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
    with duckdb.connect() as memory:
        for side, number in (("before", before), ("after", after)):
            with _opened(find_release(warehouse, number)) as connection:
                try:
                    frames = {
                        side: connection.sql("FROM commitments"),
                        f"{side}_told": connection.sql(_sql("told")),
                        f"{side}_articles": connection.sql(_sql("known")),
                        f"{side}_corrections": connection.sql(_sql("applied")),
                        f"{side}_release": connection.sql("FROM release"),
                    }
                except duckdb.CatalogException as error:
                    raise OldReleaseError(warehouse.releases, number) from error
                for name, relation in frames.items():
                    memory.register(name, relation.to_arrow_table())
        try:
            result = memory.execute(_sql("diff"))
        except duckdb.BinderException as error:
            raise OldReleaseError(warehouse.releases, min(before, after)) from error
        return Difference([column[0] for column in result.description or []], result.fetchall())


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
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection
