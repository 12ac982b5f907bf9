"""A second border city is data: a place with `border: true` in places.yaml imports, collects and pays like Hyesan."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import jangmadang

SECOND = """
- id: hoeryong
  name: Hoeryong
  province: North Hamgyong
  persons: 153532
  households: 39367
  markets: 2
  stalls: 4000
  farmer_share: 0
  harvest_region: highland
  harvest_yield: 0.75
  ration_area: provinces
  gateway_share: 0.98
  transport_kpw_per_kg: 0
  transit_weeks: 0
  border: true
  border_capacity: 0.3
  sources: [assumed]
"""
WEEKS = """
import json, sys
import numpy as np
from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.scenario import load
from jangmadang.world.synthesis import build_world
scenario = load("hyesan")
p = scenario.parameter_record()
p.band_spread[:], p["patience_spread"] = 0.0, 0.0  # else a place of few rows is rich or poor by chance
w = build_world(p, 2000, 7)
weeks = 6
pass_weeks(w, scenario.weekly_paths(scenario.start, weeks), p, 7, scenario.start, Recorder.of(weeks))
second = w.markets.place == 1
print(json.dumps({
    "border markets": int(w.nation.border_markets[0]),
    "markets of the second": int(second.sum()),
    "capacity": float(w.nation.border_capacity[0]),
    "passed the border for the second": float(w.markets.passings_kg[second, 0].sum()),
    "passed for Hyesan": float(w.markets.passings_kg[w.markets.place == 0, 0].sum()),
    "goods of the second": int(w.markets.goods_stock[second].min()),
    "importers of the second": int((w.markets.last_trader - w.markets.first_trader)[second].sum()),
}))
"""


def weeks_with(places: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Some weeks, as plain Python, of the model with other places."""
    package = folder / "jangmadang"
    shutil.copytree(Path(jangmadang.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "scenario" / "packs" / "places.yaml").write_text(places, "utf-8")
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WEEKS],
        env={**os.environ, "PYTHONPATH": str(folder), "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def shipped_places() -> tuple[str, str]:
    """The entry of Hyesan with what stands before it, and the other places."""
    text = (Path(jangmadang.__file__).parent / "scenario" / "packs" / "places.yaml").read_text("utf-8")
    at = text.index("- id: ", text.index("- id: hyesan") + 1)
    return text[:at], text[at:]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What six weeks with two border places came to; their accounts close, or the run stops."""
    hyesan, others = shipped_places()
    run = weeks_with(hyesan + SECOND.lstrip() + others, tmp_path_factory.mktemp("two"))
    assert run.returncode == 0, run.stderr
    seen: dict[str, Any] = json.loads(run.stdout)
    return seen


def test_a_second_border_place_imports_over_its_own_share_of_the_capacity(found: dict[str, Any]) -> None:
    assert found["markets of the second"] == 1, "of two, at a coarse resolution"
    assert found["border markets"] == 6, "Hyesan has five"
    assert found["capacity"] == pytest.approx(1.3)
    assert 0.0 < found["passed the border for the second"] < found["passed for Hyesan"]
    assert found["goods of the second"] > 0 and found["importers of the second"] > 0


def test_border_places_come_first(tmp_path: Path) -> None:
    hyesan, others = shipped_places()
    run = weeks_with(hyesan + others + SECOND.lstrip(), tmp_path)
    assert run.returncode != 0
    assert "border places come before inland ones" in run.stderr
