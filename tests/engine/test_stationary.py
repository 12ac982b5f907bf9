"""With the conditions of 2015-2019 held and a free exchange rate, ten years show no drift (economy section 16)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from jangmadang.engine.run import RunRecord, simulate
from jangmadang.engine.settling import settled_world
from jangmadang.results.dataset import to_dataset
from jangmadang.results.indicators import headline
from jangmadang.scenario import load

SEEDS = (1, 2, 3, 4, 5)
YEARS = 10
LARGEST_DRIFT = 0.05
HYESAN = 0
RESOLUTION = "calibration"


@pytest.fixture(scope="module")
def runs(made_once: Callable[..., Any]) -> list[RunRecord]:
    found: list[RunRecord] = made_once("baselines", baselines)
    return found


def baselines() -> list[RunRecord]:
    """The baseline with each seed."""
    baseline = load("baseline")
    until = baseline.start + datetime.timedelta(weeks=52 * YEARS)
    settled_world(baseline)
    with ThreadPoolExecutor(2) as executor:
        return list(executor.map(lambda seed: simulate(baseline, seed, RESOLUTION, until, 1), SEEDS))


def yearly(weekly: np.ndarray) -> np.ndarray:
    """Means of consecutive years."""
    return weekly.reshape(YEARS, 52).mean(1)


def drift(series: list[np.ndarray]) -> float:
    """Largest departure of a year's mean over seeds from the first year's."""
    mean = yearly(np.mean(series, axis=0))
    return float(np.abs(mean / mean[0] - 1.0).max())


def test_exchange_rate(runs: list[RunRecord]) -> None:
    assert drift([run.records["exchange_rate"] for run in runs]) < LARGEST_DRIFT


def test_turnover_in_constant_prices(runs: list[RunRecord]) -> None:
    series = [headline(to_dataset(run)).turnover_constant_prices.isel(place=HYESAN).values for run in runs]
    assert drift(series) < LARGEST_DRIFT


@pytest.mark.parametrize("household_class", range(5))
def test_yuan_of_households(runs: list[RunRecord], household_class: int) -> None:
    places = slice(1, None) if household_class == 4 else slice(HYESAN, HYESAN + 1)
    assert drift([run.records["household_cny"][:, places, household_class].sum(1) for run in runs]) < LARGEST_DRIFT


def test_food_shortfall(runs: list[RunRecord]) -> None:
    assert drift([run.records["short_of_staples_share_all"][:, HYESAN] for run in runs]) < LARGEST_DRIFT
