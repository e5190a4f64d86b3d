"""Frames: the words that govern a quantity (« investit », "a deal"), and the slot in which each partner stands to them.

Belongs here: which verbs and nouns evoke a frame, which of them governs a quantity, where a mention stands to it
(subject, object, behind a preposition). Stays out: what a slot means for a role (the weights), all words (lexicons).
The names of frames and slots are the same in every language.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from etl.extraction.lexicon import Lexicon, alternation
from etl.extraction.mentions import Mention, folded

_LIGHT = frozenset({"announce"})
_ADJACENT = 34
_TIGHT = 24
_OBJECT = 30
_REACH = 60


@dataclass(frozen=True, slots=True)
class Evocation:
    """A word at `start` to `end` that evokes `frames` as a `form`: verb, passive or noun."""

    frames: tuple[str, ...]
    form: str
    start: int
    end: int


class FrameReader:
    """Finds the words that evoke frames, in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        endings = lexicon["inflections"]
        evoked: dict[tuple[str, str], list[str]] = {}
        for name, frame in lexicon["frames"].items():
            for form in ("verb", "noun"):
                for entry in frame[f"{form}s"]:
                    for word in inflected(entry, endings):
                        frames = evoked.setdefault((folded(word), form), [])
                        if name not in frames:
                            frames.append(name)
        words = sorted({word for word, _ in evoked})
        self._forms = [
            [(form, tuple(evoked[word, form])) for form in ("noun", "verb") if (word, form) in evoked] for word in words
        ]
        self._automaton = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        syntax = lexicon["syntax"]
        before, after = alternation(syntax["passive_before"]), alternation(syntax["passive_after"])
        self._passive_before = re.compile(rf"(?<!\w)(?:{before})\s(?:\w+\s)?$")
        self._active = tuple(syntax["active_endings"])
        self._passive_after = re.compile(rf"\s(?:{after})\s")

    def read(self, low: str) -> list[Evocation]:
        """Return the evocations of an already folded text, in order."""
        found = []
        for index, start, end in self._automaton.find_matches_as_indexes(low):
            if (start and low[start - 1].isalnum()) or (end < len(low) and low[end].isalnum()):
                continue
            for form, frames in self._forms[index]:
                found.append(Evocation(frames, self._form(low, form, start, end), start, end))
        return found

    def _form(self, low: str, form: str, start: int, end: int) -> str:
        if form == "noun":
            return form
        if low.endswith(self._active, start, end):
            return form
        if self._passive_before.search(low, max(0, start - 24), start) or self._passive_after.match(low, end):
            return "passive"
        return form


def inflected(entry: str, endings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the forms of a lexicon's verb: "invest+ed" has those of its class, any other entry is its only form."""
    stem, plus, rest = entry.partition("+")
    if not plus:
        yield entry
        return
    name, _, tail = rest.partition(" ")
    for ending in endings[name]:
        yield f"{stem}{ending} {tail}" if tail else f"{stem}{ending}"


class Syntax:
    """Clause breaks and prepositions of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        syntax = lexicon["syntax"]
        self._break = re.compile(rf"(?<!\w)(?:{alternation(syntax['clause_breaks'])})(?!\w)|[;:()—–]|,")
        classes = {word: name for name, words in syntax["prepositions"].items() for word in words}
        self._class = {re.sub(r"\s+", " ", folded(word)): name for word, name in classes.items()}
        words = alternation(classes)
        self._partitive = re.compile(rf"(?<!\w)(?:{alternation(syntax['partitives'])})(?!\w)|(?<!\w)\w'(?=\w)")
        self._any = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
        self._bare = re.compile(rf"(?<!\w)({words})(?:\s|(?<='))(?:(?:the|le|la|les|l')\s?)?$")

    def preposition(self, low: str, start: int) -> str:
        """Return the class of the preposition before a mention that begins at `start`, '' for none."""
        found = self._bare.search(low, max(0, start - 30), start)
        return self._class[re.sub(r"\s+", " ", found[1].strip())] if found else ""

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

    def breaks(self, low: str, start: int, end: int) -> int:
        """Return how many clause breaks stand between two places; a comma counts one, a word or a stronger sign two."""
        return sum(1 if found.group() == "," else 2 for found in self._break.finditer(low, start, end))


class SentenceFrames:
    """One sentence's evocations and mentions."""

    def __init__(
        self,
        low: str,
        syntax: Syntax,
        evocations: Sequence[Evocation],
        mentions: Sequence[Mention],
        heads: Sequence[int],
    ) -> None:
        self._low = low
        self._syntax = syntax
        self._evocations = evocations
        self._mentions = mentions
        self.prepositions = [
            syntax.preposition(low, mentions[heads[index]].char_start) for index in range(len(mentions))
        ]

    def governors(self, start: int, end: int, others: Sequence[tuple[int, int]]) -> list[tuple[Evocation, str]]:
        """Return up to two evocations that govern the quantity at `start` to `end`, the closest first, each with how it
        does; `others` are the places of the sentence's other quantities."""
        ranked = sorted(
            ((*self._cost(evocation, start, end, others), index) for index, evocation in enumerate(self._evocations)),
        )
        chosen: list[tuple[Evocation, str]] = []
        for _, how, index in ranked:
            evocation = self._evocations[index]
            if all(evocation.frames != one.frames for one, _ in chosen):
                chosen.append((evocation, how))
            if len(chosen) == 2:
                break
        return chosen

    def _cost(self, evocation: Evocation, start: int, end: int, others: Iterable[tuple[int, int]]) -> tuple[float, str]:
        after = evocation.start >= end
        low, high = (end, evocation.start) if after else (evocation.end, start)
        gap = max(0, high - low)
        breaks = self._syntax.breaks(self._low, low, high)
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

    def slot(self, index: int, evocation: Evocation) -> str:
        """Return where the mention at `index` stands to an evocation."""
        mention = self._mentions[index]
        preposition = self.prepositions[index]
        if mention.char_end <= evocation.start:
            if self._low.startswith("'s", mention.char_end) or self._low.startswith("' ", mention.char_end):
                return "genitive" if evocation.start - mention.char_end < _REACH else "far genitive"
            if preposition:
                return f"left {preposition}"
            return "subject" if self.subject(evocation) == index else "left"
        if preposition:
            return f"right {preposition}"
        return "object" if mention.char_start - evocation.end <= _OBJECT else "right"

    def subject(self, evocation: Evocation) -> int | None:
        """Return the index of the last mention before an evocation that no preposition governs."""
        bare = [
            index
            for index, mention in enumerate(self._mentions)
            if mention.char_end <= evocation.start
            and not self.prepositions[index]
            and not self._low.startswith("'s", mention.char_end)
        ]
        return bare[-1] if bare else None
