"""The files of `sql/` as a graph: names, descriptions and dependencies, all parsed from the SQL itself.

Belongs here: reading the files. Stays out: running them (`warehouse`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import sqlglot
from sqlglot import exp

from etl.paths import SQL

FOLDERS = ("star", "reconcile", "marts")
_DEFAULT = " := NULL"  # a macro's default parameter, which sqlglot cannot parse


@dataclass(frozen=True, slots=True)
class Model:
    """One table, view or table macro.

    `depends_on` holds other models and inputs, `description` the comment at the file's head, `kind` is TABLE, VIEW or
    MACRO.
    """

    name: str
    folder: str
    sql: str
    description: str
    depends_on: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Check:
    """A query that returns the rows that must not exist; `blocking` ones keep a release from being published."""

    name: str
    sql: str
    description: str
    blocking: bool


class SqlFileError(ValueError):
    """A file of `sql/` cannot be used; the message names it."""


@cache
def models(root: Path = SQL) -> tuple[Model, ...]:
    """Return every model of `star/`, `reconcile/` and `marts/`, each after those it depends on."""
    found = {file.stem: _model(file) for folder in FOLDERS for file in sorted((root / folder).glob("*.sql"))}
    graph = {name: [other for other in model.depends_on if other in found] for name, model in found.items()}
    try:
        return tuple(found[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise SqlFileError(f"these files of sql/ depend on each other in a circle: {error.args[1]}") from error


def checks(root: Path = SQL) -> list[Check]:
    """Return every check, by name."""
    return [_check(file) for file in sorted((root / "checks").glob("*.sql"))]


def _head(sql: str) -> list[str]:
    head = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        head.append(line.removeprefix("--").strip())
    return head


def _parsed(name: str, sql: str) -> Sequence[exp.Expr]:
    try:
        return [statement for statement in sqlglot.parse(sql, dialect="duckdb") if statement is not None]
    except sqlglot.ParseError as error:
        raise SqlFileError(f"{name}: {error}") from error


def created(model: Model) -> exp.Create:
    """Return the CREATE of a model, parsed."""
    create = _create(model.name, model.sql)
    if create is None:
        raise SqlFileError(f"{model.name}: no CREATE")
    return create


def _create(name: str, sql: str) -> exp.Create | None:
    parsed = _parsed(name, sql.replace(_DEFAULT, ""))
    return next((statement for statement in parsed if isinstance(statement, exp.Create)), None)


def _model(file: Path) -> Model:
    sql = file.read_text(encoding="utf-8")
    create = _create(file.name, sql)
    named = create.this.find(exp.Table) if create else None
    if create is None or named is None or named.name != file.stem:
        raise SqlFileError(f"{file.name}: expected one CREATE of {file.stem!r}, as the file is named")
    own = {file.stem} | {cte.alias_or_name for cte in create.find_all(exp.CTE)}
    named_in = {table.name or _called(table) for table in create.find_all(exp.Table)} - own - {""}
    description = " ".join(_head(sql))
    return Model(file.stem, file.parent.name, sql, description, tuple(sorted(named_in)), str(create.kind))


def _called(table: exp.Table) -> str:
    """Return the name of the table macro that a FROM clause calls; functions that DuckDB knows itself have none."""
    return table.this.name if isinstance(table.this, exp.Anonymous) else ""


def _check(file: Path) -> Check:
    sql = file.read_text(encoding="utf-8")
    head = _head(sql)
    severity = next((line.removeprefix("severity:").strip() for line in head if line.startswith("severity:")), "")
    if severity not in {"block", "warn"}:
        raise SqlFileError(f"{file.name}: its head lacks the line '-- severity: block' or '-- severity: warn'")
    description = " ".join(line for line in head if not line.startswith("severity:"))
    return Check(file.stem, sql, description, severity == "block")
