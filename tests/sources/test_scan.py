"""The scan lets through whatever the extractor may read a claim in."""

import pytest

from etl.extraction import Organisation
from etl.extraction.lexicon import LANGUAGES, load_lexicon
from etl.sources.scan import Scan

SCAN = Scan(
    [Organisation("CoreWeave", kind="neocloud", aliases=("CoreWeave Inc",)), Organisation("France", kind="state")]
)
FILL = "x" * 120


def amounts() -> list[str]:
    """Return an amount with each scale, currency, unit and thing that a lexicon knows."""
    found = []
    for language in LANGUAGES:
        lexicon = load_lexicon(language)
        numbers, units = lexicon["numbers"], lexicon["units"]
        found += [f"5 {name} dollars" for name, value in numbers["scales"].items() if float(value) >= 1e6]
        found += [f"500 000 {name}" for name in units["currencies"]]
        found += [f"5 {name}" for name in units["power"]]
        found += [f"9,000 {name}" for name in (*units["chips"], *units["shares"])]
        found += [f"5{name}" for name in units["percent"]] + [f"5 {name}" for name in units["percent"]]
        found += [f"{vague} {name}" for vague in numbers["vague"] for name in ("GPUs", "milliards", "GW")]
    return sorted(set(found))


@pytest.mark.parametrize("amount", amounts())
def test_every_amount_that_a_lexicon_knows_is_let_through(amount: str) -> None:
    assert SCAN.turns_away(f"CoreWeave a obtenu {amount}, {FILL}".encode(), "text/plain") is None
    assert SCAN.turns_away(f"<p>CoreWeave took <b>{amount}</b>, {FILL}</p>".encode(), "text/html") is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The museum closes at six and the roof costs 3 million pounds.", "no-topic"),
        ("CoreWeave has a new chief, who likes to sail.", "no-amount"),
        ("The roof costs 3 million pounds." + " " * 4000 + "CoreWeave has a new chief.", "no-amount-near-topic"),
        ("France will spend 3 billion euros on its roads.", "no-topic"),
    ],
)
def test_what_lacks_an_amount_or_a_topic_is_turned_away_with_the_reason(text: str, why: str) -> None:
    assert SCAN.turns_away(text.encode(), "text/plain") == why


def test_menus_cards_scripts_and_styles_are_no_prose() -> None:
    cards = "<div><a>CoreWeave signs for $14 billion</a></div>" * 50
    script = "<script>var a = 'CoreWeave, 14 billion dollars of GPUs'; " + "f(a); " * 99 + "</script>"
    style = f"<style>.coreweave {{ width: 5%; }} {FILL} CoreWeave 5 billion</style>"
    page = f"<html><head>{style}{script}</head><body>{cards}<p>The museum closes at six. {FILL}</p></body></html>"
    assert SCAN.turns_away(page.encode(), "text/html") == "no-topic"


def test_prose_is_found_across_links_line_ends_entities_and_in_json_ld() -> None:
    told = f"CoreWeave has signed a contract worth&nbsp;14 billion dollars, the company said on Tuesday, {FILL}"
    broken = told.replace(" ", "\n").replace("CoreWeave", "<a href='/c'>Core<em>Weave</em></a>")
    for page in (
        f"<p>{told}</p>",
        f"<p>{broken}</p>",
        f"<div>{told.replace(', ', ',<br>')}</div>",
        f'<script type="application/ld+json">{{"articleBody": "{told}"}}</script>',
    ):
        assert SCAN.turns_away(f"<html><body>{page}</body></html>".encode(), "text/html") is None
