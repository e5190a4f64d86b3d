"""What `dagster` loads: assets, schedule, sensor, and the run's session as their one resource.

Belongs here: gathering. Stays out: any step, any default beyond the warehouse's folder.
"""

import hashlib
from collections.abc import Iterator

import dagster as dg

from etl.paths import Warehouse, default_root
from etl.pipeline.assets import all_assets
from etl.pipeline.session import Session

JOB = "warehouse"
PATIENCE = 600


def inbox_digest(warehouse: Warehouse) -> str:
    """Return a digest of what lies in the inbox: names, sizes and times of change."""
    digest = hashlib.sha256()
    for file in sorted(path for path in warehouse.inbox.rglob("*") if path.is_file()):
        state = file.stat()
        digest.update(
            f"{file.relative_to(warehouse.inbox)}\0{state.st_size}\0{state.st_mtime_ns}\0".encode(
                errors="surrogateescape"
            )
        )
    return digest.hexdigest()


def build_defs(*, warehouse: Warehouse | None = None) -> dg.Definitions:
    """Return the definitions of one warehouse's pipeline; by default the one of `etl.paths.default_root`."""
    place = warehouse or Warehouse(default_root())
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        description="From the inbox to a release.",
        config={"loggers": {"console": {"config": {"log_level": "WARNING"}}}},
    )

    @dg.resource(description="The state that the steps of one run share; waits for and holds the writer's lock.")
    def session(_: dg.InitResourceContext) -> Iterator[Session]:
        with Session(place, patience=PATIENCE) as opened:
            yield opened

    @dg.sensor(
        job=job,
        minimum_interval_seconds=60,
        description="Runs when the inbox has changed.",
        default_status=dg.DefaultSensorStatus.RUNNING,
    )
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        digest = inbox_digest(place)
        if digest == context.cursor:
            return dg.SkipReason("Nothing has changed in the inbox.")
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=digest)], cursor=digest)

    daily = dg.ScheduleDefinition(
        name="daily",
        job=job,
        cron_schedule="0 6 * * *",
        execution_timezone="UTC",
        description="Runs every morning.",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    return dg.Definitions(
        assets=all_assets(lineage=True),
        jobs=[job],
        schedules=[daily],
        sensors=[inbox],
        resources={"session": session},
        executor=dg.in_process_executor,
    )


defs = build_defs()
