"""The reference files of a warehouse, read and checked.

Belongs here: `partners.csv` and `partner_history.csv` as records and frames, and what is wrong with them, by line. A
bad line costs itself only. Stays out: how names are found in prose (`etl.extraction.mentions`) and how partners become
a dimension (`sql/star/dim_partner.sql`).
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from etl.extraction import Organisation

COLUMNS = ("name", "kind", "group", "country", "ticker", "aliases", "descriptions")
HISTORY_COLUMNS = ("name", "known_as", "group", "valid_to")
_PARTNERS = dict.fromkeys(("name", "kind", "parent", "country", "ticker"), pl.String)
_HISTORY = {"name": pl.String, "known_as": pl.String, "parent": pl.String, "valid_to": pl.Date}


class ReferenceFileError(ValueError):
    """A reference file cannot be used; the message names the file, the line and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong on one line: what was left out because of it, and what to do."""

    file: str
    line: int
    reason: str
    detail: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Reference:
    """What the reference files say, without the lines and cells that `problems` names."""

    organisations: list[Organisation]
    partners: pl.DataFrame
    history: pl.DataFrame
    problems: list[Problem]


def read_reference(folder: Path) -> Reference:
    """Read the reference files; a missing history is an empty one.

    Raises ReferenceFileError where a file is unusable.
    """
    problems: list[Problem] = []
    organisations, partners = _partners(folder / "partners.csv", problems)
    groups = {organisation.name: organisation.group for organisation in organisations}
    return Reference(organisations, partners, _history(folder / "partner_history.csv", groups, problems), problems)


def load_organisations(path: Path) -> list[Organisation]:
    """Return the organisations of a partners file, in file order. Raises ReferenceFileError for any problem."""
    problems: list[Problem] = []
    organisations, _ = _partners(path, problems)
    if problems:
        raise ReferenceFileError(str(problems[0]))
    return organisations


def _rows(path: Path, columns: Sequence[str], problems: list[Problem]) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise ReferenceFileError(f"{path}: the columns {', '.join(missing)} are missing; add them to line 1")
            found = [(reader.line_num, row) for row in reader]
    except OSError as error:
        raise ReferenceFileError(
            f"{path}: cannot be read: {error.strerror}; restore it or give another folder"
        ) from error
    except UnicodeDecodeError as error:
        raise ReferenceFileError(f"{path}: it is not UTF-8 ({error}); save it as UTF-8") from error
    except csv.Error as error:
        raise ReferenceFileError(f"{path}, line {reader.line_num}: {error}; close every quotation mark") from error
    problems += [
        Problem(
            path.name,
            line,
            "surplus-cells",
            f"{', '.join(row[None])!r} stands after the last column and is ignored; quote cells that hold a comma",
        )
        for line, row in found
        if None in row
    ]
    return [(line, {name: (row[name] or "").strip() for name in columns}) for line, row in found]


def _partners(path: Path, problems: list[Problem]) -> tuple[list[Organisation], pl.DataFrame]:
    def tell(line: int, reason: str, detail: str) -> None:
        problems.append(Problem(path.name, line, reason, detail))

    owner: dict[str, int] = {}
    kept: dict[str, tuple[int, dict[str, str]]] = {}
    for line, row in _rows(path, COLUMNS, problems):
        name = row["name"]
        if not name:
            tell(line, "empty-name", "the name is empty, the line is left out; fill it in or delete the line")
        elif name.casefold() in owner:
            first = owner[name.casefold()]
            tell(
                line, "duplicate-name", f"{name!r} already stands on line {first}, this line is left out; join the two"
            )
        else:
            owner[name.casefold()] = line
            kept[name] = (line, row)
    listed = {name: [_listed(row[cell]) for cell in ("aliases", "descriptions")] for name, (_, row) in kept.items()}
    for name, (line, _) in kept.items():
        for names in listed[name]:
            for alias in list(names):
                first = owner.setdefault(alias.casefold(), line)
                if first != line:
                    names.remove(alias)
                    tell(line, "duplicate-alias", f"{alias!r} already stands on line {first} and counts for that one")
    groups = _groups({name: row["group"] for name, (_, row) in kept.items()})
    for name, (line, row) in kept.items():
        if row["group"] not in kept and row["group"]:
            tell(line, "unknown-group", f"the group {row['group']!r} has no row and is ignored; add one or empty it")
        elif row["group"] and not groups[name]:
            tell(line, "group-cycle", f"{name!r} is, by way of {row['group']!r}, its own group; the group is ignored")
    organisations = [
        Organisation(
            name=name,
            aliases=tuple(listed[name][0]),
            descriptions=tuple(listed[name][1]),
            kind=row["kind"],
            group=groups[name],
            country=row["country"] or None,
            ticker=row["ticker"] or None,
        )
        for name, (_, row) in kept.items()
    ]
    cells = [
        (name, row["kind"] or None, groups[name], *(row[cell] or None for cell in ("country", "ticker")))
        for name, (_, row) in sorted(kept.items())
    ]
    return organisations, pl.DataFrame(cells, schema=_PARTNERS, orient="row")


def _groups(told: dict[str, str]) -> dict[str, str | None]:
    """Return each name's group; None where it has none, no row bears its name, or the names go in a circle."""
    return {name: group if group in told and not _in_circle(name, told) else None for name, group in told.items()}


