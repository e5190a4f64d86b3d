"""The records that are compared: what an annotation says of an article, and what was found in it.

Belongs here: plain frozen data. Stays out: where it comes from (`gold`, `trial`) and how it is compared (`scoring`).
"""

from dataclasses import dataclass

ATTRIBUTES = ("kind", "bound", "scope", "status", "announced", "start", "end", "term_years")
Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim, annotated or found; days are ISO 8601, `start` and `end` are `YYYY-MM-DD/YYYY-MM-DD`.

    `at` is where its value begins in the text, None where an annotation does not say.
    """

    givers: tuple[str, ...]
    takers: tuple[str, ...]
    kind: str
    measure: str
    value: float
    unit: str
    bound: str
    scope: str
    status: str
    announced: str | None = None
    start: str | None = None
    end: str | None = None
    term_years: float | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One line of a gold file."""

    article: str
    language: str
    claims: tuple[Fact, ...]
    pairs: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one article."""

    claims: tuple[Fact, ...] = ()
    pairs: frozenset[Pair] = frozenset()
