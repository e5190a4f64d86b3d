"""The commands by which people correct: what they write, what they refuse, and a review in a real terminal."""

import csv
import json
import os
import pty
import re
import resource
import select
import shutil
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from etl.cli import app
from etl.corrections import HEADER
from etl.paths import Warehouse
from tests.star import ask

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
KEYS = "[q]uit"
PATIENCE = 60.0
REVIEW = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); from etl.cli import main; main()"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def place(bundled: Warehouse, tmp_path: Path) -> Warehouse:
    """A folder that holds the bundled release and nothing else."""
    shutil.copy(bundled.database, tmp_path)
    return Warehouse(tmp_path)


def correct(place: Warehouse, *arguments: str, reason: str = "read again") -> Result:
    command = ["correct", *arguments, "--reason", reason, "--author", "Ana", "--warehouse", str(place.root)]
    return CliRunner().invoke(app, command)


def lines(place: Warehouse) -> list[list[str]]:
    """Return target, what, field and value of each line."""
    head, *rows = csv.reader(place.corrections.read_text(encoding="utf-8").splitlines())
    assert head == list(HEADER)
    assert {(row[4], row[6]) for row in rows} <= {("Ana", "read again"), ("Ana", "read and found right")}
    return [row[:4] for row in rows]


def test_a_headline_that_no_article_tells_is_refused_and_said_where_to_correct_it(place: Warehouse) -> None:
    asked = """SELECT commitment_key, CAST(value AS VARCHAR), unit FROM commitments
        WHERE article_count > 1 ORDER BY commitment_key LIMIT 1"""
    ((key, value, unit),) = ask(place.database, asked)
    refused = correct(place, "commitment", str(key), "set", "value=1234567", "status=reported")
    assert refused.exit_code == 2
    assert "no article tells value=1234567 of this commitment" in refused.stderr
    assert "dealhouse correct claim" in refused.stderr
    assert not place.corrections.exists()
    assert correct(place, "commitment", str(key), "set", f"value={value}", f"unit={unit}").exit_code == 0


def test_a_claim_is_named_by_anchor_or_key_and_written_by_its_anchor(place: Warehouse) -> None:
    found = ask(place.database, "SELECT anchor, claim_key FROM evidence ORDER BY claim_key LIMIT 3")
    (first, _), (second, key), (third, third_key) = found
    assert correct(place, "claim", first, "reject").exit_code == 0
    assert correct(place, "claim", str(key), "set", "kind=supply", "announced=", "value=9.5 billion").exit_code == 0
    assert correct(place, "claim", str(third_key), "merge", first).exit_code == 0
    assert lines(place) == [
        [first, "reject", "", ""],
        [second, "change", "kind", "supply"],
        [second, "change", "announced", ""],
        [second, "change", "value", "9500000000"],
        [third, "merge", "", first],
    ]


def test_a_commitment_is_written_with_the_claims_by_which_it_is_found_again(place: Warehouse) -> None:
    query = "SELECT commitment_key, commitment_id, list(anchor ORDER BY published, anchor) FROM evidence "
    query += "WHERE joined_by = 'same' GROUP BY ALL "
    (key, identity, anchors), (_, other, others) = ask(
        place.database, f"{query} ORDER BY len(list(anchor)) DESC, 1 LIMIT 2"
    )
    assert len(anchors) > 1
    assert correct(place, "commitment", str(key), "split", *anchors).exit_code == 0
    assert correct(place, "commitment", identity[:6], "merge", other).exit_code == 0
    name = "|".join([identity, *anchors[:3]])
    assert lines(place) == [
        [anchors[0], "split", "", ""],
        *([anchor, "merge", "", anchors[0]] for anchor in anchors[1:]),
        [name, "merge", "", "|".join([other, *others[:3]])],
    ]


