"""Write, audit, publish: a release is built beside the old one and renamed into its place once every check passed.

Belongs here: running the files of `sql/` and moving the result. Stays out: what the SQL says, where the rows come from.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import polars as pl

from etl.lake import ARTICLES, CLAIMS
from etl.paths import SQL, Warehouse
from etl.releases import (
    current_release,
    file_name,
    kept_files,
    number_of,
    previous_rows,
    prune,
    put_into_place,
)
from etl.sqlgraph import Check, Model, checks

STORAGE_VERSION = "v1.4.0"
_SHOWN = 20
_TOLD = 3
_CATALOGUE, _PAGE = SQL / "catalogue", SQL / "page"
_COLUMNS, _DEFINITIONS, _DIGEST, _TABLES, _RELEASE = (
    _CATALOGUE / f"{name}.sql" for name in ("columns", "definitions", "digest", "tables", "release")
)
_SCRATCH = SQL / "lake" / "scratch.sql"
_LAKE_ARTICLES, _LAKE_CLAIMS, _CLAIMS_OF = (
    SQL / "lake" / f"{name}.sql" for name in ("lake_articles", "lake_claims", "claims_of")
)
_INPUTS = ("rules", "reference", "extractor")


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
    number: int
    changed: bool


class Build:
    """A new, unpublished warehouse file; a context manager that removes the file unless it is published."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        warehouse.releases.mkdir(parents=True, exist_ok=True)
        self._path = warehouse.releases / "building.duckdb"
        self._remove()
        self._connection = duckdb.connect(str(self._path), config={"storage_compatibility_version": STORAGE_VERSION})
        self._connection.execute(_SCRATCH.read_text(encoding="utf-8"))

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

    def register_articles(self, files: Sequence[str], replaced: pl.DataFrame) -> None:
        """Make the lake's articles visible as `lake_articles`, read from their files, so that no text is held here."""
        self.register("no_articles", pl.DataFrame(schema=ARTICLES))
        if files:
            self._connection.register("delta_articles", self._connection.read_parquet(list(files), union_by_name=True))
        else:
            self.register("delta_articles", pl.DataFrame(schema=ARTICLES))
        self.register("replaced_articles", replaced)
        self._connection.execute(_LAKE_ARTICLES.read_text(encoding="utf-8"))

    def register_claims(self, files: Sequence[str], ledger: pl.DataFrame, blamed: Sequence[str]) -> None:
        """Make the lake's claims visible as `lake_claims`, read from their files whenever a model asks for them.

        Where no file has all columns, they hold nothing but claims of older extractors, which no model asks for.
        """
        found = self._connection.read_parquet(list(files), union_by_name=True) if files else None
        if found is None or set(CLAIMS) - set(found.columns):
            self.register("delta_claims", pl.DataFrame(schema=CLAIMS))
        else:
            self._connection.register("delta_claims", found)
        self.register("lake_ledger", ledger)
        self.register("blamed_claims", pl.DataFrame({"claim_id": list(blamed)}, schema={"claim_id": pl.String}))
        self._connection.execute(_LAKE_CLAIMS.read_text(encoding="utf-8"))

    def distinct(self, name: str, column: str) -> list[str]:
        """Return the different values of one column."""
        return [value for (value,) in self._connection.table(name).unique(column).fetchall()]

    def limit(self, memory: str = "80%", threads: int | None = None) -> None:
        """Keep DuckDB below so much memory ("3GB") and so many threads; what does not fit goes to disk for a while."""
        self._connection.execute("SET memory_limit = $memory", {"memory": memory})
        if threads:
            self._connection.execute("SET threads = $threads", {"threads": threads})

    def run(self, model: Model) -> int:
        """Make one table, view or macro; return the number of rows of a table."""
        self._connection.execute(model.sql)
        return len(self._connection.table(model.name)) if model.kind == "TABLE" else 0

    def preview(self, name: str, limit: int = 5) -> list[dict[str, Any]]:
        """Return the first rows of a table or view."""
        frame: pl.DataFrame = self._connection.table(name).limit(limit).pl()
        return frame.to_dicts()

    def frame(self, name: str) -> pl.DataFrame:
        """Return a whole table or view."""
        frame: pl.DataFrame = self._connection.table(name).pl()
        return frame

    def ask(self, question: str, bound: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return what a file of `sql/page` answers."""
        sql = (_PAGE / f"{question}.sql").read_text(encoding="utf-8")
        frame: pl.DataFrame = self._connection.sql(sql, params=bound).pl()
        return frame.to_dicts()

    def columns(self, name: str) -> list[tuple[str, str, str | None]]:
        """Return name, type and comment of each column of a table or view."""
        return self._connection.execute(_COLUMNS.read_text(), {"name": name}).fetchall()

    def claims_of(self, commitments: Sequence[int]) -> list[str]:
        """Return the claims that support any of the given commitments, by their names in the lake."""
        sql = _CLAIMS_OF.read_text(encoding="utf-8")
        return [name for (name,) in self._connection.execute(sql, {"commitments": list(commitments)}).fetchall()]

    def audit(self) -> list[CheckResult]:
        """Run every check; whether the release may be published is the caller's to decide (AuditError)."""
        self.register("previous_rows", previous_rows(self._warehouse))
        return [self.check(check) for check in checks()]

    def check(self, check: Check) -> CheckResult:
        """Run one check."""
        frame = self._connection.sql(check.sql).pl()
        return CheckResult(check, frame.height, frame.head(_SHOWN).to_dicts())

    def publish(self, inputs: Mapping[str, str] | None = None) -> Release:
        """Rename the file into place, unless its content equals the current release, which then stays untouched.

        `inputs` are digests of what the release was made from: `rules`, `reference` and `extractor`.
        """
        digest = self._digest()
        current = current_release(self._warehouse)
        if current and current[1] == digest:
            return Release(self._warehouse.database, digest, current[0], changed=False)
        number = 1 + max((number_of(file) for file in kept_files(self._warehouse)), default=0)
        facts = {"number": number, "digest": digest} | {name: (inputs or {}).get(name) for name in _INPUTS}
        schema = {"number": pl.Int32} | dict.fromkeys(("digest", *_INPUTS), pl.String)
        self.register("release_facts", pl.DataFrame([facts], schema=schema))
        self._connection.execute(_RELEASE.read_text(encoding="utf-8"))
        self._connection.close()
        target = self._warehouse.releases / file_name(number, digest)
        self._path.replace(target)
        put_into_place(target, self._warehouse)
        prune(self._warehouse, [target])
        return Release(self._warehouse.database, digest, number, changed=True)

    def _digest(self) -> str:
        """Hash the definitions of all tables, views and macros, their comments, and the rows of every table."""
        digest = hashlib.sha256()
        definitions = self._connection.execute(_DEFINITIONS.read_text(encoding="utf-8")).fetchall()
        digest.update(repr(definitions).encode())
        for name, _ in self._connection.execute(_TABLES.read_text(encoding="utf-8")).fetchall():
            found = self._connection.execute(_DIGEST.read_text(encoding="utf-8"), {"name": name}).fetchall()
            digest.update(repr((name, found)).encode())
        return digest.hexdigest()
