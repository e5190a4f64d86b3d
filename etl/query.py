"""An analyst's SQL on the published release: read-only, and nothing but the release.

Belongs here: opening the file safely and turning errors into sentences. Stays out: printing.
"""

from pathlib import Path
from typing import Any

import duckdb

_CONFIG: dict[str, Any] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}


class QueryError(ValueError):
    """The statement cannot be answered; the message says why and where in it."""


def run_query(database: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the column names and rows of one statement. Raises QueryError."""
    if not database.exists():
        raise QueryError(f"{database}: nothing is published yet; run `dealhouse run` first")
    try:
        with duckdb.connect(str(database), read_only=True, config=_CONFIG) as connection:
            result = connection.execute(sql)
            return [column[0] for column in result.description or []], result.fetchall()
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
