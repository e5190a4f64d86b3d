"""Read many spoilt articles, and say what the extractor must never do.

usage: python -m benchmarks.fuzz [COUNT] [--seed FIRST] [--processes N]

COUNT is 1 000 000 unless given. Article N is the same on every machine. A failure is told with its seed and the
shortest text that still fails in the same way; the exit status is 1 then.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from os import cpu_count

from benchmarks.mutation import article, pieces
from benchmarks.prose import OWN, articles
from etl.extraction import Claim, Extraction, Extractor
from etl.extraction.model import Refusal
from etl.paths import BUNDLED
from etl.reference import load_organisations

COUNT = 1_000_000
PUBLISHED = date(2025, 10, 8)
_CHUNK = 500
_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with the article of a seed, and the shortest text with which it does."""

    seed: int
    what: str
    language: str
    text: str


@cache
def extractor() -> Extractor:
    """Return the extractor with the bundled partners."""
    return Extractor(load_organisations(BUNDLED / "reference" / "partners.csv"))


@cache
def prose() -> tuple[str, ...]:
    """Return the pieces of the bundled and golden articles."""
    return tuple(pieces([text for _, text in articles(OWN)]))


def wrong(text: str, language: str) -> str | None:
    """Say what the extractor does wrong with a text, None where nothing is."""
    began = time.process_time()
    try:
        extraction = extractor().extract(text, PUBLISHED, language)
    except Exception as error:  # whatever it is, it is the finding
        return f"raises {type(error).__name__}"
    if time.process_time() - began > _SECONDS:
        return f"takes more than {_SECONDS:.0f} s"
    return next(_faults(text, extraction), None)


def _faults(text: str, found: Extraction) -> Iterator[str]:
    told: tuple[Claim | Refusal, ...] = (*found.claims, *found.refused)
    for one in told:
        name = type(one).__name__.lower()
        start, end = one.char_start, one.char_end
        if not 0 <= start < end <= len(text) or text[start:end] != one.quote:
            yield f"a {name}'s quote is not at its place"
        if not one.value.is_finite() or one.value <= 0:
            yield f"a {name}'s value is not above 0"
    yield from chain.from_iterable(_claim_faults(claim, len(text)) for claim in found.claims)
    if any(not a or not b or a >= b for a, b in found.pairs):
        yield "a pair is not two names in order"


def _claim_faults(claim: Claim, length: int) -> Iterator[str]:
    for field in claim.fields:
        if not 0 <= field.char_start < field.char_end <= length:
            yield f"the field {field.name} has no span inside the text"
    if not claim.from_partners and not claim.to_partners:
        yield "a claim names nobody"
    if set(claim.from_partners) & set(claim.to_partners):
        yield "a claim has the same partner on both sides"
    for low, high in ((claim.start_from, claim.start_to), (claim.end_from, claim.end_to)):
        if low and high and low > high:
            yield "an interval ends before it begins"


def shortest(text: str, language: str, what: str) -> str:
    """Return the shortest text found, by leaving parts out, that fails in the same way."""
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if wrong(shorter, language) == what:
                text = shorter
            else:
                at += size
        size //= 2
    return text


def read(seeds: Iterable[int]) -> list[Failure]:
    """Read the articles of some seeds, in French and English by turns; return the failures."""
    failures = []
    for seed in seeds:
        language = "fr" if seed % 2 else "en"
        text = article(seed, prose())
        if what := wrong(text, language):
            failures.append(Failure(seed, what, language, shortest(text, language, what)))
    return failures


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("count", nargs="?", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=cpu_count() or 1)
    asked = parser.parse_args()
    began = time.perf_counter()
    seeds = range(asked.seed, asked.seed + asked.count)
    chunks = [seeds[at : at + _CHUNK] for at in range(0, len(seeds), _CHUNK)]
    told: dict[str, Failure] = {}
    failed = 0
    with ProcessPoolExecutor(asked.processes) as pool:
        for failure in chain.from_iterable(pool.map(read, chunks)):
            failed += 1
            if failure.what not in told or len(failure.text) < len(told[failure.what].text):
                told[failure.what] = failure
    seconds = time.perf_counter() - began
    print(f"{asked.count} articles in {seconds:.0f} s ({asked.count / seconds:.0f}/s), {failed} failed")
    for failure in told.values():
        print(f"{failure.what}: seed {failure.seed}, {failure.language}: {failure.text!a}")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
