"""Quantiles and scores of a distribution against their definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad

from jangmadang.outlook.predictive import LEVELS, Predictive, weighted_interval_score

DISTRIBUTIONS = [Predictive(8.5, 0.1), Predictive(8.5, 0.1, 5.0), Predictive(8.5, 0.1, 2.5)]


@pytest.mark.parametrize("said", DISTRIBUTIONS)
@pytest.mark.parametrize("value", [8.2, 8.45, 8.5, 9.1])
def test_crps_is_its_integral(said: Predictive, value: float) -> None:
    """The integral of the squared distance between the distribution and the step at what was observed."""
    below = quad(lambda x: said.probability_below(x) ** 2, value - 60.0, value, limit=800, points=[value - 1.0])
    above = quad(lambda x: (1 - said.probability_below(x)) ** 2, value, value + 60.0, limit=800, points=[value + 1.0])
    assert said.crps(value) == pytest.approx(below[0] + above[0], rel=2e-3)


@pytest.mark.parametrize("said", DISTRIBUTIONS)
def test_quantiles_invert_probabilities(said: Predictive) -> None:
    for level in LEVELS:
        assert said.probability_below(said.quantile(level)) == pytest.approx(level)
    assert said.quantile(0.5) == pytest.approx(said.middle)


def test_heavy_tails_with_many_degrees_are_normal() -> None:
    assert Predictive(8.5, 0.1, 1e6).crps(8.7) == pytest.approx(Predictive(8.5, 0.1).crps(8.7), rel=1e-4)


def test_there_are_23_levels_with_the_median() -> None:
    assert len(LEVELS) == 23
    assert sorted(LEVELS) == list(LEVELS)
    assert 0.5 in LEVELS


def test_interval_score_is_that_of_the_intervals_and_the_median() -> None:
    """The definition of Bracher et al.: half the median's error, interval scores weighted by half of what they miss."""
    said, value = Predictive(8.5, 0.1), 8.85
    total = 0.5 * abs(value - 8.5)
    for level in LEVELS[:11]:
        share = 2 * level
        low, high = said.quantile(level), said.quantile(1 - level)
        missed = 2 / share * (max(low - value, 0.0) + max(value - high, 0.0))
        total += share / 2 * (high - low + missed)
    assert said.interval_score(value) == pytest.approx(total / 11.5)


def test_interval_score_tends_to_the_crps() -> None:
    values = np.random.default_rng(1).normal(8.5, 0.1, 400)
    said = Predictive(8.5, 0.1)
    crps, score = (np.mean([of(value) for value in values]) for of in (said.crps, said.interval_score))
    assert score == pytest.approx(crps, rel=0.15)  # the outermost tails have no level


def test_a_sure_and_right_forecast_scores_nothing() -> None:
    assert weighted_interval_score(np.full(23, 8.5), 8.5) == 0.0
    assert Predictive(8.5, 1e-12).crps(8.5) == pytest.approx(0.0, abs=1e-11)


def test_intervals_hold_what_lies_in_them() -> None:
    said = Predictive(0.0, 1.0)
    edge = said.quantile(0.95)
    assert said.holds(edge - 1e-6, 0.9)
    assert not said.holds(edge + 1e-6, 0.9)
    assert math.isinf(said.freedom)
