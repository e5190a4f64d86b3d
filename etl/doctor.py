"""Whether a warehouse is sound, and what to do where it is not; nothing is changed, nothing is fetched.

Belongs here: one function for each thing that is looked at. Stays out: printing (`cli_doctor`), and trying remote
sources (`dealhouse sources check`).
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Literal

import duckdb
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout
from packaging.requirements import Requirement
from pyarrow import ArrowException

from etl import corrections
from etl.lake import Lake
from etl.paths import Warehouse
from etl.pipeline.session import warehouse_sources
from etl.reference import ReferenceFileError, read_reference
from etl.releases import ReleaseError, current_release, list_releases
from etl.sources.catalogue import Source
from etl.sources.files import SourceError
from etl.sources.reading import check_source

State = Literal["ok", "warning", "wrong"]
_NAME = "dealhouse"
_SPARE = 512 * 2**20
_LATE_DAYS = 2
_DAY = 86_400
_DAMAGED = (OSError, DeltaError, ArrowException)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing, and what to do about it where it is not as it should be."""

    about: str
    state: State
    found: str
    remedy: str | None = None


def examine(place: Warehouse) -> list[Finding]:
    """Return what is found, good and bad."""
    return [
        finding
        for look in (_versions, _folder, _lock, _disk, _reference, _sources, _schedules, _alerts, _lake, _release)
        for finding in look(place)
    ]


def _versions(_: Warehouse) -> Iterator[Finding]:
    needed = [Requirement(line) for line in requires(_NAME) or ()]
    wrong = [told for one in needed if not one.marker or one.marker.evaluate({"extra": ""}) if (told := _unmet(one))]
    if wrong:
        yield Finding("versions", "wrong", "; ".join(wrong), "install again: make clean, then make run")
    else:
        python = ".".join(map(str, sys.version_info[:3]))
        libraries = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "deltalake", "polars", "dagster"))
        yield Finding("versions", "ok", f"{_NAME} {version(_NAME)}, Python {python}, {libraries}")


def _unmet(needed: Requirement) -> str | None:
    try:
        there = version(needed.name)
    except PackageNotFoundError:
        return f"{needed.name} is not installed"
    return None if needed.specifier.contains(there, prereleases=True) else f"{needed.name} {there} is not {needed}"


def _folder(place: Warehouse) -> Iterator[Finding]:
    if not place.root.exists():
        yield Finding("folder", "wrong", f"{place.root}: there is no such folder", "make it with `dealhouse run`")
    elif not os.access(place.root, os.W_OK | os.X_OK):
        yield Finding("folder", "wrong", f"{place.root}: may not be written", "change its rights, or run as its owner")
    else:
        yield Finding("folder", "ok", str(place.root))


def _lock(place: Warehouse) -> Iterator[Finding]:
    if not place.lock.exists():
        return
    try:
        with FileLock(place.lock, timeout=0):
            yield Finding("lock", "ok", "nothing is writing")
    except Timeout:
        yield Finding("lock", "ok", "a run is writing now")
    except OSError as error:
        yield Finding("lock", "wrong", f"{place.lock}: {error.strerror}", "make it writable, or delete it")


def _disk(place: Warehouse) -> Iterator[Finding]:
    if not place.root.exists():
        return
    free = shutil.disk_usage(place.root).free
    held = place.database.stat().st_size if place.database.exists() else 0
    wanted = _SPARE + 3 * held  # the release being built, its spill, and the next part of the lake
    told = f"{free / 2**30:,.1f} GiB are free"
    if free < wanted:
        yield Finding("disk", "wrong", told, f"free some: a run may need {wanted / 2**30:,.1f} GiB")
    else:
        yield Finding("disk", "ok", told)


def _reference(place: Warehouse) -> Iterator[Finding]:
    try:
        read = read_reference(place.reference)
    except ReferenceFileError as error:
        yield Finding("reference", "wrong", str(error), "correct the file: no run can begin without it")
        return
    lines = corrections.read(place.corrections, corrections.Names.of(read.organisations))
    told = [f"{place.corrections}, line {one.number}: {one.detail}" for one in lines if one.problem]
    for problem in (*map(str, read.problems), *told):
        yield Finding("reference", "warning", problem, "correct the line: it is left out")
    if not read.problems and not told:
        yield Finding("reference", "ok", f"{len(read.organisations):,} partners in {place.reference}")


