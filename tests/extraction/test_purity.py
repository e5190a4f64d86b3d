"""Claims are a pure function of the article: no process reads another thing than any other."""

import os
import subprocess
import sys

from etl.paths import PROJECT

_READ = """
from benchmarks.fuzz import PUBLISHED, extractor
from benchmarks.prose import OWN, articles
for language, text in articles(OWN):
    print(extractor().extract(text, PUBLISHED, language))
"""


def test_the_order_in_which_a_process_keeps_its_sets_changes_nothing() -> None:
    told = set()
    for seed in ("1", "2", "3"):
        done = subprocess.run(
            [sys.executable, "-c", _READ], env=os.environ | {"PYTHONHASHSEED": seed}, cwd=PROJECT, capture_output=True,
            check=True, timeout=120,
        )  # fmt: skip
        assert done.stdout.count(b"Extraction(") > 20
        told.add(done.stdout)
    assert len(told) == 1
