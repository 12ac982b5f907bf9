"""Terminals, notebooks and pipes that the command meets."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp949", "utf-8"])
def test_a_table_is_printed_whatever_the_encoding(encoding: str) -> None:
    code = (
        "from jangmadang.commands.main import main\n"
        "for words in (['evidence', 'list', '--json'], ['scenarios', '--json'], ['evidence', 'list']):\n"
        "    assert main(words) == 0\n"
        "    print('\\0')\n"
    )
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    observations, scenarios, table, _ = done.stdout.decode(encoding).split("\0")
    assert json.loads(observations) and json.loads(scenarios) and "Hyesan" in table


def test_a_name_that_files_cannot_have_here_is_refused_before_any_run() -> None:
    code = "from pathlib import Path; from jangmadang.results.replacing import check_free\n"
    code += "try: check_free(Path('results/\\ud61c\\uc0b0'), {})\nexcept ValueError as error: print(ascii(str(error)))"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, text=True, check=False)
    assert "are in ascii here. Choose another --out, or set PYTHONUTF8=1." in done.stdout, done.stderr


def test_figures_are_drawn_whatever_backend_is_asked_for() -> None:
    code = "import jangmadang.report; import matplotlib; print('drawn')"
    environment = {**os.environ, "MPLBACKEND": "module://no_such_backend"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "drawn\n"), done.stderr


def test_a_notebook_s_backend_is_left_to_it() -> None:
    code = "import jangmadang.report; import matplotlib; print(matplotlib.rcParams['backend'])"
    environment = {**os.environ, "MPLBACKEND": "svg"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, text=True, check=False)
    assert done.stdout.strip().lower() == "svg", done.stderr


def test_a_reader_that_has_enough_ends_the_command_quietly() -> None:
    command = f"{sys.executable} -m jangmadang evidence list --json | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "Traceback" not in done.stderr and "Broken" not in done.stderr
