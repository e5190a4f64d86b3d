"""What comes in is stored once, counted once, and there again after a crash."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from benchmarks.pages import page, plain_story
from etl import ingest
from etl.extraction import Organisation
from etl.ingest import Balance, BalanceError, Ingest
from etl.lake import ARTICLES, BALANCE, CHECKPOINTS, QUARANTINE, REFUSALS, REJECTS, SIGHTINGS, SIGNATURES, VISITS, Lake
from etl.quarantine import documents, find
from etl.sources.catalogue import Source
from etl.sources.reading import hand_over
from etl.sources.scan import Scan
from etl.sources.web import Limits
from tests.sources.handed import archive, record
from tests.sources.server import answer, serve

TODAY = date(2026, 11, 24)
DEAL = "Meta signed a cloud contract worth $14.2 billion with CoreWeave, the company said on Tuesday in a filing. "
STORY = (
    DEAL + "The agreement runs through 2031 and gives the social network access to new processors in several states. "
    "Analysts had expected a smaller sum, and the supplier's shares rose when trading opened in New York. "
    "Neither company would say where the machines will stand or who pays for the power that they draw."
)
TABLES = {
    "articles": ARTICLES, "rejects": REJECTS, "sightings": SIGHTINGS, "signatures": SIGNATURES, "refusals": REFUSALS,
    "visits": VISITS,
    "checkpoints": CHECKPOINTS, "quarantine": QUARANTINE,
}  # fmt: skip


def take(root: Path, *sources: Source, lake: Path | None = None) -> Ingest:
    """Read sources under a folder into the lake beside it, as one run."""
    place = Lake(lake or root / "lake")
    run = Ingest(place, place.next_run_id(), TODAY, lambda: Scan([Organisation("CoreWeave", kind="neocloud")]))
    for source in sources:
        run.read(source.name, source.scan, hand_over(source, root, run.memory))
    return run


def counts(run: Ingest) -> dict[str, int]:
    return {outcome: run.balance.total(outcome) for outcome in ingest.OUTCOMES if run.balance.total(outcome)}


def folder(root: Path, name: str = "inbox", **texts: str) -> Source:
    (root / name).mkdir(exist_ok=True)
    for stem, text in texts.items():
        (root / name / f"{stem}.txt").write_text(text, encoding="utf-8")
    return Source(name, "folder", name)


def content(lake: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table, without the numbers of runs and rows, which tell of interruptions."""
    found = {}
    for name, schema in TABLES.items():
        frame = Lake(lake).read(name, schema).drop("run_id", "number", strict=False)
        if name == "checkpoints":
            frame = frame.filter(pl.col("is_done"))
        found[name] = sorted(frame.rows(), key=repr)
    return found


def test_a_second_run_opens_nothing_again_and_adds_nothing(tmp_path: Path) -> None:
    source = folder(tmp_path, one=STORY, two=plain_story(1)[1][0] * 2, bad="")
    assert counts(take(tmp_path, source)) == {"new": 2, "rejected": 1}
    before = content(tmp_path / "lake")
    file = tmp_path / "inbox" / "one.txt"
    state = file.stat()
    file.write_bytes(bytes(state.st_size))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert counts(take(tmp_path, source)) == {"unchanged": 2, "rejected": 1}
    assert content(tmp_path / "lake") == before


def test_what_was_turned_down_is_not_read_again_until_it_changes_or_is_tried_again(tmp_path: Path) -> None:
    source = folder(tmp_path, later="date 2031-01-01 " + STORY)
    assert counts(take(tmp_path, source)) == {"rejected": 1}
    file, lake = tmp_path / "inbox" / "later.txt", Lake(tmp_path / "lake")
    state = file.stat()
    file.write_bytes(STORY.encode()[: state.st_size].ljust(state.st_size))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    run = take(tmp_path, source)
    assert counts(run) == {"rejected": 1}
    assert run.balance.outcomes == {("inbox", "rejected", "future-date"): 1}
    assert lake.rejects().height == 1
    (tried,) = documents(lake)
    assert tried[1].content.startswith(b"date 2031")
    again = Ingest(lake, lake.next_run_id(), date(2031, 1, 2), lambda: Scan([]))
    again.read("inbox", False, [(None, tried[1])])
    assert counts(again) == {"new": 1}
    assert counts(take(tmp_path, source)) == {"unchanged": 1}
    assert lake.rejects().is_empty()


