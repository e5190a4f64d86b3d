"""What an analyst relies on: a commitment carries the day of its announcement, and no day that is not its own."""

from datetime import date
from pathlib import Path

import pytest

from etl.extraction import Extractor
from etl.reference import load_organisations

REFERENCE = Path(__file__).parents[2] / "warehouse" / "reference" / "partners.csv"
THURSDAY = date(2025, 11, 6)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_organisations(REFERENCE))


def announced(extractor: Extractor, text: str, language: str, published: date | None = THURSDAY) -> list[date | None]:
    return [claim.announced for claim in extractor.extract(text, published, language).claims]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It took a while. On Tuesday, CoreWeave got a $14 billion cloud contract from Meta."),
        ("fr", "Depuis mardi, c'est fait : Meta achètera pour 14 milliards de dollars de calcul à CoreWeave."),
    ],
)
def test_the_day_in_the_sentence_of_the_amount_needs_no_word_of_announcing(
    extractor: Extractor, language: str, text: str
) -> None:
    assert announced(extractor, text, language) == [date(2025, 11, 4)]


def test_a_dateline_is_not_the_day_of_the_news(extractor: Extractor) -> None:
    text = "NEW YORK, Nov 6 - Meta signed a $14 billion cloud contract with CoreWeave, both said on Wednesday."
    assert announced(extractor, text, "en") == [date(2025, 11, 5)]
    assert announced(extractor, text.replace(", both said on Wednesday", ""), "en") == [None]


def test_what_a_sentence_puts_in_another_month_does_not_take_the_day_of_the_news(extractor: Extractor) -> None:
    news = "Meta signed a $14 billion cloud contract with CoreWeave on Wednesday."
    old = " Last summer CoreWeave signed a $6.5 billion cloud contract with OpenAI."
    assert announced(extractor, news + old, "en") == [date(2025, 11, 5), None]


def test_an_old_deal_further_down_does_not_take_the_day_of_the_news(extractor: Extractor) -> None:
    news = "Meta signed a $14 billion cloud contract with CoreWeave on Wednesday."
    filler = " Investors liked what they heard." * 6
    old = " Nvidia owes its partner more: it signed a $6.3 billion cloud contract with Lambda."
    assert announced(extractor, news + filler + old, "en") == [date(2025, 11, 5), None]


def test_the_day_of_the_news_needs_no_word_of_announcing(extractor: Extractor) -> None:
    text = "On Tuesday it was CoreWeave's turn. Meta gives it a $14 billion cloud contract that starts in 2027."
    assert announced(extractor, text, "en") == [date(2025, 11, 4)]


def test_the_next_sentence_without_a_figure_tells_the_start(extractor: Extractor) -> None:
    text = "Meta will build a 500-megawatt data center in Ohio. It is to open in 2027. CoreWeave rents elsewhere."
    (claim,) = extractor.extract(text, THURSDAY, "en").claims
    assert (claim.start_from, claim.start_to) == (date(2027, 1, 1), date(2027, 12, 31))


def test_a_term_behind_another_figure_is_of_that_figure(extractor: Extractor) -> None:
    text = (
        "Nvidia invested $2 billion in OpenAI, while Microsoft will build data centers for $9 billion over five years."
    )
    terms = {claim.quote: claim.term_years for claim in extractor.extract(text, THURSDAY, "en").claims}
    assert terms == {"$2 billion": None, "$9 billion": 5}


def test_today_is_no_announcement_where_it_means_these_days(extractor: Extractor) -> None:
    text = "Today CoreWeave gets $14 billion from Meta for cloud capacity."
    assert announced(extractor, text, "en") == [None]
    assert announced(extractor, text[:-1] + ", both announced.", "en") == [THURSDAY]


def test_an_earlier_contract_of_the_same_two_does_not_take_the_day_of_the_news(extractor: Extractor) -> None:
    news = "Meta signed a $14 billion cloud contract with CoreWeave on Wednesday."
    old = " Last summer Meta signed a $3 billion cloud contract with CoreWeave."
    assert announced(extractor, news + old, "en") == [date(2025, 11, 5), None]
