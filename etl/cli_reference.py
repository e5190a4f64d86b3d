"""The commands of `dealhouse` as a page of Markdown, from what `--help` says.

Belongs here: laying it out. Stays out: any text about a command that is not in its own help.
"""

from collections.abc import Iterator
from typing import Any

import typer

_INTRODUCTION = """# Commands

Made by `dealhouse docs` from what each command says with `--help`. A command ends with 0, with 1 where it could not do
what was asked, with 2 where the arguments make no sense. `--warehouse DIR`, or the variable `DEALHOUSE_WAREHOUSE`,
names the folder of the warehouse.
"""
_HELP = "--help"


def page(app: typer.Typer) -> str:
    """Return the page of all commands."""
    return "\n".join([_INTRODUCTION, *_commands(typer.main.get_command(app), "dealhouse")])


def _commands(group: Any, called: str) -> Iterator[str]:
    for name, command in group.commands.items():
        whole = f"{called} {name}"
        if hasattr(command, "commands"):
            yield f"## {whole}\n\n{command.help}\n"
            yield from _commands(command, whole)
        else:
            yield "\n".join(_command(command, whole))


def _command(command: Any, called: str) -> Iterator[str]:
    context = typer.Context(command, info_name=called)
    yield f"{'#' * len(called.split())} {called}\n"
    for paragraph in command.help.split("\n\n"):
        told, is_example, example = paragraph.partition("Example: ")
        yield f"```\n{example}\n```\n" if is_example else f"{' '.join(told.split())}\n"
    records = [one.get_help_record(context) for one in command.params if _HELP not in one.opts]
    if records:
        yield "| argument or option | what it does |\n| --- | --- |"
        for names, told in records:
            yield f"| `{_cell(names)}` | {_cell(told)} |"
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
