"""What was turned down and is kept: finding it, showing it, and trying it again.

Belongs here: reading the lake's rejects with their evidence. Stays out: why something is turned down (`sources`,
`contracts`), printing (`cli_sources`).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from etl.lake import Lake
from etl.sources.article import Document, Hints

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Rejects of one source for one reason, with one of them as an example."""

    source: str
    stage: str
    reason: str
    count: int
    example: str


def groups(lake: Lake, reason: str | None = None) -> list[Group]:
    """Return what is turned down by source and reason, the most frequent first."""
    found = _rejects(lake, reason).with_columns(pl.col("source").fill_null("-"))
    counted = found.group_by("source", "stage", "reason").agg(pl.len(), pl.col("detail").first())
    return [Group(*row) for row in counted.sort("len", "source", "reason", descending=[True, False, False]).iter_rows()]


def find(lake: Lake, path: str) -> list[tuple[Row, bytes | None]]:
    """Return the rejects of a file or address, each with what it holds, where that is kept."""
    evidence = {row["address"]: row["content"] for row in lake.evidence().iter_rows(named=True)}
    found = lake.rejects().filter((pl.col("source_path") == path) | (pl.col("address") == path))
    return [(row, evidence.get(row["address"])) for row in found.iter_rows(named=True)]


def documents(lake: Lake, reason: str | None = None) -> Iterator[tuple[str, Document]]:
    """Yield what is turned down and kept as a document, with its source, to be tried again."""
    wanted = _rejects(lake, reason).filter(pl.col("address").is_not_null())
    sources = dict(wanted.select("address", "source").iter_rows())
    kept = lake.evidence().filter(pl.col("media_type").is_not_null(), pl.col("address").is_in(list(sources)))
    for row in kept.unique("address", keep="last", maintain_order=True).iter_rows(named=True):
        yield sources[row["address"]], Document(
            row["address"], row["source_path"], row["article"], row["media_type"], row["content"], row["fingerprint"],
            _hints(row["hints"]),
        )  # fmt: skip


def _rejects(lake: Lake, reason: str | None) -> pl.DataFrame:
    found = lake.rejects()
    return found.filter(pl.col("reason") == reason) if reason else found


def _hints(told: str) -> Hints:
    values = json.loads(told)
    published = values.pop("published")
    return Hints(**values, published=date.fromisoformat(published) if published else None)
