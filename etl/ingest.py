"""From the sources into the lake, batch by batch: what is new is stored, and everything is counted once.

Belongs here: what a document is to those before it (new, unchanged, a copy), the order in which a batch is written, and
the balance. Stays out: reading sources (`etl.sources`), what is remembered (`memory`).

A batch is written so that a crash between any two steps loses nothing and doubles nothing: signatures, articles,
rejects, then the sightings and visits that make them known, then how far the container is read.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date

import polars as pl

from etl.contracts import ARTICLE, Verdict, check
from etl.lake import ARTICLES, BALANCE, QUARANTINE, REJECTS, Lake
from etl.memory import LakeMemory
from etl.sources.article import Article, Document, Handed, Known, PassedOver, Refused, Rejection, Visit
from etl.sources.door import admit
from etl.sources.reading import Checkpoint, Container, Done
from etl.sources.scan import Scan

OUTCOMES = ("new", "unchanged", "copy", "turned-away", "rejected")
_BATCH = 500
_BATCH_BYTES = 50_000_000
_EVIDENCE = 1_000_000


class BalanceError(AssertionError):
    """Something that was read is in none of the outcomes, or in two."""


@dataclass(slots=True)
class Balance:
    """What became of everything that was read: `read` is the sum of the outcomes. Counts are by source."""

    read: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, source: str, outcome: str, reason: str = "", count: int = 1) -> None:
        """Count an outcome; `reason` says why something was turned away or rejected."""
        self.outcomes[source, outcome, reason] += count

    def total(self, outcome: str) -> int:
        """Return how many had an outcome."""
        return sum(count for (_, one, _), count in self.outcomes.items() if one == outcome)

    def of(self, source: str) -> dict[str, int]:
        """Return the counts of one source by outcome."""
        found: Counter[str] = Counter()
        for (name, outcome, _), count in self.outcomes.items():
            if name == source:
                found[outcome] += count
        return dict(found)

    def prove(self) -> None:
        """Raise BalanceError unless each thing read has one outcome."""
        for source, read in self.read.items():
            told = sum(count for (one, _, _), count in self.outcomes.items() if one == source)
            if told != read:
                raise BalanceError(f"{source}: {read} read, but {told} new, unchanged, copies, turned away or rejected")


@dataclass(slots=True)
class _Batch:
    """What has been read and not yet written."""

    articles: list[tuple[Document, Article]] = field(default_factory=list)
    rejections: list[tuple[str, Rejection, Document | None, bytes | None]] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    container: Container | None = None
    checkpoint: Checkpoint | None = None
    items: int = 0
    size: int = 0


class Ingest:
    """One run's way from the sources into the lake; `tell` is given the number of documents read so far."""

    def __init__(
        self,
        lake: Lake,
        run_id: int,
        today: date,
        scan: Callable[[], Scan],
        tell: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.memory = LakeMemory(lake, run_id)
        self.balance = Balance()
        self.passed_over: Counter[tuple[str, str]] = Counter()
        self._lake = lake
        self._run_id = run_id
        self._today = today
        self._scan = scan
        self._tell = tell
        self._told: Counter[tuple[str, str, str]] = Counter()
        self.failed = pl.DataFrame(schema=ARTICLES)
        self.rejects = pl.DataFrame(schema=REJECTS)

    def read(self, source: str, scanned: bool, handed: Iterable[tuple[Container | None, Handed | Done]]) -> None:
        """Take in all that one source hands over. Raises BalanceError."""
        scan = self._scan() if scanned else None
        batch = _Batch()
        before: Container | None = None
        documents = 0
        for container, one in handed:
            if container != before:
                self._write(source, batch)
                batch, before = _Batch(), container
                known = self.memory.checkpoint(container) if container else None
                documents = known.documents if known else 0
            documents += isinstance(one, Document | Refused)
            self._take(source, batch, one, scan)
            self._tell(self.balance.read.total())
            if container:
                batch.container = container
                batch.checkpoint = self._checkpoint(container, one, documents, batch.checkpoint)
            if batch.items >= _BATCH or batch.size >= _BATCH_BYTES:
                self._write(source, batch)
                batch = _Batch()
        self._write(source, batch)
        self.balance.prove()

    def forget(self) -> None:
        """Let go of what is remembered; it is read from the lake again when it is asked for."""
        self.memory = LakeMemory(self._lake, self._run_id)

    def _checkpoint(
        self, container: Container, one: Handed | Done, documents: int, last: Checkpoint | None
    ) -> Checkpoint | None:
        known = last or self.memory.checkpoint(container)
        position = known.position if known else 0
        if isinstance(one, Document | Refused) and one.position is not None:
            position = one.position
        return Checkpoint(position, documents, isinstance(one, Done))

    def _take(self, source: str, batch: _Batch, one: Handed | Done, scan: Scan | None) -> None:
        match one:
            case Visit():
                batch.visits.append(one)
            case PassedOver(suffix):
                self.passed_over[source, suffix] += 1
            case Known(count, reason):
                self.balance.read[source] += count
                self.balance.add(source, "rejected" if reason else "unchanged", reason or "", count)
            case Refused(address, rejection, content):
                self.balance.read[source] += 1
                batch.items += 1
                batch.rejections.append((address, rejection, None, content))
            case Document():
                self.balance.read[source] += 1
                batch.items += 1
                admitted = admit(one, self._today, scan)
                if isinstance(admitted, Article):
                    batch.articles.append((one, admitted))
                    batch.size += len(admitted.text)
                elif isinstance(admitted, Rejection):
                    batch.rejections.append((one.address, admitted, one, one.content))
                    batch.size += len(one.content)
                else:
                    self.balance.add(source, "turned-away", admitted.reason)

    def _write(self, source: str, batch: _Batch) -> None:
        verdict = self._checked(batch)
        failed = set(verdict.failed["article_id"])
        for document, article in batch.articles:
            if article.article_id in failed:
                self.balance.add(source, "rejected", "contract")
            else:
                self.balance.add(source, self._outcome(document, article))
                self.memory.sight(source, document, article)
        self.memory.flush_signatures()
        self._lake.append("articles", verdict.kept, ARTICLES)
        self.memory.store(verdict.kept["article_id"])
        self._reject(source, batch, verdict)
        for visit in batch.visits:
            self.memory.visit(visit)
        if batch.container and batch.checkpoint:
            self.memory.reach(batch.container, batch.checkpoint)
        self.memory.flush()
        self._write_balance()

    def _checked(self, batch: _Batch) -> Verdict:
        """Hold the articles that the lake does not have to their contract."""
        fresh = {
            article.article_id: article
            for _, article in reversed(batch.articles)
            if not self.memory.is_stored(article.article_id)
        }
        rows = [
            asdict(article)
            | {"copy_group": self.memory.group(article.article_id, article.text), "run_id": self._run_id}
            for article in reversed(fresh.values())
        ]
        verdict = check(pl.DataFrame(rows, schema=ARTICLES), ARTICLE, "articles", self._run_id)
        if verdict.failed.height:
            self.failed = pl.concat([self.failed, verdict.failed])
            self.rejects = pl.concat([self.rejects, verdict.rejects])
        return verdict

    def _outcome(self, document: Document, article: Article) -> str:
        if self.memory.last_gave(document.address, article.article_id):
            return "unchanged"
        if self.memory.was_sighted(article.article_id):
            return "copy"
        is_own = self.memory.gave(document.address) or self.memory.leads(article.article_id)
        return "new" if is_own else "copy"

    def _reject(self, source: str, batch: _Batch, verdict: Verdict) -> None:
        rows: list[dict[str, object]] = []
        evidence: list[dict[str, object]] = []
        for address, rejection, document, content in batch.rejections:
            self.balance.add(source, "rejected", rejection.reason)
            rows.append(asdict(rejection) | {"source": source, "address": address, "run_id": self._run_id})
            if content and len(content) <= _EVIDENCE:
                evidence.append(self._evidence(address, rejection, document, content))
                if document:
                    self.memory.refuse(document, rejection.reason)
        addresses = {article.article_id: document.address for document, article in reversed(batch.articles)}
        contract = verdict.rejects.with_columns(
            source=pl.lit(source), address=pl.col("article_id").replace_strict(addresses, return_dtype=pl.String)
        )
        self._lake.append_rejects(pl.concat([pl.DataFrame(rows, schema=REJECTS), contract.select(REJECTS.names())]))
        self._lake.append_evidence(pl.DataFrame(evidence, schema=QUARANTINE))

    def _evidence(
        self, address: str, rejection: Rejection, document: Document | None, content: bytes
    ) -> dict[str, object]:
        return {
            "address": address,
            "source_path": rejection.source_path,
            "article": document.article if document else None,
            "media_type": document.media_type if document else None,
            "fingerprint": document.fingerprint if document else None,
            "hints": json.dumps(asdict(document.hints), default=str) if document else None,
            "content": content,
            "run_id": self._run_id,
        }

    def _write_balance(self) -> None:
        added = self.balance.outcomes - self._told
        rows = [
            {"run_id": self._run_id, "source": source, "outcome": outcome, "reason": reason or None, "count": count}
            for (source, outcome, reason), count in added.items()
        ]
        self._lake.append("balance", pl.DataFrame(rows, schema=BALANCE), BALANCE)
        self._told = self.balance.outcomes.copy()
