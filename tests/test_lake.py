"""Reading the same content again adds nothing, and nobody sees half an article."""

from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable

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
    assert not list(lake.unread("v1"))
    assert list(lake.unread("v2")) == ["a1"]


def test_the_texts_of_some_articles_are_found_among_others_once(lake: Lake) -> None:
    rows = [ONE | {"article_id": f"a{number}", "text": f"text {number}"} for number in range(20)]
    lake.append("articles", frame(ARTICLES, *rows), ARTICLES)
    lake.append("articles", frame(ARTICLES, *rows[5:7]), ARTICLES)
    found = [batch.select("article_id", "text").rows() for batch in lake.texts(["a3", "a5", "a19"], rows=2)]
    assert sorted(row for batch in found for row in batch) == [("a19", "text 19"), ("a3", "text 3"), ("a5", "text 5")]
    assert max(map(len, found)) <= 2


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


def test_a_lake_from_before_a_column_was_added_is_read_and_added_to(tmp_path: Path) -> None:
    older = pl.Schema({name: kind for name, kind in ARTICLES.items() if name != "copy_group"})
    lake = Lake(tmp_path / "lake")
    lake.append("articles", frame(older, ONE), older)
    assert lake.articles()["copy_group"].to_list() == [None]
    assert lake.append_articles(frame(ARTICLES, ONE | {"article_id": "a2", "copy_group": "a2"})) == 1
    assert lake.articles()["copy_group"].to_list() == [None, "a2"]


def test_many_small_files_are_joined_and_no_row_is_lost(lake: Lake, tmp_path: Path) -> None:
    for number in range(5):
        lake.append_articles(frame(ARTICLES, ONE | {"article_id": f"a{number}"}))
    lake.compact(files=3)
    assert lake.articles()["article_id"].to_list() == ["a0", "a1", "a2", "a3", "a4"]
    assert len(DeltaTable(str(tmp_path / "lake" / "articles")).file_uris()) == 1