def _sources(place: Warehouse) -> Iterator[Finding]:
    try:
        found = warehouse_sources(place)
    except SourceError as error:
        yield Finding("sources", "wrong", str(error), "correct the file: no run can begin without it")
        return
    sound = True
    for one in found:
        try:
            check_source(one, place.root)
        except SourceError as error:
            sound = False
            yield Finding("sources", "wrong", f"{one.name}: {error}", "a run reads the others until this is mended")
    if sound:
        names = ", ".join(one.name for one in found) or "none"
        remote = sum(one.is_remote for one in found)
        untried = f"; {remote} of them on the web, which `dealhouse sources check` tries" if remote else ""
        yield Finding("sources", "ok", names + untried)


def _schedules(place: Warehouse) -> Iterator[Finding]:
    try:
        timed = [one for one in warehouse_sources(place) if one.schedule]
    except SourceError:
        return
    for one in timed:
        if not _is_schedule(one):
            yield Finding(
                "schedule", "wrong", f"{one.name}: {one.schedule!r} is no schedule", "write one like '0 6 * * *'"
            )
    told = place.lake / "balance" / "_delta_log"
    if told.exists() and place.dagster_home.exists():
        days = (time.time() - max(file.stat().st_mtime for file in told.iterdir())) / _DAY
        if days > _LATE_DAYS:
            yield Finding(
                "schedule", "warning", f"nothing has been read for {days:.0f} days",
                "schedules run only while `dealhouse serve` does: start it, or call `dealhouse run`",
            )  # fmt: skip


def _is_schedule(source: Source) -> bool:
    import dagster as dg  # noqa: PLC0415

    try:
        dg.ScheduleDefinition(name="tried", job_name="tried", cron_schedule=source.schedule)
    except dg.DagsterInvalidDefinitionError:
        return False
    return True


def _alerts(place: Warehouse) -> Iterator[Finding]:
    if not place.alerts.exists():
        return
    from etl.pipeline.alerts import AlertsError, addresses  # noqa: PLC0415

    try:
        yield Finding("alerts", "ok", f"{len(addresses(place.alerts))} in {place.alerts}")
    except AlertsError as error:
        yield Finding("alerts", "wrong", str(error), "correct the line: the Dagster page does not start with it")


def _lake(place: Warehouse) -> Iterator[Finding]:
    lake = Lake(place.lake)
    at = place.lake
    try:
        for at in sorted(place.lake.iterdir()) if place.lake.exists() else ():
            DeltaTable(str(at))
        at = place.lake
        articles = len(lake.article_ids())
        rejects, outcomes = lake.rejects(), lake.last_outcomes()
    except _DAMAGED as error:
        told = str(error).partition("\n")[0]
        yield Finding("lake", "wrong", f"{at}: {told}", "put it back from a backup; see warehouse/README.md")
        return
    turned_down = f", {rejects.height:,} rejects" if rejects.height else ""
    yield Finding("lake", "ok", f"{articles:,} articles{turned_down}")
    for name, told in outcomes.items():
        if told.endswith(" rejected") and "," not in told:
            yield Finding("last run", "warning", f"{name} gave {told} and nothing else", "see `dealhouse rejects list`")


def _release(place: Warehouse) -> Iterator[Finding]:
    try:
        current, kept = current_release(place), list_releases(place)
    except (ReleaseError, duckdb.Error) as error:
        told = str(error).partition("\n")[0]
        yield Finding("release", "wrong", told, "delete the damaged file; the next run publishes anew")
        return
    if not current:
        told = f"{place.database}: cannot be read" if place.database.exists() else "nothing is published yet"
        yield Finding("release", "wrong", told, "run `dealhouse run`, or go back with `dealhouse releases rollback`")
        return
    (number, _) = current
    shown = next((one for one in kept if one.is_current), None)
    if shown:
        made = shown.made.strftime("%Y-%m-%d %H:%M")
        told = f"{number}, made {made} UTC: {shown.articles:,} articles, {shown.commitments:,} commitments"
        yield Finding("release", "ok", told)
        try:
            missing = Lake(place.lake).articles().height - shown.articles
        except _DAMAGED:
            return  # told of the lake
        if missing > 0 and kept[0].is_current:
            yield Finding(
                "last run", "wrong", f"{missing:,} articles of the lake are not in the release: no run since published",
                "call `dealhouse run` and read what it says",
            )  # fmt: skip
    else:
        yield Finding("release", "ok", f"{number}, whose file in {place.releases} is gone")
