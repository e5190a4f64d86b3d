"""Everything from outside is hostile: it is refused with a reason, in bounded memory, and costs no other article."""

import csv
import gzip
import io
import json
import time
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pytest

from etl.extraction import Organisation
from etl.sources import exports, feed_format, feeds, files, warc
from etl.sources.article import Article, Document, Hints, Rejection
from etl.sources.scan import Scan
from tests.sources.handed import archive, outcomes, record

STORY = "Meta signed a cloud contract worth $14.2 billion with CoreWeave, the company said on Tuesday. "
PAGE = f"<html><body><article><p>{STORY * 3}</p></article></body></html>".encode()


def reasons(found: list[Article | Rejection]) -> list[str]:
    assert all(one.source_path in one.detail for one in found if isinstance(one, Rejection))
    return [one.reason if isinstance(one, Rejection) else "article" for one in found]


def read_file(path: Path) -> list[str]:
    return reasons(outcomes(files.documents(path, lambda _address, _fingerprint: None, Hints())))


def read_warc(path: Path) -> list[str]:
    return reasons(outcomes(warc.documents(path, None, Hints())))


def read_rows(path: Path) -> list[str]:
    return reasons(outcomes(exports.documents(path, {}, 0, Hints())))


def read_feed(path: Path) -> list[str]:
    return reasons(outcomes(feeds.from_file(path, lambda _address, _fingerprint: None, Hints())))


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_decompression_bomb_is_refused_in_bounded_memory(tmp_path: Path, packing: str) -> None:
    huge = bytes(300_000_000)
    packed = gzip.compress(huge) if packing == "gz" else pa.compress(huge, "zstd", asbytes=True)
    del huge
    bomb = tmp_path / f"bomb.txt.{packing}"
    bomb.write_bytes(packed)
    tracemalloc.start()
    assert read_file(bomb) == ["bomb"]
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_packed_file_that_is_cut_off_or_no_such_packing_is_refused(tmp_path: Path, packing: str) -> None:
    packed = gzip.compress(PAGE * 50) if packing == "gz" else pa.compress(PAGE * 50, "zstd", asbytes=True)
    (tmp_path / f"cut.html.{packing}").write_bytes(packed[:-9])
    (tmp_path / f"none.txt.{packing}").write_bytes(STORY.encode() * 9)
    assert read_file(tmp_path / f"cut.html.{packing}") == ["broken-packing"]
    assert read_file(tmp_path / f"none.txt.{packing}") == ["broken-packing"]


def test_a_page_nested_a_hundred_thousand_deep_or_of_nothing_but_tags_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deep.html").write_text("<div>" * 99_000 + STORY * 3)
    (tmp_path / "tags.html").write_text("<p>" * 200_000 + STORY * 3)
    assert read_file(tmp_path / "deep.html") == ["no-article"]
    assert read_file(tmp_path / "tags.html") == ["too-many-tags"]


@pytest.mark.parametrize("one", ['a{}="x" ', "a{} = '<>' ", "a{}=x ", "a{} ", "a{}/", 'a{}=">"'])
def test_a_tag_of_fifty_thousand_attributes_is_refused_before_it_is_parsed(one: str, tmp_path: Path) -> None:
    attributes = "".join(one.format(number) for number in range(50_000))
    code = "<script>if (i<a) { b('=') }</script><!--><style>a > b</style>"
    (tmp_path / "wide.html").write_text(f"<html>{code}<article><p {attributes}>{STORY * 3}</p></article></html>")
    began = time.process_time()
    assert read_file(tmp_path / "wide.html") == ["too-many-attributes"]
    assert time.process_time() - began < 2


def test_long_values_code_and_comments_are_no_attributes(tmp_path: Path) -> None:
    packed = "A/b+" * 50_000
    state = ", ".join(f'"k{number}": "a/b = c"' for number in range(20_000))
    page = (
        f"<script>var a = 1<b, c = {{{state}}}</script><!-- <p {state}> --><img src=data:image/png;base64,{packed}>"
        f"<div data-state='{{{state}}}'></div><article><p>{STORY * 3}</p></article>"
    )
    (tmp_path / "page.html").write_text(f"<html><body>{page}</body></html>")
    assert read_file(tmp_path / "page.html") == ["article"]


def test_the_scan_takes_hostile_pages_in_its_stride() -> None:
    scan = Scan([Organisation("CoreWeave", kind="neocloud")])
    began = time.process_time()
    for page in (b"<" * 2_000_000, b"<script" * 300_000, b"<!--" * 500_000, b"<a " * 700_000, b"&" * 2_000_000):
        assert scan.turns_away(b"<p>AI</p>" + page, "text/html")
    for page in (b"cpu " * 250_000, b"won 9 " * 160_000, b"$ " * 500_000, b"mw" * 500_000):
        scan.turns_away(b"<p>AI" + b" " * 9000 + page, "text/html")
    assert time.process_time() - began < 10
    assert scan.turns_away(PAGE, "text/html") is None


def test_a_line_of_json_without_end_is_skipped_and_the_next_row_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "LARGEST", 100_000)
    path = tmp_path / "rows.jsonl"
    good = json.dumps({"text": STORY}).encode()
    path.write_bytes(b"\n".join([good, b'{"text": "' + b"x" * 30_000_000 + b'"}', b"[1]", b"{", b"[" * 90_000, good]))
    tracemalloc.start()
    assert read_rows(path) == ["article", "broken-row", "broken-row", "broken-row", "broken-row", "article"]
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_rows_without_text_or_with_a_false_date_are_refused_by_their_number(tmp_path: Path) -> None:
    rows = [{"body": STORY}, {"text": STORY, "published": "soon"}, {"text": None}, {"text": ""}, {"text": STORY}]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = outcomes(exports.documents(tmp_path / "rows.jsonl", {}, 0, Hints()))
    assert reasons(found) == ["no-text", "broken-date", "no-text", "empty-file", "article"]
    first = found[0]
    assert isinstance(first, Rejection)
    assert "row 1" in first.detail
    assert "map the columns" in first.detail


