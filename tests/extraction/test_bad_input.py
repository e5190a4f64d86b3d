"""Whatever a text holds: no exception, no claim without its characters, no time that grows faster than the text."""

import gc
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import extractor, prose, read, wrong

_PHRASES = (
    "OpenAI", "AMD", "le groupe", "ils", " investira ", " will buy ", "$5 billion", "14,2 milliards de dollars", "6 GW",
    "un million de TPU", "10 % du capital", "environ ", "up to ", "entre 3 et ", "sur 7 ans", "lundi", "by 2030",
    "second semestre 2026", "1e400", "0 milliards", "milliard ", "« ", "(", ". ", "\n", ", ", " et ", " and ", "'s ",
    "\0", "\x1b", "\u202e", "\u200f", "\u200b", "e\u0301", "\u0338", "٥", "５", "²", "İ", "ß", "\u00a0", "\u202f",
)  # fmt: skip
_TEXTS = st.lists(
    st.sampled_from(_PHRASES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=40
)
_STEEP, _LONG = 8, 0.2


@given(st.builds("".join, _TEXTS), st.sampled_from(["fr", "en"]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_a_fault(text: str, language: str) -> None:
    assert wrong(text, language) is None


def test_spoilt_articles_are_read_without_a_fault() -> None:
    assert read(range(1500)) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "AMD\0 livrera\x1b[0m 6 GW\u202e à OpenAI\u200b.",
        "A\u0301M\u0302D\u0308 invests $5\u0301 billion in OpenAI.",
        "AMD livrera ٦ gigawatts à OpenAI pour ５ milliards de dollars et 𝟓 GW.",
        "AMD invests $1e400 in OpenAI.",
        "AMD investit 0 milliards d'euros dans OpenAI.",
        "AMD invests $0 billion in OpenAI.",
        f"AMD invests ${'9' * 5000} billion in OpenAI.",
        "« AMD investira 5 milliards de dollars dans OpenAI, a dit Sam Altman.",
        'AMD said: "We will invest $5 billion in OpenAI.',
        "Am 31 février 2026, AMD livrera 6 GW. February 30, 2026: AMD will supply 6 GW to OpenAI. 99 weeks ago.",
        "İSTANBUL: AMD invests $5 billion in OpenAI ﬁrst.",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_known_nastiness_is_read_without_a_fault(text: str, language: str) -> None:
    assert wrong(text, language) is None


@pytest.mark.parametrize(
    "text",
    ["AMD investit 0 milliards d'euros dans OpenAI.", "AMD invests $1e400 in OpenAI.", "AMD invests $ in OpenAI."],
)
def test_an_amount_that_is_none_makes_no_claim_of_its_size(text: str) -> None:
    for language in ("fr", "en"):
        for claim in extractor().extract(text, None, language).claims:
            assert 0 < claim.value < 10**18


def test_the_old_places_hold_where_lower_case_is_longer() -> None:
    text = "İİİ " * 20 + "AMD will invest $5 billion in OpenAI."
    (claim,) = extractor().extract(text, None, "en").claims
    assert (claim.quote, claim.char_start) == ("$5 billion", text.index("$5"))


def seconds(text: str, language: str) -> float:
    """Return the processor time that a text takes: the least of three, or of fewer where it takes long."""
    times: list[float] = []
    while len(times) < 3 and sum(times) < _LONG:
        gc.collect()
        began = time.process_time()
        extractor().extract(text, None, language)
        times.append(time.process_time() - began)
    return min(times)


def steepness(unit: str, length: int, language: str, head: str) -> float:
    """Return how many times longer a text takes that is four times as long; 4 is linear, 16 quadratic."""
    long = head + unit * (4 * length // len(unit))
    return seconds(long, language) / seconds(long[: len(head) + length], language)


@pytest.mark.parametrize(
    ("unit", "language", "length"),
    [
        ("milliard ", "fr", 12_000),
        ("1 ", "en", 8_000),
        ("1.000.", "en", 12_000),
        ("9", "fr", 20_000),
        ("« ", "fr", 12_000),
        ("(", "en", 12_000),
        ("$", "en", 12_000),
        ("\u200b", "fr", 12_000),
        ("e\u0301", "fr", 12_000),
        ("environ ", "fr", 12_000),
        ("10 % ", "fr", 10_000),
        ("fin 2026 ", "fr", 8_000),
        ("January 5, ", "en", 12_000),
        ("Xa Yb ", "en", 8_000),
        ("contract with ", "en", 12_000),
        ("AMD invests $5 billion in OpenAI. ", "en", 4_000),
        ("AMD investit 5 milliards de dollars dans OpenAI.\n", "fr", 4_000),
        ("OpenAI ", "en", 4_000),
        ("it ", "en", 5_000),
        ("Foo Inc, a company ", "en", 12_000),
        ("5 GW, ", "en", 3_000),
        ("AMD invests $5 billion in OpenAI and ", "en", 4_000),
        ("twenty-", "en", 3_000),
        ("un ", "fr", 1_000),
    ],
)
def test_time_grows_no_faster_than_the_text(unit: str, language: str, length: int) -> None:
    assert steepness(unit, length, language, "AMD. ") < _STEEP


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nvidia sold three-quarters of OpenAI for $5 billion on-behalf of the two-companies.", "en"),
        ("Its Australian-dollar loan: $2 billion, tens-of-millions more, as-well-as a-quarter of a start up.", "en"),
        ("Nvidia a cédé trois-quarts d’OpenAI auprès-de Microsoft, au-sein de les deux-entreprises, pour 2 Md$.", "fr"),
    ],
)
def test_words_joined_by_a_hyphen_that_nobody_writes_are_read_all_the_same(text: str, language: str) -> None:
    for claim in extractor().extract(text, None, language).claims:
        assert text[claim.char_start : claim.char_end] == claim.quote


def test_one_line_of_many_sentences_takes_the_time_of_its_length() -> None:
    line = " ".join(prose()[::6])
    assert seconds(line * 4, "fr") / seconds(line, "fr") < _STEEP
