"""The command as its users type it, in a process of its own."""

import io
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer

from etl.cli import app
from etl.extraction import Extractor
from etl.lake import PAIRS, Lake
from etl.paths import Warehouse
from etl.reference import load_organisations

SOURCE = (
    "Published October 6, 2025\n\nMeta signed a cloud contract worth $14.2 billion with CoreWeave, the company said.\n"
)


def dealhouse(*arguments: str | Path, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from etl.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cli")
    inbox = root / "articles"
    inbox.mkdir()
    (inbox / "meta.txt").write_text(SOURCE, encoding="utf-8")
    (inbox / "empty.txt").touch()
    (inbox / "report.pdf").touch()
    done = dealhouse("run", inbox, "--warehouse", root / "w")
    assert done.returncode == 0, done.stderr.decode()
    told = done.stdout.decode()
    assert "2 read: 1 new, 0 unchanged, 1 rejected" in told
    assert "passed over, since no article: 1 .pdf" in told
    assert "SELECT source_path, reason, detail FROM rejects" in told
    assert "14.2 billion USD" in told
    return root


def test_a_second_run_finds_nothing_new_and_leaves_the_release(warehouse: Path) -> None:
    before = (warehouse / "w" / "deals.duckdb").stat()
    done = dealhouse("run", warehouse / "articles", "--warehouse", warehouse / "w")
    assert b"0 new, 1 unchanged, 1 rejected" in done.stdout
    assert b"(unchanged)" in done.stdout
    assert (warehouse / "w" / "deals.duckdb").stat() == before


def test_a_run_tells_of_bad_lines_of_the_reference_and_of_money_without_a_rate(tmp_path: Path) -> None:
    partners = tmp_path / "w" / "reference" / "partners.csv"
    partners.parent.mkdir(parents=True)
    partners.write_text("name,kind,group,country,ticker,aliases,descriptions\nOracle,,,,,,\nCoreWeave,,,,,Oracle,\n")
    story = SOURCE.replace("2025", "2009").replace("Meta", "Oracle").replace("$14.2 billion", "3 billion euros")
    (tmp_path / "early.txt").write_text(story)
    done = dealhouse("run", tmp_path / "early.txt", "--warehouse", tmp_path / "w")
    told = done.stdout.decode()
    assert "Reference    1 problems" in told
    assert "SELECT source_path, reason, detail FROM rejects" in told
    assert "money_has_a_rate (1 rows)" in told
    assert "3 billion EUR" in told


def test_a_rejected_file_is_found_with_its_reason(warehouse: Path) -> None:
    done = dealhouse(
        "query", "SELECT source_path, reason FROM rejects", "--warehouse", warehouse / "w", "--format", "csv"
    )
    assert done.stdout.decode() == "source_path,reason\nempty.txt,empty-file\n"


def test_answers_come_as_table_csv_json_and_parquet(warehouse: Path) -> None:
    def ask(form: str) -> bytes:
        sql = "SELECT from_partners, to_partners, value FROM commitments"
        return dealhouse("query", sql, "--warehouse", warehouse / "w", "--format", form).stdout

    assert ask("table").decode().split("\n")[1].split() == ["Meta", "CoreWeave", "14200000000"]
    assert json.loads(ask("json")) == [
        {"from_partners": ["Meta"], "to_partners": ["CoreWeave"], "value": "14200000000.0000"}
    ]
    assert pl.read_parquet(io.BytesIO(ask("parquet")))["to_partners"].to_list() == [["CoreWeave"]]


def test_a_table_in_a_pipe_keeps_a_row_on_one_line_without_blanks_at_its_end(warehouse: Path) -> None:
    sql = "SELECT repeat('long ', 100) AS words, 'x' AS y UNION ALL SELECT 'short', NULL ORDER BY words"
    lines = dealhouse("query", sql, "--warehouse", warehouse / "w").stdout.decode().splitlines()
    assert [line.split() for line in lines] == [["words", "y"], [*["long"] * 100, "x"], ["short"]]
    assert not any(line.endswith(" ") for line in lines)


def test_control_characters_of_an_article_do_not_reach_the_terminal(warehouse: Path) -> None:
    done = dealhouse("query", "SELECT chr(27) || '[2J' AS x", "--warehouse", warehouse / "w")
    assert b"\x1b" not in done.stdout


def test_lists_are_json_in_csv_and_a_name_given_twice_is_told_for_json(warehouse: Path) -> None:
    done = dealhouse("query", "SELECT ['A', 'B'] AS x, true AS y", "--format", "csv", "--warehouse", warehouse / "w")
    assert done.stdout.decode() == 'x,y\n"[""A"", ""B""]",true\n'
    done = dealhouse("query", "SELECT 1 AS x, 2 AS x", "--format", "json", "--warehouse", warehouse / "w")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"several columns are called x" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("form", ["table", "csv", "json", "parquet"])
def test_an_answer_that_finds_no_room_is_told_in_a_sentence(warehouse: Path, form: str) -> None:
    command = [sys.executable, "-c", "from etl.cli import main; main()", "query", "FROM claims", "--format", form]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*command, "--warehouse", warehouse / "w"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert (done.returncode, done.stderr) == (1, b"the answer cannot be written: No space left on device\n")


@pytest.mark.parametrize("sql", ["", ";", "SELECT 1; SELECT 2"])
def test_a_query_is_one_statement(warehouse: Path, sql: str) -> None:
    done = dealhouse("query", sql, "--warehouse", warehouse / "w")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.endswith(b"give one, such as SELECT * FROM commitments\n")


def test_a_query_may_begin_with_a_comment(warehouse: Path) -> None:
    done = dealhouse("query", "-- the answer = 42\nSELECT 42 AS x", "--format", "csv", "--warehouse", warehouse / "w")
    assert done.stdout == b"x\n42\n"


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE fact_claim",
        "CREATE TABLE x AS SELECT 1",
        "COPY fact_claim TO 'out.csv'",
        "SELECT * FROM read_text('/etc/hostname')",
        "ATTACH 'other.duckdb'",
        "SET enable_external_access = true",
        "PRAGMA threads = 1",
        "INSTALL httpfs",
        "SET VARIABLE x = 1",
        "CREATE TEMP TABLE x AS SELECT 1",
    ],
)
def test_no_statement_can_write_read_a_file_or_change_a_setting(warehouse: Path, sql: str) -> None:
    done = dealhouse("query", sql, "--warehouse", warehouse / "w")
    assert done.returncode == 1
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


