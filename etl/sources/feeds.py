"""Feeds (RSS, Atom, JSON Feed) and single pages, by address or from a file.

Belongs here: feed items and fetched pages to documents, and what was seen of them before. Stays out: the fetching
itself (`web`), what a page comes to (`door`).
"""

import hashlib
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

from etl.sources.article import Document, Handed, Hints, Known, Refused, Rejection, Visit
from etl.sources.feed_format import FeedError, Item, read_feed
from etl.sources.files import Seen
from etl.sources.unpack import UnpackError, read_bytes
from etl.sources.web import Fetched, FetchError, Web

SUFFIXES = (".xml", ".rss", ".atom", ".json")
LARGEST = 10_000_000
_FOR_GOOD = ("robots", "forbidden-address")
_MARKUP = re.compile(r"<[a-zA-Z!/]")
_MEDIA = {"text/plain": "text/plain", "text/markdown": "text/markdown"}
Visited = Callable[[str], Visit | None]


def from_file(file: Path, seen: Seen, hints: Hints) -> Iterator[Handed]:
    """Yield the items of a feed that lies in a file; their pages are not followed."""
    try:
        content = read_bytes(file, LARGEST)
    except (OSError, UnpackError) as error:
        reason = error.reason if isinstance(error, UnpackError) else "unreadable"
        yield _refused(file.resolve().as_uri(), file.name, reason, str(error))
        return
    if len(content) > LARGEST:
        detail = f"the feed has more than {LARGEST:,} bytes; split it"
        yield _refused(file.resolve().as_uri(), file.name, "too-large", detail)
        return
    items = _items(content, file.resolve().as_uri(), file.name)
    if isinstance(items, Refused):
        yield items
        return
    title, entries = items
    for item in entries:
        yield _own_words(item, file.resolve().as_uri(), file.name, title, hints, seen)


def from_web(url: str, web: Web, visited: Visited, seen: Seen, hints: Hints, follow: bool) -> Iterator[Handed]:
    """Yield the items of a feed at an address; with `follow`, the pages that they lead to.

    The visit to the feed is told last, and only if every page was had that may be: else the next run asks again.
    """
    found = _fetched(url, web, visited(url))
    if not isinstance(found, Fetched):
        yield from found
        return
    items = _items(found.content or b"", url, url)
    if isinstance(items, Refused):
        yield items
        return
    title, entries = items
    complete = True
    for item in entries:
        own = _own_words(item, found.url, url, title, hints, seen)
        link = item.get("link")
        if not follow or not link:
            yield own
            continue
        for handed in _followed(urljoin(found.url, str(link)), item, web, visited, own, hints):
            complete = complete and not (isinstance(handed, Refused) and handed.rejection.reason not in _FOR_GOOD)
            yield handed
    if complete:
        yield Visit(url, found.etag, found.modified)


def page(url: str, web: Web, visited: Visited, hints: Hints) -> Iterator[Handed]:
    """Yield the page at an address, if it has changed since the last visit."""
    found = _fetched(url, web, visited(url))
    if not isinstance(found, Fetched):
        yield from found
        return
    yield _page(url, found, hints)
    yield Visit(url, found.etag, found.modified)


def _fetched(url: str, web: Web, last: Visit | None, stamp: str | None = None) -> Fetched | list[Handed]:
    """Return an answer with content, else what there is to hand over: a refusal, or that nothing has changed."""
    try:
        found = web.get(url, last)
    except FetchError as error:
        return [Refused(url, Rejection("fetch", url, None, error.reason, str(error)))]
    if found.content is None:
        return [Known(), Visit(url, found.etag, found.modified, stamp)]
    return found


def _followed(url: str, item: Item, web: Web, visited: Visited, own: Handed, hints: Hints) -> Iterator[Handed]:
    stamp = hashlib.sha256(f"{item.get('updated')}\0{item.get('published')}\0{item.get('title')}".encode()).hexdigest()
    last = visited(url)
    if last and last.stamp == stamp:
        yield Known()
        return
    found = _fetched(url, web, last, stamp)
    if not isinstance(found, Fetched):
        yield from found
        return
    yield _page(url, found, own.hints if isinstance(own, Document) else hints)
    yield Visit(url, found.etag, found.modified, stamp)


def _page(url: str, found: Fetched, hints: Hints) -> Document:
    content = found.content or b""
    return Document(
        address=url,
        source_path=url,
        article=url,
        media_type=_MEDIA.get(found.media_type, "text/html"),
        content=content,
        fingerprint=hashlib.sha256(content).hexdigest(),
        hints=replace(hints, url=found.url),
    )


def _items(content: bytes, address: str, place: str) -> tuple[str | None, list[Item]] | Refused:
    """Return a feed's title and items, or why it is refused whole."""
    try:
        return read_feed(content)
    except FeedError as error:
        return _refused(address, place, error.reason, str(error), content)


def _own_words(item: Item, base: str, place: str, feed_title: str | None, hints: Hints, seen: Seen) -> Handed:
    """Return an item as a document of the words that the feed itself gives."""
    link = urljoin(base, str(item["link"])) if item.get("link") else None
    name = link or item.get("id") or hashlib.sha256(str(item.get("title")).encode()).hexdigest()[:16]
    address = link or f"{base}#{name}"
    words = (
        "\n".join(str(part.get("value") or "") for part in item.get("content") or ()) or item.get("description") or ""
    )
    marked = bool(_MARKUP.search(words))
    title = item.get("title") or None
    text = _as_page(words, title) if marked else words
    content = text.encode("utf-8", "replace")
    fingerprint = hashlib.sha256(content).hexdigest()
    if not words.strip():
        return _refused(address, place, "empty-item", f"the item {name!r} holds no text; let its page be followed")
    if known := seen(address, fingerprint):
        return known
    return Document(
        address=address,
        source_path=place,
        article=str(name),
        media_type="text/html" if marked else "text/plain",
        content=content,
        fingerprint=fingerprint,
        hints=Hints(link, title, item.get("author") or None, hints.publisher or feed_title, _day(item), hints.language),
    )


def _as_page(words: str, title: str | None) -> str:
    headline = f"<h1>{html.escape(title, quote=False)}</h1>" if title else ""
    return f"<html><body><article>{headline}{words}</article></body></html>"


def _day(item: Item) -> date | None:
    try:
        return date.fromisoformat(str(item.get("published") or item.get("updated") or "")[:10])
    except ValueError:
        return None


def _refused(address: str, place: str, reason: str, detail: str, content: bytes | None = None) -> Refused:
    return Refused(address, Rejection("read", place, None, reason, f"{place!r}: {detail}"), content)
