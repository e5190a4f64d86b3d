"""Cheap first: which documents cannot hold a claim, told from their bytes before anything is parsed.

Belongs here: what every article with a claim has: running text with an amount, and near to it a word of AI compute or
one of its companies. Stays out: what the amount is and whose (`etl.extraction`). The scan may let through what holds
no claim; it must turn away nothing that holds one.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

import ahocorasick_rs

from etl.extraction import Organisation
from etl.extraction.lexicon import LANGUAGES, load_lexicon

REACH = 3000
RUNNING_TEXT = 100
_TOPICS = (
    "intelligence artificielle", "artificial intelligence", "data cent", "data-cent", "datacent", "centre de donn",
    "centres de donn", "gawatt", "gpu", "tpu", "puce", "chip", "conducteur", "conductor", "supercalcul", "supercomput",
    "compute", "computing", "cloud", "de calcul",
)  # fmt: skip
_SHORT_TOPICS = ("AI", "A.I.", "IA", "GW", "MW")
_SYMBOLS = "$€£¥₹₩"
_GAPS = ("", " ", "-", "\u00a0", "\u202f", "\ufffd")
_LARGE = 10**6
_PLAIN_SCALE = 5
_BEFORE, _AFTER, _MOST_WORDS = 70, 30, 2000
_RUN = re.compile(rb">([^<>]{60,})")
_CODE = (b"script", b"style", b"SCRIPT", b"STYLE")
_AROUND = 2000
_COMMENT = re.compile(rb"<!--(?:.*?-->|.*\Z)", re.DOTALL)
_INLINE = re.compile(
    rb"</?(?:a|b|i|u|q|em|strong|span|sup|sub|mark|small|abbr|time|cite|font|wbr|br|A|B|I|EM|STRONG|SPAN|BR|FONT)"
    rb"(?=[\s/>])[^<>]*>"
)
_TAG = re.compile(rb"<[^<>]*>?")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class _Amounts:
    """Finds what may be an amount, by the words that the lexicons of all languages know for scales and units."""

    def __init__(self) -> None:
        lexicons = [load_lexicon(language) for language in LANGUAGES]
        units = [lexicon["units"] for lexicon in lexicons]
        scales = {
            name.lower()
            for lexicon in lexicons
            for name, value in lexicon["numbers"]["scales"].items()
            if float(value) >= _LARGE
        }
        vague = _words(lexicon["numbers"]["vague"] for lexicon in lexicons)
        currencies, power = _words(one["currencies"] for one in units), _words(one["power"] for one in units)
        things = _words(one[name] for one in units for name in ("chips", "shares"))
        percent = _words(one["percent"] for one in units)
        number = rf"(?:\d|{_alternation(vague | scales)}|mille|thousand|hundred|cents?|dizaine|dozen)"
        self._amount = re.compile(
            rf"(?:\d|(?<![a-z]))(?:{_alternation(power)})(?![a-z])"
            rf"|\d[\s\ufffd-]?(?:{_alternation(scales)})(?![a-z])"
            rf"|[{_SYMBOLS}\ufffd][\s\ufffd]?\d{{1,3}}(?:[,.\s\ufffd’']\d{{3}})"
            rf"|\d{{3}}[,.\s\ufffd’']?\d{{3}}[\s\ufffd-](?:de |d.|of )?(?:{_alternation(currencies)})"
            rf"|{number}[^!?\n]{{0,60}}?(?<![a-z])(?:{_alternation(things)})(?![a-z])"
            rf"|\d[\s\ufffd]?(?:{_alternation(percent)})"
        )
        plain = sorted(name for name in scales if len(name) >= _PLAIN_SCALE and name.isascii())
        short = {name for name in scales if len(name) < _PLAIN_SCALE}
        numbered = {f"{digit}{gap}{name}" for digit in range(10) for gap in _GAPS for name in short}
        others = {_ascii(name) for name in (scales - short) | currencies | power | things | percent | set(_SYMBOLS)}
        self._plain = ahocorasick_rs.AhoCorasick(plain)
        words = sorted((others | numbered).difference(plain))
        self._words = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, low: str) -> Iterator[int]:
        """Yield where a text in lower case may state an amount, in no order, what is surest and cheapest first.

        After very many words, those that follow are not looked at twice.
        """
        yield from (start for _, start, _ in self._plain.find_matches_as_indexes(low))
        for count, (_, start, end) in enumerate(self._words.find_matches_as_indexes(low)):
            if count > _MOST_WORDS or self._amount.search(low, max(0, start - _BEFORE), end + _AFTER):
                yield start


def _words(lists: Iterable[Iterable[str]]) -> set[str]:
    return {word.lower() for words in lists for word in words}


def _alternation(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first; a letter with an accent may have been garbled."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join("".join(char if char.isascii() else "." for char in re.escape(word)) for word in longest_first)


def _ascii(word: str) -> str:
    """Return the longest part of a word without accents, the word itself where it has none such."""
    return max(re.split(r"[^\x00-\x7f]+", word), key=len) or word


class Scan:
    """Tells what cannot hold a claim; built once from the organisations that the warehouse knows."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        names = {
            name
            for organisation in organisations
            if organisation.kind != "state"
            for name in (organisation.name, *organisation.aliases)
            if len(name) > 2
        }
        self._topics = ahocorasick_rs.AhoCorasick(_TOPICS)
        self._names = ahocorasick_rs.AhoCorasick(
            sorted(names.union(_SHORT_TOPICS)), implementation=ahocorasick_rs.Implementation.DFA
        )
        self._amounts = _Amounts()

    def turns_away(self, content: bytes, media_type: str) -> str | None:
        """Return why a document cannot hold a claim, None where it can."""
        if content.startswith(_UTF_16) or b"\0" in content:
            return None
        if media_type != "text/html":
            return self._judge(content.decode("utf-8", "replace"))
        return self._judge(_prose(_regions(content))) or self._judge(_prose(_without_code(content)))

    def _judge(self, text: str) -> str | None:
        low = text.lower()
        topical = sorted(self._topical(text, low))
        if not topical:
            return "no-topic"
        why = "no-amount"
        for start in self._amounts.find(low):
            why = "no-amount-near-topic"
            after = bisect_left(topical, start)
            if any(abs(topic - start) <= REACH for topic in topical[max(0, after - 1) : after + 1]):
                return None
        return why

    def _topical(self, text: str, low: str) -> Iterable[int]:
        for _, start, _ in self._topics.find_matches_as_indexes(low):
            yield start
        for _, start, end in self._names.find_matches_as_indexes(text):
            if not (text[end : end + 1].isalnum() or text[start - 1 : start].isalnum()):
                yield start


