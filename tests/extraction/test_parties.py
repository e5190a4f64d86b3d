"""Who is offered as giver or taker of a quantity: what is not offered cannot be chosen."""

import pytest

from etl.extraction import Extractor, Organisation
from etl.extraction.features import candidates

ORGANISATIONS = [
    *(Organisation(name, kind="laboratory", country="FR") for name in ("Alpha Brain", "Delta Minds")),
    *(Organisation(name, kind="investor") for name in ("Bravo Capital", "Echo Partners", "Foxtrot", "Golf Invest")),
    Organisation("Hotel Compute", kind="neocloud"),
    Organisation("India Power", kind="energy"),
    Organisation("Juliet", ("Juliet Group",), kind="industry"),
    Organisation("Japan", ("Japon",), ("Japanese government",), kind="state", country="JP"),
    Organisation("United States", ("États-Unis",), kind="state", country="US"),
    Organisation("European Union", ("Union européenne",), kind="state"),
    Organisation("Chip Office", kind="state", group="United States", country="US"),
]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(ORGANISATIONS)


def offered(extractor: Extractor, language: str, text: str) -> list[tuple[str, ...]]:
    quantities, scenes = extractor.read(text, language)
    assert scenes is not None
    return [one.partners for one in candidates(scenes, quantities[0])]


@pytest.mark.parametrize(
    ("language", "text", "group"),
    [
        (
            "en",
            "Alpha Brain raised $5 billion in a round led by Bravo Capital, which Foxtrot and Golf Invest joined.",
            {"Bravo Capital", "Foxtrot", "Golf Invest"},
        ),
        ("en", "Hotel Compute builds with India Power a campus of 300 MW.", {"Hotel Compute", "India Power"}),
        ("fr", "Avec India Power, Hotel Compute bâtira un site de 300 MW.", {"Hotel Compute", "India Power"}),
        ("en", "Alpha Brain drew $5 billion from Bravo Capital, Foxtrot and others.", {"Bravo Capital", "Foxtrot"}),
        (
            "en",
            "Alpha Brain → Bravo Capital, Foxtrot, Golf Invest. Up to $5 billion.",
            {"Bravo Capital", "Foxtrot", "Golf Invest"},
        ),
    ],
)
def test_those_who_act_together_are_offered_together(
    extractor: Extractor, language: str, text: str, group: set[str]
) -> None:
    assert tuple(sorted(group)) in offered(extractor, language, text)


def test_a_headline_is_told_by_the_first_sentence_that_names_somebody(extractor: Extractor) -> None:
    text = "A $5 billion cheque\n\n3 May 2026\n\nNobody had expected it.\n\nBravo Capital and Foxtrot back Delta Minds."
    assert ("Bravo Capital", "Foxtrot") in offered(extractor, "en", text)


@pytest.mark.parametrize(
    ("language", "text", "state"),
    [
        ("en", "Talks in Japan went well. The government will give Alpha Brain $5 billion.", "Japan"),
        ("en", "Washington gave Alpha Brain $5 billion.", "United States"),
        ("en", "The Japanese ministry granted Alpha Brain $5 billion.", "Japan"),
        ("fr", "Bruxelles versera 5 milliards d'euros à Alpha Brain.", "European Union"),
        ("fr", "Le ministère japonais promet 5 milliards d'euros à Alpha Brain.", "Japan"),
        ("fr", "Les États-Unis financeront Alpha Brain à hauteur de 5 milliards de dollars.", "United States"),
        ("fr", "Les États-Unis pourraient injecter 5 milliards de dollars dans Alpha Brain.", "United States"),
        ("en", "Alpha Brain owes the Chip Office $5 billion.", "Chip Office"),
    ],
)
def test_a_government_or_a_capital_that_acts_is_its_state(
    extractor: Extractor, language: str, text: str, state: str
) -> None:
    assert (state,) in offered(extractor, language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Alpha Brain will spend $5 billion in Japan."),
        ("en", "From Tokyo to Washington, Alpha Brain will spend $5 billion."),
        ("en", "At Port Washington, Alpha Brain spends $5 billion."),
        ("en", "On their way to Japan, the United States and Japan are Alpha Brain's $5 billion."),
        ("en", "Japan's Alpha Brain raised $5 billion."),
        ("fr", "Autour de Bruxelles, Alpha Brain dépensera 5 milliards d'euros au Japon."),
        ("fr", "Talks : Alpha Brain dépense 5 milliards de dollars dans le pays, aux États-Unis."),
    ],
)
def test_a_place_is_nobody(extractor: Extractor, language: str, text: str) -> None:
    assert offered(extractor, language, text) == [(), ("Alpha Brain",)]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "The Juliet group bought chips worth $5 billion.", "Juliet"),
        ("en", "HOTEL COMPUTE-ALPHA BRAIN. All of it, $5 billion.", "Alpha Brain"),
        ("en", "Hotel, which hosts clusters, pays $5 billion to Foxtrot.", "Hotel Compute"),
        ("en", "India Power is new. Last week India signed for $5 billion.", "India Power"),
        ("en", "Alpha Brain got $5 billion from Bravo Capital, Kilo and Foxtrot.", "Kilo"),
        ("fr", "La Banque Garonne prête 5 milliards d'euros à Alpha Brain.", "Banque Garonne"),
        ("fr", "Alpha Brain doit 5 milliards d'euros à Lima, la start-up d’imagerie.", "Lima"),
    ],
)
def test_who_is_named_in_another_way_is_found(extractor: Extractor, language: str, text: str, name: str) -> None:
    assert (name,) in offered(extractor, language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Alpha Brain spent $5 billion, said Mike Novem, the lab's chief executive."),
        ("en", "In Wyoming, Alpha Brain and the developer spend $5 billion."),
        ("en", "The Quebec, California-based company Alpha Brain spends $5 billion."),
        ("en", "SYDNEY, June 3 - The builder\nOSLO  Alpha Brain spends $5 billion."),
        ("fr", "Lors du voyage de Oscar Papa, l'entreprise Alpha Brain a promis 5 milliards d'euros."),
        ("en", "Alpha Brain spends $5 billion on Romeo AI data centers."),
        ("en", "The American chip designer Alpha Brain spends RM10 or $5 billion."),
    ],
)
def test_persons_places_and_amounts_are_nobody(extractor: Extractor, language: str, text: str) -> None:
    assert offered(extractor, language, text) == [(), ("Alpha Brain",)]
