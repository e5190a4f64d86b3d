"""The gold files keep their shape, and say nothing that does not stand in their articles."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.paths import BUNDLED, PROJECT
from etl.sources.article import Article
from etl.sources.files import read_paths

HERE = Path(__file__).parent
SETS = {
    "inbox": ([HERE / "inbox.gold.jsonl"], BUNDLED / "inbox"),
    "articles": ([HERE / f"{name}.gold.jsonl" for name in ("articles", "en", "fr", "press")], HERE / "articles"),
}
PRACTICE = PROJECT / "tools" / "practice"
TODAY = date(2026, 12, 31)
RECORD = {"article", "url", "language", "published", "claims", "pairs"}
MONEY = {
    "AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "IDR", "INR", "ISK",
    "JPY", "KRW", "KZT", "MAD", "MYR", "NOK", "SAR", "SEK", "SGD", "TWD", "USD", "VND", "ZAR", "PHP", "THB",
}  # fmt: skip
UNITS = {"money": MONEY, "power": {"MW"}, "chips": {"count"}, "shares": {"count"}, "stake": {"percent"}}
WORDS = {
    "kind": {"investment", "purchase", "supply", "equity_grant", "financing", "buildout", "acquisition"},
    "measure": set(UNITS),
    "bound": {"exact", "about", "at_most", "at_least", "order"},
    "scope": {"whole", "part", "total"},
    "status": {"agreed", "completed", "reported", "cancelled"},
}
FIELDS = {*WORDS, "from", "to", "value", "unit", "announced", "start", "end", "term_years", "at", "value_text"}

Record = dict[str, Any]


def gold(name: str) -> list[Record]:
    return [json.loads(line) for file in SETS[name][0] for line in file.read_text(encoding="utf-8").splitlines()]


def articles(name: str) -> dict[str, Article]:
    found = list(read_paths([SETS[name][1]], TODAY))
    read = {item.article: item for item in found if isinstance(item, Article)}
    assert len(read) == len(found), f"turned down or twice the same stem: {found}"
    return read


RECORDS = [pytest.param(name, record, id=record["article"]) for name in SETS for record in gold(name)]
CLAIMS = [
    pytest.param(claim, id=f"{record['article']}-{number}")
    for name in SETS
    for record in gold(name)
    for number, claim in enumerate(record["claims"])
]


@pytest.mark.parametrize("name", SETS)
def test_every_article_has_its_line_and_no_line_is_without_article(name: str) -> None:
    assert sorted(record["article"] for record in gold(name)) == sorted(articles(name))


@pytest.mark.parametrize("name", SETS)
def test_reading_gives_the_language_date_and_address_of_the_gold(name: str) -> None:
    read = articles(name)
    for record in gold(name):
        article = read[record["article"]]
        told = (article.language, article.published, article.url)
        assert told == (record["language"], date.fromisoformat(record["published"]), record["url"]), article.article


@pytest.mark.parametrize("name", SETS)
def test_every_value_stands_where_the_gold_says(name: str) -> None:
    read = articles(name)
    for record in gold(name):
        article = read[record["article"]]
        for claim in record["claims"]:
            at, value = claim["at"], claim["value_text"]
            if article.media_type == "text/plain":
                assert article.text[at : at + len(value)] == value, (article.article, value)
            else:
                assert at is None
                assert value in article.text, (article.article, value)


@pytest.mark.parametrize(("name", "record"), RECORDS)
def test_a_record_has_the_agreed_shape(name: str, record: Record) -> None:
    check_record(record)


def test_practice_articles_have_the_agreed_shape_too() -> None:
    lines = (PRACTICE / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert sorted(f"{record['article']}.txt" for record in records) == sorted(
        one.name for one in PRACTICE.glob("*.txt")
    )
    for record in records:
        text = (PRACTICE / f"{record['article']}.txt").read_text(encoding="utf-8")
        check_record(record)
        for claim in record["claims"]:
            check_claim(claim)
            assert text[claim["at"] :].startswith(claim["value_text"]), (record["article"], claim["value_text"])


def check_record(record: Record) -> None:
    assert record.keys() == RECORD
    amounts = [(*map(tuple, (c["from"], c["to"])), c["measure"], c["value"], c["unit"]) for c in record["claims"]]
    assert len(amounts) == len(set(amounts)), "a claim stands once, at its first place"
    places = [claim["at"] for claim in record["claims"] if claim["at"] is not None]
    assert places == sorted(places)
    pairs = [frozenset(pair) for pair in record["pairs"]]
    assert all(len(pair) == 2 for pair in pairs)
    assert len(pairs) == len(set(pairs))
    for claim in record["claims"]:
        if len(claim["from"]) == len(claim["to"]) == 1:
            assert frozenset(claim["from"] + claim["to"]) in pairs, "one giver and one receiver imply their pair"


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_has_the_agreed_shape(claim: Record) -> None:
    check_claim(claim)


def check_claim(claim: Record) -> None:
    assert claim.keys() == FIELDS
    for field, words in WORDS.items():
        assert claim[field] in words, field
    assert claim["unit"] in UNITS[claim["measure"]]
    assert claim["value"] > 0
    assert claim["from"] or claim["to"]
    assert not set(claim["from"]) & set(claim["to"])
    if claim["announced"] is not None:
        date.fromisoformat(claim["announced"])
    for field in ("start", "end"):
        if claim[field] is not None:
            first, last = map(date.fromisoformat, claim[field].split("/"))
            assert first <= last
    assert claim["term_years"] is None or claim["term_years"] > 0


def test_hard_negatives_are_there_in_both_languages() -> None:
    empty = [record["language"] for record in gold("articles") if not record["claims"]]
    assert len(empty) >= 4
    assert set(empty) == {"fr", "en"}
