"""Measure the sources: pages and archives a second, memory, kills, whole runs, near-duplicates.

usage: python -m benchmarks.sources [MEASURE...]

Each measure prints one line with what is to be reached; rates a core are of processor time. Without a name all run,
about half an hour.
"""

import gzip
import io
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import trafilatura
from fastwarc.warc import WarcRecord, WarcRecordType

from benchmarks.pages import page, plain_story
from etl.extraction import Extractor
from etl.ingest import Ingest
from etl.lake import Lake
from etl.paths import BUNDLED
from etl.reference import load_organisations
from etl.sources import warc
from etl.sources.article import Article, Document, Hints
from etl.sources.catalogue import Source
from etl.sources.copies import Copies
from etl.sources.door import admit
from etl.sources.reading import hand_over
from etl.sources.scan import Scan

TODAY = date(2026, 11, 24)
GOLDEN = [*(BUNDLED / "inbox").glob("*.txt"), *(BUNDLED.parent / "tests" / "golden" / "articles").glob("*.txt")]
ORGANISATIONS = load_organisations(BUNDLED / "reference" / "partners.csv")
PARTNERS = sorted(one.name for one in ORGANISATIONS if one.kind != "state")
DEALS = 0.05
_KILLS = 50


def texts() -> list[str]:
    """Return the golden articles, in the order of their names."""
    return [file.read_text(encoding="utf-8") for file in sorted(GOLDEN)]


def crawled(count: int, seed: int = 1) -> Iterator[bytes]:
    """Yield pages of a site, one in twenty of them a golden article."""
    pick, stories = random.Random(seed), texts()
    for number in range(count):
        if pick.random() < DEALS:
            title, paragraphs = "", [line for line in pick.choice(stories).split("\n") if line.strip()]
        else:
            title, paragraphs = plain_story(seed * 1_000_003 + number)
        url = f"https://news.example/{seed}/{number}"
        yield page(title, paragraphs, language="en", url=url, published="2025-10-06", seed=number).encode()


def document(content: bytes, number: int) -> Document:
    """Return a page as a source hands it over."""
    url = f"https://news.example/{number}"
    return Document(url, url, url, "text/html", content, str(number))


def pages() -> str:
    """HTML pages to claims, one core; trafilatura alone on all of them is the peer."""
    scan, extractor = Scan(ORGANISATIONS), Extractor(ORGANISATIONS)
    found = list(crawled(600))
    admit(document(next(page for page in crawled(200) if not scan.turns_away(page, "text/html")), 0), TODAY, scan)
    began = time.process_time()
    claims = passed = 0
    for number, content in enumerate(found):
        article = admit(document(content, number), TODAY, scan)
        if isinstance(article, Article):
            passed += 1
            claims += len(extractor.extract(article.text, article.published, article.language).claims)
    ours = len(found) / (time.process_time() - began)
    began = time.process_time()
    for content in found[:100]:
        trafilatura.extract(content, fast=True, include_comments=False, include_tables=False)
    peer = 100 / (time.process_time() - began)
    size = sum(map(len, found)) // len(found)
    return (
        f"pages: {ours:.0f}/s ({len(found)} of {size:,} bytes on average, {passed} parsed, {claims} claims); "
        f"trafilatura alone {peer:.0f}/s, {ours / peer:.1f} x; to reach 400/s and 4 x"
    )


def write_archive(path: Path, count: int, seed: int = 1) -> int:
    """Write a WARC.gz of pages; return its size unpacked."""
    size = 0
    with path.open("wb") as out:
        for number, content in enumerate(crawled(count, seed)):
            made = WarcRecord()
            made.init_headers(WarcRecordType.response, content_length=0)
            made.headers["WARC-Target-URI"] = f"https://news.example/{seed}/{number}"
            made.headers["Content-Type"] = "application/http; msgtype=response"
            made.is_http = True
            made.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + content)
            told = io.BytesIO()
            made.write(told)
            size += out.write(gzip.compress(told.getvalue(), 6)) and len(told.getvalue())
    return size


