"""Numerals in prose: digits, number words, vague plurals and fractions, with their scale.

Belongs here: what number a text says and where, in any language that has a lexicon. Stays out: what it measures
(`quantities`).
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from etl.extraction.lexicon import Lexicon, alternation, caseless, folded, keyed, plain
from etl.extraction.openings import DIGIT, Openings

LARGEST = Decimal(10) ** 16
_CODES = (
    "USD",
    "EUR",
    "GBP",
    "CNY",
    "JPY",
    "SEK",
    "NOK",
    "DKK",
    "CHF",
    "INR",
    "AUD",
    "CAD",
    "SGD",
    "AED",
    "SAR",
    "KRW",
    "BRL",
    "CZK",
    "HKD",
    "HRK",
    "HUF",
    "IDR",
    "ILS",
    "KWD",
    "MXN",
    "MYR",
    "NZD",
    "PLN",
    "QAR",
    "THB",
    "TRY",
    "TWD",
    "ZAR",
)
SYMBOLS = {code: code for code in _CODES} | {
    "US$": "USD", "$US": "USD", "$ US": "USD", "$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₹": "INR",
    "R": "ZAR", "Rs.": "INR", "Rs": "INR", "RM": "MYR", "RMB": "CNY", "Rmb": "CNY", "$CAN": "CAD", "$ CA": "CAD",
    "SKr": "SEK", "NKr": "NOK", "DKr": "DKK",
}  # fmt: skip
SYMBOL = "|".join(re.escape(symbol) for symbol in sorted(SYMBOLS, key=len, reverse=True))
_LETTERS = frozenset({"R"})
"""Currency signs that stand before other numbers too ("the R1 model"): they count with a scale only."""
_SPACES = " \u00a0\u202f\u2009"
DIGITS = rf"\d{{1,3}}(?:[{_SPACES}.,'’]\d{{3}})+(?:[.,]\d{{1,4}})?(?!\d)|\d{{1,15}}(?:[.,]\d{{1,4}})?(?!\d)"
_YEAR = re.compile(r"(?:19|20)\d\d")


class Numeral(NamedTuple):
    """`text[start:end]` says `value`; `scale` is the power of ten said in words (« milliards »), 1 for none.

    `vague` are plurals such as "tens of billions", of which the value is the lowest; `prefix` is a currency sign before
    the digits; `word` tells that it is said in words; `low_end` that a larger number follows it as the end of a range.
    """

    value: Decimal
    start: int
    end: int
    scale: Decimal = Decimal(1)
    vague: bool = False
    prefix: str = ""
    word: bool = False
    fraction: bool = False
    low_end: bool = False

    @property
    def scaled(self) -> bool:
        """Whether a power of ten is said in words."""
        return self.scale > 1


class NumeralReader:
    """Reads the numerals of one language; immutable once built, linear in the length of the text."""

    def __init__(self, lexicon: Lexicon) -> None:
        numbers = lexicon["numbers"]
        self._decimal: str = numbers["decimal"]
        self._scales = {name: Decimal(str(value)) for name, value in numbers["scales"].items()}
        self._words = {name: Decimal(str(value)) for name, value in numbers["words"].items()}
        self._hundreds: dict[str, int] = numbers["hundreds"]
        self._articles = frozenset(numbers["articles"])
        self._vague = keyed({name: Decimal(str(value)) for name, value in numbers["vague"].items()})
        self._fractions = keyed({name: Decimal(str(value)) for name, value in numbers["fractions"].items()})
        long = [name for name in self._scales if len(name) > 2]
        short = [name for name in self._scales if len(name) <= 2]
        word_scale = caseless(long)
        scale = rf"{word_scale}|(?:{alternation(short)})"
        unit = rf"(?:{alternation((*lexicon['units']['power'], *lexicon['units']['percent']))})(?!\w)"
        words, any_word = (spelled((*self._words, *self._hundreds)) for spelled in (alternation, caseless))
        joint = rf"(?:[\s-](?:(?:{alternation(numbers['joints'])})\s)?)"
        self._number_word = re.compile(words, re.IGNORECASE)
        self._pattern = re.compile(
            rf"(?P<prefix>(?<![\w$])(?:{SYMBOL})[\s]?)?"
            rf"(?:(?(prefix)|(?<![\w.,/$-]))(?:(?P<digits>{DIGITS})(?:[\s-]?(?P<scale>{scale})(?:(?!\w)|(?=USD|EUR|GBP)))?)"
            rf"|(?<!\w)(?P<word>(?:{any_word})(?:{joint}(?:{words})){{0,6}})(?:[\s-](?P<wscale>{word_scale})(?!\w)|(?=[\s-]?{unit}))"
            rf"|(?<!\w)(?P<fraction>{alternation(numbers['fractions'])})(?!\w)"
            rf"|(?<!\w)(?P<vague>{caseless(numbers['vague'])})[\s-]?(?:(?P<vscale>{scale})(?![a-zà-ÿA-Z])|(?={unit}))?(?![a-zà-ÿ])"
            rf"|(?<!\w)(?P<plural>{caseless(numbers['plurals'])})(?!\w))"
        )
        openings = (
            *self._words,
            *self._hundreds,
            *numbers["fractions"],
            *numbers["vague"],
            *numbers["plurals"],
            *SYMBOLS,
        )
        self._openings = Openings([(self._pattern, (DIGIT, *openings))])
        self._range = re.compile(
            rf"\s?(?:{alternation(numbers['range'])})\s?(?:{SYMBOL})?\s?(?P<digits>{DIGITS})"
            rf"(?:[\s-]?(?P<scale>{scale})(?!\w))"
        )

    def read(self, text: str) -> Iterator[Numeral]:
        """Yield the numerals of `text` in order; years are none."""
        for found in self._openings.find(text, folded(text))[0]:
            numeral = self._numeral(text, found)
            if numeral and 0 < numeral.value <= LARGEST:
                yield numeral

    def _numeral(self, text: str, found: re.Match[str]) -> Numeral | None:
        prefix = (found["prefix"] or "").strip()
        start, end = found.span()
        if found["digits"]:
            base = self.number(found["digits"])
            if base is None:
                return None
            scale, low_end = self._scale(found["scale"]), False
            if scale is None and (high := self._range.match(text, end)):
                other = self.number(high["digits"])
                if other and base < other:
                    scale, low_end = self._scale(high["scale"]), True
            if scale is None and not prefix and _YEAR.fullmatch(found["digits"]):
                return None
            if scale is None and prefix in _LETTERS:
                return None
            scale = scale or Decimal(1)
            return Numeral(base * scale, start, end, scale, prefix=prefix, low_end=low_end)
        if found["fraction"]:
            value = self._fractions[plain(found["fraction"])]
            return Numeral(value, start, end, word=True, fraction=True)
        if found["word"]:
            scale = self._scale(found["wscale"]) or Decimal(1)
            return Numeral(self._spelled(found["word"]) * scale, start, end, scale, prefix=prefix, word=True)
        if found["vague"]:
            scale = self._scale(found["vscale"]) or Decimal(1)
            base = self._vague[plain(found["vague"].lower())]
            return Numeral(base * scale, start, end, scale, True, prefix)
        scale = self._scale(found["plural"]) or Decimal(1)
        return Numeral(scale, start, end, scale, True, prefix)

    def _scale(self, word: str | None) -> Decimal | None:
        return self._scales.get(word) or self._scales.get(word.lower()) if word else None

    def _spelled(self, words: str) -> Decimal:
        """Return the number said in words: "forty-one", « deux cent cinquante »."""
        value = Decimal(0)
        for found in self._number_word.finditer(words):
            word = re.sub(r"[\s-]+", " ", found.group().lower())
            if word in self._articles:
                continue
            if word in self._hundreds:
                value = max(value, Decimal(1)) * self._hundreds[word]
            else:
                value += self._words.get(word) or self._words.get(found.group().lower()) or Decimal(0)
        return value or Decimal(1)

    def number(self, digits: str) -> Decimal | None:
        """Return the number written as digits with separators; None where they make none."""
        plain = re.sub(rf"[{_SPACES}'’]", "", digits)
        other = "," if self._decimal == "." else "."
        if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain) and not (plain.count(self._decimal) == 1 and plain[0] == "0"):
            separators = {char for char in plain if char in ".,"}
            if len(separators) == 1 and (separators == {other} or plain.count(self._decimal) > 1):
                plain = plain.replace(",", "").replace(".", "")
        if self._decimal in plain and other in plain:
            plain = plain.replace(other, "")
        try:
            return Decimal(plain.replace(",", "."))
        except InvalidOperation:
            return None
