"""What a run says of corrections, and what becomes of them when an article changes at its address."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.paths import Warehouse
from etl.pipeline.run import RunSummary, run
from etl.pipeline.session import Session
from tests.pipeline.test_versions_and_copies import STORY
from tests.star import ask

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def read(root: Path, story: str) -> RunSummary:
    (root / "inbox").mkdir(exist_ok=True)
    (root / "inbox" / "story.txt").write_text(story, encoding="utf-8")
    with Session(Warehouse(root)) as session:
        return run(session)


def test_a_run_applies_corrections_and_says_which_have_lost_their_claim(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    summary = read(tmp_path, STORY)
    assert (summary.corrected, summary.uncorrected) == (0, 0)
    ((anchor, value),) = ask(place.database, "SELECT anchor, value FROM claims WHERE measure = 'money'")
    assert value == 14_200_000_000
    place.corrections.parent.mkdir()
    place.corrections.write_text(
        f"target,what,field,value,author,date,reason\n{anchor},change,value,9.5 billion,Ana,2026-01-05,the filing\n"
        f"{anchor},change,colour,red,Ana,2026-01-05,why not\n"
    )
    told = CliRunner().invoke(app, ["run", "--warehouse", str(tmp_path)]).output
    assert "Corrections  1 applied, 1 left out\n             see why: " in told
    assert "SELECT source_path, reason, detail FROM rejects" in told
    assert ask(place.database, "SELECT value FROM commitments WHERE measure = 'money'") == [(9_500_000_000,)]
    read(tmp_path, STORY.replace("the power that they draw", "their power"))
    assert ask(place.database, "SELECT value FROM commitments WHERE measure = 'money'") == [(9_500_000_000,)]
    summary = read(tmp_path, STORY.replace("it said.", "it is said."))
    assert (summary.corrected, summary.uncorrected) == (0, 2)
    assert ask(place.database, "SELECT value FROM commitments WHERE measure = 'money'") == [(14_200_000_000,)]
    assert ask(place.database, "SELECT detail FROM rejects WHERE reason = 'gone'") == [
        (
            f"corrections.csv, line 2: {anchor}: another version has replaced its article, and the words around it are "
            "others now; "
            "the line is left out: correct it or delete it",
        )
    ]
