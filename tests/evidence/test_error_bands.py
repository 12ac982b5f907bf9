"""Forecast bands from past errors: a closed form, coverage on made errors, and the sum of two errors."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import stats

from jangmadang.evidence.error_bands import (
    Coverage,
    Error,
    Interval,
    coverage,
    coverage_together,
    prediction_interval,
    rate_errors,
    summed,
    together,
)
from jangmadang.evidence.observations import shipped_prices


def made(rng: np.random.Generator, years: range, of_year: float, of_report: float, each: int = 12) -> list[Error]:
    """Errors with an effect of their year and one of their own."""
    return [
        Error(date(year, 1 + k % 12, 15), effect + rng.normal(0.0, of_report))
        for year in years
        for effect in [rng.normal(0.0, of_year)]
        for k in range(each)
    ]


def test_errors_without_an_effect_of_years_give_the_textbook_interval() -> None:
    own = ((3, -0.1), (9, 0.1))
    errors = [Error(date(year, month, 1), value) for year in (2015, 2016, 2017) for month, value in own]
    bounds = prediction_interval(errors)
    within = 6 * 0.01 / 3
    half = float(stats.t.ppf(0.95, 2)) * math.sqrt(within)
    assert bounds == pytest.approx((-half, half))


def test_fewer_than_three_years_give_no_band() -> None:
    assert prediction_interval([Error(date(2015, 1, 1), 0.1), Error(date(2016, 1, 1), 0.2)]) is None
    assert prediction_interval([]) is None


@pytest.mark.parametrize(("of_year", "of_report"), [(0.2, 0.1), (0.02, 0.2)])
def test_bands_hold_nine_tenths_of_the_errors_of_a_year_not_seen(of_year: float, of_report: float) -> None:
    rng = np.random.default_rng(7)
    inside = []
    for _ in range(400):
        errors = made(rng, range(2015, 2024), of_year, of_report)
        bounds = prediction_interval(errors[:-12])
        assert bounds is not None
        inside += [bounds.low <= error.value <= bounds.high for error in errors[-12:]]
    assert 0.87 < np.mean(inside) < 0.97, "a little wide where years have no effect of their own"


def test_a_period_is_judged_by_a_band_that_has_not_seen_it() -> None:
    days = [date(year, month, 1) for year in range(2015, 2026) for month in (2, 8)]
    errors = [Error(day, 0.0 if day.year < 2023 else 1.0) for day in days]
    rows = {row.period: row for row in coverage(errors, "rice", "KPW")}
    assert rows["2023-2026"].share == 0.0, "the errors of 2023 on are unlike those before"
    assert rows["2015-2019"].share == 1.0
    assert rows["all"].reports == 22
    parts = [Coverage("a", "KPW", "x", 4, 3), Coverage("a", "KPW", "all", 4, 3), Coverage("b", "KPW", "x", 6, 6)]
    assert summed(parts, "both") == Coverage("both", "KPW", "all", 10, 9), "totals are not counted twice"


def test_a_carried_rate_knows_nothing_later_and_errs_more_the_further_ahead() -> None:
    sizes = [np.std([error.value for error in rate_errors(shipped_prices(), weeks)]) for weeks in (4, 26, 52)]
    assert sizes == sorted(sizes)
    days = (date(2020, 1, 1), date(2020, 3, 1), date(2020, 12, 1))
    template = next(o for o in shipped_prices() if (o.item, o.model_place) == ("cny", "hyesan") and not o.disputed)
    rows = [
        replace(template, id=str(k), date_start=day, date_end=day, low=rate, high=rate, per_qty=1.0)
        for k, (day, rate) in enumerate(zip(days, (1000.0, 1100.0, 2000.0), strict=True))
    ]
    assert rate_errors(rows, 2) == [], "the last report was more than seven weeks old"
    (error,) = rate_errors(rows, 8)
    assert error.day == days[1] and error.value == pytest.approx(math.log(1000.0 / 1100.0))


def test_bounds_turn_round_and_add_as_squares() -> None:
    assert Interval(math.log(0.5), math.log(2.0)).around(100.0) == pytest.approx((50.0, 200.0))
    assert Interval(0.0, math.log(2.0)).around(100.0) == pytest.approx((50.0, 100.0)), "a run too high, a report lower"
    assert together(Interval(-3.0, 3.0), Interval(-3.0, 5.0)) == pytest.approx((-4.0, 6.0))


def test_bands_of_a_price_with_the_rate_are_tried_on_both_errors_added() -> None:
    rng = np.random.default_rng(3)
    prices, rates = (made(rng, range(2015, 2027), 0.15, 0.1) for _ in range(2))
    rows = coverage_together(prices, rates, "rice", "KPW", 13)
    assert [row.period for row in rows][-1] == "all" and rows[-1].reports == len(prices)
    assert 0.85 <= rows[-1].share <= 1.0
    off = [Error(error.day, error.value + (5.0 if error.day.year >= 2023 else 0.0)) for error in rates]
    late = next(row for row in coverage_together(prices, off, "rice", "KPW", 13) if row.period == "2023-2026")
    assert late.held == 0, "a rate far off takes the price out of its band"
    assert coverage_together(prices, [], "rice", "KPW", 13) == []
