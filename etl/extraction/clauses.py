"""Clauses: where each partner of a sentence stands to a word of a frame (subject, object, behind a preposition).

Belongs here: clause breaks, prepositions, subjects, the slots of a frame, and which frames govern a value. Stays out:
what a slot means for a role (`sides`), all words (lexicons). A phrase is one partner or several joined by « et ».
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from etl.extraction.frames import Evocation
from etl.extraction.lexicon import Lexicon, alternation, keyed, plain

_LIGHT = frozenset({"announce"})
_ADJACENT = 34
_TIGHT = 24
_OBJECT = 36
_REACH = 60
_DESCRIBED = 80
_GOVERNORS = 3
_FAR = 70
_COSTLY = 170
_PARTING = {",": 1, ";": 4, ":": 4}
_LIGHT_VERBS = frozenset({"announce", "contract", "commit"})
_LOOSE = frozenset({"with", "from", "to", "for", "by", "into"})


class Phrase(NamedTuple):
    """Partners named together at `start` to `end`; `preposition` is the class of the one before them, '' for none, and
    `tied` where it begins; `genitive` tells whether they own what follows."""

    start: int
    end: int
    preposition: str
    tied: int
    genitive: bool


class Syntax:
    """Clause breaks, relatives and prepositions of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        syntax = lexicon["syntax"]
        self._break = re.compile(rf"(?<!\w)(?:{alternation(syntax['clause_breaks'])})(?!\w)|[;:()—–]|,")
        classes = {word: name for name, words in syntax["prepositions"].items() for word in words}
        self._class = keyed({word.lower(): name for word, name in classes.items()})
        words = alternation(classes)
        demonyms = lexicon["coreference"]["demonyms"]
        nouns = alternation((*lexicon["organisations"]["nouns"], *syntax["before_names"], *demonyms))
        other = (word for name, listed in syntax["prepositions"].items() if name != "of" for word in listed)
        stop = alternation((*syntax["clause_breaks"], *syntax["relatives"], *syntax["subordinators"], *other))
        self._partitive = re.compile(rf"(?<!\w)(?:{alternation(syntax['partitives'])})(?!\w)|(?<!\w)\w'(?=\w)")
        self._any = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
        article = r"(?:(?:the|its|a|an|le|la|les|un|une|son|sa|ses|cet?|cette|l'|d')(?:\s|(?<=')))"
        word = rf"(?!(?:{stop})\b)[a-zà-ÿ0-9.'-]+\s"
        self._dative = frozenset(syntax.get("dative", ()))  # a language may have none
        kind = rf"(?:{nouns}|[\w-]+(?:{alternation(syntax.get('described', ())) or '(?!)'}))"
        self._bare = re.compile(
            rf"(?<!\w)({words})(?:\s|(?<=')){article}?(?:(?:{word}){{0,4}}{kind}\s(?:{word}){{0,3}})?$"
        )
        self._article = re.compile(rf"(?<!\w)(?:{words})(?:\s|(?<='))")
        transparent = alternation(syntax["transparent"])
        self._within = re.compile(rf"(?<!\w)(?:{transparent})\s(?:of|de|d')\s?(?:the\s|la\s|l')?$")
        self._relative = re.compile(rf"(?<!\w)(?:{alternation(syntax['relatives'])})(?!\w)")
        openers = (*syntax["relatives"], *syntax["subordinators"])
        self._opener = re.compile(rf"(?<!\w)(?:{alternation(openers)})\s?$")

    def preposition(self, low: str, start: int, end: int) -> tuple[str, int]:
        """Return the class of the preposition before a phrase from `start` to `end`, '' for none, and its place; a
        pronoun such as « lui » is its own."""
        within = self._within.search(low, max(0, start - 30), start)
        start = within.start() if within else start
        found = self._bare.search(low, max(0, start - _DESCRIBED), start)
        if not found and low[start:end] in self._dative:
            return "to", start
        return (self._class[plain(found[1])], found.start()) if found else ("", start)

    def phrase(self, low: str, start: int, end: int) -> str:
        """Return how a value is tied to a noun around what stands between them: 'tight' by a partitive or nothing (« 10
        milliards d'investissements »), 'loose' by more words, '' by another preposition or a clause break."""
        between = low[start:end]
        if self._break.search(between) or "'s" in between:
            return ""
        without, count = self._partitive.subn(" ", between)
        if self._any.search(without):
            return ""
        return "tight" if count <= 1 and len(between) <= _TIGHT else "loose"

    def breaks(self, low: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where clause breaks stand between two places, and how much each one parts."""
        for found in self._break.finditer(low, start, end):
            yield found.start(), _PARTING.get(found.group(), 2)

    def relative(self, low: str, start: int, end: int) -> re.Match[str] | None:
        """Return the last relative pronoun between two places."""
        last = None
        for last in self._relative.finditer(low, start, end):  # noqa: B007
            pass
        return last

    def opened(self, low: str, start: int) -> int | None:
        """Return where a word begins that opens a clause right before `start`, None where there is none."""
        found = self._opener.search(low, max(0, start - 24), start)
        return found.start() if found else None


class SentenceClauses:
    """One sentence's evocations and phrases; the rank of a phrase is its place in `phrases`."""

    def __init__(
        self,
        low: str,
        bounds: tuple[int, int],
        syntax: Syntax,
        evocations: Sequence[Evocation],
        spans: Sequence[tuple[int, int, bool]],
    ) -> None:
        self._low = low
        self._start, self._end = bounds
        self._syntax = syntax
        self._evocations = evocations
        self._starts = [evocation.start for evocation in evocations]
        self.phrases = [
            Phrase(start, end, "", start, True)
            if possessive
            else Phrase(start, end, *self._preposition(start, end), self._owns(end))
            for start, end, possessive in spans
        ]
        inside = [(start, end) for start, end, _ in spans]
        self._breaks = [
            (place, parting)
            for place, parting in syntax.breaks(low, *bounds)
            if not any(start <= place < end for start, end in inside)
        ]
        self._broken = [place for place, _ in self._breaks]
        self._subjects: dict[int, int | None] = {}
        self._slots: dict[tuple[int, int], str] = {}

    def _parting(self, start: int, end: int) -> int:
        """Return how much the clause breaks between two places part: a comma counts one, a word two, a colon four."""
        at = bisect_left(self._broken, start)
        parting = 0
        while at < len(self._broken) and self._broken[at] < end:
            parting += self._breaks[at][1]
            at += 1
        return parting

    def _preposition(self, start: int, end: int) -> tuple[str, int]:
        """Return the class and the place of the preposition before a phrase, '' where a verb parts them ("to acquire
        chip maker X")."""
        preposition, tied = self._syntax.preposition(self._low, start, end)
        told = self._evocations[bisect_left(self._starts, tied) : bisect_left(self._starts, start)]
        return ("", start) if any(one.form == "verb" and one.end <= start for one in told) else (preposition, tied)

    def _owns(self, end: int) -> bool:
        return self._low.startswith(("'s ", "' "), end)

    def governors(self, start: int, end: int, others: Sequence[tuple[int, int]]) -> list[tuple[Evocation, str]]:
        """Return up to three evocations that govern the quantity at `start` to `end`, the closest first, each with how
        it does; `others` are the places of the sentence's other quantities."""
        ranked = sorted(
            ((*self._cost(evocation, start, end, others), index) for index, evocation in enumerate(self._evocations)),
        )
        chosen: list[tuple[Evocation, str]] = []
        for cost, how, index in ranked:
            if cost > _COSTLY:
                break
            evocation = self._evocations[index]
            if all(evocation.frames != one.frames for one, _ in chosen):
                chosen.append((evocation, how))
            if len(chosen) == _GOVERNORS:
                break
        return chosen

    def _cost(self, evocation: Evocation, start: int, end: int, others: Iterable[tuple[int, int]]) -> tuple[float, str]:
        after = evocation.start >= end
        low, high = (end, evocation.start) if after else (evocation.end, start)
        gap = max(0, high - low)
        breaks = self._parting(low, high)
        crossed = sum(1 for one, other in others if low <= one and other <= high)
        light = 40 * (not _LIGHT.isdisjoint(evocation.frames))
        cost = gap + 20.0 * breaks + 30 * crossed + light
        if evocation.form == "noun" and not crossed and gap <= _ADJACENT:
            phrase = self._syntax.phrase(self._low, low, high)
            if phrase:
                return cost * 0.5 - (30 if phrase == "tight" else 15), "next" if after else "of"
        if after and evocation.form == "verb":
            cost += 30
        return cost, "after" if after else "before"

    def slot(self, rank: int, evocation: Evocation) -> str:
        """Return where a phrase stands to an evocation, '' where it has no place of its own there. What a preposition
        ties more loosely, or before the evocation, ends in '?'."""
        key = (rank, evocation.start)
        if key not in self._slots:
            self._slots[key] = self._slot(rank, evocation)
        return self._slots[key]

    def _slot(self, rank: int, evocation: Evocation) -> str:
        phrase = self.phrases[rank]
        passive = evocation.form == "passive"
        if phrase.end <= evocation.start:
            gap = evocation.start - phrase.end
            if evocation.form == "noun":
                plain = not self._parting(phrase.end, evocation.start)
                if phrase.genitive and gap < _REACH and plain:
                    return "genitive"
                if gap <= _TIGHT and plain and not phrase.genitive and self._heads(phrase.end, evocation):
                    return "modifier"
            if self.subject(evocation) == rank:
                if evocation.form == "noun" and self._led(phrase.end, evocation):
                    return ""
                return "object" if passive else "subject"
            if phrase.preposition and phrase.tied == phrase.start and gap <= _TIGHT:
                return phrase.preposition
            if phrase.preposition:
                return f"{phrase.preposition}?" if phrase.preposition in _LOOSE else ""
            return "subject?" if phrase.genitive else ""
        if phrase.start < evocation.end:
            return ""
        gap = phrase.start - evocation.end
        if gap <= 1 and evocation.form == "noun" and not phrase.preposition and not phrase.genitive:
            return "modifier"
        if phrase.preposition:
            parting = self._parting(evocation.end, phrase.tied)
            if phrase.preposition == "of" and not phrase.genitive:
                return "of" if gap <= _OBJECT and not parting and not self._noun_between(evocation, phrase) else ""
            if gap <= _FAR and parting < 2 and not phrase.genitive:
                return phrase.preposition
            return f"{phrase.preposition}?" if phrase.preposition in _LOOSE and parting < 6 else ""
        if phrase.genitive and evocation.form != "noun" and gap <= _OBJECT:
            return "object?"
        if evocation.form == "verb" and gap <= _OBJECT and not self._parting(evocation.end, phrase.start):
            return "object"
        if self.cataphor(evocation) == rank:
            return "subject"
        return ""

    def _heads(self, start: int, evocation: Evocation) -> bool:
        """Tell whether a noun goes with what ends at `start`: no verb between, no preposition before the noun."""
        at = bisect_right(self._starts, start)
        between = [one for one in self._evocations[at:] if start <= one.start and one.end <= evocation.start]
        tied, _ = self._syntax.preposition(self._low, evocation.start, evocation.end)
        return not tied and all(one.form == "noun" for one in between)

    def _led(self, start: int, evocation: Evocation) -> bool:
        """Tell whether a verb with a frame of its own leads from a subject to a noun: "X received an investment"."""
        at = bisect_right(self._starts, start)
        return any(
            one.form != "noun" and _LIGHT_VERBS.isdisjoint(one.frames)
            for one in self._evocations[at:]
            if start <= one.start and one.end <= evocation.start
        )

    def value_slot(self, rank: int, start: int, end: int) -> str:
        """Return where a phrase stands to a value itself: « 100 milliards d'X », "X's $4 billion", "$38bn to X"."""
        phrase = self.phrases[rank]
        if phrase.end <= start:
            plain = start - phrase.end <= _TIGHT and not self._parting(phrase.end, start)
            return "genitive" if phrase.genitive and plain else ""
        gap = phrase.tied - end
        if gap < 0 or gap > _TIGHT or self._parting(end, phrase.tied) or self._evoked(end, phrase.tied):
            return ""
        if not phrase.preposition:
            return "modifier" if phrase.start - end <= 2 else ""
        return phrase.preposition

    def _evoked(self, start: int, end: int) -> bool:
        at = bisect_left(self._starts, start)
        return at < len(self._starts) and self._starts[at] < end

    def _noun_between(self, evocation: Evocation, phrase: Phrase) -> bool:
        at = bisect_right(self._starts, evocation.start)
        return any(one.form == "noun" and one.end <= phrase.start for one in self._evocations[at:])

    def subject(self, evocation: Evocation) -> int | None:
        """Return the rank of the phrase that does what an evocation says, looked for before it."""
        if evocation.start not in self._subjects:
            self._subjects[evocation.start] = self._subject(evocation)
        return self._subjects[evocation.start]

    def _subject(self, evocation: Evocation) -> int | None:
        low = self._low
        before = [rank for rank, phrase in enumerate(self.phrases) if phrase.end <= evocation.start]
        if before and evocation.form != "noun":
            last = self.phrases[before[-1]]
            pronoun = self._syntax.relative(low, last.end, evocation.start)
            if pronoun and pronoun.start() - last.end <= _REACH // 2 and evocation.start - pronoun.end() <= _REACH // 2:
                return before[-1]
        owner = None
        for position in range(len(before) - 1, -1, -1):
            rank = before[position]
            phrase = self.phrases[rank]
            if phrase.preposition or self._is_object(phrase):
                continue
            if phrase.genitive:
                owner = rank if owner is None else owner
                continue
            opener = self._syntax.opened(low, phrase.start)
            if opener is not None and "," in low[phrase.end : evocation.start]:
                outer = [one for one in before[:position] if self.phrases[one].end <= opener and self._bare(one)]
                if outer:
                    return outer[-1]
            return rank
        return owner

    def _bare(self, rank: int) -> bool:
        phrase = self.phrases[rank]
        return not phrase.preposition and not phrase.genitive and not self._is_object(phrase)

    def _is_object(self, phrase: Phrase) -> bool:
        """Tell whether a verb right before a phrase has it as its object."""
        at = bisect_right(self._starts, phrase.start) - 1
        while at >= 0 and phrase.start - self._evocations[at].end <= _TIGHT:
            one = self._evocations[at]
            if one.form == "verb" and one.end <= phrase.start and "announce" not in one.frames:
                return not self._parting(one.end, phrase.start)
            at -= 1
        return False

    def cataphor(self, evocation: Evocation) -> int | None:
        """Return the phrase after an opening « Pour payer …, » or "To pay for it," that is its subject."""
        if evocation.form == "noun" or evocation.start - self._start > _REACH or self.subject(evocation) is not None:
            return None
        comma = self._low.find(",", evocation.end, self._end)
        if comma < 0:
            return None
        after = [rank for rank, phrase in enumerate(self.phrases) if phrase.start > comma and self._bare(rank)]
        return after[0] if after and self.phrases[after[0]].start - comma <= _REACH else None
