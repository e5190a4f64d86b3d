"""`dealhouse evaluate` says what the independent scorer beside the shared articles says of a real run."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.evaluation.scoring import LEVELS
from etl.paths import PROJECT

SHARED = PROJECT.parent / "shared"
SCORER = SHARED / "eval" / "score.py"
Run = Callable[..., str]


@pytest.fixture(scope="module")
def run() -> Run:
    def start(*command: str | Path) -> str:
        # One order of sets for all: whether the order matters is asked in tests/extraction/test_purity.py.
        fixed = os.environ | {"PYTHONHASHSEED": "0"}
        asked = [sys.executable, *map(str, command)]
        done = subprocess.run(asked, env=fixed, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return start


@pytest.mark.skipif(not SCORER.exists(), reason="there is no ../shared with its scorer to compare with")
@pytest.mark.parametrize("folder", ["corpus/read", "stories/read"])
def test_both_agree_to_the_digit(folder: str, run: Run, tmp_path: Path) -> None:
    texts = SHARED / folder
    gold = texts / "gold.jsonl"
    main = ("-c", "from etl.cli import main; main()")
    run(*main, "run", texts, "--warehouse", tmp_path)
    ours = run(*main, "evaluate", gold, texts, "--aliases", SHARED / "eval" / "aliases.csv")
    for language in ("all", "fr", "en"):
        option = [] if language == "all" else [f"--{language}"]
        theirs = run(SCORER, tmp_path / "deals.duckdb", gold, *option)
        for level in LEVELS:
            expected = re.search(rf"^{level}\s+precision (\S+) recall (\S+) F1 (\S+)$", theirs, re.MULTILINE)
            told = re.search(rf"^{language}\s+{level}\s+(\S+)\s+(\S+)\s+(\S+)$", ours, re.MULTILINE)
            assert expected
            assert told
            assert told.groups() == expected.groups(), (language, level)
        if language == "all":
            for name, share in re.findall(r"(\w+) (\d+/\d+)", theirs.split("matched claims: ")[1].split("\n")[0]):
                assert re.search(rf"^{name}\s+{share}\s", ours, re.MULTILINE), (name, share)
            if clean := re.search(r"left clean: (\S+)", theirs):
                assert f"left clean: all {clean[1]}" in ours
