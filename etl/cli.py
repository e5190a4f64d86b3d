"""The command `dealhouse`.

Belongs here: arguments, what is printed, exit codes. Stays out: the work; heavy modules are imported by the command
that needs them, so that `dealhouse query` starts at once.
"""

import os
import shlex
import shutil
import signal
import socket
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from etl.cli_articles import evaluate, explain
from etl.cli_correct import correct
from etl.cli_doctor import doctor
from etl.cli_export import export
from etl.cli_options import BAD_ARGUMENTS, AsJson, Folder
from etl.cli_releases import releases
from etl.cli_report import report
from etl.cli_review import review
from etl.cli_show import list_commitments, show_commitment
from etl.cli_sources import rejects, sources
from etl.console import amount, as_json, near, screen, show
from etl.console import fail as _fail
from etl.paths import SQL, Warehouse, default_root

if TYPE_CHECKING:
    from etl.pipeline.run import RunSummary

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="A data warehouse of AI-compute commitments, read from press articles.",
)
app.add_typer(correct, name="correct")
app.add_typer(releases, name="releases")
app.add_typer(sources, name="sources")
app.add_typer(rejects, name="rejects")
app.command()(report)
_LARGEST = SQL / "cli" / "largest_commitments.sql"


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
    json: AsJson = False,
) -> None:
    """Read articles, extract, validate, build, audit and publish.

    Example: dealhouse run my-articles/ --warehouse my-warehouse
    """
    from dagster import DagsterExecutionInterruptedError  # noqa: PLC0415
    from deltalake.exceptions import DeltaError  # noqa: PLC0415
    from duckdb import Error as DuckDBError  # noqa: PLC0415
    from pyarrow import ArrowException  # noqa: PLC0415

    from etl.feed import FeedError  # noqa: PLC0415
    from etl.pipeline.run import run as run_pipeline  # noqa: PLC0415
    from etl.pipeline.session import BusyError, Session  # noqa: PLC0415
    from etl.query import QueryError  # noqa: PLC0415
    from etl.reference import ReferenceFileError  # noqa: PLC0415
    from etl.sources.files import SourceError  # noqa: PLC0415
    from etl.stages import Stages  # noqa: PLC0415
    from etl.warehouse import AuditError  # noqa: PLC0415

    place = Warehouse(warehouse or default_root())
    console = screen()
    try:
        shown = Console(stderr=True) if json else console
        with Stages(shown) as stages, Session(place, paths or [], tell=stages) as session:
            summary = run_pipeline(session)
        if json:
            as_json(asdict(summary))
            return
        _print_summary(summary, warehouse, console)
        _print_largest(place, console)
    except SourceError as error:
        raise _fail(str(error), BAD_ARGUMENTS) from error
    except (BusyError, ReferenceFileError, AuditError, QueryError, FeedError) as error:
        raise _fail(str(error)) from error
    except (KeyboardInterrupt, DagsterExecutionInterruptedError) as error:
        raise _fail("interrupted; what was published stays as it was, and the next run goes on from there") from error
    except (OSError, DuckDBError, DeltaError, ArrowException) as error:
        told = str(error).partition("\n")[0]
        raise _fail(f"{near(place.root)}: the run failed, what was published stays as it was: {told}") from error


def _print_summary(summary: "RunSummary", warehouse: Path | None, console: Console) -> None:
    console.print(
        f"Articles     {summary.read} read: {summary.new} new, {summary.unchanged} unchanged, "
        + (f"{summary.copies} copies, " if summary.copies else "")
        + (f"{summary.turned_away} turned away, " if summary.turned_away else "")
        + f"{summary.rejected} rejected"
    )
    if summary.passed_over:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in summary.passed_over.items())
        console.print(f"             passed over, since no article: {kinds}")
    ask = f"{_command()} query 'SELECT source_path, reason, detail FROM rejects'"
    why = f"             see why: {ask}{f' --warehouse {shlex.quote(str(warehouse))}' if warehouse else ''}"
    if summary.rejected:
        console.print(why)
    console.print(f"Claims       {summary.claims}")
    console.print(f"Commitments  {summary.commitments}")
    if summary.corrected or summary.uncorrected:
        left_out = f", {summary.uncorrected} left out" if summary.uncorrected else ""
        console.print(f"Corrections  {summary.corrected} applied{left_out}")
        if summary.uncorrected and not summary.rejected:
            console.print(why)
    if summary.misreferenced:
        console.print(f"Reference    {summary.misreferenced} problems in its files")
        if not summary.rejected and not summary.uncorrected:
            console.print(why)
    if summary.warnings:
        told = ", ".join(f"{name} ({count} rows)" for name, count in summary.warnings.items())
        console.print(f"Warnings     {told}")
        console.print(
            "             the files of sql/checks say why one cares, the asset release on the page which rows"
        )
    release = summary.release
    state = "new" if release.changed else "unchanged"
    console.print(f"{f'Release {release.number}':<12} {near(release.path)} ({state})\n")
    if not summary.commitments:
        console.print("No commitment yet: put articles into the inbox, or name them: dealhouse run FILE FOLDER URL")


