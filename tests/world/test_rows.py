"""The typed rows are fresh, and a wrong name in a step is named by the type checker."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STEP = """\
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


def step(m: int, w: World, x: Given, p: Parameters) -> None:
    market = w.markets[m]
    market.goods_stock += 1
    market.staple_price[0] = p.base_crop_price[1] * x.openness[0, 1, 0]
{line}
"""
WRONG = {
    "    p.storage_los": '"Parameters" has no attribute "storage_los"',
    "    market.staple_prize[0] = 1.0": '"Market" has no attribute "staple_prize"',
    "    w.markets[m].pool_kpw[0] += 0.5": "Incompatible types",
    "    x.openness[0, 1, 0, 2]": "tuple[int, int, int, int]",
    "    w.households[3].cash_kpw = 0.5": "Incompatible types",
}


def test_rows_are_fresh() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_rows.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_wrong_name_is_an_error(tmp_path: Path) -> None:
    api = pytest.importorskip("mypy.api")
    path = tmp_path / "step.py"
    path.write_text(STEP.format(line="\n".join(WRONG)), "utf-8")
    before = os.environ.get("MYPYPATH")
    os.environ["MYPYPATH"] = str(ROOT / "src")
    try:
        out, _, _ = api.run(["--config-file", str(ROOT / "pyproject.toml"), str(path)])
    finally:
        os.environ.pop("MYPYPATH") if before is None else os.environ.update(MYPYPATH=before)
    errors = [line for line in out.splitlines() if ": error:" in line]
    assert len(errors) == len(WRONG), out
    for error, expected in zip(errors, WRONG.values(), strict=True):
        assert expected in error