def _in_circle(name: str, told: dict[str, str]) -> bool:
    above, seen = told[name], {name}
    while above in told and above not in seen:
        seen.add(above)
        above = told[above]
    return above == name


def _history(path: Path, groups: Mapping[str, str | None], problems: list[Problem]) -> pl.DataFrame:
    kept: dict[tuple[str, date], tuple[int, str, str | None]] = {}
    for line, row in _rows(path, HISTORY_COLUMNS, problems) if path.exists() else []:
        try:
            day = date.fromisoformat(row["valid_to"])
        except ValueError:
            detail = f"{row['valid_to']!r} is no day (YYYY-MM-DD), the line is left out; correct valid_to"
            problems.append(Problem(path.name, line, "bad-day", detail))
            continue
        name, group = row["name"], row["group"] or None
        if name not in groups or (group and group not in groups) or group == name:
            wrong = name if name not in groups else group
            detail = f"{wrong!r} is no other name of partners.csv, the line is left out; correct it or add the partner"
            problems.append(Problem(path.name, line, "unknown-partner", detail))
        elif (name, day) in kept:
            detail = f"{name!r} already has a version that ends on {day}, the line is left out; delete one of the two"
            problems.append(Problem(path.name, line, "duplicate-version", detail))
        else:
            kept[name, day] = (line, row["known_as"] or name, group)
    circular = _circular({key: group for key, (_, _, group) in kept.items()}, groups)
    for name, day in circular:
        line, _, group = kept[name, day]
        detail = f"{name!r} was until {day}, by way of {group!r}, its own group; the group is ignored"
        problems.append(Problem(path.name, line, "group-cycle", detail))
    rows = [
        (name, known_as, None if (name, day) in circular else group, day)
        for (name, day), (_, known_as, group) in sorted(kept.items())
    ]
    return pl.DataFrame(rows, schema=_HISTORY, orient="row")


def _circular(
    former: Mapping[tuple[str, date], str | None], groups: Mapping[str, str | None]
) -> list[tuple[str, date]]:
    """Return the former versions (name, last day) whose group leads back to them on one of their days.

    Groups change on the days after the last days of versions only, so these days stand for all others.
    """
    ends = sorted({day for _, day in former})
    by_name: dict[str, list[date]] = {}
    for name, day in sorted(former):
        by_name.setdefault(name, []).append(day)

    def above(name: str, day: date) -> str | None:
        last = next((end for end in by_name.get(name, ()) if end >= day), None)
        return former[name, last] if last else groups.get(name)

    def leads_back(name: str, day: date) -> bool:
        group, seen = above(name, day), {name}
        while group and group not in seen:
            seen.add(group)
            group = above(group, day)
        return group == name

    return [
        (name, last)
        for name, last in former
        if former[name, last]
        and any(leads_back(name, day) for day in ends if day <= last and above(name, day) == former[name, last])
    ]


def _listed(cell: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in cell.split("|") if part.strip()))
