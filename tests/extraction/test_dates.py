"""What an analyst relies on: a time in prose is the interval that it means, never a made-up day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.extraction.dates import TimeReader
from etl.extraction.lexicon import load_lexicon

READERS = {language: TimeReader(load_lexicon(language)["dates"]) for language in ("fr", "en")}
PUBLISHED = date(2025, 11, 5)


@pytest.mark.parametrize(
    ("language", "text", "role", "low", "high"),
    [
        ("fr", "une phase opérationnelle au second semestre 2026", "start", date(2026, 7, 1), date(2026, 12, 31)),
        ("fr", "tout sera déployé d’ici fin 2026", "end", date(2026, 12, 31), date(2026, 12, 31)),
        ("fr", "à l'horizon 2030", "end", date(2030, 1, 1), date(2030, 12, 31)),
        ("fr", "jusqu'en 2030", "end", date(2030, 12, 31), date(2030, 12, 31)),
        ("fr", "à partir de 2027", "start", date(2027, 1, 1), date(2027, 12, 31)),
        ("fr", "signé lundi", "announced", date(2025, 11, 3), date(2025, 11, 3)),
        ("fr", "le 22 septembre", "announced", date(2025, 9, 22), date(2025, 9, 22)),
        ("fr", "deux semaines plus tôt", "announced", date(2025, 10, 22), date(2025, 10, 22)),
        ("en", "on 22 September", "announced", date(2025, 9, 22), date(2025, 9, 22)),
        ("en", "the 3rd of March, 2024", "announced", date(2024, 3, 3), date(2024, 3, 3)),
        ("en", "by 2030", "end", date(2030, 1, 1), date(2030, 12, 31)),
        ("en", "by the end of 2026", "end", date(2026, 12, 31), date(2026, 12, 31)),
        ("en", "through May 2029", "end", date(2029, 5, 31), date(2029, 5, 31)),
        ("en", "starting in the second half of 2026", "start", date(2026, 7, 1), date(2026, 12, 31)),
        ("en", "in early 2026", "plain", date(2026, 1, 1), date(2026, 3, 31)),
        ("en", "early next year", "plain", date(2026, 1, 1), date(2026, 3, 31)),
        ("en", "by the end of this year", "end", date(2025, 12, 31), date(2025, 12, 31)),
        ("fr", "d'ici la fin de l'année prochaine", "end", date(2026, 12, 31), date(2026, 12, 31)),
        ("fr", "d'ici à la fin de l'année", "end", date(2025, 12, 31), date(2025, 12, 31)),
        ("fr", "avant la fin décembre", "end", date(2025, 12, 31), date(2025, 12, 31)),
        ("fr", "d'ici au 31 décembre", "end", date(2025, 12, 31), date(2025, 12, 31)),
        ("fr", "depuis juin", "start", date(2025, 6, 1), date(2025, 6, 30)),
        ("fr", "la veille", "announced", date(2025, 11, 4), date(2025, 11, 4)),
        ("en", "a week ago", "announced", date(2025, 10, 29), date(2025, 10, 29)),
        ("en", "five days earlier", "announced", date(2025, 10, 31), date(2025, 10, 31)),
        ("en", "early in 2026", "plain", date(2026, 1, 1), date(2026, 3, 31)),
        ("en", "on Dec. 12", "announced", date(2024, 12, 12), date(2024, 12, 12)),
        ("en", "announced on Monday", "announced", date(2025, 11, 3), date(2025, 11, 3)),
    ],
)
def test_a_time_is_its_interval(language: str, text: str, role: str, low: date, high: date) -> None:
    (found,) = READERS[language].read(text, PUBLISHED)
    assert (found.role, found.low, found.high) == (role, low, high)


@pytest.mark.parametrize(
    ("language", "text", "years"),
    [
        ("fr", "un contrat sur 7 ans", 7),
        ("fr", "sur les cinq prochaines années", 5),
        ("en", "a seven-year deal", 7),
        ("en", "over the next five years", 5),
        ("en", "an 18-month contract", 1.5),
        ("en", "under two 15-year leases", 15),
        ("en", "over two decades", 20),
        ("fr", "au cours des trois prochaines années", 3),
    ],
)
def test_a_term_is_its_length_in_years(language: str, text: str, years: float) -> None:
    (found,) = READERS[language].read(text, PUBLISHED)
    assert (found.role, found.years) == ("term", years)


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("en", "between 2026 and the end of 2029", date(2026, 1, 1), date(2029, 12, 31)),
        ("fr", "entre le second semestre 2026 et la fin de 2029", date(2026, 7, 1), date(2029, 12, 31)),
        ("fr", "de 2026 à 2029", date(2026, 1, 1), date(2029, 1, 1)),
    ],
)
def test_from_when_to_when_is_a_start_and_an_end(language: str, text: str, start: date, end: date) -> None:
    first, last = READERS[language].read(text, PUBLISHED)
    assert (first.role, first.low, last.role, last.low) == ("start", start, "end", end)


def test_the_day_before_is_that_of_the_day_named_last() -> None:
    monday, before = READERS["en"].read("It was signed on Monday. The day before, the two had met.", PUBLISHED)
    assert (monday.low, before.low) == (date(2025, 11, 3), date(2025, 11, 2))


def test_without_a_day_of_publication_relative_times_are_left_out() -> None:
    assert READERS["en"].read("announced on Monday, on Sept 9 and next year", None) == ()


def test_an_impossible_day_is_no_time() -> None:
    assert [found.role for found in READERS["en"].read("on February 30", PUBLISHED)] == []


@given(st.text(max_size=80), st.sampled_from(["fr", "en"]))
def test_any_text_is_read_without_an_error(text: str, language: str) -> None:
    for found in READERS[language].read(f"{text} 2026 {text}", PUBLISHED):
        assert found.low is None or found.high is None or found.low <= found.high


def test_a_verb_is_no_month() -> None:
    assert READERS["en"].read("Of these gigawatts 6 may follow, and 10 may not.", PUBLISHED) == ()
