"""The same article makes the same claims, whichever container it comes in."""

import gzip
import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from benchmarks.pages import page
from etl.extraction import Claim, Extractor
from etl.paths import BUNDLED
from etl.reference import load_organisations
from etl.sources import exports, feeds, files, warc
from etl.sources.article import Article, Hints
from etl.sources.scan import Scan
from tests.sources.handed import archive, articles, record

GOLDEN = sorted(
    [*(BUNDLED / "inbox").glob("*.txt"), *(Path(__file__).parents[1] / "golden" / "articles").glob("*.txt")]
)
STORIES = {file.stem: file.read_text(encoding="utf-8") for file in GOLDEN}
ORGANISATIONS = load_organisations(BUNDLED / "reference" / "partners.csv")
EXTRACTOR = Extractor(ORGANISATIONS)
SCAN = Scan(ORGANISATIONS)
SOME = list(STORIES)[::9]
NOTHING: files.Seen = lambda _address, _fingerprint: None  # noqa: E731


def read(path: Path) -> Article:
    (article,) = articles(files.documents(path, NOTHING, Hints()))
    return article


def claims(article: Article) -> tuple[Claim, ...]:
    return EXTRACTOR.extract(article.text, article.published, article.language).claims


def told(found: Claim) -> tuple[Any, ...]:
    """Return all that a claim says but for its offsets; a library writes every kind of white space as a blank."""
    return (
        found.from_partners, found.to_partners, found.kind, found.measure, found.value, found.unit, found.bound,
        found.scope, found.status, found.announced, found.start_from, found.start_to, found.end_from, found.end_to,
        found.term_years, " ".join(found.quote.split()),
    )  # fmt: skip


def as_page(name: str, published: str | None) -> str:
    lines = [line.strip() for line in STORIES[name].split("\n") if line.strip()]
    return page("", lines, language="fr", url=f"https://news.example/{name}", published=published, seed=len(name))


@pytest.mark.parametrize("name", SOME)
def test_text_comes_out_of_text_packed_text_rows_archives_and_feeds_byte_for_byte(name: str, tmp_path: Path) -> None:
    text = STORIES[name]
    plain = tmp_path / f"{name}.txt"
    plain.write_text(text, encoding="utf-8")
    wanted = read(plain)
    (tmp_path / f"{name}.txt.gz").write_bytes(gzip.compress(text.encode()))
    (tmp_path / f"{name}.txt.zst").write_bytes(pa.compress(text.encode(), "zstd", asbytes=True))
    (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "rows.jsonl").write_text(json.dumps({"body": text}) + "\n", encoding="utf-8")
    pl.DataFrame({"text": [text]}).write_csv(tmp_path / "rows.csv")
    pl.DataFrame({"text": [text]}).write_parquet(tmp_path / "rows.parquet")
    archive(tmp_path / "a.warc.gz", [record("https://news.example/1", text.encode(), "text/plain")])
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "", "items": [{"id": "1", "content_text": text}]}
    (tmp_path / "feed.json").write_text(json.dumps(feed), encoding="utf-8")
    sources: list[Iterator[Any]] = [
        files.documents(tmp_path / f"{name}.txt.gz", NOTHING, Hints()),
        files.documents(tmp_path / f"{name}.txt.zst", NOTHING, Hints()),
        files.documents(tmp_path / f"{name}.md", NOTHING, Hints()),
        exports.documents(tmp_path / "rows.jsonl", {"text": "body"}, 0, Hints()),
        exports.documents(tmp_path / "rows.csv", {}, 0, Hints()),
        exports.documents(tmp_path / "rows.parquet", {}, 0, Hints()),
        warc.documents(tmp_path / "a.warc.gz", None, Hints()),
        feeds.from_file(tmp_path / "feed.json", NOTHING, Hints()),
    ]
    for source in sources:
        (article,) = articles(source)
        assert (article.article_id, article.text, article.published) == (wanted.article_id, text, wanted.published)
        assert claims(article) == claims(wanted)


