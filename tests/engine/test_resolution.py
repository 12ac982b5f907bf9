"""Hyesan at 1:1, 1:5, 1:10 and calibration resolution (1:12) agree on headline indicators (economy section 3).

Means over ten seeds differ by less than the larger of 3 % and two standard errors of the difference, and the standard
errors stay below 15 % (the yuan of the few donju of a coarse world is loosest): `make resolution`. `make test` takes
three seeds, whose means of the smallest classes are looser, and allows 6 %.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from jangmadang.engine.run import simulate
from jangmadang.engine.settling import settled_world
from jangmadang.results.dataset import to_dataset
from jangmadang.results.indicators import headline
from jangmadang.scenario import load

SEEDS = range(1, 1 + int(os.environ.get("JANGMADANG_RESOLUTION_SEEDS", "3")))
UNTIL = datetime.date(2016, 1, 4)
LARGEST_GAP = 0.03 if len(SEEDS) >= 10 else 0.06
SKIPPED = {"short_of_staples_share", "short_of_staples_people_by_class"}  # zero for most classes; the total is tested


def yearly_means(resolution: int | str, seed: int) -> dict[str, float]:
    """Means over the year at Hyesan of every headline indicator, by member of its other axis."""
    data = headline(to_dataset(simulate(load("hyesan"), seed, resolution, UNTIL, 1)))
    means: dict[str, float] = {}
    for name in data:
        series = data[name].sel(place="hyesan", drop=True) if "place" in data[name].dims else data[name]
        if str(name) in SKIPPED or name == "exchange_rate":
            continue
        values = series.mean("week").stack(member=[d for d in series.dims if d != "week"]) if series.ndim > 1 else None
        if values is None:
            means[str(name)] = float(series.mean())
            continue
        for member, value in zip(values.member.values, values.values, strict=True):
            means[f"{name}{list(member)}"] = float(value)
    return {name: value for name, value in means.items() if np.isfinite(value) and value != 0.0}


@pytest.fixture(scope="module")
def means(made_once: Callable[..., Any]) -> dict[int | str, dict[str, np.ndarray]]:
    """Per resolution and indicator the values of all seeds."""
    found: dict[int | str, dict[str, np.ndarray]] = made_once("means-by-resolution", means_of_seeds)
    return found


def means_of_seeds() -> dict[int | str, dict[str, np.ndarray]]:
    """Run all seeds at all resolutions."""
    settled_world(load("hyesan"))
    found: dict[int | str, dict[str, np.ndarray]] = {}
    with ThreadPoolExecutor(2) as executor:
        for resolution in ("default", 5, 10, "calibration"):
            runs = list(executor.map(lambda seed, r=resolution: yearly_means(r, seed), SEEDS))
            found[resolution] = {name: np.array([run[name] for run in runs]) for name in runs[0]}
    return found


@pytest.mark.parametrize("coarse", [5, 10, "calibration"])
def test_resolutions_agree(means: dict[int | str, dict[str, np.ndarray]], coarse: int | str) -> None:
    fine = means["default"]
    apart = []
    for name, values in fine.items():
        other = means[coarse][name]
        gap = other.mean() / values.mean() - 1.0
        error = np.hypot(values.std(ddof=1), other.std(ddof=1)) / np.sqrt(len(values)) / abs(values.mean())
        if abs(gap) > max(LARGEST_GAP, 2.0 * error):
            apart.append(f"{name}: {100 * gap:+.1f} % (standard error {100 * error:.1f} %)")
    assert not apart, f"{coarse} differs from 1:1 in " + "; ".join(apart)


def test_standard_errors_of_ten_seeds_are_small(means: dict[int | str, dict[str, np.ndarray]]) -> None:
    for resolution, indicators in means.items():
        for name, values in indicators.items():
            error = values.std(ddof=1) / np.sqrt(10) / abs(values.mean())
            assert error < 0.15, f"{name} at {resolution}: standard error {100 * error:.1f} %"
