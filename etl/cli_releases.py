"""The commands `dealhouse releases`.

Belongs here: their arguments and what they print. Stays out: the work; heavy modules are imported by the command that
needs them.
"""

from pathlib import Path
from typing import Annotated

import typer

from etl.console import fail, screen, show
from etl.paths import Warehouse, default_root

releases = typer.Typer(no_args_is_help=True, help="The kept releases: list, compare, go back.")
_BAD_ARGUMENTS = 2
Folder = Annotated[
    Path | None,
    typer.Option("--warehouse", metavar="DIR", help="Folder of the warehouse (default: the project's own)."),
]


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
    show(screen(), ("Number", "Content", "Made (UTC)", "Articles", "Claims", "Commitments", "State"), rows)


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
        raise fail(str(error), _BAD_ARGUMENTS) from error
    if found.rows:
        show(screen(), found.columns, found.rows)
    else:
        screen().print("no commitment differs")


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
        raise fail(str(error), _BAD_ARGUMENTS) from error
    screen().print(
        f"{place.database} is now release {number}; the next run that finds other content publishes a new one"
    )
