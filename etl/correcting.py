"""From what a person asks to correct to lines of `corrections.csv`.

Belongs here: which claim or commitment of the release is meant, by a name that survives the next extractor; checking
what is asked, adding it to the file and taking it out again. Stays out: what a line may say (`corrections`), what comes
of it when the star is built (`sql/reconcile`), arguments and keys (`cli_correct`, `cli_review`).
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from etl.corrections import (
    HEADER,
    Correction,
    CorrectionError,
    Line,
    Names,
    append,
    checked,
    conflict,
    read,
    remove,
)
from etl.paths import Warehouse
from etl.reference import read_reference
from etl.show import ask

_ACTIONS = {
    "claim": ("accept", "reject", "set", "split", "merge"),
    "commitment": ("reject", "set", "split", "merge"),
}
_SET = "set takes FIELD=VALUE, such as kind=purchase, or announced= for no day"
_FIGURE = ("value", "unit", "bound")
Edit = tuple[str, str, str, str]  # target, what, field, value


def claim_target(database: Path, name: str) -> str:
    """Return the anchor of a claim named by anchor or claim_key.

    Raises CorrectionError where no claim, or several, have that name, and QueryError where nothing is published.
    """
    found = [str(row["anchor"]) for row in ask(database, "claim_named", {"name": name})]
    if not found:
        raise CorrectionError(
            f"no claim {name!r} in the release; take its anchor from `dealhouse show`, or its claim_key"
        )
    if len(found) > 1:
        raise CorrectionError(f"{name!r} is the name of several claims; take one of their anchors: {', '.join(found)}")
    return found[0]


def commitment_target(database: Path, name: str) -> str:
    """Return the identity of a commitment, and the claims by which it is found once that has changed.

    Raises CorrectionError where no commitment, or several, have that name, and QueryError where nothing is published.
    """
    found = ask(database, "commitment_named", {"name": name})
    if not found:
        raise CorrectionError(
            f"no commitment {name!r} in the release; take a commitment_key, or the first characters (4 or more) of a "
            "commitment_id"
        )
    if len(found) > 1:
        some = ", ".join(str(one["commitment_id"]) for one in found)
        raise CorrectionError(f"{name!r} is the beginning of several commitments: {some}")
    anchors = ask(database, "anchors_of", {"key": found[0]["commitment_key"]})
    return "|".join([str(found[0]["commitment_id"]), *(str(row["anchor"]) for row in anchors)])


_TARGETS: dict[str, Callable[[Path, str], str]] = {"claim": claim_target, "commitment": commitment_target}


def edits(database: Path, subject: str, name: str, action: str, rest: Sequence[str]) -> list[Edit]:
    """Return what lines an action asks for. Raises CorrectionError where it makes no sense, and QueryError."""
    if action not in _ACTIONS[subject]:
        raise CorrectionError(f"{action!r} is no action on a {subject}; choose {', '.join(_ACTIONS[subject])}")
    find = _TARGETS[subject]
    target = find(database, name)
    if action == "set":
        if not rest:
            raise CorrectionError(_SET)
        return [(target, "change", *_assigned(one)) for one in rest]
    if action == "merge":
        if len(rest) != 1:
            raise CorrectionError(f"merge takes the other {subject}, one")
        return [(target, "merge", "", find(database, rest[0]))]
    if action == "split" and subject == "commitment":
        if not rest:
            raise CorrectionError("split takes the claims that leave the commitment")
        first, *others = (claim_target(database, one) for one in rest)
        return [(first, "split", "", ""), *((other, "merge", "", first) for other in others)]
    if rest:
        raise CorrectionError(f"{action} takes nothing further, but {' '.join(rest)!r} is given")
    return [(target, action, "", "")]


def _assigned(told: str) -> tuple[str, str]:
    field, equals, value = told.partition("=")
    if not equals:
        raise CorrectionError(f"{told!r}: {_SET}")
    return field.strip(), value.strip()


def add(place: Warehouse, asked: Sequence[Edit], author: str, reason: str, day: date) -> list[Line]:
    """Add lines to the warehouse's corrections, all or none; return them as they now stand.

    Raises CorrectionError where one cannot be, or repeats or contradicts a line that stands, ReferenceFileError, and
    QueryError where nothing is published.
    """
    names = Names.of(read_reference(place.reference).organisations)
    path = place.corrections
    there = standing(place)
    new: list[Correction] = []
    for edit in asked:
        cells = dict(zip(HEADER, (*edit, _flat(author), day.isoformat(), _flat(reason)), strict=True))
        correction = checked(cells, names)
        clash = conflict([*there, *(Line(0, "", one) for one in new)], correction)
        if clash and clash.number:
            raise CorrectionError(
                f"{path}, line {clash.number}, says of it already: {clash.text}; take it back first: "
                f"dealhouse correct undo {clash.number}"
            )
        if clash:
            raise CorrectionError(f"{edit[2] or edit[1]} is given twice; give it once")
        new.append(correction)
    _check_figure(place.database, new)
    append(path, new)
    return read(path, names)[-len(new) :]


def standing(place: Warehouse) -> list[Line]:
    """Return the lines of the warehouse's corrections. Raises CorrectionError for a file without its header."""
    lines = read(place.corrections, Names.of(read_reference(place.reference).organisations))
    for line in lines:
        if line.problem in {"bad-header", "unreadable"}:
            raise CorrectionError(f"{place.corrections}, line 1: {line.detail}")
    return lines


def undo(place: Warehouse, numbers: Sequence[int]) -> list[Line]:
    """Take lines out of the warehouse's corrections, all or none; return them as they stood.

    Raises CorrectionError where a number is that of no correction, and ReferenceFileError.
    """
    lines = {line.number: line for line in standing(place)}
    for number in numbers:
        if number not in lines:
            raise CorrectionError(
                f"no correction stands in line {number} of {place.corrections}; `dealhouse correct list` numbers them"
            )
    remove(place.corrections, numbers)
    return [lines[number] for number in sorted(set(numbers))]


def _check_figure(database: Path, new: Sequence[Correction]) -> None:
    """Raise CorrectionError where the headline of a commitment is to become a figure that no article tells of it."""
    asked = {one.field: one.value for one in new if one.subject == "commitment" and one.field in _FIGURE}
    if not asked:
        return
    (found,) = ask(database, "commitment_named", {"name": new[0].target.split("|")[0]})
    claims = ask(database, "evidence_of", {"key": found["commitment_key"]})
    for one in claims:
        told = {"value": f"{one['value'].normalize():f}", "unit": one["unit"], "bound": one["bound"]}
        if asked.items() <= told.items():
            return
    wanted = " ".join(f"{name}={value}" for name, value in asked.items())
    raise CorrectionError(
        f"no article tells {wanted} of this commitment, and its figure is one that is told; correct the claim that is "
        f"misread: dealhouse correct claim {claims[0]['anchor']} set {wanted}"
    )


def check(place: Warehouse, edit: Edit) -> None:
    """Raise CorrectionError where a line of the file could not say this."""
    names = Names.of(read_reference(place.reference).organisations)
    checked(dict(zip(HEADER, (*edit, "", date.today().isoformat(), "-"), strict=True)), names)


def _flat(text: str) -> str:
    return " ".join(text.split())
