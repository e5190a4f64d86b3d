"""The commands `dealhouse sources` and `dealhouse rejects`.

Belongs here: their arguments and what they print. Stays out: the work; heavy modules are imported by the command that
needs them.
"""

from dataclasses import asdict, replace
from functools import partial
from typing import Annotated

import typer

from etl.cli_options import BAD_ARGUMENTS, AsJson, Folder, place_of
from etl.console import as_json, fail, screen, show
from etl.paths import Warehouse

sources = typer.Typer(no_args_is_help=True, help="What the warehouse reads: list it, check it, add to it.")
rejects = typer.Typer(no_args_is_help=True, help="What was turned down: list it, show one, try again.")
Reason = Annotated[str | None, typer.Option("--reason", help="Only what was turned down for this reason.")]
_SHOWN = 2000


def _inbox(place: Warehouse) -> str:
    own = place.inbox.is_relative_to(place.root)
    return place.inbox.relative_to(place.root).as_posix() if own else str(place.inbox.resolve())


@sources.command("list")
def list_sources(warehouse: Folder = None, json: AsJson = False) -> None:
    """List the sources, and what each gave when it was last read.

    Example: dealhouse sources list
    """
    from etl.lake import Lake  # noqa: PLC0415
    from etl.pipeline.session import warehouse_sources  # noqa: PLC0415
    from etl.sources.files import SourceError  # noqa: PLC0415

    place = place_of(warehouse)
    try:
        found = warehouse_sources(place)
    except SourceError as error:
        raise fail(str(error), BAD_ARGUMENTS) from error
    last = Lake(place.lake).last_outcomes()
    if json:
        as_json([asdict(one) | {"last_run": last.get(one.name)} for one in found])
        return
    rows = [(one.name, one.kind, one.address, one.schedule, last.get(one.name, "never read")) for one in found]
    show(screen(), ("Name", "Kind", "Address", "Schedule", "Last run"), rows)


@sources.command("check")
def check_sources(warehouse: Folder = None, json: AsJson = False) -> None:
    """Try each source without storing anything; say which cannot be read and why.

    Example: dealhouse sources check
    """
    from etl.pipeline.session import warehouse_sources  # noqa: PLC0415
    from etl.sources.files import SourceError  # noqa: PLC0415
    from etl.sources.reading import try_source  # noqa: PLC0415

    place = place_of(warehouse)
    tried: list[dict[str, str | None]] = []
    try:
        found = warehouse_sources(place)
    except SourceError as error:
        raise fail(str(error), BAD_ARGUMENTS) from error
    for one in found:
        wrong = try_source(one, place.root)
        tried.append({"name": one.name, "wrong": wrong})
        if not json:
            screen().print(f"{one.name}: {wrong or 'can be read'}")
    if json:
        as_json(tried)
    if any(one["wrong"] for one in tried):
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

    place = place_of(warehouse)
    place.root.mkdir(parents=True, exist_ok=True)
    source = Source(name, kind, address, publisher, schedule=schedule, follow=follow)
    try:
        add(place.sources, replace(source, scan=kind == "warc"), _inbox(place))
    except SourceError as error:
        raise fail(str(error), BAD_ARGUMENTS) from error
    screen().print(f"{place.sources} now names {name!r}; `dealhouse sources check` tries it")


def _none_for(reason: str) -> str:
    return f"Nothing is turned down for the reason {reason!r}; see `dealhouse rejects list`."


@rejects.command("list")
def list_rejects(reason: Reason = None, warehouse: Folder = None, json: AsJson = False) -> None:
    """List what is turned down by source and reason, with an example of each.

    Example: dealhouse rejects list --reason no-article
    """
    from etl.lake import Lake  # noqa: PLC0415
    from etl.quarantine import groups  # noqa: PLC0415

    found = groups(Lake(place_of(warehouse).lake), reason)
    if json:
        as_json([asdict(one) for one in found])
        return
    rows = [(one.count, one.source, one.stage, one.reason, one.example) for one in found]
    if not rows:
        none = "Nothing is turned down of what was read; lines of corrections.csv are in the table `rejects`."
        screen().print(_none_for(reason) if reason else none)
        return
    show(screen(), ("Count", "Source", "Stage", "Reason", "Example"), rows)


@rejects.command("show")
def show_reject(
    path: Annotated[str, typer.Argument(help="The file or address, as the list and the table `rejects` name it.")],
    warehouse: Folder = None,
    json: AsJson = False,
) -> None:
    """Show why something is turned down, and the beginning of what it holds.

    Example: dealhouse rejects show empty.txt
    """
    from etl.lake import Lake  # noqa: PLC0415
    from etl.quarantine import find  # noqa: PLC0415

    found = find(Lake(place_of(warehouse).lake), path)
    if not found:
        raise fail(f"{path}: nothing of this name is turned down; see `dealhouse rejects list`")
    if json:
        as_json([row | {"content": None if held is None else held.decode("utf-8", "replace")} for row, held in found])
        return
    for row, content in found:
        screen().print(f"{row['reason']} ({row['stage']}, run {row['run_id']}): {row['detail']}")
        if content is not None:
            screen().print(f"{len(content):,} bytes are kept:\n{content[:_SHOWN].decode('utf-8', 'replace')}")


@rejects.command("replay")
def replay_rejects(reason: Reason = None, warehouse: Folder = None) -> None:
    """Try again what is turned down and kept, after a fix, and publish what comes of it.

    Example: dealhouse rejects replay --reason no-article
    """
    from etl.lake import Lake  # noqa: PLC0415
    from etl.pipeline.run import run as run_pipeline  # noqa: PLC0415
    from etl.pipeline.session import BusyError, Session  # noqa: PLC0415
    from etl.quarantine import documents, groups  # noqa: PLC0415
    from etl.reference import ReferenceFileError  # noqa: PLC0415
    from etl.warehouse import AuditError  # noqa: PLC0415

    if reason and not groups(Lake(place_of(warehouse).lake), reason):
        raise fail(_none_for(reason))
    try:
        with Session(place_of(warehouse), replay=partial(documents, reason=reason)) as session:
            summary = run_pipeline(session)
    except (BusyError, ReferenceFileError, AuditError) as error:
        raise fail(str(error)) from error
    screen().print(
        f"{summary.read} tried again: {summary.new} new, {summary.unchanged} unchanged, {summary.copies} copies, "
        f"{summary.rejected} rejected again"
    )
