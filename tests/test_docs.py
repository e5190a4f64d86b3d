"""What the pages say is true: their links lead somewhere, their commands and recipes run and answer as printed."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from etl import cli_reference
from etl.cli import app
from etl.console import amount
from etl.paths import BUNDLED, PROJECT, SQL, Warehouse
from etl.query import run_query
from tests.star import ask

PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md"), *PROJECT.glob("[tw]*/**/README.md")])
README = (PROJECT / "README.md").read_text(encoding="utf-8")
RECIPES = (PROJECT / "docs" / "recipes.md").read_text(encoding="utf-8")
ASKED = re.findall(r"```\n(dealhouse query .*?)\n```\n\n```\n(.*?)\n```", README, re.DOTALL)
ELSEWHERE = re.compile(r"[a-z]+:")


def links(page: Path) -> list[str]:
    """Return where the links and pictures of a page lead."""
    tokens = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    inside = [child for token in tokens for child in token.children or ()]
    return [str(one.attrs[name]) for one in inside for name in ("href", "src") if name in one.attrs]


def anchors(page: Path) -> set[str]:
    """Return the names of a page's headings, as a forge makes them."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not ELSEWHERE.match(link) and (not target.exists() or (anchor and anchor not in anchors(target))):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize(("command", "answer"), ASKED, ids=range(len(ASKED)))
def test_the_questions_of_the_readme_are_answered_as_it_says(command: str, answer: str, bundled: Warehouse) -> None:
    said = CliRunner().invoke(app, [*shlex.split(command)[1:], "--warehouse", str(bundled.root)])
    assert said.stdout.rstrip("\n") == answer, f"the README answers otherwise; write:\n{said.stdout}"


def test_the_readme_shows_what_a_run_of_the_bundled_articles_prints(bundled: Warehouse) -> None:
    (shown,) = re.findall(r"Who gives .*?\n(.*?)\n```", README, re.DOTALL)
    found = run_query(bundled.database, (SQL / "cli" / "largest_commitments.sql").read_text(encoding="utf-8"))
    told = [
        [gives or "-", amount(value, unit), kind, receives or "-", str(since), str(articles)]
        for gives, value, unit, kind, receives, since, articles in found.rows
    ]
    assert [re.split(" {2,}", line) for line in shown.splitlines()] == told
    for table, counted in (("claims", "Claims"), ("commitments", "Commitments")):
        ((count,),) = ask(bundled.database, f"SELECT count(*) FROM {table}")
        assert re.search(rf"^{counted} +{count}$", README, re.MULTILINE)


@pytest.fixture(scope="module")
def taken(bundled: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the release and its exports where the recipes say that they lie."""
    folder = tmp_path_factory.mktemp("recipes")
    (folder / "warehouse").symlink_to(bundled.root)
    for name in ("parquet", "jsonl"):
        command = ["export", str(folder / f"deals-{name}"), "--format", name, "--warehouse", str(bundled.root)]
        assert CliRunner().invoke(app, command).exit_code == 0
    return folder


def test_the_recipe_for_polars_runs(taken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    section = RECIPES.partition("## Polars\n")[2].partition("\n## ")[0]
    (code,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    monkeypatch.chdir(taken)
    names: dict[str, object] = {}
    exec(compile(code, "docs/recipes.md", "exec"), names)
    evidence = names["evidence"]
    assert isinstance(evidence, pl.DataFrame)
    assert evidence.height


def test_the_recipes_in_sql_find_rows(taken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(taken)
    blocks = [
        re.sub(r"^ +", "", one, flags=re.MULTILINE) for one in re.findall(r"```sql\n(.*?)```", RECIPES, re.DOTALL)
    ]
    assert len(blocks) == 3
    with duckdb.connect("warehouse/deals.duckdb", read_only=True) as release:
        for statement in duckdb.extract_statements("".join(one.rstrip().rstrip(";") + ";\n" for one in blocks)):
            assert release.execute(statement).fetchall(), statement.query


def test_the_commands_of_the_tutorial_run(bundled: Warehouse, tmp_path: Path) -> None:
    place = tmp_path / "w"
    shutil.copytree(bundled.root, place, ignore=shutil.ignore_patterns("*.lock"))
    tutorial = (PROJECT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", tutorial, re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines() if line.startswith("dealhouse ")]
    said = {}
    for command in commands:
        arguments = shlex.split(command)[1:]
        given = [str(BUNDLED / "inbox")] if arguments == ["run"] else []
        done = CliRunner().invoke(app, [*arguments, *given, "--warehouse", str(place)])
        assert done.exit_code == 0, f"{command}: {done.output}"
        said[command] = done.stdout
    assert "reported" not in said["dealhouse show 1"].partition("Said by")[0]
    assert "trying it out" in said["dealhouse releases diff 1 2"]


def test_the_site_is_made_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", str(PROJECT / "docs"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    pages = {page.stem for page in (PROJECT / "docs").glob("*.md")} - {"index"}
    assert {name for name in pages if f'href="{name}.html"' not in index} == set()


def test_the_list_of_commands_is_that_of_the_command() -> None:
    published = (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert published == cli_reference.page(app), "run `dealhouse docs docs` after a run, and commit the page"
