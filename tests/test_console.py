"""What a terminal shows fits it, and loses nothing."""

import io
import re
import time
from datetime import date
from decimal import Decimal

import pytest
from rich.console import Console

from etl.console import amount, prose, show
from etl.stages import Stages

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


def test_prose_goes_on_between_words_on_a_terminal_and_is_left_alone_in_a_pipe() -> None:
    line = "  " + " ".join(["word"] * 12)
    terminal, pipe = io.StringIO(), io.StringIO()
    prose(Console(file=terminal, force_terminal=True, width=30, color_system=None), [line])
    prose(Console(file=pipe, width=30), [line])
    assert all(len(one) <= 30 for one in terminal.getvalue().splitlines())
    assert terminal.getvalue().split() == line.split()
    assert terminal.getvalue().splitlines()[1].startswith("    word")
    assert pipe.getvalue() == f"{line}\n"


def test_a_long_stage_tells_its_pace_and_what_is_left_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.stages._PATIENCE", 0)
    terminal, pipe = io.StringIO(), io.StringIO()
    for console in (Console(file=terminal, force_terminal=True, width=80), Console(file=pipe)):
        with Stages(console) as stages:
            for done in range(1, 6):
                stages("extract", done, 1000)
                time.sleep(0.03)
    assert "5 of 1,000" in terminal.getvalue()
    assert re.search(r"\d a second, 0:\d\d:\d\d left", terminal.getvalue())
    assert pipe.getvalue() == "- extract\n"