def test_a_file_that_was_turned_down_and_mended_is_read(tmp_path: Path) -> None:
    assert counts(take(tmp_path, folder(tmp_path, one="date 2031-01-01 " + STORY))) == {"rejected": 1}
    assert counts(take(tmp_path, folder(tmp_path, one="date 2025-01-01 " + STORY))) == {"new": 1}
    assert Lake(tmp_path / "lake").rejects().is_empty()


def test_a_text_that_changed_at_its_address_replaces_the_old_version_which_stays(tmp_path: Path) -> None:
    take(tmp_path, folder(tmp_path, one=STORY))
    run = take(tmp_path, folder(tmp_path, one=STORY.replace("$14.2", "$12.4")))
    assert counts(run) == {"new": 1}
    found = Lake(tmp_path / "lake").articles()
    old, new = (
        found.row(by_predicate=pl.col("text").str.contains(sum_, literal=True), named=True) for sum_ in ("14.2", "12.4")
    )
    assert (old["replaced_by"], new["replaced_by"]) == (new["article_id"], None)
    assert counts(take(tmp_path, folder(tmp_path, one=STORY))) == {"copy": 1}
    found = Lake(tmp_path / "lake").articles()
    assert dict(found.select("article_id", "replaced_by").iter_rows()) == {
        old["article_id"]: None, new["article_id"]: old["article_id"],
    }  # fmt: skip


def test_an_article_that_left_one_address_is_current_as_long_as_another_has_it(tmp_path: Path) -> None:
    take(tmp_path, folder(tmp_path, one=STORY), folder(tmp_path, "other", same=STORY))
    take(tmp_path, folder(tmp_path, one=STORY.replace("$14.2", "$12.4")))
    assert Lake(tmp_path / "lake").articles()["replaced_by"].to_list() == [None, None]


def test_copies_exact_and_near_are_one_group_and_it_is_known_who_carried_them(tmp_path: Path) -> None:
    near = STORY.replace("Analysts had", "Some analysts had").replace("several states", "several American states")
    other = STORY.replace(".", "").replace("a", "o")
    wire = [folder(tmp_path, f"site{number}", story=text) for number, text in enumerate([STORY, STORY, near, other])]
    assert counts(take(tmp_path, *wire)) == {"new": 2, "copy": 2}
    lake = Lake(tmp_path / "lake")
    assert lake.articles().height == 3
    assert lake.articles()["copy_group"].n_unique() == 2
    sightings = lake.read("sightings", SIGHTINGS).sort("number")
    assert sightings["source"].to_list() == ["site0", "site1", "site2", "site3"]


def test_copies_are_found_across_runs(tmp_path: Path) -> None:
    take(tmp_path, folder(tmp_path, "one", story=STORY))
    run = take(tmp_path, folder(tmp_path, "two", story=STORY.replace("Analysts had", "Some analysts had")))
    assert counts(run) == {"copy": 1}
    assert Lake(tmp_path / "lake").articles()["copy_group"].n_unique() == 1


