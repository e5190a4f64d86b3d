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

from etl.console import amount, screen, table
from etl.paths import SQL, Warehouse, default_root

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="A data warehouse of AI-compute commitments, read from press articles.",
)
releases = typer.Typer(no_args_is_help=True, help="The kept releases: list, compare, go back.")
app.add_typer(releases, name="releases")
_LARGEST = SQL / "cli" / "largest_commitments.sql"
_FAILED, _BAD_ARGUMENTS = 1, 2
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


def _fail(message: str, code: int = _FAILED) -> typer.Exit:
    Console(stderr=True, markup=False, highlight=False, soft_wrap=True).print(message, style="red")
    return typer.Exit(code)


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
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files and folders to read (default: the inbox).")
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
        f"{summary.rejected} rejected"
    )
    if summary.rejected:
        console.print('             see why: dealhouse query "SELECT source_path, reason, detail FROM rejects"')
    console.print(f"Claims       {summary.claims}")
    console.print(f"Commitments  {summary.commitments}")
    state = "new" if summary.release.changed else "unchanged"
    console.print(f"{f'Release {summary.release.number}':<12} {summary.release.path} ({state})\n")
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
def show(
    commitment: Annotated[str, typer.Argument(help="A commitment_key, or the beginning of a commitment_id.")],
    warehouse: Folder = None,
) -> None:
    """Show what stands behind a commitment: figures, rule, sentences, contradictions.

    Example: dealhouse show 12
    """
    from etl.query import QueryError  # noqa: PLC0415
    from etl.show import show as lines_of  # noqa: PLC0415

    try:
        lines = lines_of(Warehouse(warehouse or default_root()).database, commitment)
    except QueryError as error:
        raise _fail(str(error)) from error
    screen().print("\n".join(lines), soft_wrap=True)


@releases.command("list")
def list_releases(warehouse: Folder = None) -> None:
    """List the kept releases, newest first.

    Example: dealhouse releases list
    """
    from etl.releases import list_releases as kept  # noqa: PLC0415

    rows = [
        (one.number, one.digest[:16], one.made.strftime("%Y-%m-%d %H:%M"), one.articles, one.claims, one.commitments,
         "current" if one.is_current else "")
        for one in kept(Warehouse(warehouse or default_root()))
    ]  # fmt: skip
    screen().print(table(("Number", "Content", "Made (UTC)", "Articles", "Claims", "Commitments", ""), rows))


@releases.command("diff")
def diff_releases(
    before: Annotated[int, typer.Argument(help="Number of the older release.")],
    after: Annotated[int, typer.Argument(help="Number of the newer release.")],
    warehouse: Folder = None,
) -> None:
    """Show what changed between two releases, by commitment, and why.

    Example: dealhouse releases diff 3 4
    """
    from etl.releases import ReleaseError  # noqa: PLC0415
    from etl.releases import diff_releases as compare  # noqa: PLC0415

    try:
        found = compare(Warehouse(warehouse or default_root()), before, after)
    except ReleaseError as error:
        raise _fail(str(error), _BAD_ARGUMENTS) from error
    screen().print(table(found.columns, found.rows) if found.rows else "no commitment differs")


@releases.command("rollback")
def rollback(
    number: Annotated[int, typer.Argument(help="Number of the release to go back to.")], warehouse: Folder = None
) -> None:
    """Make a kept release the current one.

    Example: dealhouse releases rollback 3
    """
    from etl.releases import ReleaseError  # noqa: PLC0415
    from etl.releases import rollback as go_back  # noqa: PLC0415

    place = Warehouse(warehouse or default_root())
    try:
        go_back(place, number)
    except ReleaseError as error:
        raise _fail(str(error), _BAD_ARGUMENTS) from error
    screen().print(
        f"{place.database} is now release {number}; the next run that finds other content publishes a new one"
    )


@app.command()
def docs(folder: Annotated[Path, typer.Argument(help="Where to write the pages.")], warehouse: Folder = None) -> None:
    """Write the data dictionary and the cookbook of the published release as Markdown.

    Example: dealhouse docs docs/
    """
    from etl import catalogue, cookbook  # noqa: PLC0415
    from etl.query import QueryError  # noqa: PLC0415

    database = Warehouse(warehouse or default_root()).database
    try:
        pages = {"data-dictionary.md": catalogue.page(database), "cookbook.md": cookbook.page(database)}
    except QueryError as error:
        raise _fail(str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
        screen().print(str(folder / name))


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
