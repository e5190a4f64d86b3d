"""What the sources must remember from run to run: where each article was seen, visits, containers, and copies.

Belongs here: reading it from the lake once a run, and the rows that a batch adds. Stays out: what an article is to
those before it (`ingest`).
"""

from functools import cached_property

import polars as pl

from etl.lake import CHECKPOINTS, REFUSALS, SIGHTINGS, SIGNATURES, VISITS, Lake
from etl.sources.article import Article, Document, Known, Visit
from etl.sources.copies import Copies
from etl.sources.reading import Checkpoint, Container

Row = dict[str, object]
_REST = {"sightings": SIGHTINGS, "refusals": REFUSALS, "visits": VISITS, "checkpoints": CHECKPOINTS}


class LakeMemory:
    """Reads the lake once and keeps up with what this run adds; `flush` writes that down."""

    def __init__(self, lake: Lake, run_id: int) -> None:
        self._lake = lake
        self._run_id = run_id
        self._rows: dict[str, list[Row]] = {name: [] for name in ("signatures", *_REST)}

    @cached_property
    def article_ids(self) -> set[str]:
        """The identifiers of all articles, this run's too."""
        return self._lake.article_ids()

    @cached_property
    def _sightings(self) -> dict[str, tuple[str, str]]:
        frame = self._newest("sightings", SIGHTINGS, "address")
        return {row[0]: (row[1], row[2]) for row in frame.select("address", "article_id", "fingerprint").iter_rows()}

    @cached_property
    def _refusals(self) -> dict[tuple[str, str], str]:
        rows = self._lake.read("refusals", REFUSALS, ["address", "fingerprint", "reason"]).iter_rows()
        return {(address, fingerprint): reason for address, fingerprint, reason in rows}

    @cached_property
    def _sighted(self) -> set[str]:
        return set(self._lake.read("sightings", SIGHTINGS, ["article_id"])["article_id"])

    @cached_property
    def _visits(self) -> dict[str, Visit]:
        frame = self._newest("visits", VISITS, "url").select("url", "etag", "modified", "stamp")
        return {row[0]: Visit(*row) for row in frame.iter_rows()}

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
    def _groups(self) -> dict[str, str]:
        frame = self._lake.read("signatures", SIGNATURES, ["article_id", "copy_group"])
        return dict(frame.iter_rows())

    @cached_property
    def _copies(self) -> Copies:
        copies = Copies()
        for group, signature in self._lake.read("signatures", SIGNATURES, ["copy_group", "signature"]).iter_rows():
            copies.remember(group, signature)
        return copies

    @cached_property
    def _number(self) -> int:
        """The highest number in use; rows are numbered in the order in which they came."""
        tables = (("sightings", SIGHTINGS), ("visits", VISITS), ("checkpoints", CHECKPOINTS))
        highest = (self._lake.read(name, schema, ["number"])["number"].max() for name, schema in tables)
        return max((one for one in highest if isinstance(one, int)), default=0)

    def _newest(self, name: str, schema: pl.Schema, key: str) -> pl.DataFrame:
        return self._lake.read(name, schema).sort("number").unique(key, keep="last", maintain_order=True)

    def seen(self, address: str, fingerprint: str) -> Known | None:
        """Return what an address in the state of this fingerprint is known to give, None where it must be read."""
        last = self._sightings.get(address)
        if last and last[1] == fingerprint:
            return Known()
        reason = self._refusals.get((address, fingerprint))
        return Known(reason=reason) if reason else None

    def visited(self, url: str) -> Visit | None:
        """Return the last visit to a URL."""
        return self._visits.get(url)

    def checkpoint(self, container: Container) -> Checkpoint | None:
        """Return how far a container has been read."""
        return self._checkpoints.get(container)

    def last_at(self, address: str) -> str | None:
        """Return the article that an address last gave."""
        last = self._sightings.get(address)
        return last[0] if last else None

    def was_sighted(self, article_id: str) -> bool:
        """Tell whether an article was seen anywhere; one that was stored just before a crash was not."""
        return article_id in self._sighted

    def group(self, article_id: str, text: str) -> str:
        """Return the copy group of an article, found once and remembered."""
        if article_id not in self._groups:
            group, signature = self._copies.group(article_id, text)
            self._groups[article_id] = group
            self._add("signatures", article_id=article_id, copy_group=group, signature=signature)
        return self._groups[article_id]

    def sight(self, source: str, document: Document, article: Article) -> None:
        """Remember where an article was seen, unless it was last seen there in the same state."""
        if self._sightings.get(document.address) == (article.article_id, document.fingerprint):
            return
        self._sighted.add(article.article_id)
        self._sightings[document.address] = (article.article_id, document.fingerprint)
        self._add(
            "sightings", address=document.address, article_id=article.article_id, source=source,
            source_path=document.source_path, url=article.url, publisher=article.publisher,
            published=article.published, fingerprint=document.fingerprint, number=self._next(),
        )  # fmt: skip

    def refuse(self, document: Document, reason: str) -> None:
        """Remember that a document was turned down, and is kept to be tried again."""
        key = document.address, document.fingerprint
        if key not in self._refusals:
            self._refusals[key] = reason
            self._add("refusals", address=key[0], fingerprint=key[1], reason=reason)

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
