"""`corrections.csv`: what people found wrong in claims and commitments, a line each.

Belongs here: reading the file, what is wrong with a line of it, and adding lines. Stays out: which claim a line means
and what comes of it (`sql/reconcile`, when the star is built), and asking people (`cli_correct`, `cli_review`). A bad
line costs itself only.
"""

import csv
import io
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from re import compile as pattern

import polars as pl

from etl.contracts import BOUNDS, CALENDAR, KINDS, LARGEST, MEASURES, SCOPES, STATUSES
from etl.extraction import Organisation

HEADER = ("target", "what", "field", "value", "author", "date", "reason")
CORRECTIONS = pl.Schema({
    "line": pl.Int32, "target": pl.String, "subject": pl.String, "what": pl.String, "field": pl.String,
    "value": pl.String, "author": pl.String, "day": pl.Date, "reason": pl.String, "problem": pl.String,
    "detail": pl.String, "line_text": pl.String,
})  # fmt: skip
WORDS = {"kind": KINDS, "measure": MEASURES, "bound": BOUNDS, "scope": SCOPES, "status": STATUSES}
DAYS = ("announced", "start_from", "start_to", "end_from", "end_to")
SIDES = ("from_partners", "to_partners")
FIELDS = (
    "from_partners",
    "to_partners",
    "kind",
    "measure",
    "value",
    "unit",
    "bound",
    "scope",
    "status",
    *DAYS,
    "term_years",
)
WHATS = {"claim": ("accept", "reject", "change", "split", "merge"), "commitment": ("reject", "change", "merge")}
_ANCHOR = pattern(r"[0-9a-f]{16}@\d{1,9}-\d{1,9}/[a-z]+(?:~[0-9a-f]{6})?")
_CLAIM_ID = pattern(r"[0-9a-f]{64}")
_COMMITMENT_ID = pattern(r"[0-9a-f]{16}")
_UNIT = pattern(r"[A-Z]{3}|MW|count|percent")
_NUMBER = pattern(r"(?P<digits>\d{1,19}(?:\.\d+)?(?:e\d{1,2})?) ?(?P<scale>thousand|million|billion|trillion|)")
_SCALES = {"": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_LEAST = Decimal("0.0001")
_LONGEST_TERM = 1000
_NAMES = (
    "name a claim by its anchor (a1b2c3d4e5f60718@985-1009/money, see `dealhouse show`) and a commitment by its "
    "commitment_id"
)


class CorrectionError(ValueError):
    """A correction cannot be made; the message says what is wrong and what to do."""

    def __init__(self, message: str, problem: str = "bad-line") -> None:
        super().__init__(message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. `value` is as SQL reads it: a plain number, a day, names separated by `|`."""

    target: str
    what: str
    day: date
    reason: str
    field: str = ""
    value: str = ""
    author: str = ""

    @property
    def subject(self) -> str:
        """What it is about: claim or commitment."""
        return subject_of(self.target)

    def cells(self) -> tuple[str, ...]:
        """Return its line."""
        return (self.target, self.what, self.field, self.value, self.author, self.day.isoformat(), self.reason)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its correction, or the problem that it has."""

    number: int
    text: str
    correction: Correction | None = None
    problem: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The partners that a correction may name, by every name of theirs."""

    known: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, organisations: Collection[Organisation]) -> "Names":
        """Take them from the reference."""
        aliases = {alias.casefold(): one.name for one in organisations for alias in one.aliases}
        return cls(aliases | {one.name.casefold(): one.name for one in organisations})

    def resolve(self, name: str) -> str:
        """Return the name that the reference writes. Raises CorrectionError for a partner that it does not know."""
        found = self.known.get(name.casefold())
        if found is None:
            near = get_close_matches(name.casefold(), self.known, n=1)
            hint = f"did you mean {self.known[near[0]]}? Else add" if near else "add"
            raise CorrectionError(f"{name!r} is no partner of partners.csv; {hint} it there first", "unknown-partner")
        return found


def subject_of(target: str) -> str:
    """Return what a target names. Raises CorrectionError where it names nothing."""
    first, *others = target.split("|")
    if not others and (_ANCHOR.fullmatch(first) or _CLAIM_ID.fullmatch(first)):
        return "claim"
    if _COMMITMENT_ID.fullmatch(first) and all(_ANCHOR.fullmatch(one) for one in others):
        return "commitment"
    raise CorrectionError(f"{target!r} names neither a claim nor a commitment; {_NAMES}", "bad-target")


def checked(cells: Mapping[str, str], names: Names) -> Correction:
    """Return the correction that cells hold, its value written as SQL reads it. Raises CorrectionError."""
    subject = subject_of(cells["target"])
    what, name, value = cells["what"], cells["field"], cells["value"]
    if what not in WHATS[subject]:
        allowed = ", ".join(WHATS[subject])
        raise CorrectionError(
            f"{what!r} is nothing that can be done with a {subject}; write one of {allowed}", "bad-what"
        )
    if what == "change":
        value = _value(subject, name, value, names)
    elif name:
        raise CorrectionError(f"{what} takes no field, but {name!r} is given; empty it", "bad-field")
    elif what == "merge":
        if subject_of(value) != subject:
            raise CorrectionError(
                f"a {subject} is merged with a {subject}, and {value!r} is none; {_NAMES}", "bad-value"
            )
        if value.split("|")[0] == cells["target"].split("|")[0]:
            raise CorrectionError(f"a {subject} cannot be merged with itself; name the other as value", "bad-value")
    elif value:
        raise CorrectionError(f"{what} takes no value, but {value!r} is given; empty it", "bad-value")
    if not cells["reason"]:
        raise CorrectionError("the reason is empty; say why", "no-reason")
    try:
        day = date.fromisoformat(cells["date"])
    except ValueError:
        raise CorrectionError(f"{cells['date']!r} is no day; write date as YYYY-MM-DD", "bad-date") from None
    return Correction(cells["target"], what, day, cells["reason"], name, value, cells["author"])


def _value(subject: str, name: str, value: str, names: Names) -> str:
    """Return the new value of a field as SQL reads it."""
    fields = [one for one in FIELDS if subject == "claim" or one != "measure"]
    if name not in fields:
        near = get_close_matches(name, fields, n=1)
        hint = f"did you mean {near[0]}?" if near else f"write one of {', '.join(fields)}"
        raise CorrectionError(f"{name!r} is no field of a {subject} that can be changed; {hint}", "bad-field")
    if name in SIDES:
        told = [names.resolve(one.strip()) for one in value.split("|") if one.strip()]
        return "|".join(sorted(set(told)))
    if not value and name not in (*DAYS, "term_years"):
        raise CorrectionError(f"{name} cannot be empty; give a value", "bad-value")
    if name in WORDS and value not in WORDS[name]:
        near = get_close_matches(value, WORDS[name], n=1)
        hint = f"did you mean {near[0]}?" if near else f"write one of {', '.join(WORDS[name])}"
        raise CorrectionError(f"{value!r} is no {name}; {hint}", "bad-value")
    if name == "unit" and not _UNIT.fullmatch(value):
        raise CorrectionError(
            f"{value!r} is no unit; write USD or another ISO 4217 code, MW, count or percent", "bad-value"
        )
    if name in DAYS and value:
        try:
            if not CALENDAR[0] <= date.fromisoformat(value) <= CALENDAR[1]:
                raise ValueError
        except ValueError:
            message = f"{value!r} is no day from {CALENDAR[0]} to {CALENDAR[1]}; write {name} as YYYY-MM-DD"
            raise CorrectionError(message, "bad-value") from None
    return _number(name, value) if name == "value" or (name == "term_years" and value) else value


def _number(name: str, value: str) -> str:
    """Return a plain number with at most four decimals, as the star stores it."""
    found = _NUMBER.fullmatch(value.replace(",", "").replace("_", ""))
    number = Decimal(found["digits"]).scaleb(_SCALES[found["scale"]]) if found else Decimal(0)
    if not _LEAST <= number <= (LARGEST if name == "value" else _LONGEST_TERM):
        message = f"{value!r} is no {name}; write a number above zero, such as 250000000000 or 250 billion"
        raise CorrectionError(message, "bad-value")
    return f"{number.quantize(_LEAST).normalize():f}"


def read(path: Path, names: Names) -> list[Line]:
    """Return the lines of the file, the bad ones with their problem; none where there is no file."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        return [Line(1, "", None, "unreadable", f"the file cannot be read: {error.strerror}; restore it")]
    lines = content.removeprefix(b"\xef\xbb\xbf").splitlines()
    if not lines:
        return []
    try:
        header = [name.strip() for name in _cells(lines[0])]
    except CorrectionError:
        header = []
    missing = [name for name in HEADER if name not in header]
    if missing:
        detail = f"the columns {', '.join(missing)} are missing, no line is used; let line 1 be {','.join(HEADER)}"
        return [Line(1, _text(lines[0]), None, "bad-header", detail)]
    return [_line(number, raw, header, names) for number, raw in enumerate(lines[1:], 2) if raw.strip()]


def _line(number: int, raw: bytes, header: Sequence[str], names: Names) -> Line:
    try:
        cells = _cells(raw)
        if len(cells) != len(header):
            counts = f"it has {len(cells)} cell{'s' if len(cells) > 1 else ''} where line 1 has {len(header)}"
            raise CorrectionError(f"{counts}; put quotation marks around text with a comma")
        named = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        return Line(number, _text(raw), checked(named, names))
    except CorrectionError as error:
        return Line(number, _text(raw), None, error.problem, str(error))


def _cells(raw: bytes) -> list[str]:
    try:
        return next(csv.reader([raw.decode()], strict=True), [])
    except UnicodeDecodeError as error:
        raise CorrectionError(f"it is not UTF-8 ({error.reason}); save the file as UTF-8") from error
    except csv.Error as error:
        raise CorrectionError(
            f"{error}; close every quotation mark on its line, a correction takes one line"
        ) from error


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace")


def frame(lines: Sequence[Line]) -> pl.DataFrame:
    """Return lines as the star reads them, the bad ones with nothing but their problem."""

    def row(line: Line) -> Iterator[object]:
        one = line.correction
        told = (
            (one.target, one.subject, one.what, one.field, one.value, one.author, one.day, one.reason)
            if one
            else (None,) * 8
        )
        yield from (line.number, *told, line.problem, line.detail, line.text)

    return pl.DataFrame([tuple(row(line)) for line in lines], schema=CORRECTIONS, orient="row")


def units(lines: Sequence[Line]) -> set[str]:
    """Return the units that corrections bring in."""
    return {one.correction.value for one in lines if one.correction and one.correction.field == "unit"}


def conflict(lines: Sequence[Line], new: Correction) -> Line | None:
    """Return the line that a new correction repeats or contradicts, where one names the same target."""
    for line in lines:
        old = line.correction
        if old and old.target.split("|")[0] == new.target.split("|")[0]:
            same = old.what == new.what and (old.what != "merge" or new.subject == "claim" or old.value == new.value)
            moved = {old.what, new.what} == {"split", "merge"} and new.subject == "claim"
            if (same and old.field == new.field) or moved or (old.what == "reject") != (new.what == "reject"):
                return line
    return None


def append(path: Path, corrections: Sequence[Correction]) -> None:
    """Add lines to the file, which is made where it does not exist. On a full disk, no part of a line stays behind."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(one.cells() for one in corrections)
    path.parent.mkdir(parents=True, exist_ok=True)
    there = path.read_bytes() if path.exists() else b""
    head = b"" if there else (",".join(HEADER) + "\n").encode()
    gap = b"\n" if there and not there.endswith(b"\n") else b""
    try:
        with path.open("ab") as file:
            file.write(head + gap + text.getvalue().encode())
    except OSError:
        if path.exists():
            os.truncate(path, len(there))
        raise


def remove(path: Path, numbers: Collection[int]) -> None:
    """Take lines out of the file; every other byte of it stays. It is replaced in one step."""
    kept = path.read_bytes().splitlines(keepends=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(b"".join(line for number, line in enumerate(kept, 1) if number not in numbers))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
