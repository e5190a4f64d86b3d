"""A gold file is read whole or every faulty line is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from etl.evaluation.gold import GoldError, read_gold

CLAIM = {
    "from": ["Meta"], "to": ["CoreWeave"], "kind": "purchase", "measure": "money", "value": 14200000000, "unit": "USD",
    "bound": "about", "scope": "whole", "status": "agreed", "announced": "2025-09-30", "start": None,
    "end": "2031-12-31/2031-12-31", "term_years": 6, "at": 12,
}  # fmt: skip
ARTICLE = {"article": "a", "language": "en", "claims": [CLAIM], "pairs": [["Meta", "CoreWeave"]]}


def file(folder: Path, *records: Any) -> Path:
    path = folder / "my.jsonl"
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_an_article_is_read_with_its_claims_and_pairs(tmp_path: Path) -> None:
    (article,) = read_gold(file(tmp_path, ARTICLE, ""))
    (claim,) = article.claims
    assert (article.article, article.language) == ("a", "en")
    assert article.pairs == {frozenset({"Meta", "CoreWeave"})}
    assert (claim.givers, claim.takers, claim.value, claim.unit) == (("Meta",), ("CoreWeave",), 14.2e9, "USD")
    assert (claim.announced, claim.start, claim.end) == ("2025-09-30", None, "2031-12-31/2031-12-31")
    assert (claim.term_years, claim.at) == (6, 12)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ([], "is not an object"),
        (ARTICLE | {"article": None}, "'article' is missing"),
        (ARTICLE | {"language": 3}, "'language' is not a word"),
        ({"article": "a", "language": "en"}, "'claims' is missing"),
        (ARTICLE | {"claims": {}}, "'claims' is not a list"),
        (ARTICLE | {"pairs": [["Meta"]]}, "pair 1: is not a list of two names"),
        (ARTICLE | {"claims": [CLAIM, CLAIM | {"kind": "gift"}]}, "claim 2: 'kind' is none of investment"),
        (ARTICLE | {"claims": [CLAIM | {"from": "Meta"}]}, "claim 1: 'from' is not a list"),
        (ARTICLE | {"claims": [CLAIM | {"value": "14"}]}, "claim 1: 'value' is not a number"),
        (ARTICLE | {"claims": [CLAIM | {"value": None}]}, "claim 1: 'value' is missing"),
        (ARTICLE | {"claims": [CLAIM | {"announced": "30/09/2025"}]}, "'announced' is not a day"),
        (ARTICLE | {"claims": [CLAIM | {"end": "2031"}]}, "'end' is not an interval"),
        (ARTICLE | {"claims": [CLAIM | {"end": "2031-12-31/2030-12-31"}]}, "'end' ends before it begins"),
        (ARTICLE | {"claims": [CLAIM | {"at": -1}]}, "'at' is not an offset"),
    ],
)
def test_a_faulty_line_is_named_with_what_is_wrong(tmp_path: Path, record: Any, told: str) -> None:
    with pytest.raises(GoldError) as caught:
        read_gold(file(tmp_path, ARTICLE | {"article": "b"}, record))
    assert str(caught.value).startswith(f"{tmp_path / 'my.jsonl'}, line 2: ")
    assert told in str(caught.value)


def test_every_faulty_line_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(GoldError) as caught:
        read_gold(file(tmp_path, ARTICLE, "{", ARTICLE))
    assert [line.split(": ")[0].rpartition(", ")[2] for line in str(caught.value).splitlines()] == ["line 2", "line 3"]
    assert "already stands on line 1" in str(caught.value)


def test_a_file_that_is_something_else_does_not_fill_the_screen(tmp_path: Path) -> None:
    with pytest.raises(GoldError) as caught:
        read_gold(file(tmp_path, *["# a heading"] * 500))
    assert len(str(caught.value).splitlines()) == 21
    assert str(caught.value).endswith("480 more lines are faulty")


def test_a_file_that_is_not_there_empty_or_no_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "latin").write_bytes(b'{"article": "\xe9"}')
    for name, told in (("absent", "cannot be read"), ("empty", "holds no article"), ("latin", "is not UTF-8")):
        with pytest.raises(GoldError, match=told):
            read_gold(tmp_path / name)
