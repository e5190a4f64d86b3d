"""`dealhouse sources` and `dealhouse rejects` as their users type them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from etl.cli import app
from tests.sources.server import answer, serve
from tests.test_cli import SOURCE


def dealhouse(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Return the folder of a warehouse with an inbox of two articles and an export of three rows."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "meta.txt").write_text(SOURCE, encoding="utf-8")
    (inbox / "later.txt").write_text(SOURCE.replace("2025", "2031"), encoding="utf-8")
    rows = [SOURCE, SOURCE + " ".join(map(str, range(200))), ""]
    (tmp_path / "rows.jsonl").write_text("\n".join(json.dumps({"body": row}) for row in rows), encoding="utf-8")
    return tmp_path


def test_the_sources_of_a_warehouse_are_added_checked_read_and_listed(warehouse: Path) -> None:
    here = ("--warehouse", warehouse)
    with serve() as site:
        site.answers["/story"] = answer(f"<html><body><article><p>{SOURCE}</p></article></body></html>".encode())
        assert dealhouse("sources", "add", "export", "rows.jsonl", "--name", "rows", *here).exit_code == 0
        assert dealhouse("sources", "add", "page", site.url("/story"), "--name", "page", *here).exit_code == 0
        taken = dealhouse("sources", "add", "page", site.url("/story"), "--name", "page", *here)
        assert (taken.exit_code, "the name 'page' is taken" in taken.stderr) == (2, True)
        checked = dealhouse("sources", "check", *here)
        assert checked.exit_code == 1
        assert "inbox: can be read" in checked.stdout
        assert "not public" in checked.stdout
        catalogue = warehouse / "sources.toml"
        catalogue.write_text(
            catalogue.read_text(encoding="utf-8").replace('name = "page"', 'name = "page"\nprivate = true')
            + '\n[source.limits]\npause = 0\n',
            encoding="utf-8",
        )  # fmt: skip
        catalogue.write_text(
            catalogue.read_text(encoding="utf-8").replace('name = "rows"', 'name = "rows"\ncolumns = { text = "body" }')
        )
        assert dealhouse("sources", "check", *here).exit_code == 0
        done = dealhouse("run", *here)
        assert "6 read: 2 new, 0 unchanged, 2 copies, 2 rejected" in done.stdout, done.stdout + done.stderr
        listed = dealhouse("sources", "list", *here).stdout
        assert "1 copy, 1 new, 1 rejected" in listed
        assert "never read" not in listed


def test_a_run_over_a_broken_catalogue_says_which_line(warehouse: Path) -> None:
    (warehouse / "sources.toml").write_text('[[source]]\nname = "x"\nkind = "blog"\naddress = "y"\n')
    for command in (("run",), ("sources", "list"), ("sources", "check")):
        done = dealhouse(*command, "--warehouse", warehouse)
        assert (done.exit_code, "sources.toml, line 3: 'blog' is no kind" in done.stderr) == (2, True)


def test_a_folder_that_is_gone_is_rejected_while_the_other_sources_are_read(warehouse: Path) -> None:
    named = "".join(f'[[source]]\nname = "{one}"\nkind = "folder"\naddress = "{one}"\n' for one in ("mount", "inbox"))
    (warehouse / "sources.toml").write_text(named, encoding="utf-8")
    here = ("--warehouse", warehouse)
    done = dealhouse("run", *here)
    assert "3 read: 1 new, 0 unchanged, 2 rejected" in done.stdout, done.stdout + done.stderr
    told = {one["source"]: one["reason"] for one in json.loads(dealhouse("rejects", "list", "--json", *here).stdout)}
    assert told["mount"] == "missing"
    assert "mount: there is no such file or folder" in dealhouse("doctor", *here).stdout
    assert "2 rejected" in dealhouse("run", *here).stdout

    (warehouse / "mount").mkdir()
    (warehouse / "mount" / "more.txt").write_text(SOURCE.replace("CoreWeave", "Nebius"), encoding="utf-8")
    assert "3 read: 1 new, 1 unchanged, 1 rejected" in dealhouse("run", *here).stdout
    reasons = [one["reason"] for one in json.loads(dealhouse("rejects", "list", "--json", *here).stdout)]
    assert "missing" not in reasons


def test_what_was_turned_down_is_listed_shown_and_tried_again(warehouse: Path) -> None:
    here = ("--warehouse", warehouse)
    assert "2 read: 1 new, 0 unchanged, 1 rejected" in dealhouse("run", *here).stdout
    assert "future-date" in dealhouse("rejects", "list", *here).stdout
    assert "Nothing is turned down" in dealhouse("rejects", "list", "--reason", "empty-file", *here).stdout
    wrong = dealhouse("rejects", "replay", "--reason", "empty-file", *here)
    assert (wrong.exit_code, "for the reason 'empty-file'" in wrong.stderr) == (1, True)
    shown = dealhouse("rejects", "show", "later.txt", *here).stdout
    assert "correct the date in the file" in shown
    assert "October 6, 2031" in shown
    assert dealhouse("rejects", "show", "nothing.txt", *here).exit_code == 1
    again = dealhouse("rejects", "replay", *here)
    assert "1 tried again: 0 new, 0 unchanged, 0 copies, 1 rejected again" in again.stdout, again.stderr
    (warehouse / "inbox" / "later.txt").write_text(SOURCE.replace("Meta", "Oracle"), encoding="utf-8")
    dealhouse("run", *here)
    assert "Nothing is turned down" in dealhouse("rejects", "list", *here).stdout


def test_the_url_of_a_page_is_an_argument_like_a_path(tmp_path: Path) -> None:
    done = dealhouse("run", "http://127.0.0.1:9/story", "--warehouse", tmp_path)
    assert "1 read: 0 new, 0 unchanged, 1 rejected" in done.stdout
    assert "forbidden-address" in dealhouse("rejects", "list", "--warehouse", tmp_path).stdout


@pytest.mark.parametrize("command", ["sources list", "sources check", "sources add", "rejects list", "rejects replay"])
def test_every_help_text_has_an_example(command: str) -> None:
    assert f"Example: dealhouse {command}" in dealhouse(*command.split(), "--help").stdout
