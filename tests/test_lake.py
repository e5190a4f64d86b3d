"""Reading the same content again adds nothing, and nobody sees half an article."""

from pathlib import Path

import polars as pl
import pytest

from etl.lake import ARTICLES, CLAIMS, PAIRS, REJECTS, Lake


def frame(schema: pl.Schema, *rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


ONE = {"article_id": "a1", "article": "one", "text": "Nvidia investit.", "language": "fr", "run_id": 1}
CLAIM = {"claim_id": "c1", "article_id": "a1", "extractor_version": "v1", "from_partners": ["NVIDIA"], "char_start": 0}


def test_an_absent_lake_reads_as_empty(lake: Lake) -> None:
    assert lake.articles().height == lake.claims("v1").height == lake.rejects().height == 0
    assert lake.next_run_id() == 1


def test_an_article_is_added_once(lake: Lake) -> None:
    assert lake.append_articles(frame(ARTICLES, ONE, ONE)) == 1
    assert lake.append_articles(frame(ARTICLES, ONE | {"run_id": 2, "article": "copy"})) == 0
    assert lake.articles()["article"].to_list() == ["one"]
    assert lake.next_run_id() == 2


def test_a_new_version_of_the_extractor_reads_every_article_again(lake: Lake) -> None:
    lake.append_articles(frame(ARTICLES, ONE))
    lake.append_extraction(["a1"], "v1", frame(CLAIMS, CLAIM), frame(PAIRS), 1)
    assert not list(lake.pending("v1"))
    assert [batch["article_id"].to_list() for batch in lake.pending("v2")] == [["a1"]]


def test_claims_written_before_a_crash_are_seen_once_and_only_after_the_retry(lake: Lake) -> None:
    lake.append_articles(frame(ARTICLES, ONE))
    lake.append("claims", frame(CLAIMS, CLAIM), CLAIMS)
    assert lake.claims("v1").height == 0
    lake.append_extraction(["a1"], "v1", frame(CLAIMS, CLAIM), frame(PAIRS), 1)
    assert lake.claims("v1")["claim_id"].to_list() == ["c1"]


def test_the_same_rejection_is_kept_once(lake: Lake) -> None:
    row = {"run_id": 1, "stage": "read", "source_path": "x.txt", "reason": "empty-file", "detail": "empty"}
    assert lake.append_rejects(frame(REJECTS, row)) == 1
    assert lake.append_rejects(frame(REJECTS, row | {"run_id": 2})) == 0
