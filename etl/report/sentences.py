"""The sentence that states a claim, cut where its fields were read.

Belongs here: which characters of an article are quoted, and what each of them means. Stays out: markup.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from etl.extraction.lexicon import LANGUAGES, load_lexicon
from etl.extraction.sentences import Sentence, SentenceSplitter

_STRONGEST_FIRST = ("value", "from", "to", "bound", "announced", "start", "end", "term", "scope", "status", "kind")
_PARTIES = ("from", "to")
_LONGEST = 650
_BEYOND = 160
Span = tuple[str, int, int]  # field, start and end within the text


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a quotation; `field` names what was read from them, empty for nothing."""

    text: str
    field: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """What an article says in its own characters; `begins` and `ends` tell whether the sentence goes on beyond."""

    pieces: list[Piece]
    begins: bool
    ends: bool


def quotation(row: Mapping[str, Any]) -> Quotation:
    """Return the sentence of a claim, with those before and after it that name its parties, as far as they are near."""
    text, place = str(row["around"]), int(row["place"])
    spans = _spans(row, len(text), place)
    quote_start, quote_end = row["char_start"] - place, row["char_end"] - place
    sentences = _splitter(row["language"] or "").split(text)
    spans = _strongest_first([*spans, *_companions(row, text, spans, sentences)])
    first, last = quote_start, quote_end
    for start, end in [(quote_start, quote_end), *((a, b) for name, a, b in spans if name in _PARTIES)]:
        for sentence in sentences:
            if sentence.start < end and start < sentence.end:
                low, high = min(first, sentence.start), max(last, sentence.end)
                if high - low <= _LONGEST:
                    first, last = low, high
    if (first, last) == (quote_start, quote_end):
        first, last = max(quote_start - _BEYOND, 0), min(quote_end + _BEYOND, len(text))
    cuts = sorted({first, last} | {edge for _, a, b in spans for edge in (a, b) if first < edge < last})
    pieces: list[Piece] = []
    for start, end in pairwise(cuts):
        field = next((name for name, a, b in spans if a <= start and end <= b), "")
        if pieces and pieces[-1].field == field:
            pieces[-1] = Piece(pieces[-1].text + text[start:end], field)
        else:
            pieces.append(Piece(text[start:end], field))
    opens = {sentence.start for sentence in sentences} - ({0} if place else set())
    closes = {sentence.end for sentence in sentences} - ({len(text)} if len(text) > quote_end + _LONGEST else set())
    return Quotation(pieces, first in opens, last in closes)


def _spans(row: Mapping[str, Any], length: int, place: int) -> list[Span]:
    """Return name, start and end of each field within the text, those that matter most first."""
    found = [(one["name"], one["char_start"] - place, one["char_end"] - place) for one in row["fields"] or ()]
    within = [span for span in found if span[0] in _STRONGEST_FIRST and 0 <= span[1] < span[2] <= length]
    if all(name != "value" for name, _, _ in within):
        within.append(("value", row["char_start"] - place, row["char_end"] - place))
    return _strongest_first(within)


def _strongest_first(spans: Sequence[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (_STRONGEST_FIRST.index(span[0]), span[1]))


def _companions(
    row: Mapping[str, Any], text: str, spans: Sequence[Span], sentences: Sequence[Sentence]
) -> Iterator[Span]:
    """Yield where those are named who give or receive together with the one that was read, nearest to it.

    A claim keeps the characters of one partner of a side; the others are looked for in the same sentence, by name.
    """
    for side, start, end in [span for span in spans if span[0] in _PARTIES]:
        within = next((one for one in sentences if one.start <= start and end <= one.end), None)
        partners = row[f"{side}_partners"]
        if within is None or len(partners) == 1:
            continue
        for partner in partners:
            if partner.casefold() in text[start:end].casefold():
                continue
            named = re.compile(rf"(?<!\w){re.escape(partner)}(?!\w)", re.IGNORECASE)
            found = [one.span() for one in named.finditer(text, within.start, within.end)]
            free = [(a, b) for a, b in found if all(b <= low or high <= a for _, low, high in spans)]
            if free:
                yield (side, *min(free, key=lambda one: abs(one[0] - start)))


@cache
def _splitter(language: str) -> SentenceSplitter:
    known = [language] if language in LANGUAGES else []
    return SentenceSplitter(word for one in known for word in load_lexicon(one)["text"]["abbreviations"])
