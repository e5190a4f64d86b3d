"""The records of extraction: what goes in (organisations) and what comes out (claims, pairs).

Belongs here: plain frozen data, without behaviour. Stays out: how any of it is found.
The meaning of each field of a claim is the annotation guideline's (README, "What a claim is").
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation of the gazetteer.

    `aliases` are other names, `descriptions` are phrases by which the press names it ("the ChatGPT maker"),
    `group` is the canonical name of the parent, `country` an ISO 3166 alpha-2 code.
    """

    name: str
    aliases: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    kind: str = ""
    group: str | None = None
    country: str | None = None
    ticker: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[char_start:char_end]` means `partners`.

    `how` is name, description, unlisted, place, capital, noun, pair, pronoun or possessive.
    """

    partners: tuple[str, ...]
    char_start: int
    char_end: int
    how: str


@dataclass(frozen=True, slots=True)
class Field:
    """Where one field of a claim was read: `text[char_start:char_end]`, and the rule that read it."""

    name: str
    char_start: int
    char_end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One quantity that the article says one organisation has committed to another.

    `value` is normalised to `unit` (ISO 4217 code, MW, count, percent); `text[char_start:char_end] == quote` always.
    `certainty` is the probability that the claim is right, `evidence` what it was estimated from (see `certainty`).
    """

    from_partners: tuple[str, ...]
    to_partners: tuple[str, ...]
    kind: str
    measure: str
    value: Decimal
    unit: str
    bound: str
    scope: str
    status: str
    announced: date | None
    start_from: date | None
    start_to: date | None
    end_from: date | None
    end_to: date | None
    term_years: float | None
    quote: str
    char_start: int
    char_end: int
    fields: tuple[Field, ...] = ()
    certainty: float = 0.0
    evidence: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A quantity that is no claim, and why; `text[char_start:char_end] == quote`."""

    measure: str
    value: Decimal
    unit: str
    quote: str
    char_start: int
    char_end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article claims; `pairs` are unordered, each written in alphabetical order.

    `refused` are the quantities that were read and turned down.
    """

    claims: tuple[Claim, ...]
    pairs: tuple[tuple[str, str], ...]
    refused: tuple[Refusal, ...] = ()
