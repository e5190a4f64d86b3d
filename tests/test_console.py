"""What a terminal shows fits it, and loses nothing."""

import io
from datetime import date
from decimal import Decimal

import pytest
from rich.console import Console

from etl.console import amount, show

COLUMNS = ("from_partners", "value", "announced", "quote")
ROW = (["OpenAI", "SoftBank"], Decimal("1400000000000.0000"), date(2025, 11, 5), None)


def shown(width: int) -> str:
    target = io.StringIO()
    show(Console(file=target, width=width), COLUMNS, [ROW, ROW], title="Two rows")
    return target.getvalue()


def test_a_wide_terminal_shows_a_table() -> None:
    lines = [line.split("  ") for line in shown(80).splitlines()]
    assert lines[0] == ["Two rows"]
    assert [cell.strip() for cell in lines[2] if cell] == ["OpenAI, SoftBank", "1400000000000", "2025-11-05"]


def test_a_terminal_too_narrow_for_its_words_shows_the_rows_one_below_the_other() -> None:
    record = [
        "from_partners  OpenAI, SoftBank",
        "value          1400000000000",
        "announced      2025-11-05",
        "quote",
        "",
    ]
    assert shown(40).splitlines() == ["Two rows", *record, *record]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("1400000000000.0000", "USD", "1.4 trillion USD"),
        ("5150000000", "USD", "5.15 billion USD"),
        ("10000.0000", "MW", "10,000 MW"),
        ("0.5000", "percent", "0.5 percent"),
    ],
)
def test_amounts_are_told_in_words(value: str, unit: str, words: str) -> None:
    assert amount(Decimal(value), unit) == words