def test_half_a_character_in_a_row_costs_that_character_only(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": STORY + "\ud800"}))
    assert read_rows(tmp_path / "rows.jsonl") == ["article"]


def test_a_csv_with_a_row_too_long_and_a_broken_parquet_end_in_a_reason(tmp_path: Path) -> None:
    told = io.StringIO()
    csv.writer(told).writerows([["text"], [STORY], [STORY + "\nsecond line"]])
    (tmp_path / "rows.csv").write_text(told.getvalue(), encoding="utf-8")
    (tmp_path / "rows.parquet").write_bytes(b"PAR1" + b"x" * 100)
    assert read_rows(tmp_path / "rows.csv") == ["article", "article"]
    assert read_rows(tmp_path / "rows.parquet") == ["broken-row"]


def test_a_lying_length_costs_its_own_record_only(tmp_path: Path) -> None:
    good, other = record("https://x.example/1", PAGE), record("https://x.example/2", PAGE)
    length = b"Content-Length: "
    short = good.replace(length, length + b"1\r\nX-Was: ", 1)
    long = good.replace(length, length + b"9", 1)
    assert read_warc(archive(tmp_path / "short.warc", [other, short, other])) == [
        "article",
        "broken-archive",
        "article",
    ]
    assert read_warc(archive(tmp_path / "long.warc", [other, long, other])) == ["article", "broken-archive", "article"]
    assert read_warc(archive(tmp_path / "end.warc", [other, long])) == ["article", "broken-archive"]


def test_a_damaged_or_cut_archive_gives_what_is_whole_and_says_where_it_broke(tmp_path: Path) -> None:
    records = [record(f"https://x.example/{number}", PAGE) for number in range(5)]
    whole = archive(tmp_path / "a.warc.gz", records).read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(whole[:-20])
    assert read_warc(tmp_path / "cut.warc.gz") == ["article"] * 4 + ["truncated-archive"]
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 0xFF
    (tmp_path / "damaged.warc.gz").write_bytes(bytes(damaged))
    found = read_warc(tmp_path / "damaged.warc.gz")
    assert found.count("article") == 4
    assert found.count("broken-archive") == 1
    (tmp_path / "none.warc").write_bytes(b"no archive at all\n" * 99)
    assert read_warc(tmp_path / "none.warc") == ["broken-archive"]


def test_a_record_too_large_or_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(warc.LARGEST_RECORD * 4))
    records = [
        record("https://x.example/1", bytes(warc.LARGEST_RECORD + 1)),
        record("https://x.example/2", bomb, headers=b"Content-Encoding: gzip\r\n"),
        record("https://x.example/3", PAGE, status=b"404 Not Found"),
        record("https://x.example/4", b"GIF89a", media="image/gif"),
        record("https://x.example/5", PAGE),
    ]
    assert read_warc(archive(tmp_path / "a.warc.gz", records)) == ["too-large", "bomb", "article"]


def test_reading_goes_on_after_a_record(tmp_path: Path) -> None:
    for name in ("a.warc", "a.warc.gz"):
        path = archive(tmp_path / name, [record(f"https://x.example/{number}", PAGE) for number in range(5)])
        every = list(warc.documents(path, None, Hints()))
        for number, one in enumerate(every):
            assert isinstance(one, Document)
            assert list(warc.documents(path, one.position, Hints())) == every[number + 1 :]


def test_a_feed_with_entities_too_many_items_or_no_feed_at_all_is_refused(tmp_path: Path) -> None:
    item = "<item><title>t</title><link>https://x.example/</link></item>"
    bombs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    feeds_told = {
        "entities.xml": f'<!DOCTYPE r [<!ENTITY a0 "ha">{bombs}]><rss><channel>{item}</channel></rss>',
        "external.xml": f'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel>{item}</channel></rss>',
        "million.xml": f"<rss><channel>{item * (feed_format.MOST_ITEMS + 1)}</channel></rss>",
        "page.xml": PAGE.decode(),
        "deep.json": "[" * 100_000,
        "empty.xml": "",
        "bare.xml": f"<rss version='2.0'><channel><title>x</title>{item}</channel></rss>",
        "long.xml": f"<rss version='2.0'><channel><title>{'x' * feeds.LARGEST}</title>{item}</channel></rss>",
    }
    for name, told in feeds_told.items():
        (tmp_path / name).write_text(told, encoding="utf-8")
    assert {name: read_feed(tmp_path / name) for name in feeds_told} == {
        "entities.xml": ["xml-entities"], "external.xml": ["xml-entities"], "million.xml": ["too-many-items"],
        "page.xml": ["broken-feed"], "deep.json": ["broken-feed"], "empty.xml": ["broken-feed"],
        "bare.xml": ["empty-item"], "long.xml": ["too-large"],
    }  # fmt: skip


def test_a_folder_is_never_left_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "one.txt").write_text(STORY)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "folder").symlink_to(tmp_path / "outside")
    (tmp_path / "inbox" / "one.txt").symlink_to(tmp_path / "outside" / "one.txt")
    assert read_file(tmp_path / "inbox") == ["linked-folder", "outside-folder"]
