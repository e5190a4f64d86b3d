"""The feed of new and changed commitments, as a feed reader takes it."""

import os
from datetime import date
from pathlib import Path

import fastfeedparser
import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.feed import write_feed
from etl.paths import Warehouse
from tests.star import article, claim, publish

FIRST, SECOND = article("first", date(2025, 1, 1)), article("second", date(2025, 2, 1))


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)


def entries(warehouse: Warehouse) -> list[dict[str, str]]:
    return list(fastfeedparser.parse(warehouse.feed.read_bytes()).entries)


def titles(warehouse: Warehouse) -> list[str]:
    return [entry["title"].replace("\u00a0", " ") for entry in entries(warehouse)]


def test_a_feed_tells_what_each_release_changes(warehouse: Warehouse) -> None:
    power = claim("first", 10, measure="power", unit="MW", kind="supply")
    first = publish(warehouse, [FIRST], [claim("first"), power])
    assert write_feed(warehouse, first.number) == 2
    assert titles(warehouse) == [
        "New: NVIDIA → OpenAI: 100 billion USD (investment)",
        "New: NVIDIA → OpenAI: 10 MW (supply)",
    ]
    chips = claim("second", 5000, measure="chips", unit="count", kind="supply")
    second = publish(warehouse, [FIRST, SECOND], [claim("first", 3 * 10**11), chips, claim("second", 3 * 10**11)])
    assert write_feed(warehouse, second.number) == 3
    told = dict(zip(titles(warehouse), entries(warehouse), strict=True))
    assert list(told) == [
        "Changed: NVIDIA → OpenAI: 300 billion USD (investment)",
        "New: NVIDIA → OpenAI: 5,000 chips (supply)",
        "No longer told: NVIDIA → OpenAI: 10 MW (supply)",
    ]
    changed = next(iter(told.values()))
    assert "Changed: figure, low and high, articles." in str(changed)
    assert "Because: new article: second." in str(changed)
    assert "first: … so much …" in str(changed)


def test_entries_keep_their_names_and_lead_to_the_report(warehouse: Warehouse) -> None:
    first = publish(warehouse, [FIRST], [claim("first"), claim("first", 10, measure="power", unit="MW", kind="supply")])
    write_feed(warehouse, first.number)
    before = {entry["title"].partition(": ")[2]: entry["id"] for entry in entries(warehouse)}
    second = publish(warehouse, [FIRST, SECOND], [claim("first"), claim("second", kind="purchase")])
    write_feed(warehouse, second.number)
    after = {entry["title"].partition(": ")[2]: entry["id"] for entry in entries(warehouse)}
    assert before.items() <= after.items()
    assert len(set(after.values())) == 3
    assert warehouse.feed.read_text().count('href="report.html#c-') == 3


def test_hostile_texts_stay_texts(warehouse: Warehouse) -> None:
    text = "so much <script>alert(1)</script> & ]]> \x00\x0b\ufffe"
    evil = FIRST | {"text": text, "url": "javascript:alert(2)"}
    release = publish(warehouse, [evil], [claim("first", from_partners=["<b>&\x01"])])
    write_feed(warehouse, release.number)
    (entry,) = entries(warehouse)
    assert entry["title"].startswith("New: <b>&\ufffd → OpenAI")
    source = warehouse.feed.read_text(encoding="utf-8")
    assert "<script" not in source
    assert "javascript:" not in source


def test_a_spoilt_feed_is_begun_anew(warehouse: Warehouse) -> None:
    release = publish(warehouse, [FIRST], [claim("first")])
    warehouse.feed.write_text("<feed", encoding="utf-8")
    assert write_feed(warehouse, release.number) == 1
    assert len(entries(warehouse)) == 1


def test_a_feed_that_could_not_be_written_is_told_and_written_by_the_next_run(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    story = "Published October 6, 2025\n\nMeta signed a cloud contract worth $14.2 billion with CoreWeave, it said.\n"
    (tmp_path / "inbox" / "meta.txt").write_text(story, encoding="utf-8")
    place = Warehouse(tmp_path)
    place.feed.symlink_to("/dev/full")
    told = CliRunner().invoke(app, ["run", "--warehouse", str(tmp_path)])
    assert told.exit_code == 1
    assert "release 1 is published, but the feed could not be written (No space left on device)" in told.stderr
    place.feed.unlink()
    assert CliRunner().invoke(app, ["run", "--warehouse", str(tmp_path)]).exit_code == 0
    assert titles(place) == ["New: Meta → CoreWeave: 14.2 billion USD (purchase)"]
    place.feed.write_text("<feed/>", encoding="utf-8")
    os.utime(place.feed, (0, 0))
    assert CliRunner().invoke(app, ["run", "--warehouse", str(tmp_path)]).exit_code == 0
    assert len(entries(place)) == 1
