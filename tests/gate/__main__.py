"""Score the extractor on annotated articles, and fail under the floors.

usage: python -m tests.gate [SHARED] [--update [--allow-regression]]

Always scored: the gold files of `tests/golden`. With SHARED, a folder of `articles/`, `corpus/` and `stories/`, each
with a `gold.jsonl` beside the texts: these too, names folded by its `eval/aliases.csv`, so that the figures are those
of its `eval/score.py`. The floors stand in `floors.json`, with a digest of what was scored. --update pins new texts and
raises floors to the scores; it lowers none unless --allow-regression is given too.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etl.evaluation.facts import Found
from etl.evaluation.gold import GoldError
from etl.evaluation.names import Fold, folding, read_aliases
from etl.evaluation.trial import found_in
from etl.paths import BUNDLED, PROJECT
from etl.reference import load_organisations
from tests.gate.ratchet import Measured, RefusedError, faults, load, measure, save, updated

FLOORS = Path(__file__).with_name("floors.json")
GOLDEN = PROJECT / "tests" / "golden"
SHARED = ("articles", "corpus/read", "corpus/unread", "stories/read", "stories/unread")


@dataclass(frozen=True, slots=True)
class Set:
    """Annotated articles that are scored together."""

    name: str
    texts: Path
    gold: Path
    fold: Fold


def sets(shared: Path | None) -> Iterator[Set]:
    """Yield what is to be scored."""
    fold = folding(load_organisations(BUNDLED / "reference" / "partners.csv"))
    for gold in sorted(GOLDEN.glob("*.gold.jsonl")):
        name = gold.name.removesuffix(".gold.jsonl")
        yield Set(f"golden/{name}", BUNDLED / "inbox" if name == "inbox" else GOLDEN / "articles", gold, fold)
    if shared:
        fold = folding(read_aliases(shared / "eval" / "aliases.csv"))
        for name in SHARED:
            yield Set(name, shared / name, shared / name / "gold.jsonl", fold)


@cache
def found(texts: Path) -> dict[str, Found]:
    """Return what is found in a folder; each folder is read once."""
    return found_in([texts], BUNDLED / "reference")


def main() -> int:
    """Print a line a set; return 1 where one is under a floor, changed or not pinned."""
    parser = argparse.ArgumentParser(prog="python -m tests.gate", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("shared", nargs="?", type=Path, help="folder of the shared articles")
    parser.add_argument("--update", action="store_true", help="pin what is scored, and raise the floors")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower floors too")
    asked = parser.parse_args()
    pins = load(FLOORS)
    now: dict[str, Measured] = {}
    wrong: list[str] = []
    for one in sets(asked.shared):
        try:
            now[one.name] = measured = measure(one.texts, one.gold, found(one.texts), one.fold)
        except GoldError as error:
            wrong.append(f"{one.name}: {error}")
            continue
        told = " ".join(f"{level} {score:.3f}" for level, score in measured.scores.items())
        languages = ", ".join(f"{language} {score:.3f}" for language, score in measured.languages.items())
        fault = faults(one.name, pins.get(one.name), measured)
        verdict = "" if asked.update else "FAILED" if fault else "ok"
        print(f"{one.name:15} {told} (claim: {languages})  {verdict}", flush=True)
        wrong += fault
    gone = [name for name in pins if name not in now and (asked.shared or name.startswith("golden/"))]
    if asked.update:
        try:
            kept = {name: pin for name, pin in pins.items() if not (name in gone and asked.allow_regression)}
            save(FLOORS, updated(kept, now, asked.allow_regression))
        except RefusedError as error:
            print(error, file=sys.stderr)
            return 1
        print(f"pinned {len(now)} sets in {FLOORS.name}")
        return 0
    wrong += [f"{name}: is pinned but was not scored; restore it" for name in gone]
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
