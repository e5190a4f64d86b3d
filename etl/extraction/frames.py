"""Frames: the words that tell of a deal (« investit », "a loan"), found and told apart as verb, passive or noun.

Belongs here: which words evoke a frame. Stays out: who does what to whom (`clauses`), all words (lexicons).
The names of frames are the same in every language.
"""

import re
from typing import NamedTuple

import ahocorasick_rs

from etl.extraction.lexicon import Lexicon, alternation, folded, inflected


class Evocation(NamedTuple):
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
        self._verb_before = re.compile(rf"(?<!\w)(?:{alternation(syntax['verb_before'])})\s?$")
        self._active = tuple(syntax["active_endings"])
        self._passive_after = re.compile(rf"\s(?:{after})\s")

    def read(self, low: str) -> list[Evocation]:
        """Return the evocations of an already folded text, in order."""
        found: list[Evocation] = []
        for index, start, end in self._automaton.find_matches_as_indexes(low):
            if (start and low[start - 1].isalnum()) or (end < len(low) and low[end].isalnum()):
                continue
            forms = self._forms[index]
            if len(forms) > 1:
                acts = self._verb_before.search(low, max(0, start - 12), start)
                forms = [one for one in forms if (one[0] == "verb") == bool(acts)]
            found.extend(Evocation(frames, self._form(low, form, start, end), start, end) for form, frames in forms)
        return found

    def _form(self, low: str, form: str, start: int, end: int) -> str:
        if form == "noun":
            return form
        if low.endswith(self._active, start, end):
            return form
        if self._passive_before.search(low, max(0, start - 24), start) or self._passive_after.match(low, end):
            return "passive"
        return form
