"""Where each column comes from, parsed from the SQL.

Belongs here: following columns through a file of `sql/`. Stays out: which files there are (`sqlglot` graph in `sqlgraph`), and
showing it (`catalogue`, `pipeline.assets`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

from etl.sqlgraph import Model, created

Schema = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, order=True, slots=True)
class Origin:
    """One column that another is made from."""

    table: str
    column: str


def origins(model: Model, schema: Schema) -> dict[str, list[Origin]]:
    """Return for each column of a table or view the columns that it is made from; none where it is made by a macro.

    `schema` gives the types of the columns of every table that the model names, and of the model itself.
    """
    columns = list(schema.get(model.name, {}))
    query = created(model).expression
    if model.is_macro or not isinstance(query, exp.Query):
        return {}
    upstream = {name: dict(schema[name]) for name in model.depends_on if name in schema}
    try:
        qualified = qualify(
            query.copy(), schema=upstream, dialect="duckdb", validate_qualify_columns=False, identify=False
        )
        scope = build_scope(qualified)
        return {
            column: _leaves(lineage(column, qualified, upstream, dialect="duckdb", scope=scope)) for column in columns
        }
    except SqlglotError:
        return {}


def _leaves(node: "sqlglot.lineage.Node") -> list[Origin]:
    leaves = (one for one in node.walk() if isinstance(one.expression, exp.Table))
    return sorted({Origin(leaf.expression.name, leaf.name.split(".")[-1]) for leaf in leaves})
