"""Claims to be read by a person: which come next, and how one is shown with its evidence marked.

Belongs here: the queue and what is printed of a claim. Stays out: keys and questions (`cli_review`), what is done with
an answer (`correcting`).
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from etl.console import amount, table
from etl.corrections import FIELDS, SIDES, Line
from etl.explanation import visible
from etl.show import ask

_AHEAD = 1000
_AROUND = 400
_AMOUNT = "bold reverse green"
_LEGEND = (
    ("amount", _AMOUNT), ("who gives", "bold cyan"), ("who receives", "bold magenta"), ("kind", "bold yellow"),
    ("days", "bold blue"),
)  # fmt: skip
_STYLES = {
    "from": "bold cyan", "to": "bold magenta", "kind": "bold yellow", "bound": "bold green", "status": "underline",
    "scope": "underline", "announced": "bold blue", "start": "bold blue", "end": "bold blue", "term": "bold blue",
}  # fmt: skip


def queue(database: Path, lines: list[Line]) -> list[str]:
    """Return the anchors of claims that no line is about yet, those that most need a reader first.

    Raises QueryError where nothing is published.
    """
    seen = {line.correction.target for line in lines if line.correction}
    found = ask(database, "claims_to_review", {"limit": _AHEAD + len(seen)})
    return [str(row["anchor"]) for row in found if row["anchor"] not in seen]


def claim(database: Path, anchor: str) -> dict[str, Any]:
    """Return one claim of the release with its article."""
    (found,) = ask(database, "claim_to_review", {"anchor": anchor})
    return found


def shown(one: dict[str, Any]) -> Iterator[Text | Table | str]:
    """Yield what to print of a claim: what it says, where, and the words it was read from."""
    givers, takers = (", ".join(one[side]) or "nobody named" for side in SIDES)
    yield Text(f"{givers} → {takers}: {amount(one['value'], one['unit'])}, {one['kind']}", style="bold")
    yield Text(
        f"{visible(one['url'] or one['article'])}, published {one['published'] or 'on a day unknown'}", style="dim"
    )
    yield Text()
    yield evidence(one)
    yield Text.assemble("\n", *((f"{name} ", style) for name, style in _LEGEND), "\n")
    told = [(name, written(one[name])) for name in FIELDS if name not in {"measure", "unit"}]
    yield table(("Field", "Read as"), [(name, value) for name, value in told if value])
    if one["correction"]:
        yield Text(f"corrected: {one['correction']}", style="italic")


def evidence(one: dict[str, Any]) -> Text:
    """Return the words around a claim, those marked that a field was read from, its amount also by ⟦…⟧."""
    low, high = max(0, one["char_start"] - _AROUND), min(len(one["text"]), one["char_end"] + _AROUND)
    words = Text(visible(one["text"][low:high]))
    for span in one["fields"]:
        words.stylize(_STYLES.get(span["name"], ""), max(0, span["char_start"] - low), max(0, span["char_end"] - low))
    start, end = one["char_start"] - low, one["char_end"] - low
    words.stylize(_AMOUNT, start, end)
    before, after = "…" if low else "", "…" if high < len(one["text"]) else ""
    return Text.assemble(before, words[:start], ("⟦", _AMOUNT), words[start:end], ("⟧", _AMOUNT), words[end:], after)


def written(value: Any) -> str:
    """Return a value as a line of corrections.csv has it."""
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
