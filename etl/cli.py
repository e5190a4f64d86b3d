"""The command `dealhouse`.

Belongs here: arguments, what is printed, exit codes. Stays out: the work; heavy modules are imported by the command
that needs them, so that `dealhouse query` starts at once.
"""

import csv
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from etl.paths import SQL, Warehouse, default_root

app = typer.Typer(add_completion=False, no_args_is_help=True, help="A data warehouse of AI-compute commitments.")
_LARGEST = SQL / "cli" / "largest_commitments.sql"
Folder = Annotated[Path | None, typer.Option("--warehouse", help="Folder of the warehouse.")]


class Format(StrEnum):
    """How `query` prints."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def _fail(message: str, code: int = 1) -> typer.Exit:
    Console(stderr=True).print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(code)


@app.callback(invoke_without_command=True)
def options(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Read the options before a command."""
    if version:
        from etl import __version__  # noqa: PLC0415

        typer.echo(f"dealhouse {__version__}")
        raise typer.Exit


@app.command()
def run(paths: Annotated[list[Path] | None, typer.Argument()] = None, warehouse: Folder = None) -> None:
    """Read articles, extract, build, audit and publish. Example: dealhouse run my-articles/"""
    from etl.pipeline.run import run as run_pipeline  # noqa: PLC0415
    from etl.pipeline.session import BusyError, Session  # noqa: PLC0415
    from etl.reference import ReferenceFileError  # noqa: PLC0415
    from etl.sources.files import SourceError  # noqa: PLC0415
    from etl.warehouse import AuditError  # noqa: PLC0415

    place = Warehouse(warehouse or default_root())
    console = Console(highlight=False)
    try:
        with Session(place, paths or [], tell=lambda stage: console.print(f"· {stage}", style="dim")) as session:
            summary = run_pipeline(session)
    except SourceError as error:
        raise _fail(str(error), 2) from error
    except (BusyError, ReferenceFileError, AuditError) as error:
        raise _fail(str(error)) from error
    console.print(
        f"{summary.read} read: {summary.new} new, {summary.unchanged} unchanged, {summary.rejected} rejected; "
        f"{summary.claims} claims, {summary.commitments} commitments"
    )
    if summary.rejected:
        console.print('Rejected, with reasons: dealhouse query "SELECT reason, detail FROM rejects"')
    console.print(
        f"Release: {summary.release.path} ({'new' if summary.release.changed else 'unchanged'})", soft_wrap=True
    )
    from etl.query import run_query  # noqa: PLC0415

    _table(
        ["gives", "to", "kind", "value", "unit", "first told", "articles"],
        run_query(place.database, _LARGEST.read_text())[1],
    )


@app.command()
def query(
    sql: str, warehouse: Folder = None, output: Annotated[Format, typer.Option("--format")] = Format.TABLE
) -> None:
    """Ask the published release. Example: dealhouse query "SELECT * FROM commitments" --format csv"""
    from etl.query import QueryError, run_query  # noqa: PLC0415

    try:
        columns, rows = run_query(Warehouse(warehouse or default_root()).database, sql)
    except QueryError as error:
        raise _fail(str(error)) from error
    if output is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([columns, *rows])
    elif output is Format.JSON:
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        typer.echo(json.dumps(records, ensure_ascii=False, default=str, indent=2))
    else:
        _table(columns, rows)


def _table(columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(highlight=False, markup=False).print(table)


def main() -> None:
    """Run the command line."""
    app()
