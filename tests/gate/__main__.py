"""Score the main job on folders of annotated articles, and fail under the floors.

usage: python -m tests.gate FOLDER

FOLDER holds `articles/`, `corpus/` and `stories/`, with a `gold.jsonl` beside the texts, and `eval/score.py`, which
does the scoring. The floors stand in `floors.json`; they are raised by hand when the scores have risen.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
_SCORE = re.compile(r"^(quantity|claim|strict|pair)\s.*F1 ([\d.]+)$", re.MULTILINE)


def score(shared: Path, name: str) -> dict[str, float]:
    """Run the main job on one folder, in a warehouse of its own, and return the F1 of each level."""
    folder = shared / name
    with tempfile.TemporaryDirectory() as place:
        job = [sys.executable, "-c", "from etl.cli import main; main()", "run", str(folder), "--warehouse", place]
        subprocess.run(job, check=True, stdout=subprocess.DEVNULL)
        scorer = [
            sys.executable,
            str(shared / "eval" / "score.py"),
            f"{place}/deals.duckdb",
            str(folder / "gold.jsonl"),
        ]
        told = subprocess.run(scorer, check=True, capture_output=True, text=True).stdout
    return {level: float(value) for level, value in _SCORE.findall(told)}


def main() -> int:
    """Print a line a folder; return 1 where a score lies under its floor."""
    shared = Path(sys.argv[1])
    failed = 0
    for name, floors in json.loads(FLOORS.read_text(encoding="utf-8")).items():
        scores = score(shared, name)
        under = [level for level, floor in floors.items() if scores[level] < floor]
        failed += bool(under)
        told = ", ".join(f"{level} {value:.3f}" for level, value in scores.items())
        verdict = f"UNDER THE FLOOR of {', '.join(f'{level} {floors[level]}' for level in under)}" if under else "ok"
        print(f"{name:15} {told}  {verdict}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
