"""Patterns found by the words that they begin with: as their own search would find them, in texts of every kind."""

import re

from hypothesis import given
from hypothesis import strategies as st

from etl.extraction.lexicon import folded
from etl.extraction.openings import DIGIT, Openings

_PATTERNS = (
    (re.compile(r"(?<!\w)(?:mi-|mi|fin\sde)\s?20\d\d(?!\w)"), ("mi-", "mi", "fin de")),
    (re.compile(r"(?<!\w)(?:mars|mar)(?!\w)"), ("mars", "mar")),
    (re.compile(r"(?<!\w)\d{1,2}\s(?:mars|mai)(?!\w)"), (DIGIT,)),
    (re.compile(r"(?<![\w$])(?:\$|US\$)\s?\d+"), ("$", "us$")),
    (re.compile(r"(?<!\w)(?:l['’]an|un\san)(?:\sun\san)?(?!\w)"), ("l'an", "un an")),
    (re.compile(r"(?<!\w)(?:an-mai|mai)-12"), ("an-mai", "mai")),
)
_PIECES = (
    "mi", "mi-", "2026", "fin de", "mars", "Mars", "mar", "mai", "12", "٣", " ", "$", "US$", "l’an", "un an", "_", "É",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_what_begins_with_a_known_word_is_found_as_by_searching_everywhere(text: str) -> None:
    found = Openings(_PATTERNS).find(text, folded(text))
    assert [[one.span() for one in matches] for matches in found] == [
        [one.span() for one in pattern.finditer(text)] for pattern, _ in _PATTERNS
    ]