def archive() -> str:
    """WARC.gz, one core: records read, and records read and scanned."""
    scan = Scan(ORGANISATIONS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc.gz"
        write_archive(path, 1500)
        began = time.process_time()
        read = sum(1 for _ in warc.documents(path, None, Hints()))
        reading = read / (time.process_time() - began)
        began = time.process_time()
        for one in warc.documents(path, None, Hints()):
            if isinstance(one, Document):
                scan.turns_away(one.content, one.media_type)
        scanning = read / (time.process_time() - began)
    return f"archive: {reading:.0f} records/s read, {scanning:.0f}/s read and scanned; to reach 1,000/s"


def ingest(root: Path, source: Source) -> Ingest:
    """Read one source into the lake of a folder, as one run."""
    lake = Lake(root / "lake")
    run = Ingest(lake, lake.next_run_id(), TODAY, lambda: Scan(ORGANISATIONS))
    run.read(source.name, source.scan, hand_over(source, root, run.memory))
    return run


def _measured(code: str, *arguments: str) -> tuple[float, str]:
    """Run code in a process of its own; return its peak memory in megabytes and what it printed."""
    told = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True).stdout
    peak, _, rest = told.partition(" ")
    return float(peak) / 1024, rest.strip()


_INGEST = (
    "import sys, resource; from pathlib import Path; from benchmarks.sources import ingest, Source\n"
    "run = ingest(Path(sys.argv[1]), Source('s', sys.argv[2], sys.argv[3], scan=sys.argv[2] == 'warc'))\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, sum(run.balance.read.values()), 'read')\n"
)


def memory() -> str:
    """Peak memory of an ingest: WARC files that unpack to 0.25 and 1 GB, exports of 25,000 and 100,000 articles."""
    told = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (2_750, 11_000):
            size = write_archive(Path(folder) / f"{count}.warc.gz", count)
            peak, _ = _measured(_INGEST, folder, "warc", f"{count}.warc.gz")
            told.append(f"WARC of {size / 1e9:.2f} GB {peak:.0f} MB")
        for count in (25_000, 100_000):
            write_rows(Path(folder) / f"{count}.jsonl", count)
            (Path(folder) / str(count)).mkdir()
            (Path(folder) / f"{count}.jsonl").rename(Path(folder) / str(count) / "rows.jsonl")
            peak, _ = _measured(_INGEST, f"{folder}/{count}", "export", "rows.jsonl")
            told.append(f"{count:,} articles {peak:.0f} MB")
    return f"memory: {', '.join(told)}; to reach 1 GB"


_RUN = (
    "import os, sys, resource; from pathlib import Path; from etl.paths import Warehouse\n"
    "from etl.pipeline.run import run as run_pipeline; from etl.pipeline.session import Session\n"
    "with Session(Warehouse(Path(sys.argv[1]))) as session: done = run_pipeline(session)\n"
    "spent = sum(os.times()[:2])\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, spent, done.new, done.claims, done.commitments)\n"
)


def whole() -> str:
    """Whole runs, from the sources to a release, over 30,000 and 100,000 files, and again with 10 new ones."""
    told = []
    with tempfile.TemporaryDirectory() as name:
        for count in (30_000, 100_000):
            folder = Path(name) / str(count)
            (folder / "inbox").mkdir(parents=True)
            for first, end in ((0, count), (count, count + 10)):
                for number in range(first, end):
                    (folder / "inbox" / f"{number}.txt").write_text(news(number), encoding="utf-8")
                began = time.perf_counter()
                peak, rest = _measured(_RUN, str(folder))
                taken = time.perf_counter() - began
                spent, new, claims, commitments = rest.split()
                told.append(
                    f"{new} new of {end:,} articles, {claims} claims, {commitments} commitments: {peak:.0f} MB, "
                    f"{taken:.1f} s, {float(spent):.1f} s of the processors"
                )
    return f"whole runs: {'; '.join(told)}; to reach 1 GB, and 10 s with 10 new ones of 100,000"