def _regions(page: bytes) -> bytes:
    """Return the parts of a page around its long runs of text outside scripts: a superset of its prose, found fast."""
    spans: list[list[int]] = []
    for run in _RUN.finditer(page):
        tag = page[page.rfind(b"<", max(0, run.start() - 300), run.start()) + 1 : run.start()]
        if tag.startswith(_CODE) and b"ld+json" not in tag:
            continue
        low, high = max(0, run.start() - _AROUND), run.end() + _AROUND
        if spans and low <= spans[-1][1]:
            spans[-1][1] = high
        else:
            spans.append([low, high])
    return b"<p>".join(page[low:high] for low, high in spans)


def _without_code(page: bytes) -> bytes:
    """Return a page without comments, scripts and styles, except where a script tells of the article (JSON-LD)."""
    page = _COMMENT.sub(b"", page) if b"<!--" in page else page
    for element in _CODE:
        first, *others = page.split(b"<" + element)
        kept = [first]
        for other in others:
            content, closed, after = other.partition(b"</" + element)
            kept.append(other if b"ld+json" in content[:200] or not closed else after)
        page = b"<".join(kept)
    return page


def _prose(page: bytes) -> str:
    """Return the blocks of a page that are long enough to be prose, without its tags."""
    page = page.replace(b"\n", b" ").replace(b"<br", b" <br")
    shown = _TAG.sub(b"\n", _INLINE.sub(b"", page)).decode("utf-8", "replace")
    return "\n".join(block for block in html.unescape(shown).split("\n") if len(block) >= RUNNING_TEXT)
