"""What the terminal shows: tables, amounts in words, errors.

Belongs here: rendering. Stays out: the commands (`cli`) and the work behind them.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_PIPE_WIDTH = 160


def fail(message: str, code: int = 1) -> typer.Exit:
    """Print an error to standard error; return the exit to raise."""
    Console(stderr=True, markup=False, highlight=False, soft_wrap=True).print(message, style="red")
    return typer.Exit(code)


def screen() -> Console:
    """Return a console for standard output: no colours and no wrapping at 80 columns where it is not a terminal."""
    console = Console(highlight=False, markup=False)
    return console if console.is_terminal else Console(highlight=False, markup=False, width=_PIPE_WIDTH)


def amount(value: Decimal, unit: str) -> str:
    """Return a value in words: 1.4 trillion USD, 10,000 MW, 13 percent."""
    for scale, name in _SCALES:
        if value >= scale:
            return f"{(value / scale).normalize():f} {name} {unit}"
    return f"{value.normalize():,f} {unit}"


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> Table:
    """Return a plain table; lists are joined by commas, an absent value is blank."""
    shown = Table(*columns, title=title, title_justify="left", box=None, pad_edge=False)
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
    return str(cell)
