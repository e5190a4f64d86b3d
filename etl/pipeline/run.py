"""The main job: sources to lake, lake to release.

Belongs here: the order of the steps and what each hands to the next. Stays out: how any of them works.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout

from etl.extraction import Claim, Extractor
from etl.lake import ARTICLES, CLAIMS, PAIRS, REJECTS, Lake
from etl.paths import Warehouse
from etl.reference import load_organisations
from etl.sources.article import Article, Rejection
from etl.sources.files import read_paths
from etl.sqlgraph import models
from etl.warehouse import Build, Release


class BusyError(RuntimeError):
    """Another run writes to the same warehouse folder."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run did; `unchanged` counts articles that the lake already held."""

    read: int
    new: int
    unchanged: int
    rejected: int
    claims: int
    commitments: int
    release: Release


def run(paths: Sequence[Path], warehouse: Warehouse, today: date, tell: Callable[[str], None]) -> RunSummary:
    """Ingest, extract, build, audit and publish. `tell` is called with the name of each stage as it begins.

    Raises SourceError for a path that cannot be read, BusyError, ReferenceFileError and AuditError.
    """
    found = read_paths(paths or [warehouse.inbox], today)
    warehouse.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(warehouse.lock, timeout=0)
    try:
        with lock:
            return _run(found, warehouse, tell)
    except Timeout as error:
        raise BusyError(f"{warehouse.root}: another run is writing to this warehouse; wait for it to end") from error


def _run(found: Iterable[Article | Rejection], warehouse: Warehouse, tell: Callable[[str], None]) -> RunSummary:
    lake = Lake(warehouse.lake)
    run_id = lake.next_run_id()
    tell("ingest")
    outcomes = list(found)
    articles = [asdict(one) | {"run_id": run_id} for one in outcomes if isinstance(one, Article)]
    rejections = [asdict(one) | {"run_id": run_id} for one in outcomes if isinstance(one, Rejection)]
    new = lake.append_articles(pl.DataFrame(articles, schema=ARTICLES))
    lake.append_rejects(pl.DataFrame(rejections, schema=REJECTS))
    tell("extract")
    extractor = Extractor(load_organisations(warehouse.reference / "partners.csv"))
    _extract(lake, extractor, run_id)
    tell("build")
    claims = lake.claims(extractor.version)
    inputs = {
        "lake_articles": lake.articles(),
        "lake_claims": claims,
        "lake_pairs": lake.pairs(extractor.version),
        "lake_rejects": lake.rejects(),
        "reference_partners": reference_partners(warehouse.reference / "partners.csv"),
    }
    commitments = 0
    with Build(warehouse, inputs) as build:
        for model in models():
            rows = build.run(model)
            if model.name == "fact_commitment":
                commitments = rows
        tell("audit")
        build.audit()
        tell("publish")
        release = build.publish()
    return RunSummary(len(outcomes), new, len(articles) - new, len(rejections), claims.height, commitments, release)


def _extract(lake: Lake, extractor: Extractor, run_id: int) -> None:
    """Read every article that this version of the extractor has not read."""
    pending = lake.pending(extractor.version)
    claims: list[dict[str, object]] = []
    pairs: list[dict[str, object]] = []
    for row in pending.iter_rows(named=True):
        extraction = extractor.extract(row["text"], row["published"], row["language"])
        stamp = {"article_id": row["article_id"], "extractor_version": extractor.version, "run_id": run_id}
        claims.extend(asdict(claim) | stamp | {"claim_id": claim_id(claim, stamp)} for claim in extraction.claims)
        pairs.extend({"partner_a": a, "partner_b": b} | stamp for a, b in extraction.pairs)
    lake.append_extraction(
        pending["article_id"].to_list(),
        extractor.version,
        pl.DataFrame(claims, schema=CLAIMS),
        pl.DataFrame(pairs, schema=PAIRS),
        run_id,
    )


def claim_id(claim: Claim, stamp: dict[str, object]) -> str:
    """Return the content hash that names a claim."""
    named = [
        stamp["article_id"], stamp["extractor_version"], claim.char_start, claim.char_end, claim.measure,
        str(claim.value), claim.unit, claim.from_partners, claim.to_partners,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()


def reference_partners(path: Path) -> pl.DataFrame:
    """Return the partners file as the star reads it; `group` is called `parent`, since SQL reserves the word."""
    columns = ["name", "kind", "group", "country", "ticker", "wikidata"]
    frame = pl.read_csv(path, columns=columns, infer_schema=False)
    return frame.rename({"group": "parent"}).sort("name")
