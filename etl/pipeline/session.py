"""One run of the pipeline: what its assets share.

Belongs here: the state of a run (lake, extractor, the warehouse file being built) and the step that each asset takes.
Stays out: Dagster (`assets`), and how a step works (sources, extraction, lake, contracts, warehouse).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
from filelock import FileLock, Timeout

from etl import corrections
from etl.contracts import COMMITMENT, COMMITMENTS, Verdict, check
from etl.extraction import Extractor
from etl.feed import write_feed
from etl.ingest import OUTCOMES, Ingest
from etl.lake import ARTICLES, CLAIMS, REJECTS, Lake
from etl.paths import SQL, Warehouse
from etl.pipeline.extraction import Extracted, extract_batch, joined, without_rows
from etl.rates import reference_rates
from etl.reference import Reference, read_reference
from etl.sources.article import Document
from etl.sources.catalogue import INBOX, Source, of_arguments
from etl.sources.catalogue import load as load_sources
from etl.sources.reading import archives, check_source, hand_over
from etl.sources.scan import Scan
from etl.sqlgraph import Model, models
from etl.warehouse import Build, Release

_MEGABYTES, _CLAIMS_A_MEGABYTE = 300, 4000


class BusyError(RuntimeError):
    """Another run writes to the same warehouse folder."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What was read: `read` = `new` + `unchanged` + `copies` + `turned_away` + `rejected`.

    `passed_over` counts the files of other kinds by suffix.
    """

    read: int
    new: int
    unchanged: int
    copies: int
    turned_away: int
    rejected: int
    passed_over: dict[str, int]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What one source gave in this run, by outcome."""

    name: str
    read: int
    outcomes: dict[str, int]

    @property
    def is_broken(self) -> bool:
        """Whether it gave nothing but what had to be turned down."""
        return self.read > 0 and self.outcomes.get("rejected") == self.read


Replay = Callable[[Lake], Iterable[tuple[str, Document]]]


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