def test_an_error_shows_its_place_without_a_traceback(warehouse: Path) -> None:
    done = dealhouse("query", "SELECT valeu FROM claims", "--warehouse", warehouse / "w")
    assert done.returncode == 1
    assert b"LINE 1: SELECT valeu" in done.stderr
    assert b"^" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_path_that_does_not_exist_is_a_bad_argument_and_makes_nothing(tmp_path: Path) -> None:
    done = dealhouse("run", tmp_path / "nowhere", "--warehouse", tmp_path / "w")
    assert (done.returncode, (tmp_path / "w" / "deals.duckdb").exists()) == (2, False)
    assert b"there is no such file or folder" in done.stderr


def test_a_failed_audit_names_the_rows_and_leaves_the_release(tmp_path: Path) -> None:
    (tmp_path / "meta.txt").write_text(SOURCE, encoding="utf-8")
    place = Warehouse(tmp_path / "w")
    assert dealhouse("run", tmp_path / "meta.txt", "--warehouse", place.root).returncode == 0
    before = place.database.stat()
    version = Extractor(load_organisations(place.reference / "partners.csv")).version
    lake = Lake(place.lake)
    false = lake.claims(version).with_columns(claim_id=pl.lit("false"), quote=pl.lit("$99 billion"))
    lake.append_extraction([], version, false, pl.DataFrame(schema=PAIRS), 2)
    done = dealhouse("run", tmp_path / "meta.txt", "--warehouse", place.root)
    assert done.returncode == 1
    assert b"quote_is_in_the_text: 1 rows" in done.stderr
    assert b"'quote': '$99 billion'" in done.stderr
    assert b"Traceback" not in done.stderr
    assert place.database.stat() == before


