"""Why the extractor says what it says: an article with its claims marked, and what each field was read from.

Belongs here: an extraction as plain records and as something to read. Stays out: extracting, and reading files.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from rich.table import Table
from rich.text import Text

from etl.console import amount, table
from etl.extraction import Claim, Extraction, Field
from etl.extraction.certainty import ALWAYS
from etl.sources.article import Article

FIELDS = ("value", "bound", "from", "to", "kind", "scope", "status", "announced", "start", "end", "term")
NO_SPAN = "no span"
_CLAIM, _TURNED_DOWN = "bold green", "dim"
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})
_OPEN, _CLOSE = "⟦", "⟧"
Record = dict[str, Any]


def record(article: Article, extraction: Extraction, version: str) -> Record:
    """Return an explanation for programs: only JSON's types, offsets count characters of `text`.

    A field that was read from no characters of its own has null for its span, its words and its rule.
    """
    text = article.text
    return {
        "article": article.article,
        "source_path": article.source_path,
        "language": article.language,
        "published": article.published.isoformat() if article.published else None,
        "extractor_version": version,
        "text": text,
        "claims": [
            {
                "quote": claim.quote,
                "char_start": claim.char_start,
                "char_end": claim.char_end,
                "measure": claim.measure,
                "unit": claim.unit,
                "certainty": claim.certainty,
                "evidence": dict(claim.evidence),
                "fields": [
                    {
                        "name": name,
                        "value": value,
                        "char_start": field.char_start if field else None,
                        "char_end": field.char_end if field else None,
                        "words": text[field.char_start : field.char_end] if field else None,
                        "rule": field.rule if field else None,
                    }
                    for name, value, field in _fields(claim)
                ],
            }
            for claim in extraction.claims
        ],
        "pairs": [list(pair) for pair in extraction.pairs],
        "refused": [
            {
                "quote": one.quote,
                "char_start": one.char_start,
                "char_end": one.char_end,
                "measure": one.measure,
                "value": _number(one.value),
                "unit": one.unit,
                "reason": one.reason,
            }
            for one in extraction.refused
        ],
    }


def shown(article: Article, extraction: Extraction) -> Iterator[Text | Table | str]:
    """Yield what to print of an explanation, in order: the marked text, each claim, what was turned down."""
    published = f"published {article.published}" if article.published else "day of publication unknown"
    yield Text(f"{visible(article.source_path)} ({article.language}, {published})\n", style="bold")
    yield marked(article.text, extraction)
    if not extraction.claims:
        yield "\nNo claim."
    for number, claim in enumerate(extraction.claims, 1):
        givers, takers = (", ".join(names) or "-" for names in (claim.from_partners, claim.to_partners))
        figure = f"{amount(claim.value, claim.unit)}, {claim.kind}"
        yield Text(f"\n[{number}] {givers} → {takers}: {figure}", style=_CLAIM)
        yield f"Right with probability {claim.certainty:.3f}, judged by: {_evidence(claim)}"
        rows = [
            (name, value or "-", *_proof(article.text, field))
            for name, value, field in _fields(claim)
            if field or value is not None
        ]
        yield table(("Field", "Read as", "At", "Words", "Rule"), rows)
    if extraction.pairs:
        yield f"\nDeals between: {'; '.join(' + '.join(pair) for pair in extraction.pairs)}"
    if extraction.refused:
        turned_down = [
            (f"{one.char_start}-{one.char_end}", visible(one.quote), amount(one.value, one.unit), one.reason)
            for one in extraction.refused
        ]
        yield ""
        yield table(("At", "Words", "Read as", "Turned down because"), turned_down, title="Quantities turned down")


def marked(text: str, extraction: Extraction) -> Text:
    """Return the article with ⟦…⟧ and its number around the quote of each claim; what was turned down is dimmed."""
    claims = extraction.claims
    opened = Counter(one.char_start for one in claims)
    closed: dict[int, list[str]] = {}
    for number, one in enumerate(claims, 1):
        closed.setdefault(one.char_end, []).append(str(number))
    dimmed = Counter(one.char_start for one in extraction.refused)
    lit = Counter(one.char_end for one in extraction.refused)
    cuts = sorted({0, len(text), *opened, *closed, *dimmed, *lit})
    result = Text()
    inside = refused = 0
    for start, end in pairwise(cuts):
        inside += opened[start]
        refused += dimmed[start]
        if opened[start]:
            result.append(_OPEN, _CLAIM)
        result.append(visible(text[start:end]), _CLAIM if inside else _TURNED_DOWN if refused else "")
        if end in closed:
            result.append(f"{_CLOSE}[{','.join(closed[end])}]", _CLAIM)
            inside -= len(closed[end])
        refused -= lit[end]
    return result


def _fields(claim: Claim) -> Iterator[tuple[str, Any, Field | None]]:
    """Yield every field of a claim with its value and each span that it was read from, None where there is none."""
    values = {
        "value": _number(claim.value),
        "bound": claim.bound,
        "from": list(claim.from_partners),
        "to": list(claim.to_partners),
        "kind": claim.kind,
        "scope": claim.scope,
        "status": claim.status,
        "announced": claim.announced.isoformat() if claim.announced else None,
        "start": _interval(claim.start_from, claim.start_to),
        "end": _interval(claim.end_from, claim.end_to),
        "term": claim.term_years,
    }
    for name in FIELDS:
        spans: Sequence[Field | None] = [field for field in claim.fields if field.name == name] or [None]
        for field in spans:
            yield name, values[name], field


def _evidence(claim: Claim) -> str:
    return ", ".join(name if value == 1 else f"{name} {value:.1f}" for name, value in claim.evidence if name != ALWAYS)


def _proof(text: str, field: Field | None) -> tuple[str, str, str]:
    if field is None:
        return NO_SPAN, "", ""
    words = " ".join(visible(text[field.char_start : field.char_end]).split())
    return f"{field.char_start}-{field.char_end}", words, field.rule


def _number(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def _interval(low: Any, high: Any) -> str | None:
    return f"{low or high}/{high or low}" if low or high else None


def visible(text: str) -> str:
    """Return a text that a terminal can show: what would steer it, or hides, becomes �."""
    return "".join("�" if char not in "\n\t" and unicodedata.category(char) in _HIDDEN else char for char in text)
