"""What the Dagster page shows of rows and figures: tables and bars in Markdown.

Belongs here: how it looks. Stays out: what is shown of which step (`assets`).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dagster as dg
import polars as pl

from etl.lake_columns import columns_of
from etl.paths import PROJECT

SHOWN = 5
FAILING = 20
_CELL = 160
_BAR = 24
_FLOORS = PROJECT / "tests" / "gate" / "floors.json"
Metadata = dict[str, Any]
Rows = Sequence[dict[str, Any]]
Origins = Mapping[str, Sequence[dg.TableColumnDep]]


def markdown(rows: Rows) -> dg.MarkdownMetadataValue:
    """Return rows as a table; what a cell holds is text, never markup."""
    if not rows:
        return dg.MetadataValue.md("no rows")
    head = list(rows[0])
    lines = [head, ["---"] * len(head), *([_cell(row[name]) for name in head] for row in rows)]
    return dg.MetadataValue.md("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split()).replace("|", "\\|").replace("<", "&lt;")
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


def bars(rows: Rows, count: str) -> dg.MarkdownMetadataValue:
    """Return rows as a table with a bar for the column `count`."""
    most = max((row[count] for row in rows), default=0)
    return markdown([row | {"": "█" * max(1, round(_BAR * row[count] / most))} for row in rows])


def columns_shown(columns: Iterable[tuple[str, str, str | None]], made_from: Origins) -> Metadata:
    """Return what is shown of columns given as name, type and comment, and of the columns that they are made from.

    Dagster's own page draws no lineage of columns, so their descriptions tell it too.
    """
    shown = [dg.TableColumn(name, kind, _told(comment, made_from.get(name, ()))) for name, kind, comment in columns]
    return {
        "dagster/column_schema": dg.TableSchema(shown),
        "dagster/column_lineage": dg.TableColumnLineage({name: list(deps) for name, deps in made_from.items()}),
    }


def _told(comment: str | None, deps: Sequence[dg.TableColumnDep]) -> str | None:
    names = ", ".join(f"{dep.asset_key.path[-1]}.{dep.column_name}" for dep in deps)
    return f"{comment} (from {names})" if comment and names else comment


def lake_table(table: str, rows: int, sample: pl.DataFrame) -> Metadata:
    """Return what is shown of a table of the lake: how many rows, its columns and their origin, and some of it."""
    told = columns_of(table)
    made_from = {
        one.name: [dg.TableColumnDep(dg.AssetKey(["lake", other]), column) for other, column in one.made_from]
        for one in told
    }
    return columns_shown(((one.name, one.type, one.holds) for one in told), made_from) | {
        "dagster/row_count": rows,
        "preview": markdown(sample.head(SHOWN).to_dicts()),
    }


def accuracy_floors() -> Metadata:
    """Return the F1 below which the extractor may not fall, where the project's tests are at hand."""
    if not _FLOORS.is_file():
        return {}
    told = json.loads(_FLOORS.read_text(encoding="utf-8"))
    rows = [{"articles": name} | entry["floors"] for name, entry in told.items()]
    lowest = min(row["claim"] for row in rows)
    return {"accuracy_floor": lowest, "accuracy_floors": markdown(filled(rows))}


def filled(rows: Rows) -> list[dict[str, Any]]:
    """Return rows with the same columns, absent counts as 0."""
    heads = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name, 0) for name in heads} for row in rows]
