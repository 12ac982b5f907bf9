"""The state space of three cities against dense Gaussian conditioning, and what it makes of news."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from jangmadang.outlook.three_cities import (
    Sighting,
    ThreeCities,
    filtered,
    forecast_cities,
    most_likely_cities,
    parts_of,
    parts_under,
    sightings,
)
from jangmadang.outlook.weekly import CITIES, ITEMS, Array
from tests.outlook.made_reports import LEVELS, PARAMETERS, a_country, a_report

REPORTS = [
    a_report(0, 8.5), a_report(0, 9.0, "Pyongyang", "usd"), a_report(2, 7.1, "Sinuiju", "cny"),
    a_report(3, 8.7, "Pyongyang"), a_report(3, 7.7, item="corn"), a_report(9, 9.2, "Hyesan", "usd"),
]  # fmt: skip


def covariance(seen: list[Sighting], p: ThreeCities) -> tuple[Array, Array]:
    """Mean and covariance of the prices of sightings, from the sums of the parts' own covariances."""
    parts = parts_under(p)
    first = seen[0].week

    def of_part(part: int, s: int, t: int) -> float:
        f, q, v = parts.stays[part], parts.innovation[part], parts.variance[part]
        s, t = sorted((s - first, t - first))
        started = v * f ** (s + t)
        return float(started + q * sum(f ** (s - k) * f ** (t - k) for k in range(1, s + 1)))

    mean = np.array([parts.mean[one.parts].sum() for one in seen])
    whole = np.zeros((len(seen), len(seen)))
    for (i, a), (j, b) in product(enumerate(seen), repeat=2):
        whole[i, j] = sum(of_part(int(part), a.week, b.week) for part in set(a.parts) & set(b.parts))
    return mean, whole


def test_filter_equals_conditioning_on_all_reports_at_once() -> None:
    seen = sightings(REPORTS)
    target = Sighting(14, parts_of("Hyesan", "rice"), 0.0, 0.05)
    mean, whole = covariance([*seen, target], PARAMETERS)
    noise = PARAMETERS.noise_multiple * np.array([one.noise for one in seen])
    known = whole[:-1, :-1] + np.diag(noise**2)
    errors = np.array([one.log_price for one in seen]) - mean[:-1]
    gain = np.linalg.solve(known, whole[:-1, -1])
    state = filtered(seen, PARAMETERS)
    said = forecast_cities(state, PARAMETERS, "Hyesan", "rice", 14, 0.05)
    assert said.middle == pytest.approx(mean[-1] + gain @ errors)
    variance = whole[-1, -1] - gain @ whole[:-1, -1] + (PARAMETERS.noise_multiple * 0.05) ** 2
    assert said.spread == pytest.approx(np.sqrt(variance), rel=1e-6)
    logarithm = multivariate_normal(np.zeros(len(seen)), known).logpdf(errors)
    assert state.log_likelihood == pytest.approx(logarithm, rel=1e-6)


def test_news_of_one_city_moves_the_others_and_of_the_dollar_moves_rice() -> None:
    reports = a_country(1, 100)
    known = filtered(sightings(reports), PARAMETERS)
    before = forecast_cities(known, PARAMETERS, "Hyesan", "rice", 106, 0.04)
    for city, item in (("Pyongyang", "rice"), ("Pyongyang", "usd")):
        usual = forecast_cities(known, PARAMETERS, city, item, 102, 0.04).middle
        news = filtered(sightings([*reports, a_report(102, usual + 0.2, city, item)]), PARAMETERS)
        after = forecast_cities(news, PARAMETERS, "Hyesan", "rice", 106, 0.04)
        assert 0.0 < after.middle - before.middle < 0.2
        assert after.spread < before.spread


def test_a_price_away_from_the_others_comes_back() -> None:
    """Error correction: rice alone jumps, all else stands; it is expected nearer to where it was, later the more."""
    reports = [a_report(week, LEVELS[item], city, item) for week in range(60) for city in CITIES for item in ITEMS]
    jumped = [*reports, *(a_report(60, LEVELS["rice"] + 0.5, city) for city in CITIES)]
    state = filtered(sightings(jumped), PARAMETERS)
    path = [forecast_cities(state, PARAMETERS, "Hyesan", "rice", 60 + h, 0.04).middle for h in (0, 4, 13, 26, 104)]
    assert path == sorted(path, reverse=True)
    assert LEVELS["rice"] < path[-1] < path[0] - 0.1


def test_likelihood_finds_how_far_the_won_wanders() -> None:
    calm, wild = (most_likely_cities(sightings(a_country(2, 50, share=0.15, won=won))) for won in (0.0, 0.06))
    assert wild.won == pytest.approx(0.06, rel=0.3)
    assert calm.won < 0.01


def test_without_reports_the_prior_speaks() -> None:
    assert most_likely_cities([]).noise_multiple == pytest.approx(1.0)


def test_noisier_reports_move_less() -> None:
    base = sightings(a_country(3, 60))
    state = filtered(base, PARAMETERS)
    usual = forecast_cities(state, PARAMETERS, "Hyesan", "rice", 62, 0.04).middle
    report = a_report(62, usual + 0.3)
    moved = []
    for noise in (0.02, 0.2):
        seen = [*base, *sightings([replace(report, noise=noise)])]
        moved.append(forecast_cities(filtered(seen, PARAMETERS), PARAMETERS, "Hyesan", "rice", 63, 0.04).middle)
    assert moved[0] > moved[1] > usual
