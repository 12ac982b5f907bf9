"""The standard run is what it was when tests/baseline.json was written; what it says of a change."""

from __future__ import annotations

import json
import math
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SAME = 1e-6  # relative; another processor may sum in another order


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "make_baseline.py"))


def test_results_are_those_of_the_baseline(script: dict[str, Any]) -> None:
    kept = json.loads(script["FILE"].read_text("utf-8"))
    changes = script["moved"](kept, script["measured"]())
    assert len(kept) > 60 and max(changes.values()) < SAME, (
        f"results change; say so in CHANGELOG.md, then: make baseline\n{script['told'](changes)}"
    )


def test_what_moved_is_told(script: dict[str, Any]) -> None:
    before = {"rice_price": {"2015": 100.0, "2016": 200.0}, "imports": {"2015": 5.0}, "gone": {"2015": 1.0}}
    after = {"rice_price": {"2015": 101.0, "2016": 210.0}, "imports": {"2015": 5.0}, "new": {"2015": None}}
    changes = script["moved"](before, after)
    assert changes == {"rice_price": pytest.approx(0.05), "imports": 0.0, "gone": math.inf, "new": 0.0}
    assert "rice_price: up to 5.00%" in script["told"](changes)
    assert script["told"](script["moved"](before, before)) == "Nothing moved."
