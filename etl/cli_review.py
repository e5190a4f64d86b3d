"""The command `dealhouse review`.

Belongs here: the keys, the questions and what is printed between them. Stays out: which claims come next and how they
look (`review`), and writing the answers (`correcting`).
"""

import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import click
import typer
from rich.console import Console

from etl.cli_options import BAD_ARGUMENTS, Folder, place_of
from etl.console import fail, near, screen
from etl.paths import Warehouse

Edits = list[tuple[str, str, str, str]]  # target, what, field, value
Answer = tuple[Edits, str] | None  # with the reason; None asks again
_LEAVE = {"q", "\x03", "\x04", "\x1b"}
_KEYS = "[a]ccept  [r]eject  [f]ix  [s]kip  [q]uit"
_CALLED = {"a": "accept", "r": "reject", "f": "fix", "s": "skip"}
_TOLD = {"a": "accepted", "r": "rejected", "f": "fixed", "s": "skipped"}
Author = Annotated[str, typer.Option("--author", help="Who reads.", envvar="DEALHOUSE_AUTHOR")]


def review(author: Author = "", warehouse: Folder = None) -> None:
    """Read the least certain claims one by one, and accept, reject or fix each with a key; q leaves, to go on later.

    Example: dealhouse review --author Ana
    """
    from etl import review as reading  # noqa: PLC0415
    from etl.corrections import Names, read  # noqa: PLC0415
    from etl.query import QueryError  # noqa: PLC0415
    from etl.reference import ReferenceFileError, read_reference  # noqa: PLC0415

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise fail(
            "`dealhouse review` waits for keys, and this is no terminal; run it in one, or use `dealhouse correct`",
            BAD_ARGUMENTS,
        )
    place = place_of(warehouse)
    console = screen()
    try:
        names = Names.of(read_reference(place.reference).organisations)
        left = reading.queue(place.database, read(place.corrections, names))
        done: Counter[str] = Counter()
        for number, anchor in enumerate(left, 1):
            one = reading.claim(place.database, anchor)
            certainty = "unknown" if one["certainty"] is None else f"{one['certainty']:.2f}"
            console.rule(f"{number} of {len(left)}   certainty {certainty}   {anchor}")
            for part in reading.shown(one):
                console.print(part)
            key = _answered(place, console, one, author)
            if key in _LEAVE:
                break
            done[_TOLD[key]] += 1
    except (QueryError, ReferenceFileError, OSError) as error:
        raise fail(str(error)) from error
    _sum_up(console, place, done, len(left))


def _sum_up(console: Console, place: Warehouse, done: Counter[str], queued: int) -> None:
    if not queued:
        console.print(f"Every claim of the release has been reviewed; {near(place.corrections)} says how.")
        return
    console.print(f"\n{', '.join(f'{count} {what}' for what, count in done.items()) or 'nothing done'}")
    if done.keys() - {"skipped"}:
        console.print(f"{near(place.corrections)} remembers it; the next `dealhouse run` applies it.")


def _answered(place: Warehouse, console: Console, one: dict[str, Any], author: str) -> str:
    """Ask until a key is answered in full; return the key."""
    answers: dict[str, Callable[[], Answer]] = {
        "a": lambda: ([(one["anchor"], "accept", "", "")], "read and found right"),
        "r": lambda: _rejected(one),
        "f": lambda: _fixed(place, console, one),
    }
    from etl.correcting import add  # noqa: PLC0415
    from etl.corrections import CorrectionError  # noqa: PLC0415

    while True:
        console.print(f"\n{_KEYS} ", end="", style="bold")
        key = _key()
        console.print(_CALLED.get(key, ""))
        if key in _LEAVE or key == "s":
            return key
        answer = answers.get(key)
        told = answer() if answer else None
        if told is None:
            continue
        try:
            add(place, told[0], author, told[1], date.today())
        except CorrectionError as error:
            console.print(str(error), style="red")
            continue
        return key


def _key() -> str:
    try:
        return click.getchar().lower()
    except (KeyboardInterrupt, EOFError):
        return "q"


def _asked(question: str, default: str) -> str | None:
    """Return a typed line; None where it was broken off."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # Polars leaves a handler after which reading goes on
    try:
        return str(click.prompt(question, default=default, show_default=bool(default))).strip()
    except click.Abort:
        click.echo()
        return None


def _rejected(one: dict[str, Any]) -> Answer:
    reason = _asked("Why", "not said there")
    return ([(one["anchor"], "reject", "", "")], reason) if reason else None


def _fixed(place: Warehouse, console: Console, one: dict[str, Any]) -> Answer:
    """Ask for fields and their values until no further field is named; nothing where none is. The last value holds."""
    from etl.correcting import check  # noqa: PLC0415
    from etl.corrections import FIELDS, CorrectionError  # noqa: PLC0415
    from etl.review import written  # noqa: PLC0415

    console.print(f"Fields: {', '.join(FIELDS)}; several partners are separated by |", style="dim")
    edits: dict[str, tuple[str, str, str, str]] = {}
    while told := _asked("Field, or FIELD=VALUE (Enter when done)", ""):
        field, given, value = (part.strip() for part in told.partition("="))
        if field not in FIELDS:
            console.print(f"{field!r} is none of them", style="red")
            continue
        if not given:
            now = edits[field][-1] if field in edits else written(one[field])
            asked = _asked(f"{field}, now {now or 'nothing'}", "")
            if asked is None:
                return None
            value = asked
        edit = (one["anchor"], "change", field, value)
        try:
            check(place, edit)
        except CorrectionError as error:
            console.print(str(error), style="red")
            continue
        edits[field] = edit
    if not edits:
        return None
    reason = _asked("Why", "misread")
    return (list(edits.values()), reason) if reason else None
