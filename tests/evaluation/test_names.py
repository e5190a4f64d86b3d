"""Which names are the same partner when scored."""

from pathlib import Path

import pytest

from etl.evaluation.names import folding, read_aliases
from etl.extraction import Organisation
from etl.reference import ReferenceFileError

FOLD = folding(
    [
        Organisation("Google", aliases=("Alphabet", "Google Cloud"), descriptions=("géant de Mountain View",)),
        Organisation("Mistral AI"),
        Organisation("SoftBank", aliases=("SoftBank Group",)),
        Organisation("Ampere", aliases=("Ampere Computing",), kind="chip maker", group="SoftBank"),
        Organisation("United States", kind="state"),
        Organisation("Department of Energy", kind="state", group="United States"),
    ]
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alphabet", "Google"),
        ("GOOGLE  CLOUD", "Google"),
        ("géant de Mountain View", "Google"),
        ("Alphabet Inc.", "Google"),
        ("Mistral", "Mistral AI"),
        ("SoftBank Corp", "SoftBank Group"),
        ("Department of Energy", "United States"),
        ("Nobody Knows, Inc.", "Nobody Knows"),
    ],
)
def test_two_names_of_one_partner(one: str, other: str) -> None:
    assert FOLD(one) == FOLD(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ampere", "SoftBank"), ("Google", "Mistral"), ("AI", "Mistral AI"), ("Blue Owl", "Blue")]
)
def test_two_partners(one: str, other: str) -> None:
    assert FOLD(one) != FOLD(other)


def test_a_table_of_aliases_folds_like_partners_do(tmp_path: Path) -> None:
    table = tmp_path / "aliases.csv"
    table.write_text("partner,alias\nGoogle,Alphabet\nGoogle,DeepMind\n", encoding="utf-8")
    fold = folding(read_aliases(table))
    assert fold("DeepMind") == fold("Alphabet") == fold("Google Inc") != fold("Meta")


@pytest.mark.parametrize(
    ("content", "told"),
    [("partner\nGoogle\n", "no column alias"), ("partner,alias\nGoogle,X\nGoogle,\n", "line 3: a name is empty")],
)
def test_a_broken_table_is_named_with_its_line(tmp_path: Path, content: str, told: str) -> None:
    table = tmp_path / "aliases.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(ReferenceFileError, match=rf"aliases\.csv.*{told}"):
        read_aliases(table)