@pytest.mark.parametrize("name", STORIES)
def test_no_claim_is_lost_or_made_between_a_text_and_its_page(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.txt").write_text(STORIES[name], encoding="utf-8")
    plain = read(tmp_path / f"{name}.txt")
    (tmp_path / "page.html").write_text(as_page(name, str(plain.published) if plain.published else None), "utf-8")
    wrapped = read(tmp_path / "page.html")
    assert sorted(map(told, claims(wrapped)), key=str) == sorted(map(told, claims(plain)), key=str)
    assert wrapped.published == plain.published


@pytest.mark.parametrize("name", SOME[:6])
def test_a_page_comes_out_of_file_row_archive_and_feed_byte_for_byte(name: str, tmp_path: Path) -> None:
    whole = as_page(name, "2025-10-06")
    (tmp_path / "page.html").write_text(whole, encoding="utf-8")
    wanted = read(tmp_path / "page.html")
    (tmp_path / "rows.jsonl").write_text(json.dumps({"html": whole}) + "\n", encoding="utf-8")
    packed = gzip.compress(whole.encode())
    archive(tmp_path / "a.warc", [record("https://x.example/", packed, headers=b"Content-Encoding: gzip\r\n")])
    item = (
        f"<item><title></title><link>https://x.example/1</link><description>{html.escape(whole)}</description></item>"
    )
    (tmp_path / "feed.xml").write_text(f'<rss version="2.0"><channel><title>x</title>{item}</channel></rss>', "utf-8")
    for source in (
        exports.documents(tmp_path / "rows.jsonl", {}, 0, Hints()),
        warc.documents(tmp_path / "a.warc", None, Hints()),
        feeds.from_file(tmp_path / "feed.xml", NOTHING, Hints()),
    ):
        (article,) = articles(source)
        assert (article.text, claims(article)) == (wanted.text, claims(wanted))


@pytest.mark.parametrize("name", STORIES)
def test_the_scan_turns_away_no_article_with_a_claim_as_text_or_as_page(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.txt").write_text(STORIES[name], encoding="utf-8")
    if claims(read(tmp_path / f"{name}.txt")):
        assert SCAN.turns_away(STORIES[name].encode(), "text/plain") is None
        assert SCAN.turns_away(as_page(name, None).encode(), "text/html") is None
        assert SCAN.turns_away(as_page(name, None).encode("utf-16"), "text/html") is None


def test_json_ld_and_open_graph_say_title_author_publisher_and_day(tmp_path: Path) -> None:
    told_by_page = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": "A contract for capacity",
        "datePublished": "2025-09-09T07:00:00Z", "author": {"@type": "Person", "name": "Jo Doe"},
        "publisher": {"@type": "Organization", "name": "The Wire"},
    }  # fmt: skip
    story = "The company signed a five-year contract worth $17.4 billion for computing capacity in New Jersey. " * 4
    (tmp_path / "page.html").write_text(
        f'<html><head><title>x | y</title><script type="application/ld+json">{json.dumps(told_by_page)}</script>'
        '<meta property="og:url" content="https://wire.example/contract"></head><body><p>12 May 2019</p>'
        f"<article><p>{story}</p></article></body></html>"
    )
    article = read(tmp_path / "page.html")
    assert (article.title, article.author, article.publisher, article.url, str(article.published)) == (
        "A contract for capacity", "Jo Doe", "The Wire", "https://wire.example/contract", "2025-09-09",
    )  # fmt: skip


def test_no_day_is_made_up_for_a_page_that_gives_none(tmp_path: Path) -> None:
    story = "The company signed a five-year contract worth $17.4 billion for computing capacity in New Jersey. " * 4
    (tmp_path / "page.html").write_text(
        f"<html><body><article><p>{story}</p></article><a href='/2019/05/12/old.html'>May 12, 2019</a></body></html>"
    )
    assert read(tmp_path / "page.html").published is None