def news(number: int) -> str:
    """Return an article of ordinary news, unlike any other; one in five tells one of 4,000 deals besides."""
    pick = random.Random(number)
    title, paragraphs = plain_story(number)
    words = " ".join(paragraphs[:3]).split()
    pick.shuffle(words)
    text = f"{title}\n\n{' '.join(words)}.\n"
    if pick.random() < 0.2:
        deal = random.Random(pick.randrange(4000))
        giver, receiver = deal.sample(PARTNERS, 2)
        worth = deal.randint(11, 999) / 10
        text += f"{giver} signed a cloud contract worth ${worth} billion with {receiver}, it said.\n"
    return text


def write_rows(path: Path, count: int) -> None:
    """Write an export of different articles, each of about 1,500 characters."""
    stories = texts()
    vocabulary = " ".join(stories).split()
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            pick = random.Random(number)
            out.write(json.dumps({"id": str(number), "text": " ".join(pick.choices(vocabulary, k=250))}) + "\n")


def kills() -> str:
    """Kill -9 at 50 random moments of an ingest, one in each fiftieth of it, then run again: the same tables.

    A kill that finds the ingest finished is tried again a tenth earlier: ingests of the same rows differ in time.
    """
    from tests.test_ingest import content  # noqa: PLC0415

    pick, rows, same, late = random.Random(9), 3_000, 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rows(folder / "rows.jsonl", rows)

        def begin(place: Path) -> subprocess.Popen[bytes]:
            """Begin an ingest; return when there is a lake."""
            place.mkdir(exist_ok=True)
            command = [sys.executable, "-c", _INGEST, str(place), "export", "../rows.jsonl"]
            running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            while not (place / "lake").exists() and running.poll() is None:
                time.sleep(0.001)
            return running

        def finish(running: subprocess.Popen[bytes]) -> None:
            if running.wait():
                raise RuntimeError(f"an ingest failed by itself: exit code {running.returncode}")

        running = begin(folder / "whole")
        began = time.perf_counter()
        finish(running)
        taken = time.perf_counter() - began
        wanted = content(folder / "whole" / "lake")

        def killed(place: Path, wait: float) -> bool:
            """Kill an ingest after so many seconds; tell whether it was unfinished, clear away one that was not."""
            running = begin(place)
            time.sleep(wait)
            running.kill()
            if running.wait() and content(place / "lake") != wanted:
                return True
            shutil.rmtree(place)
            return False

        for moment in range(_KILLS):
            place = folder / str(moment)
            wait = (moment + pick.random()) / _KILLS * taken
            while not killed(place, wait):
                late += 1
                wait *= 0.9
            finish(begin(place))
            same += content(place / "lake") == wanted
            shutil.rmtree(place)
    return (
        f"kills: {_KILLS} of an unfinished ingest of {rows:,} rows, over its {taken:.1f} s ({late} more came late "
        f"and were tried again earlier); run again, {same} have the tables of an undisturbed run; to reach {_KILLS}"
    )


def copies() -> str:
    """Copies with 5 % of their words changed that are grouped; different golden articles that are."""
    stories, pick = texts(), random.Random(3)
    vocabulary = " ".join(stories).split()
    every = Copies()
    groups = {every.group(str(number), text)[0] for number, text in enumerate(stories)}
    found = tried = 0
    for text in stories * 20:
        words = text.split()
        for at in pick.sample(range(len(words)), len(words) // 20):
            words[at] = pick.choice(vocabulary)
        pair = Copies()
        pair.group("first", text)
        tried += 1
        found += pair.group("second", " ".join(words))[0] == "first"
    mixed = len(stories) - len(groups)
    return f"copies: {found / tried:.4f} of {tried} grouped, {mixed} golden articles mixed up; to reach 0.99 and 0"


MEASURES: dict[str, Callable[[], str]] = {
    "pages": pages, "archive": archive, "copies": copies, "kills": kills, "memory": memory, "whole": whole,
}  # fmt: skip


def main() -> None:
    """Print the measures that are asked for."""
    for name in sys.argv[1:] or MEASURES:
        print(MEASURES[name](), flush=True)
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