class Session:
    """State of one run; a context manager that holds the writer's lock.

    `only` names the sources to read, all without it. Raises BusyError where another run still holds the lock after
    `patience` seconds.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        given: Sequence[Path | str] = (),
        today: date | None = None,
        tell: Callable[[str, int, int], None] = _silent,
        patience: float = 0,
        *,
        only: Collection[str] = (),
        replay: Replay | None = None,
    ) -> None:
        self.warehouse = warehouse
        named = of_arguments(given) if given else warehouse_sources(warehouse)
        self.sources = [] if replay else [one for one in named if not only or one.name in only]
        self._replay = replay
        self._patience = patience
        self._is_read = False
        self._base = Path() if given else warehouse.root
        self._asked_for = self.sources if given or not warehouse.sources.exists() else []
        self._tell = tell
        self._told: set[str] = set()
        self._today = today or date.today()
        self._open = ExitStack()
        self.models = {model.name: model for model in models()}
        self._rows: dict[str, int] = {}
        self._registered: set[str] = set()
        self._blamed: list[str] = []
        self._build: Build | None = None
        self.ingested: Ingested | None = None
        self.extracted: Extracted | None = None
        self.release: Release | None = None
        self.corrected = self.uncorrected = 0
        self.warnings: dict[str, int] = {}

    def __enter__(self) -> Self:
        self.warehouse.root.mkdir(parents=True, exist_ok=True)
        try:
            self._open.enter_context(FileLock(self.warehouse.lock, timeout=self._patience))
        except Timeout as error:
            root = self.warehouse.root
            raise BusyError(f"{root}: another run is writing to this warehouse; wait for it to end") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def tell(self, stage: str, done: int = 0, total: int = 0) -> None:
        """Say that a stage begins, once a run, or how far it is."""
        if done or stage not in self._told:
            self._told.add(stage)
            self._tell(stage, done, total)

    @cached_property
    def lake(self) -> Lake:
        """The lake of the warehouse."""
        return Lake(self.warehouse.lake)

    @cached_property
    def run_id(self) -> int:
        """The number of this run."""
        return self.lake.next_run_id()

    @cached_property
    def extractor(self) -> Extractor:
        """The extractor with the warehouse's own partners. Raises ReferenceFileError."""
        return Extractor(self.reference.organisations)

    @cached_property
    def reference(self) -> Reference:
        """The reference files. Raises ReferenceFileError where one is unusable; bad lines go to `rejects`."""
        return read_reference(self.warehouse.reference)

    @cached_property
    def _corrections(self) -> list[corrections.Line]:
        names = corrections.Names.of(self.reference.organisations)
        return corrections.read(self.warehouse.corrections, names)

    @cached_property
    def _ingest(self) -> Ingest:
        organisations = self.reference.organisations
        return Ingest(
            self.lake, self.run_id, self._today, lambda: Scan(organisations), lambda done: self.tell("ingest", done)
        )

    def read_sources(self, kind: str) -> list[SourceOutcome]:
        """Return what the sources of one kind gave; one of `sources.toml` that is not there is rejected.

        Raises SourceError, before anything is read, for one that was asked for by its path and is not there.
        """
        self._read_all()
        balance = self._ingest.balance
        wanted = [source.name for source in self.sources if source.kind == kind]
        return [SourceOutcome(name, balance.read[name], balance.of(name)) for name in wanted]

    def _read_all(self) -> None:
        """Read the sources into the lake, once a run and in their order: who comes first leads a group of copies."""
        if self._is_read:
            return
        self._is_read = True
        for source in self._asked_for:
            check_source(source, self._base)
        for source in self.sources:
            self._ingest.read(source.name, source.scan, hand_over(source, self._base, self._ingest.memory))

    def read_archives(self, paths: Collection[str]) -> int:
        """Read some WARC files, by their paths in the warehouse, into the lake; return how many documents they hold."""
        found = archives(self.sources, self._base)
        for source in {found[path].name: found[path] for path in paths if path in found}.values():
            self._ingest.read(source.name, source.scan, hand_over(source, self._base, self._ingest.memory, paths))
        return sum(self._ingest.balance.read.values())

    def ingest(self) -> Ingested:
        """Read the sources, and what is to be tried again; sum all up. Raises SourceError before anything is read."""
        self._read_all()
        if self._replay:
            for name, tried in groupby(self._replay(self.lake), key=itemgetter(0)):
                self._ingest.read(name, False, [(None, document) for _, document in tried])
        self.ingested = self._summed()
        self._ingest.forget()
        return self.ingested

    def _summed(self) -> Ingested:
        balance = self._ingest.balance
        new, unchanged, copies, away, rejected = map(balance.total, OUTCOMES)
        verdict = Verdict(pl.DataFrame(schema=ARTICLES), self._ingest.failed, self._ingest.rejects)
        passed_over: Counter[str] = Counter()
        for (_, suffix), count in self._ingest.passed_over.items():
            passed_over[suffix] += count
        ordered = dict(passed_over.most_common())
        return Ingested(sum(balance.read.values()), new, unchanged, copies, away, rejected, ordered, verdict)

    def extract(self) -> Extracted:
        """Read every article that this version of the extractor has not read."""
        version = self.extractor.version
        count = 0
        read: list[tuple[Verdict, Verdict]] = []
        unread = self.lake.unread(version)
        for pending in self.lake.texts(unread):
            tell = partial(self._tell_extracted, count, len(unread))
            claims, pairs = extract_batch(self.extractor, pending, self.run_id, tell)
            self.lake.append_rejects(pl.concat([claims.rejects, pairs.rejects]))
            self.lake.append_extraction(pending["article_id"].to_list(), version, claims.kept, pairs.kept, self.run_id)
            count += pending.height
            read.append((without_rows(claims), without_rows(pairs)))
        self.lake.append_rejects(self._misreferenced())
        self.lake.compact()
        self.extracted = joined(count, read)
        return self.extracted

    def _tell_extracted(self, before: int, total: int, done: int) -> None:
        self.tell("extract", before + done, total)

    def _misreferenced(self) -> pl.DataFrame:
        rows = [
            {
                "run_id": self.run_id, "stage": "reference", "source_path": problem.file, "reason": problem.reason,
                "detail": str(problem), "row": json.dumps({"line": problem.line}),
            }
            for problem in self.reference.problems
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=REJECTS)

    def make(self, name: str) -> int:
        """Make one model, after those that it depends on; return its number of rows."""
        model: Model = self.models[name]
        if name not in self._rows:
            for upstream in model.depends_on:
                if upstream in self.models:
                    self.make(upstream)
                else:
                    self._register(upstream)
            self._rows[name] = self.build.run(model)
            if self.extracted:
                self.tell("build", len(self._rows), len(self.models))
        return self._rows[name]

    @property
    def build(self) -> Build:
        """The warehouse file being built; the memory for it grows with the claims, not with the articles."""
        if self._build is None:
            self._rows.clear()
            self._registered.clear()
            self._build = self._open.enter_context(Build(self.warehouse))
            self._build.limit(f"{_MEGABYTES + self.lake.sample('claims', CLAIMS)[0] // _CLAIMS_A_MEGABYTE}MB")
        return self._build

    def _register(self, name: str) -> None:
        """Make one input of the star visible, once a build."""
        build = self.build
        if name in self._registered:
            return
        claims = {"lake_claims", "delta_claims", "lake_ledger", "blamed_claims"}
        self._registered |= claims if name in claims else {name}
        if name in claims:
            version = self.extractor.version
            build.register_claims(self.lake.files("claims"), self.lake.ledger(version), self._blamed)
        elif name == "lake_articles":
            build.register_articles(self.lake.files("articles"), self.lake.replaced())
        else:
            build.register(name, self._input(name))

    def _input(self, name: str) -> pl.DataFrame:
        """Return one input of the star as the lake and the reference now hold it."""
        match name:
            case "lake_pairs":
                return self.lake.pairs(self.extractor.version)
            case "lake_rejects":
                return self.lake.rejects()
            case "reference_partners":
                return self.reference.partners
            case "reference_history":
                return self.reference.history
            case "reference_corrections":
                return corrections.frame(self._corrections)
            case "reference_rates":
                self.make("amount_group")
                return reference_rates(
                    {*self.build.distinct("amount_group", "unit"), *corrections.units(self._corrections), "USD"}
                )
        raise KeyError(f"sql/ names {name!r}, which is neither a file of sql/star or sql/marts nor an input")

    def settle(self) -> Verdict:
        """Hold the built commitments to their contract; where some fail, build again without the claims behind them."""
        for name in self.models:
            self.make(name)
        verdict = check(self._commitments(), COMMITMENT, "commitments", self.run_id)
        if verdict.failed.height:
            self.lake.append_rejects(verdict.rejects)
            self._blamed = self.build.claims_of(verdict.failed["commitment_key"].to_list())
            self.build.close()
            self._build = None
            self._rows.clear()
            for name in self.models:
                self.make(name)
        return verdict

    def _commitments(self) -> pl.DataFrame:
        return self.build.frame("commitments").select(pl.col(name).cast(kind) for name, kind in COMMITMENTS.items())

    def publish(self) -> Release:
        """Rename the audited file into place."""
        told = self.build.frame("fact_correction")
        self.corrected, self.uncorrected = (
            told.filter(applied := pl.col("outcome") == "applied").height,
            told.filter(~applied).height,
        )
        reference = sorted({*self.warehouse.reference.glob("*.csv"), *self.warehouse.corrections.parent.glob("*.csv")})
        inputs = {
            "rules": _files_digest(sorted(SQL.rglob("*.sql"))),
            "reference": _files_digest(reference),
            "extractor": self.extractor.version,
        }
        self.release = self.build.publish(inputs)
        return self.release

    def write_feed(self) -> int:
        """Tell of the release in the feed, unless it does; return the number of entries that are new. Raises FeedError.

        A feed older than an unchanged release is one that could not be written when that was published.
        """
        release, file = self.release, self.warehouse.feed
        if release is None:
            return 0
        is_told = file.exists() and file.stat().st_mtime >= release.path.stat().st_mtime
        return 0 if is_told and not release.changed else write_feed(self.warehouse, release.number)


def _files_digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def warehouse_sources(warehouse: Warehouse) -> list[Source]:
    """Return what a warehouse's `sources.toml` names, its inbox where it has none. Raises SourceError."""
    if warehouse.sources.exists():
        return load_sources(warehouse.sources)
    return [replace(INBOX, address=str(warehouse.inbox.resolve()))]
