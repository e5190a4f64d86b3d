"""Write, audit, publish: a release is built beside the old one and renamed into its place once every check passed.

Belongs here: running the files of `sql/` and moving the result. Stays out: what the SQL says, where the rows come from.
"""

import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import polars as pl

from etl.paths import SQL, Warehouse
from etl.sqlgraph import Check, Model, checks

STORAGE_VERSION = "v1.2.0"
KEPT = 10
_SHOWN = 20
_TOLD = 3
_COLUMNS = SQL / "catalogue" / "columns.sql"
_DEFINITIONS = SQL / "catalogue" / "definitions.sql"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found: up to 20 of the `count` rows that must not exist."""

    check: Check
    count: int
    rows: list[dict[str, Any]]


class AuditError(RuntimeError):
    """Blocking checks failed: the old release stays. The message lists each check, its reason and its first rows."""

    def __init__(self, failed: Sequence[CheckResult]) -> None:
        told = "\n".join(
            f"- {result.check.name}: {result.count} rows. {result.check.description}\n"
            + "\n".join(f"    {row}" for row in result.rows[:_TOLD])
            for result in failed
        )
        super().__init__(f"the new release failed its audit, the old one stays:\n{told}")


@dataclass(frozen=True, slots=True)
class Release:
    """A published file; `changed` tells whether its content differs from the release before."""

    path: Path
    digest: str
    changed: bool


class Build:
    """A new, unpublished warehouse file; a context manager that removes the file unless it is published."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        warehouse.releases.mkdir(parents=True, exist_ok=True)
        self._path = warehouse.releases / ".building.duckdb"
        self._remove()
        self._connection = duckdb.connect(str(self._path), config={"storage_compatibility_version": STORAGE_VERSION})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file up."""
        self._connection.close()
        self._remove()

    def _remove(self) -> None:
        """Remove the file, and the log that an interrupted build leaves beside it."""
        for file in (self._path, self._path.with_name(self._path.name + ".wal")):
            file.unlink(missing_ok=True)

    def register(self, name: str, frame: pl.DataFrame) -> None:
        """Make an input visible to the models under its name; it is not stored."""
        self._connection.register(name, frame.to_arrow())

    def run(self, model: Model) -> int:
        """Make one table or view; return its number of rows."""
        self._connection.execute(model.sql)
        return len(self._connection.table(model.name))

    def preview(self, name: str, limit: int = 5) -> list[dict[str, Any]]:
        """Return the first rows of a table or view."""
        frame: pl.DataFrame = self._connection.table(name).limit(limit).pl()
        return frame.to_dicts()

    def frame(self, name: str) -> pl.DataFrame:
        """Return a whole table or view."""
        frame: pl.DataFrame = self._connection.table(name).pl()
        return frame

    def columns(self, name: str) -> list[tuple[str, str, str | None]]:
        """Return name, type and comment of each column of a table or view."""
        return self._connection.execute(_COLUMNS.read_text(), {"name": name}).fetchall()

    def claims_of(self, commitments: Sequence[int]) -> list[str]:
        """Return the claims that support any of the given commitments."""
        frame = self.frame("fact_claim").filter(pl.col("commitment_key").is_in(list(commitments)))
        return frame["claim_id"].to_list()

    def audit(self) -> list[CheckResult]:
        """Run every check; whether the release may be published is the caller's to decide (AuditError)."""
        return [self.check(check) for check in checks()]

    def check(self, check: Check) -> CheckResult:
        """Run one check."""
        frame = self._connection.sql(check.sql).pl()
        return CheckResult(check, frame.height, frame.head(_SHOWN).to_dicts())

    def publish(self) -> Release:
        """Rename the file into place, unless its content equals the current release, which then stays untouched."""
        digest = self._digest()
        target = self._warehouse.releases / f"{digest[:16]}.duckdb"
        self._connection.close()
        current = self._warehouse.database
        if target.exists() and current.exists() and target.samefile(current):
            return Release(current, digest, changed=False)
        self._path.replace(target)
        linked = self._warehouse.releases / ".current.duckdb"
        linked.unlink(missing_ok=True)
        try:
            os.link(target, linked)
        except OSError:
            shutil.copy2(target, linked)
        linked.replace(current)
        self._prune(target)
        return Release(current, digest, changed=True)

    def _prune(self, newest: Path) -> None:
        files = sorted(self._warehouse.releases.glob("[0-9a-f]*.duckdb"), key=lambda file: file.stat().st_mtime_ns)
        for file in [file for file in files if file != newest][: -(KEPT - 1)]:
            file.unlink()

    def _digest(self) -> str:
        """Hash the definitions and comments of all tables and views, and the rows of every table, in their order."""
        digest = hashlib.sha256()
        definitions = self._connection.execute(_DEFINITIONS.read_text()).fetchall()
        digest.update(repr(definitions).encode())
        for name in [name for kind, name, *_ in definitions if kind == "table"]:
            for row in self._connection.table(name).fetchall():
                digest.update(repr(row).encode())
        return digest.hexdigest()
