"""Functional forms: bounds, symmetry and closed forms."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jangmadang import shapes

logistic, clip, probability_of = shapes.logistic.py_func, shapes.clip.py_func, shapes.probability_of.py_func
adjusted, season, season_number = shapes.adjusted.py_func, shapes.season.py_func, shapes.season_number.py_func
scarcity, normal_quantile = shapes.scarcity.py_func, shapes.normal_quantile.py_func
order_up_to = shapes.order_up_to.py_func
real = st.floats(-1e3, 1e3)
share = st.floats(0.0, 1.0)
positive = st.floats(1e-3, 1e6)


@given(x=real)
def test_logistic_is_a_probability_and_antisymmetric(x: float) -> None:
    assert 0.0 <= logistic(x) <= 1.0
    assert logistic(x) + logistic(-x) == pytest.approx(1.0, abs=1e-12)


def test_logistic_known_values() -> None:
    assert logistic(0.0) == 0.5
    assert logistic(math.log(3.0)) == pytest.approx(0.75)
    assert logistic(-1e6) > 0.0, "never exactly zero, so that its logarithm exists"


@given(x=real, low=st.floats(-10, 0), high=st.floats(0, 10))
def test_clip_holds_and_leaves(x: float, low: float, high: float) -> None:
    held = clip(x, low, high)
    assert low <= held <= high
    assert held == x or held in (low, high)
    assert clip(held, low, high) == held


@given(hazard=st.floats(0, 50), more=st.floats(0, 5))
def test_probability_of_a_hazard(hazard: float, more: float) -> None:
    assert 0.0 <= probability_of(hazard) <= 1.0
    assert probability_of(hazard + more) >= probability_of(hazard)
    both = 1.0 - (1.0 - probability_of(hazard)) * (1.0 - probability_of(more))
    assert probability_of(hazard + more) == pytest.approx(both, abs=1e-12), "hazards add"


@given(week=st.integers(0, 52), centre=st.floats(18, 44), width=st.floats(3, 20))
def test_a_season_between_two_weeks_is_the_season_there_and_nothing_outside(
    week: int, centre: float, width: float
) -> None:
    found = shapes.season_between.py_func(week, centre, width, 18.0, 44.0)
    assert found == (season(week, centre, width) if 18 <= week <= 44 else 0.0)


def test_small_hazards_are_probabilities() -> None:
    assert probability_of(1e-4) == pytest.approx(1e-4, rel=1e-3)


@given(value=positive, target=positive, speed=share)
def test_partial_adjustment_stays_between_and_halves(value: float, target: float, speed: float) -> None:
    moved = adjusted(value, target, speed)
    rounding = 1e-12 * max(value, target)
    assert min(value, target) - rounding <= moved <= max(value, target) + rounding
    assert adjusted(value, target, 0.0) == value
    assert adjusted(value, target, 1.0) == pytest.approx(target, abs=rounding)


@given(centre=st.floats(0, 52), distance=st.floats(0, 26), width=st.floats(1, 12), years=st.integers(-1, 2))
def test_season_is_symmetric_and_periodic(centre: float, distance: float, width: float, years: int) -> None:
    here = season(centre + distance, centre, width)
    assert 0.0 <= here <= 1.0
    assert season(centre - distance, centre, width) == pytest.approx(here, abs=1e-9) or here < 0.0201
    assert season(centre + distance + 52 * years, centre, width) == pytest.approx(here, abs=1e-9) or here < 0.0201
    assert season(centre, centre, width) == 1.0


def test_season_ends() -> None:
    assert season(20.0, 40.0, 3.0) == 0.0
    assert season(1.0, 51.0, 4.0) == pytest.approx(math.exp(-0.5 * (2 / 4) ** 2)), "around the turn of the year"


def test_season_number_turns_half_a_year_from_the_centre() -> None:
    numbers = [season_number(2019.0, float(week), 40.0) for week in range(1, 53)]
    turn = [week for week in range(2, 53) if numbers[week - 1] != numbers[week - 2]]
    assert turn == [14]
    assert season_number(2020.0, 40.0, 40.0) == season_number(2019.0, 40.0, 40.0) + 1


@given(excess=st.floats(0.0, 10.0))
def test_root_of_excess_growth(excess: float) -> None:
    z = shapes.root_of_excess_growth.py_func(excess)
    assert z >= 0.0
    assert math.exp(z) - 1.0 - z == pytest.approx(excess, rel=1e-3, abs=1e-6)


@given(stock=positive, more=st.floats(1.0, 5.0), elasticity=st.floats(0.3, 5.0))
def test_scarcity_falls_with_stock(stock: float, more: float, elasticity: float) -> None:
    assert scarcity(stock * more, elasticity) <= scarcity(stock, elasticity)
    assert scarcity(stock, elasticity) > 0.0


@given(elasticity=st.floats(0.3, 5.0))
def test_scarcity_is_one_at_the_normal_stock(elasticity: float) -> None:
    assert scarcity(1.0, elasticity) == 1.0
    assert scarcity(0.5, elasticity) == pytest.approx(2.0 ** (1.0 / elasticity))


@given(probability=st.floats(0.02, 0.98))
def test_normal_quantile_against_the_exact_one(probability: float) -> None:
    assert normal_quantile(probability) == pytest.approx(NormalDist().inv_cdf(probability), abs=0.01)


@given(mean=st.floats(0, 1e4), variance=st.floats(0, 1e4), ratio=st.floats(0.05, 0.9), more=st.floats(0, 0.08))
def test_order_up_to_rises_with_the_critical_ratio(mean: float, variance: float, ratio: float, more: float) -> None:
    assert order_up_to(mean, variance, ratio + more) >= order_up_to(mean, variance, ratio) >= 0.0
    assert order_up_to(mean, 0.0, ratio) == mean


def test_order_up_to_is_the_newsvendor_quantile() -> None:
    exact = NormalDist(100.0, 15.0)
    for ratio in (0.2, 0.5, 0.6, 0.9):
        assert order_up_to(100.0, 225.0, ratio) == pytest.approx(exact.inv_cdf(ratio), abs=0.15)
