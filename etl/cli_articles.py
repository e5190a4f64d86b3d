"""The commands `dealhouse explain` and `dealhouse evaluate`: what the extractor reads in given articles.

Belongs here: their arguments and what they print. Stays out: the work; heavy modules are imported by the command that
needs them.
"""

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli_options import BAD_ARGUMENTS, AsJson, Folder, place_of
from etl.console import as_json, fail, screen

if TYPE_CHECKING:
    from etl.sources.article import Article, Rejection


def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An article, or - for the standard input.")],
    warehouse: Folder = None,
    in_json: Annotated[bool, typer.Option("--json", help="Print one JSON object an article, for programs.")] = False,
) -> None:
    """Show an article with its claims marked, and what each field of them was read from; nothing is stored.

    Example: dealhouse explain warehouse/inbox/2025-10-08-openai-amd.txt
    """
    from etl.explanation import record, shown  # noqa: PLC0415
    from etl.extraction import Extractor  # noqa: PLC0415
    from etl.reference import ReferenceFileError, load_organisations  # noqa: PLC0415
    from etl.sources.article import Rejection  # noqa: PLC0415
    from etl.sources.files import SourceError  # noqa: PLC0415

    place = place_of(warehouse)
    try:
        outcomes = _read_one(file)
        extractor = Extractor(load_organisations(place.reference / "partners.csv"))
    except SourceError as error:
        raise fail(str(error), BAD_ARGUMENTS) from error
    except ReferenceFileError as error:
        raise fail(str(error)) from error
    console = screen()
    turned_down = [one for one in outcomes if isinstance(one, Rejection)]
    for one in outcomes:
        if isinstance(one, Rejection):
            continue
        extraction = extractor.extract(one.text, one.published, one.language)
        if in_json:
            typer.echo(json.dumps(record(one, extraction, extractor.version)))
        else:
            for part in shown(one, extraction):
                console.print(part, soft_wrap=True)
    if turned_down or not outcomes:
        raise fail("\n".join(one.detail for one in turned_down) or f"{file}: holds no article; name one")


def _read_one(file: Path) -> "list[Article | Rejection]":
    from etl.sources.files import read_paths  # noqa: PLC0415

    if file != Path("-"):
        return list(read_paths([file], date.today()))
    content = sys.stdin.buffer.read()
    kind = "html" if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "txt"
    with TemporaryDirectory() as place:
        named = Path(place) / f"stdin.{kind}"
        named.write_bytes(content)
        return list(read_paths([named], date.today()))


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated articles, one a line.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Their texts; a file is named as its article.")],
    warehouse: Folder = None,
    aliases: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Fold names by this table (partner, alias), not by the warehouse's partners."),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every mistake too.")] = False,
    in_json: AsJson = False,
) -> None:
    """Score what a run would find in FOLDER against annotations; the warehouse stays as it is.

    Example: dealhouse evaluate my-articles/gold.jsonl my-articles/ --errors
    """
    from etl.evaluation import show  # noqa: PLC0415
    from etl.evaluation.gold import GoldError, read_gold  # noqa: PLC0415
    from etl.evaluation.names import folding, read_aliases  # noqa: PLC0415
    from etl.evaluation.scoring import evaluate as score  # noqa: PLC0415
    from etl.evaluation.trial import found_in  # noqa: PLC0415
    from etl.reference import ReferenceFileError, load_organisations  # noqa: PLC0415
    from etl.sources.files import SourceError  # noqa: PLC0415

    place = place_of(warehouse)
    try:
        articles = read_gold(gold)
        partners = place.reference / "partners.csv"
        fold = folding(read_aliases(aliases) if aliases else load_organisations(partners))
        found = found_in([folder], place.reference)
    except (GoldError, SourceError) as error:
        raise fail(str(error), BAD_ARGUMENTS) from error
    except ReferenceFileError as error:
        raise fail(str(error)) from error
    evaluation = score(articles, found, fold)
    absent = [article.article for article in articles if article.article not in found]
    if in_json:
        told = show.record(evaluation) | {"not_read": absent}
        as_json(told | {"mistakes": [asdict(one) for one in evaluation.mistakes]} if errors else told)
        return
    console = screen()
    for part in show.scores(evaluation):
        console.print(part)
    if absent:
        console.print(f"\nNot read from {folder}, so all their claims count as missed: {', '.join(absent)}")
    if errors:
        console.print("\n", show.mistakes(evaluation.mistakes), sep="")
