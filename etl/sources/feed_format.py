"""The bytes of a feed to its title and items: RSS, Atom and JSON Feed, as they are written out there.

Belongs here: the two readers and which of them is believed. Stays out: where a feed comes from and what becomes of its
items (`feeds`).
"""

import io
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from xml.parsers import expat

import fastfeedparser
import feedparser

MOST_ITEMS = 5000
_LENIENT = 2_000_000
_MISTAKES = (ValueError, RecursionError, TypeError, AttributeError, KeyError, IndexError)
Item = dict[str, Any]


class FeedError(ValueError):
    """A feed that is refused whole; `reason` is xml-entities, too-many-items or broken-feed."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def read_feed(content: bytes) -> tuple[str | None, list[Item]]:
    """Return a feed's title and its items: link, id, title, author, description, content, published and updated.

    The quick reader drops words of a feed that is no well-formed XML, and refuses dialects that news readers take; such
    feeds are read by the lenient one. Raises FeedError.
    """
    if b"<!ENTITY" in content.replace(b"\0", b""):
        raise FeedError("xml-entities", "the feed declares entities of its own; it is not read")
    _count(max(content.count(b"<item"), content.count(b"<entry")))
    try:
        feed = fastfeedparser.parse(content, include_tags=False, include_media=False, include_enclosures=False)
        title, items = feed.feed.get("title") or None, list(feed.entries)
        told = None
    except _MISTAKES as error:
        title, items, told = None, [], str(error)[:120]
    if told or not (_is_json(content) or (items and _is_well_formed(content))):
        lenient = _leniently(content)
        if lenient and len(lenient[1]) >= max(len(items), bool(told)):
            title, items, told = *lenient, None
    if told:
        raise FeedError("broken-feed", f"it is no RSS, Atom or JSON feed ({told})")
    _count(len(items))
    return title, items


def _count(items: int) -> None:
    if items > MOST_ITEMS:
        raise FeedError("too-many-items", f"{items:,} items are more than {MOST_ITEMS:,}")


def _is_json(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _is_well_formed(content: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):
        return False
    return True


def _leniently(content: bytes) -> tuple[str | None, list[Item]] | None:
    """Return what the lenient reader makes of a feed, None where it is too large for it or no feed to it either."""
    if not content or len(content) > _LENIENT:
        return None
    try:
        feed = feedparser.parse(io.BytesIO(content), resolve_relative_uris=False, sanitize_html=False)
    except _MISTAKES:
        return None
    return feed.feed.get("title") or None, [_item(entry) for entry in feed.entries]


def _item(entry: Any) -> Item:
    found = {name: entry.get(name) for name in ("link", "id", "title", "author", "content")}
    days = {name: _day(entry, f"{name}_parsed") for name in ("published", "updated")}
    return found | days | {"description": entry.get("summary")}


def _day(entry: Any, name: str) -> str | None:
    told: struct_time | None = entry[name] if name in entry else None  # noqa: SIM401 its get() has a fallback
    return datetime(*told[:6], tzinfo=UTC).isoformat() if told else None
