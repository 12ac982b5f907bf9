"""Bands from replicates."""

from __future__ import annotations

import numpy as np
import xarray as xr

from jangmadang.results import Bands
from jangmadang.results.indicators import compute


def _bands(values: list[float], main: float) -> Bands:
    week = np.array(["2020-01-06"], dtype="datetime64[ns]")
    replicates = [xr.Dataset({"x": ("week", [value])}, {"week": week}) for value in values]
    return Bands(xr.Dataset({"x": ("week", [main])}, {"week": week}), xr.concat(replicates, "seed"))


def test_band_is_the_ratio_of_quantiles_to_the_mean() -> None:
    values = list(np.linspace(90, 110, 21))
    value, low, high = _bands(values, 200.0).interval("x")
    assert float(value[0]) == 200
    np.testing.assert_allclose([low[0], high[0]], [200 * 0.91, 200 * 1.09])


def test_median_is_laid_around_the_run_as_the_band_is() -> None:
    of_x = _bands([90.0, 100.0, 140.0], 220.0)
    np.testing.assert_allclose(of_x.median(lambda data: data["x"]), [200.0])
    assert float(_bands([0.0, 0.0], 0.0).median(lambda data: data["x"])[0]) == 0
    assert float(Bands(of_x.main, None).median(lambda data: data["x"])[0]) == 220


def test_difference_lays_distances_on() -> None:
    value, low, high = _bands([-1.0, 0.0, 1.0], 5.0).difference(lambda data: data["x"])
    np.testing.assert_allclose([value[0], low[0], high[0]], [5.0, 4.1, 5.9])


def test_nothing_has_no_band() -> None:
    value, low, high = _bands([0.0, 0.0], 0.0).interval("x")
    assert float(value[0]) == float(low[0]) == float(high[0]) == 0


def test_shares_stay_below_one_and_words_say_what_is_left_out(bands: Bands, dataset: xr.Dataset) -> None:
    _, low, high = bands.interval("confidence")
    assert float(high.max()) <= 1 and bool((low <= high).all())
    assert bands.count == 3 and "exclude parameter uncertainty" in bands.statement
    alone = Bands(compute(dataset), None)
    assert alone.count == 0 and "bands are of past errors, or by what is assumed" in alone.statement
    value, low, high = alone.interval("rice_price")
    xr.testing.assert_equal(low, value)
