"""The gate lets nothing sink unseen, and nothing be lowered by accident."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from etl.evaluation.facts import Fact, Found
from tests.gate.ratchet import Measured, Pin, RefusedError, faults, load, measure, save, updated

CLAIM = {
    "from": ["Meta"], "to": ["CoreWeave"], "kind": "purchase", "measure": "money", "value": 14.2e9, "unit": "USD",
    "bound": "exact", "scope": "whole", "status": "agreed",
}  # fmt: skip
FACT = Fact(("Meta",), ("CoreWeave",), "purchase", "money", 14.2e9, "USD", "exact", "whole", "agreed")
PIN = Pin("d1", {"quantity": 0.9, "claim": 0.5})
SECRET = "Meta pays"


def now(digest: str = "d1", quantity: float = 0.9, claim: float = 0.5) -> Measured:
    return Measured(digest, {"quantity": quantity, "claim": claim}, {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [{"article": name, "language": "en", "claims": claims} for name, claims in (("a", [CLAIM]), ("b", []))]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"{SECRET} {name}", encoding="utf-8")
    return tmp_path


def measured(folder: Path, **found: Found) -> Measured:
    return measure(folder, folder / "gold.jsonl", found, str.casefold)


def test_a_set_is_measured_by_its_annotations(folder: Path) -> None:
    told = measured(folder, a=Found((FACT,)), b=Found((FACT,)))
    assert [told.scores["claim"], told.scores["clean"], told.unread] == pytest.approx([2 / 3, 0, 0])
    assert measured(folder, a=Found()).unread == 1


def test_the_digest_changes_with_a_text_or_an_annotation_and_with_nothing_else(folder: Path) -> None:
    before = measured(folder).digest
    (folder / "c.txt").write_text("not annotated", encoding="utf-8")
    assert measured(folder).digest == before
    (folder / "a.txt").write_text(f"{SECRET} A", encoding="utf-8")
    after = measured(folder).digest
    assert after != before
    shutil.copy(folder / "gold.jsonl", folder / "other.jsonl")
    (folder / "gold.jsonl").write_text((folder / "other.jsonl").read_text("utf-8") + "\n", encoding="utf-8")
    assert measured(folder).digest not in {before, after}


@pytest.mark.parametrize("better", [now(), now(quantity=0.95), now(claim=0.5004)])
def test_what_reaches_its_floors_passes(better: Measured) -> None:
    assert faults("x", PIN, better) == []


@pytest.mark.parametrize(
    ("worse", "told"),
    [
        (now(claim=0.499), "x: claim 0.499 is under its floor of 0.500"),
        (now("d2", quantity=1.0), "x: its texts or annotations are not the pinned ones (d2, pinned d1)"),
        (Measured("d1", {"quantity": 0.9}, {}), "x: claim 0.000 is under its floor"),
        (Measured("d1", now().scores, {}, unread=2), "the texts of 2 annotated articles could not be read"),
    ],
)
def test_what_sank_changed_or_is_gone_fails_with_a_sentence(worse: Measured, told: str) -> None:
    (sentence,) = faults("x", PIN, worse)
    assert told in sentence


def test_a_set_that_nobody_pinned_fails() -> None:
    assert faults("x", None, now()) == ["x: is not pinned; pin it with --update"]


def test_an_update_raises_floors_and_pins_new_texts_and_sets() -> None:
    new = updated({"x": PIN}, {"x": now("d2", claim=0.61239), "y": now()}, allow_regression=False)
    assert new == {"x": Pin("d2", {"quantity": 0.9, "claim": 0.612}), "y": Pin("d1", {"quantity": 0.9, "claim": 0.5})}
    assert faults("x", new["x"], now("d2", claim=0.61239)) == []


def test_an_update_lowers_no_floor_unless_it_is_allowed_to() -> None:
    sunk = {"x": now(quantity=0.99, claim=0.4)}
    with pytest.raises(RefusedError, match=r"x: claim would sink from 0\.500 to 0\.400"):
        updated({"x": PIN}, sunk, allow_regression=False)
    assert updated({"x": PIN}, sunk, allow_regression=True)["x"].floors == {"quantity": 0.99, "claim": 0.4}


def test_an_update_keeps_the_pins_of_what_was_not_scored() -> None:
    assert updated({"x": PIN}, {"y": now()}, allow_regression=False)["x"] == PIN


def test_pins_are_read_as_they_were_written(tmp_path: Path) -> None:
    pins = {"corpus/read": PIN, "golden/inbox": Pin("é", {})}
    save(tmp_path / "floors.json", pins)
    assert load(tmp_path / "floors.json") == pins
    assert load(tmp_path / "absent.json") == {}


def test_the_command_scores_a_shared_folder_without_telling_its_texts(folder: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    for name in ("articles", "corpus/read", "corpus/unread", "stories/read", "stories/unread"):
        (shared / name).mkdir(parents=True)
        for file in folder.glob("*.*"):
            shutil.copy(file, shared / name)
    (shared / "eval").mkdir()
    (shared / "eval" / "aliases.csv").write_text("partner,alias\nGoogle,Alphabet\n", encoding="utf-8")
    (shared / "stories" / "unread" / "gold.jsonl").write_text(f'{{"article": "{SECRET}"}}', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.gate", shared], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1
    assert "corpus/unread: its texts or annotations are not the pinned ones" in done.stderr
    assert "stories/unread" in done.stderr
    assert "gold.jsonl, line 1: 'language' is missing" in done.stderr
    assert SECRET not in done.stdout + done.stderr
