"""What the terminal shows: tables, amounts in words, paths.

Belongs here: rendering. Stays out: progress (`stages`), the commands (`cli`) and the work behind them.
"""

import io
import json
import sys
import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_PIPE_WIDTH = 1_000_000
_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}


def fail(message: str, code: int = 1) -> typer.Exit:
    """Print an error to standard error; return the exit to raise."""
    Console(stderr=True, markup=False, highlight=False, soft_wrap=True).print(message, style="red")
    return typer.Exit(code)


def screen() -> Console:
    """Return a console for standard output: no colours and no wrapping where it is not a terminal.

    What the encoding lacks becomes a question mark.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False, markup=False)
    return console if console.is_terminal else Console(highlight=False, markup=False, width=_PIPE_WIDTH)


def as_json(value: Any) -> None:
    """Print a value for programs: days in ISO form, decimals as text so that no digit is lost."""
    plain = not (sys.stdout.encoding or "").lower().startswith("utf")
    typer.echo(json.dumps(value, ensure_ascii=plain, default=str, indent=2))


def near(path: Path) -> Path:
    """Return a path as one would type it here: relative where it lies below the current folder."""
    whole, here = path.absolute(), Path.cwd()
    return whole.relative_to(here) if whole.is_relative_to(here) else whole


def show(console: Console, columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> None:
    """Print rows as a table, or one below the other where the terminal is too narrow for the words of a table."""
    whole = table(columns, rows)
    if title:
        console.print(title)
    if (
        not rows
        or Measurement.get(console, console.options.update(max_width=_PIPE_WIDTH), whole).minimum <= console.width
    ):
        _print(console, whole)
        return
    for row in rows:
        _print(console, table(("", ""), list(zip(columns, row, strict=True))))
        console.print()


def prose(console: Console, lines: Iterable[str]) -> None:
    """Print lines of text; where they are longer than the terminal they go on between words, indented."""
    for line in "\n".join(lines).split("\n"):
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        wrapped = textwrap.wrap(
            line, console.width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        console.print("\n".join(wrapped) if console.is_terminal else line, soft_wrap=True)


def _print(console: Console, shown: Table) -> None:
    """Print a table; no line ends in blanks."""
    with console.capture() as capture:
        console.print(shown)
    console.file.writelines(line.rstrip() + "\n" for line in capture.get().rstrip("\n").split("\n"))


def amount(value: Decimal, unit: str) -> str:
    """Return a value in words: 1.4 trillion USD, 10,000 MW, 13 percent."""
    for scale, name in _SCALES:
        if value >= scale:
            return f"{(value / scale).normalize():f} {name} {unit}"
    return f"{value.normalize():,f} {unit}"


def counted(number: int, noun: str) -> str:
    """Return a count with its noun: 1 article, 2 articles."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> Table:
    """Return a plain table; lists are joined by commas, an absent value is blank, control characters are replaced."""
    shown = Table(box=None, pad_edge=False, show_header=any(columns))
    for name in columns:
        shown.add_column(Text(name), overflow="fold")
    for row in rows:
        shown.add_row(*(_cell(cell) for cell in row))
    return shown


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list):
        return ", ".join(_cell(one) for one in cell)
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return str(cell).translate(_CONTROLS)
