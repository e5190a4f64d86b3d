"""The cookbook: questions an analyst asks, each a file of `sql/cookbook`, with its answer from a release as Markdown.

Belongs here: reading the files and laying out answers. Stays out: what is asked (`sql/cookbook`) and how it is answered
(`query`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from etl.paths import SQL
from etl.query import run_query

_INTRODUCTION = """# Cookbook

Questions an analyst of this market asks, each a file of `sql/cookbook`, answered from the bundled articles. The page is
made by `dealhouse docs`. `rests_on` names the commitments behind a number: `dealhouse show KEY` prints the sentences.
"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One question, what is to be said of its answer, and the SQL that answers it."""

    name: str
    question: str
    note: str
    sql: str


def recipes(folder: Path = SQL / "cookbook") -> list[Recipe]:
    """Return every recipe, by name."""
    return [_recipe(file) for file in sorted(folder.glob("*.sql"))]


def _recipe(file: Path) -> Recipe:
    lines = file.read_text(encoding="utf-8").splitlines()
    head = [line.removeprefix("-- ") for line in lines if line.startswith("--")]
    question, _, rest = " ".join(head).partition("?")
    sql = "\n".join(line for line in lines if not line.startswith("--"))
    return Recipe(file.stem, f"{question}?", rest.strip(), sql)


def page(database: Path) -> str:
    """Return the cookbook with the answers of one release."""
    return _INTRODUCTION + "".join(_section(database, recipe) for recipe in recipes())


def _section(database: Path, recipe: Recipe) -> str:
    answer = run_query(database, recipe.sql)
    lines = [answer.columns, ["---"] * len(answer.columns), *([_cell(cell) for cell in row] for row in answer.rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines) if answer.rows else "Nothing."
    note = f"{recipe.note}\n\n" if recipe.note else ""
    return f"\n## {recipe.question}\n\n{note}```sql\n{recipe.sql}\n```\n\n{table}\n"


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case list():
            return ", ".join(_cell(one) for one in value)
        case Decimal():
            return f"{value.normalize():,f}"
        case float():
            return f"{value:g}"
        case date():
            return value.isoformat()
        case _:
            return " ".join(str(value).split()).replace("|", "\\|")
