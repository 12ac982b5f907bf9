"""The page on changing an equation is executed, block by block, in a folder of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGE = REPOSITORY / "docs" / "how_to_change_an_equation.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)


def test_page_fits_on_a_page() -> None:
    assert len(PAGE.read_text("utf-8").splitlines()) <= 120


def test_page_works(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    output = "".join(execute(kind, text, tmp_path) for kind, text in BLOCKS)
    assert "1.41" in output
    assert "households gather" in output


def execute(kind: str, text: str, folder: Path) -> str:
    """Write a Python block to the file it names, or run a shell block; return what it prints."""
    if kind == "python":
        name = text.splitlines()[0].removeprefix("# ")
        (folder / name).write_text(text, "utf-8")
        return ""
    done = subprocess.run(
        ["sh", "-e", "-c", text],
        cwd=folder,
        env={key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "NUMBA_CACHE_DIR")},
        capture_output=True,
        text=True,
        timeout=900,
    )
    if done.returncode:
        pytest.fail(f"{text}\n{done.stdout}\n{done.stderr}")
    return done.stdout
