"""The description of an export: a data package (version 2 of the standard), made from the release's own comments.

Belongs here: types and words of the standard. Stays out: any text about a table that is not in its own comments, how
the files are written (`formats`).
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etl.export.formats import Format
from etl.export.tables import Table

NAME = "dealhouse"
PACKAGE = "datapackage.json"
_PROFILES = "https://datapackage.org/profiles/2.0"
_TITLE = "Dealhouse: AI-compute commitments read from press articles"
_TYPES = {
    "VARCHAR": "string",
    "TINYINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "DOUBLE": "number",
    "DECIMAL": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}


def package(number: int, digest: str, tables: Sequence[Table], form: Format, folder: Path) -> dict[str, Any]:
    """Return the description of the tables that were written into a folder."""
    files = {form.path(table.name) for table in tables}
    facts = {path: _facts(folder / path) for path in sorted(files)}
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": NAME,
        "title": _TITLE,
        "description": f"Release {number}, content {digest}. {form.note}",
        "version": f"{number}.0.0",
        "resources": [_resource(table, form, facts[form.path(table.name)]) for table in tables],
    }


def _facts(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest}"}


def _resource(table: Table, form: Format, facts: dict[str, Any]) -> dict[str, Any]:
    sheet = {"dialect": {"sheetName": table.name, "excel": {"sheet": table.name}}} if form.workbook else {}
    fields = [
        {"name": column.name, "type": field_type(column.type), "description": column.comment}
        for column in table.columns
    ]
    return {
        "name": table.name,
        "type": "table",
        "path": form.path(table.name),
        "description": table.comment,
        "format": form.name,
        "mediatype": form.media_type,
        "encoding": "utf-8",
        **facts,
        **sheet,
        "schema": {"$schema": f"{_PROFILES}/tableschema.json", "fields": fields},
    }


def field_type(stored: str) -> str:
    """Return what the standard calls a type of DuckDB."""
    if stored.endswith("]"):
        return "array"
    return _TYPES[re.sub(r"\(.*", "", stored)]
