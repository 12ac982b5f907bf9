"""What a run records: every declared series in its shape; medians and Gini coefficients from bins."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from jangmadang.axes import AXES
from jangmadang.engine.measuring import income_bin
from jangmadang.engine.recording import gini_from_bins, income_edges, median_from_bins
from jangmadang.engine.run import RunRecord, simulate
from jangmadang.results.dataset import to_dataset
from jangmadang.results.indicators import INDICATORS, compute
from jangmadang.results.variables import VARIABLES
from jangmadang.scenario import load
from jangmadang.world.tables import INCOME_BINS

WEEKS = 30
EDGES = income_edges()
MAY_BE_MISSING = {"clothing_price", "trader_profit_median", "income_median"}
SHARES = [variable.name for variable in VARIABLES if variable.name.endswith("_share")]


@pytest.fixture(scope="module")
def run() -> RunRecord:
    """A short run."""
    scenario = load("hyesan")
    until = scenario.start + datetime.timedelta(weeks=WEEKS)
    return simulate(scenario, resolution="calibration", until=until)


@pytest.fixture(scope="module")
def dataset(run: RunRecord) -> xr.Dataset:
    """Its dataset."""
    return to_dataset(run)


@pytest.mark.parametrize("variable", VARIABLES, ids=[variable.name for variable in VARIABLES])
def test_every_series_has_its_shape(run: RunRecord, variable: Any) -> None:
    series = run.records[variable.name]
    assert series.shape == (WEEKS, *(len(AXES[dim]) for dim in variable.dims))
    if variable.name not in MAY_BE_MISSING:
        assert np.isfinite(series).all()


def test_nothing_is_recorded_that_is_not_declared(run: RunRecord) -> None:
    assert set(run.records) == {variable.name for variable in VARIABLES}


def test_dataset_and_indicators(dataset: xr.Dataset) -> None:
    assert dataset.sizes["week"] == WEEKS
    assert str(dataset["week"].values[0])[:10] == "2015-01-05"
    indicators = compute(dataset)
    assert set(indicators.data_vars) == {indicator.name for indicator in INDICATORS}
    for name, series in indicators.data_vars.items():
        assert series.attrs["units"] and series.attrs["long_name"], name
        assert not np.isinf(series).any(), name


def test_a_run_says_how_it_was_made(run: RunRecord) -> None:
    assert run.seed == load("hyesan").seed and run.resolution == "calibration"
    assert run.real_households.sum() == pytest.approx(5_887_471, rel=0.01)
    assert run.real_households[0].sum() == 49_405
    assert run.households > 5_000
    assert run.seconds > 0 and run.prepare_seconds > 0
    assert (np.diff(run.weeks) == np.timedelta64(7, "D")).all()


def test_levels_are_plausible(dataset: xr.Dataset) -> None:
    here = dataset.sel(place="hyesan")
    assert 3000 < here.rice_price.mean() < 8000
    assert 1000 < here.exchange_rate.mean() < 1600
    assert (here.turnover > 0).all() and (here.merchant_income > 0).all()
    assert 0.05 < here.gini.mean() < 0.8
    assert float(here.confidence.min()) > 0.0 and float(here.confidence.max()) < 1.0
    assert (here.income_mean.mean("week").sel(household_class=["donju"]) > here.income_mean.mean("week")[0]).all()


@pytest.mark.parametrize("name", SHARES)
def test_shares_lie_between_nought_and_one(run: RunRecord, name: str) -> None:
    assert (run.records[name] >= 0.0).all() and (run.records[name] <= 1.0 + 1e-9).all()


def test_parts_add_up(run: RunRecord) -> None:
    records = run.records
    assert (records["clothing_imports"] >= records["clothing_samples"]).all()
    parts = records["short_of_staples_share"] * run.real_households
    whole = records["short_of_staples_share_all"] * run.real_households.sum(1)
    assert parts.sum(2) == pytest.approx(whole)
    assert (records["rice_sold"] + records["corn_sold"] > 0).all()


def binned(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Counts by bin, each value put there by the model's own rule."""
    return np.bincount([income_bin.py_func(value) for value in values], minlength=INCOME_BINS).astype(float)


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), middle=st.floats(9, 13), spread=st.floats(0.1, 1.0), size=st.integers(500, 3000))
def test_median_and_gini_from_bins_against_numpy(seed: int, middle: float, spread: float, size: int) -> None:
    values = np.exp(np.random.default_rng(seed).normal(middle, spread, size))
    counts = binned(values)
    assert counts.sum() == size
    median = float(median_from_bins(counts, EDGES))
    assert median == pytest.approx(float(np.median(values)), rel=0.05)
    ordered = np.sort(values)
    exact = float((2 * np.arange(1, size + 1) - size - 1) @ ordered / (size * ordered.sum()))
    assert float(gini_from_bins(counts, EDGES)) == pytest.approx(exact, abs=0.01)


@given(share=st.floats(0.05, 0.95))
def test_gini_of_two_groups(share: float) -> None:
    counts = np.zeros(INCOME_BINS)
    counts[20], counts[50] = 1 - share, share
    middle = np.sqrt(EDGES[:-1] * EDGES[1:])
    rich = share * middle[50] / (share * middle[50] + (1 - share) * middle[20])
    assert float(gini_from_bins(counts, EDGES)) == pytest.approx(rich - share, abs=1e-9)


def test_bins_at_their_limits() -> None:
    counts = np.zeros(INCOME_BINS)
    assert np.isnan(median_from_bins(counts, EDGES))
    counts[50] = 7
    assert EDGES[50] < float(median_from_bins(counts, EDGES)) < EDGES[51]
    assert float(gini_from_bins(counts, EDGES)) == pytest.approx(0.0, abs=1e-9), "all alike"
    assert income_bin.py_func(0.0) == 0 and income_bin.py_func(-5.0) == 0
    assert income_bin.py_func(1e30) == INCOME_BINS - 1


@given(value=st.floats(260.0, 1.6e7))
def test_values_lie_in_their_bin(value: float) -> None:
    k = income_bin.py_func(value)
    assert EDGES[k] * (1 - 1e-9) <= value <= EDGES[k + 1] * (1 + 1e-9)
