"""A second border city is data: a place with `border: true` in places.yaml trades like Hyesan, by its own dates."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
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
  foreign_earnings: 0
  ration_area: provinces
  gateway_share: 0.98
  transport_kpw_per_kg: 0
  transit_weeks: 0
  border: true
  border_capacity: 0.3
  sources: [assumed]
"""
WEEKS = """
import datetime, json, sys
from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.scenario import load
from jangmadang.world.synthesis import build_world
p = load("hyesan").parameter_record()
p.band_spread[:], p["patience_spread"] = 0.0, 0.0  # else a place of few rows is rich or poor by chance
weeks, monday = 3, datetime.date(2015, 8, 3)  # herbs and lingzhi are in season
seen = {}
for name, paths in json.loads(sys.argv[1]).items():
    w = build_world(p, 2000, 7)
    weekly = load("hyesan").with_changes(paths=paths).weekly_paths(monday, weeks)
    pass_weeks(w, weekly, p, 7, monday, Recorder.of(weeks))
    first, second = w.markets.place == 0, w.markets.place == 1
    premium = w.markets.movement_premium
    seen[name] = {
        "border markets": int(w.nation.border_markets[0]),
        "markets of the second": int(second.sum()),
        "capacities": w.nation.border_capacity[0].tolist(),
        "passed the border for the second": float(w.markets.passings_kg[second, 0].sum()),
        "room of the second": float(
            0.3 * 1000.0 * p.channel_capacity_t.sum() * (1.0 - (1.0 - p.passings_speed) ** weeks)
        ),
        "passed for Hyesan": float(w.markets.passings_kg[first, 0].sum()),
        "goods of the second": int(w.markets.goods_stock[second].min()),
        "importers of the second": int((w.markets.last_trader - w.markets.first_trader)[second].sum()),
        "chance of a buyer in the second": float(w.markets.buyer_found[second].max()),
        "chance of a buyer in Hyesan": float(w.markets.buyer_found[first].max()),
        "stops seen": w.nation.stopped[0].max(axis=1).tolist(),
        "kg per real household waiting abroad for the second": float(
            w.markets.backlog_kg[second, 0].sum() / w.markets.real_households[second].sum()
        ),
        "the same for Hyesan": float(w.markets.backlog_kg[first, 0].sum() / w.markets.real_households[first].sum()),
        "staples' premium of the second": float(premium[second].mean() - premium[first].mean()),
    }
print(json.dumps(seen))
"""
SHUT = {"openness[*,*,hoeryong]": [{"from": "2015-01-05", "value": 0}]}
INLAND = ("ryanggang_rest", "pyongyang", "south_hwanghae_rest")  # of each kind one: plain Python is slow
LOCKED = {"market_lockdown[hoeryong]": [{"from": "2015-01-05", "value": 1}]}


def weeks_with(places: str, folder: Path, cases: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Some weeks, as plain Python, of the model with other places, for each case by the dated paths that it has."""
    package = folder / "jangmadang"
    if not package.exists():
        shutil.copytree(Path(jangmadang.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "scenario" / "packs" / "places.yaml").write_text(places, "utf-8")
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WEEKS, json.dumps(cases)],
        env={**os.environ, "PYTHONPATH": str(folder), "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def shipped_places() -> tuple[str, str]:
    """The entry of Hyesan with what stands before it, and a few inland places."""
    text = (Path(jangmadang.__file__).parent / "scenario" / "packs" / "places.yaml").read_text("utf-8")
    head, hyesan, *others = re.split(r"^(?=- id: )", text, flags=re.M)
    inland = [entry for entry in others if re.match(r"- id: (\w+)", entry)[1] in INLAND]  # type: ignore[index]
    assert hyesan.startswith("- id: hyesan\n") and len(inland) == len(INLAND)
    return head + hyesan, "".join(inland)


Found = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, made_once: Callable[..., Any]) -> Found:
    """What three weeks with two border places came to, by what is dated; their accounts close, or the run stops."""
    seen: Found = made_once("two-border-places", lambda: weeks_of_two(tmp_path_factory.mktemp("two")))
    return seen


def weeks_of_two(folder: Path) -> Found:
    """Pass the weeks with two open gates, with the second shut, and with the second locked down."""
    hyesan, others = shipped_places()
    run = weeks_with(hyesan + SECOND.lstrip() + others, folder, {"open": {}, "shut": SHUT, "locked": LOCKED})
    assert run.returncode == 0, run.stderr
    seen: Found = json.loads(run.stdout)
    return seen


def test_a_second_border_place_imports_over_its_own_share_of_the_capacity(found: Found) -> None:
    both = found["open"]
    assert both["markets of the second"] == 1, "of two, at a coarse resolution"
    assert both["border markets"] == 6, "Hyesan has five"
    assert both["capacities"] == pytest.approx([1.0, 0.3])
    assert 0.0 < both["passed the border for the second"] <= both["room of the second"], "smoothed as passings are"
    assert both["goods of the second"] > 0 and both["importers of the second"] > 0
    assert both["chance of a buyer in the second"] > 0 and both["chance of a buyer in Hyesan"] > 0
    assert both["stops seen"] == [0.0, 0.0, 0.0]


def test_its_gate_is_shut_while_hyesan_s_is_open(found: Found) -> None:
    both, shut = found["open"], found["shut"]
    assert shut["passed the border for the second"] == 0.0, "nothing passes a gate that is shut"
    assert shut["passed for Hyesan"] == pytest.approx(both["passed for Hyesan"], rel=0.05)
    assert shut["chance of a buyer in the second"] == 0, "nobody buys what could not leave"
    assert shut["chance of a buyer in Hyesan"] > 0
    waiting = shut["kg per real household waiting abroad for the second"]
    assert waiting > both["kg per real household waiting abroad for the second"]
    assert waiting > 2.0 * shut["the same for Hyesan"]


def test_a_lockdown_of_the_second_is_its_own(found: Found) -> None:
    premium = "staples' premium of the second"
    assert found["locked"][premium] > found["open"][premium] + 0.01, "staples get dear where one cannot move"
    assert found["locked"]["passed for Hyesan"] == pytest.approx(found["open"]["passed for Hyesan"], rel=0.05)


def test_border_places_come_first(tmp_path: Path) -> None:
    hyesan, others = shipped_places()
    run = weeks_with(hyesan + others + SECOND.lstrip(), tmp_path, {"last": {}})
    assert run.returncode != 0
    assert "border places come before inland ones" in run.stderr
