"""Measures of the facts have their closed forms."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from jangmadang.facts.clothing_measures import cold_over_rest, cold_over_summer
from jangmadang.facts.experiment import BASE
from jangmadang.facts.measures import arc_elasticity, between, centroid_week, change, inland, iso_weeks
from jangmadang.facts.trade_measures import SPRING_2025, YEAR_2024, farm_gate, farm_gate_rise

FIRST = datetime.date(2015, 12, 28)  # ISO week 53


def weekly(values: list[float], first: datetime.date = FIRST) -> xr.DataArray:
    """A weekly series."""
    weeks = pd.date_range(first, periods=len(values), freq="7D").as_unit("ns")
    return xr.DataArray(np.array(values, dtype=float), dims="week", coords={"week": weeks})


@given(st.integers(1, 60), st.integers(0, 59), st.floats(0.1, 1e6))
def test_centroid_of_a_single_week_and_of_a_level_flow(weeks: int, at: int, size: float) -> None:
    single = [0.0] * 60
    single[at] = size
    assert centroid_week(weekly(single)) == pytest.approx(at)
    assert centroid_week(weekly([size] * weeks)) == pytest.approx((weeks - 1) / 2)


def test_centroid_weighs_weeks_and_does_not_ask_for_the_sign() -> None:
    assert centroid_week(weekly([1, 0, 0, 3])) == pytest.approx(9 / 4)
    assert centroid_week(weekly([-1, 0, 0, -3])) == pytest.approx(9 / 4)


@given(st.floats(-3, 3), st.floats(1.05, 2.0), st.floats(1.0, 1e6))
def test_arc_elasticity_of_a_power_law_is_its_exponent(exponent: float, ratio: float, base: float) -> None:
    assert arc_elasticity(base * ratio**exponent, base, ratio) == pytest.approx(exponent, abs=1e-9)


def test_arc_elasticity_of_nothing_sold_is_refused() -> None:
    with pytest.raises(ValueError):
        arc_elasticity(0.0, 1.0, 1.2)


def test_iso_weeks_agree_with_the_calendar() -> None:
    series = weekly([0.0] * 60)
    expected = [(FIRST + datetime.timedelta(weeks=week)).isocalendar().week for week in range(60)]
    assert iso_weeks(series).tolist() == expected
    assert expected[:3] == [53, 1, 2]


@given(st.integers(-5, 25), st.integers(0, 30))
def test_between_keeps_the_weeks_of_its_window(first: int, weeks: int) -> None:
    series = weekly([float(week) for week in range(20)])
    kept = between(series, FIRST + datetime.timedelta(weeks=first), weeks)
    assert kept.values.tolist() == [week for week in range(20) if first <= week < first + weeks]


def test_between_takes_datasets_and_days_inside_a_week() -> None:
    dataset = weekly([1, 2, 3]).to_dataset(name="sold")
    assert between(dataset, FIRST + datetime.timedelta(days=1), 1).sold.values.tolist() == [2.0]


def test_change_is_relative_to_the_other_arm() -> None:
    runs = {"base": weekly([2, 2]), "shock": weekly([1, 2]), "odd": weekly([6, 6])}
    arms = {arm: series.to_dataset(name="sold") for arm, series in runs.items()}

    def figure(run: xr.Dataset) -> float:
        return float(run.sold.sum())

    assert change(arms, figure, "shock") == pytest.approx(-0.25)
    assert change(arms, figure, "base", "odd") == pytest.approx(-2 / 3)


def test_inland_leaves_hyesan_out() -> None:
    places = xr.DataArray([5.0, 1.0, 2.0], dims="place", coords={"place": ["hyesan", "chongjin", "hamhung"]})
    assert float(inland(places)) == 3.0


def test_cold_weeks_are_those_from_autumn_to_late_winter() -> None:
    year = weekly([0.0] * 52, datetime.date(2016, 1, 4))
    week = iso_weeks(year)
    year.values[:] = np.where((week >= 40) | (week <= 8), 3.0, 2.0)
    assert cold_over_rest(year) == pytest.approx(1.5)
    assert cold_over_summer(year) == pytest.approx(1.5)
    year.values[(week >= 22) & (week <= 35)] = 1.0
    assert cold_over_summer(year) == pytest.approx(3.0)


def test_a_price_in_weeks_in_which_nobody_gathers_counts_for_nothing() -> None:
    weeks = np.arange(np.datetime64("2024-01-01"), np.datetime64("2025-12-29"), 7).astype("datetime64[ns]")
    gathers = np.where(xr.DataArray(weeks).dt.month.isin([5, 6, 7, 8]), 0.3, 0.0)
    in_2025 = xr.DataArray(weeks).dt.year.values == 2025
    price = np.where(gathers > 0.0, np.where(in_2025, 600.0, 200.0), 5000.0)
    goods = ["lingzhi_low", "lingzhi_high"]
    run = xr.Dataset(
        {
            "farm_gate_price": (("week", "export_good"), np.stack([price, 1.5 * price], axis=1)),
            "gathering_share": (("week", "place"), gathers[:, None]),
        },
        coords={"week": weeks, "export_good": goods, "place": ["hyesan"]},
    )
    runs = {BASE: run}
    assert farm_gate(goods, YEAR_2024, False)(runs) == pytest.approx(200.0)
    assert farm_gate(goods, YEAR_2024, True)(runs) == pytest.approx(300.0)
    assert farm_gate(goods, SPRING_2025, False)(runs) == pytest.approx(600.0)
    assert farm_gate_rise("lingzhi_low")(runs) == pytest.approx(2.0)
