"""How fast the extractor reads, beside other tools on the same texts, and how its time grows with the text.

usage: python -m benchmarks.extraction [--runs N]

Prints medians of N runs (5 unless given), in processor time of this one process. The other tools are an extra,
`pip install -e '.[bench]'`; what is not installed is named and left out.
"""

import argparse
import importlib
import multiprocessing
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.prose import deals, ordinary, prose_of
from etl.console import screen, table
from etl.extraction import Extractor
from etl.paths import BUNDLED
from etl.reference import load_organisations

Texts = Sequence[tuple[str, str]]
Reader = Callable[[str, str], Any]
Rows = Callable[[Reader, int], Iterator[Sequence[object]]]
_DIGITS = re.compile(r"\d+")
_SLOW = 4
_MEGABYTE = 1_000_000


def ours() -> Reader:
    """Return our extractor."""
    extractor = Extractor(load_organisations(BUNDLED / "reference" / "partners.csv"))
    return lambda language, text: extractor.extract(text, None, language)


def spacy() -> Reader:
    """Return spaCy with its small French model, from tokens to entities."""
    read = importlib.import_module("spacy").load("fr_core_news_sm")
    return lambda _, text: read(text).ents


def recognizers() -> Reader:
    """Return the recognisers of currencies and of numbers with a unit, in French."""
    suite = importlib.import_module("recognizers_suite")
    french = suite.Culture.French
    return lambda _, text: (suite.recognize_currency(text, french), suite.recognize_dimension(text, french))


def digits() -> Reader:
    """Return a plain scan for digits: what reading costs at the least."""
    return lambda _, text: _DIGITS.findall(text)


def median_seconds(read: Reader, texts: Texts, runs: int) -> float:
    """Return the median of the processor time that `texts` take, after one run to warm up."""
    taken = []
    for number in range(runs + 1):
        began = time.process_time()
        for language, text in texts:
            read(language, text)
        if number:
            taken.append(time.process_time() - began)
    return statistics.median(taken)


def characters(texts: Texts) -> int:
    """Return how many characters some texts have."""
    return sum(len(text) for _, text in texts)


def alone(read: Reader, runs: int) -> Iterator[Sequence[object]]:
    """Yield a row for each kind of text: ours alone."""
    for name, texts in (("articles about deals", deals()), ("ordinary news", ordinary())):
        seconds = median_seconds(read, texts, runs)
        rate, speed = len(texts) / seconds, characters(texts) / seconds
        yield name, len(texts), f"{characters(texts) / len(texts):.0f}", f"{rate:.0f}", f"{speed:,.0f}"


def beside(read: Reader, runs: int) -> Iterator[Sequence[object]]:
    """Yield a row for each tool, all on the French articles about deals, the slow one on the first of them."""
    french = [one for one in deals() if one[0] == "fr"]
    peers: tuple[tuple[str, Callable[[], Reader], Texts], ...] = (
        ("plain scan for digits", digits, french),
        ("spaCy, fr_core_news_sm", spacy, french),
        ("recognizers-text-suite", recognizers, french[:_SLOW]),
    )
    for name, made, texts in peers:
        try:
            peer = made()
        except (ImportError, OSError) as error:
            yield name, len(texts), "-", "-", f"not installed: {error}"
            continue
        own = median_seconds(read, texts, runs)
        theirs = median_seconds(peer, texts, min(runs, 3) if texts is not french else runs)
        chars = characters(texts)
        yield name, len(texts), f"{chars / theirs:,.0f}", f"{chars / own:,.0f}", f"{theirs / own:,.2f} ×"


def growth(read: Reader, runs: int) -> Iterator[Sequence[object]]:
    """Yield a row for each length: the time of a text of that length, and of as many texts of 1 000 characters."""
    pieces = [("fr", piece) for piece in prose_of(_MEGABYTE).split("\n")]
    for length in (1_000, 10_000, 100_000, _MEGABYTE):
        text = prose_of(length)
        runs_here = runs if length < _MEGABYTE else min(runs, 3)
        whole = median_seconds(read, [("fr", text)], runs_here)
        line = median_seconds(read, [("fr", text.replace("\n", " "))], runs_here)
        cut = median_seconds(read, pieces[: length // 1000], runs_here)
        yield (
            f"{length:,}",
            f"{whole:.4f} s",
            f"{line:.4f} s",
            f"{cut:.4f} s",
            f"{whole / cut:.2f}",
            f"{line / cut:.2f}",
        )


def peak(text: str) -> tuple[int, int]:
    """Return the peak memory of a new process in MB: once the extractor is built, and after a text."""
    read = ours()
    built = high_water()
    read("fr", text)
    return built, high_water()


def high_water() -> int:
    """Return the peak memory of this process in MB; Linux tells it apart from that of the process that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
    return int(lines["VmHWM"].split()[0]) // 1024


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    console = screen()
    read = ours()
    parts: tuple[tuple[Rows, tuple[str, ...]], ...] = (
        (alone, ("Ours alone", "Articles", "Characters each", "Articles/s", "Characters/s")),
        (beside, ("The same French texts", "Articles", "Its characters/s", "Ours", "Ours is faster by")),
        (growth, ("Characters", "In lines", "In one line", "In texts of 1,000", "Lines to texts", "One line to texts")),
    )
    for measured, heads in parts:
        console.print(table(heads, list(measured(read, runs))))
        console.print()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        built, after = pool.apply(peak, [prose_of(_MEGABYTE)])
    console.print(f"Peak memory: {built} MB once built, {after} MB after a text of {_MEGABYTE:,} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
