"""An analyst's SQL on the published release: read-only, and nothing but the release.

Belongs here: opening the file safely, turning errors into sentences, and writing answers as CSV, JSON or Parquet.
Stays out: arguments and terminals (`cli`, `console`).
"""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import duckdb

from etl.paths import kept

_CONFIG: dict[str, Any] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}
TOO_OLD = "this release was made by an older Dealhouse and lacks what is asked for"
_TYPE = duckdb.StatementType
_QUESTIONS = {_TYPE.SELECT, _TYPE.EXPLAIN, _TYPE.PRAGMA, _TYPE.CALL, _TYPE.MULTI}  # PIVOT counts as MULTI


class QueryError(ValueError):
    """The statement cannot be answered; the message says why and where in it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names and rows of one statement; `arrow` holds the same as an Arrow table where that was asked for."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    arrow: Any = None


def run_query(database: Path, sql: str, *, arrow: bool = False, parameters: Mapping[str, Any] | None = None) -> Answer:
    """Answer one statement, with values bound to its `$names`.

    Raises QueryError where nothing is published or the statement fails or may not run.
    """
    with opened(database) as connection:
        try:
            _must_be_one_question(connection.extract_statements(sql))
            if arrow:
                found = connection.sql(sql)
                return Answer(found.columns, [], found.to_arrow_table())
            result = connection.execute(sql, parameters or None)
            return Answer([column[0] for column in result.description or []], result.fetchall())
        except duckdb.Error as error:
            raise QueryError(str(error)) from error


def run_own(database: Path, file: Path, parameters: Mapping[str, Any] | None = None) -> Answer:
    """Answer a file of `sql/`. Raises QueryError as `run_query` does, and where the release is too old for the file."""
    sql = file.read_text(encoding="utf-8")
    try:
        return run_query(database, sql, parameters=parameters)
    except QueryError as error:
        if isinstance(error.__cause__, duckdb.BinderException | duckdb.CatalogException):
            raise QueryError(f"{database}: {TOO_OLD}; `dealhouse run` publishes a new one") from error
        raise


def connect(database: Path) -> duckdb.DuckDBPyConnection:
    """Open a release that no later publish changes, to read it and nothing else. Raises duckdb.Error."""
    return duckdb.connect(str(kept(database)), read_only=True, config=_CONFIG)


@contextmanager
def opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a release for questions only. Raises QueryError where nothing is published or the file cannot be opened."""
    if not database.exists():
        raise QueryError(f"{database}: nothing is published yet; run `dealhouse run` first")
    try:
        connection = connect(database)
    except duckdb.Error as error:
        told = str(error).partition("\n")[0]
        raise QueryError(f"{database}: cannot be opened: {told}; `dealhouse doctor` says what to do") from error
    with connection:
        yield connection


def _must_be_one_question(statements: list[duckdb.Statement]) -> None:
    if len(statements) != 1:
        raise QueryError(
            f"{len(statements) or 'no'} statements were given; give one, such as SELECT * FROM commitments"
        )
    kind = statements[0].type
    if kind not in _QUESTIONS:
        raise QueryError(f"{kind.name} may not run here: a query reads the release and changes nothing")


def write_csv(answer: Answer, target: TextIO) -> None:
    """Write a header and the rows; lists as JSON, an absent value as an empty field."""
    rows = [[_field(value) for value in row] for row in answer.rows]
    csv.writer(target, lineterminator="\n").writerows([answer.columns, *rows])


def _field(value: Any) -> Any:
    """Return a value as CSV carries it."""
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, bool | list | dict) else value


def write_json(answer: Answer, target: TextIO) -> None:
    """Write an array of objects; dates as ISO text, decimals as text so that no digit is lost.

    Raises QueryError where two columns share a name, since an object holds a name once.
    """
    twice = sorted({name for name in answer.columns if answer.columns.count(name) > 1})
    if twice:
        raise QueryError(f"several columns are called {', '.join(twice)}; name each with AS to get JSON")
    records = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    json.dump(records, target, ensure_ascii=False, default=str, indent=2)
    target.write("\n")


def write_parquet(answer: Answer, target: BinaryIO) -> None:
    """Write one Parquet file."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    pq.write_table(answer.arrow, target)
