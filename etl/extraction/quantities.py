"""Quantities in prose: where a value stands, what it measures, how it is hedged.

Belongs here: numerals, scales, units, currencies and the hedge beside them, for any language that has a lexicon.
Stays out: whether the quantity is a commitment, and whose.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from etl.extraction.lexicon import Lexicon, alternation

_LARGEST = Decimal(10) ** 16
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
)
_SYMBOLS = {code: code for code in _CODES} | {
    "US$": "USD", "$US": "USD", "$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD",
    "S$": "SGD", "NT$": "TWD", "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₹": "INR",
    "Rs.": "INR", "Rs": "INR", "RM": "MYR", "RMB": "CNY",
}  # fmt: skip
_SYMBOL = "|".join(re.escape(symbol) for symbol in sorted(_SYMBOLS, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[char_start:char_end]` says `value` `unit`; `bound_start:bound_end` is the hedge, empty without one."""

    measure: str
    value: Decimal
    unit: str
    bound: str
    char_start: int
    char_end: int
    bound_start: int
    bound_end: int


@dataclass(frozen=True, slots=True)
class _Numeral:
    value: Decimal
    start: int
    end: int
    vague: bool
    prefix: str
    scaled: bool
    scale: Decimal
    is_year: bool = False


class QuantityReader:
    """Reads the quantities of one language; immutable once built, linear in the length of the text."""

    def __init__(self, lexicon: Lexicon) -> None:
        numbers, units, bounds = lexicon["numbers"], lexicon["units"], lexicon["bounds"]
        self._decimal: str = numbers["decimal"]
        self._scales = {name: Decimal(str(value)) for name, value in numbers["scales"].items()}
        self._words = {name: Decimal(str(value)) for name, value in numbers["words"].items()}
        self._vague = {name: Decimal(str(value)) for name, value in numbers["vague"].items()}
        currencies = {name.casefold(): code for name, code in units["currencies"].items()}
        self._currencies = currencies
        self._power = {name: Decimal(str(value)) for name, value in units["power"].items()}
        link = "|".join(re.escape(word) for word in numbers["link"])
        scale = alternation(self._scales)
        unit = rf"(?:{alternation(self._power)})(?!\w)"
        digits = r"\d{1,3}(?:[ \u00a0\u202f\u2009.,'’]\d{3})+(?:[.,]\d{1,4})?(?!\d)|\d{1,15}(?:[.,]\d{1,4})?(?!\d)"
        words, vague = alternation(self._words), alternation(self._vague)
        self._numeral = re.compile(
            rf"(?P<prefix>(?<![\w$])(?:{_SYMBOL})[\s]?)?"
            rf"(?:(?(prefix)|(?<![\w.,/$-]))(?:(?P<digits>{digits})(?:[\s-]?(?P<scale>{scale})(?![a-zà-ÿA-Z]))?)"
            rf"|(?<!\w)(?P<word>{words})[\s-]?(?:(?P<wscale>{scale})|(?={unit}))(?!\w)"
            rf"|(?<!\w)(?P<vague>{vague})[\s-]?(?:(?P<vscale>{scale})|(?={unit}))?(?![a-zà-ÿ])"
            rf"|(?<!\w)(?P<plural>{alternation(numbers['plurals'])})(?!\w))",
        )
        names = alternation(currencies)
        self._currency = re.compile(
            rf"[\s-]?(?:(?:{link})\s?)?(?:(?P<name>{names})(?!\w)|(?P<symbol>{_SYMBOL})(?!\w))", re.IGNORECASE
        )
        not_power = "|".join(re.escape(word) for word in units["power_not_before"])
        self._power_unit = re.compile(
            rf"[\s-]?(?:(?:{link})\s?)?(?P<unit>{alternation(self._power)})(?!\w|{not_power})"
        )
        stop = "|".join(re.escape(word) for word in units["chips_stop"])
        gap = rf"(?:(?!(?:{stop})\b)[\w.’'-]+[\s-]){{0,5}}?"
        self._chips = re.compile(
            rf"[\s-]?(?:(?:{link})\s?)?{gap}(?:{alternation(units['chips'])})(?!\w)", re.IGNORECASE
        )
        self._shares = re.compile(
            rf"[\s-]?(?:(?:{link})\s?)?{gap}(?:{alternation(units['shares'])})(?!\w)", re.IGNORECASE
        )
        self._percent = re.compile(rf"\s?(?:{alternation(units['percent'])})(?!\w)")
        self._stake = re.compile(rf"(?<!\w)(?:{alternation(units['stake'])})(?!\w)", re.IGNORECASE)
        self._stake_not = re.compile(rf"(?<!\w)(?:{alternation(units['stake_not'])})(?!\w)", re.IGNORECASE)
        self._other_noun = re.compile(
            rf"[\s-](?:(?:{link})\s?)?(?:\w+\s)?(?:{alternation(units['money_nouns_not'])})(?!\w)", re.IGNORECASE
        )
        self._before = {
            bound: re.compile(
                rf"(?:^|(?<!\w))(?:{alternation(bounds[bound])})[\s(]*(?:[\w'’]+\s){{0,1}}$", re.IGNORECASE
            )
            for bound in ("at_most", "at_least", "about")
        }
        self._after = {
            "at_least": re.compile(rf"\s?(?:{alternation(bounds['after_at_least'])})(?!\w)", re.IGNORECASE),
            "about": re.compile(rf"\s?(?:{alternation(bounds['after_about'])})(?!\w)", re.IGNORECASE),
        }
        join = "|".join(re.escape(word) for word in numbers["range"])
        self._range = re.compile(rf"[\s\w€$£-]{{0,12}}?\s?(?:{join})\s?(?:{_SYMBOL})?\s?(?={digits})")

    def read(self, text: str) -> tuple[Quantity, ...]:
        """Return the quantities of `text` in order; a currency left out is the one that the text names most nearby."""
        found: list[Quantity] = []
        pending: list[tuple[int, _Numeral]] = []
        end_of_last = -1
        for numeral in self._numerals(text):
            if numeral.start < end_of_last:
                continue
            quantity = self._measured(text, numeral)
            if quantity is None:
                if numeral.scaled and numeral.scale >= 10**6 and not self._other_noun.match(text, numeral.end):
                    pending.append((len(found), numeral))
                continue
            found.append(quantity)
            end_of_last = quantity.char_end
        found.extend(self._bare(text, found, pending))
        found.sort(key=lambda quantity: quantity.char_start)
        return tuple(self._without_conversions(text, self._ranges(text, found)))

    def _numerals(self, text: str) -> list[_Numeral]:
        numerals = []
        position = 0
        while found := self._numeral.search(text, position):
            position = found.end()
            numeral = self._numeral_of(text, found)
            if numeral and 0 < numeral.value <= _LARGEST:
                numerals.append(numeral)
        return numerals

    def _numeral_of(self, text: str, found: re.Match[str]) -> _Numeral | None:
        prefix = (found["prefix"] or "").strip()
        start = found.start()
        if found["digits"]:
            base = self._number(found["digits"])
            scale = self._scales.get(found["scale"] or "", None)
            if base is None:
                return None
            year = scale is None and re.fullmatch(r"(?:19|20)\d\d", found["digits"]) is not None
            scale = scale or Decimal(1)
            return _Numeral(base * scale, start, found.end(), False, prefix, bool(found["scale"]), scale, year)
        if found["word"]:
            scale = self._scales.get(found["wscale"] or "", Decimal(1))
            word = re.sub(r"\s+", " ", found["word"]).replace("-", " ").strip()
            base = self._words.get(word) or self._words.get(found["word"]) or Decimal(1)
            return _Numeral(base * scale, start, found.end(), False, prefix, bool(found["wscale"]), scale)
        if found["vague"]:
            scale = self._scales.get(found["vscale"] or "", Decimal(1))
            word = re.sub(r"\s+", " ", found["vague"])
            base = self._vague.get(word) or self._vague.get(word.rstrip("-")) or Decimal(1)
            return _Numeral(base * scale, start, found.end(), True, prefix, bool(found["vscale"]), scale)
        scale = self._scales.get(found["plural"], Decimal(1))
        return _Numeral(scale, start, found.end(), True, prefix, True, scale)

    def _number(self, digits: str) -> Decimal | None:
        plain = re.sub(r"[ \u00a0\u202f\u2009'’]", "", digits)
        other = "," if self._decimal == "." else "."
        if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain) and not (plain.count(self._decimal) == 1 and plain[0] == "0"):
            separators = {char for char in plain if char in ".,"}
            if len(separators) == 1 and (separators == {other} or plain.count(self._decimal) > 1):
                plain = plain.replace(",", "").replace(".", "")
        if self._decimal in plain and other in plain:
            plain = plain.replace(other, "")
        plain = plain.replace(",", ".")
        try:
            return Decimal(plain)
        except InvalidOperation:
            return None

    def _measured(self, text: str, numeral: _Numeral) -> Quantity | None:
        if numeral.prefix:
            return self._quantity(text, numeral, "money", numeral.value, _SYMBOLS[numeral.prefix], numeral.end)
        if found := self._currency.match(text, numeral.end):
            name = re.sub(r"\s+", " ", found["name"] or "").casefold()
            code = self._currencies.get(name) or _SYMBOLS.get(found["symbol"] or "")
            if code and (numeral.scaled or numeral.value >= 1000):
                return self._quantity(text, numeral, "money", numeral.value, code, found.end())
            return None
        if found := self._power_unit.match(text, numeral.end):
            value = numeral.value * self._power[found["unit"]]
            if numeral.vague and value < 1000 and found["unit"].casefold().startswith("g"):
                value = Decimal(1000)
            return self._quantity(text, numeral, "power", value, "MW", found.end())
        if numeral.is_year:
            return None
        if numeral.value >= 100 and self._chips.match(text, numeral.end):
            return self._quantity(text, numeral, "chips", numeral.value, "count", numeral.end)
        if numeral.value >= 10000 and self._shares.match(text, numeral.end):
            return self._quantity(text, numeral, "shares", numeral.value, "count", numeral.end)
        if numeral.value <= 100 and (found := self._percent.match(text, numeral.end)):
            near = text[max(0, numeral.start - 60) : found.end() + 60]
            if self._stake.search(near) and not self._stake_not.search(
                text[max(0, numeral.start - 30) : found.end() + 20]
            ):
                return self._quantity(text, numeral, "stake", numeral.value, "percent", found.end())
        return None

    def _bare(self, text: str, found: list[Quantity], pending: list[tuple[int, _Numeral]]) -> list[Quantity]:
        """« 100 milliards » without a currency takes the last one named nearby, else the most common one."""
        money = [quantity for quantity in found if quantity.measure == "money"]
        if not money:
            return []
        common = Counter(quantity.unit for quantity in money).most_common(1)[0][0]
        read = []
        for _, numeral in pending:
            if any(numeral.start < quantity.char_end and quantity.char_start < numeral.end for quantity in found):
                continue
            before = [quantity.unit for quantity in money if quantity.char_end <= numeral.start]
            unit = before[-1] if before and numeral.start - money[len(before) - 1].char_end < 400 else common
            read.append(self._quantity(text, numeral, "money", numeral.value, unit, numeral.end))
        return read

    def _quantity(self, text: str, numeral: _Numeral, measure: str, value: Decimal, unit: str, end: int) -> Quantity:
        bound, low, high = self._bound(text, numeral, end)
        return Quantity(measure, value.normalize(), unit, bound, numeral.start, end, low, high)

    def _bound(self, text: str, numeral: _Numeral, end: int) -> tuple[str, int, int]:
        if numeral.vague:
            return "order", numeral.start, numeral.end
        window = text[max(0, numeral.start - 42) : numeral.start]
        best: tuple[int, str] | None = None
        for bound, pattern in self._before.items():
            found = pattern.search(window)
            if found and (best is None or found.start() > best[0]):
                best = (found.start(), bound)
        if best:
            return best[1], numeral.start - len(window) + best[0], numeral.start
        for bound, pattern in self._after.items():
            if found := pattern.match(text, end):
                return bound, end, found.end()
        return "exact", numeral.start, numeral.start

    def _ranges(self, text: str, found: list[Quantity]) -> list[Quantity]:
        """A range (« 840 à 1 200 MW », "between $30bn and $50bn") is its low end, at least."""
        kept: list[Quantity] = []
        skip = False
        for position, quantity in enumerate(found):
            if skip:
                skip = False
                continue
            low = self._low_end(text, quantity)
            if low is not None:
                kept.append(low)
                continue
            following = found[position + 1] if position + 1 < len(found) else None
            if following and following.measure == quantity.measure and following.value > quantity.value:
                between = text[quantity.char_end : following.char_start]
                head = text[max(0, quantity.char_start - 9) : quantity.char_start].casefold()
                opened = head.rstrip().endswith(("between", "entre", "from"))
                if between.strip() in {"-", "–", "to", "à"} or (opened and between.strip() in {"and", "et", "to"}):
                    kept.append(replace(quantity, bound="at_least"))
                    skip = True
                    continue
            kept.append(quantity)
        return kept

    def _low_end(self, text: str, quantity: Quantity) -> Quantity | None:
        """The bare low end before « à 1 200 MW », read in the unit of the high end."""
        head = text[max(0, quantity.char_start - 24) : quantity.char_start]
        found = re.search(r"(?<![\w.,])(\$|€|£)?(\d[\d.,\u00a0\u202f ]*)\s?(?:à|to|–|-|et|and)\s?(?:\$|€|£)?$", head)
        if not found:
            return None
        word = head[found.end(2) :].strip(" \u00a0\u202f$€£")
        opened = (
            text[: quantity.char_start - len(head) + found.start()].rstrip().casefold().endswith(("between", "entre"))
        )
        if word in {"et", "and"} and not opened:
            return None
        number = self._number(found[2].strip())
        first = re.match(r"[^\d]*(\d[\d.,\u00a0\u202f ]*\d|\d)", text[quantity.char_start : quantity.char_end])
        high = self._number(first[1]) if first else None
        if number is None or not high or not 0 < number < high:
            return None
        start = quantity.char_start - len(head) + found.start()
        value = (quantity.value * number / high).normalize()
        return replace(quantity, value=value, bound="at_least", char_start=start)

    @staticmethod
    def _without_conversions(text: str, found: list[Quantity]) -> list[Quantity]:
        """« 8,6 milliards d'euros (10 milliards de dollars) »: the bracket says the same again."""
        kept: list[Quantity] = []
        for quantity in found:
            last = kept[-1] if kept else None
            if last and last.measure == quantity.measure == "money" and last.unit != quantity.unit:
                between = text[
                    last.char_end : quantity.bound_start if quantity.bound != "exact" else quantity.char_start
                ]
                if len(between) < 25 and re.search(
                    r"[(,]\s?(?:soit|or|i\.e\.|about|environ|around|~|≈)?\s*\w*\s*$", between
                ):
                    continue
            kept.append(quantity)
        return kept