def rows_file(root: Path, texts: Sequence[str]) -> Source:
    (root / "rows.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    return Source("rows", "export", "rows.jsonl")


def test_rows_are_read_again_once_their_columns_are_mapped(tmp_path: Path) -> None:
    row = {"body": STORY, "link": "https://db.example/1"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n{broken\n", encoding="utf-8")
    export = Source("db", "export", "rows.jsonl")
    assert counts(take(tmp_path, export)) == {"rejected": 2}
    assert counts(take(tmp_path, export)) == {"unchanged": 2}
    mapped = Source("db", "export", "rows.jsonl", columns={"text": "body", "url": "link"})
    assert counts(take(tmp_path, mapped)) == {"new": 1, "rejected": 1}
    assert [(one["reason"], held) for one, held in find(Lake(tmp_path / "lake"), "rows.jsonl#1")] == [
        ("broken-row", b"{broken\n")
    ]
    assert Lake(tmp_path / "lake").rejects()["reason"].to_list() == ["broken-row"]


def test_everything_read_has_one_outcome(tmp_path: Path) -> None:
    texts = [
        STORY,
        "",
        STORY,
        "Der Konzern hat einen Vertrag unterschrieben, sagte er.",
        STORY * 2,
        plain_story(1)[1][0],
    ]
    run = take(tmp_path, rows_file(tmp_path, texts))
    assert sum(run.balance.read.values()) == 6
    assert counts(run) == {"new": 2, "copy": 2, "rejected": 2}
    told = Lake(tmp_path / "lake").read("balance", BALANCE)
    assert sorted(told.select("source", "outcome", "reason", "count").rows(), key=repr) == [
        ("rows", "copy", None, 2), ("rows", "new", None, 2), ("rows", "rejected", "empty-file", 1),
        ("rows", "rejected", "unsupported-language", 1),
    ]  # fmt: skip


def test_a_thing_lost_on_the_way_is_an_error() -> None:
    balance = Balance()
    balance.read["inbox"] = 2
    balance.add("inbox", "new")
    with pytest.raises(BalanceError, match="inbox: 2 read, but 1"):
        balance.prove()


def test_a_feed_that_could_not_be_fetched_is_no_reject_any_more_once_it_answers(tmp_path: Path) -> None:
    with serve() as site:
        source = Source("wire", "feed", site.url("/feed"), private=True, limits=Limits(pause=0, retries=0))
        item = f"<item><title>t</title><link>{site.url('/1')}</link><description>{STORY}</description></item>"
        told = f"<rss version='2.0'><channel><title>x</title>{item}</channel></rss>".encode()
        site.answers["/feed"] = answer(told, ETag='"1"')
        assert counts(take(tmp_path, source)) == {"new": 1}
        site.answers["/feed"] = answer(b"", 500)
        assert counts(take(tmp_path, source)) == {"rejected": 1}
        assert Lake(tmp_path / "lake").rejects()["reason"].to_list() == ["http-500"]
        site.answers["/feed"] = answer(told, ETag='"1"')
        assert counts(take(tmp_path, source)) == {"unchanged": 1}
    assert Lake(tmp_path / "lake").rejects().is_empty()


def crawl(root: Path, pages: int) -> Source:
    """Write an archive in which every tenth page holds a deal."""
    records = []
    for number in range(pages):
        title, paragraphs = plain_story(number)
        if number % 10 == 0:
            title, paragraphs = (
                "A contract",
                [f"{STORY} ({number})", *random.Random(number).sample(STORY.split(". "), 3)],
            )
        told = page(title, paragraphs, language="en", url=f"https://x.example/{number}", published=None, seed=number)
        records.append(record(f"https://x.example/{number}", told.encode()))
    records[3] = record("https://x.example/broken", b"<html></html>")
    archive(root / "crawl.warc.gz", records)
    return Source("crawl", "warc", "crawl.warc.gz", scan=True)


def test_an_archive_is_scanned_counted_and_not_opened_again(tmp_path: Path) -> None:
    source = crawl(tmp_path, 30)
    run = take(tmp_path, source)
    assert run.balance.total("turned-away") == 27
    assert run.balance.total("new") + run.balance.total("copy") == 3
    again = take(tmp_path, source)
    assert counts(again) == {"unchanged": 30}
    unscanned = take(tmp_path, Source("crawl", "warc", "crawl.warc.gz", scan=False), lake=tmp_path / "all")
    assert unscanned.balance.total("turned-away") == 0
    assert unscanned.balance.total("rejected") == 1


def test_after_a_crash_between_any_two_batches_the_tables_are_those_of_an_undisturbed_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "_BATCH", 5)
    sources = [crawl(tmp_path, 30), folder(tmp_path, one=STORY, bad="")]
    take(tmp_path, *sources, lake=tmp_path / "whole")
    append, left = Lake.append, 0

    def failing(self: Lake, name: str, frame: pl.DataFrame, schema: pl.Schema) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        append(self, name, frame, schema)

    monkeypatch.setattr(Lake, "append", failing)
    broken = tmp_path / "broken"
    for step in range(1, 60):
        left = step % 13
        try:
            take(tmp_path, *sources, lake=broken)
        except KeyboardInterrupt:
            continue
    left = 10**6
    take(tmp_path, *sources, lake=broken)
    assert content(broken) == content(tmp_path / "whole")


def test_a_killed_ingest_goes_on_where_it_was(tmp_path: Path) -> None:
    source = crawl(tmp_path, 120)
    folder(tmp_path, one=STORY, bad="")
    take(tmp_path, source, folder(tmp_path), lake=tmp_path / "whole")
    code = (
        "import sys; from pathlib import Path; from etl import ingest; ingest._BATCH = 7\n"
        "from tests.test_ingest import folder, take, Source\n"
        "root = Path(sys.argv[1]); print('go', flush=True)\n"
        "take(root, Source('crawl', 'warc', 'crawl.warc.gz', scan=True), folder(root), lake=root / 'killed')\n"
    )
    pick = random.Random(4)
    for _ in range(3):
        running = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
        assert running.stdout
        running.stdout.readline()
        time.sleep(pick.random() * 0.5)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, stdout=subprocess.DEVNULL)
    assert content(tmp_path / "killed") == content(tmp_path / "whole")
