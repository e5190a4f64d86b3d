"""The commands `dealhouse correct`.

Belongs here: their arguments and what they print. Stays out: the work; heavy modules are imported by the command that
needs them.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from etl.cli_options import BAD_ARGUMENTS, AsJson, Folder, place_of
from etl.console import as_json, fail, near, screen

if TYPE_CHECKING:
    from etl.corrections import Line

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
    json: AsJson = False,
) -> None:
    """Correct what one article says: accept or reject the claim, set fields of it, split it off, merge it with another.

    Example: dealhouse correct claim 9f0c27c1b7a35be2@985-1009/money set kind=purchase --reason "a cloud contract"
    """
    _correct(warehouse, "claim", claim, action, rest or [], author, reason, json)


@correct.command("commitment")
def correct_commitment(
    commitment: Annotated[str, typer.Argument(help="A commitment_key, or the beginning of a commitment_id.")],
    action: Annotated[str, typer.Argument(help="reject, set, merge, or split with the CLAIMs that leave.")],
    reason: Reason,
    rest: Rest = None,
    author: Author = "",
    warehouse: Folder = None,
    json: AsJson = False,
) -> None:
    """Correct what all articles together say: reject it, set fields of it, merge another into it, split claims off.

    Example: dealhouse correct commitment 12 merge 31 --reason "both are the loan of March"
    """
    _correct(warehouse, "commitment", commitment, action, rest or [], author, reason, json)


@correct.command("list")
def list_corrections(warehouse: Folder = None, json: AsJson = False) -> None:
    """List the corrections that stand, by the line of their file, and what is wrong with any.

    Example: dealhouse correct list
    """
    from etl.correcting import standing_lines  # noqa: PLC0415
    from etl.reference import ReferenceFileError  # noqa: PLC0415

    place = place_of(warehouse)
    try:
        lines = standing_lines(place)
    except ReferenceFileError as error:
        raise fail(str(error)) from error
    if json:
        as_json([_record(place.corrections, line) for line in lines])
        return
    for line in lines:
        screen().print(f"line {line.number}: {line.text}", soft_wrap=True)
        if line.detail:
            screen().print(f"  not applied: {line.detail}", soft_wrap=True)
    if not lines:
        screen().print(f"{near(place.corrections)} holds no correction.", soft_wrap=True)


@correct.command("undo")
def undo_corrections(
    lines: Annotated[
        list[int], typer.Argument(metavar="LINE", help="Its number, as `dealhouse correct list` tells it.")
    ],
    warehouse: Folder = None,
    json: AsJson = False,
) -> None:
    """Take corrections back: their lines leave the file, and the next run reads as if they had not been made.

    Example: dealhouse correct undo 2
    """
    from etl.correcting import take_back  # noqa: PLC0415
    from etl.corrections import CorrectionError  # noqa: PLC0415
    from etl.reference import ReferenceFileError  # noqa: PLC0415

    place = place_of(warehouse)
    try:
        taken = take_back(place, lines)
    except CorrectionError as error:
        raise fail(str(error), BAD_ARGUMENTS) from error
    except (ReferenceFileError, OSError) as error:
        raise fail(str(error)) from error
    if json:
        as_json([_record(place.corrections, line) for line in taken])
        return
    for line in taken:
        screen().print(f"Taken out of {near(place.corrections)}: {line.text}", soft_wrap=True)
    _say_when(taken)


def _correct(
    warehouse: Path | None,
    subject: str,
    name: str,
    action: str,
    rest: list[str],
    author: str,
    reason: str,
    json: bool,
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
    if json:
        as_json([_record(place.corrections, line) for line in lines])
        return
    for line in lines:
        screen().print(f"{near(place.corrections)}, line {line.number}: {line.text}", soft_wrap=True)
    _say_when(lines)


def _say_when(lines: Sequence["Line"]) -> None:
    screen().print(f"The next `dealhouse run` applies {'it' if len(lines) == 1 else 'them'}.")


def _record(file: Path, line: "Line") -> dict[str, Any]:
    """Return a line as programs read it."""
    from etl.corrections import HEADER  # noqa: PLC0415

    told = line.correction.cells() if line.correction else (None,) * len(HEADER)
    cells = dict(zip(HEADER, told, strict=True))
    return {"file": str(file), "line": line.number, **cells, "text": line.text, "problem": line.problem}
