"""The local-level smoother against closed forms, and the shipped weekly table against the code."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from jangmadang.evidence.exchange_rate import (
    FIRST_WEEK,
    LARGEST_GAP,
    LAST_WEEK,
    PRIMARY_PLACES,
    WEEKLY_TABLE,
    monday,
    most_likely_innovation_sd,
    shipped_weekly_rate,
    smooth_local_level,
    usable_reports,
    weekly_rate,
    write_weekly_table,
)
from jangmadang.evidence.shipped import shipped_prices


def test_shipped_table_is_what_the_code_gives(tmp_path: Path) -> None:
    write_weekly_table(weekly_rate(shipped_prices()), tmp_path / "weekly.csv")
    assert (tmp_path / "weekly.csv").read_text("utf-8") == WEEKLY_TABLE.read_text("utf-8")


def test_smoother_equals_generalised_least_squares() -> None:
    """The smoothed path is the posterior mean of a random walk with a flat prior, solved here as one linear system."""
    y = np.array([np.nan, 1.0, 1.3, np.nan, np.nan, 0.8, 0.9, np.nan])
    noise, q = np.array([np.nan, 0.1, 0.2, np.nan, np.nan, 0.1, 0.3, np.nan]), 0.15**2
    n = y.size
    difference = np.diff(np.eye(n), axis=0)
    seen = np.isfinite(y)
    precision = difference.T @ difference / q + np.diag(np.where(seen, 1 / np.where(seen, noise, 1.0) ** 2, 0.0))
    covariance = np.linalg.inv(precision)
    mean = covariance @ np.where(seen, y / np.where(seen, noise, 1.0) ** 2, 0.0)
    smoothed = smooth_local_level(y, noise, math.sqrt(q))
    np.testing.assert_allclose(smoothed.level, mean, rtol=1e-12)
    np.testing.assert_allclose(smoothed.standard_error, np.sqrt(np.diag(covariance)), rtol=1e-10)


def test_exact_reports_are_joined_by_straight_lines_and_held_outside() -> None:
    y = np.array([np.nan, 0.0, np.nan, np.nan, np.nan, 4.0, np.nan])
    smoothed = smooth_local_level(y, np.full(7, 1e-9), 0.1)
    np.testing.assert_allclose(smoothed.level, [0, 0, 1, 2, 3, 4, 4], atol=1e-9)
    np.testing.assert_allclose(smoothed.standard_error[[0, 3, 6]], [0.1, 0.1, 0.1], rtol=1e-6)


def test_without_innovation_the_level_is_the_weighted_mean() -> None:
    y, noise = np.array([1.0, 2.0, 4.0]), np.array([0.1, 0.2, 0.4])
    weights = noise**-2
    smoothed = smooth_local_level(y, noise, 0.0)
    np.testing.assert_allclose(smoothed.level, np.full(3, np.average(y, weights=weights)))
    np.testing.assert_allclose(smoothed.standard_error, np.full(3, weights.sum() ** -0.5))


def test_likelihood_of_a_random_walk_without_noise_is_highest_at_its_mean_square_step() -> None:
    y = np.array([0.0, 0.1, -0.1, 0.2, 0.1, 0.3])
    steps = np.diff(y)
    best = most_likely_innovation_sd(y, np.full(y.size, 1e-9))
    assert best == pytest.approx(math.sqrt(float(np.mean(steps**2))), rel=1e-4)


def test_path_covers_the_history_and_passes_near_the_reports() -> None:
    rate = shipped_weekly_rate()
    assert (rate.weeks[0], rate.weeks[-1]) == (FIRST_WEEK, LAST_WEEK)
    assert len(rate.weeks) == (LAST_WEEK - FIRST_WEEK).days // 7 + 1
    value = dict(zip(rate.weeks, rate.kpw_per_cny, strict=True))
    assert value[date(2024, 11, 18)] == pytest.approx(2400, rel=0.05)
    assert 550 < value[date(2021, 6, 14)] < 700
    assert rate.last_report == date(2025, 10, 20)
    assert rate.kpw_per_cny[-1] == value[rate.last_report]
    assert np.all(np.diff(rate.standard_error[rate.weeks.index(rate.last_report) :]) > 0)


def test_other_cities_speak_only_in_long_gaps_and_disputed_rows_never() -> None:
    reports = usable_reports(shipped_prices())
    assert not any(o.disputed for o in reports)
    own = [o.date for o in reports if o.place in PRIMARY_PLACES]
    for report in reports:
        assert monday(report.date) >= FIRST_WEEK
        if report.place not in PRIMARY_PLACES:
            before = max((day for day in own if day <= report.date), default=date.min)
            after = min((day for day in own if day >= report.date), default=date.max)
            assert after - before > LARGEST_GAP > timedelta(0)
