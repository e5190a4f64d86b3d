"""A text cut into sentences, as character intervals.

Belongs here: where a sentence begins and ends. Stays out: what it says.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]`, the `index`-th sentence; `block` counts the lines of the text."""

    index: int
    block: int
    start: int
    end: int


_BREAK = re.compile(r"[.!?…]+[\"'»”’)\]]*\s+(?=[\"'«“‘(\[$€£]?\s?[A-ZÀ-ÖØ-Þ0-9$€£])|\n+")
_LONGEST = 1000
_LAST_WORD = re.compile(r"[\w.&’'-]*$")


class SentenceSplitter:
    """Cuts at sentence-final punctuation and line ends, except after the given abbreviations and initials."""

    def __init__(self, abbreviations: Iterable[str]) -> None:
        self._abbreviations = frozenset(word.casefold() for word in abbreviations)

    def split(self, text: str) -> tuple[Sentence, ...]:
        """Return the sentences of `text` in order; blank ones are left out."""
        sentences: list[Sentence] = []
        start = block = 0
        for found in _BREAK.finditer(text):
            line_end = text[found.start()] == "\n"
            if not line_end and self._is_abbreviation(text, start, found.start()):
                continue
            self._add(sentences, text, block, start, found.end())
            block += line_end or "\n" in found.group()
            start = found.end()
        self._add(sentences, text, block, start, len(text))
        return tuple(sentences)

    @classmethod
    def _add(cls, sentences: list[Sentence], text: str, block: int, start: int, end: int) -> None:
        """Add a sentence without its blanks; one that never ends is cut, so that little is compared within it."""
        while end - start > _LONGEST:
            blank = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            cut = blank if blank > 0 else start + _LONGEST
            cls._append(sentences, text, block, start, cut)
            start = cut
        cls._append(sentences, text, block, start, end)

    def _is_abbreviation(self, text: str, start: int, dot: int) -> bool:
        if text[dot] != ".":
            return False
        found = _LAST_WORD.search(text, max(start, dot - 20), dot)
        word = found.group() if found else ""
        return word.casefold() in self._abbreviations or (len(word) == 1 and word.isupper())

    @staticmethod
    def _append(sentences: list[Sentence], text: str, block: int, start: int, end: int) -> None:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            sentences.append(Sentence(len(sentences), block, start, end))