def test_a_damaged_lake_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "meta.txt").write_text(SOURCE, encoding="utf-8")
    assert dealhouse("run", tmp_path / "meta.txt", "--warehouse", tmp_path / "w").returncode == 0
    for file in (tmp_path / "w" / "lake" / "claims").glob("*.parquet"):
        file.write_bytes(b"half a file")
    done = dealhouse("run", tmp_path / "meta.txt", "--warehouse", tmp_path / "w")
    assert done.returncode == 1
    assert b"the run failed, what was published stays as it was" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_in_a_sentence(tmp_path: Path, told: signal.Signals) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number}.txt").write_text(f"{SOURCE}It is the {number}th of its kind.\n" * 20, encoding="utf-8")
    command = [sys.executable, "-c", "from etl.cli import main; main()", "run", str(folder)]
    command += ["--warehouse", str(tmp_path / "w")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"- ingest\n"
        process.send_signal(told)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"interrupted; what was published stays as it was" in errors
    assert b"Traceback" not in errors


def test_a_query_before_the_first_run_says_what_to_do(tmp_path: Path) -> None:
    done = dealhouse("query", "SELECT 1", "--warehouse", tmp_path)
    assert done.returncode == 1
    assert b"dealhouse run" in done.stderr


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    code = "import sys, etl.cli; print({'dagster', 'pandera', 'pandas', 'polars'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"


def test_the_sentence_behind_a_commitment_is_shown(warehouse: Path) -> None:
    done = dealhouse("show", "1", "--warehouse", warehouse / "w")
    assert "Meta -> CoreWeave: 14.2 billion USD (purchase)" in done.stdout.decode()
    assert "a cloud contract worth $14.2 billion with" in done.stdout.decode()
    missing = dealhouse("show", "77", "--warehouse", warehouse / "w")
    assert (missing.returncode, b"no commitment '77'" in missing.stderr) == (1, True)


def test_releases_are_listed_and_an_unknown_one_is_a_bad_argument(warehouse: Path) -> None:
    listed = dealhouse("releases", "list", "--warehouse", warehouse / "w").stdout.decode().splitlines()
    assert listed[-1].split()[0::8] == ["1"]
    assert "current" in listed[-1]
    done = dealhouse("releases", "diff", "1", "9", "--warehouse", warehouse / "w")
    assert (done.returncode, b"release 9 is not kept; there are: 1" in done.stderr) == (2, True)


def test_explain_reads_a_file_and_the_standard_input(warehouse: Path) -> None:
    told = dealhouse("explain", warehouse / "articles" / "meta.txt").stdout.decode()
    assert "contract worth ⟦$14.2 billion⟧[1] with CoreWeave" in told
    assert "Meta → CoreWeave: 14.2 billion USD" in told
    found = json.loads(dealhouse("explain", "-", "--json", given=SOURCE.encode()).stdout)
    (claim,) = found["claims"]
    assert found["text"][claim["char_start"] : claim["char_end"]] == claim["quote"] == "$14.2 billion"
    page = f"<html><body><article><p>{SOURCE}</p></article></body></html>".encode()
    assert json.loads(dealhouse("explain", "-", "--json", given=page).stdout)["claims"]


def test_explain_prints_where_the_encoding_lacks_a_sign(warehouse: Path) -> None:
    file = str(warehouse / "articles" / "meta.txt")
    command = [sys.executable, "-c", "from etl.cli import main; main()", "explain", file]
    done = subprocess.run(command, env=os.environ | {"PYTHONIOENCODING": "ascii"}, capture_output=True, check=True)
    assert b"worth ?$14.2 billion?[1] with CoreWeave" in done.stdout


def test_explain_says_why_it_cannot_read_something(warehouse: Path) -> None:
    for file, code, told in (("empty.txt", 1, b"the file is empty"), ("absent.txt", 2, b"there is no such file")):
        done = dealhouse("explain", warehouse / "articles" / file)
        assert (done.returncode, done.stdout) == (code, b"")
        assert told in done.stderr


def test_evaluate_scores_a_folder_and_names_what_it_could_not_read(warehouse: Path, tmp_path: Path) -> None:
    claim = {
        "from": ["Meta Platforms"], "to": ["CoreWeave"], "kind": "purchase", "measure": "money", "value": 15e9,
        "unit": "USD", "bound": "exact", "scope": "whole", "status": "agreed",
    }  # fmt: skip
    lines = [{"article": name, "language": "en", "claims": [claim]} for name in ("meta", "empty")]
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    before = (warehouse / "w" / "deals.duckdb").stat()
    done = dealhouse("evaluate", gold, warehouse / "articles", "--warehouse", warehouse / "w", "--errors")
    told = done.stdout.decode()
    assert "articles 2, annotated claims 2, found 1" in told
    assert "Meta Platforms → CoreWeave 1.5e+10 USD" in told
    assert "Meta → CoreWeave 1.42e+10 USD" in told
    assert "so all their claims count as missed: empty\n" in told
    assert (warehouse / "w" / "deals.duckdb").stat() == before


def test_evaluate_names_the_faulty_line_of_an_annotation(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"article": "meta", "language": "en"}\n', encoding="utf-8")
    done = dealhouse("evaluate", tmp_path / "gold.jsonl", warehouse / "articles")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"gold.jsonl, line 1: 'claims' is missing" in done.stderr


def commands(group: typer.core.TyperGroup, *path: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            yield from commands(command, *path, name)
        else:
            yield (*path, name)


GROUP = typer.main.get_group(app)


@pytest.mark.parametrize("path", list(commands(GROUP)), ids=" ".join)
def test_every_command_is_explained_with_an_example(path: tuple[str, ...]) -> None:
    command: Any = GROUP
    for name in path:
        command = command.commands[name]
    assert f"Example: dealhouse {' '.join(path)}" in command.help
    assert [one.name for one in command.params if not one.help] == []
    example = shlex.split(command.help.partition("Example: dealhouse ")[2].split("\n")[0])[len(path) :]
    command.make_context(path[-1], example)  # raises for an option that is not there


def test_a_mistyped_command_partner_or_kind_is_answered_with_what_may_be_meant(warehouse: Path) -> None:
    assert b"Did you mean 'query'?" in dealhouse("qurey").stderr
    for option, word, meant in (("--partner", "mta", b"Meta"), ("--kind", "purchas", b"purchase")):
        done = dealhouse("list", option, word, "--warehouse", warehouse / "w")
        assert (done.returncode, done.stdout) == (1, b"")
        assert b"did you mean " + meant + b"?" in done.stderr


def test_commitments_are_listed_by_partner_and_kind(warehouse: Path) -> None:
    done = dealhouse("list", "--partner", "coreweave", "--kind", "Purchase", "--warehouse", warehouse / "w")
    assert done.stdout.decode().splitlines()[1].split("  ")[0] == "1"
    assert "14.2 billion USD" in done.stdout.decode()
    none = dealhouse("list", "--partner", "Meta", "--kind", "supply", "--warehouse", warehouse / "w")
    assert none.stdout == b"No commitment is like that.\n"


def test_what_a_program_may_read_is_json(warehouse: Path) -> None:
    def read(*arguments: str | Path) -> Any:
        return json.loads(dealhouse(*arguments, "--json", "--warehouse", warehouse / "w").stdout)

    assert [one["value"] for one in read("list")] == ["14200000000.0000"]
    shown = read("show", "1")
    assert [one["quote"] for one in shown["evidence"]] == ["$14.2 billion"]
    assert [one["is_current"] for one in read("releases", "list")] == [True]
    assert read("releases", "diff", "1", "1") == []
    assert [one["name"] for one in read("sources", "list")] == ["inbox"]
    assert read("sources", "check") == [{"name": "inbox", "wrong": None}]
    assert [(one["reason"], one["count"]) for one in read("rejects", "list")] == [("empty-file", 1)]
    assert [one["reason"] for one in read("rejects", "show", "empty.txt")] == ["empty-file"]
    assert read("query", "SELECT 1 AS one") == [{"one": 1}]
    assert read("query", "SELECT 1 AS one", "--format", "json") == [{"one": 1}]
    assert read("run", warehouse / "articles")["release"]["changed"] is False
    assert read("doctor")["sound"] is True


def test_an_export_says_what_it_wrote_and_refuses_a_folder_of_others(warehouse: Path, tmp_path: Path) -> None:
    done = dealhouse("export", tmp_path / "out", "--format", "csv", "--release", "1", "--warehouse", warehouse / "w")
    assert done.returncode == 0
    assert "tables of release 1" in done.stdout.decode()
    assert "14200000000.0000" in (tmp_path / "out" / "commitments.csv").read_text(encoding="utf-8")
    refused = dealhouse("export", tmp_path, "--warehouse", warehouse / "w")
    assert (refused.returncode, b"holds what no export wrote (out)" in refused.stderr) == (1, True)
    absent = dealhouse("export", tmp_path / "other", "--release", "9", "--warehouse", warehouse / "w")
    assert (absent.returncode, (tmp_path / "other").exists()) == (2, False)


def test_doctor_ends_with_an_exit_code_that_a_script_can_read(tmp_path: Path) -> None:
    done = dealhouse("doctor", "--warehouse", tmp_path / "absent")
    assert done.returncode == 1
    assert "there is no such folder" in done.stdout.decode()


def test_the_shell_completes_commands_and_partners(warehouse: Path) -> None:
    def completed(line: str) -> list[str]:
        given = {"_DEALHOUSE_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
        code = "import sys; sys.argv[0] = 'dealhouse'; from etl.cli import app; app(prog_name='dealhouse')"
        given["DEALHOUSE_WAREHOUSE"] = str(warehouse / "w")
        done = subprocess.run([sys.executable, "-c", code], env=os.environ | given, capture_output=True, check=False)
        return done.stdout.decode().split()

    assert completed("dealhouse rel") == ["releases"]
    assert completed("dealhouse list --partner Core") == ["CoreWeave"]


def test_the_version_is_printed() -> None:
    assert dealhouse("--version").stdout.startswith(b"dealhouse ")


def test_serve_says_what_is_wrong_with_the_sources_instead_of_showing_an_empty_page(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "a"\nkind = "files"\naddress = "a"\n', encoding="utf-8")
    done = dealhouse("serve", "--port", "3987", "--warehouse", tmp_path)
    assert done.returncode == 1
    assert b"sources.toml, line 3: 'files' is no kind of source" in done.stderr


def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = dealhouse("serve", "--port", str(port), "--warehouse", tmp_path / "w")
    assert done.returncode == 1
    assert f"port {port}: Address already in use; end what uses it" in done.stderr.decode()
    assert not (tmp_path / "w").exists()


def test_two_formats_at_once_are_a_bad_argument(warehouse: Path) -> None:
    done = dealhouse("query", "SELECT 1", "--json", "--format", "csv", "--warehouse", warehouse / "w")
    assert done.returncode == 2
    assert done.stderr == b"--json and --format csv contradict each other; give one of them\n"
