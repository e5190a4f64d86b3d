"""Cheap first: which documents cannot hold a claim, told from their bytes before anything is parsed.

Belongs here: what every article with a claim has: running text with an amount, and near to it a word of AI compute or
one of its companies. Stays out: what the amount is and whose (`etl.extraction`). The scan may let through what holds
no claim; it must turn away nothing that holds one.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Iterable

import ahocorasick_rs

from etl.extraction import Organisation

REACH = 3000
RUNNING_TEXT = 100
_TOPICS = (
    "intelligence artificielle", "artificial intelligence", "data cent", "data-cent", "datacent", "centre de donn",
    "centres de donn", "gawatt", "gpu", "tpu", "puce", "chip", "conducteur", "conductor", "supercalcul", "supercomput",
    "compute", "computing", "cloud", "de calcul",
)  # fmt: skip
_SHORT_TOPICS = ("AI", "A.I.", "IA", "GW", "MW")
_SCALES = ("million", "milliard", "billion", "trillion", "crore", "lakh", "gawatt")
_UNITS = (
    "bn", "bln", "tn", "trn", "mn", "mln", "md", "mrd", "mia", "gw", "mw", "kw", "kilowatt", "%", "percent", "per cent",
    "pour cent", "pc", "$", "€", "£", "¥", "₹", "₩", "dollar", "euro", "pound", "livre", "yen", "yuan", "gpu", "tpu",
    "xpu", "cpu", "lpu", "chip", "puce", "process", "acc", "graphi", "conduct", "100", "200", "300", "share", "warrant",
    "stock option", "action", "bons de",
)  # fmt: skip
_BEFORE, _AFTER = 70, 24
_NUMBER = r"(?:\d|millier|mille|thousand|hundred|cent|dizaine|dozen|tens of|several|plusieurs|multi)[^!?\n]{0,60}?"
_AMOUNT = re.compile(
    r"(?<![a-z])(?:bn|bln|tn|trn|mn|mln|mds?|mrds?|mia|[gmk]w)(?![a-z])|kilowatt"
    r"|\d[\s\ufffd]?[kmbt](?![a-z])"
    r"|[$€£¥₹₩][\s\ufffd]?\d{1,3}(?:[,.\s\ufffd’']\d{3})"
    r"|\d{3}[,.\s\ufffd’']?\d{3}[\s\ufffd](?:dollar|euro|pound|livre|yen|yuan)"
    rf"|{_NUMBER}(?:gpu|tpu|xpu|cpu|lpu|chip|puce|process|acc[eé\ufffd]l[eé\ufffd]rat|graphi|conduct|[abh][123]00)"
    rf"|{_NUMBER}(?<![a-z])(?:shares?|warrants?|stock options|actions?|bons de souscription)(?![a-z])"
    r"|\d[\s\ufffd]?(?:%|percent|per cent|pour cent|pc(?![a-z]))"
)
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
        self._names = ahocorasick_rs.AhoCorasick(sorted(names.union(_SHORT_TOPICS)))
        self._units = ahocorasick_rs.AhoCorasick([*_SCALES, *_UNITS])

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
        amounts = self._amounts(low)
        if not amounts:
            return "no-amount"
        for start in amounts:
            after = bisect_left(topical, start)
            if any(abs(topic - start) <= REACH for topic in topical[max(0, after - 1) : after + 1]):
                return None
        return "no-amount-near-topic"

    def _topical(self, text: str, low: str) -> Iterable[int]:
        for _, start, _ in self._topics.find_matches_as_indexes(low):
            yield start
        for _, start, end in self._names.find_matches_as_indexes(text):
            if not (text[end : end + 1].isalnum() or text[start - 1 : start].isalnum()):
                yield start

    def _amounts(self, low: str) -> list[int]:
        return [
            start
            for unit, start, end in self._units.find_matches_as_indexes(low)
            if unit < len(_SCALES) or _AMOUNT.search(low, max(0, start - _BEFORE), end + _AFTER)
        ]


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
