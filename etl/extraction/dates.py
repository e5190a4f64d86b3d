"""Days, periods and terms in prose, resolved against the day of publication.

Belongs here: where a time stands, which interval it means, and what the words before it make of it (start, end, term,
announcement). Stays out: which commitment it belongs to.
"""

import calendar
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, pairwise
from typing import Any, NamedTuple

from etl.extraction.lexicon import alternation, folded
from etl.extraction.openings import DIGIT, Openings

_YEAR = r"20[1-6]\d"
_CUE_WINDOW = 34
Interval = tuple[date, date]
Matches = Sequence[Sequence[re.Match[str]]]


class TimeMention(NamedTuple):
    """`text[char_start:char_end]` is a time; `role` is announced, start, end, term or plain.

    `low` and `high` bound the interval (equal for an announcement), `years` is the length of a term.
    """

    char_start: int
    char_end: int
    role: str
    low: date | None
    high: date | None
    years: float | None
    rule: str


def _month(year: int, month: int) -> Interval:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _months(year: int, first: int, last: int) -> Interval:
    return date(year, first, 1), _month(year, last)[1]


class TimeReader:
    """Reads the times of one language, given the `dates` table of its lexicon; linear in the length of the text."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self._months = {name: number for number, names in enumerate(lexicon["months"], 1) for name in names.split()}
        self._weekdays = {name: number for number, name in enumerate(lexicon["weekdays"])}
        self._numbers: dict[str, int] = lexicon["numbers"]
        self._units: dict[str, float] = lexicon["term_units"]
        self._last_day = tuple(lexicon["last_day_cues"])
        self._since = tuple(lexicon["since_cues"])
        month = rf"(?P<month>{alternation(self._months)})\.?"
        day = r"(?P<day>[0-3]?\d)(?:er|st|nd|rd|th)?"
        year = rf"(?P<year>{_YEAR})"
        weekday = rf"(?:(?:{alternation(self._weekdays)}),?\s)?"
        self._capital: bool = lexicon["month_first"]  # where months come first, they have a capital
        orders = [rf"{month}\s{day}"] if lexicon["month_first"] else []
        orders.append(rf"{day}\s(?:of\s)?{month}")
        rules: list[tuple[re.Pattern[str], Iterable[str]]] = []

        def rule(pattern: str, begins: Iterable[str]) -> int:
            """Add a rule and return its number; it begins with one of some words."""
            rules.append((re.compile(rf"(?<!\w){pattern}(?!\w)"), begins))
            return len(rules) - 1

        self._dated = [
            rule(rf"{weekday}{named}(?:,?\s{year})?", (DIGIT, *self._weekdays, *self._months)) for named in orders
        ]
        self._month_year = rule(rf"{month}\s(?:of\s)?{year}", self._months)
        edge_words = [*lexicon["early"], *lexicon["middle"], *lexicon["late"]]
        edge = "|".join(f"(?P<{name}>{alternation(lexicon[name])})" for name in ("early", "middle", "late"))
        self._edge = rule(rf"(?:{edge})[\s-]?(?:de\s|of\s|in\s)?{year}", edge_words)
        parts = [
            (name, 12 // len(lexicon[table]), number, names)
            for table, name in (("halves", "half"), ("quarters", "quarter"))
            for number, names in enumerate(lexicon[table])
        ]
        shifts = (("this_year", 0), ("next_year", 1), ("last_year", -1))
        self._relative_edges = [
            (rule(rf"(?:{edge})[\s-]?(?:de\s|of\s|in\s)?(?:{alternation(lexicon[name])})", edge_words), shift)
            for name, shift in (*shifts, ("the_year", 0))
        ]
        self._month_end = rule(
            rf"(?:{alternation(lexicon['late'])})\s(?:de\s|of\s|d')?{month}(?:\s{year})?", lexicon["late"]
        )
        dated, coming = rf"\s(?:de\s|of\s)?(?:l'année\s)?{year}", alternation(lexicon["next_year"])
        self._parts = [
            (name, length, number, rule(rf"(?:{alternation(names)}){dated}", names))
            for name, length, number, names in parts
        ]
        self._bare_parts = [
            (name, length, number, rule(rf"(?:{alternation(names)})(?:\s(?:de\s|of\s)?(?P<next>{coming}))?", names))
            for name, length, number, names in parts
        ]
        self._bare_month = rule(month, self._months)
        self._year = rule(year, (DIGIT,))
        self._relative_years = [
            (rule(f"(?:{alternation(lexicon[name])})", lexicon[name]), shift) for name, shift in shifts
        ]
        self._weekday = rule(rf"(?P<weekday>{alternation(self._weekdays)})", self._weekdays)
        self._near = [
            (rule(f"(?:{alternation(lexicon[name])})", lexicon[name]), back)
            for name, back in (("today", 0), ("yesterday", 1))
        ]
        number = rf"(?P<n>\d{{1,2}}|{alternation(self._numbers)})"
        numbers = (DIGIT, *self._numbers)
        self._ago = [
            (
                rule(
                    re.escape(phrase).replace(r"\{n\}", number, 1).replace(r"\ ", r"\s"),
                    numbers if phrase[0] == "{" else (phrase,),
                ),
                days,
            )
            for key, days in (("days_ago", 1), ("ago", 7))
            for phrase in lexicon[key]
        ]
        self._day_before = rule(f"(?:{alternation(lexicon['day_before'])})", lexicon["day_before"])
        units = alternation(self._units)
        between = r"(?:[a-zà-ÿ]+\s)?"
        self._term_before = rule(
            rf"(?:{alternation(lexicon['term_before'])})\s{between}{number}[\s-]{between}(?P<unit>{units})",
            lexicon["term_before"],
        )
        self._term_after = rule(
            rf"{number}[\s-](?P<unit>{units})[\s,](?:[a-z$€£\d.-]+\s){{0,3}}?(?:{alternation(lexicon['term_after'])})",
            numbers,
        )
        self._decade = rule(f"(?:{alternation(lexicon['decades'])})", lexicon["decades"])
        self._rules = Openings(rules)
        self._span_opens = re.compile(rf"(?<!\w)(?:{alternation(lexicon['span_opens'])})\s(?:le\s|la\s|the\s)?$")
        self._span_links = re.compile(rf"\s?(?:{alternation(lexicon['span_links'])})\s(?:le\s|la\s|the\s)?")
        cue = "(?:^|(?<!\\w))(?P<cue>{})\\s(?:le\\s|la\\s|l'|the\\s|à\\s)?$"
        self._cues = {
            role: re.compile(cue.format(alternation(lexicon[f"{role}_cues"]))) for role in ("end", "start", "plain")
        }

    def read(self, text: str, published: date | None) -> tuple[TimeMention, ...]:
        """Return the times of `text` in order, without overlaps; relative ones need `published`."""
        low = folded(text)
        matches = self._rules.find(low, low)
        found = [
            *self._terms(matches),
            *self._days(text, low, matches, published),
            *self._periods(low, matches, published),
        ]
        found.sort(key=lambda mention: (mention.char_start, mention.char_start - mention.char_end))
        kept: list[TimeMention] = []
        for mention in found:
            if not kept or mention.char_start >= kept[-1].char_end:
                kept.append(mention)
        return tuple(self._spans(low, kept))

    def _spans(self, low: str, times: Sequence[TimeMention]) -> list[TimeMention]:
        """Two periods that say from when to when ("between 2026 and the end of 2029") are a start and an end."""
        spans = list(times)
        for place, (first, last) in enumerate(pairwise(times)):
            if not (
                first.role in {"plain", "start"} and last.role in {"plain", "start", "end"} and first.low and last.high
            ):
                continue
            opened = self._span_opens.search(low[max(0, first.char_start - _CUE_WINDOW) : first.char_start])
            linked = self._span_links.fullmatch(low[first.char_end : last.char_start])
            if linked and (opened or first.role == "start") and first.low < last.high:
                low_end = last.high if last.rule.endswith("late") else last.low
                spans[place] = first._replace(role="start", rule=f"start:{first.rule}")
                spans[place + 1] = last._replace(role="end", low=low_end, rule=f"end:{last.rule}")
        return spans

    def _terms(self, matches: Matches) -> list[TimeMention]:
        terms = [
            TimeMention(found.start(), found.end(), "term", None, None, years, "term")
            for rule in (self._term_before, self._term_after)
            for found in matches[rule]
            if (years := self._length(found)) and years <= 40
        ]
        return terms + [
            TimeMention(one.start(), one.end(), "term", None, None, 10.0, "decade") for one in matches[self._decade]
        ]

    def _length(self, found: re.Match[str]) -> float:
        count = int(found["n"]) if found["n"].isdigit() else self._numbers[found["n"]]
        return round(count * self._units[found["unit"]], 2)

    def _days(self, text: str, low: str, matches: Matches, published: date | None) -> list[TimeMention]:
        days = []
        for found in chain.from_iterable(matches[rule] for rule in self._dated):
            if self._capital and text[found.start("month")].islower():
                continue  # "of these, 6 may follow"
            day = self._resolved(found, published)
            if day:
                placed = self._placed(low, found.start(), found.end(), (day, day), "announced", "day")
                if placed.role in {"start", "end"} and not found["year"] and published and day < published:
                    coming = day + timedelta(days=366 if calendar.isleap(day.year + (day.month > 2)) else 365)
                    placed = placed._replace(low=coming, high=coming)
                days.append(placed)
        if published:
            for found in matches[self._weekday]:
                back = (published.weekday() - self._weekdays[found["weekday"]]) % 7
                day = published - timedelta(days=back)
                days.append(TimeMention(found.start(), found.end(), "announced", day, day, None, "weekday"))
            for rule, back in self._near:
                day = published - timedelta(days=back)
                days += [
                    TimeMention(one.start(), one.end(), "announced", day, day, None, "relative day")
                    for one in matches[rule]
                ]
            for rule, length in self._ago:
                for found in matches[rule]:
                    count = int(found["n"]) if found["n"].isdigit() else self._numbers[found["n"]]
                    day = published - timedelta(days=count * length)
                    days.append(TimeMention(found.start(), found.end(), "announced", day, day, None, "days ago"))
            days.extend(self._days_before(matches, days, published))
        return days

    def _days_before(self, matches: Matches, days: Sequence[TimeMention], published: date) -> Iterator[TimeMention]:
        """The day before the one named last, or else before publication: « la veille »."""
        named = sorted((one.char_end, one.low) for one in days if one.low and one.role == "announced")
        ends = [end for end, _ in named]
        for found in matches[self._day_before]:
            before = bisect(ends, found.start())
            day = (named[before - 1][1] if before else published) - timedelta(days=1)
            yield TimeMention(found.start(), found.end(), "announced", day, day, None, "day before")

    def _resolved(self, found: re.Match[str], published: date | None) -> date | None:
        """The day meant; without a year the nearest one that is not after publication."""
        month, number = self._months[found["month"]], int(found["day"])
        try:
            if found["year"]:
                return date(int(found["year"]), month, number)
            if published is None:
                return None
            day = date(published.year, month, number)
            return day if day <= published else date(published.year - 1, month, number)
        except ValueError:
            return None

    def _periods(self, low: str, matches: Matches, published: date | None) -> list[TimeMention]:
        periods = []
        for found in matches[self._month_year]:
            interval = _month(int(found["year"]), self._months[found["month"]])
            periods.append(self._placed(low, found.start(), found.end(), interval, "plain", "month"))
        for name, length, number, rule in self._parts:
            for found in matches[rule]:
                interval = _months(int(found["year"]), number * length + 1, (number + 1) * length)
                periods.append(self._placed(low, found.start(), found.end(), interval, "plain", name))
        for found in matches[self._edge]:
            periods.append(self._edged(low, found, int(found["year"])))
        periods.extend(self._month_ends(low, matches, published))
        for found in matches[self._year]:
            periods.append(
                self._placed(low, found.start(), found.end(), _months(int(found["year"]), 1, 12), "plain", "year")
            )
        if published:
            periods.extend(self._without_year(low, matches, published))
            for rule, shift in self._relative_edges:
                periods += [self._edged(low, one, published.year + shift) for one in matches[rule]]
            for rule, shift in self._relative_years:
                interval = _months(published.year + shift, 1, 12)
                periods += [
                    self._placed(low, one.start(), one.end(), interval, "plain", "relative year")
                    for one in matches[rule]
                ]
        return periods

    def _month_ends(self, low: str, matches: Matches, published: date | None) -> Iterator[TimeMention]:
        """The end of a month, which is its last day where it is an end: « avant la fin décembre ». Without a year it is
        the next one, and only a start or an end."""
        for found in matches[self._month_end]:
            number = self._months[found["month"]]
            if found["year"]:
                yield self._placed(low, *found.span(), _month(int(found["year"]), number), "plain", "late")
            elif published:
                interval = _month(published.year + (number < published.month), number)
                placed = self._placed(low, *found.span(), interval, "", "late")
                if placed.role:
                    yield placed

    def _edged(self, low: str, found: re.Match[str], year: int) -> TimeMention:
        """The beginning, the middle or the end of a year."""
        first, last = (1, 3) if found["early"] else (4, 9) if found["middle"] else (10, 12)
        rule = "late" if found["late"] else "edge"
        return self._placed(low, found.start(), found.end(), _months(year, first, last), "plain", rule)

    def _without_year(self, low: str, matches: Matches, published: date) -> list[TimeMention]:
        """Parts of a year and months whose year is the next one that is not over: « au second semestre », "by April";
        a month only where a start or an end is said."""
        found: list[TimeMention] = []
        for name, length, number, rule in self._bare_parts:
            for one in matches[rule]:
                year = published.year + bool(one["next"])
                interval = _months(year, number * length + 1, (number + 1) * length)
                if interval[1] < published:
                    interval = _months(year + 1, number * length + 1, (number + 1) * length)
                found.append(self._placed(low, one.start(), one.end(), interval, "plain", f"coming {name}"))
        for one in matches[self._bare_month]:
            number = self._months[one["month"]]
            placed = self._placed(
                low, one.start(), one.end(), _month(published.year + (number < published.month), number), "", "month"
            )
            if placed.role == "start" and low.startswith(self._since, placed.char_start):
                past = _month(published.year - (number > published.month), number)
                placed = placed._replace(low=past[0], high=past[1], rule="since:month")
            if placed.role:
                found.append(placed)
        return found

    def _placed(self, low: str, start: int, end: int, interval: Interval, role: str, rule: str) -> TimeMention:
        """Give a period the role that the words before it ask for."""
        before = low[max(0, start - _CUE_WINDOW) : start]
        found = {name: pattern.search(before) for name, pattern in self._cues.items()}
        cued = [(match.start(), name) for name, match in found.items() if match]
        if cued:
            first = min(cued)
            cue = found[first[1]]
            if first[1] in {"start", "end"} and cue is not None:
                if first[1] == "end" and (rule == "late" or cue["cue"] in self._last_day):
                    interval = (interval[1], interval[1])
                return TimeMention(
                    start - len(before) + cue.start(), end, first[1], *interval, None, f"{first[1]}:{rule}"
                )
        return TimeMention(start, end, role, *interval, None, rule)
