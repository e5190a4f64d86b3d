"""When two names mean the same partner: a subsidiary's brand, a legal form, another spelling.

Belongs here: folding a name for comparison. Stays out: how names are found in prose (`etl.extraction.mentions`).

A name folds to the organisation of which it is the name, an alias or a description; so does a name that is one of these
but for a legal form at its end (« Nebius Group »). An organisation with a row of its own is a partner of its own, even
inside a group, since it deals with its parent (SoftBank buys Ampere); only a state's departments are the state.
"""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from etl.extraction import Organisation
from etl.reference import ReferenceFileError

Fold = Callable[[str], str]
_FORMS = frozenset(
    "inc corp corporation ltd llc plc sa sas se ag nv group holding holdings platforms ai".split()  # noqa: SIM905
)


def folding(organisations: Iterable[Organisation]) -> Fold:
    """Return the function that maps each name to the one under which it is compared."""
    known: dict[str, str] = {}
    bare: dict[str, str] = {}
    for one in organisations:
        meant = _plain(one.group if one.group and one.kind == "state" else one.name)
        for name in (one.name, *one.aliases, *one.descriptions):
            known.setdefault(_plain(name), meant)
            bare.setdefault(_without_form(_plain(name)), meant)

    def fold(name: str) -> str:
        plain = _plain(name)
        if plain in known:
            return known[plain]
        short = _without_form(plain)
        return known.get(short) or bare.get(short, short)

    return fold


def read_aliases(path: Path) -> list[Organisation]:
    """Return the organisations of a table of two columns, partner and alias, one alias a line.

    Raises ReferenceFileError for a file that cannot be read or lacks a column.
    """
    aliases: dict[str, list[str]] = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            if missing := {"partner", "alias"} - set(reader.fieldnames or ()):
                raise ReferenceFileError(f"{path}: no column {' and no '.join(sorted(missing))}; add it to line 1")
            for row in reader:
                if not row["partner"] or not row["alias"]:
                    raise ReferenceFileError(f"{path}, line {reader.line_num}: a name is empty; fill it in")
                aliases.setdefault(row["partner"], []).append(row["alias"])
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceFileError(f"{path}: cannot be read: {error}; check the name and save it as UTF-8") from error
    return [Organisation(name, tuple(others)) for name, others in aliases.items()]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _without_form(plain: str) -> str:
    head, space, last = plain.rpartition(" ")
    if not space or last.removesuffix(".") not in _FORMS:
        return plain
    return head[:-1] if head.endswith((",", ".")) else head
