"""The commands `dealhouse sources` and `dealhouse rejects`.

Belongs here: their arguments and what they print. Stays out: the work; heavy modules are imported by the command that
needs them.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from etl.console import fail, screen, show
from etl.paths import Warehouse, default_root

sources = typer.Typer(no_args_is_help=True, help="What the warehouse reads: list it, check it, add to it.")
rejects = typer.Typer(no_args_is_help=True, help="What was turned down: list it, show one, try again.")
Folder = Annotated[
    Path | None,
    typer.Option("--warehouse", metavar="DIR", help="Folder of the warehouse (default: the project's own)."),
]
Reason = Annotated[str | None, typer.Option("--reason", help="Only what was turned down for this reason.")]
_SHOWN = 2000
_BAD_ARGUMENTS = 2


def _place(folder: Path | None) -> Warehouse:
    return Warehouse(folder or default_root())


def _inbox(place: Warehouse) -> str:
    own = place.inbox.is_relative_to(place.root)
    return place.inbox.relative_to(place.root).as_posix() if own else str(place.inbox.resolve())


@sources.command("list")
def list_sources(warehouse: Folder = None) -> None:
    """List the sources, and what each gave when it was last read.

    Example: dealhouse sources list
    """
    from etl.lake import Lake  # noqa: PLC0415
    from etl.pipeline.session import warehouse_sources  # noqa: PLC0415
    from etl.sources.files import SourceError  # noqa: PLC0415

    place = _place(warehouse)
    try:
        found = warehouse_sources(place)
    except SourceError as error:
        raise fail(str(error), _BAD_ARGUMENTS) from error
    last = Lake(place.lake).last_outcomes()
    rows = [(one.name, one.kind, one.address, one.schedule, last.get(one.name, "never read")) for one in found]
    show(screen(), ("Name", "Kind", "Address", "Schedule", "Last run"), rows)


@sources.command("check")
def check_sources(warehouse: Folder = None) -> None:
    """Try each source without storing anything; say which cannot be read and why.

    Example: dealhouse sources check
    """
    from etl.pipeline.session import warehouse_sources  # noqa: PLC0415
    from etl.sources.files import SourceError  # noqa: PLC0415
    from etl.sources.reading import try_source  # noqa: PLC0415

    place = _place(warehouse)
    failed = 0
    try:
        found = warehouse_sources(place)
    except SourceError as error:
        raise fail(str(error), _BAD_ARGUMENTS) from error
    for one in found:
        wrong = try_source(one, place.root)
        failed += bool(wrong)
        screen().print(f"{one.name}: {wrong or 'can be read'}")
    if failed:
        raise typer.Exit(1)


@sources.command("add")
def add_source(
    kind: Annotated[str, typer.Argument(help="folder, feed, page, warc or export.")],
    address: Annotated[str, typer.Argument(help="A URL, or a path relative to the folder of the warehouse.")],
    name: Annotated[str, typer.Option("--name", help="What to call it.")],
    publisher: Annotated[str | None, typer.Option(help="Publisher, where the articles do not name theirs.")] = None,
    schedule: Annotated[str | None, typer.Option(help="When to read it, such as '0 6 * * *'.")] = None,
    follow: Annotated[bool, typer.Option(help="Fetch the pages that a feed leads to.")] = False,
    warehouse: Folder = None,
) -> None:
    """Add a source to sources.toml.

    Example: dealhouse sources add feed https://example.org/news.xml --name example --follow
    """
    from etl.sources.catalogue import Source, add  # noqa: PLC0415
    from etl.sources.files import SourceError  # noqa: PLC0415

    place = _place(warehouse)
    place.root.mkdir(parents=True, exist_ok=True)
    source = Source(name, kind, address, publisher, schedule=schedule, follow=follow)
    try:
        add(place.sources, replace(source, scan=kind == "warc"), _inbox(place))
    except SourceError as error:
        raise fail(str(error), _BAD_ARGUMENTS) from error
    screen().print(f"{place.sources} now names {name!r}; `dealhouse sources check` tries it")


@rejects.command("list")
def list_rejects(reason: Reason = None, warehouse: Folder = None) -> None:
    """List what is turned down by source and reason, with an example of each.

    Example: dealhouse rejects list --reason no-article
    """
    from etl.lake import Lake  # noqa: PLC0415
    from etl.quarantine import groups  # noqa: PLC0415

    rows = [
        (one.count, one.source, one.stage, one.reason, one.example)
        for one in groups(Lake(_place(warehouse).lake), reason)
    ]
    if not rows:
        screen().print("Nothing is turned down.")
        return
    show(screen(), ("Count", "Source", "Stage", "Reason", "Example"), rows)


@rejects.command("show")
def show_reject(
    path: Annotated[str, typer.Argument(help="The file or address, as the list and the table `rejects` name it.")],
    warehouse: Folder = None,
) -> None:
    """Show why something is turned down, and the beginning of what it holds.

    Example: dealhouse rejects show empty.txt
    """
    from etl.lake import Lake  # noqa: PLC0415
    from etl.quarantine import find  # noqa: PLC0415

    found = find(Lake(_place(warehouse).lake), path)
    if not found:
        raise fail(f"{path}: nothing of this name is turned down; see `dealhouse rejects list`")
    for row, content in found:
        screen().print(f"{row['reason']} ({row['stage']}, run {row['run_id']}): {row['detail']}")
        if content is not None:
            screen().print(f"{len(content):,} bytes are kept:\n{content[:_SHOWN].decode('utf-8', 'replace')}")


@rejects.command("replay")
def replay_rejects(reason: Reason = None, warehouse: Folder = None) -> None:
    """Try again what is turned down and kept, after a fix, and publish what comes of it.

    Example: dealhouse rejects replay --reason no-article
    """
    from etl.pipeline.run import run as run_pipeline  # noqa: PLC0415
    from etl.pipeline.session import BusyError, Session  # noqa: PLC0415
    from etl.quarantine import documents  # noqa: PLC0415
    from etl.reference import ReferenceFileError  # noqa: PLC0415
    from etl.warehouse import AuditError  # noqa: PLC0415

    try:
        with Session(_place(warehouse), replay=partial(documents, reason=reason)) as session:
            summary = run_pipeline(session)
    except (BusyError, ReferenceFileError, AuditError) as error:
        raise fail(str(error)) from error
    screen().print(
        f"{summary.read} tried again: {summary.new} new, {summary.unchanged} unchanged, {summary.copies} copies, "
        f"{summary.rejected} rejected again"
    )
