"""`make` on a machine that lacks what is needed, and on one where all is there."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from etl.paths import PROJECT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(PROJECT / name, tmp_path)
    return tmp_path


def make(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", *arguments], cwd=project, env=outer, capture_output=True, text=True, check=False, timeout=60
    )


def test_an_older_python_is_told_in_a_sentence_before_anything_is_made(project: Path) -> None:
    old = project / "python3.9"
    old.write_text("#!/bin/sh\ncase $1 in --version) echo Python 3.9.2;; *) exit 1;; esac\n")
    old.chmod(0o755)
    done = make(project, "run", f"PYTHON={old}")
    assert done.returncode != 0
    told = "Dealhouse needs Python 3.11 or newer; Python 3.9.2 was found. Try: make PYTHON=python3.12 run\n"
    assert done.stdout == told
    assert not (project / ".venv").exists()


def test_an_absent_python_is_told_in_a_sentence(project: Path) -> None:
    assert "; no python3.99 was found." in make(project, "test", "PYTHON=python3.99").stdout


def test_a_second_call_installs_nothing(project: Path) -> None:
    (project / ".venv").mkdir()
    (project / ".venv" / ".ready").touch()
    assert make(project, "-n", "run").stdout == ".venv/bin/dealhouse run\n"
