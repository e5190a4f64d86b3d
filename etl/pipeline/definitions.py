"""What `dagster` loads: assets, schedule, sensor, and the run's session as their one resource.

Belongs here: gathering. Stays out: any step, any default beyond the warehouse's folder.
"""

import hashlib
import re
from collections.abc import Iterator

import dagster as dg

from etl.paths import Warehouse, default_root
from etl.pipeline.alerts import addresses, alert_sensors
from etl.pipeline.assets import RELEASE_KEY, all_assets, backfill_asset, source_key
from etl.pipeline.session import Session, warehouse_sources
from etl.sources.catalogue import Source
from etl.sources.reading import archives

JOB = "warehouse"
SOURCE_TAG = "dealhouse/source"
PATIENCE = 600


def files_digest(warehouse: Warehouse, sources: list[Source]) -> str:
    """Return a digest of the files that the sources stand for: names, sizes and times of change."""
    digest = hashlib.sha256()
    for source in sources:
        path = warehouse.root / source.address
        if source.is_remote or not path.exists():
            continue
        for file in sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]:
            state = file.stat()
            digest.update(f"{file}\0{state.st_size}\0{state.st_mtime_ns}\0".encode(errors="surrogateescape"))
    return digest.hexdigest()


def build_defs(*, warehouse: Warehouse | None = None) -> dg.Definitions:
    """Return the definitions of one warehouse's pipeline; by default the one of `etl.paths.default_root`.

    Raises SourceError where its `sources.toml` is wrong, AlertsError where its `alerts.conf` is.
    """
    place = warehouse or Warehouse(default_root())
    sources = warehouse_sources(place)
    assets = all_assets(lineage=True)
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.assets(*assets),
        description="From the sources to a release.",
        config={"loggers": {"console": {"config": {"log_level": "WARNING"}}}},
    )

    @dg.resource(description="The state that the steps of one run share; waits for and holds the writer's lock.")
    def session(context: dg.InitResourceContext) -> Iterator[Session]:
        asked = context.dagster_run.tags.get(SOURCE_TAG) if context.dagster_run else None
        with Session(place, only=[asked] if asked else [], patience=PATIENCE) as opened:
            yield opened

    @dg.sensor(
        job=job,
        minimum_interval_seconds=60,
        description="Runs when a file of a source has changed.",
        default_status=dg.DefaultSensorStatus.RUNNING,
    )
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        digest = files_digest(place, sources)
        if digest == context.cursor:
            return dg.SkipReason("Nothing has changed in the inbox and the other files of the sources.")
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=digest)], cursor=digest)

    daily = dg.ScheduleDefinition(
        name="daily",
        job=job,
        cron_schedule="0 6 * * *",
        execution_timezone="UTC",
        description="Runs every morning.",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    files = archives(sources, place.root)
    return dg.Definitions(
        assets=[*assets, *([backfill_asset(list(files))] if files else [])],
        jobs=[job],
        schedules=[daily, *_schedules(sources)],
        sensors=[inbox, *alert_sensors(addresses(place.alerts), _watched(sources))],
        resources={"session": session},
        executor=dg.in_process_executor,
    )


def _watched(sources: list[Source]) -> list[dg.AssetKey]:
    return [RELEASE_KEY, *(source_key(kind) for kind in sorted({one.kind for one in sources}))]


def _schedules(sources: list[Source]) -> list[dg.ScheduleDefinition]:
    """Return a schedule for each source that asks for one; its runs read that source alone."""
    return [
        dg.ScheduleDefinition(
            name=f"source_{number}_{re.sub(r'[^A-Za-z0-9_]', '_', source.name)}",
            job_name=JOB,
            cron_schedule=source.schedule,
            execution_timezone="UTC",
            tags={SOURCE_TAG: source.name},
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description=f"Reads {source.name}: {source.address}",
        )
        for number, source in enumerate(sources, 1)
        if source.schedule
    ]


defs = build_defs()
