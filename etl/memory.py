"""What the sources must remember from run to run: where each article was seen, visits, containers, and copies.

Belongs here: reading it from the lake once a run, and the rows that a batch adds. Stays out: what an article is to
those before it (`ingest`).
"""

from array import array
from collections.abc import Iterable
from functools import cached_property

import polars as pl

from etl.lake import ARTICLES, CHECKPOINTS, REFUSALS, SIGHTINGS, SIGNATURES, VISITS, Lake
from etl.sources.article import Article, Document, Known, Visit
from etl.sources.compact import Numbers
from etl.sources.copies import Copies
from etl.sources.reading import Checkpoint, Container

Row = dict[str, object]
_REST = {"sightings": SIGHTINGS, "refusals": REFUSALS, "visits": VISITS, "checkpoints": CHECKPOINTS}


class LakeMemory:
    """Reads the lake once and keeps up with what this run adds; `flush` writes that down.

    What there is of every article or address is remembered as hashes alone.
    """

    def __init__(self, lake: Lake, run_id: int) -> None:
        self._lake = lake
        self._run_id = run_id
        self._rows: dict[str, list[Row]] = {name: [] for name in ("signatures", *_REST)}
        self._reasons: list[str] = []
        self._grouped: dict[str, str] = {}

    @cached_property
    def _stored(self) -> Numbers:
        """The articles of the lake, this run's too, and whether each leads its group of copies."""
        frame = self._lake.read("articles", ARTICLES, ["article_id", "copy_group"])
        leads = (pl.col("copy_group") == pl.col("article_id")).fill_null(True)
        return Numbers(map(hash, frame["article_id"].to_list()), frame.select(leads).to_series().to_list())

    @cached_property
    def _sightings(self) -> pl.DataFrame:
        return self._hashed("sightings", SIGHTINGS, ["address", "article_id", "fingerprint"])

    @cached_property
    def _standing(self) -> Numbers:
        """The article that each address last gave."""
        return Numbers(self._sightings["address"], self._sightings["article_id"])

    @cached_property
    def _fingerprints(self) -> Numbers:
        """The state in which each address was last read."""
        return Numbers(self._sightings["address"], self._sightings["fingerprint"])

    @cached_property
    def _sighted(self) -> Numbers:
        return Numbers(self._sightings["article_id"], self._sightings["address"])

    @cached_property
    def _refusals(self) -> Numbers:
        """What was turned down, by address and state, and where in `_reasons` it says why."""
        frame = self._lake.read("refusals", REFUSALS, ["address", "fingerprint", "reason"])
        self._reasons = frame["reason"].unique().to_list()
        places = {reason: place for place, reason in enumerate(self._reasons)}
        keys = map(hash, frame.select("address", "fingerprint").iter_rows())
        return Numbers(keys, (places[reason] for reason in frame["reason"]))

    @cached_property
    def _visits(self) -> dict[str, Visit]:
        frame = self._lake.read("visits", VISITS).sort("number").unique("url", keep="last", maintain_order=True)
        return {row[0]: Visit(*row) for row in frame.select("url", "etag", "modified", "stamp").iter_rows()}

    @cached_property
    def _unfetched(self) -> set[str]:
        return set(self._lake.rejects().filter(pl.col("stage") == "fetch")["address"])

    @cached_property
    def _checkpoints(self) -> dict[Container, Checkpoint]:
        return {
            Container(row["container"], row["fingerprint"]): Checkpoint(
                row["position"], row["documents"], row["is_done"]
            )
            for row in self._lake.read("checkpoints", CHECKPOINTS).sort("number").iter_rows(named=True)
        }

    @cached_property
    def _copies(self) -> tuple[Copies, Numbers]:
        """The copies, and the number among them of each article with a signature, stored or not."""
        copies, hashes = Copies(), array("q")
        for batch in self._lake.batches("signatures", SIGNATURES, ["article_id", "copy_group", "signature"]):
            hashes.extend(map(hash, batch["article_id"].to_list()))
            copies.remember(batch["copy_group"].to_list(), batch["signature"].to_list())
        return copies, Numbers(hashes, range(len(hashes)))

    @cached_property
    def _number(self) -> int:
        """The highest number in use; rows are numbered in the order in which they came."""
        return max(self._lake.highest(name, "number") for name in ("sightings", "visits", "checkpoints"))

    def _hashed(self, name: str, schema: pl.Schema, columns: list[str]) -> pl.DataFrame:
        """Return some columns of a table as hashes, oldest row first."""
        batches = [
            pl.DataFrame(
                [pl.Series(column, map(hash, batch[column].to_list()), pl.Int64) for column in columns]
                + [batch["number"]]
            )
            for batch in self._lake.batches(name, schema, [*columns, "number"])
        ]
        empty = pl.DataFrame(schema=dict.fromkeys([*columns, "number"], pl.Int64))
        return pl.concat([empty, *batches]).sort("number", maintain_order=True)

    def seen(self, address: str, fingerprint: str) -> Known | None:
        """Return what an address in the state of this fingerprint is known to give, None where it must be read."""
        if self._fingerprints.get(hash(address)) == hash(fingerprint):
            return Known()
        place = self._refusals.get(hash((address, fingerprint)))
        return None if place is None else Known(reason=self._reasons[place])

    def visited(self, url: str) -> Visit | None:
        """Return the last visit to a URL."""
        return self._visits.get(url)

    def is_unfetched(self, address: str) -> bool:
        """Tell whether an address was not there, or gave no answer, when it was last tried."""
        return address in self._unfetched

    def checkpoint(self, container: Container) -> Checkpoint | None:
        """Return how far a container has been read."""
        return self._checkpoints.get(container)

    def gave(self, address: str) -> bool:
        """Tell whether an address gave an article before."""
        return hash(address) in self._standing

    def last_gave(self, address: str, article_id: str) -> bool:
        """Tell whether this article is what an address last gave."""
        return self._standing.get(hash(address)) == hash(article_id)

    def was_sighted(self, article_id: str) -> bool:
        """Tell whether an article was seen anywhere; one that was stored just before a crash was not."""
        return hash(article_id) in self._sighted

    def is_stored(self, article_id: str) -> bool:
        """Tell whether the lake has an article."""
        return hash(article_id) in self._stored

    def store(self, article_ids: Iterable[str]) -> None:
        """Remember articles that are now in the lake."""
        for article_id in article_ids:
            self._stored.put(hash(article_id), self._grouped.pop(article_id) == article_id)

    def group(self, article_id: str, text: str) -> str:
        """Return the copy group of an article that is not stored yet, found once and remembered."""
        if article_id in self._grouped:
            return self._grouped[article_id]
        copies, numbers = self._copies
        number = numbers.get(hash(article_id))
        if number is None:
            group, signature = copies.group(article_id, text)
            self._add("signatures", article_id=article_id, copy_group=group, signature=signature)
        else:
            group = copies.group_of(number)
        self._grouped[article_id] = group
        return group

    def leads(self, article_id: str) -> bool:
        """Tell whether an article, stored or about to be, is the first of its group of copies."""
        if article_id in self._grouped:
            return self._grouped[article_id] == article_id
        return bool(self._stored.get(hash(article_id)))

    def sight(self, source: str, document: Document, article: Article) -> None:
        """Remember where an article was seen, unless it was last seen there in the same state."""
        address = hash(document.address)
        is_same = self._fingerprints.get(address) == hash(document.fingerprint)
        if is_same and self.last_gave(document.address, article.article_id):
            return
        self._sighted.put(hash(article.article_id), address)
        self._standing.put(address, hash(article.article_id))
        self._fingerprints.put(address, hash(document.fingerprint))
        self._add(
            "sightings", address=document.address, article_id=article.article_id, source=source,
            source_path=document.source_path, url=article.url, publisher=article.publisher,
            published=article.published, fingerprint=document.fingerprint, number=self._next(),
        )  # fmt: skip

    def refuse(self, document: Document, reason: str) -> None:
        """Remember that a document was turned down, and is kept to be tried again."""
        key = hash((document.address, document.fingerprint))
        if key not in self._refusals:
            if reason not in self._reasons:
                self._reasons.append(reason)
            self._refusals.put(key, self._reasons.index(reason))
            self._add("refusals", address=document.address, fingerprint=document.fingerprint, reason=reason)

    def visit(self, visit: Visit) -> None:
        """Remember a visit that tells something new: of the version there, or that the address answers again."""
        if self._visits.get(visit.url) != visit or visit.url in self._unfetched:
            self._unfetched.discard(visit.url)
            self._visits[visit.url] = visit
            self._add(
                "visits", url=visit.url, etag=visit.etag, modified=visit.modified, stamp=visit.stamp,
                number=self._next(),
            )  # fmt: skip

    def reach(self, container: Container, checkpoint: Checkpoint) -> None:
        """Remember how far a container has been read."""
        if self._checkpoints.get(container) != checkpoint:
            self._checkpoints[container] = checkpoint
            self._add(
                "checkpoints", container=container.address, fingerprint=container.fingerprint,
                position=checkpoint.position, documents=checkpoint.documents, is_done=checkpoint.is_done,
                number=self._next(),
            )  # fmt: skip

    def flush_signatures(self) -> None:
        """Write signatures down; they go before their articles, so that an article always has its group."""
        self._write("signatures", SIGNATURES)

    def flush(self) -> None:
        """Write the rest down, after articles and rejects; last, how far the containers are read."""
        for name, schema in _REST.items():
            self._write(name, schema)

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _add(self, name: str, **row: object) -> None:
        self._rows[name].append(row | {"run_id": self._run_id})

    def _write(self, name: str, schema: pl.Schema) -> None:
        self._lake.append(name, pl.DataFrame(self._rows[name], schema=schema), schema)
        self._rows[name].clear()
