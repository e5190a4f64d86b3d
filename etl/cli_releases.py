"""The commands `dealhouse releases`.

Belongs here: their arguments and what they print. Stays out: the work; heavy modules are imported by the command that
needs them.
"""

from dataclasses import asdict
from typing import Annotated

import typer

from etl.cli_options import BAD_ARGUMENTS, AsJson, Folder, place_of
from etl.console import as_json, fail, screen, show

releases = typer.Typer(no_args_is_help=True, help="The kept releases: list, compare, go back.")


@releases.command("list")
def list_releases(warehouse: Folder = None, json: AsJson = False) -> None:
    """List the kept releases, newest first.

    Example: dealhouse releases list
    """
    from etl.releases import list_releases as kept  # noqa: PLC0415

    found = kept(place_of(warehouse))
    if json:
        as_json([asdict(one) for one in found])
        return
    rows = [
        (one.number, one.digest[:16], one.made.strftime("%Y-%m-%d %H:%M"), one.articles, one.claims, one.commitments,
         "current" if one.is_current else "")
        for one in found
    ]  # fmt: skip
    show(screen(), ("Number", "Content", "Made (UTC)", "Articles", "Claims", "Commitments", "State"), rows)


@releases.command("diff")
def diff_releases(
    before: Annotated[int, typer.Argument(help="Number of the older release.")],
    after: Annotated[int, typer.Argument(help="Number of the newer release.")],
    warehouse: Folder = None,
    json: AsJson = False,
) -> None:
    """Show what changed between two releases, by commitment, and why.

    Example: dealhouse releases diff 3 4
    """
    from etl.releases import ReleaseError  # noqa: PLC0415
    from etl.releases import diff_releases as compare  # noqa: PLC0415

    try:
        found = compare(place_of(warehouse), before, after)
    except ReleaseError as error:
        raise fail(str(error), BAD_ARGUMENTS) from error
    if json:
        as_json([dict(zip(found.columns, row, strict=True)) for row in found.rows])
    elif found.rows:
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

    place = place_of(warehouse)
    try:
        go_back(place, number)
    except ReleaseError as error:
        raise fail(str(error), BAD_ARGUMENTS) from error
    screen().print(
        f"{place.database} is now release {number}; the next run that finds other content publishes a new one"
    )
