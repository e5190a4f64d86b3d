"""Which of an article's times belong to which commitment.

Belongs here: choosing an announcement, a start, an end and a term for a quantity, and sharing them among the claims of
one contract. Stays out: reading the times (`dates`).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from etl.extraction.dates import TimeMention
from etl.extraction.model import Claim
from etl.extraction.quantities import Quantity
from etl.extraction.scene import Scenes

_PLACES = {"power", "chips"}
_LEAD = 5
_FRESH = 10
_REACHES = {"announced": 5, "start": 2, "term": 2}


class Times(NamedTuple):
    """The times of one claim, each with the mention that it was read from, or None."""

    announced: TimeMention | None = None
    start: TimeMention | None = None
    end: TimeMention | None = None
    term: TimeMention | None = None

    def filled(self, other: "Times") -> "Times":
        """Return these times, with what they lack taken from `other`."""
        return Times(
            self.announced or other.announced, self.start or other.start, self.end or other.end, self.term or other.term
        )


class Timetable:
    """The times of one article, by sentence."""

    def __init__(self, scenes: Scenes, times: Iterable[TimeMention], published: date | None) -> None:
        self._scenes = scenes
        self._published = published
        self._by_sentence: dict[int, list[TimeMention]] = {}
        for mention in times:
            self._by_sentence.setdefault(scenes.sentence_of(mention.char_start), []).append(mention)
        self._lead = self._news_day()
        told = range(min(_LEAD, scenes.count))
        self._lead_partners = frozenset(
            name for index in told for mention in scenes.mentions_of(index) for name in mention.partners
        )

    def _news_day(self) -> TimeMention | None:
        """The day that the first sentences give for what is announced, first of those that speak of announcing."""
        opening = range(min(_LEAD, self._scenes.count))
        days = [
            (index, mention)
            for index in opening
            for mention in self._by_sentence.get(index, [])
            if self._announces(mention, index) and self._is_news(mention)
        ]
        announcing = [mention for index, mention in days if self._scenes.announces(index)]
        return next(iter([*announcing, *(mention for _, mention in days)]), None)

    def _is_news(self, mention: TimeMention) -> bool:
        day = mention.low
        return self._published is None or (day is not None and (self._published - day).days <= _FRESH)

    def _announces(self, mention: TimeMention, index: int) -> bool:
        """Tell whether a day of a sentence can be one of announcement, and is not merely the article's dateline."""
        if mention.role != "announced" or not self._is_past(mention):
            return False
        if self._published is None or mention.rule == "relative day":
            return self._scenes.announces(index)
        return mention.rule != "day" or mention.low != self._published

    def of(self, quantity: Quantity, kind: str, status: str, parties: frozenset[str]) -> Times:
        """Return the times that the quantity's own sentence gives it, and the day of the article's news."""
        index = self._scenes.sentence_of(quantity.char_start)
        inside = self._by_sentence.get(index, [])
        start = _nearest(
            inside, quantity, lambda one: one.role == "start" and (self._is_ahead(one) or one.rule.startswith("since"))
        )
        if start is None and (quantity.measure in _PLACES or kind == "buildout"):
            start = _nearest(inside, quantity, lambda one: one.role == "plain" and self._is_ahead(one))
            if start is None and status == "agreed":
                start = self._start_after(index)
        announced = None
        if status not in {"reported", "cancelled"}:
            announced = _nearest(inside, quantity, lambda one: self._announces(one, index))
            told = self._scenes.bygone(index) or any(one.role == "plain" and not self._is_ahead(one) for one in inside)
            fresh = status == "agreed" or (status == "completed" and index < _LEAD)
            if announced is None and fresh and not told and self._is_of_news(index, parties):
                announced = self._lead
        own = [one for one in inside if not self._is_of_another(one, quantity, index)]
        return Times(
            announced=announced,
            start=start,
            end=_nearest(
                own, quantity, lambda one: one.role == "end" and self._is_ahead(one) and status != "completed"
            ),
            term=_nearest(own, quantity, lambda one: one.role == "term"),
        )

    def _start_after(self, index: int) -> TimeMention | None:
        """The start that the next sentence gives, which has no figure of its own: "Work is to begin in 2027"."""
        following = index + 1
        if (
            following >= self._scenes.count
            or self._scenes.quantities_of(following)
            or self._scenes.block_of(following) != self._scenes.block_of(index)
        ):
            return None
        ahead = [one for one in self._by_sentence.get(following, []) if self._is_ahead(one)]
        return next((one for role in ("start", "plain") for one in ahead if one.role == role), None)

    def _is_of_another(self, mention: TimeMention, quantity: Quantity, index: int) -> bool:
        """Tell whether a figure of the same measure stands between a quantity and a time after it."""
        return any(
            one.measure == quantity.measure and quantity.char_end <= one.char_start < mention.char_start
            for one in self._scenes.quantities_of(index)
        )

    def _is_of_news(self, index: int, parties: frozenset[str]) -> bool:
        """Tell whether a commitment is the news: whoever of its partners leads the article has it in the first
        sentences; further down only all of its partners, with each other."""
        if index < _LEAD:
            return not parties.isdisjoint(self._lead_partners)
        return len(parties) > 1 and parties <= self._lead_partners

    def _is_past(self, mention: TimeMention) -> bool:
        return self._published is None or (mention.high is not None and mention.high <= self._published)

    def _is_ahead(self, mention: TimeMention) -> bool:
        return self._published is None or (mention.high is not None and mention.high >= self._published)


def _nearest(
    times: Iterable[TimeMention], quantity: Quantity, wanted: Callable[[TimeMention], bool]
) -> TimeMention | None:
    return min((one for one in times if wanted(one)), key=lambda one: _distance(one, quantity), default=None)


def _distance(mention: TimeMention, quantity: Quantity) -> int:
    if mention.char_start >= quantity.char_end:
        return mention.char_start - quantity.char_end
    return max(0, quantity.char_start - mention.char_end)


def share(scenes: Scenes, claims: Sequence[Claim], places: Sequence[int], times: Sequence[Times]) -> list[Times]:
    """Give the claims of the same parties each other's announcement, start and term, where these do not differ and
    their sentences, numbered by `places`, are near each other: further off they may tell of an earlier contract. So may
    a larger figure of the same measure, and a sentence that speaks of an earlier time keeps its own announcement."""
    shared = []
    told = [(frozenset((*one.from_partners, *one.to_partners)), one) for one in claims]
    for (own, claim), place, said in zip(told, places, times, strict=True):
        full = said
        if len(own) > 1:
            alike = [
                (one, abs(at - place), given)
                for (who, one), at, given in zip(told, places, times, strict=True)
                if who == own
            ]
            near = {
                name: [
                    getattr(given, name)
                    for one, distance, given in alike
                    if distance <= reach
                    and (not scenes.bygone(place) if name == "announced" else _of_one_contract(one, claim))
                ]
                for name, reach in _REACHES.items()
            }
            full = full.filled(Times(**{name: _agreed(mentions) for name, mentions in near.items()}))
        shared.append(full)
    return shared


def _of_one_contract(told: Claim, other: Claim) -> bool:
    """Tell whether the start and the term of one claim may be those of another."""
    return other.status != "completed" and (told.measure != other.measure or told.value <= other.value)


def _agreed(mentions: Sequence[TimeMention | None]) -> TimeMention | None:
    """The first of several mentions that mean the same time; None where they differ."""
    said = [mention for mention in mentions if mention]
    return said[0] if len({(one.low, one.high, one.years) for one in said}) == 1 else None
