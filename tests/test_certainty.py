"""A commitment is as certain as its independent sources make it together; an older lake is read again for it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from deltalake import write_deltalake

from etl.lake import CLAIMS, LEDGER
from etl.paths import Warehouse
from etl.pipeline.session import Session
from tests.star import Row, article, ask, claim, frame, publish

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
DAY = date(2025, 9, 22)
DEAL = "Published October 6, 2025\n\nMeta signed a cloud contract worth $14.2 billion with CoreWeave, it said.\n"
NO_DEAL = "Published October 6, 2025\n\nMeta said that its revenue rose to $51.2 billion in the last quarter.\n"


def told(folder: Path, *claims: Row, articles: list[Row] | None = None) -> Path:
    """Publish; article a0 appears on DAY, a1 a day later and so on, each a source of its own."""
    names = sorted({str(one["article_id"]) for one in claims})
    made = articles or [article(name, DAY + timedelta(days=int(name[1:]))) for name in names]
    return publish(Warehouse(folder), made, list(claims)).path


def certainty(release: Path) -> Any:
    ((found,),) = ask(release, "SELECT certainty FROM commitments")
    return found


@pytest.mark.parametrize(
    ("sources", "together"),
    [
        ([0.6], 0.6),
        ([0.6, 0.5], 0.8),
        ([0.5, 0.2, 0.1], 0.64),
        ([0.0, 0.0], 0.0),
        ([0.9, 0.9, 0.9], 0.99),
        ([1.0], 0.99),
    ],
)
def test_sources_are_right_together_unless_all_of_them_err(
    tmp_path: Path, sources: list[float], together: float
) -> None:
    release = told(tmp_path, *(claim(f"a{number}", certainty=one) for number, one in enumerate(sources)))
    assert certainty(release) == together
    assert ask(release, "SELECT certainty FROM claims ORDER BY published") == [(one,) for one in sources]


def test_a_source_that_repeats_itself_or_is_copied_is_one_source(tmp_path: Path) -> None:
    articles = [article(f"a{number}", DAY, publisher) for number, publisher in enumerate(("X", "X", "Y"))]
    articles[2]["copy_group"] = "a0"
    articles[0]["copy_group"] = "a0"
    claims = [claim("a0", certainty=0.5), claim("a1", certainty=0.7), claim("a2", certainty=0.6)]
    assert certainty(told(tmp_path, *claims, articles=articles)) == 0.7


def test_a_figure_that_contradicts_the_headline_lends_it_no_certainty(tmp_path: Path) -> None:
    claims = [claim(f"a{number}", certainty=0.5, announced=DAY) for number in range(3)]
    release = told(tmp_path, *claims, claim("a3", 12 * 10**10, certainty=0.9, announced=DAY))
    assert ask(release, "SELECT source_count, rival_count, certainty FROM commitments") == [(4, 1, 0.875)]


def test_the_past_is_as_certain_as_what_was_told_by_then(tmp_path: Path) -> None:
    release = told(tmp_path, claim("a0", certainty=0.6), claim("a2", certainty=0.5))
    for days, known in ((0, 0.6), (1, 0.6), (2, 0.8)):
        day = DAY + timedelta(days=days)
        assert ask(release, f"SELECT certainty FROM commitments_as_of(DATE '{day}')") == [(known,)]


@pytest.mark.parametrize(("text", "claims"), [(DEAL, 1), (NO_DEAL, 0)])
def test_a_lake_from_before_certainty_is_read_again(tmp_path: Path, text: str, claims: int) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "meta.txt").write_text(text, encoding="utf-8")
    warehouse = Warehouse(tmp_path)
    older = frame(pl.Schema({name: kind for name, kind in CLAIMS.items() if name != "certainty"}), claim("a0"))
    write_deltalake(str(warehouse.lake / "claims"), older.to_arrow())
    ledger = {"article_id": "a0", "extractor_version": "v", "run_id": 1}
    write_deltalake(str(warehouse.lake / "extractions"), frame(LEDGER, ledger).to_arrow())
    with Session(warehouse, today=date(2026, 1, 1)) as session:
        session.ingest()
        session.extract()
        session.settle()
        release = session.publish()
    found = ask(release.path, "SELECT certainty FROM claims")
    assert len(found) == claims
    assert all(0 < one < 1 for (one,) in found)
