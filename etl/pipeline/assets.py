"""The assets: the tables of the lake, each file of `sql/star` and `sql/marts`, and the release.

Belongs here: what Dagster shows of a step (dependencies, descriptions, metadata, checks). Stays out: the steps
themselves (`session`).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import dagster as dg

from etl.contracts import Verdict
from etl.lake import ARTICLES, CLAIMS, PAIRS
from etl.lineage import Schema, full_schema, origins
from etl.pipeline.display import (
    FAILING,
    SHOWN,
    Metadata,
    Origins,
    accuracy_floors,
    bars,
    columns_shown,
    filled,
    lake_table,
    markdown,
)
from etl.pipeline.session import Session
from etl.sources.catalogue import KINDS
from etl.sqlgraph import Check, Model, checks, models
from etl.warehouse import AuditError, CheckResult

ARTICLES_KEY = dg.AssetKey(["lake", "articles"])
CLAIMS_KEY = dg.AssetKey(["lake", "claims"])
PAIRS_KEY = dg.AssetKey(["lake", "pairs"])
REJECTS_KEY = dg.AssetKey(["lake", "rejects"])
RELEASE_KEY = dg.AssetKey("release")
FEED_KEY = dg.AssetKey("feed")
LATE = timedelta(hours=36)
_SOURCES, _EXTRACTION, _WAREHOUSE = "team:sources", "team:extraction", "team:warehouse"
_INPUTS = {
    "lake_articles": ARTICLES_KEY,
    "lake_claims": CLAIMS_KEY,
    "delta_claims": CLAIMS_KEY,
    "lake_ledger": CLAIMS_KEY,
    "reference_rates": CLAIMS_KEY,  # of the currencies that claims name
    "lake_pairs": PAIRS_KEY,
    "lake_rejects": REJECTS_KEY,
}


def _contract(verdict: Verdict, key: dg.AssetKey) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name="contract",
        asset_key=key,
        passed=verdict.failed.height == 0,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"failed_rows": verdict.failed.height, "rejects": markdown(verdict.rejects.head(FAILING).to_dicts())},
    )


def _contract_spec(key: dg.AssetKey) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec("contract", asset=key, description="Rows that break the contract go to rejects.")


def _source_asset(kind: str) -> dg.AssetsDefinition:
    """Return the asset of all sources of one kind; its checks tell empty from broken, its policy tells late."""
    key = source_key(kind)

    @dg.asset(
        key=key,
        group_name="sources",
        kinds={kind},
        owners=[_SOURCES],
        description=f"What the sources of kind {kind} gave when they were last read.",
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=LATE),
        check_specs=[
            dg.AssetCheckSpec("not_empty", asset=key, description="Each source gives something, be it known already."),
            dg.AssetCheckSpec("not_broken", asset=key, description="No source gives rejects and nothing else."),
        ],
    )
    def read(session: dg.ResourceParam[Session]) -> Iterator[dg.MaterializeResult[None]]:
        session.tell("ingest")
        found = session.read_sources(kind)
        rows = [{"source": one.name, "read": one.read} | one.outcomes for one in found]
        empty, broken = [one.name for one in found if not one.read], [one.name for one in found if one.is_broken]
        yield dg.MaterializeResult(
            metadata={"dagster/row_count": sum(one.read for one in found), "sources": markdown(filled(rows))},
            check_results=[
                _warning("not_empty", key, empty),
                _warning("not_broken", key, broken),
            ],
        )

    return read


def source_key(kind: str) -> dg.AssetKey:
    """Return the key of the asset of one kind of source."""
    return dg.AssetKey(["sources", kind])


def _warning(name: str, key: dg.AssetKey, sources: list[str]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=name, asset_key=key, passed=not sources, severity=dg.AssetCheckSeverity.WARN,
        metadata={"sources": ", ".join(sources) or "none"},
    )  # fmt: skip


@dg.asset(
    key=ARTICLES_KEY, deps=[source_key(kind) for kind in KINDS], group_name="lake", kinds={"delta"},
    owners=[_SOURCES], check_specs=[_contract_spec(ARTICLES_KEY)],
    description="Every version of every article that was read, named by the hash of its text.",
)  # fmt: skip
def lake_articles(session: dg.ResourceParam[Session]) -> Iterator[dg.MaterializeResult[None]]:
    """Sum up what the sources gave: what was read is new, unchanged, a copy, turned away or rejected."""
    session.tell("ingest")
    found = session.ingest()
    counts: Metadata = {
        "read": found.read, "new": found.new, "unchanged": found.unchanged, "copies": found.copies,
        "turned_away": found.turned_away, "rejected": found.rejected, "passed_over": found.passed_over,
    }  # fmt: skip
    metadata = counts | lake_table("articles", *session.lake.sample("articles", ARTICLES))
    yield dg.MaterializeResult(metadata=metadata, check_results=[_contract(found.verdict, ARTICLES_KEY)])


@dg.multi_asset(
    name="lake_claims",
    group_name="lake",
    specs=[
        dg.AssetSpec(
            CLAIMS_KEY,
            deps=[ARTICLES_KEY],
            kinds={"delta"},
            owners=[_EXTRACTION],
            description="What each article claims, with the characters that say so, in every version of the extractor.",
        ),
        dg.AssetSpec(
            PAIRS_KEY,
            deps=[ARTICLES_KEY],
            kinds={"delta"},
            owners=[_EXTRACTION],
            description="Between whom an article tells of a deal, in every version of the extractor.",
        ),
    ],
    check_specs=[_contract_spec(CLAIMS_KEY), _contract_spec(PAIRS_KEY)],
)
def lake_claims(session: dg.ResourceParam[Session]) -> Iterator[dg.MaterializeResult[None]]:
    """Extract what this version of the extractor has not read."""
    session.tell("extract")
    found = session.extract()
    version = session.extractor.version
    for key, schema, verdict in ((CLAIMS_KEY, CLAIMS, found.claims), (PAIRS_KEY, PAIRS, found.pairs)):
        name = key.path[-1]
        metadata = accuracy_floors() | {"articles_extracted": found.articles, "extractor_version": version}
        yield dg.MaterializeResult(
            asset_key=key,
            metadata=metadata | lake_table(name, *session.lake.sample(name, schema, version)),
            check_results=[_contract(verdict, key)],
        )


@dg.asset(
    key=REJECTS_KEY, deps=[ARTICLES_KEY, CLAIMS_KEY, PAIRS_KEY], group_name="lake", kinds={"delta"},
    owners=[_SOURCES], description="Everything that was turned down, with its reason.",
)  # fmt: skip
def lake_rejects(session: dg.ResourceParam[Session]) -> Iterator[dg.MaterializeResult[None]]:
    """Show the rejects as they now stand."""
    found = session.lake.rejects()
    yield dg.MaterializeResult(metadata=lake_table("rejects", found.height, found))


def _key(name: str, known: Mapping[str, Model]) -> dg.AssetKey | None:
    return dg.AssetKey([known[name].folder, name]) if name in known else _INPUTS.get(name)


def _origins(model: Model, known: Mapping[str, Model], schema: Schema) -> Origins:
    return {
        column: [dg.TableColumnDep(key, one.column) for one in sources if (key := _key(one.table, known))]
        for column, sources in origins(model, schema).items()
    }


def _sql_asset(model: Model, known: Mapping[str, Model], schema: Schema | None) -> dg.AssetsDefinition:
    """Return the asset of one file of `sql/`; its dependencies are the tables that its SQL names.

    With a `schema` its materialisations show where each column comes from.
    """
    made_from = _origins(model, known, schema) if schema else {}

    @dg.asset(
        key=[model.folder, model.name],
        deps=[key for name in model.depends_on if (key := _key(name, known))],
        group_name=model.folder,
        description=f"{model.description}\n\n```sql\n{model.sql}\n```",
        kinds={"duckdb", "sql"},
        owners=[_WAREHOUSE],
    )
    def made(session: dg.ResourceParam[Session]) -> Iterator[dg.MaterializeResult[None]]:
        if session.extracted:
            session.tell("build")
        rows = session.make(model.name)
        if model.kind == "MACRO":
            yield dg.MaterializeResult()
            return
        counted: Metadata = {"dagster/row_count": rows} if model.kind == "TABLE" else {}
        shown = columns_shown(session.build.columns(model.name), made_from)
        preview: Metadata = {"preview": markdown(session.build.preview(model.name, SHOWN))}
        yield dg.MaterializeResult(metadata=counted | shown | preview)

    return made


def _check_spec(audit: Check) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(audit.name, asset=RELEASE_KEY, description=audit.description, blocking=audit.blocking)


def _check_result(result: CheckResult) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=result.check.name,
        asset_key=RELEASE_KEY,
        passed=result.count == 0,
        severity=dg.AssetCheckSeverity.ERROR if result.check.blocking else dg.AssetCheckSeverity.WARN,
        metadata={"failing_rows": result.count, "rows": markdown(result.rows[:FAILING])},
    )


def _release_asset(known: Mapping[str, Model]) -> dg.AssetsDefinition:
    @dg.asset(
        key=RELEASE_KEY,
        deps=[dg.AssetKey([model.folder, model.name]) for model in known.values()],
        group_name="release",
        kinds={"duckdb"},
        owners=[_WAREHOUSE],
        check_specs=[_contract_spec(RELEASE_KEY), *(_check_spec(audit) for audit in checks())],
        description="The published warehouse: audited by every file of sql/checks, then renamed into place.",
    )
    def release(session: dg.ResourceParam[Session]) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult[None]]:
        session.tell("audit")
        yield _contract(session.settle(), RELEASE_KEY)
        results = session.build.audit()
        for result in results:
            yield _check_result(result)
        failed = [result for result in results if result.check.blocking and result.count]
        if failed:
            raise AuditError(failed)
        session.warnings = {result.check.name: result.count for result in results if result.count}
        shown = _state(session)
        session.tell("publish")
        published = session.publish()
        metadata: Metadata = {"path": str(published.path), "digest": published.digest, "changed": published.changed}
        yield dg.MaterializeResult(asset_key=RELEASE_KEY, metadata=shown | metadata)

    return release


@dg.asset(
    key=FEED_KEY, deps=[RELEASE_KEY], group_name="release", kinds={"xml"}, owners=[_WAREHOUSE],
    description="deals.atom: the commitments that each release tells anew, tells otherwise, or tells no longer.",
)  # fmt: skip
def feed(session: dg.ResourceParam[Session]) -> dg.MaterializeResult[None]:
    """Write the feed beside the release."""
    count = session.write_feed()
    return dg.MaterializeResult(metadata={"dagster/row_count": count, "path": str(session.warehouse.feed)})


def _state(session: Session) -> Metadata:
    """Return what tells in ten seconds whether the release is sound; the page plots the numbers from run to run."""
    fresh = session.build.ask("freshness", {"today": date.today()})
    rejects = session.build.ask("rejects_by_reason")
    counts = {name.removeprefix("fact_") + "s": session.make(name) for name in ("fact_claim", "fact_commitment")}
    ages = [row["days"] for row in fresh if row["days"] is not None]
    return (
        counts
        | {"rejects": session.make("fact_reject")}
        | ({"days_since_newest_article": min(ages)} if ages else {})
        | {
            "claims_a_day": bars(session.build.ask("claims_a_day"), "claims"),
            "rejects_by_reason": markdown(rejects),
            "freshness": markdown(fresh),
        }
    )


def backfill_asset(files: list[str]) -> dg.AssetsDefinition:
    """Return the asset whose partitions are WARC files, so that a range of them can be read by a backfill."""

    @dg.asset(
        key=["sources", "warc_files"],
        group_name="sources",
        kinds={"warc"},
        owners=[_SOURCES],
        partitions_def=dg.StaticPartitionsDefinition(sorted(files)),
        description="WARC files read into the lake, a partition a file; the next run extracts and publishes.",
    )
    def warc_files(context: dg.AssetExecutionContext, session: dg.ResourceParam[Session]) -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(metadata={"dagster/row_count": session.read_archives(context.partition_keys)})

    return warc_files


def all_assets(*, lineage: bool = False) -> list[dg.AssetsDefinition]:
    """Return every asset of the pipeline; with the `lineage` of columns, which takes a second or two to parse."""
    known = {model.name: model for model in models()}
    schema = full_schema(known.values(), {}) if lineage else None
    made = [_sql_asset(model, known, schema) for model in known.values()]
    read = [_source_asset(kind) for kind in KINDS]
    return [*read, lake_articles, lake_claims, lake_rejects, *made, _release_asset(known), feed]
