"""The commands `dealhouse correct`.

Belongs here: their arguments and what they print. Stays out: the work; heavy modules are imported by the command that
needs them.
"""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from etl.cli_options import BAD_ARGUMENTS, Folder, place_of
from etl.console import fail, near, screen

correct = typer.Typer(no_args_is_help=True, help="Correct what the release says; the next run applies it.")
Reason = Annotated[str, typer.Option("--reason", help="Why: what shows that the release is wrong.")]
Author = Annotated[str, typer.Option("--author", help="Who says so.", envvar="DEALHOUSE_AUTHOR")]
Rest = Annotated[list[str] | None, typer.Argument(metavar="ARGUMENT", help="FIELD=VALUE for set, the OTHER for merge.")]


@correct.command("claim")
def correct_claim(
    claim: Annotated[str, typer.Argument(help="Its anchor (`dealhouse show` tells it) or claim_key.")],
    action: Annotated[str, typer.Argument(help="accept, reject, set, split or merge.")],
    reason: Reason,
    rest: Rest = None,
    author: Author = "",
    warehouse: Folder = None,
) -> None:
    """Correct what one article says: accept or reject the claim, set fields of it, split it off, merge it with another.

    Example: dealhouse correct claim 9f0c27c1b7a35be2@985-1009/money set kind=purchase --reason "a cloud contract"
    """
    _correct(warehouse, "claim", claim, action, rest or [], author, reason)


@correct.command("commitment")
def correct_commitment(
    commitment: Annotated[str, typer.Argument(help="A commitment_key, or the beginning of a commitment_id.")],
    action: Annotated[str, typer.Argument(help="reject, set, merge, or split with the CLAIMs that leave.")],
    reason: Reason,
    rest: Rest = None,
    author: Author = "",
    warehouse: Folder = None,
) -> None:
    """Correct what all articles together say: reject it, set fields of it, merge another into it, split claims off.

    Example: dealhouse correct commitment 12 merge 31 --reason "both are the loan of March"
    """
    _correct(warehouse, "commitment", commitment, action, rest or [], author, reason)


def _correct(
    warehouse: Path | None, subject: str, name: str, action: str, rest: list[str], author: str, reason: str
) -> None:
    from etl.correcting import add, edits  # noqa: PLC0415
    from etl.corrections import CorrectionError  # noqa: PLC0415
    from etl.query import QueryError  # noqa: PLC0415
    from etl.reference import ReferenceFileError  # noqa: PLC0415

    place = place_of(warehouse)
    try:
        lines = add(place, edits(place.database, subject, name, action, rest), author, reason, date.today())
    except CorrectionError as error:
        raise fail(str(error), BAD_ARGUMENTS) from error
    except (QueryError, ReferenceFileError, OSError) as error:
        raise fail(str(error)) from error
    for line in lines:
        screen().print(f"{near(place.corrections)}, line {line.number}: {line.text}", soft_wrap=True)
    screen().print(
        "The next `dealhouse run` applies it." if len(lines) == 1 else "The next `dealhouse run` applies them."
    )
