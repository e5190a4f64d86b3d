"""What an analyst sees of an extraction: the marked text, the proof of each field, what was turned down."""

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from rich.console import Console

from etl.explanation import marked, record, shown
from etl.extraction.model import Claim, Extraction, Field, Refusal
from etl.sources.article import Article

TEXT = "Meta signed a $14.2 billion contract with CoreWeave on 30 September. It is worth $1.9 trillion."
ARTICLE = Article(
    "0" * 64, "meta", "news/meta.txt", None, None, None, None, "en", date(2025, 10, 1), "day", "text/plain", TEXT
)


def field(name: str, words: str, rule: str) -> Field:
    start = TEXT.index(words)
    return Field(name, start, start + len(words), rule)


CLAIM = Claim(
    ("Meta",), ("CoreWeave",), "purchase", "money", Decimal("14200000000"), "USD", "exact", "whole", "agreed",
    date(2025, 9, 30), None, None, None, None, None, "$14.2 billion", 14, 27,
    (field("value", "$14.2 billion", "quantity:money"), field("from", "Meta", "mention:name"),
     field("to", "CoreWeave", "mention:name"), field("announced", "30 September", "time:day")),
)  # fmt: skip
REFUSED = Refusal("money", Decimal("1.9e12"), "USD", "$1.9 trillion", 81, 94, "a valuation")
EXTRACTION = Extraction((CLAIM,), (("CoreWeave", "Meta"),), (REFUSED,))


def printed(article: Article, extraction: Extraction) -> str:
    console = Console(file=io.StringIO(), width=160, highlight=False, markup=False)
    for part in shown(article, extraction):
        console.print(part, soft_wrap=True)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_claim_says_how_certain_it_is_and_what_speaks_for_and_against_it() -> None:
    judged = replace(CLAIM, certainty=0.825, evidence=(("always", 1.0), ("margin", 2.34), ("no receiver", 1.0)))
    extraction = replace(EXTRACTION, claims=(judged,))
    assert "Right with probability 0.825, judged by: margin 2.3, no receiver\n" in printed(ARTICLE, extraction)
    (told,) = record(ARTICLE, extraction, "v")["claims"]
    assert (told["certainty"], told["evidence"]["margin"]) == (0.825, 2.34)


def test_the_text_is_whole_and_each_claim_is_marked_with_its_number() -> None:
    told = printed(ARTICLE, EXTRACTION)
    assert TEXT.replace("$14.2 billion", "⟦$14.2 billion⟧[1]") in told
    assert "[1] Meta → CoreWeave: 14.2 billion USD, purchase" in told


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("from", "Meta 0-4 Meta mention:name"),
        ("to", "CoreWeave 42-51 CoreWeave mention:name"),
        ("announced", "2025-09-30 55-67 30 September time:day"),
        ("kind", "purchase no span"),
    ],
)
def test_a_field_has_its_span_its_words_and_its_rule_or_says_that_it_has_none(name: str, row: str) -> None:
    rows = [line.split() for line in printed(ARTICLE, EXTRACTION).splitlines()]
    assert [name, *row.split()] in rows


def test_what_was_turned_down_is_told_with_its_reason() -> None:
    rows = [line.split() for line in printed(ARTICLE, EXTRACTION).splitlines()]
    assert ["81-94", "$1.9", "trillion", "1.9", "trillion", "USD", "a", "valuation"] in rows


def test_claims_that_share_or_cross_their_words_are_all_marked() -> None:
    wider = replace(CLAIM, char_start=12, char_end=27)
    beside = replace(CLAIM, char_start=20, char_end=36)
    text = marked(TEXT, Extraction((CLAIM, wider, beside), ())).plain
    assert text.startswith("Meta signed ⟦a ⟦$14.2 ⟦billion⟧[1,2] contract⟧[3] with")


def test_what_would_steer_a_terminal_or_hides_is_made_visible() -> None:
    text = "Meta\x1b[2J pays\u202e \ud800 now\nand\tthen"
    assert marked(text, Extraction((), ())).plain == "Meta�[2J pays� � now\nand\tthen"


def test_programs_get_every_field_with_its_span_or_null() -> None:
    told = json.loads(json.dumps(record(ARTICLE, EXTRACTION, "1-abc")))
    fields = {one["name"]: one for one in told["claims"][0]["fields"]}
    assert fields["to"] == {
        "name": "to", "value": ["CoreWeave"], "char_start": 42, "char_end": 51, "words": "CoreWeave",
        "rule": "mention:name",
    }  # fmt: skip
    assert fields["term"] == {
        "name": "term", "value": None, "char_start": None, "char_end": None, "words": None, "rule": None,
    }  # fmt: skip
    assert told["refused"][0]["reason"] == "a valuation"
    assert (told["pairs"], told["published"], told["text"]) == ([["CoreWeave", "Meta"]], "2025-10-01", TEXT)


def test_several_givers_each_have_their_row() -> None:
    more = replace(
        CLAIM, from_partners=("Meta", "CoreWeave"), fields=(*CLAIM.fields, field("from", "CoreWeave", "mention:name"))
    )
    fields = record(ARTICLE, Extraction((more,), ()), "1-abc")["claims"][0]["fields"]
    assert [one["words"] for one in fields if one["name"] == "from"] == ["Meta", "CoreWeave"]
