"""The lake: articles, and what was read out of them, as Delta tables.

Belongs here: schemas of the tables, appending what is new, reading it back in a fixed order. Stays out: checks of
content (`contracts`), meaning (`sql/`). A row is never changed; the ledger `extractions` is written after the claims
and pairs of an article, so a reader never sees half of one.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
from deltalake import DeltaTable, write_deltalake

FIELD = pl.Struct({"name": pl.String, "char_start": pl.Int64, "char_end": pl.Int64, "rule": pl.String})
ARTICLES = pl.Schema({
    "article_id": pl.String, "article": pl.String, "source_path": pl.String, "url": pl.String, "publisher": pl.String,
    "title": pl.String, "author": pl.String, "language": pl.String, "published": pl.Date,
    "published_precision": pl.String, "media_type": pl.String, "text": pl.String, "run_id": pl.Int64,
})  # fmt: skip
CLAIMS = pl.Schema({
    "claim_id": pl.String(), "article_id": pl.String(), "extractor_version": pl.String(),
    "from_partners": pl.List(pl.String()), "to_partners": pl.List(pl.String()),
    "kind": pl.String(), "measure": pl.String(),
    "value": pl.Decimal(38, 4), "unit": pl.String(), "bound": pl.String(), "scope": pl.String(), "status": pl.String(),
    "announced": pl.Date(), "start_from": pl.Date(), "start_to": pl.Date(), "end_from": pl.Date(), "end_to": pl.Date(),
    "term_years": pl.Float64(), "quote": pl.String(), "char_start": pl.Int64(), "char_end": pl.Int64(),
    "fields": pl.List(FIELD), "run_id": pl.Int64(),
})  # fmt: skip
PAIRS = pl.Schema({
    "article_id": pl.String, "extractor_version": pl.String, "partner_a": pl.String, "partner_b": pl.String,
    "run_id": pl.Int64,
})  # fmt: skip
REJECTS = pl.Schema({
    "run_id": pl.Int64, "stage": pl.String, "source_path": pl.String, "article_id": pl.String, "reason": pl.String,
    "detail": pl.String, "row": pl.String,
})  # fmt: skip
LEDGER = pl.Schema({"article_id": pl.String, "extractor_version": pl.String, "run_id": pl.Int64})


class Lake:
    """The Delta tables under one folder; an absent table reads as an empty one."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def next_run_id(self) -> int:
        """Return one more than the highest run that any table knows."""
        tables = ("articles", "claims", "pairs", "extractions", "rejects")
        highest = [self._column(name, "run_id").max() for name in tables]
        return 1 + max((int(run) for run in highest if isinstance(run, int)), default=0)

    def articles(self) -> pl.DataFrame:
        """Return every article, by identifier."""
        return (
            self._read("articles", ARTICLES).unique("article_id", keep="first", maintain_order=True).sort("article_id")
        )

    def append_articles(self, frame: pl.DataFrame) -> int:
        """Add the articles not yet there; return how many."""
        known = self._read("articles", ARTICLES).select("article_id")
        fresh = frame.unique("article_id", keep="first", maintain_order=True).join(known, on="article_id", how="anti")
        self._append("articles", fresh, ARTICLES)
        return fresh.height

    def pending(self, version: str) -> pl.DataFrame:
        """Return the articles that this version of the extractor has not read."""
        done = self._read("extractions", LEDGER).filter(pl.col("extractor_version") == version)
        return self.articles().join(done, on="article_id", how="anti").sort("article_id")

    def append_extraction(
        self, article_ids: Sequence[str], version: str, claims: pl.DataFrame, pairs: pl.DataFrame, run_id: int
    ) -> None:
        """Add what one version read in some articles; the ledger last, which makes it visible."""
        self._append("claims", claims, CLAIMS)
        self._append("pairs", pairs, PAIRS)
        rows = {"article_id": list(article_ids), "extractor_version": version, "run_id": run_id}
        self._append("extractions", pl.DataFrame(rows, schema=LEDGER), LEDGER)

    def claims(self, version: str) -> pl.DataFrame:
        """Return the claims of one version, article by article in text order."""
        found = self._visible("claims", CLAIMS, version).unique("claim_id", keep="first", maintain_order=True)
        return found.sort("article_id", "char_start", "claim_id")

    def claim_files(self) -> list[str]:
        """Return the Parquet files of the claims, of every version and run: what `ledger` lists of them is visible."""
        path = str(self._root / "claims")
        return DeltaTable(path).file_uris() if DeltaTable.is_deltatable(path) else []

    def ledger(self, version: str) -> pl.DataFrame:
        """Return which run of a version read which article; the first, where several did."""
        done = self._read("extractions", LEDGER).filter(pl.col("extractor_version") == version)
        return done.sort("article_id", "run_id").unique("article_id", keep="first", maintain_order=True)

    def pairs(self, version: str) -> pl.DataFrame:
        """Return the pairs of one version."""
        keys = ["article_id", "partner_a", "partner_b"]
        return self._visible("pairs", PAIRS, version).unique(keys, keep="first", maintain_order=True).sort(keys)

    def rejects(self) -> pl.DataFrame:
        """Return everything that was turned down, oldest run first."""
        return self._read("rejects", REJECTS).sort("run_id", "stage", "source_path", "reason", "row", nulls_last=True)

    def append_rejects(self, frame: pl.DataFrame) -> int:
        """Add the rejections not yet there (same stage, source, reason, article and row); return how many."""
        keys = ["stage", "source_path", "article_id", "reason", "row"]
        known = self._read("rejects", REJECTS)
        fresh = frame.unique(keys, keep="first", maintain_order=True).join(known, on=keys, how="anti", nulls_equal=True)
        self._append("rejects", fresh, REJECTS)
        return fresh.height

    def _visible(self, name: str, schema: pl.Schema, version: str) -> pl.DataFrame:
        done = self._read("extractions", LEDGER).filter(pl.col("extractor_version") == version)
        return (
            self._read(name, schema)
            .filter(pl.col("extractor_version") == version)
            .join(done.select("article_id").unique(), on="article_id", how="semi")
        )

    def _read(self, name: str, schema: pl.Schema) -> pl.DataFrame:
        path = self._root / name
        if not DeltaTable.is_deltatable(str(path)):
            return pl.DataFrame(schema=schema)
        frame = pl.DataFrame(DeltaTable(str(path)).to_pyarrow_table())
        return frame.select(pl.col(column).cast(kind) for column, kind in schema.items())

    def _column(self, name: str, column: str) -> pl.Series:
        path = str(self._root / name)
        if not DeltaTable.is_deltatable(path):
            return pl.Series(column, [], pl.Int64)
        return pl.DataFrame(DeltaTable(path).to_pyarrow_table(columns=[column]))[column]

    def _append(self, name: str, frame: pl.DataFrame, schema: pl.Schema) -> None:
        if frame.height:
            ordered = frame.select(pl.col(column).cast(kind) for column, kind in schema.items())
            write_deltalake(str(self._root / name), ordered.to_arrow(), mode="append")
