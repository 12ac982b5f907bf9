"""Sampled paths: the outlook's quantiles, exact smoothing of the past, nothing later than the origin."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from jangmadang.evidence.shipped import shipped_prices
from jangmadang.outlook.ahead import outlook
from jangmadang.outlook.evaluation import HORIZONS
from jangmadang.outlook.local_level import LocalLevel, smoothed_level
from jangmadang.outlook.paths import SAMPLED, _past, sampled_paths
from jangmadang.outlook.three_cities import NAMES, parts_of, parts_under, sightings, weekly_states
from jangmadang.outlook.weekly import Report, usable_reports
from tests.outlook.made_reports import FITTED, PARAMETERS, a_series, a_true_country

REPORTS = usable_reports(shipped_prices())
ORIGIN = date(2024, 6, 30)
BACK, AHEAD, DRAWS = 20, max(HORIZONS), 3_000


def test_quantiles_of_many_paths_are_the_outlooks() -> None:
    paths = sampled_paths(REPORTS, ORIGIN, DRAWS, back=BACK, ahead=AHEAD)
    assert paths is not None and paths.log_price.shape == (DRAWS, BACK + AHEAD, len(SAMPLED))
    for n, series in enumerate(outlook(REPORTS, ORIGIN, [("Hyesan", item) for item in SAMPLED])):
        for ahead in series.ahead:
            drawn, spread = paths.log_price[:, BACK - 1 + ahead.weeks, n], ahead.log_price.spread
            assert drawn.mean() == pytest.approx(ahead.log_price.middle, abs=0.08 * spread)
            for level, near in ((0.05, 0.17), (0.25, 0.09), (0.5, 0.08), (0.75, 0.09), (0.95, 0.17)):
                assert np.quantile(drawn, level) == pytest.approx(ahead.log_price.quantile(level), abs=near * spread)


def test_a_path_wanders_and_items_go_together() -> None:
    paths = sampled_paths(REPORTS, ORIGIN, 400, back=BACK, ahead=AHEAD)
    assert paths is not None
    steps = np.diff(paths.log_price[:, BACK:], axis=1)
    assert steps.std() < 0.6 * paths.log_price[:, -1].std()
    end = paths.log_price[:, -1] - paths.log_price[:, BACK - 1]
    assert np.corrcoef(end.T)[np.triu_indices(len(SAMPLED), 1)].min() > 0.2


def test_a_draw_is_a_function_of_its_number_and_of_what_was_known() -> None:
    known = [report for report in REPORTS if report.known_on <= ORIGIN]
    few, same, many = (
        sampled_paths(reports, ORIGIN, draws, back=BACK, ahead=AHEAD)
        for reports, draws in ((known, 2), (REPORTS, 2), (known, 5))
    )
    other = sampled_paths(known, ORIGIN, 2, back=BACK, ahead=AHEAD, seed=2)
    assert few is not None and same is not None and many is not None and other is not None
    np.testing.assert_array_equal(few.log_price, same.log_price)
    np.testing.assert_allclose(few.log_price, many.log_price[:2], rtol=1e-12)  # products round by their size
    assert not np.allclose(few.log_price, other.log_price)


def test_no_path_where_the_outlook_withholds_one() -> None:
    few = [report for report in REPORTS if report.item != "corn"]
    assert sampled_paths(few, ORIGIN, 2, back=BACK, ahead=AHEAD) is None


def test_smoothed_states_equal_conditioning_on_all_reports_at_once() -> None:
    weeks, reports = 5, a_true_country(3, 5, share=0.3)
    middle, covariance = _conditioned(weeks, reports)
    normals = np.random.default_rng(1).standard_normal((20_000, weeks, len(NAMES)))
    summed = np.stack([np.isin(np.arange(len(NAMES)), parts_of("Hyesan", item)) for item in SAMPLED], axis=1)
    states = weekly_states(sightings(reports), PARAMETERS, 0, weeks - 1)
    moments, deviation, _ = _past(states, FITTED, normals, summed.astype(float))
    expected = middle.reshape(weeks, -1) @ summed
    everything = np.kron(np.eye(weeks), summed)
    wanted = everything.T @ covariance @ everything
    assert moments.middle == pytest.approx(expected, abs=1e-6)
    assert moments.spread.ravel() ** 2 == pytest.approx(np.diag(wanted), rel=1e-4)
    drawn = (moments.middle + moments.spread * deviation).reshape(len(normals), -1)
    scale = np.sqrt(np.diag(wanted))
    assert np.corrcoef(drawn.T) == pytest.approx(wanted / np.outer(scale, scale), abs=0.03)


def _conditioned(weeks: int, reports: list[Report]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of the states of all weeks, stacked, given all reports: dense Gaussian conditioning."""
    parts, size = parts_under(PARAMETERS), len(NAMES)
    stays = [np.diag(parts.stays**n) for n in range(weeks)]
    variance, blocks = np.diag(parts.variance), []
    for _ in range(weeks):
        blocks.append(variance)
        variance = stays[1] @ variance @ stays[1] + np.diag(parts.innovation)
    prior = np.block([[blocks[min(s, t)] @ stays[abs(s - t)] for t in range(weeks)] for s in range(weeks)])
    mean = np.concatenate([stay @ parts.mean for stay in stays])
    seen = sightings(reports)
    sight = np.zeros((len(seen), weeks * size))
    for n, one in enumerate(seen):
        sight[n, one.week * size + one.parts] = 1.0
    noise = np.diag([(PARAMETERS.noise_multiple * one.noise) ** 2 for one in seen])
    gain = np.linalg.solve(sight @ prior @ sight.T + noise, sight @ prior).T
    errors = np.array([one.log_price for one in seen]) - sight @ mean
    return mean + gain @ errors, prior - gain @ sight @ prior


def test_the_smoothed_level_equals_conditioning_on_all_reports_at_once() -> None:
    """Given the first report, levels are Gaussian with covariance q min(s, t) plus the first report's variance."""
    weeks, y, noise = [3, 4, 7, 12], [8.0, 8.1, 7.9, 8.3], np.array([0.04, 0.08, 0.04, 0.1])
    parameters, asked = LocalLevel(0.05, 1.5), np.arange(3, 15)
    all_weeks = np.concatenate([weeks[1:], asked]) - 3
    prior = 0.05**2 * np.minimum.outer(all_weeks, all_weeks) + (1.5 * noise[0]) ** 2
    seen = prior[:3, :3] + np.diag((1.5 * noise[1:]) ** 2)
    gain = np.linalg.solve(seen, prior[:3, 3:])
    found = smoothed_level(a_series(weeks, y, noise.tolist()), parameters, 0, 14)
    assert [one.mean for one in found[3:]] == pytest.approx(8.0 + gain.T @ (np.array(y[1:]) - 8.0))
    variance = np.diag(prior[3:, 3:] - prior[3:, :3] @ gain)
    assert [one.variance for one in found[3:]] == pytest.approx(variance)
    assert [one.variance for one in found[:4]] == sorted((one.variance for one in found[:4]), reverse=True)
