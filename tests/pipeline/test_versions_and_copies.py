"""What becomes of commitments when an article changes at its address, and when two publishers carry one story."""

from pathlib import Path

import pytest

from etl.paths import Warehouse
from etl.pipeline.run import run
from etl.pipeline.session import Session
from tests.star import ask

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
STORY = (
    "Published October 6, 2025\n\nMeta signed a cloud contract worth $14.2 billion with CoreWeave, it said.\n\n"
    "Analysts had expected a smaller sum, and the supplier's shares rose when trading opened in New York. "
    "Neither company would say where the machines will stand or who pays for the power that they draw.\n"
)
NEAR = STORY.replace("Analysts had", "Some analysts had")
SOURCES = """
[[source]]
name = "first"
kind = "folder"
address = "first"
publisher = "Morning Wire"

[[source]]
name = "second"
kind = "folder"
address = "second"
publisher = "Evening Post"
"""


def carried(root: Path, first: str, second: str) -> Path:
    """Have two publishers carry a story each; return the published release."""
    for name, text in (("first", first), ("second", second)):
        (root / name).mkdir(exist_ok=True)
        (root / name / "story.txt").write_text(text, encoding="utf-8")
    (root / "sources.toml").write_text(SOURCES, encoding="utf-8")
    with Session(Warehouse(root)) as session:
        return run(session).release.path


def test_near_copies_by_two_publishers_are_one_source_of_their_commitment(tmp_path: Path) -> None:
    release = carried(tmp_path, STORY, NEAR)
    found = ask(release, "SELECT value, article_count, source_count FROM fact_commitment WHERE measure = 'money'")
    assert [(int(value), articles, sources) for value, articles, sources in found] == [(14_200_000_000, 2, 1)]
    told = "SELECT DISTINCT publisher, source FROM dim_article WHERE article_key <> -1 ORDER BY publisher"
    assert ask(release, told) == [("Evening Post", "Morning Wire"), ("Morning Wire", "Morning Wire")]


def test_stories_of_their_own_are_two_sources(tmp_path: Path) -> None:
    own = "Published October 6, 2025\n\nCoreWeave rents computers to Meta: a cloud contract worth $14.2 billion.\n"
    release = carried(tmp_path, STORY, own)
    assert ask(release, "SELECT source_count FROM fact_commitment WHERE measure = 'money'") == [(2,)]


def test_commitments_rest_on_what_an_article_says_now_and_its_former_claims_are_closed(tmp_path: Path) -> None:
    carried(tmp_path, STORY, "")
    release = carried(tmp_path, STORY.replace("$14.2", "$22.4").replace("Analysts", "Some"), "")
    assert ask(release, "SELECT CAST(value AS BIGINT), article_count FROM fact_commitment") == [(22_400_000_000, 1)]
    closed = (
        "SELECT CAST(c.value AS BIGINT), c.quote, n.is_current FROM fact_closed_claim AS c "
        "JOIN dim_article AS n ON n.article_key = c.replaced_by_key"
    )
    assert ask(release, closed) == [(14_200_000_000, "$14.2 billion", True)]
    assert len(ask(release, "SELECT * FROM article_pairs")) == 1
    back = carried(tmp_path, STORY, "")
    assert ask(back, "SELECT CAST(value AS BIGINT) FROM fact_commitment") == [(14_200_000_000,)]
    assert ask(back, "SELECT CAST(value AS BIGINT) FROM fact_closed_claim") == [(22_400_000_000,)]
