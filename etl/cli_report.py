"""The command `dealhouse report`.

Belongs here: its arguments and what it prints. Stays out: the work (`report`); it is imported when the command runs.
"""

import webbrowser
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from etl.cli_options import Folder, place_of
from etl.console import fail, near, screen


class Language(StrEnum):
    """The languages of the report."""

    EN = "en"
    FR = "fr"


def report(
    warehouse: Folder = None,
    language: Annotated[Language, typer.Option("--lang", help="Language of the report.")] = Language.EN,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Where to write it (default: report.html in the warehouse)."),
    ] = None,
    is_opened: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write the published release as one HTML file that needs no network: pictures, table, evidence.

    Example: dealhouse report --open --lang fr
    """
    from etl.query import QueryError  # noqa: PLC0415
    from etl.report.page import ReportError, write_report  # noqa: PLC0415

    place = place_of(warehouse)
    target = output or place.report
    try:
        write_report(place, target, language.value)
    except (QueryError, ReportError) as error:
        raise fail(str(error)) from error
    screen().print(str(near(target)))
    if is_opened and not webbrowser.open(target.absolute().as_uri()):
        raise fail(f"no browser could be started; open {target.absolute()} in one")
