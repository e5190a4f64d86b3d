"""What the columns of the lake's tables hold and come from, as `lake.toml` says it.

Belongs here: reading it. Stays out: the types of the columns (`lake`), and showing any of it (`catalogue`,
`pipeline.display`).
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etl.lake import ARTICLES, CLAIMS, PAIRS, REJECTS

TOLD = {"articles": ARTICLES, "claims": CLAIMS, "pairs": PAIRS, "rejects": REJECTS}
_FIELDS = re.compile(r"\(\{.*\}\)")  # of a struct


@dataclass(frozen=True, slots=True)
class LakeColumn:
    """One column of a table of the lake; `made_from` names others as (table, column)."""

    name: str
    type: str
    holds: str
    made_from: tuple[tuple[str, str], ...]


@cache
def columns_of(table: str) -> tuple[LakeColumn, ...]:
    """Return the columns of one of the tables in `TOLD`."""
    told = tomllib.loads((Path(__file__).parent / "lake.toml").read_text(encoding="utf-8"))[table]
    return tuple(
        LakeColumn(
            name, _FIELDS.sub("", str(kind)), told[name]["holds"], tuple(map(_origin, told[name].get("from", ())))
        )
        for name, kind in TOLD[table].items()
    )


def _origin(name: str) -> tuple[str, str]:
    table, _, column = name.partition(".")
    return table, column
