"""The commands `dealhouse correct`.

Belongs here: their arguments and what they print. Stays out: the work; heavy modules are imported by the command that
needs them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from etl.cli_options import BAD_ARGUMENTS, AsJson, Folder, place_of
from etl.console import as_json, fail, near, screen, show
from etl.paths import Warehouse

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
    """List the corrections that the next run applies, with their lines, and those that it cannot read.

    Example: dealhouse correct list
    """
    from etl.correcting import standing  # noqa: PLC0415

    place = place_of(warehouse)
    with _said(place):
        lines = standing(place)
    if json:
        as_json([_told(line) for line in lines])
        return
    if not lines:
        screen().print(f"No correction stands in {near(place.corrections)}.", soft_wrap=True)
        return
    columns = ("Line", "What is corrected", "What", "Field", "Value", "By", "On", "Why")
    rows = []
    for line in lines:
        if one := line.correction:
            target, value = one.target.split("|")[0], one.value.split("|")[0] if one.what == "merge" else one.value
            rows.append((line.number, target, one.what, one.field, value, one.author, one.day, one.reason))
    if rows:
        show(screen(), columns, rows)
    for line in lines:
        if line.problem:
            screen().print(f"line {line.number} is not used: {line.detail}", soft_wrap=True)


@correct.command("undo")
def undo_correction(
    lines: Annotated[list[int], typer.Argument(metavar="LINE...", help="Which lines: `dealhouse correct list`.")],
    warehouse: Folder = None,
    json: AsJson = False,
) -> None:
    """Take corrections back: their lines leave the file, and the next run goes by the articles again.

    Example: dealhouse correct undo 3
    """
    from etl.correcting import undo  # noqa: PLC0415

    place = place_of(warehouse)
    with _said(place):
        gone = undo(place, lines)
    if json:
        as_json([_told(line) for line in gone])
        return
    for line in gone:
        screen().print(f"taken back: {line.text}", soft_wrap=True)
    screen().print(f"The next `dealhouse run` goes without {'it' if len(gone) == 1 else 'them'}.")


def _correct(
    warehouse: Path | None,
    subject: str,
    name: str,
    action: str,
    rest: Sequence[str],
    author: str,
    reason: str,
    json: bool,
) -> None:
    from etl.correcting import add, edits  # noqa: PLC0415

    place = place_of(warehouse)
    with _said(place):
        lines = add(place, edits(place.database, subject, name, action, rest), author, reason, date.today())
    if json:
        as_json([_told(line) for line in lines])
        return
    for line in lines:
        screen().print(f"{near(place.corrections)}, line {line.number}: {line.text}", soft_wrap=True)
    screen().print(
        "The next `dealhouse run` applies it." if len(lines) == 1 else "The next `dealhouse run` applies them."
    )


@contextmanager
def _said(place: Warehouse) -> Iterator[None]:
    """End the command with what is wrong, said for people."""
    from etl.corrections import CorrectionError  # noqa: PLC0415
    from etl.query import QueryError  # noqa: PLC0415
    from etl.reference import ReferenceFileError  # noqa: PLC0415

    try:
        yield
    except CorrectionError as error:
        raise fail(str(error), BAD_ARGUMENTS) from error
    except (QueryError, ReferenceFileError) as error:
        raise fail(str(error)) from error
    except OSError as error:
        why = f"{near(place.corrections)} cannot be written: {error.strerror}; it stays as it was"
        raise fail(why) from error


def _told(line: "Line") -> dict[str, Any]:
    """Return a line for programs."""
    from etl.corrections import HEADER  # noqa: PLC0415

    cells = line.correction.cells() if line.correction else (None,) * len(HEADER)
    named = dict(zip(HEADER, cells, strict=True))
    return {"line": line.number, **named, "problem": line.problem, "detail": line.detail, "text": line.text}