def _command() -> str:
    """Return how this command can be typed again: its name where the shell finds it, else its path."""
    called = Path(sys.argv[0])
    return str(near(called)) if called.name == "dealhouse" and not shutil.which("dealhouse") else "dealhouse"


def _print_largest(place: Warehouse, console: Console) -> None:
    from etl.query import run_query  # noqa: PLC0415

    found = run_query(place.database, _LARGEST.read_text(encoding="utf-8"))
    if not found.rows:
        return
    rows = [
        (gives or "-", amount(value, unit), kind, receives or "-", since, articles)
        for gives, value, unit, kind, receives, since, articles in found.rows
    ]
    heads = ("Who gives", "What", "Kind", "To whom", "Since", "Articles")
    show(console, heads, rows, title="The largest commitments of money")


@app.command(context_settings={"ignore_unknown_options": True})  # SQL may begin with a comment: -- …
def query(
    sql: Annotated[str, typer.Argument(help="One SQL statement.")],
    warehouse: Folder = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    json: AsJson = False,
) -> None:
    """Ask the published release in SQL; nothing can be written, no other file read.

    Example: dealhouse query "SELECT * FROM commitments LIMIT 5" --format csv
    """
    from etl.query import QueryError, run_query, write_csv, write_json, write_parquet  # noqa: PLC0415

    if json:
        if output not in {Format.TABLE, Format.JSON}:
            raise _fail(f"--json and --format {output} contradict each other; give one of them", BAD_ARGUMENTS)
        output = Format.JSON
    if output is Format.PARQUET and sys.stdout.isatty():
        raise _fail("a terminal cannot show Parquet; send it to a file: … --format parquet > answer.parquet")
    try:
        answer = run_query(Warehouse(warehouse or default_root()).database, sql, arrow=output is Format.PARQUET)
        match output:
            case Format.CSV:
                write_csv(answer, sys.stdout)
            case Format.JSON:
                write_json(answer, sys.stdout)
            case Format.PARQUET:
                write_parquet(answer, sys.stdout.buffer)
            case Format.TABLE:
                show(screen(), answer.columns, answer.rows)
    except QueryError as error:
        raise _fail(str(error)) from error


app.command("list")(list_commitments)
app.command("show")(show_commitment)
app.command()(export)


app.command("review")(review)


@app.command()
def docs(folder: Annotated[Path, typer.Argument(help="Where to write the pages.")], warehouse: Folder = None) -> None:
    """Write the data dictionary and the cookbook of the published release, and the list of commands, as Markdown.

    Example: dealhouse docs docs/
    """
    from etl import catalogue, cli_reference, cookbook  # noqa: PLC0415
    from etl.query import QueryError  # noqa: PLC0415

    database = Warehouse(warehouse or default_root()).database
    try:
        pages = {
            "data-dictionary.md": catalogue.page(database),
            "cookbook.md": cookbook.page(database),
            "commands.md": cli_reference.page(app),
        }
    except QueryError as error:
        raise _fail(str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
        screen().print(str(folder / name))


app.command()(explain)
app.command()(evaluate)
app.command()(doctor)


@app.command()
def serve(
    warehouse: Folder = None,
    port: Annotated[int, typer.Option(help="Port on localhost.", min=1, max=65535)] = 3000,
) -> None:
    """Open the Dagster page on localhost, with its schedule and sensor running.

    Example: dealhouse serve --port 3001
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise _fail(f"port {port}: {error.strerror}; end what uses it, or choose another with --port") from error
    place = Warehouse(warehouse or default_root())
    _check_definitions(place)
    home = place.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: false\nnux:\n  enabled: false\n", encoding="utf-8")
    environment = os.environ | {"DAGSTER_HOME": str(home.resolve()), "DEALHOUSE_WAREHOUSE": str(place.root.resolve())}
    command = [
        sys.executable,
        "-W",
        "ignore:Function `dev_command`",  # its successor wants another layout of projects
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
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's & ignores it, and Dagster would then ignore SIGTERM too
    os.execve(sys.executable, command, environment)


def _check_definitions(place: Warehouse) -> None:
    """End in a sentence where the files that the page is made from are wrong: Dagster would show an empty page."""
    from etl.pipeline.alerts import AlertsError  # noqa: PLC0415
    from etl.pipeline.definitions import build_defs  # noqa: PLC0415
    from etl.sources.files import SourceError  # noqa: PLC0415

    try:
        build_defs(warehouse=place)
    except (SourceError, AlertsError) as error:
        raise _fail(str(error)) from error


def main() -> None:
    """Run the command line; an answer or file that cannot be written ends in a sentence."""
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is not tried again at the end
        where = f"{error.filename}:" if error.filename else "the answer cannot be written:"
        sys.exit(_fail(f"{where} {error.strerror or error}").exit_code)
