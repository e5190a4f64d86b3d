"""The commands `dealhouse list` and `dealhouse show`.

Belongs here: their arguments and what they print. Stays out: the work; heavy modules are imported by the command that
needs them.
"""

import sys
from typing import Annotated

import typer

from etl.cli_options import AsJson, Folder, place_of
from etl.console import amount, as_json, fail, prose, screen, show


def _partners(ctx: typer.Context, incomplete: str) -> list[str]:
    return _names("partner", ctx, incomplete)


def _kinds(ctx: typer.Context, incomplete: str) -> list[str]:
    return _names("kind", ctx, incomplete)


def _measures(ctx: typer.Context, incomplete: str) -> list[str]:
    return _names("measure", ctx, incomplete)


def _names(what: str, ctx: typer.Context, incomplete: str) -> list[str]:
    from etl.listing import names  # noqa: PLC0415
    from etl.query import QueryError  # noqa: PLC0415

    try:
        known = names(place_of(ctx.params.get("warehouse")).database, what)
    except QueryError:
        return []
    return [name for name in known if name.casefold().startswith(incomplete.casefold())]


def list_commitments(
    partner: Annotated[
        str | None,
        typer.Option(help="Only of this partner, giving or receiving.", autocompletion=_partners),
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.", autocompletion=_kinds)] = None,
    measure: Annotated[str | None, typer.Option(help="Only of this measure.", autocompletion=_measures)] = None,
    warehouse: Folder = None,
    json: AsJson = False,
) -> None:
    """List the commitments of the current release, the largest of each measure first.

    Example: dealhouse list --partner OpenAI --kind purchase
    """
    from etl.listing import commitments_of  # noqa: PLC0415
    from etl.query import QueryError, write_json  # noqa: PLC0415

    try:
        answer = commitments_of(place_of(warehouse).database, partner=partner, kind=kind, measure=measure)
    except QueryError as error:
        raise fail(str(error)) from error
    if json:
        write_json(answer, sys.stdout)
        return
    rows = []
    for row in answer.rows:
        one = dict(zip(answer.columns, row, strict=True))
        what = amount(one["value"], one["measure"] if one["unit"] == "count" else one["unit"])
        since = one["announced"] or one["first_told"]
        gives, receives = (one[side] or "-" for side in ("from_partners", "to_partners"))
        rows.append(
            (one["commitment_key"], gives, what, one["kind"], receives, since, one["status"], one["source_count"])
        )
    if rows:
        show(screen(), ("Key", "Who gives", "What", "Kind", "To whom", "Since", "Status", "Sources"), rows)
    else:
        screen().print("No commitment is like that.")


def show_commitment(
    commitment: Annotated[str, typer.Argument(help="A commitment_key, or the beginning of a commitment_id.")],
    warehouse: Folder = None,
    json: AsJson = False,
) -> None:
    """Show what stands behind a commitment: figures, rule, sentences, contradictions.

    Example: dealhouse show 12
    """
    from etl.query import QueryError  # noqa: PLC0415
    from etl.show import lines_of, record_of  # noqa: PLC0415

    database = place_of(warehouse).database
    try:
        if json:
            as_json(record_of(database, commitment))
            return
        lines = lines_of(database, commitment)
    except QueryError as error:
        raise fail(str(error)) from error
    prose(screen(), lines)
