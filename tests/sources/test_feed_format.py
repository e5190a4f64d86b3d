"""A feed that news readers take is taken whole, however carelessly it is written."""

import json
from pathlib import Path

import pytest

from etl.sources import feeds
from etl.sources.article import Hints
from etl.sources.feed_format import FeedError, read_feed
from tests.sources.handed import articles

WORDS = "Meta signed a cloud contract worth $14.2 billion with CoreWeave, the company said on Tuesday in New York."
ITEM = (
    "<item><title>A contract</title><link>https://x.example/1</link><pubDate>Mon, 06 Oct 2025 10:00:00 GMT</pubDate>"
    f"<description>{WORDS}</description></item>"
)
RSS = f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Wire</title>{ITEM}</channel></rss>'
ENTRY = (
    "<entry><title>A contract</title><link href='https://x.example/1'/><updated>2025-10-06T10:00:00Z</updated>"
    f"<summary>{WORDS}</summary></entry>"
)
FEEDS: dict[str, str | bytes] = {
    "rss": RSS,
    "no root": RSS.replace('<rss version="2.0">', "").replace("</rss>", ""),
    "cut off": RSS.replace("</channel></rss>", ""),
    "an entity of HTML": RSS.replace("signed a", "signed&nbsp;a"),
    "a bare ampersand": RSS.replace("CoreWeave,", "CoreWeave, R & D,"),
    "markup in the words": RSS.replace("signed", "<b>signed"),
    "capitals": RSS.replace("item>", "ITEM>"),
    "junk before it": "\n\n junk " + RSS,
    "an encoding that nobody knows": RSS.replace('version="1.0"', 'version="1.0" encoding="x-own"', 1),
    "utf-16": RSS.encode("utf-16"),
    "atom without its namespace": f"<feed><title>The Wire</title>{ENTRY}</feed>",
    "json": json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": "The Wire",
        "items": [{"id": "1", "url": "https://x.example/1", "content_text": WORDS, "date_published": "2025-10-06"}],
    }),
}  # fmt: skip


@pytest.mark.parametrize("told", FEEDS)
def test_every_word_of_an_item_is_read(told: str, tmp_path: Path) -> None:
    feed = FEEDS[told]
    (tmp_path / "feed.xml").write_bytes(feed if isinstance(feed, bytes) else feed.encode())
    (article,) = articles(feeds.from_file(tmp_path / "feed.xml", lambda _address, _fingerprint: None, Hints()))
    for words in ("Meta", "worth $14.2 billion with CoreWeave", "said on Tuesday in New York"):
        assert words in article.text
    assert (article.url, str(article.published), article.publisher) == (
        "https://x.example/1", "2025-10-06", "The Wire",
    )  # fmt: skip


@pytest.mark.parametrize("told", ["<html><body><p>Hello</p></body></html>", "words", '{"a": 1}', "<urlset></urlset>"])
def test_what_is_no_feed_to_either_reader_is_refused(told: str) -> None:
    with pytest.raises(FeedError, match="it is no RSS, Atom or JSON feed"):
        read_feed(told.encode())


def test_a_feed_without_items_is_an_empty_feed() -> None:
    assert read_feed(b'<rss version="2.0"><channel><title>The Wire</title></channel></rss>') == ("The Wire", [])


def test_entities_are_refused_in_utf_16_too() -> None:
    with pytest.raises(FeedError, match="entities of its own"):
        read_feed(f'<!DOCTYPE r [<!ENTITY a "ha">]>{RSS}'.encode("utf-16"))
