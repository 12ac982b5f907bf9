"""The pool: averages of quantiles, the economy's place in it, and the spread that past errors teach."""

from __future__ import annotations

import numpy as np
import pytest

from jangmadang.outlook.evaluation import pool_of
from jangmadang.outlook.members import LOCAL_LEVEL, THREE_CITIES
from jangmadang.outlook.pool import FREEDOM, LAST_SCORED, moved_by_economy, pooled, recalibrated, spread_multiple
from jangmadang.outlook.predictive import LEVELS, Predictive

LEVEL, CITIES = Predictive(8.0, 0.1), Predictive(8.4, 0.3)


def test_pool_averages_quantiles() -> None:
    said = pooled([LEVEL, CITIES])
    for level in LEVELS:
        assert said.quantile(level) == pytest.approx((LEVEL.quantile(level) + CITIES.quantile(level)) / 2)


def test_the_economy_joins_with_its_change_and_the_spread_of_the_level() -> None:
    members = {LOCAL_LEVEL: LEVEL, THREE_CITIES: CITIES}
    assert moved_by_economy(LEVEL, 0.2) == Predictive(8.2, 0.1)
    assert pool_of(members) == pooled([LEVEL, CITIES])
    assert pool_of(members, 0.2) == pooled([LEVEL, CITIES, Predictive(8.2, 0.1)])


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_spread_is_that_of_past_errors(scale: float) -> None:
    draws = [scale * np.random.default_rng(seed).standard_t(FREEDOM, LAST_SCORED) for seed in range(60)]
    found = np.mean([spread_multiple(errors) for errors in draws])
    assert found == pytest.approx(scale, rel=0.35)
    assert (found - scale) * (1.0 - scale) >= 0.0 or scale == 1.0  # drawn towards 1


def test_few_errors_teach_little_and_none_nothing() -> None:
    assert spread_multiple(np.array([])) == 1.0
    one, many = spread_multiple(np.array([3.0])), spread_multiple(np.full(LAST_SCORED, 3.0))
    assert 1.0 < one < 1.3 < 2.0 < many < 3.0


def test_only_the_last_errors_count() -> None:
    late = np.full(LAST_SCORED, 0.3)
    assert spread_multiple(np.concatenate([np.full(50, 9.0), late])) == spread_multiple(late)


def test_one_wild_error_counts_less_than_its_square() -> None:
    calm = np.full(LAST_SCORED - 1, 0.8)
    assert spread_multiple(np.append(calm, 20.0)) < 1.3


def test_recalibrated_keeps_the_middle() -> None:
    said = recalibrated(LEVEL, 2.0)
    assert (said.middle, said.spread, said.freedom) == (8.0, 0.2, FREEDOM)
