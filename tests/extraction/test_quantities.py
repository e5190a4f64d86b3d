"""What a reader of French or English money, power, chips, shares and stakes relies on."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.extraction.lexicon import LexiconError, load_lexicon, parse_lexicon
from etl.extraction.quantities import Quantity, QuantityReader

FRENCH = QuantityReader(load_lexicon("fr"))
ENGLISH = QuantityReader(load_lexicon("en"))


def only(reader: QuantityReader, text: str) -> Quantity:
    found = reader.read(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("un contrat de 38 milliards de dollars", "38e9", "USD", "exact"),
        ("plus de 1 400 milliards de dollars", "1.4e12", "USD", "at_least"),
        ("plus de 1\u202f400 milliards de dollars", "1.4e12", "USD", "at_least"),
        ("un chèque de 38 Md$", "38e9", "USD", "exact"),
        ("une enveloppe de 8,3 Mds€", "8.3e9", "EUR", "exact"),
        ("quelque 500 millions d'euros", "5e8", "EUR", "about"),
        ("pouvant atteindre 100 milliards de dollars", "1e11", "USD", "at_most"),
        ("un billion de yens", "1e12", "JPY", "exact"),
        ("au moins 10 gigawatts", "10000", "MW", "at_least"),
        ("un site de 4,5 GW", "4500", "MW", "exact"),
        ("un million de TPU", "1e6", "count", "exact"),
        ("des centaines de milliers de GPU", "1e5", "count", "order"),
        ("de 840 à 1 200 MW", "840", "MW", "at_least"),
        ("environ 10 % du capital", "10", "percent", "about"),
        ("mille milliards de dollars", "1e12", "USD", "exact"),
        ("un demi-milliard d'euros", "5e8", "EUR", "exact"),
        ("deux cent cinquante mégawatts", "250", "MW", "exact"),
        ("les livraisons du premier gigawatt", "1000", "MW", "exact"),
        ("500 MdUSD", "5e11", "USD", "exact"),
        ("27 % d'OpenAI", "27", "percent", "exact"),
        ("un millier de milliards de dollars", "1e12", "USD", "exact"),
        ("un prêt de 60 millions de francs", "6e7", "CHF", "exact"),
        ("le groupe y garde 20 % du site", "20", "percent", "exact"),
    ],
)
def test_french(text: str, value: str, unit: str, bound: str) -> None:
    found = only(FRENCH, text)
    assert (found.value, found.unit, found.bound) == (Decimal(value), unit, bound)


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("a $17.4bn contract", "17.4e9", "USD", "exact"),
        ("worth US$1.2 trillion", "1.2e12", "USD", "exact"),
        ("a €109bn plan", "109e9", "EUR", "exact"),
        ("a billion-dollar deal", "1e9", "USD", "exact"),
        ("a multibillion-dollar deal", "1e9", "USD", "order"),
        ("tens of billions of dollars", "1e10", "USD", "order"),
        ("between $30bn and $50bn", "30e9", "USD", "at_least"),
        ("a 1.2-gigawatt campus", "1200", "MW", "exact"),
        ("up to 160 million AMD shares", "160e6", "count", "at_most"),
        ("tens of thousands of Nvidia GPUs", "10000", "count", "order"),
        ("a 10 percent stake in Intel", "10", "percent", "exact"),
        ("roughly $500 million", "5e8", "USD", "about"),
        ("Banks Ready $38 Billion", "38e9", "USD", "exact"),
        ("half a billion dollars", "5e8", "USD", "exact"),
        ("$12-15 billion", "12e9", "USD", "at_least"),
        ("forty-one megawatts", "41", "MW", "exact"),
        ("4,608 B300s", "4608", "count", "exact"),
        ("about a tenth of the company", "10", "percent", "about"),
        ("about ten per cent of the company", "10", "percent", "about"),
        ("all of the 615 MWe of the plant", "615", "MW", "exact"),
        ("a couple of hundred megawatts", "200", "MW", "order"),
        ("a promise of R30 billion", "30e9", "ZAR", "exact"),
        ("HRK 700 million of loans", "7e8", "HRK", "exact"),
        ("accelerators, roughly 13,000 of them", "13000", "count", "about"),
        ("the fund keeps 20% and sells nothing", "20", "percent", "exact"),
        ("$5 billion from lenders, one of them new", "5e9", "USD", "exact"),
    ],
)
def test_english(text: str, value: str, unit: str, bound: str) -> None:
    found = only(ENGLISH, text)
    assert (found.value, found.unit, found.bound) == (Decimal(value), unit, bound)


@pytest.mark.parametrize(
    "text",
    [
        "1,200 GWh a year",
        "16 billion tokens",
        "800 million weekly users",
        "up 63 % in a year",
        "GB200 and H100",
        "in 2026",
        "4 million students",
        "$10m a megawatt",
        "110 $/MWh",
        "100 kW a rack, or 0.1 MW",
    ],
)
def test_what_is_no_quantity_of_a_deal(text: str) -> None:
    assert ENGLISH.read(text) == ()


def test_a_currency_left_out_is_the_one_named_before() -> None:
    found = FRENCH.read("Oracle touche 300 milliards de dollars, puis 100 milliards.")
    assert [(quantity.value, quantity.unit) for quantity in found] == [
        (Decimal("3e11"), "USD"),
        (Decimal("1e11"), "USD"),
    ]


@pytest.mark.parametrize(
    ("reader", "text", "values"),
    [
        (FRENCH, "350 milliards de dollars avec Broadcom, 300 avec Oracle et 90 avec AMD.", ["3.5e11", "3e11", "9e10"]),
        (FRENCH, "50 MW pour commencer, extensibles à 90.", ["50", "90"]),
        (ENGLISH, "It orders 10,000 GPUs, plus another 8,000 for a second site.", ["10000", "8000"]),
    ],
)
def test_a_bare_number_takes_over_what_the_one_before_it_measures(
    reader: QuantityReader, text: str, values: list[str]
) -> None:
    found = reader.read(text)
    assert [quantity.value for quantity in found] == [Decimal(value) for value in values]
    assert len({(quantity.measure, quantity.unit) for quantity in found}) == 1


def test_a_vague_figure_and_one_with_a_deadline_take_the_currency_too() -> None:
    found = FRENCH.read(
        "30 milliards de dollars, dont 10 milliards d'ici avril et quelques dizaines de milliards ensuite."
    )
    assert [(one.value, one.unit, one.bound) for one in found] == [
        (Decimal("3e10"), "USD", "exact"),
        (Decimal("1e10"), "USD", "exact"),
        (Decimal("1e10"), "USD", "order"),
    ]


def test_two_figures_with_and_between_them_are_no_range() -> None:
    found = FRENCH.read("à hauteur de 5 et 95 millions de dollars")
    assert found[-1].value == Decimal("95e6")


def test_a_conversion_in_brackets_is_not_a_second_quantity() -> None:
    assert only(FRENCH, "8,6 milliards d'euros (10 milliards de dollars)").unit == "EUR"


@given(st.text(alphabet=st.sampled_from("0123456789 .,-$€%aàbMdGWmilr\n\u202f\u00a0GPU"), max_size=80))
def test_any_text_is_read_and_each_quantity_keeps_to_its_characters(text: str) -> None:
    for reader in (FRENCH, ENGLISH):
        for quantity in reader.read(text):
            assert 0 <= quantity.char_start < quantity.char_end <= len(text)
            assert quantity.value > 0


def test_a_lexicon_without_a_table_is_refused_by_name() -> None:
    with pytest.raises(LexiconError, match=r"toy\.toml: table \[dates\] is missing"):
        parse_lexicon("toy", "", "toy.toml")


def test_a_dollar_sign_is_of_the_country_whose_dollars_the_article_tells_apart() -> None:
    here, foreign = FRENCH.read("Le fonds recevra 240 M$. Il avait levé 500 M$ US cet été.")
    assert (here.unit, foreign.unit) == ("CAD", "USD")
    assert [one.unit for one in ENGLISH.read("It gets $2bn. Sums are in Canadian dollars. A rival has US$1bn.")] == [
        "CAD", "USD",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "text", "values"),
    [
        (FRENCH, "un site qui passera de 3 à 9 mégawatts", ["3", "9"]),
        (ENGLISH, "it raised its target from 3 to 5 gigawatts", ["3000", "5000"]),
        (ENGLISH, "the sale was lifted from $15 billion to $20 billion", ["15e9", "20e9"]),
    ],
)
def test_a_figure_raised_to_another_one_is_no_range(reader: QuantityReader, text: str, values: list[str]) -> None:
    found = [(one.value, one.bound) for one in reader.read(text)]
    assert found == [(Decimal(value), "exact") for value in values]


def test_a_pronoun_takes_over_what_the_figure_before_it_counts() -> None:
    first, second = FRENCH.read("Le groupe engage 4 milliards de dollars et en mettra 5 de plus d'ici 2031.")
    assert (second.value, second.unit, second.bare) == (Decimal("5e9"), first.unit, True)


def test_the_size_of_a_model_is_no_money() -> None:
    assert [str(one.value) for one in ENGLISH.read("It spent $3 billion on Llama 405B.")] == ["3E+9"]


@pytest.mark.parametrize(
    ("reader", "text", "unit"),
    [
        (ENGLISH, "It would pay 500 million Deutsche Marks for capacity.", "DEM"),
        (FRENCH, "Il paiera 200 millions de francs français pour des serveurs.", "FRF"),
        (FRENCH, "Il paiera 900 milliards de lires pour des serveurs.", "ITL"),
    ],
)
def test_currencies_that_are_gone_keep_their_code(reader: QuantityReader, text: str, unit: str) -> None:
    assert only(reader, text).unit == unit
