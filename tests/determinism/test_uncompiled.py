"""The same code as plain Python gives the same weeks: what is compiled is what is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tiny_world import tiny_weeks

HERE = Path(__file__).parent
SIZE_OF = {"goods_backlog": "goods_order_level"}  # a small difference of large numbers is known to their last bits only


def test_weeks_of_a_tiny_world_uncompiled(tmp_path: Path) -> None:
    path = tmp_path / "uncompiled.npz"
    command = [sys.executable, "-W", "ignore::RuntimeWarning", str(HERE / "tiny_world.py"), str(path)]
    subprocess.run(command, env={**os.environ, "NUMBA_DISABLE_JIT": "1"}, timeout=900, check=True)
    compiled = tiny_weeks()
    with np.load(path) as plain:
        assert set(plain.files) == set(compiled)
        for name, ours in compiled.items():
            theirs = plain[name]
            for column in ours.dtype.names or (None,):
                one, other = (ours[column], theirs[column]) if column else (ours, theirs)
                if one.dtype.kind == "f":
                    sized = ours[SIZE_OF[column]] if column in SIZE_OF else one
                    residue = 1e-14 * max(100.0, float(np.abs(sized).max(initial=0.0)))  # of what adds up to nothing
                    assert other == pytest.approx(one, rel=1e-12, abs=residue), f"{name} {column}"
                else:
                    assert np.array_equal(one, other), f"{name} {column}"
        assert plain["recorded_tallies"].any() and plain["recorded_flows"].sum() > 0
