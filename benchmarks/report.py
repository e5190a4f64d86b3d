"""How long a report takes, how large it is, and how fast its table answers in a browser.

    python -m benchmarks.report bundled DIR     of the bundled articles, in the new warehouse folder DIR
    python -m benchmarks.report large DIR       of made-up deals: 5 000 commitments from 20 000 articles

Belongs here: measuring, and sentences as long and as varied as real ones around the made-up claims. Stays out: what is
claimed (`benchmarks/deals.py`), how a lake is filled (`benchmarks/lake.py`).
"""

import argparse
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import polars as pl
from deltalake import write_deltalake
from playwright.sync_api import Page, sync_playwright

from benchmarks.deals import make_world
from benchmarks.lake import fill
from benchmarks.prose import OWN, articles
from etl.lake import ARTICLES, CLAIMS
from etl.paths import BUNDLED, Warehouse
from etl.pipeline.run import run
from etl.pipeline.session import Session
from etl.report.page import write_report

CHROMIUM = Path("/usr/bin/chromium")
_SEARCHES = ("partner 00012", "billion", "eur purchase", "partner 00", "nobody at all", "reported")
_SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def large(root: Path, deals: int, claims: int, claims_an_article: int) -> Warehouse:
    """Publish made-up deals told by made-up articles."""
    warehouse = fill(root, make_world(deals, claims, 400, seed=1, claims_an_article=claims_an_article))
    _tell_in_sentences(warehouse)
    with Session(warehouse) as session:
        session.build.limit("3GB", threads=2)
        session.settle()
        session.publish()
    return warehouse


def _tell_in_sentences(warehouse: Warehouse) -> None:
    """Put each claim of a lake into a sentence of 20 to 40 words that names its parties."""
    claims = pl.read_delta(str(warehouse.lake / "claims")).sort("article_id", "char_start").to_dicts()
    words = _words(random.Random(1))
    texts: dict[str, str] = {}
    for article, told in groupby(claims, key=itemgetter("article_id")):
        text = ""
        for claim in told:
            text += _sentence(claim, len(text), words)
        texts[article] = text
    frame = pl.read_delta(str(warehouse.lake / "articles")).with_columns(
        pl.col("article_id").replace_strict(texts).alias("text")
    )
    for name, rows, schema in (("articles", frame, ARTICLES), ("claims", pl.DataFrame(claims, schema=CLAIMS), CLAIMS)):
        ordered = rows.select(pl.col(column).cast(kind) for column, kind in schema.items())
        write_deltalake(str(warehouse.lake / name), ordered.to_arrow(), mode="overwrite")


def _words(rng: random.Random) -> Iterator[str]:
    """Yield words that follow each other as they do in our own articles."""
    follow: dict[str, list[str]] = defaultdict(list)
    for _, text in articles(OWN):
        for one, other in pairwise(text.split()):
            follow[one].append(other)
    word = "the"
    while True:
        word = rng.choice(follow.get(word) or list(follow))
        yield word.rstrip(".!?:")


def _sentence(claim: dict[str, Any], place: int, words: Iterator[str]) -> str:
    """Return the sentence of a claim that begins at `place`, and write its spans into the claim."""
    some = [" ".join(next(words) for _ in range(6)) for _ in range(4)]
    parts = [
        ("", f"On Monday {some[0]} "), ("from", (claim["from_partners"] or ["nobody"])[0]), ("", f" {some[1]} "),
        ("value", claim["quote"]), ("", f" {some[2]} "), ("to", claim["to_partners"][0]), ("", f" {some[3]}. "),
    ]  # fmt: skip
    claim["fields"] = []
    for name, text in parts:
        if name:
            span = {"name": name, "char_start": place, "char_end": place + len(text), "rule": "made up"}
            claim["fields"].append(span)
        if name == "value":
            claim["char_start"], claim["char_end"] = place, place + len(text)
        place += len(text)
    return "".join(text for _, text in parts)


def bundled(root: Path) -> Warehouse:
    """Publish the bundled articles."""
    warehouse = Warehouse(root)
    with Session(warehouse, [BUNDLED / "inbox"]) as session:
        run(session)
    return warehouse


def measure(warehouse: Warehouse) -> None:
    """Write the report, open it, search in it; print what each took."""
    target = warehouse.root / "report.html"
    at = time.perf_counter()
    write_report(warehouse, target, "en")
    print(f"written in {time.perf_counter() - at:.1f} s, {target.stat().st_size / 1e6:.2f} MB")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        at = time.perf_counter()
        page.goto(target.absolute().as_uri())
        page.evaluate(_SETTLED)
        print(f"ready for use after {time.perf_counter() - at:.2f} s")
        taken = [(_answer(page, words), words) for words in _SEARCHES for _ in range(3)]
        slowest, words = max(taken)
        print(f"filter: median {statistics.median(ms for ms, _ in taken):.0f} ms, slowest {slowest:.0f} ms ({words!r})")
        browser.close()


def _answer(page: Page, words: str) -> float:
    """Return the milliseconds from a key in the search field to the frame that shows the answer."""
    milliseconds: float = page.evaluate(
        f"""async (words) => {{
            const field = document.getElementById("search");
            const settled = {_SETTLED};
            field.value = "";
            field.dispatchEvent(new Event("input"));
            await settled();
            field.value = words;
            const at = performance.now();
            field.dispatchEvent(new Event("input"));
            document.getElementById("table").offsetHeight;
            return performance.now() - at;
        }}""",
        words,
    )
    return milliseconds


def main() -> None:
    """Run one of the measurements."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=("bundled", "large"))
    parser.add_argument("root", type=Path)
    parser.add_argument("--deals", type=int, default=5200)
    parser.add_argument("--claims", type=int, default=40_000)
    parser.add_argument("--claims-an-article", type=int, default=2)
    given = parser.parse_args()
    warehouse = Warehouse(given.root)
    if not warehouse.database.exists():
        if given.what == "bundled":
            bundled(given.root)
        else:
            large(given.root, given.deals, given.claims, given.claims_an_article)
    with pl.Config():
        measure(warehouse)


if __name__ == "__main__":
    main()
