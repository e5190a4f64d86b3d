"""A bad line of a reference file costs itself only, and is named."""

from pathlib import Path

import pytest

from etl.reference import ReferenceFileError, load_organisations, read_reference

HEAD = "name,kind,group,country,ticker,aliases,descriptions\n"


def partners(folder: Path, *lines: str, history: str = "") -> Path:
    (folder / "partners.csv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    if history:
        (folder / "partner_history.csv").write_text("name,known_as,group,valid_to\n" + history, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("lines", "kept", "message"),
    [
        (["A,,,,,x|y,", "B,,,,,Y,"], [("A", None), ("B", None)], "line 3: 'Y' already stands on line 2"),
        (["A,,,,,,", "a,,,,,,"], [("A", None)], "line 3: 'a' already stands on line 2, this line is left out"),
        ([",,,,,,", "A,,,,,,"], [("A", None)], "line 2: the name is empty"),
        (["A,,Nobody,,,,"], [("A", None)], "line 2: the group 'Nobody' has no row"),
        (
            ["A,,B,,,,", "B,,A,,,,", "C,,A,,,,"],
            [("A", None), ("B", None), ("C", "A")],
            "line 2: 'A' is, by way of 'B'",
        ),
        (["A,,A,,,,"], [("A", None)], "its own group"),
    ],
)
def test_a_bad_line_of_the_partners_is_named(
    tmp_path: Path, lines: list[str], kept: list[tuple[str, str | None]], message: str
) -> None:
    reference = read_reference(partners(tmp_path, *lines))
    assert reference.partners.select("name", "parent").rows() == kept
    assert [(one.name, one.group) for one in reference.organisations] == kept
    assert message in str(reference.problems[0])
    with pytest.raises(ReferenceFileError, match=r"partners\.csv, line"):
        load_organisations(tmp_path / "partners.csv")


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ("A,Old A,,yesterday\n", "bad-day"),
        ("Z,Old Z,,2020-01-01\n", "unknown-partner"),
        ("A,Old A,A,2020-01-01\n", "unknown-partner"),
        ("A,Old A,,2020-01-01\nA,Older A,,2020-01-01\n", "duplicate-version"),
    ],
)
def test_a_bad_line_of_the_history_is_named(tmp_path: Path, history: str, reason: str) -> None:
    reference = read_reference(partners(tmp_path, "A,,,,,,", "B,,,,,,", history="B,Old B,A,2021-01-01\n" + history))
    assert [problem.reason for problem in reference.problems] == [reason]
    assert "B" in reference.history["name"].to_list()


@pytest.mark.parametrize(
    ("lines", "history", "told", "kept"),
    [
        (["A,,,,,,", "B,,A,,,,"], "A,A,B,2020-01-01\n", ["line 3: 'A' was until 2020-01-01, by way of 'B'"], [None]),
        (
            ["A,,,,,,", "B,,,,,,"],
            "A,A,B,2020-01-01\nB,B,A,2019-01-01\n",
            ["line 3: 'A' was until 2020-01-01", "line 4: 'B' was until 2019-01-01"],
            [None, None],
        ),
        (["A,,,,,,", "B,,A,,,,"], "A,A,B,2020-01-01\nB,B,,2020-01-01\n", [], ["B", None]),
    ],
)
def test_groups_that_once_went_in_a_circle_are_named_and_ignored(
    tmp_path: Path, lines: list[str], history: str, told: list[str], kept: list[str | None]
) -> None:
    reference = read_reference(partners(tmp_path, *lines, history="A,Older A,,2001-01-01\n" + history))
    assert [problem.reason for problem in reference.problems] == ["group-cycle"] * len(told)
    for problem, words in zip(reference.problems, told, strict=True):
        assert words in str(problem)
    assert reference.history["parent"].to_list()[1:] == kept


def test_cells_after_the_last_column_are_named(tmp_path: Path) -> None:
    reference = read_reference(partners(tmp_path, "A,,,,,,,Inc.,x", "B,,,,,,"))
    (problem,) = reference.problems
    assert (problem.reason, problem.line) == ("surplus-cells", 2)
    assert "'Inc., x' stands after the last column" in str(problem)
    assert [one.name for one in reference.organisations] == ["A", "B"]


def test_a_file_without_its_columns_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "partners.csv").write_text("name\nA\n", encoding="utf-8")
    with pytest.raises(ReferenceFileError, match="the columns kind, group"):
        read_reference(tmp_path)
