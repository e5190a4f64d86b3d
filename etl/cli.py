"""The command `dealhouse`.

Belongs here: arguments, what is printed, exit codes. Stays out: the work; heavy modules are imported by the command
that needs them, so that `dealhouse query` starts at once.
"""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from etl.cli_sources import rejects, sources
from etl.console import amount, screen, table
from etl.console import fail as _fail
from etl.paths import SQL, Warehouse, default_root

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="A data warehouse of AI-compute commitments, read from press articles.",
)
app.add_typer(sources, name="sources")
app.add_typer(rejects, name="rejects")
_LARGEST = SQL / "cli" / "largest_commitments.sql"
_BAD_ARGUMENTS = 2
Folder = Annotated[
    Path | None,
    typer.Option("--warehouse", metavar="DIR", help="Folder of the warehouse (default: the project's own)."),
]


class Format(StrEnum):
    """How `query` prints."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def _version(wanted: bool) -> None:
    if wanted:
        from etl import __version__  # noqa: PLC0415

        typer.echo(f"dealhouse {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before a command."""


@app.command()
def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files, folders and URLs to read (default: those of sources.toml)."),
    ] = None,
    warehouse: Folder = None,
) -> None:
    """Read articles, extract, validate, build, audit and publish.

    Example: dealhouse run my-articles/ --warehouse my-warehouse
    """
    from etl.pipeline.run import run as run_pipeline  # noqa: PLC0415
    from etl.pipeline.session import BusyError, Session  # noqa: PLC0415
    from etl.reference import ReferenceFileError  # noqa: PLC0415
    from etl.sources.files import SourceError  # noqa: PLC0415
    from etl.warehouse import AuditError  # noqa: PLC0415

    place = Warehouse(warehouse or default_root())
    console = screen()
    try:
        with console.status("starting") as status:

            def tell(stage: str) -> None:
                status.update(stage)
                if not console.is_terminal:
                    console.print(f"- {stage}")

            with Session(place, paths or [], tell=tell) as session:
                summary = run_pipeline(session)
    except SourceError as error:
        raise _fail(str(error), _BAD_ARGUMENTS) from error
    except (BusyError, ReferenceFileError, AuditError) as error:
        raise _fail(str(error)) from error
    console.print(
        f"Articles     {summary.read} read: {summary.new} new, {summary.unchanged} unchanged, "
        + (f"{summary.copies} copies, " if summary.copies else "")
        + (f"{summary.turned_away} turned away, " if summary.turned_away else "")
        + f"{summary.rejected} rejected"
    )
    if summary.rejected:
        console.print('             see why: dealhouse query "SELECT source_path, reason, detail FROM rejects"')
    console.print(f"Claims       {summary.claims}")
    console.print(f"Commitments  {summary.commitments}")
    console.print(f"Release      {summary.release.path} ({'new' if summary.release.changed else 'unchanged'})\n")
    _print_largest(place, console)


def _print_largest(place: Warehouse, console: Console) -> None:
    from etl.query import run_query  # noqa: PLC0415

    found = run_query(place.database, _LARGEST.read_text(encoding="utf-8"))
    rows = [
        (gives or "-", amount(value, unit), kind, receives or "-", since, articles)
        for gives, value, unit, kind, receives, since, articles in found.rows
    ]
    heads = ("Who gives", "What", "Kind", "To whom", "Since", "Articles")
    console.print(table(heads, rows, title="The largest commitments of money"))


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SQL statement.")],
    warehouse: Folder = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Ask the published release in SQL; nothing can be written, no other file read.

    Example: dealhouse query "SELECT * FROM commitments LIMIT 5" --format csv
    """
    from etl.query import QueryError, run_query, write_csv, write_json, write_parquet  # noqa: PLC0415

    try:
        answer = run_query(Warehouse(warehouse or default_root()).database, sql, arrow=output is Format.PARQUET)
    except QueryError as error:
        raise _fail(str(error)) from error
    match output:
        case Format.CSV:
            write_csv(answer, sys.stdout)
        case Format.JSON:
            write_json(answer, sys.stdout)
        case Format.PARQUET:
            write_parquet(answer, sys.stdout.buffer)
        case Format.TABLE:
            screen().print(table(answer.columns, answer.rows))


@app.command()
def serve(warehouse: Folder = None, port: Annotated[int, typer.Option(help="Port on localhost.")] = 3000) -> None:
    """Open the Dagster page on localhost, with its schedule and sensor.

    Example: dealhouse serve --port 3001
    """
    place = Warehouse(warehouse or default_root())
    home = place.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: false\nnux:\n  enabled: false\n", encoding="utf-8")
    environment = os.environ | {"DAGSTER_HOME": str(home.resolve()), "DEALHOUSE_WAREHOUSE": str(place.root.resolve())}
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "-m",
        "etl.pipeline.definitions",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    screen().print(f"http://127.0.0.1:{port} shows the pipeline of {place.root}; Ctrl-C ends it")
    os.execve(sys.executable, command, environment)


def main() -> None:
    """Run the command line."""
    app()
