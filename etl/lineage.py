"""Where each column comes from, parsed from the SQL.

Belongs here: following columns through a file of `sql/`. Stays out: which files there are (`sqlgraph`), and showing it
(`catalogue`, `pipeline.assets`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

from etl.corrections import CORRECTIONS
from etl.lake import CLAIMS, LEDGER, PAIRS, REJECTS, STANDING
from etl.sqlgraph import Model, created

Schema = Mapping[str, Mapping[str, str]]
_UNTYPED = "unknown"
_INPUTS: dict[str, Sequence[str]] = {
    "lake_articles": list(STANDING),
    "lake_claims": list(CLAIMS),
    "delta_claims": list(CLAIMS),
    "lake_pairs": list(PAIRS),
    "lake_rejects": list(REJECTS),
    "lake_ledger": list(LEDGER),
    "blamed_claims": ("claim_id",),
    "reference_partners": ("name", "kind", "parent", "country", "ticker"),
    "reference_history": ("name", "known_as", "parent", "valid_to"),
    "reference_corrections": list(CORRECTIONS),
    "reference_rates": ("currency", "rate_date", "eur_per_unit", "usd_per_unit"),
}


@dataclass(frozen=True, order=True, slots=True)
class Origin:
    """One column that another is made from."""

    table: str
    column: str


def full_schema(models: Iterable[Model], stored: Schema) -> dict[str, dict[str, str]]:
    """Return `stored` (the columns of a release's tables) with those of inputs, macros and passing tables.

    `models` come in the order of their dependencies.
    """
    schema = {name: dict.fromkeys(columns, _UNTYPED) for name, columns in _INPUTS.items()}
    schema |= {name: dict(columns) for name, columns in stored.items()}
    for model in models:
        if model.name not in schema:
            query = _qualified(model, schema)
            schema[model.name] = dict.fromkeys(query.named_selects if query else (), _UNTYPED)
    return schema


def origins(model: Model, schema: Schema) -> dict[str, list[Origin]]:
    """Return for each column of a model the columns that it is made from; none for a constant or a count.

    `schema` gives the columns of every table and macro that the model names, and of the model itself.
    """
    query = _qualified(model, schema)
    if query is None:
        return {}
    scope = build_scope(query)
    return {
        column: _leaves(lineage(column, query, {}, dialect="duckdb", scope=scope))
        for column in query.named_selects
        if column in schema.get(model.name, {})
    }


def _qualified(model: Model, schema: Schema) -> exp.Query | None:
    """Return the query of a model with every column named together with its table, and no star left."""
    query = created(model).expression
    if not isinstance(query, exp.Query):
        return None
    upstream: dict[str, object] = {name: dict(schema[name]) for name in model.depends_on if name in schema}
    named = query.transform(_as_table)
    found = qualify(named, schema=upstream, dialect="duckdb", validate_qualify_columns=False, identify=False)
    return found if isinstance(found, exp.Query) else None


def _as_table(node: exp.Expr) -> exp.Expr:
    """Let a call of a table macro look like a table of its name."""
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Anonymous):
        return exp.Table(this=exp.to_identifier(node.this.name), alias=node.args.get("alias"))
    return node


def _leaves(node: Node | dict[str, Node]) -> list[Origin]:
    if isinstance(node, dict):
        return []
    leaves = (one for one in node.walk() if isinstance(one.expression, exp.Table))
    return sorted({Origin(leaf.expression.name, leaf.name.split(".")[-1]) for leaf in leaves})
