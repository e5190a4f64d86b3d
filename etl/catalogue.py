"""The data dictionary of a release and of the lake: tables, grain, columns, types, comments and lineage, as Markdown.

Belongs here: laying out what the release, the SQL and `lake.toml` say of themselves. Stays out: any other text about a
table.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from etl.lake_columns import TOLD, columns_of
from etl.lineage import Origin, full_schema, origins
from etl.paths import SQL
from etl.query import run_own
from etl.sqlgraph import Model, checks, models

_INTRODUCTION = """# Data dictionary

What a release holds, made by `dealhouse docs` from the release and the files of `sql/`, and at the end
[the lake](#the-lake) that it is made from. *From* names the columns that a column is made from; a constant or a count
has none.
"""
_CALL = {
    "commitments_as_of": "commitments_as_of(known_on[, valid_on])",
    "open_figures": "open_figures(known_on)",
    "open_state": "open_state(known_on)",
    "open_tellings": "open_tellings(known_on)",
    "retraction": "retraction(article)",
}


def page(database: Path) -> str:
    """Return the dictionary of one release."""
    known = {model.name: model for model in models()}
    answer = run_own(database, SQL / "catalogue" / "dictionary.sql")
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    stored: dict[str, dict[str, str]] = {}
    for row in rows:
        stored.setdefault(row["table_name"], {})[row["column_name"]] = row["data_type"]
    schema = full_schema(list(known.values()), stored)
    parts = [_INTRODUCTION]
    for name, columns in groupby(rows, key=lambda row: str(row["table_name"])):
        made_from = origins(known[name], schema) if name in known else {}
        parts.append("\n".join(_table(name, list(columns), known.get(name), made_from)))
    parts.append("\n".join(_macros(known, schema)))
    parts.append("\n".join(_checks()))
    parts.append("\n".join(_lake()))
    return "\n".join(parts)


def _table(
    name: str, columns: list[dict[str, Any]], model: Model | None, made_from: dict[str, list[Origin]]
) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{'View' if columns[0]['is_view'] else 'Table'}. {columns[0]['table_comment']}."
    if model:
        yield f"{model.description} (`sql/{model.folder}/{name}.sql`)"
    yield "\n| column | type | what it holds | from |\n| --- | --- | --- | --- |"
    for column in columns:
        sources = ", ".join(f"{one.table}.{one.column}" for one in made_from.get(column["column_name"], []))
        yield f"| {column['column_name']} | {column['data_type']} | {column['comment']} | {sources} |"
    yield ""


def _macros(known: dict[str, Model], schema: dict[str, dict[str, str]]) -> Iterator[str]:
    yield "## Table macros\n"
    for model in known.values():
        if model.kind == "MACRO":
            yield f"**`FROM {_CALL.get(model.name, model.name)}`**: {model.description}"
            yield f"Columns: {', '.join(schema[model.name])}.\n"


def _checks() -> Iterator[str]:
    yield "## Checks\n\nEach is a query for rows that must not exist; a blocking one keeps the old release in place.\n"
    yield "| check | when rows are found | why |\n| --- | --- | --- |"
    for check in checks():
        yield f"| {check.name} | {'blocks the release' if check.blocking else 'warns'} | {check.description} |"
    yield ""


def _lake() -> Iterator[str]:
    yield "## The lake\n\nDelta tables in `warehouse/lake`, types as Polars names them; rows are only ever added.\n"
    for table in TOLD:
        yield f"### lake/{table}\n\n| column | type | what it holds | from |\n| --- | --- | --- | --- |"
        for one in columns_of(table):
            made_from = ", ".join(f"{other}.{column}" for other, column in one.made_from)
            yield f"| {one.name} | {one.type} | {one.holds} | {made_from} |"
        yield ""
