"""The local level against dense Gaussian conditioning, on made data, and over gaps; the two simple rules."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from jangmadang.outlook.local_level import LocalLevel, filtered_level, forecast_level, most_likely_local_level
from jangmadang.outlook.simple_rules import FEWEST_PAIRS, carried_forward, same_week_last_year
from tests.outlook.made_reports import a_random_walk, a_series

WEEKS, LOG_PRICE, NOISE = [0, 1, 4, 5, 11], [8.0, 8.1, 7.9, 8.3, 8.2], [0.04, 0.08, 0.04, 0.1, 0.04]
PARAMETERS = LocalLevel(innovation=0.05, noise_multiple=1.5)


def test_filter_equals_conditioning_on_all_reports_at_once() -> None:
    """Given the first, levels are Gaussian with covariance q min(s, t) plus the variance of the first report."""
    weeks, noise = np.array([*WEEKS[1:], 15]), PARAMETERS.noise_multiple * np.array(NOISE)
    prior = 0.05**2 * np.minimum.outer(weeks, weeks) + noise[0] ** 2
    seen = prior[:-1, :-1] + np.diag(noise[1:] ** 2)
    gain = np.linalg.solve(seen, prior[:-1, -1])
    errors = np.array(LOG_PRICE[1:]) - LOG_PRICE[0]
    level = filtered_level(a_series(WEEKS, LOG_PRICE, NOISE), PARAMETERS)
    ahead = forecast_level(level, PARAMETERS, 15, 0.06)
    assert ahead.middle == pytest.approx(LOG_PRICE[0] + gain @ errors)
    assert ahead.spread**2 == pytest.approx(prior[-1, -1] - gain @ prior[:-1, -1] + (1.5 * 0.06) ** 2)
    assert level.log_likelihood == pytest.approx(multivariate_normal(np.zeros(4), seen).logpdf(errors))


def test_likelihood_finds_the_variances_of_made_data() -> None:
    found = [most_likely_local_level(a_random_walk(seed, 400, 0.05, 0.08)) for seed in range(8)]
    assert np.mean([p.innovation for p in found]) == pytest.approx(0.05, rel=0.1)
    assert np.mean([p.noise_multiple for p in found]) == pytest.approx(1.0, rel=0.1)


def test_a_stale_quote_has_a_wider_interval() -> None:
    level = filtered_level(a_series(WEEKS, LOG_PRICE, NOISE), PARAMETERS)
    spreads = [forecast_level(level, PARAMETERS, week, 0.04).spread for week in (11, 12, 20, 60)]
    assert spreads == sorted(spreads)
    assert spreads[-1] ** 2 - spreads[0] ** 2 == pytest.approx(49 * 0.05**2)


def test_intervals_are_nominal_on_made_data() -> None:
    inside = []
    for seed in range(60):
        whole = a_random_walk(seed, 160, 0.05, 0.04)
        past = a_series(*(part[:150:3].tolist() for part in (whole.weeks, whole.log_price, whole.noise)))
        parameters = most_likely_local_level(past)
        for week in (151, 155, 159):
            said = forecast_level(filtered_level(past, parameters), parameters, week, 0.04)
            inside.append(said.holds(float(whole.log_price[week]), 0.9))
    assert np.mean(inside) == pytest.approx(0.9, abs=0.05)


def test_a_single_report_is_enough_for_a_level() -> None:
    level = filtered_level(a_series([3], [8.0], [0.04]), PARAMETERS)
    assert (level.week, level.mean, level.log_likelihood) == (3, 8.0, 0.0)


def test_carried_forward_says_the_last_report_with_a_spread_that_grows() -> None:
    series = a_random_walk(1, 300, 0.05, 0.04)
    near, far = carried_forward(series, 300, 0.04), carried_forward(series, 325, 0.04)
    assert near.middle == far.middle == series.log_price[-1]
    assert near.spread == pytest.approx(math.sqrt(0.05**2 + 2 * 0.04**2), rel=0.15)
    assert far.spread**2 - near.spread**2 == pytest.approx(25 * 0.05**2, rel=0.3)


def test_same_week_last_year_is_that_with_its_past_errors() -> None:
    weeks = [*range(10), *range(52, 62)]
    series = a_series(weeks, [8.0] * 10 + [8.2] * 10, [0.04] * 20)
    said = same_week_last_year(series, 110)
    assert said is not None
    assert (said.middle, said.spread) == pytest.approx((8.2, 0.2))
    assert same_week_last_year(series, 180) is None
    assert same_week_last_year(a_series(weeks[: 9 + FEWEST_PAIRS], [8.0] * 14, [0.04] * 14), 110) is None
