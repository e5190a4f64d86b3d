"""Several patterns found in one pass over a text, given the words that each begins with.

Belongs here: where a pattern may begin. Stays out: the patterns. A pattern tried at every character of a text costs
more than all the rest of reading it; one automaton tells the few characters where trying is worth it.
"""

import re
from collections.abc import Iterable, Sequence

import ahocorasick_rs

from etl.extraction.lexicon import folded

_OPENING = re.compile(r"\w+[^\w\s]*|\W")
_DIGIT = re.compile(r"\d")
DIGIT = "0"
"""Stands for any digit among the words that a pattern begins with."""


class Openings:
    """Finds what patterns find that begin no word inside another one; immutable once built."""

    def __init__(self, patterns: Sequence[tuple[re.Pattern[str], Iterable[str]]]) -> None:
        self._patterns = [pattern for pattern, _ in patterns]
        begun: dict[str, set[int]] = {}
        for number, (_, words) in enumerate(patterns):
            for word in words:
                if opening := _OPENING.match(folded(word)):
                    begun.setdefault(opening.group(), set()).add(number)
        self._digit = sorted(begun.pop(DIGIT, ()))
        words = sorted(begun)
        self._begun = [sorted(set().union(*(begun[one] for one in words if word.startswith(one)))) for word in words]
        self._automaton = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str, low: str) -> list[list[re.Match[str]]]:
        """Return for each pattern what its `finditer` finds in `text`, of which `low` is the folded form."""
        begun = self._begun
        places = [
            (start, begun[index])
            for index, start, _ in self._automaton.find_matches_as_indexes(low)
            if not start or not low[start - 1].isalnum()
        ]
        if self._digit:
            places += [
                (at, self._digit)
                for found in _DIGIT.finditer(low)
                if not ((at := found.start()) and low[at - 1].isalnum())
            ]
            places.sort()
        ends = [0] * len(self._patterns)
        matches: list[list[re.Match[str]]] = [[] for _ in ends]
        for start, numbers in places:
            for number in numbers:
                if start >= ends[number] and (found := self._patterns[number].match(text, start)):
                    matches[number].append(found)
                    ends[number] = found.end()
        return matches
