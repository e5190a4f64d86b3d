"""One language of the report: its words, amounts and days.

Belongs here: turning values into what a reader of that language expects. Stays out: markup, which value stands where.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, parse_pattern

LANGUAGES = ("en", "fr")
_MEGAWATTS_A_GIGAWATT = 1000
_NO_BREAK = "\u00a0"


class Words:
    """The words of one of LANGUAGES, as tables by name, and how it writes amounts and days."""

    def __init__(self, language: str) -> None:
        source = files("etl.report").joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
        self.tables: Mapping[str, Any] = tomllib.loads(source)
        self.language = language
        self._locale = Locale(language)
        self.day = cache(self._day)
        self.amount = cache(self._amount)

    def __getitem__(self, table: str) -> Any:
        return self.tables[table]

    def number(self, value: Decimal | float, digits: int = 2) -> str:
        """Return a number with the language's separators and at most so many decimals."""
        return str(_pattern(digits).apply(value, self._locale))

    def rounded(self, value: Decimal | float, unit: str, measure: str = "") -> str:
        """Return a sum in words, to three significant digits."""
        return str(self.amount(Decimal(f"{float(value):.3g}"), unit, measure))

    def span(self, low: Decimal | float, high: Decimal | float, unit: str, measure: str = "") -> str:
        """Return low and high in words, what they share once: 1.5–2 billion USD. Nothing where both read the same."""
        last = self.rounded(high, unit, measure)
        first = self.rounded(low, unit, measure) if low else "0"
        if low == high or first == last:
            return ""
        _, blank, shared = last.partition(_NO_BREAK)
        return f"{first.removesuffix(blank + shared)}–{last}"

    def short(self, value: float, unit: str) -> str:
        """Return a sum in as few characters as a picture has room for: 300 bn, 10 GW."""
        rounded = Decimal(f"{value:.3g}")
        if unit == "MW":
            return self._power(rounded)
        scale = self._scale(rounded)
        if not scale:
            return self.number(rounded, 0)
        return f"{self.number(rounded / Decimal(scale['from']))}{_NO_BREAK}{scale['short']}"

    def _amount(self, value: Decimal, unit: str, measure: str = "", bound: str = "exact") -> str:
        """Return a hedged amount in words: about 1.4 trillion USD, up to 10 GW, 27%."""
        return str(self["bound"][bound]) + self._bare(value, unit, measure)

    def _bare(self, value: Decimal, unit: str, measure: str) -> str:
        if unit == "MW":
            return self._power(value)
        if unit == "percent":
            return str(self["unit"]["percent"]).format(value=self.number(value))
        name = self["unit"].get(measure, "") if unit == "count" else unit
        scale = self._scale(value)
        if not scale:
            return f"{self.number(value)}{_NO_BREAK}{name}".strip()
        if unit == "count":
            name = self["millions_of"].get(measure, "")
        scaled = value / Decimal(scale["from"])
        word = scale["one" if scaled < 2 else "many"]
        return f"{self.number(scaled)}{_NO_BREAK}{word} {name}".strip()

    def percent(self, share: float | None) -> str:
        """Return a share of one in percent; nothing where it is not known."""
        return "" if share is None else str(self["unit"]["percent"]).format(value=self.number(share * 100, 0))

    def _power(self, value: Decimal) -> str:
        if value >= _MEGAWATTS_A_GIGAWATT:
            return f"{self.number(value / _MEGAWATTS_A_GIGAWATT)}{_NO_BREAK}GW"
        return f"{self.number(value, 1)}{_NO_BREAK}MW"

    def _scale(self, value: Decimal) -> Mapping[str, Any] | None:
        return next((scale for scale in self["scale"] if value >= scale["from"]), None)

    def _day(self, day: date | None) -> str:
        """Return a day as one writes it; that there is none, where there is none."""
        return format_date(day, "d MMM y", locale=self._locale) if day else str(self["page"]["not_dated"])

    def quarter(self, day: date) -> str:
        """Return the quarter that a day falls into."""
        return str(self["capacity"]["quarter_name"]).format(quarter=(day.month + 2) // 3, year=day.year)


@cache
def _pattern(digits: int) -> NumberPattern:
    return parse_pattern(f"#,##0.{'#' * digits}" if digits else "#,##0")
