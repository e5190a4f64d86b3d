"""The reference files of a warehouse, read and checked.

Belongs here: `reference/partners.csv` as Organisation records, with errors that name the line. Stays out: how names are
found in prose (`etl.extraction.mentions`) and how partners become a dimension (`sql/star/dim_partner.sql`).
"""

import csv
from pathlib import Path

from etl.extraction import Organisation

COLUMNS = ("name", "kind", "group", "country", "ticker", "wikidata", "aliases", "descriptions")


class ReferenceFileError(ValueError):
    """A reference file cannot be used; the message names the file, the line and what to do."""


def load_organisations(path: Path) -> list[Organisation]:
    """Return the organisations of a partners file, in file order.

    Raises ReferenceFileError for a missing file or column, an empty or repeated name, an alias that two rows share, or
    a group that is no row's name.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise ReferenceFileError(f"{path}: the columns {', '.join(missing)} are missing; add them to line 1")
            rows = [(reader.line_num, row) for row in reader]
    except OSError as error:
        raise ReferenceFileError(
            f"{path}: cannot be read: {error.strerror}; restore it or give another folder"
        ) from error
    except UnicodeDecodeError as error:
        raise ReferenceFileError(f"{path}: it is not UTF-8 ({error}); save it as UTF-8") from error
    except csv.Error as error:
        raise ReferenceFileError(f"{path}, line {reader.line_num}: {error}; close every quotation mark") from error
    owner: dict[str, int] = {}
    organisations = []
    for line, row in rows:
        name = (row["name"] or "").strip()
        if not name:
            raise ReferenceFileError(f"{path}, line {line}: the name is empty; fill it in or delete the line")
        aliases, descriptions = _listed(row["aliases"]), _listed(row["descriptions"])
        for alias in dict.fromkeys(alias.casefold() for alias in (name, *aliases, *descriptions)):
            if alias in owner:
                raise ReferenceFileError(
                    f"{path}, line {line}: {alias!r} already stands on line {owner[alias]}; keep it in one place"
                )
            owner[alias] = line
        organisations.append(
            Organisation(
                name=name,
                aliases=aliases,
                descriptions=descriptions,
                kind=(row["kind"] or "").strip(),
                group=(row["group"] or "").strip() or None,
                country=(row["country"] or "").strip() or None,
                ticker=(row["ticker"] or "").strip() or None,
            )
        )
    known = {organisation.name for organisation in organisations}
    for (line, _), organisation in zip(rows, organisations, strict=True):
        if organisation.group and organisation.group not in known:
            raise ReferenceFileError(
                f"{path}, line {line}: the group {organisation.group!r} has no row; add one or empty the field"
            )
    return organisations


def _listed(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())
