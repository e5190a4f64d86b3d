"""The lake: articles, and what was read out of them, as Delta tables.

Belongs here: schemas of the tables, appending what is new, reading it back in a fixed order. Stays out: checks of
content (`contracts`), meaning (`sql/`), what the sources must remember (`memory`). A row is never changed; the ledger
`extractions` is written after the claims and pairs of an article, so a reader never sees half of one.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl
import pyarrow.compute as pc
import pyarrow.dataset as ds
from deltalake import DeltaTable, WriterProperties, write_deltalake

FIELD = pl.Struct({"name": pl.String, "char_start": pl.Int64, "char_end": pl.Int64, "rule": pl.String})
ARTICLES = pl.Schema({
    "article_id": pl.String, "article": pl.String, "source_path": pl.String, "url": pl.String, "publisher": pl.String,
    "title": pl.String, "author": pl.String, "language": pl.String, "published": pl.Date,
    "published_precision": pl.String, "media_type": pl.String, "text": pl.String, "copy_group": pl.String,
    "run_id": pl.Int64,
})  # fmt: skip
STANDING = pl.Schema([*ARTICLES.items(), ("replaced_by", pl.String)])
CLAIMS = pl.Schema({
    "claim_id": pl.String(), "article_id": pl.String(), "extractor_version": pl.String(),
    "from_partners": pl.List(pl.String()), "to_partners": pl.List(pl.String()),
    "kind": pl.String(), "measure": pl.String(),
    "value": pl.Decimal(38, 4), "unit": pl.String(), "bound": pl.String(), "scope": pl.String(), "status": pl.String(),
    "announced": pl.Date(), "start_from": pl.Date(), "start_to": pl.Date(), "end_from": pl.Date(), "end_to": pl.Date(),
    "term_years": pl.Float64(), "quote": pl.String(), "char_start": pl.Int64(), "char_end": pl.Int64(),
    "fields": pl.List(FIELD), "run_id": pl.Int64(), "certainty": pl.Float64(),
})  # fmt: skip
PAIRS = pl.Schema({
    "article_id": pl.String, "extractor_version": pl.String, "partner_a": pl.String, "partner_b": pl.String,
    "run_id": pl.Int64,
})  # fmt: skip
REJECTS = pl.Schema({
    "run_id": pl.Int64, "stage": pl.String, "source_path": pl.String, "article_id": pl.String, "reason": pl.String,
    "detail": pl.String, "row": pl.String, "source": pl.String, "address": pl.String,
})  # fmt: skip
SIGHTINGS = pl.Schema({
    "address": pl.String, "article_id": pl.String, "source": pl.String, "source_path": pl.String, "url": pl.String,
    "publisher": pl.String, "published": pl.Date, "fingerprint": pl.String, "number": pl.Int64, "run_id": pl.Int64,
})  # fmt: skip
SIGNATURES = pl.Schema({"article_id": pl.String, "copy_group": pl.String, "signature": pl.Binary, "run_id": pl.Int64})
VISITS = pl.Schema({
    "url": pl.String, "etag": pl.String, "modified": pl.String, "stamp": pl.String, "number": pl.Int64,
    "run_id": pl.Int64,
})  # fmt: skip
CHECKPOINTS = pl.Schema({
    "container": pl.String, "fingerprint": pl.String, "position": pl.Int64, "documents": pl.Int64,
    "is_done": pl.Boolean, "number": pl.Int64, "run_id": pl.Int64,
})  # fmt: skip
QUARANTINE = pl.Schema({
    "address": pl.String, "source_path": pl.String, "article": pl.String, "media_type": pl.String,
    "fingerprint": pl.String, "hints": pl.String, "content": pl.Binary, "run_id": pl.Int64,
})  # fmt: skip
REFUSALS = pl.Schema({"address": pl.String, "fingerprint": pl.String, "reason": pl.String, "run_id": pl.Int64})
BALANCE = pl.Schema({
    "run_id": pl.Int64, "source": pl.String, "outcome": pl.String, "reason": pl.String, "count": pl.Int64,
})  # fmt: skip
LEDGER = pl.Schema({"article_id": pl.String, "extractor_version": pl.String, "run_id": pl.Int64})

_SHOWN, _ROWS_TOGETHER = 5, 4096
_PLACE = r"#\d+$"


class Lake:
    """The Delta tables under one folder; an absent table reads as an empty one."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def next_run_id(self) -> int:
        """Return one more than the highest run that any table knows."""
        return 1 + max(self.highest(name, "run_id") for name in ("articles", "extractions", "rejects", "balance"))

    def highest(self, name: str, column: str) -> int:
        """Return the highest number in a column of a table, 0 where there is none, as the table's log has it."""
        path = str(self._root / name)
        if not DeltaTable.is_deltatable(path):
            return 0
        told = pl.DataFrame(DeltaTable(path).get_add_actions(flatten=True))
        most = told[f"max.{column}"].max() if f"max.{column}" in told.columns else None
        return most if isinstance(most, int) else 0

    def articles(self) -> pl.DataFrame:
        """Return every article, by identifier, with the version that has replaced it at its address."""
        every = self.read("articles", ARTICLES).unique("article_id", keep="first", maintain_order=True)
        return every.join(self.replaced(), on="article_id", how="left").select(STANDING.names()).sort("article_id")

    def article_ids(self) -> set[str]:
        """Return the identifiers of all articles."""
        return set(self.read("articles", ARTICLES, ["article_id"])["article_id"])

    def replaced(self) -> pl.DataFrame:
        """Return the articles that stand at none of their addresses any more, each with the one that now does."""
        seen = self.read("sightings", SIGHTINGS, ["address", "article_id", "number"]).sort("number")
        now = seen.unique("address", keep="last").select("address", pl.col("article_id").alias("replaced_by"))
        last = seen.unique("article_id", keep="last").join(now, on="address", how="left")
        current = now.select(pl.col("replaced_by").alias("article_id")).unique()
        return last.join(current, on="article_id", how="anti").select("article_id", "replaced_by")

    def append_articles(self, frame: pl.DataFrame) -> int:
        """Add the articles not yet there; return how many."""
        known = self.read("articles", ARTICLES, ["article_id"])
        fresh = frame.unique("article_id", keep="first", maintain_order=True).join(known, on="article_id", how="anti")
        self.append("articles", fresh, ARTICLES)
        return fresh.height

    def unread(self, version: str) -> pl.Series:
        """Return the articles that this version of the extractor has not read."""
        done = self.read("extractions", LEDGER, ["article_id", "extractor_version"])
        every = self.read("articles", ARTICLES, ["article_id"]).unique()
        is_read = pl.col("extractor_version") == version
        return every.join(done.filter(is_read), on="article_id", how="anti")["article_id"]

    def texts(self, article_ids: Iterable[str], rows: int = 500) -> Iterator[pl.DataFrame]:
        """Yield what an extractor needs of some articles, at most `rows` at a time."""
        left = set(map(hash, article_ids))
        for part in self._parts("articles"):
            if not left:
                return
            if not any(_among(batch, left).any() for batch in _batches(part, ["article_id"], _ROWS_TOGETHER)):
                continue
            for batch in _batches(part, ["article_id", "text", "language", "published"], rows):
                frame = batch.filter(_among(batch, left)).unique("article_id", keep="first", maintain_order=True)
                left.difference_update(map(hash, frame["article_id"]))
                if frame.height:
                    yield frame

    def append_extraction(
        self, article_ids: Sequence[str], version: str, claims: pl.DataFrame, pairs: pl.DataFrame, run_id: int
    ) -> None:
        """Add what one version read in some articles; the ledger last, which makes it visible."""
        self.append("claims", claims, CLAIMS)
        self.append("pairs", pairs, PAIRS)
        rows = {"article_id": list(article_ids), "extractor_version": version, "run_id": run_id}
        self.append("extractions", pl.DataFrame(rows, schema=LEDGER), LEDGER)

    def claims(self, version: str) -> pl.DataFrame:
        """Return the claims of one version, article by article in text order."""
        found = self._visible("claims", CLAIMS, version).unique("claim_id", keep="first", maintain_order=True)
        return found.sort("article_id", "char_start", "claim_id")

    def files(self, name: str) -> list[str]:
        """Return the Parquet files of a table; claims are of every version and run: `ledger` tells them apart."""
        path = str(self._root / name)
        return DeltaTable(path).file_uris() if DeltaTable.is_deltatable(path) else []

    def ledger(self, version: str) -> pl.DataFrame:
        """Return which run of a version read which article; the first, where several did."""
        done = self.read("extractions", LEDGER).filter(pl.col("extractor_version") == version)
        return done.sort("article_id", "run_id").unique("article_id", keep="first", maintain_order=True)

    def pairs(self, version: str) -> pl.DataFrame:
        """Return the pairs of one version."""
        keys = ["article_id", "partner_a", "partner_b"]
        return self._visible("pairs", PAIRS, version).unique(keys, keep="first", maintain_order=True).sort(keys)

    def rejects(self) -> pl.DataFrame:
        """Return what is turned down, oldest run first.

        What has given an article in a later run is not (known by its address, a row by its place in the file too), nor
        what could not be fetched and was fetched later.
        """
        every = self.read("rejects", REJECTS)
        sighted = self.read("sightings", SIGHTINGS, ["address", "source", "source_path", "run_id"])
        visited = self.read("visits", VISITS, ["url", "run_id"]).rename({"url": "address"})
        rows = sighted.filter(pl.col("source_path").str.contains(_PLACE))
        place = ["source", "source_path"]
        for name, frame, keys in (
            ("read", sighted, ["address"]),
            ("fetched", visited, ["address"]),
            ("row", rows, place),
        ):
            last = frame.group_by(keys).agg(pl.col("run_id").max().alias(f"{name}_in"))
            every = every.join(last, on=keys, how="left")
        is_read = pl.max_horizontal("read_in", "row_in") > pl.col("run_id")
        is_fetched = (pl.col("stage") == "fetch") & (pl.col("fetched_in") > pl.col("run_id"))
        left = every.filter(~(is_read.fill_null(False) | is_fetched.fill_null(False))).select(REJECTS.names())
        return left.sort("run_id", "stage", "source_path", "reason", "row", nulls_last=True)

    def append_rejects(self, frame: pl.DataFrame) -> int:
        """Add the rejections not yet there (same stage, source, reason, article and row); return how many."""
        if not frame.height:
            return 0
        keys = ["stage", "source_path", "article_id", "reason", "row"]
        fresh = frame.unique(keys, keep="first", maintain_order=True)
        if fresh.join(self.read("rejects", REJECTS, keys), on=keys, how="semi", nulls_equal=True).height:
            fresh = fresh.join(self.rejects(), on=keys, how="anti", nulls_equal=True)
        self.append("rejects", fresh, REJECTS)
        return fresh.height

    def last_outcomes(self) -> dict[str, str]:
        """Return for each source what became of what it gave in the last run that read it, in words."""
        told = self.read("balance", BALANCE)
        last = told.filter(pl.col("run_id") == pl.col("run_id").max().over("source"))
        counts = last.group_by("source", "outcome").agg(pl.col("count").sum()).sort("source", "outcome")
        found: dict[str, list[str]] = {}
        for source, outcome, count in counts.iter_rows():
            found.setdefault(source, []).append(f"{count} {outcome}")
        return {source: ", ".join(words) for source, words in found.items()}

    def append_evidence(self, frame: pl.DataFrame) -> None:
        """Add what rejected documents hold, once for each address and content."""
        if frame.height:
            keys = ["address", "fingerprint"]
            known = self.read("quarantine", QUARANTINE, keys)
            fresh = frame.unique(keys, keep="first", maintain_order=True)
            self.append("quarantine", fresh.join(known, on=keys, how="anti", nulls_equal=True), QUARANTINE)

    def evidence(self) -> pl.DataFrame:
        """Return what rejected documents hold, newest last."""
        return self.read("quarantine", QUARANTINE).sort("run_id", maintain_order=True)

    def _visible(self, name: str, schema: pl.Schema, version: str) -> pl.DataFrame:
        done = self.read("extractions", LEDGER).filter(pl.col("extractor_version") == version)
        return (
            self.read(name, schema)
            .filter(pl.col("extractor_version") == version)
            .join(done.select("article_id").unique(), on="article_id", how="semi")
        )

    def sample(self, name: str, schema: pl.Schema, version: str | None = None) -> tuple[int, pl.DataFrame]:
        """Return how many rows a table has, and some of them without their texts; of one version of the extractor."""
        path = str(self._root / name)
        if not DeltaTable.is_deltatable(path):
            return 0, pl.DataFrame(schema=schema)
        table = DeltaTable(path).to_pyarrow_dataset()
        wanted = pc.field("extractor_version") == version if version else None
        shown = [column for column in schema if column in table.schema.names and column != "text"]
        return table.count_rows(filter=wanted), pl.DataFrame(
            table.head(_SHOWN, columns=shown, filter=wanted, use_threads=False)
        )

    def read(self, name: str, schema: pl.Schema, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return a table, or some of its columns; a column that an older lake does not have is empty."""
        path = self._root / name
        wanted = list(columns or schema)
        if not DeltaTable.is_deltatable(str(path)):
            return pl.DataFrame(schema={column: schema[column] for column in wanted})
        table = DeltaTable(str(path))
        there = {one.name for one in table.schema().fields}
        frame = pl.DataFrame(table.to_pyarrow_table(columns=[column for column in wanted if column in there]))
        return _shaped(frame, schema, wanted)

    def batches(
        self, name: str, schema: pl.Schema, columns: Sequence[str], rows: int = _ROWS_TOGETHER
    ) -> Iterator[pl.DataFrame]:
        """Yield some columns of a table, at most `rows` at a time, so that little of it is held at once."""
        for part in self._parts(name):
            for batch in _batches(part, columns, rows):
                yield _shaped(batch, schema, columns)

    def _parts(self, name: str) -> Iterator[ds.ParquetFileFragment]:
        """Yield the row groups of a table."""
        path = str(self._root / name)
        if DeltaTable.is_deltatable(path):
            for file in DeltaTable(path).to_pyarrow_dataset().get_fragments():
                yield from file.split_by_row_group()

    def append(self, name: str, frame: pl.DataFrame, schema: pl.Schema) -> None:
        """Add rows to a table in one step; none leave it as it is."""
        if frame.height:
            ordered = frame.select(pl.col(column).cast(kind) for column, kind in schema.items())
            write_deltalake(str(self._root / name), ordered.to_arrow(), mode="append", schema_mode="merge")

    def compact(self, files: int = 100) -> None:
        """Join the small files of each table that has many, so that reading it stays quick."""
        for path in sorted(self._root.glob("*/_delta_log")):
            table = DeltaTable(str(path.parent))
            if len(table.file_uris()) > files:
                table.optimize.compact(writer_properties=WriterProperties(max_row_group_size=_ROWS_TOGETHER))


def _batches(part: ds.ParquetFileFragment, columns: Sequence[str], rows: int) -> Iterator[pl.DataFrame]:
    """Yield some columns of a row group, those that it has, and hold few of its rows at once."""
    found = part.to_batches(
        columns=[column for column in columns if column in part.physical_schema.names], batch_size=rows,
        batch_readahead=1, fragment_readahead=1,
        fragment_scan_options=ds.ParquetFragmentScanOptions(pre_buffer=False),
    )  # fmt: skip
    yield from map(pl.DataFrame, found)


def _among(batch: pl.DataFrame, hashes: set[int]) -> pl.Series:
    return pl.Series((hash(name) in hashes for name in batch["article_id"]), dtype=pl.Boolean)


def _shaped(frame: pl.DataFrame, schema: pl.Schema, columns: Sequence[str]) -> pl.DataFrame:
    there = set(frame.columns)
    frame = frame.with_columns(pl.lit(None).alias(column) for column in columns if column not in there)
    return frame.select(pl.col(column).cast(schema[column]) for column in columns)