def test_what_makes_no_sense_is_refused_and_nothing_is_written(place: Warehouse) -> None:
    ((anchor,),) = ask(place.database, "SELECT anchor FROM claims LIMIT 1")
    for arguments, told in (
        (("claim", "0000000000", "reject"), "no claim '0000000000' in the release"),
        (("commitment", "99999", "reject"), "no commitment '99999' in the release"),
        (("claim", anchor, "delete"), "choose accept, reject, set, split, merge"),
        (("claim", anchor, "set"), "set takes FIELD=VALUE"),
        (("claim", anchor, "set", "kind"), "set takes FIELD=VALUE"),
        (("claim", anchor, "set", "kind=suply"), "did you mean supply?"),
        (("claim", anchor, "set", "kind=supply", "kind=financing"), "kind is given twice"),
        (("claim", anchor, "set", "to_partners=Orackle"), "did you mean Oracle?"),
        (("claim", anchor, "merge"), "merge takes the other claim, one"),
        (("commitment", "1", "merge", "2", "3"), "merge takes the other commitment, one"),
        (("claim", anchor, "merge", anchor), "cannot be merged with itself"),
        (("commitment", "1", "split"), "split takes the claims that leave"),
        (("claim", anchor, "reject", "it"), "reject takes nothing further"),
    ):
        result = correct(place, *arguments)
        assert (result.exit_code, told in result.stderr) == (2, True), (arguments, result.stderr)
    assert correct(place, "claim", anchor, "reject", reason=" ").exit_code == 2
    assert not place.corrections.exists()


def test_a_line_that_stands_is_neither_repeated_nor_contradicted(place: Warehouse) -> None:
    ((anchor,),) = ask(place.database, "SELECT anchor FROM claims LIMIT 1")
    assert correct(place, "claim", anchor, "set", "kind=supply").exit_code == 0
    for arguments in (("set", "kind=supply"), ("set", "kind=financing"), ("reject",)):
        result = correct(place, "claim", anchor, *arguments)
        assert result.exit_code == 2
        assert f"line 2, says of it already: {anchor},change,kind,supply," in result.stderr
    assert correct(place, "claim", anchor, "set", "bound=about").exit_code == 0
    assert [row[2] for row in lines(place)] == ["kind", "bound"]


def test_without_a_release_there_is_nothing_to_correct(tmp_path: Path) -> None:
    result = correct(Warehouse(tmp_path), "claim", "0000000000", "reject")
    assert result.exit_code == 1
    assert "nothing is published yet" in result.stderr


def test_a_review_wants_a_terminal(place: Warehouse) -> None:
    result = CliRunner().invoke(app, ["review", "--warehouse", str(place.root)], input="a")
    assert result.exit_code == 2
    assert "this is no terminal; run it in one, or use `dealhouse correct`" in result.stderr
    assert not place.corrections.exists()


