"""Every file comes out as an article or as a rejection that says what to do, whatever it holds."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from etl.sources import door, files
from etl.sources.article import Article, Hints, PassedOver, Rejection
from etl.sources.files import SourceError, read_paths

TODAY = date(2026, 11, 24)
FRENCH = (
    "Rédigé le Mercredi 8 Octobre 2025\n\nLe groupe annonce un accord de 10 milliards de dollars avec un hébergeur.\n"
)


def read(folder: Path) -> dict[str, Article | Rejection]:
    return {found.source_path: found for found in read_paths([folder], TODAY)}


def reason(found: Article | Rejection) -> str:
    assert isinstance(found, Rejection), found
    assert found.source_path.split("/")[-1].strip("\n") in found.detail or repr(found.source_path) in found.detail
    return found.reason


def test_a_text_keeps_its_characters_and_gives_date_title_and_language(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Un accord géant\n\n" + FRENCH, encoding="utf-8")
    article = read(tmp_path)["one.txt"]
    assert isinstance(article, Article)
    assert (article.article, article.language, article.title) == ("one", "fr", "Un accord géant")
    assert (article.published, article.published_precision) == (date(2025, 10, 8), "day")
    assert article.text == "Un accord géant\n\n" + FRENCH


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_the_encoding_of_a_file_does_not_change_its_article(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "one.txt").write_text(FRENCH * 3, encoding=encoding)
    article = read(tmp_path)["one.txt"]
    assert isinstance(article, Article)
    assert article.text == FRENCH * 3


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("date 2025-09-23 OpenAI et NVIDIA ont annoncé un accord.", date(2025, 9, 23)),
        ("Published October 6, 2025\n\nThe company said on Monday that it signed a deal.", date(2025, 10, 6)),
        ("AMSTERDAM, Sept 9 - The company will supply capacity for five years, it said.", None),
        ("The pact, signed on October 6, 2025, gives the company access to chips it needs.", None),
    ],
)
def test_the_day_of_publication_is_the_articles_own_not_the_storys(tmp_path: Path, head: str, day: date | None) -> None:
    (tmp_path / "one.txt").write_text(head, encoding="utf-8")
    article = read(tmp_path)["one.txt"]
    assert isinstance(article, Article)
    assert article.published == day


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("A contract\n\nBy Jo Doe and Max Roe\n", "Jo Doe and Max Roe"),
        ("A contract\nBy Jo Doe. Published 2025-08-20\n", "Jo Doe"),
        ("Par la rédaction - publié le 10 septembre 2025 à 7 h 40\n", "la rédaction"),
        ("Rédigé par Élise Dupont-Martin le Mercredi 8 Octobre 2025\n", "Élise Dupont-Martin"),
        ("Rédigé le 31 octobre 2025 par notre correspondante à Austin\n", "notre correspondante à Austin"),
        ("Posted by the newsroom on Oct. 22, 2025 at 9:14 a.m.\n", "the newsroom"),
        ("Rédigé par le Mercredi 8 Octobre 2025\n", None),
        ("Par un accord rendu public lundi, le groupe s'engage à payer.\n", None),
        ("By contrast, the supplier's shares rose.\n", None),
        ("Par ailleurs, le groupe a levé des fonds.\n", None),
        ("By the end of 2026 the site will draw a gigawatt.\n", None),
        ("The contract was signed by Jo Doe\n", None),
    ],
)
def test_the_author_is_who_signs_the_text(head: str, author: str | None, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(head + "The company will supply capacity for five years, it said. " * 2)
    article = read(tmp_path)["one.txt"]
    assert isinstance(article, Article)
    assert article.author == author


def test_files_of_other_kinds_are_told_by_their_suffix(tmp_path: Path) -> None:
    for name in ("a.txt", "b.PDF", "c.pdf.gz", "sub.docx", "README", ".hidden"):
        (tmp_path / name).write_text(FRENCH)
    found = files.documents(tmp_path, lambda _address, _fingerprint: None, Hints())
    assert sorted(one.suffix for one in found if isinstance(one, PassedOver)) == [".docx", ".pdf", ".pdf", "no suffix"]


def test_a_page_gives_its_main_text_without_furniture(tmp_path: Path) -> None:
    story = "The company signed a five-year contract worth $17.4 billion for computing capacity in New Jersey. " * 4
    (tmp_path / "page.html").write_text(
        '<html lang="en"><head><title>A contract</title><meta property="article:published_time" content="2025-09-09">'
        f"</head><body><nav><a href='/'>Home</a></nav><article><h1>A contract</h1><p>{story}</p></article>"
        "<footer>All rights reserved</footer></body></html>",
        encoding="utf-8",
    )
    article = read(tmp_path)["page.html"]
    assert isinstance(article, Article)
    assert "$17.4 billion" in article.text
    assert "All rights reserved" not in article.text
    assert article.published == date(2025, 9, 9)


def test_bad_files_are_rejected_with_a_reason_and_cost_no_other_article(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (tmp_path / "outside.txt").write_text(FRENCH)
    (folder / "good.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "page.html").write_text("<html><body></body></html>")
    (folder / "future.txt").write_text("date 2031-01-01 " + FRENCH, encoding="utf-8")
    (folder / "german.txt").write_text("Der Konzern hat einen Vertrag über Rechenleistung unterschrieben, sagte er.")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "linked").symlink_to(tmp_path)
    (folder / "menu.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    (folder / "blank.txt").write_text(" \n\n ")
    (folder / "broken.txt").write_bytes(FRENCH.encode() + b"\xff\xfe\x81\x8d" + FRENCH.encode())
    os.mkfifo(folder / "pipe.txt")
    (folder / 'it\'s "odd"\n.txt').write_text(FRENCH + "Suite.", encoding="utf-8")
    found = read(folder)
    assert {name for name, one in found.items() if isinstance(one, Article)} == {"good.txt", 'it\'s "odd"\n.txt'}
    expected = {
        "empty.txt": "empty-file",
        "binary.txt": "binary-file",
        "page.html": "no-article",
        "future.txt": "future-date",
        "german.txt": "unsupported-language",
        "link.txt": "outside-folder",
        "gone.txt": "unreadable",
        "loop.txt": "unreadable",
        "linked": "linked-folder",
        "menu.html": "no-article",
        "blank.txt": "unsupported-language",
        "broken.txt": "broken-encoding",
        "pipe.txt": "unreadable",
    }
    assert {name: reason(found[name]) for name in expected} == expected


def test_a_file_over_the_limit_is_rejected_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.touch()
    os.truncate(path, door.LARGEST + 1)
    assert reason(read(tmp_path)["huge.txt"]) == "too-large"


def test_a_missing_path_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file or folder"):
        read_paths([tmp_path / "nowhere"], TODAY)


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Give up the rights of the superuser, to whom no file is unreadable."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_file_and_a_folder_that_may_not_be_read_are_rejected_by_name() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "good.txt").write_text(FRENCH, encoding="utf-8")
        (folder / "locked.txt").write_text(FRENCH, encoding="utf-8")
        (folder / "locked.txt").chmod(0)
        (folder / "closed").mkdir(mode=0)
        with ordinary_user():
            found = read(folder)
        assert isinstance(found["good.txt"], Article)
        assert (reason(found["locked.txt"]), reason(found["closed"])) == ("unreadable", "unreadable")


def test_a_file_name_that_is_no_utf8_is_spelt_out(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(FRENCH, encoding="utf-8")
    article = read(tmp_path)["caf\\xe9.txt"]
    assert isinstance(article, Article)
    assert article.article == "caf\\xe9"
