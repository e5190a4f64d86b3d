"""The tables and views of a release, as the release itself describes them.

Belongs here: reading its catalogue. Stays out: reading rows (`folder`), what is made of the comments (`description`).
"""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb

from etl.paths import SQL


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its DuckDB type and what it holds."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table or view: its name, what it holds, and its columns."""

    name: str
    comment: str
    columns: tuple[Column, ...]


def tables_of(release: duckdb.DuckDBPyConnection) -> list[Table]:
    """Return every table and view, by name."""
    rows = release.execute(_sql(SQL / "catalogue" / "dictionary.sql")).fetchall()
    found = groupby(rows, key=lambda row: (str(row[0]), str(row[1])))
    return [
        Table(name, comment, tuple(Column(column, kind, told) for _, _, _, column, kind, told in columns))
        for (name, comment), columns in found
    ]


def count(release: duckdb.DuckDBPyConnection, name: str) -> int:
    """Return the number of rows of a table or view."""
    ((rows,),) = release.execute(_sql(SQL / "export" / "count.sql"), {"name": name}).fetchall()
    return int(rows)


def identity(release: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """Return number and digest of the release."""
    number, digest, *_ = release.execute(_sql(SQL / "catalogue" / "release_facts.sql")).fetchall()[0]
    return int(number), str(digest)


def _sql(file: Path) -> str:
    return file.read_text(encoding="utf-8")
