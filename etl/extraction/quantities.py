"""Quantities in prose: where a value stands, what it measures, how it is hedged.

Belongs here: units, currencies, what a bare number takes over from its neighbours, ranges, conversions and the hedge
beside a value. Stays out: numerals (`numerals`), whether the quantity is a commitment, and whose.
"""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from etl.extraction.lexicon import Lexicon, alternation, caseless, keyed, plain
from etl.extraction.numerals import DIGITS, SYMBOL, SYMBOLS, Numeral, NumeralReader

_MODEL = r"(?:[A-Z]{1,3}\d{2,4}[A-Z]{0,3}s?|Blackwells?|Trainium ?\d?s?|Ironwoods?|Hoppers?|Rubins?|Inferentia ?\d?)"
_NEARBY = 400
_CURRENCY_REACH = 400
_ELLIPSIS = 160
_RAISE_REACH = 80
_FEWEST_VAGUE = 10_000
_FEWEST_CHIPS, _FEWEST_SHARES, _FEWEST_DOLLARS = 100, 10_000, 1000
_GIGAWATT, _LEAST_POWER = Decimal(1000), Decimal(1)
_MODEL_SIZE = re.compile(r"[\d.,]+[BT]")
_SENTENCE_END = re.compile(r"(?<=[%\w])[.;]\s(?=[A-ZÀ-Ý])")
_BARE_DOLLAR = re.compile(r"(?<!US)\$(?!\s?US)")
_SLASHED = re.compile(r"\s?/\s?(?:MWh?|GWh?|kWh?|h|an|mois|token|GPU|W)\b")


class Quantity(NamedTuple):
    """`text[char_start:char_end]` says `value` `unit`; `bound_start:bound_end` is the hedge, empty without one.

    `bare` tells that the unit is taken over from another quantity (« 350 avec Broadcom et 90 avec AMD »).
    """

    measure: str
    value: Decimal
    unit: str
    bound: str
    char_start: int
    char_end: int
    bound_start: int
    bound_end: int
    bare: bool = False


