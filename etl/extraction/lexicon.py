"""What is known of a language, read from `lexicon/<language>.toml` and checked.

Belongs here: loading, what a lexicon must hold, and turning word lists into patterns. Stays out: the shapes of entries
(`shapes`), and any word of any language. A file added to `lexicon/` adds its language everywhere.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from etl.extraction.shapes import fault

Value = TypeVar("Value")

_FOLDER = resources.files("etl.extraction") / "lexicon"
LANGUAGES = tuple(sorted(file.name[:-5] for file in _FOLDER.iterdir() if file.name.endswith(".toml")))
"""The languages of the packaged lexicons."""

_TABLES: dict[str, tuple[str, ...]] = {
    "dates": (
        "months", "weekdays", "numbers", "early", "middle", "late", "end_cues", "last_day_cues", "start_cues",
        "since_cues", "plain_cues", "term_before", "term_units", "term_after", "decades", "announce_words", "earlier",
        "halves", "quarters", "today", "yesterday", "day_before", "ago", "days_ago", "the_year", "span_opens",
        "span_links", "this_year", "next_year", "last_year",
        "month_first",
    ),
    "text": ("abbreviations",),
    "numbers": (
        "decimal", "groups", "words", "articles", "hundreds", "joints", "vague", "fractions", "plurals", "link",
        "range", "range_openers", "range_conjunctions", "raised", "raised_from", "scales", "ellipsis",
    ),
    "units": (
        "currencies", "local_dollars", "power", "power_not_before", "chips", "chips_stop", "shares", "stake",
        "stake_not", "stake_before", "stake_after", "percent", "money_nouns_not", "money_nouns", "counted",
        "companies", "per_unit",
    ),
    "bounds": ("about", "at_most", "at_least", "after_at_least", "after_about"),
    "triggers": ("invest", "buy", "supply", "build", "lend", "acquire", "stake", "value", "revenue"),
    "roles": (
        "prepositions", "coordinators", "run_by", "passive", "subject_verbs", "backed",
        "place_prepositions", "state_prepositions",
    ),
    "coreference": (
        "determiners", "modifiers_first", "lone_demonyms", "not_modifiers", "pronouns", "possessives", "heads",
        "groups", "demonyms", "capitals",
    ),
    "tenses": ("hedged_endings", "perfect", "future", "past_endings", "future_endings"),
    "inflections": (),
    "frames": ("invest", "buy", "supply", "build", "contract", "value", "revenue"),
    "syntax": (
        "clause_breaks", "passive_before", "passive_after", "prepositions", "relatives", "subordinators",
        "before_names", "active_endings", "partitives", "transparent", "verb_before",
    ),
    "organisations": ("suffixes", "prefixes", "nouns", "articles", "not_names", "deal_verbs"),
}  # fmt: skip


class LexiconError(ValueError):
    """A lexicon file lacks a table or key, or has one of the wrong shape; the message names file and key."""


@dataclass(frozen=True)
class Lexicon:
    """One language's tables, and the digest of the file they came from."""

    language: str
    tables: Mapping[str, Mapping[str, Any]]
    digest: str

    def __getitem__(self, table: str) -> Mapping[str, Any]:
        return self.tables[table]


def parse_lexicon(language: str, source: str, file: str) -> Lexicon:
    """Check the TOML text of a lexicon. Raises LexiconError naming `file` and the key."""
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{file}: not valid TOML: {error}") from error
    for table, keys in _TABLES.items():
        if not isinstance(tables.get(table), dict):
            raise LexiconError(f"{file}: table [{table}] is missing; copy it from another language and translate it")
        for key in keys:
            if key not in tables[table]:
                raise LexiconError(f"{file}: [{table}] lacks the key {key!r}")
            if tables[table][key] in ([], {}, ""):
                raise LexiconError(f"{file}: [{table}] {key} is empty, so it would match nothing or everything")
    for table, entries in tables.items():
        for key, value in entries.items() if isinstance(entries, dict) else ():
            if wrong := fault(table, key, value):
                raise LexiconError(f"{file}: [{table}] {key} {wrong}")
    _check_inflections(tables["frames"], tables["inflections"], file)
    return Lexicon(language, tables, hashlib.sha256(source.encode()).hexdigest())


def _check_inflections(frames: Mapping[str, Any], classes: Mapping[str, Any], file: str) -> None:
    """Raise LexiconError for a verb of a class that [inflections] does not have."""
    for frame, forms in frames.items():
        for verb in forms["verbs"]:
            stem, plus, rest = verb.partition("+")
            name = rest.partition(" ")[0]
            if plus and (not stem or name not in classes):
                raise LexiconError(f"{file}: [frames.{frame}] verbs has {verb!r}, but [inflections] has no {name!r}")


@cache
def load_lexicon(language: str) -> Lexicon:
    """Return the packaged lexicon of one of LANGUAGES."""
    file = _FOLDER / f"{language}.toml"
    return parse_lexicon(language, file.read_text(encoding="utf-8"), f"lexicon/{language}.toml")


def alternation(words: Iterable[str]) -> str:
    """Return a regular expression for any of `words`, longest first; a space matches any white space or a hyphen."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]").replace("'", "['’]") for word in ordered)


def plain(words: str) -> str:
    """Return words that `alternation` has found as the key that they have in `keyed`."""
    return re.sub(r"[\s-]+", " ", words.replace("’", "'")).strip()


def keyed(table: Mapping[str, Value]) -> dict[str, Value]:
    """Return a table by the plain form of its words."""
    return {plain(words): value for words, value in table.items()}


def caseless(words: Iterable[str]) -> str:
    """Return a regular expression for any of `words` in either case, longest first among those of one first character:
    no other one is tried, which is what costs where case is ignored."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0].lower(), []).append(word[1:])
    return "|".join(
        f"(?:{alternation(first)}|{alternation(first.upper())})(?i:{alternation(rests)})"
        for first, rests in groups.items()
    )


def inflected(entry: str, endings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the forms of a lexicon's verb: "invest+ed" has those of its class, any other entry is its only form."""
    stem, plus, rest = entry.partition("+")
    if not plus:
        yield entry
        return
    name, _, tail = rest.partition(" ")
    for ending in endings[name]:
        yield f"{stem}{ending} {tail}" if tail else f"{stem}{ending}"


def folded(text: str) -> str:
    """Return `text` in lower case with straight apostrophes, every character at its old offset."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lower.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
