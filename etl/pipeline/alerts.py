"""Alerts on a run that failed and on a source or release that is late, sent by Apprise.

Belongs here: whom to tell (`alerts.conf` in the folder of the warehouse) and when. Stays out: how a message reaches
anybody (Apprise), and what is done about it. Without the file nothing is sent.
"""

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

import apprise
import dagster as dg

from etl.pipeline.assets import LATE

_LONGEST = 1500


class AlertsError(ValueError):
    """A line of `alerts.conf` that names nobody; the message says which."""


def addresses(path: Path) -> list[str]:
    """Return the addresses that a file gives, one a line; none where there is no file. Raises AlertsError."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        told = line.strip()
        if not told or told.startswith("#"):
            continue
        if apprise.Apprise.instantiate(told, suppress_exceptions=True) is None:
            raise AlertsError(
                f"{path}, line {number}: this is no address that Apprise knows; write one like mailto://…"
            )
        found.append(told)
    return found


def tell(to: Sequence[str], title: str, body: str) -> bool:
    """Send a message to every address; return whether all took it."""
    messenger = apprise.Apprise()
    for address in to:
        messenger.add(address)
    return bool(messenger.notify(title=title, body=body[:_LONGEST], body_format=apprise.NotifyFormat.TEXT))


def late(instance: dg.DagsterInstance, keys: Collection[dg.AssetKey], now: datetime) -> dict[str, str]:
    """Return the assets that were made before but not for too long, each with the time of its last making."""
    found = {}
    for key in keys:
        last = instance.get_latest_materialization_event(key)
        if last and now.timestamp() - last.timestamp > LATE.total_seconds():
            made = datetime.fromtimestamp(last.timestamp, UTC)
            found[key.to_user_string()] = f"{made:%Y-%m-%d %H:%M} UTC"
    return found


def alert_sensors(to: Sequence[str], keys: Collection[dg.AssetKey]) -> list[dg.SensorDefinition]:
    """Return the sensors that tell of failed runs and of late assets among `keys`; none where nobody is to be told."""
    if not to:
        return []

    @dg.run_failure_sensor(
        name="alert_failed",
        description="Tells the addresses of alerts.conf of a failed run.",
        default_status=dg.DefaultSensorStatus.RUNNING,
    )
    def alert_failed(context: dg.RunFailureSensorContext) -> None:
        run = context.dagster_run
        title = f"Dealhouse: the run {run.run_id[:8]} of {run.job_name} failed"
        if not tell(to, title, context.failure_event.message or "The page shows why."):
            context.log.warning("The alert of a failed run did not reach every address of alerts.conf.")

    @dg.sensor(
        name="alert_late",
        description="Tells the addresses of alerts.conf, once, of what has not been made for too long.",
        minimum_interval_seconds=600,
        default_status=dg.DefaultSensorStatus.RUNNING,
    )
    def alert_late(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        now = late(context.instance, keys, datetime.now(UTC))
        before = set(json.loads(context.cursor or "[]"))
        fresh = [f"{name}: last made {when}" for name, when in now.items() if name not in before]
        if fresh and not tell(to, f"Dealhouse: {len(fresh)} late", "\n".join(fresh)):
            return dg.SkipReason("The alert did not reach every address of alerts.conf; it is sent again.")
        context.update_cursor(json.dumps(sorted(now)))
        return dg.SkipReason(f"{len(now)} late, {len(fresh)} told of now.")

    return [alert_failed, alert_late]
