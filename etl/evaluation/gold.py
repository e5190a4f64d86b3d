"""Annotated articles, read from JSON Lines and checked.

Belongs here: the shape of a gold file, and an error for each line that does not have it. Stays out: what is annotated
how (README, "What a claim is"). Messages name the file, the line and the field, and never quote an annotation.
"""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from etl.contracts import BOUNDS, KINDS, MEASURES, SCOPES, STATUSES
from etl.evaluation.facts import Fact, GoldArticle

_WORDS = {"kind": KINDS, "measure": MEASURES, "bound": BOUNDS, "scope": SCOPES, "status": STATUSES}
_TOLD = 20


class GoldError(ValueError):
    """A gold file cannot be used; the message has one line for each of the first faults: file, line, what is wrong."""


class _FaultError(ValueError):
    """What is wrong with one line."""


def read_gold(path: Path) -> list[GoldArticle]:
    """Return the articles of a gold file, in file order. Raises GoldError with the faulty lines."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}; check the name") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    articles: dict[str, tuple[int, GoldArticle]] = {}
    faults = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            article = _article(_json(line))
            if article.article in articles:
                raise _FaultError(f"the article already stands on line {articles[article.article][0]}; keep it once")
            articles[article.article] = number, article
        except _FaultError as fault:
            faults.append(f"{path}, line {number}: {fault}")
    if not articles and not faults:
        faults.append(f"{path}: holds no article; write one JSON object a line")
    if len(faults) > _TOLD:
        faults[_TOLD:] = [f"{path}: {len(faults) - _TOLD} more lines are faulty"]
    if faults:
        raise GoldError("\n".join(faults))
    return [article for _, article in articles.values()]


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise _FaultError(f"is not JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise _FaultError("is not JSON that can be read: nested too deeply") from error


def _article(record: Any) -> GoldArticle:
    if not isinstance(record, dict):
        raise _FaultError("is not an object; an article is {…}")
    article, language = (_text(record, key) for key in ("article", "language"))
    pairs = []
    for number, pair in enumerate(_list(record, "pairs", absent=True), 1):
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(name, str) for name in pair)):
            raise _FaultError(f"pair {number}: is not a list of two names")
        pairs.append(frozenset(pair))
    claims = []
    for number, claim in enumerate(_list(record, "claims"), 1):
        try:
            claims.append(_claim(claim))
        except _FaultError as fault:
            raise _FaultError(f"claim {number}: {fault}") from fault
    return GoldArticle(article, language, tuple(claims), frozenset(pairs))


def _claim(record: Any) -> Fact:
    if not isinstance(record, dict):
        raise _FaultError("is not an object; a claim is {…}")
    words = {key: _text(record, key) for key in _WORDS}
    for key, known in _WORDS.items():
        if words[key] not in known:
            raise _FaultError(f"{key!r} is none of {', '.join(known)}")
    value = _number(record, "value")
    if value is None:
        raise _FaultError("'value' is missing")
    at = record.get("at")
    if at is not None and (not isinstance(at, int) or at < 0):
        raise _FaultError("'at' is not an offset; give a whole number from 0, or null")
    return Fact(
        givers=tuple(_names(record, "from")),
        takers=tuple(_names(record, "to")),
        value=value,
        unit=_text(record, "unit"),
        announced=_day(record, "announced"),
        start=_interval(record, "start"),
        end=_interval(record, "end"),
        term_years=_number(record, "term_years"),
        at=at,
        **words,
    )


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _FaultError(f"{key!r} is missing" if value is None else f"{key!r} is not a word in quotes")
    return value


def _list(record: Mapping[str, Any], key: str, absent: bool = False) -> list[Any]:
    value = record.get(key, [] if absent else None)
    if not isinstance(value, list):
        raise _FaultError(f"{key!r} is missing" if value is None else f"{key!r} is not a list")
    return value


def _names(record: Mapping[str, Any], key: str) -> Iterator[str]:
    for name in _list(record, key):
        if not isinstance(name, str) or not name.strip():
            raise _FaultError(f"{key!r} is not a list of names")
        yield name


def _number(record: Mapping[str, Any], key: str) -> float | None:
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _FaultError(f"{key!r} is not a number")
    return float(value)


def _day(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise _FaultError(f"{key!r} is not a day; write YYYY-MM-DD, or null") from error


def _interval(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is None:
        return None
    try:
        first, last = (date.fromisoformat(day) for day in value.split("/"))
    except (AttributeError, ValueError) as error:
        raise _FaultError(f"{key!r} is not an interval; write YYYY-MM-DD/YYYY-MM-DD, or null") from error
    if last < first:
        raise _FaultError(f"{key!r} ends before it begins")
    return f"{first}/{last}"
