"""Own grain, rations, storage and trade of grain: limits, signs, closed forms."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jangmadang.mechanisms.own_grain import equations as own
from jangmadang.mechanisms.rations import equations as rations
from jangmadang.mechanisms.staples import equations as staples

share = st.floats(0.0, 1.0)
factor = st.floats(1.01, 5.0)
elasticity = st.floats(0.3, 3.0)
carrying = st.floats(0.001, 0.02)

storage = staples.storage_factor.py_func


def test_harvest_comes_in_once_a_year() -> None:
    weeks = [own.harvest_part.py_func(float(week), 41.0, 6.0) for week in range(52)]
    assert min(weeks) >= 0.0
    assert sum(weeks) == pytest.approx(1.0, abs=0.03)
    assert weeks.index(max(weeks)) == 41
    assert sum(weeks[38:45]) > 0.9, "nearly all within its weeks"


def test_a_year_of_harvest_is_the_share_of_need_times_plot_and_yield() -> None:
    parts = [own.harvest_part.py_func(float(week), 37.0, 6.0) for week in range(52)]
    year = sum(own.own_harvest.py_func(0.8, 1.5, 0.9, 650.0, part) for part in parts)
    assert year == pytest.approx(0.8 * 1.5 * 0.9 * 650.0, rel=0.01)
    assert own.own_harvest.py_func(0.8, 0.0, 0.9, 650.0, 0.3) == 0.0, "nothing without a plot"


def meals_to_harvest(stock: float, bought: float, decline: float, need: float = 100.0) -> list[float]:
    """All that is eaten in each week of a year by a household that plans anew every week."""
    meals = []
    for weeks in range(52, 0, -1):
        own_kg = own.meal_from_own_grain.py_func(need, stock, bought, bought, decline, float(weeks))
        stock -= own_kg
        meals.append(own_kg + min(bought, need))
    assert stock >= -1e-9
    return meals


def test_own_grain_that_lasts_is_spread_to_the_harvest() -> None:
    meals = meals_to_harvest(1000.0, 1.0, 0.001)
    assert sum(meals) == pytest.approx(1052.0, rel=0.02), "nothing is left"
    assert max(meals) / min(meals) == pytest.approx(math.exp(0.001 * 51), rel=0.02)


def test_own_grain_ends_before_the_harvest_where_waiting_is_dear() -> None:
    meals = meals_to_harvest(100.0, 8.0, 0.02)
    fed = [kg for kg in meals if kg > 8.0 + 1e-3]
    assert 15 < len(fed) < 40, "own grain feeds a part of the year"
    assert meals == sorted(meals, reverse=True), "then the household lives on what it can buy"
    assert sum(meals) == pytest.approx(100.0 + 52 * 8.0, rel=1e-3)
    assert meals[10] / meals[9] == pytest.approx(math.exp(-0.02), abs=1e-3)


def test_own_grain_evens_out_the_seasons_of_income() -> None:
    meal = own.meal_from_own_grain.py_func
    usual = meal(12.5, 80.0, 6.0, 6.0, 0.01, 40.0)
    assert meal(12.5, 80.0, 5.0, 6.0, 0.01, 40.0) == pytest.approx(usual + 1.0), "its own fills the gap"
    assert 0.0 < meal(12.5, 80.0, 7.0, 6.0, 0.01, 40.0) == pytest.approx(usual - 1.0), "it buys what it can"
    assert meal(12.5, 80.0, 12.0, 6.0, 0.01, 40.0) == 0.0


def test_dearer_waiting_makes_a_leaner_spring() -> None:
    patient, impatient = meals_to_harvest(100.0, 8.0, 0.01, 12.5), meals_to_harvest(100.0, 8.0, 0.03, 12.5)
    assert sum(impatient[:20]) > sum(patient[:20])
    assert sum(impatient[30:]) < sum(patient[30:])


@given(
    need=st.floats(0.0, 20.0),
    stock=st.floats(0.0, 1000.0),
    bought=st.floats(0.0, 40.0),
    decline=st.floats(0.001, 0.05),
    weeks=st.floats(0.0, 52.0),
)
def test_nobody_eats_more_than_need_or_stock(
    need: float, stock: float, bought: float, decline: float, weeks: float
) -> None:
    assert 0.0 <= own.meal_from_own_grain.py_func(need, stock, bought, bought, decline, weeks) <= min(need, stock)


def test_what_income_buys_and_how_fast_meals_fall() -> None:
    assert own.food_from_income.py_func(30.0, 10.0, 2.0) == pytest.approx(10.0)
    assert own.food_from_income.py_func(5.0, 10.0, 2.0) == 0.0
    assert own.decline_of_meals.py_func(0.5, 0.02, 0.01) == pytest.approx(0.015)


@given(harvest=st.floats(0.0, 500.0), need=st.floats(0.0, 1e6), wealth=st.floats(0.0, 1e6), price=st.floats(500, 9000))
def test_farmers_sell_for_want_of_money_only(harvest: float, need: float, wealth: float, price: float) -> None:
    sold = own.sold_at_harvest.py_func(harvest, need, wealth, price)
    assert 0.0 <= sold <= harvest
    assert wealth < need or sold == 0.0
    assert own.sold_at_harvest.py_func(harvest, need + 1e5, wealth, price) >= sold
    if 0.0 < sold < harvest:
        assert wealth + sold * price == pytest.approx(need), "just enough"


def test_gleaning_has_two_seasons() -> None:
    found = own.gleaned.py_func
    assert found(10.0, 0.0, 1.0, 0.0) == 0.0
    assert found(10.0, 0.2, 1.0, 0.0) == pytest.approx(2.0)
    assert found(10.0, 0.0, 1.0, 0.5) == pytest.approx(0.5)


@given(use=st.floats(1.0, 1e7), weeks=st.floats(1.0, 56.0), stock=st.floats(0.0, 1e9))
def test_state_grain_lasts_to_the_harvest(use: float, weeks: float, stock: float) -> None:
    part = rations.filled_part.py_func(stock, 0.0, use, weeks)
    assert 0.0 <= part <= 1.0
    assert part * use * weeks <= stock * (1.0 + 1e-9) + 1e-9
    assert rations.filled_part.py_func(stock, use, use, weeks) >= part
    assert rations.filled_part.py_func(2.0 * use * weeks, 0.0, use, weeks) == 1.0


def test_rations_by_delivery() -> None:
    ration = rations.ration.py_func
    assert ration(12.5, 0.5, 1.0, 0.0, 0.0) == pytest.approx(6.25)
    assert ration(12.5, 0.5, 0.0, 0.0, 0.0) == 0.0
    assert ration(12.5, 0.5, 1.0, 0.4, 0.4) == 12.5, "never more than need"
    assert rations.shop_price.py_func(4000.0, 0.25) == pytest.approx(3000.0)


@given(stock=st.floats(1, 1e9), coming=st.floats(0, 1e9), use=st.floats(1, 1e9), week=st.floats(1, 1e7))
def test_relative_stock(stock: float, coming: float, use: float, week: float) -> None:
    ratio = staples.relative_stock.py_func
    assert ratio(1.1 * use + 6.0 * week, 0.0, use, week, 0.1, 6.0) == pytest.approx(1.0)
    once = ratio(stock, coming, use, week, 0.1, 6.0)
    assert ratio(2 * stock, 2 * coming, use, week, 0.1, 6.0) == pytest.approx(2 * once)
    assert ratio(stock, coming, 2 * use, week, 0.1, 6.0) < once
    assert ratio(stock, coming, use, week, 0.2, 6.0) < once


@given(eta=elasticity, k=carrying, weeks=st.floats(0.0, 51.0), level=factor)
def test_price_rises_by_carrying_cost_to_the_harvest(eta: float, k: float, weeks: float, level: float) -> None:
    assert storage(level, 1.0, eta, k, 26.0) == pytest.approx(level)
    rise = storage(level, 1.0, eta, k, weeks) / storage(level, 1.0, eta, k, weeks + 1.0)
    assert math.log(rise) == pytest.approx(k)


@given(eta=elasticity, k=carrying, r=st.floats(0.3, 0.99))
def test_scarce_grain_is_made_to_last(eta: float, k: float, r: float) -> None:
    rise = storage(1.0, r, eta, k, 26.0)
    assert r * rise**eta == pytest.approx(1.0), "use falls with the price to what there is"


@given(eta=elasticity, r=st.floats(0.3, 3.0), speed=st.floats(0.01, 0.2))
def test_price_level_is_learnt_from_what_lasts(eta: float, r: float, speed: float) -> None:
    learnt = staples.next_price_level.py_func
    assert learnt(1.5, 1.0, eta, speed) == pytest.approx(1.5)
    assert (learnt(1.5, r, eta, speed) > 1.5) == (r < 1.0)
    assert math.log(learnt(1.0, r, eta, speed)) == pytest.approx(-speed / eta * math.log(r))


@given(a=share, weeks=st.floats(0.0, 51.0), stop=st.floats(1.0, 52.0))
def test_a_shut_border_is_thought_to_open(a: float, weeks: float, stop: float) -> None:
    seen = staples.expected_openness.py_func
    assert seen(a, 1.0, 0.0, stop) == pytest.approx(a)
    assert a - 1e-12 <= seen(a, 1.0, weeks, stop) <= 1.0
    assert seen(1.2, 1.0, weeks, stop) == pytest.approx(1.2), "what is open stays so"
    assert seen(0.0, 1.0, stop, stop) == pytest.approx(1.0 - math.exp(-1.0))


def test_imports_add_to_the_elasticity() -> None:
    assert staples.use_elasticity.py_func(0.6, 0.0, 3.0) == 0.6
    assert staples.use_elasticity.py_func(0.6, 0.2, 3.0) == pytest.approx(1.2)


@given(parity=st.floats(-1.0, 1.0), passed=share, f=factor)
def test_target_price(parity: float, passed: float, f: float) -> None:
    target = staples.target_price.py_func
    assert target(4900.0, 1.0, 0.0, passed) == pytest.approx(4900.0)
    assert target(4900.0, f, parity, passed) == pytest.approx(f * target(4900.0, 1.0, parity, passed))
    assert target(4900.0, 1.0, parity, 1.0) == pytest.approx(4900.0 * math.exp(parity))


@given(f=factor, s=st.floats(0.4, 1.5), level=st.floats(0.2, 3.0))
def test_rice_is_dearer_the_less_of_it_will_last(f: float, s: float, level: float) -> None:
    premium = staples.rice_premium.py_func
    assert premium(level, 1.0, s) == pytest.approx(level), "it lasts: the learned level stands"
    assert premium(level, 1.0 / f, s) == pytest.approx(level * f ** (1.0 / s))
    assert premium(level, f, s) < level


@given(q=factor, k=st.floats(1.0, 6.0), a=share)
def test_grain_imports_answer_the_price(q: float, k: float, a: float) -> None:
    imports = staples.grain_imports.py_func
    assert imports(5000.0, a, 1.0, k, 1e9) == pytest.approx(5000.0 * a)
    assert imports(5000.0, 0.0, q, k, 1e9) == 0.0
    assert imports(5000.0, 1.0, q, k, 1e9) == pytest.approx(5000.0 * q**k)
    assert imports(5000.0, 1.0, q, k, 4000.0) == 4000.0, "a licence binds"


@given(d=st.floats(0.01, 100.0), e=elasticity, f=st.floats(0.01, 0.3))
def test_local_prices_differ_by_freight_at_most(d: float, e: float, f: float) -> None:
    local = staples.local_price.py_func
    assert local(1.0, 1.0, e, f) == 0.0
    assert -f <= local(d, 1.0, e, f) <= f
    assert local(d, 1.0, e, f) == pytest.approx(-local(1.0, d, e, f))
    assert local(1.001, 1.0, 1.0, f) == pytest.approx(math.log(1.001))


@given(harvest=st.floats(0.0, 1e6), z=share, stock=st.floats(0.0, 1e6), limit=st.floats(0.0, 1e6))
def test_procurement_ends_at_full_stores(harvest: float, z: float, stock: float, limit: float) -> None:
    taken = staples.procured.py_func(harvest, z, stock, limit)
    assert 0.0 <= taken <= z * harvest
    assert stock + taken <= max(limit, stock) + 1e-6


@given(price=st.floats(100.0, 10_000.0), target=st.floats(100.0, 10_000.0), speed=st.floats(0.01, 1.0), shock=factor)
def test_a_shock_is_added_to_the_logarithm_of_a_price(price: float, target: float, speed: float, shock: float) -> None:
    moved = staples.next_crop_price.py_func
    calm = moved(price, target, speed, 1.0)
    assert min(price, target) * (1.0 - 1e-12) <= calm <= max(price, target) * (1.0 + 1e-12)
    assert math.log(moved(price, target, speed, shock)) == pytest.approx(math.log(calm) + math.log(shock))
    assert moved(target * shock, target, speed, 1.0) == pytest.approx(target + (1.0 - speed) * (shock - 1.0) * target)


@given(rate=factor, price=factor, speed=st.floats(0.01, 1.0))
def test_prices_take_in_the_rate_and_the_price_in_china_alike(rate: float, price: float, speed: float) -> None:
    parity = staples.next_import_parity.py_func
    both = parity(0.0, rate * price, speed, 1.0, 4.0)
    assert both == pytest.approx(parity(0.0, rate, speed, 1.0, 4.0) + parity(0.0, price, speed, 1.0, 4.0))
    assert parity(0.0, price, 1.0, 1.0, 4.0) == pytest.approx(math.log(price)), "in the end in full"


@given(part=st.floats(0.01, 0.1), income=st.floats(1e3, 1e6), more=st.floats(1.1, 3.0), e=st.floats(0.0, 1.0), z=share)
def test_towns_work_on_farms_where_and_when_it_pays(
    part: float, income: float, more: float, e: float, z: float
) -> None:
    labour = staples.farm_labour_part.py_func
    assert labour(part, income, income, e, z, 1.0 / 52.0) == pytest.approx(part), "where both earn alike, over the year"
    assert labour(part, income, income, e, z, 0.0) == pytest.approx(part * (1.0 - z)), "outside harvest"
    dearer = labour(part, income * more, income, e, 0.0, 0.0)
    assert dearer == pytest.approx(part * more**e) == labour(part, income, income / more, e, 0.0, 0.0)
    assert labour(part, income, income, e, 1.0, 1.0) == min(52.0 * part, 0.5), "never more than half"
    assert labour(part, 0.0, income, e, 0.0, 0.0) == labour(part, 1.0, income, e, 0.0, 0.0) > 0.0, "farms with nothing"