class Terminal:
    """A review in a terminal of its own: what it shows, and keys to press."""

    def __init__(self, place: Warehouse) -> None:
        self._seen = ""
        self._master, slave = pty.openpty()
        command = [sys.executable, "-c", REVIEW, "review", "--author", "Ana", "--warehouse"]
        environment = os.environ | {"TERM": "xterm", "COLUMNS": "100", "LINES": "50"}
        self.process = subprocess.Popen(
            [*command, str(place.root)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)

    def until(self, words: str) -> str:
        """Return what is shown next, up to some words, without colours."""
        end = time.monotonic() + PATIENCE
        while words not in self._seen:
            assert time.monotonic() < end, self._seen
            if select.select([self._master], [], [], 1)[0]:
                self._seen = COLOURS.sub("", self._seen + os.read(self._master, 65536).decode(errors="replace"))
        shown, _, self._seen = self._seen.partition(words)
        return shown

    def press(self, key: str) -> str:
        """Return what is shown up to the keys that may be pressed, and press one as soon as it is waited for."""
        shown = self.until(KEYS)
        end = time.monotonic() + PATIENCE
        while termios.tcgetattr(self._master)[3] & termios.ICANON:
            assert time.monotonic() < end
            time.sleep(0.01)
        os.write(self._master, key.encode())
        return shown

    def answer(self, question: str, line: str) -> None:
        """Type a line once a question is asked."""
        self.until(question)
        os.write(self._master, line.encode())

    def interrupt(self, question: str) -> None:
        """Press Ctrl-C at a question that has been waiting for a moment; between its last character and the wait for
        a key, Python sees the signal only with the next key."""
        self.until(question)
        time.sleep(0.5)
        os.write(self._master, b"\x03")

    def close(self) -> int:
        code = self.process.wait(PATIENCE)
        os.close(self._master)
        return code


@pytest.fixture
def reviewing(place: Warehouse) -> Iterator[list[Terminal]]:
    """Reviews of the place, which end with the test."""
    opened: list[Terminal] = []
    yield opened
    for one in opened:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


def test_a_review_accepts_rejects_fixes_is_left_and_taken_up_again(place: Warehouse, reviewing: list[Terminal]) -> None:
    known = ask(place.database, "SELECT anchor, quote FROM claims")
    terminal = Terminal(place)
    reviewing.append(terminal)
    shown = terminal.press("a")
    first, quote = next(row for row in known if row[0] in shown)
    assert f"⟦{quote}⟧".split() == shown[shown.index("⟦") : shown.index("⟧") + 1].split()
    shown = terminal.press("f")
    second = next(anchor for anchor, _ in known if anchor in shown)
    terminal.answer("when done", "knd\r")
    terminal.until("'knd' is none of them")
    terminal.answer("when done", "kind\r")
    terminal.answer("kind, now", "suply\r")
    terminal.until("did you mean supply?")
    terminal.answer("when done", "kind\r")
    terminal.answer("kind, now", "purchase\r")
    terminal.answer("when done", "kind\r")
    terminal.answer("kind, now purchase", "supply\r")
    terminal.answer("when done", "status=reported\r")
    terminal.answer("when done", "\r")
    terminal.answer("Why", "read again\r")
    terminal.press("r")
    terminal.interrupt("[not said there]:")
    terminal.press("s")
    terminal.press("q")
    assert "1 accepted, 1 fixed, 1 skipped" in terminal.until("applies it")
    assert terminal.close() == 0
    assert lines(place) == [
        [first, "accept", "", ""],
        [second, "change", "kind", "supply"],
        [second, "change", "status", "reported"],
    ]

    again = Terminal(place)
    reviewing.append(again)
    shown = again.press("r")
    assert first not in shown
    assert second not in shown
    again.answer("Why", "read again\r")
    again.press("\x03")
    assert "1 rejected" in again.until("applies it")
    assert again.close() == 0
    assert [row[1] for row in lines(place)] == ["accept", "change", "change", "reject"]


def test_a_correction_is_listed_and_taken_back_by_its_line_and_the_rest_of_the_file_stays(place: Warehouse) -> None:
    found = ask(place.database, "SELECT anchor FROM evidence ORDER BY claim_key LIMIT 2")
    (first,), (second,) = found
    told = json.loads(correct(place, "claim", first, "reject", "--json").stdout)
    assert [(one["line"], one["target"], one["what"], one["reason"]) for one in told] == [
        (2, first, "reject", "read again")
    ]
    with place.corrections.open("ab") as file:
        file.write(b"nonsense,reject,,,Ana,2026-01-05,why\r\n")
    assert correct(place, "claim", second, "accept").exit_code == 0
    before = place.corrections.read_bytes().splitlines(keepends=True)
    folder = ["--warehouse", str(place.root)]
    clash = correct(place, "claim", first, "accept")
    assert clash.exit_code == 2
    assert "dealhouse correct undo 2" in clash.stderr
    listed = CliRunner().invoke(app, ["correct", "list", *folder])
    assert first in listed.stdout
    assert "line 3 is not used" in listed.stdout
    assert [
        one["line"] for one in json.loads(CliRunner().invoke(app, ["correct", "list", "--json", *folder]).stdout)
    ] == [
        2,
        3,
        4,
    ]
    none = CliRunner().invoke(app, ["correct", "undo", "2", "9", *folder])
    assert none.exit_code == 2
    assert "no correction stands in line 9" in none.stderr
    assert place.corrections.read_bytes() == b"".join(before)
    assert CliRunner().invoke(app, ["correct", "undo", "3", "2", *folder]).exit_code == 0
    assert place.corrections.read_bytes() == before[0] + before[3]


def test_a_correction_that_does_not_fit_on_the_disk_leaves_the_file_as_it_was(place: Warehouse) -> None:
    ((anchor,),) = ask(place.database, "SELECT anchor FROM evidence ORDER BY claim_key LIMIT 1")
    assert correct(place, "claim", anchor, "set", "kind=supply").exit_code == 0
    before = place.corrections.read_bytes()
    room = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, room[1]))
    try:
        refused = correct(place, "claim", anchor, "set", "status=reported", reason="long " * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, room)
    assert refused.exit_code == 1
    assert "cannot be written: File too large; it stays as it was" in refused.stderr
    assert place.corrections.read_bytes() == before
