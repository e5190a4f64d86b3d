"""The commitments of a release, all or those of a partner, kind or measure.

Belongs here: finding what a name means, however it is capitalised, and what it may have meant. Stays out: the SQL
(`sql/cli`), printing (`cli_show`).
"""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from etl.paths import SQL
from etl.query import Answer, QueryError, run_own

_FEW = 8


def commitments_of(database: Path, **asked: str | None) -> Answer:
    """Return the commitments that have the given `partner`, `kind` and `measure`; None asks for any.

    Raises QueryError for a name that no commitment has; it says which one may be meant.
    """
    meant = {what: _meant(database, what, word) if word else None for what, word in asked.items()}
    return run_own(database, _sql("commitments_of"), meant)


def names(database: Path, what: str) -> list[str]:
    """Return every kind, or the partners or measures that have a commitment.

    Raises QueryError where nothing is published.
    """
    return [name for kind, name in run_own(database, _sql("names_of")).rows if kind == what]


def _meant(database: Path, what: str, word: str) -> str:
    known = {name.casefold(): name for name in names(database, what)}
    if word.casefold() in known:
        return known[word.casefold()]
    raise QueryError(f"no commitment of the {what} {word!r} in this release{did_you_mean(word, known.values())}")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that names what may have been meant: the alike, or all where these are few."""
    names = {name.casefold(): name for name in known}
    alike = get_close_matches(word.casefold(), names, n=3, cutoff=0.6)
    alike += [name for name in names if word.casefold() in name and name not in alike][:3]
    if alike:
        return f"; did you mean {' or '.join(names[name] for name in alike)}?"
    return f"; there are: {', '.join(names.values())}" if len(names) <= _FEW else ""


def _sql(name: str) -> Path:
    return SQL / "cli" / f"{name}.sql"
