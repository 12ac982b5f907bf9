"""Scripts that start worker processes: without a main guard, and by standard input."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
from concurrent.futures import wait
from jangmadang.engine.executors import executor_named

with executor_named("processes:1") as workers:
    print(workers.submit(abs, -7).result())
"""


def test_a_script_without_a_main_guard_gets_one_error(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1 and done.stderr.count("Traceback") == 1
    assert 'put its call under `if __name__ == "__main__":`' in done.stderr.splitlines()[-1]


def test_a_script_by_standard_input_has_nothing_to_guard() -> None:
    done = subprocess.run([sys.executable, "-"], input=SCRIPT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "7\n"), done.stderr
