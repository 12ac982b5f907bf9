"""Measures of responses have their closed forms, and the won that R4 hands out is what it says."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from jangmadang.accounting.transactions import STATE, WON_HANDED_OUT
from jangmadang.engine.branching import Branch, run_branches
from jangmadang.facts.response_measures import (
    COUNTRY,
    change,
    difference,
    exchange_rate,
    highest_ratio,
    pass_through,
    price_cny,
    series,
    weighted,
)
from jangmadang.facts.running import FACTS
from jangmadang.scenario import load

FIRST = datetime.date(2016, 1, 4)
WEEKS = 10


def made_run(price: float, rate: float, last: float = 1.0) -> xr.Dataset:
    """A run of two places, one household to three, with the same price everywhere and a jump in the last week."""
    weeks = pd.date_range(FIRST, periods=WEEKS, freq="7D").as_unit("ns")
    jump = xr.DataArray(np.r_[np.ones(WEEKS - 1), last], dims="week", coords={"week": weeks})
    ones = xr.DataArray([1.0, 1.0], dims="place", coords={"place": ["hyesan", "inland"]})
    at = xr.DataArray([[1.0, 0.0], [3.0, 0.0]], dims=("place", "household_class"))
    at = at.assign_coords(place=ones["place"], household_class=["labourer", "donju"])
    return xr.Dataset({"households": at, "rice_price": jump * ones * price, "exchange_rate": jump * 0.0 + rate})


@given(st.floats(0.1, 10.0), st.floats(1.1, 5.0), st.floats(-1.0, 2.0))
def test_pass_through_of_a_power_of_the_rate_is_its_exponent(price: float, rise: float, power: float) -> None:
    runs = {"base": made_run(price, 1000.0), "shock": made_run(price * rise**power, 1000.0 * rise)}
    measure = pass_through("shock", series("rice_price", "hyesan"), FIRST, WEEKS)
    assert measure(runs) == pytest.approx(power, abs=1e-9)


def test_changes_differences_and_highest_ratios() -> None:
    runs = {"base": made_run(100.0, 1000.0), "shock": made_run(120.0, 2000.0, last=3.0)}
    rice = series("rice_price", COUNTRY)
    assert change("shock", rice, FIRST, WEEKS - 1)(runs) == pytest.approx(0.2)
    assert difference("shock", rice, FIRST, WEEKS - 1)(runs) == pytest.approx(20.0)
    assert change("base", rice, FIRST, WEEKS - 1, against="shock")(runs) == pytest.approx(100.0 / 120.0 - 1.0)
    assert highest_ratio("shock", rice, FIRST, WEEKS)(runs) == pytest.approx(3.6)
    assert change("shock", price_cny("rice_price", "inland"), FIRST, WEEKS - 1)(runs) == pytest.approx(-0.4)
    assert change("shock", exchange_rate, FIRST, WEEKS)(runs) == pytest.approx(1.0)


def test_the_country_is_weighted_by_households() -> None:
    run = made_run(1.0, 1.0)
    by_place = xr.DataArray([0.0, 1.0], dims="place", coords={"place": run["place"]})
    assert float(weighted(by_place, run, COUNTRY)) == pytest.approx(0.75)
    assert float(weighted(by_place, run, "hyesan")) == 0.0
    by_class = by_place * xr.DataArray([1.0, math.nan], dims="household_class", coords=run["household_class"].coords)
    assert float(weighted(by_class, run, COUNTRY)) == pytest.approx(0.75)  # nobody is a donju


def test_won_handed_out_is_a_share_of_all_in_circulation_and_comes_once() -> None:
    response = FACTS["R4"]
    scenario = load(response.runs.scenario)
    since, weeks = response.runs.since, (response.runs.since - scenario.start).days // 7
    until = since + datetime.timedelta(weeks=3)
    changed = scenario.with_changes(**response.runs.arms["more won"])
    base, arms = run_branches(
        scenario, {"more": Branch(changed, since, until)}, seed=1, resolution="calibration", until=until
    )
    issued = arms["more"].ledger["flows"][:, WON_HANDED_OUT].sum(-1)
    assert not base.ledger["flows"][:, WON_HANDED_OUT].any()
    assert np.flatnonzero(issued).tolist() == [weeks]
    money = -arms["more"].ledger["balances"][weeks + 1, 0, STATE]
    assert issued[weeks] / (money - issued[weeks]) == pytest.approx(0.2, rel=0.05)
