"""What the report asks of a release, all from one connection, so that it tells of one release only.

Belongs here: asking, and gathering the answers by commitment. Stays out: the SQL (`sql/report`), words and markup.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from etl.paths import SQL, Warehouse
from etl.query import opened
from etl.releases import Difference, diff_releases, release_before

Row = dict[str, Any]
DEALS = 20
PARTNERS = 60
_FOLDER = SQL / "report"


@dataclass(frozen=True, slots=True)
class Facts:
    """The answers to the queries of `sql/report`; what belongs to one commitment is keyed by it.

    `before` is the number of the release kept before this one, `changes` what differs from it.
    """

    release: Row
    totals: list[Row]
    flows: list[Row]
    unpaired: list[Row]
    moments: list[Row]
    deals: list[Row]
    capacity: list[Row]
    ledger: list[Row]
    conflicts: list[Row]
    commitments: list[Row]
    evidence: dict[Hashable, list[Row]]
    links: dict[Hashable, list[Row]]
    before: int | None
    changes: list[Row]


def read_facts(warehouse: Warehouse) -> Facts:
    """Ask the current release. Raises QueryError where nothing is published."""
    with opened(warehouse.database) as connection:
        (release,) = _ask(connection, "release")
        before = release_before(warehouse, release["number"])
        return Facts(
            release=release,
            totals=_ask(connection, "totals"),
            flows=_ask(connection, "flows"),
            unpaired=_ask(connection, "unpaired"),
            moments=_ask(connection, "moments"),
            deals=_ask(connection, "deals", most=DEALS),
            capacity=_ask(connection, "capacity"),
            ledger=_ask(connection, "ledger", most=PARTNERS),
            conflicts=_ask(connection, "conflicts"),
            commitments=_ask(connection, "commitments"),
            evidence=_by(_ask(connection, "evidence"), "commitment_key"),
            links=_by(_ask(connection, "links"), "commitment_id"),
            before=before,
            changes=[] if before is None else _rows(diff_releases(warehouse, before, release["number"])),
        )


def _ask(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> list[Row]:
    result = connection.execute((_FOLDER / f"{name}.sql").read_text(encoding="utf-8"), parameters or None)
    columns = [column[0] for column in result.description or []]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _by(rows: Iterable[Row], column: str) -> dict[Hashable, list[Row]]:
    found: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _rows(difference: Difference) -> list[Row]:
    return [dict(zip(difference.columns, row, strict=True)) for row in difference.rows]
