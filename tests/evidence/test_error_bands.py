"""Forecast bands from past errors: a closed form, coverage on made errors, and the sum of two errors."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import stats

from jangmadang.evidence.error_bands import (
    RATE_HORIZONS,
    Coverage,
    Error,
    Interval,
    carried_errors,
    carried_interval,
    coverage,
    coverage_carried,
    coverage_together,
    prediction_interval,
    rate_errors,
    summed,
    together,
)
from jangmadang.evidence.shipped import shipped_prices


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
    half = float(stats.t.ppf(0.95, 2)) * math.sqrt(within * (1 + 1 / 6))  # of one more of six with one mean
    assert bounds == pytest.approx((-half, half))


def test_an_effect_of_years_is_what_means_differ_by_beyond_their_own_errors() -> None:
    values = {2015: (0.0, 0.2), 2016: (0.5, 0.7), 2017: (-0.3, -0.1)}
    bounds = prediction_interval([Error(date(year, 1, 1), value) for year, both in values.items() for value in both])
    means = [0.1, 0.6, -0.2]
    within, of_means = 6 * 0.01 / 3, 6 * 0.01 / 3 / 2
    between = float(np.var(means, ddof=1)) - of_means
    half = float(stats.t.ppf(0.95, 2)) * math.sqrt(between * (1 + 1 / 3) + of_means / 3 + within)
    assert bounds == pytest.approx((np.mean(means) - half, np.mean(means) + half))


def test_bands_of_a_rate_carried_grow_with_the_root_of_time_and_hold_nine_tenths_of_a_random_walk() -> None:
    rng = np.random.default_rng(5)
    inside = []
    for _ in range(200):
        errors = [
            Error(date(year, month, 1), rng.normal(drift, 0.05) * math.sqrt(weeks), weeks)
            for year in range(2015, 2021)
            for drift in [rng.normal(0.0, 0.05)]
            for month, weeks in ((1, 4.0), (3, 13.0), (6, 26.0), (9, 52.0))
        ]
        short, long = carried_interval(errors[:-4], 4.0), carried_interval(errors[:-4], 36.0)
        assert short and long and long == pytest.approx((3 * short.low, 3 * short.high))
        for error in errors[-4:]:
            band = carried_interval(errors[:-4], error.weeks)
            assert band
            inside.append(band.low <= error.value <= band.high)
    assert 0.86 < np.mean(inside) < 0.95
    assert carried_interval([], 4.0) is None


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
    assert error.weeks == pytest.approx(60 / 7)


def test_the_shipped_reports_of_the_rate_are_held_at_every_horizon() -> None:
    carried = carried_errors(shipped_prices())
    rows = [coverage_carried(rate_errors(shipped_prices(), weeks), carried, weeks)[-1] for weeks in RATE_HORIZONS]
    assert all(row.period == "all" and row.share >= 0.8 for row in rows)
    assert 0.85 <= summed([replace(row, period="any") for row in rows], "cny").share <= 0.95


def test_bounds_turn_round_and_add_as_squares() -> None:
    assert Interval(math.log(0.5), math.log(2.0)).around(100.0) == pytest.approx((50.0, 200.0))
    assert Interval(0.0, math.log(2.0)).around(100.0) == pytest.approx((50.0, 100.0)), "a run too high, a report lower"
    assert together(Interval(-3.0, 3.0), Interval(-3.0, 5.0)) == pytest.approx((-4.0, 6.0))


def test_bands_of_a_price_with_the_rate_are_tried_on_both_errors_added() -> None:
    rng = np.random.default_rng(3)
    prices, rates = (made(rng, range(2015, 2027), 0.15, 0.1) for _ in range(2))
    rates = [error._replace(weeks=13.0) for error in rates]
    rows = coverage_together(prices, rates, rates, "rice", "KPW", 13)
    assert [row.period for row in rows][-1] == "all" and rows[-1].reports == len(prices)
    assert 0.85 <= rows[-1].share <= 1.0
    off = [error._replace(value=error.value + (5.0 if error.day.year >= 2023 else 0.0)) for error in rates]
    late = next(row for row in coverage_together(prices, off, off, "rice", "KPW", 13) if row.period == "2023-2026")
    assert late.held == 0, "a rate far off takes the price out of its band"
    assert coverage_together(prices, [], [], "rice", "KPW", 13) == []
