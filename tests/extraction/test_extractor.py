"""What an analyst relies on: the figure, the direction and the characters of a claim nobody has read before."""

from pathlib import Path

import pytest

from etl.extraction import Extractor
from etl.reference import load_organisations

REFERENCE = Path(__file__).parents[2] / "warehouse" / "reference" / "partners.csv"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_organisations(REFERENCE))


@pytest.mark.parametrize(
    ("language", "text", "giver", "taker", "kind"),
    [
        (
            "fr",
            "Meta a signé avec CoreWeave un contrat cloud de 14 milliards de dollars.",
            ("Meta",),
            ("CoreWeave",),
            "purchase",
        ),
        ("en", "Meta signed a $14.2 billion cloud contract with CoreWeave.", ("Meta",), ("CoreWeave",), "purchase"),
    ],
)
def test_who_gives_what_to_whom(
    extractor: Extractor, language: str, text: str, giver: tuple[str, ...], taker: tuple[str, ...], kind: str
) -> None:
    (claim,) = extractor.extract(text, language=language).claims
    assert (claim.from_partners, claim.to_partners, claim.kind) == (giver, taker, kind)
    assert text[claim.char_start : claim.char_end] == claim.quote


def test_each_of_several_givers_has_its_characters(extractor: Extractor) -> None:
    text = "Blackstone, KKR and Apollo will invest $3 billion in CoreWeave, the three said on Monday."
    (claim,) = extractor.extract(text, language="en").claims
    assert claim.from_partners == ("Apollo", "Blackstone", "KKR")
    told = [text[one.char_start : one.char_end] for one in claim.fields if one.name == "from"]
    assert told == ["Blackstone", "KKR", "Apollo"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "OpenAI is valued at $500 billion, while its revenue reached $13 billion last year."),
        ("fr", "La capitalisation boursière de Nvidia dépasse 4 000 milliards de dollars."),
        ("fr", "Le site consommera autant que 750 000 foyers."),
    ],
)
def test_a_valuation_a_revenue_or_a_comparison_is_no_claim(extractor: Extractor, language: str, text: str) -> None:
    assert extractor.extract(text, language=language).claims == ()


def test_the_same_figure_told_twice_is_one_claim(extractor: Extractor) -> None:
    text = "Amazon will invest up to $5 billion in Anthropic. The $5 billion investment by Amazon in Anthropic is new."
    (claim,) = extractor.extract(text, language="en").claims
    assert claim.bound == "at_most"
    assert claim.char_start == text.index("$5")


@pytest.mark.parametrize(
    ("language", "text", "givers"),
    [
        (
            "en",
            "Cohere raised $500 million from Nvidia, BlackRock and the pension fund CPP Investments.",
            ("BlackRock", "CPP Investments", "NVIDIA"),
        ),
        (
            "en",
            "BlackRock (BLK), Nvidia (NVDA) and Microsoft (MSFT) invested $5 billion in xAI.",
            ("BlackRock", "Microsoft", "NVIDIA"),
        ),
    ],
)
def test_partners_listed_with_a_description_or_a_ticker_act_together(
    extractor: Extractor, language: str, text: str, givers: tuple[str, ...]
) -> None:
    (claim,) = extractor.extract(text, language=language).claims
    assert claim.from_partners == givers


def test_an_adverb_is_no_partner(extractor: Extractor) -> None:
    text = (
        "Jusqu'ici, l'éditeur de Claude louait son calcul. "
        "Anthropic a signé avec Amazon un contrat de 38 milliards de dollars."
    )
    read = extractor.extract(text, language="fr")
    assert {name for pair in read.pairs for name in pair} <= {"Anthropic", "Amazon"}
    (claim,) = read.claims
    assert set(claim.from_partners + claim.to_partners) <= {"Anthropic", "Amazon"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Meta cancels its $3 billion contract with Nebius.\n\nThe contract was signed a year ago."),
        ("fr", "Meta annule son contrat de 3 milliards de dollars avec Nebius.\n\nIl datait de l'an dernier."),
    ],
)
def test_a_contract_that_a_headline_calls_off_is_cancelled(extractor: Extractor, language: str, text: str) -> None:
    (claim,) = extractor.extract(text, language=language).claims
    assert (claim.from_partners, claim.to_partners, claim.status) == (("Meta",), ("Nebius",), "cancelled")
