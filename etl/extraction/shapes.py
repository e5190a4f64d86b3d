"""What shape the entries of a lexicon have: lists of words, tables of numbers, patterns.

Belongs here: telling what is wrong with one entry, in words. Stays out: which entries there must be (`lexicon`), and
any word of any language.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Shape = Callable[[Any], str | None]
_LISTED = 'must be a list of words: ["one", "two"]'


def words(value: Any) -> str | None:
    """A list of at least one word."""
    return some_words(value) or (None if value else "is empty, so it would match nothing or everything")


def some_words(value: Any) -> str | None:
    """A list of words that may be empty."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        return _LISTED
    blank = next((place for place, word in enumerate(value, 1) if not word.strip()), None)
    return f"has a blank word, the {blank}., which would match everything" if blank else None


def endings(value: Any) -> str | None:
    """A list of endings, of which one may be the bare stem, ""."""
    if not isinstance(value, list) or not value or not all(isinstance(ending, str) for ending in value):
        return 'must be a list of endings: ["", "s", "ed"]'
    return None


def exactly(count: int, shape: Shape) -> Shape:
    """A list of so many entries, in the order that the language counts them."""
    return lambda value: shape(value) or (None if len(value) == count else f"has {len(value)} entries, not {count}")


def groups(value: Any) -> str | None:
    """A list of lists of words."""
    if not isinstance(value, list):
        return 'must be a list of lists of words: [["one"], ["two"]]'
    return next((wrong for one in value if (wrong := words(one))), None)


def with_number(value: Any) -> str | None:
    """A list of phrases, each with the place of its number."""
    missing = next((phrase for phrase in value if "{n}" not in phrase), None) if not words(value) else None
    return words(value) or (f"has {missing!r}, which lacks {{n}}, the place of the number" if missing else None)


def numbers(value: Any) -> str | None:
    """A table of words and positive numbers."""
    if not isinstance(value, dict) or not value:
        return "must be a table of words and numbers: { one = 1, two = 2 }"
    for word, number in value.items():
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 < number < float("inf"):
            return f"has for {word!r} no number above 0"
    return some_words(list(value))


def names(value: Any) -> str | None:
    """A table of words and what they stand for, which may be nothing in particular, ""."""
    if not isinstance(value, dict) or not all(isinstance(meaning, str) for meaning in value.values()):
        return 'must be a table of words and names: { "dollars" = "USD" }'
    return words(list(value))


def currencies(value: Any) -> str | None:
    """A table of words and ISO 4217 codes."""
    if wrong := names(value):
        return wrong
    bare = next((word for word, code in value.items() if not re.fullmatch("[A-Z]{3}", code)), None)
    return f"has for {bare!r} no ISO 4217 code such as USD" if bare else None


def table_of(shape: Shape, *required: str) -> Shape:
    """A table of which each value has a shape, and which has at least the `required` keys."""

    def check(value: Any) -> str | None:
        if not isinstance(value, dict):
            return "must be a table"
        missing = next((key for key in required if key not in value), None)
        told = (f"{key}: {wrong}" for key, one in value.items() if (wrong := shape(one)))
        return f"lacks the key {missing!r}" if missing else next(told, None)

    return check


def one_of(*allowed: Any) -> Shape:
    """One of a few values."""
    return lambda value: None if value in allowed else f"must be {' or '.join(map(repr, allowed))}"


def text(value: Any) -> str | None:
    """Text that is not blank."""
    return None if isinstance(value, str) and value else 'must be text in quotes: "…"'


def count(value: Any) -> str | None:
    """A whole number, 0 where it is open."""
    return (
        None if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else "is no whole number from 0"
    )


def pattern(value: Any) -> str | None:
    """A regular expression."""
    if wrong := text(value):
        return wrong
    try:
        re.compile(value)
    except re.error as error:
        return f"is no regular expression: {error}"
    return None


def entry(value: Any) -> str | None:
    """An entry of which nothing is laid down here: a list holds words, a table has words for keys."""
    if isinstance(value, dict):
        return words(list(value))
    return words(value) if isinstance(value, list | str) else None


SHAPES: Mapping[str, Mapping[str, Shape]] = {
    "dates": {
        "months": exactly(12, words),
        "weekdays": exactly(7, words),
        "halves": exactly(2, groups),
        "quarters": exactly(4, groups),
        "numbers": numbers,
        "term_units": numbers,
        "ago": with_number,
        "days_ago": with_number,
        "month_first": one_of(True, False),
    },
    "numbers": {
        "decimal": one_of(".", ","),
        "groups": text,
        "words": numbers,
        "vague": numbers,
        "fractions": numbers,
        "scales": numbers,
        "ellipsis": table_of(words, "before", "after", "counts_after", "of_them", "pronouns"),
    },
    "units": {"currencies": currencies, "local_dollars": currencies, "power": numbers, "counted": pattern},
    "coreference": {
        "modifiers_first": one_of(True, False),
        "lone_demonyms": one_of(True, False),
        "heads": names,
        "demonyms": names,
        "capitals": names,
        "groups": table_of(count),
    },
    "syntax": {"prepositions": table_of(words)},
}
EVERY: Mapping[str, Shape] = {
    "triggers": words,
    "frames": table_of(some_words, "verbs", "nouns"),
    "inflections": endings,
}


def fault(table: str, key: str, value: Any) -> str | None:
    """Say what is wrong with an entry, None where nothing is."""
    return (SHAPES.get(table, {}).get(key) or EVERY.get(table, entry))(value)
