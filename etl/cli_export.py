"""The command `dealhouse export`.

Belongs here: its arguments and what it prints. Stays out: the work (`etl.export`).
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from etl.cli_options import BAD_ARGUMENTS, AsJson, Folder, place_of
from etl.console import as_json, fail, near, screen


class Form(StrEnum):
    """What the files are."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder, or one of an earlier export.")],
    form: Annotated[Form, typer.Option("--format", help="What the files are.")] = Form.PARQUET,
    release: Annotated[int | None, typer.Option(help="Number of a kept release (default: the current one).")] = None,
    warehouse: Folder = None,
    json: AsJson = False,
) -> None:
    """Write every table and view of a release as files, with a datapackage.json that says what each column holds.

    An earlier export in DIR is replaced, and only once the new one is whole; a folder with other files is left alone.

    Example: dealhouse export --format xlsx for-the-analyst
    """
    from etl.export import ExportError  # noqa: PLC0415
    from etl.export import export as write  # noqa: PLC0415
    from etl.releases import ReleaseError, find_release  # noqa: PLC0415
    from etl.stages import Stages  # noqa: PLC0415

    place = place_of(warehouse)
    console = screen()
    try:
        database = place.database if release is None else find_release(place, release)
        if json:
            done = write(database, folder, form)
        else:
            with Stages(console) as stages:
                done = write(database, folder, form, stages)
    except ReleaseError as error:
        raise fail(str(error), BAD_ARGUMENTS) from error
    except ExportError as error:
        raise fail(str(error)) from error
    except KeyboardInterrupt as error:
        raise fail("interrupted; nothing was exported") from error
    if json:
        as_json({"folder": str(folder), "release": done.release, "tables": done.tables, "cut_cells": done.cut_cells})
        return
    rows = sum(done.tables.values())
    console.print(f"{near(folder)}: {len(done.tables)} tables of release {done.release}, {rows:,} rows, as {form}")
    if done.cut_cells:
        console.print(f"{done.cut_cells} texts are longer than a cell and were cut; --format csv or parquet keeps them")