class QuantityReader:
    """Reads the quantities of one language; immutable once built, linear in the length of the text."""

    def __init__(self, lexicon: Lexicon) -> None:
        numbers, units, bounds = lexicon["numbers"], lexicon["units"], lexicon["bounds"]
        self._numerals = NumeralReader(lexicon)
        self._currencies = keyed({name.casefold(): code for name, code in units["currencies"].items()})
        self._local_dollars = keyed(units["local_dollars"])
        self._local_dollar = re.compile(rf"(?<!\w)(?:{alternation(units['local_dollars'])})(?!\w)")
        self._power = {name: Decimal(str(value)) for name, value in units["power"].items()}
        link = "|".join(re.escape(word) for word in numbers["link"])
        self._currency = re.compile(
            rf"[\s-]?(?:(?:{link})\s?)?(?:(?P<name>{alternation(units['currencies'])})(?!\w)|(?P<symbol>{SYMBOL})(?!\w))",
            re.IGNORECASE,
        )
        not_power = "|".join(re.escape(word) for word in units["power_not_before"])
        self._power_unit = re.compile(
            rf"[\s-]?(?:(?:{link})\s?)?(?P<unit>{alternation(self._power)})(?!\w|{not_power})"
        )
        stop = "|".join(re.escape(word) for word in units["chips_stop"])
        gap = rf"(?:(?!(?:{stop})\b)[\w.’'-]+[\s-]){{0,5}}?"
        self._chips = re.compile(rf"[\s-]?(?:(?:{link})\s?)?{gap}(?:(?i:{alternation(units['chips'])})|{_MODEL})(?!\w)")
        self._chip_names = re.compile(rf"(?<!\w)(?:(?i:{alternation(units['chips'])})|{_MODEL})(?!\w)")
        self._shares = re.compile(
            rf"[\s-]?(?:(?:{link})\s?)?{gap}(?:{alternation(units['shares'])})(?!\w)", re.IGNORECASE
        )
        self._percent = re.compile(rf"\s?(?:{alternation(units['percent'])})(?!\w)")
        self._stake = re.compile(rf"(?<!\w)(?:{alternation(units['stake'])})(?!\w)", re.IGNORECASE)
        self._stake_not = re.compile(rf"(?<!\w)(?:{alternation(units['stake_not'])})(?!\w)", re.IGNORECASE)
        self._stake_of = re.compile(
            rf"\s(?:of|de|d['’]|du)\s?(?:the\s|la\s|l['’])?"
            rf"(?:(?:[a-zà-ÿ-]+\s){{0,2}}(?:{alternation(units['companies'])})(?!\w)|[A-Z][\w&-]+(?:\s[A-Z][\w&-]+)*(?!['’]s|\w|[\s-]\w+s\b))"
        )
        self._stake_before = re.compile(
            rf"(?<!\w)(?:{alternation(units['stake_before'])})\s(?:[\w'’]+\s)?$", re.IGNORECASE
        )
        self._stake_after = re.compile(
            rf"\s?[,.;)](?!\d)|\s(?:{alternation(units['stake_after'])})(?!\w)", re.IGNORECASE
        )
        self._other_noun = re.compile(
            rf"[\s-](?:(?:{link})\s?)?(?:\w+\s)?(?:{alternation(units['money_nouns_not'])})(?!\w)", re.IGNORECASE
        )
        self._per_unit = re.compile(rf"[\s,]{{1,2}}(?:{alternation(units['per_unit'])})(?!\w)", re.IGNORECASE)
        self._counted = re.compile(units["counted"])
        self._money_noun = re.compile(rf"(?:{alternation(units['money_nouns'])})(?!\w)", re.IGNORECASE)
        self._before = {
            bound: re.compile(rf"(?<!\w)(?:{caseless(bounds[bound])})[\s(]*(?:[\w'’]+\s){{0,1}}$")
            for bound in ("at_most", "at_least", "about")
        }
        self._after = {
            "at_least": re.compile(rf"\s?(?:{alternation(bounds['after_at_least'])})(?!\w)", re.IGNORECASE),
            "about": re.compile(rf"\s?(?:{alternation(bounds['after_about'])})(?!\w)", re.IGNORECASE),
        }
        self._openers = tuple(word for word in numbers["range_openers"])
        self._raised = re.compile(
            rf"(?<!\w)(?:{alternation(numbers['raised'])})(?!\w)[^.;\d]*(?<!\w)(?:{alternation(numbers['raised_from'])})\s(?:\$|€|£)?$",
            re.IGNORECASE,
        )
        self._links = frozenset(numbers["range"])
        self._conjunctions = frozenset(numbers["range_conjunctions"])
        self._low = re.compile(rf"(?<![\w.,])(\$|€|£)?({DIGITS})\s?(?:{alternation(numbers['range'])})\s?(?:\$|€|£)?$")
        ellipsis = numbers["ellipsis"]
        before = alternation(ellipsis["before"])
        self._bare_before = re.compile(rf"(?:^|(?<!\w))(?:{before})\s?$|[,;(]\s?$", re.IGNORECASE)
        self._pronoun_before = re.compile(
            rf"(?<!\w)(?:{alternation(ellipsis['pronouns'])})\s(?:[^\W\d][\w'’-]*\s){{1,3}}$", re.IGNORECASE
        )
        self._bare_after = re.compile(rf"\s(?:{alternation(ellipsis['after'])})(?!\w)|[.;)](?!\d)")
        self._bare_count_of = re.compile(rf"\s(?:{alternation(ellipsis['of_them'])})(?!\w)")
        self._bare_count = re.compile(rf"\s(?:{alternation(ellipsis['counts_after'])})(?!\w)|[.;,)](?!\d)")

    def read(self, text: str) -> tuple[Quantity, ...]:
        """Return the quantities of `text` in order; a currency left out is the one that the text names most nearby."""
        found: list[Quantity] = []
        pending: list[Numeral] = []
        end_of_last = -1
        local = self._local_dollar.search(text)
        dollar = self._local_dollars[plain(local.group())] if local else "USD"
        for numeral in self._numerals.read(text):
            if numeral.start < end_of_last:
                continue
            quantity = self._measured(text, numeral)
            if (
                quantity
                and quantity.unit == "USD"
                and _BARE_DOLLAR.search(text, quantity.char_start, quantity.char_end)
            ):
                quantity = quantity._replace(unit=dollar)
            if quantity is None:
                pending.append(numeral)
                currency = self._currency.match(text, numeral.end)
                rate = self._per_unit.match(text, currency.end() if currency else numeral.end)
                end_of_last = rate.end() if rate else end_of_last
                continue
            found.append(quantity)
            end_of_last = quantity.char_end
        found.extend(self._without_currency(text, found, pending))
        found.sort(key=lambda quantity: quantity.char_start)
        kept = self._without_conversions(text, self._ranges(text, found))
        kept.extend(self._elliptic(text, kept, pending))
        kept.sort(key=lambda quantity: quantity.char_start)
        return tuple(kept)

    def _measured(self, text: str, numeral: Numeral) -> Quantity | None:
        if numeral.fraction:
            near = text[max(0, numeral.start - 60) : numeral.end + 60]
            if self._stake_of.match(text, numeral.end) and not self._stake_not.search(near):
                return self._quantity(text, numeral, "stake", numeral.value, "percent", numeral.end)
            return None
        if numeral.prefix:
            if self._is_rate(text, numeral.end):
                return None
            return self._quantity(text, numeral, "money", numeral.value, SYMBOLS[numeral.prefix], numeral.end)
        if found := self._currency.match(text, numeral.end):
            name = plain(found["name"] or "").casefold()
            code = self._currencies.get(name) or SYMBOLS.get(found["symbol"] or "")
            if code and (numeral.scaled or numeral.value >= _FEWEST_DOLLARS) and not self._is_rate(text, found.end()):
                return self._quantity(text, numeral, "money", numeral.value, code, found.end())
            return None
        if found := self._power_unit.match(text, numeral.end):
            value = numeral.value * self._power[found["unit"]]
            if value < _LEAST_POWER:
                return None
            if numeral.vague and value < _GIGAWATT and found["unit"].casefold().startswith("g"):
                value = _GIGAWATT
            return self._quantity(text, numeral, "power", value, "MW", found.end())
        if numeral.value >= _FEWEST_CHIPS and self._chips.match(text, numeral.end):
            return self._quantity(text, numeral, "chips", numeral.value, "count", numeral.end)
        if numeral.value >= _FEWEST_SHARES and self._shares.match(text, numeral.end):
            return self._quantity(text, numeral, "shares", numeral.value, "count", numeral.end)
        found = self._percent.match(text, numeral.end) if numeral.value <= 100 else None
        if found and self._is_stake(text, numeral.start, found.end()):
            return self._quantity(text, numeral, "stake", numeral.value, "percent", found.end())
        return None

    def _is_stake(self, text: str, start: int, end: int) -> bool:
        """Tell whether a percentage is one of a company: by a word near it, by what it is of, or because it is bought,
        taken or given and nothing else is said of it (« a pris 15 % », "$500 million for 8%.")."""
        if self._stake_not.search(_SENTENCE_END.split(text[max(0, start - 30) : end + 20])[0]):
            return False
        if self._stake.search(text, max(0, start - 60), end + 60) or self._stake_of.match(text, end):
            return True
        return bool(self._stake_before.search(text, max(0, start - 30), start) and self._stake_after.match(text, end))

    def _without_currency(self, text: str, found: list[Quantity], pending: Iterable[Numeral]) -> list[Quantity]:
        """« 100 milliards » without a currency takes the last one named nearby, else the most common one."""
        money = [quantity for quantity in found if quantity.measure == "money"]
        if not money:
            return []
        common = Counter(quantity.unit for quantity in money).most_common(1)[0][0]
        read = []
        taken = _Places(found)
        at = 0
        for numeral in pending:
            if numeral.scale < 10**6 or self._is_crowd(text, numeral) or self._counts(text, numeral.end):
                continue
            if _MODEL_SIZE.fullmatch(text, numeral.start, numeral.end):
                continue
            if numeral.start in taken or self._bare_count_of.match(text, numeral.end):
                continue
            while at < len(money) and money[at].char_end <= numeral.start:
                at += 1
            unit = common
            if at and numeral.start - money[at - 1].char_end < _CURRENCY_REACH:
                unit = money[at - 1].unit
            read.append(self._quantity(text, numeral, "money", numeral.value, unit, numeral.end))
        return read

    @staticmethod
    def _is_crowd(text: str, numeral: Numeral) -> bool:
        """Tell whether a numeral is a lone « des milliards », which counts anything."""
        return numeral.vague and (numeral.scale < 10**9 or " " not in text[numeral.start : numeral.end].strip())

    def _is_rate(self, text: str, end: int) -> bool:
        """Tell whether a sum is a price of one of something: "$10m a megawatt", « 110 €/MWh »."""
        return bool(_SLASHED.match(text, end) or self._per_unit.match(text, end))

    def _counts(self, text: str, end: int) -> bool:
        """Tell whether a number counts something else than money: « 4 millions d'élèves », "16 billion tokens"."""
        if self._other_noun.match(text, end):
            return True
        found = self._counted.match(text, end)
        return found is not None and not self._money_noun.match(text, found.start("noun"))

    def _elliptic(self, text: str, found: list[Quantity], pending: Iterable[Numeral]) -> list[Quantity]:
        """A bare number takes over what the quantity before it measures: « 350 milliards avec X et 90 avec Y »."""
        read: list[Quantity] = []
        at = 0
        taken = _Places(found)
        for numeral in pending:
            if numeral.prefix or numeral.fraction or (numeral.vague and numeral.value < _FEWEST_VAGUE):
                continue
            while at < len(found) and found[at].char_end <= numeral.start:
                at += 1
            if numeral.start in taken:
                continue
            if numeral.value >= _FEWEST_DOLLARS and self._is_of_chips(text, numeral):
                read.append(
                    self._quantity(text, numeral, "chips", numeral.value, "count", numeral.end)._replace(bare=True)
                )
                continue
            if not at:
                continue
            quantity = self._taken_over(text, numeral, found[:at][-3:])
            if quantity:
                read.append(quantity)
        return read

    def _is_of_chips(self, text: str, numeral: Numeral) -> bool:
        """Tell whether a number counts chips that were named right before: "MI355X accelerators, 13,000 of them"."""
        named = self._chip_names.search(text, max(0, numeral.start - _ELLIPSIS), numeral.start)
        return named is not None and self._bare_count_of.match(text, numeral.end) is not None

    def _taken_over(self, text: str, numeral: Numeral, before: list[Quantity]) -> Quantity | None:
        head = text[max(0, numeral.start - 30) : numeral.start]
        if numeral.value >= _FEWEST_DOLLARS:
            chips = [one for one in before if one.measure == "chips" and numeral.start - one.char_end < _NEARBY]
            if chips and self._bare_count.match(text, numeral.end):
                return self._quantity(text, numeral, "chips", numeral.value, "count", numeral.end)._replace(bare=True)
            return None
        if numeral.scaled:
            return None
        last = before[-1]
        between = text[last.char_end : numeral.start]
        if len(between) > _ELLIPSIS or "\n" in between or last.measure not in {"money", "power"}:
            return None
        if not (self._bare_before.search(head) or self._pronoun_before.search(head)):
            return None
        if not self._bare_after.match(text, numeral.end):
            return None
        scale = self._scale_of(text, last)
        if scale is None or (last.measure == "money" and scale < 10**6):
            return None
        value = numeral.value * scale
        if not last.value / 100 <= value <= last.value * 100:
            return None
        return self._quantity(text, numeral, last.measure, value, last.unit, numeral.end)._replace(bare=True)

    def _scale_of(self, text: str, quantity: Quantity) -> Decimal | None:
        """Return what one of the number written in a quantity is worth: 1e9 for « 350 milliards »."""
        numeral = next(iter(self._numerals.read(text[quantity.char_start : quantity.char_end])), None)
        if numeral is None or numeral.vague:
            return None
        return quantity.value / (numeral.value / numeral.scale)

    def _quantity(self, text: str, numeral: Numeral, measure: str, value: Decimal, unit: str, end: int) -> Quantity:
        bound, low, high = self._bound(text, numeral, end)
        if numeral.low_end:
            bound = "at_least"
        return Quantity(measure, value.normalize(), unit, bound, numeral.start, end, low, high)

    def _bound(self, text: str, numeral: Numeral, end: int) -> tuple[str, int, int]:
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
            if low is not None and self._is_raise(text, low):
                if kept and kept[-1].char_start == low.char_start:
                    kept.pop()
                kept.extend((low._replace(bound="exact"), quantity))
                continue
            if low is not None:
                if kept and kept[-1].char_start == low.char_start:
                    kept.pop()
                kept.append(low)
                continue
            following = found[position + 1] if position + 1 < len(found) else None
            if following and following.measure == quantity.measure and following.value > quantity.value:
                between = text[quantity.char_end : following.char_start].strip()
                head = text[max(0, quantity.char_start - 9) : quantity.char_start].casefold()
                opened = head.rstrip().endswith(self._openers)
                if self._is_raise(text, quantity):
                    kept.append(quantity)
                    continue
                if between in self._links and (opened or between not in self._conjunctions):
                    kept.append(quantity._replace(bound="at_least"))
                    skip = True
                    continue
            kept.append(quantity)
        return kept

    def _is_raise(self, text: str, low: Quantity) -> bool:
        """Tell whether a figure is raised to the next one, and not a range: « passe de 3 à 9 MW »."""
        return self._raised.search(text, max(0, low.char_start - _RAISE_REACH), low.char_start) is not None

    def _low_end(self, text: str, quantity: Quantity) -> Quantity | None:
        """The bare low end before « à 1 200 MW », read in the unit of the high end."""
        head = text[max(0, quantity.char_start - 24) : quantity.char_start]
        found = self._low.search(head)
        if not found:
            return None
        word = head[found.end(2) :].strip(" \u00a0\u202f$€£")
        start = quantity.char_start - len(head) + found.start()
        opened = text[max(0, start - 12) : start].rstrip().casefold()
        if word in self._conjunctions and not opened.endswith(self._openers):
            return None
        number = self._numerals.number(found[2].strip())
        first = re.match(r"[^\d]*(\d[\d.,\u00a0\u202f ]*\d|\d)", text[quantity.char_start : quantity.char_end])
        high = self._numerals.number(first[1]) if first else None
        if number is None or not high or not 0 < number < high:
            return None
        value = (quantity.value * number / high).normalize()
        return quantity._replace(value=value, bound="at_least", char_start=start)

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


class _Places:
    """The characters that quantities take up."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        self._taken = {place for one in quantities for place in range(one.char_start, one.char_end)}

    def __contains__(self, place: int) -> bool:
        return place in self._taken
