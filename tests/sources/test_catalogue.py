"""`sources.toml` names the sources; what is wrong in it is told with its line."""

import re
from pathlib import Path

import pytest

from etl.paths import PROJECT
from etl.sources.catalogue import Source, add, load, of_arguments
from etl.sources.files import SourceError

GOOD = """# Sources

[[source]]
name = "inbox"
kind = "folder"
address = "inbox"

[[source]]
name = "wire"
kind = "feed"
address = "https://wire.example/feed"
publisher = "The Wire"
schedule = "*/30 * * * *"
follow = true
limits = { requests = 50, pause = 2.5 }

[[source]]
name = "database"
kind = "export"
address = "export.jsonl"
[source.columns]
text = "body"
published = "date"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_sources_are_read_in_their_order(tmp_path: Path) -> None:
    inbox, wire, database = load(write(tmp_path, GOOD))
    assert inbox == Source("inbox", "folder", "inbox")
    assert (wire.is_remote, wire.follow, wire.schedule, wire.publisher) == (True, True, "*/30 * * * *", "The Wire")
    assert (wire.limits.requests, wire.limits.pause, wire.limits.redirects) == (50, 2.5, 5)
    assert database.columns == {"text": "body", "published": "date"}


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ('kind = "feed"', 'kind = "blog"', 10, "'blog' is no kind of source; use folder, feed, page, warc, export"),
        ('name = "wire"', 'name = "inbox"', 9, "the name 'inbox' is taken"),
        ('publisher = "The Wire"', "publisher = 3", 12, "publisher must be a str, not 3"),
        ('publisher = "The Wire"', 'editor = "Jo"', 12, "'editor' is unknown"),
        ('schedule = "*/30 * * * *"', 'schedule = "daily"', 13, "'daily' is no schedule"),
        ('address = "https://wire.example/feed"\n', "", 8, "the source has no address"),
        ('address = "export.jsonl"', 'address = "https://x.example/e.jsonl"', 20, "the kind export is read from disk"),
        ("requests = 50", "request = 50", 15, "'request' is no limit"),
        ("requests = 50", "requests = -1", 15, "the limit requests must be a number from 0"),
        ('text = "body"', 'words = "body"', 22, "'words' is no field of an article"),
        ("# Sources", 'title = "x"', 1, "'title' is unknown; write [[source]]"),
        ('publisher = "The Wire"', 'language = "de"', 12, "'de' is not read; use "),
        ("# Sources", "= 3", 1, "line 1"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(SourceError) as caught:
        load(path)
    assert str(path) in str(caught.value)
    assert f"line {line}" in str(caught.value)
    assert told in str(caught.value)


def test_an_added_source_is_read_back_and_what_stood_there_stays(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    added = Source('one "odd" nàme', "page", "https://x.example/?a=1&b=2", publisher="X", schedule="0 6 * * 1")
    add(path, added, "inbox")
    assert path.read_text(encoding="utf-8").startswith(GOOD.rstrip())
    assert load(path)[-1] == added


def test_a_new_catalogue_begins_with_the_inbox_that_was_read_until_now(tmp_path: Path) -> None:
    add(tmp_path / "sources.toml", Source("wire", "feed", "https://wire.example/feed"), "inbox")
    assert [one.name for one in load(tmp_path / "sources.toml")] == ["inbox", "wire"]


def test_a_source_that_is_wrong_is_not_added(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    with pytest.raises(SourceError, match=r"sources\.toml: not added: the name 'wire' is taken"):
        add(path, Source("wire", "folder", "elsewhere"), "inbox")
    assert path.read_text(encoding="utf-8") == GOOD
    assert [file.name for file in tmp_path.iterdir()] == ["sources.toml"]


def test_the_example_in_the_readme_is_a_catalogue(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", (PROJECT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert [(one.kind, one.scan) for one in load(write(tmp_path, example))] == [
        ("feed", False), ("warc", True), ("export", False),
    ]  # fmt: skip


def test_the_kind_of_an_argument_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "folder.xml").mkdir()
    named = {
        "https://x.example/story": "page", "https://x.example/feed.xml": "feed", "a.warc.gz": "warc", "a.warc": "warc",
        "rows.jsonl": "export", "rows.csv.gz": "export", "rows.parquet": "export", "feed.atom": "feed",
        "one.txt": "folder", "one.html.zst": "folder", str(tmp_path / "folder.xml"): "folder",
    }  # fmt: skip
    assert {one.address: one.kind for one in of_arguments(list(named))} == named
