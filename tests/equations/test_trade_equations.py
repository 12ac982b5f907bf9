"""Clothing, medicine, imported goods, wholesale and samples: limits, signs, closed forms."""

from __future__ import annotations

import math
from functools import partial
from statistics import NormalDist
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jangmadang.accounting.transactions import GARMENTS
from jangmadang.mechanisms.clothing_demand import equations as demand
from jangmadang.mechanisms.clothing_demand.step import choose_garment
from jangmadang.mechanisms.clothing_trade import equations as clothing
from jangmadang.mechanisms.expectations import equations as expectations
from jangmadang.mechanisms.illness import equations as illness
from jangmadang.mechanisms.imported_goods import equations as imports
from jangmadang.mechanisms.medicine_trade import equations as medicine
from jangmadang.mechanisms.medicine_trade.prices import season_weeks
from jangmadang.mechanisms.medicine_trade.step import precautionary_cover
from jangmadang.mechanisms.samples import equations as samples
from jangmadang.mechanisms.strategies import equations as strategies
from jangmadang.mechanisms.wholesale import equations as wholesale
from jangmadang.world.members import FIRST_GARMENT, SEASON_GROUPS

share = st.floats(0.0, 1.0)
times = st.floats(2.0, 40.0)
price = st.floats(10.0, 1e6)
pieces = st.floats(0.0, 1e5)


@given(hazard=st.floats(0, 2), height=share, age=st.floats(0, 500), older=st.floats(0, 100), wear=st.floats(5, 200))
def test_need(hazard: float, height: float, age: float, older: float, wear: float) -> None:
    wants = demand.need_probability.py_func
    assert 0.0 <= wants(hazard, height, age, wear) < 1.0
    assert wants(hazard, height, age + older, wear) >= wants(hazard, height, age, wear)
    assert wants(hazard, height, 0.0, wear) == 0.0, "a new garment is not worn out"
    assert wants(hazard, 0.0, age, wear) == 0.0, "out of season nobody looks"
    assert wants(hazard, height, 1e6, wear) == pytest.approx(1.0 - math.exp(-hazard * height))


@given(age=st.floats(0, 250), wearers=st.integers(1, 6))
def test_one_new_garment_in_a_family(age: float, wearers: int) -> None:
    after = demand.age_after_purchase.py_func(age, wearers)
    assert after == pytest.approx((age * (wearers - 1) + 0.0) / wearers), "mean over the members"


def test_the_purse_holds_some_weeks() -> None:
    assert demand.purse_limit.py_func(4.0, 39.0) == pytest.approx(156.0)


@pytest.mark.parametrize("group", range(SEASON_GROUPS))
def test_garments_are_chosen_by_popularity(group: int) -> None:
    first, stop = FIRST_GARMENT[group], FIRST_GARMENT[group + 1]
    popularity = np.zeros(GARMENTS)
    popularity[first:stop] = 1.0 + np.arange(stop - first)
    p = SimpleNamespace(garment_popularity=popularity)
    chosen = [choose_garment.py_func(p, group, (k + 0.5) / 1000.0) for k in range(1000)]
    shares = np.bincount(chosen, minlength=GARMENTS) / 1000.0
    assert shares == pytest.approx(popularity / popularity.sum(), abs=0.002)
    assert chosen == sorted(chosen), "a larger draw passes over more garments"


def reservation(**other: float) -> float:
    """Common part of the ln reservation price at reference income and confidence unless said otherwise."""
    arguments = dict(
        level=-0.1,
        income_elasticity=1.3,
        relative_income=1.0,
        largest_income_effect=1.4,
        confidence_elasticity=0.7,
        confidence=0.5,
    )
    return demand.common_reservation.py_func(**{**arguments, **other})


@given(low=st.floats(0.05, 3), rise=st.floats(1, 3), s=st.floats(0.05, 0.45))
def test_reservation_price(low: float, rise: float, s: float) -> None:
    assert reservation() == pytest.approx(-0.1), "its level at reference income in a quiet week"
    assert reservation(relative_income=low * rise) >= reservation(relative_income=low)
    assert reservation(confidence=s) < reservation() < reservation(confidence=1 - s)
    assert reservation(relative_income=1e9) == reservation(relative_income=math.exp(1.4)), "the effect is capped"
    assert reservation(relative_income=1.1) - reservation() == pytest.approx(1.3 * math.log(1.1))


def surplus(income_kpw: float, cpi: float, posted_kpw: float) -> float:
    """Surplus of a household of this income, where all base prices scale with the price index."""
    common = reservation(relative_income=income_kpw / cpi / 70_000.0)
    return demand.surplus.py_func(common, 0.5, 0.1, -0.2, math.log(posted_kpw / (30_000.0 * cpi)))


@given(income=st.floats(5e3, 1e6), cpi=st.floats(0.3, 10), posted=price, factor=st.floats(0.1, 20))
def test_doubling_all_prices_and_incomes_changes_no_surplus(
    income: float, cpi: float, posted: float, factor: float
) -> None:
    before = surplus(income, cpi, posted)
    assert surplus(factor * income, factor * cpi, factor * posted) == pytest.approx(before, abs=1e-9)
    assert surplus(2 * income, 2 * cpi, 2 * posted) == pytest.approx(before, abs=1e-9)


def test_a_surplus_adds_up_what_a_variant_is_worth_and_takes_off_its_price() -> None:
    assert demand.surplus.py_func(0.7, 0.5, 0.1, -0.2, 0.4) == pytest.approx(0.7 + 0.5 + 0.1 - 0.2 - 0.4)


@given(posted=price, factor=st.floats(1.01, 5))
def test_surplus_falls_with_the_price_one_to_one(posted: float, factor: float) -> None:
    assert surplus(7e4, 1.0, posted) - surplus(7e4, 1.0, factor * posted) == pytest.approx(math.log(factor))


@given(cost=price, markup=st.floats(0, 2), factor=st.floats(0.5, 1.5), wedge=st.floats(0.5, 2))
def test_posted_price(cost: float, markup: float, factor: float, wedge: float) -> None:
    posted = clothing.posted_price.py_func
    assert posted(cost, 0.0, 1.0, 1.0) == cost
    assert posted(cost, markup, 1.0, 1.0) >= cost
    assert posted(2 * cost, markup, factor, wedge) == pytest.approx(2 * posted(cost, markup, factor, wedge))
    assert posted(cost, markup, factor, wedge) == pytest.approx(factor * wedge * posted(cost, markup, 1.0, 1.0))


@given(stock=pieces, sales=st.floats(1, 1e5), more=st.floats(0, 1e4))
def test_season_factor(stock: float, sales: float, more: float) -> None:
    factor = clothing.season_factor.py_func
    assert 0.75 <= factor(stock, sales, 1.5, 0.25, 0.35) <= 1.35
    assert factor(stock + more, sales, 1.5, 0.25, 0.35) <= factor(stock, sales, 1.5, 0.25, 0.35) * (1 + 1e-12)
    assert factor(sales, sales, 1.5, 0.25, 0.35) == pytest.approx(1.0), "as much as is expected to sell"
    assert factor(1e9, sales, 1.5, 0.25, 0.35) == pytest.approx(0.75)
    assert factor(0.0, sales, 1.5, 0.25, 0.35) == pytest.approx(1.35)


@given(markup=st.floats(0.25, 0.85), sold=share, more=st.floats(0, 0.3), speed=st.floats(0, 0.1))
def test_markup_moves_toward_the_sell_through(markup: float, sold: float, more: float, speed: float) -> None:
    following = partial(clothing.next_markup.py_func, smallest_ratio=0.5, largest_ratio=2.0)
    assert 0.225 <= following(markup, sold, 0.2, speed, 0.45) <= 0.9
    assert following(markup, sold + more, 0.2, speed, 0.45) >= following(markup, sold, 0.2, speed, 0.45)
    assert following(0.45, 0.2, 0.2, speed, 0.45) == pytest.approx(0.45), "at rest at both targets"


@given(good=st.floats(0, 500), bad=st.floats(0, 500), floor=st.floats(0.001, 0.03))
def test_believed_conversion(good: float, bad: float, floor: float) -> None:
    belief = clothing.believed_conversion.py_func
    assert floor <= belief(good, bad, floor) <= 1.0
    assert belief(good + 1, bad, floor) >= belief(good, bad, floor) >= belief(good, bad + 1, floor)
    assert belief(0.0, 0.0, floor) == floor


@given(markup=st.floats(0.05, 2), loss=st.floats(0.05, 1))
def test_critical_ratio(markup: float, loss: float) -> None:
    ratio = clothing.critical_ratio.py_func
    assert 0.0 < ratio(markup, loss) < 1.0
    assert ratio(loss, loss) == pytest.approx(0.5)
    assert ratio(2 * markup, loss) > ratio(markup, loss) > ratio(markup, 2 * loss)


@given(mean=st.floats(30, 1e4), markup=st.floats(0.2, 1.2), loss=st.floats(0.2, 0.5))
def test_order_is_the_newsvendor_quantile_of_demand(mean: float, markup: float, loss: float) -> None:
    ratio = clothing.critical_ratio.py_func(markup, loss)
    ordered = clothing.order_level.py_func(mean, 1.0, ratio)
    exact = NormalDist(mean, math.sqrt(mean)).inv_cdf(ratio)
    assert ordered == pytest.approx(exact, abs=0.01 * math.sqrt(mean))


@given(mean=pieces, unit=st.floats(1, 100), ratio=st.floats(0.1, 0.9))
def test_order_level(mean: float, unit: float, ratio: float) -> None:
    level = clothing.order_level.py_func
    assert level(mean, unit, ratio) >= 0.0
    assert level(0.0, unit, ratio) == 0.0, "no demand, no order"
    assert level(mean, unit, 0.5) == pytest.approx(mean, abs=1e-6)
    assert level(mean, unit, min(ratio + 0.05, 0.95)) >= level(mean, unit, ratio)


@given(expected=pieces, visits=pieces, height=share)
def test_expected_visits(expected: float, visits: float, height: float) -> None:
    following = partial(clothing.next_expected_visits.py_func, smallest_height=0.1)
    after = following(expected, visits, height, 0.12)
    assert after >= 0.0
    if height < 0.1:
        assert after == expected
    else:
        assert following(expected, expected * height, height, 0.12) == pytest.approx(expected)


def cover(**other: float) -> float:
    """Target stock cover of a trader, with 6 weeks of working stock."""
    beliefs = dict(stop_hazard=0.02, closure_hazard=0.0, ordinary_stop_weeks=14.0, closure_weeks=80.0)
    costs = dict(closure_gain=4.8, holding_cost=0.023, largest_cover_weeks=40.0)
    trader = SimpleNamespace(interest_factor=1.0, **{name: other.get(name, beliefs[name]) for name in beliefs})
    p = SimpleNamespace(**{name: other.get(name, costs[name]) for name in costs})
    return 6.0 + precautionary_cover.py_func(p, trader)


@given(part=share, long=share)
def test_no_precaution_below_the_threshold_hazard(part: float, long: float) -> None:
    hazard = part * 0.023 / 4.8
    assert cover(stop_hazard=hazard, closure_hazard=long * hazard) == pytest.approx(6.0), "nothing up to r / g"
    assert cover(stop_hazard=1.01 * 0.023 / 4.8) > 6.0


@given(hazard=st.floats(1e-5, 1.0), more=st.floats(1, 10), long=share)
def test_precaution_rises_to_its_limit(hazard: float, more: float, long: float) -> None:
    assert 6.0 <= cover(stop_hazard=hazard) <= 46.0
    assert cover(stop_hazard=hazard * more) >= cover(stop_hazard=hazard)
    assert cover(stop_hazard=hazard, closure_hazard=long * hazard) >= cover(stop_hazard=hazard), "a closure is longer"
    assert cover(closure_gain=4.8 * more) >= cover() >= cover(holding_cost=0.023 * more)
    assert cover(ordinary_stop_weeks=14.0 * more) >= cover()
    weeks = cover(stop_hazard=0.02) - 6.0
    assert 0.02 * 4.8 * math.exp(-weeks * (1 / 14.0 + 0.023)) == pytest.approx(0.023), (
        "the last week just pays for its holding"
    )
    weeks = cover(stop_hazard=0.03, closure_hazard=0.01) - 6.0
    chance = 0.02 * math.exp(-weeks / 14.0) + 0.01 * math.exp(-weeks / 80.0)
    assert 4.8 * chance * math.exp(-0.023 * weeks) == pytest.approx(0.023), "and so with stops of two kinds"
    assert cover(stop_hazard=1e9) == pytest.approx(46.0)


@given(normal=st.floats(0, 1e3), rush=st.floats(1, 5), working=st.floats(1, 15), more=st.floats(0, 40))
def test_a_rush_moves_the_working_stock_alone(normal: float, rush: float, working: float, more: float) -> None:
    level = medicine.medicine_order_level.py_func
    assert level(normal, normal, working, working + more) == pytest.approx(normal * (working + more))
    extra = level(rush * normal, normal, working, working + more) - level(normal, normal, working, working + more)
    assert extra == pytest.approx((rush - 1.0) * normal * working, abs=1e-6), "whatever the precautionary cover"


def goods_price(cost: float, markup: float, cover: float, elasticity: float, largest: float) -> float:
    """Price of the imported good that falls to four fifths at most."""
    return imports.target_goods_price.py_func(cost, markup, cover, elasticity, 0.8, largest)


@given(cost=price, markup=st.floats(0.1, 1), stock=st.floats(1e-3, 1e2), more=st.floats(1, 4))
def test_storage_rule_prices(cost: float, markup: float, stock: float, more: float) -> None:
    for rule, least, most in ((goods_price, 0.8, 6.0),):
        normal = cost * (1 + markup)
        assert rule(cost, markup, 1.0, 1.2, most) == pytest.approx(normal), "the base price at normal stock"
        assert rule(cost, markup, stock * more, 1.2, most) <= rule(cost, markup, stock, 1.2, most) * (1 + 1e-12)
        assert least * normal * (1 - 1e-9) <= rule(cost, markup, stock, 1.2, most) <= most * normal * (1 + 1e-9)
        assert rule(2 * cost, markup, stock, 1.2, most) == pytest.approx(2 * rule(cost, markup, stock, 1.2, most))


@given(cost=price, scarcity=st.floats(1.0, 20.0), elasticity=st.floats(0.2, 0.4), more=st.floats(1.0, 1.5))
def test_medicine_price_clears_the_flow(cost: float, scarcity: float, elasticity: float, more: float) -> None:
    rule = medicine.target_medicine_price.py_func
    clearing = rule(cost, 0.38, scarcity, elasticity, 0.0, 1.35)
    usual = rule(cost, 0.38, 1.0, elasticity, 0.0, 1.35)
    assert usual == pytest.approx(1.38 * cost)
    bought = scarcity * math.exp(-elasticity * (clearing / usual - 1.0))
    assert bought == pytest.approx(1.0), "what is bought is what is offered"
    held = partial(rule, elasticity=elasticity, dear_chance=0.2, next_best_cost=1.35)
    assert held(cost, 0.38, scarcity * more) >= held(cost, 0.38, scarcity)
    assert held(cost, 0.38, 0.3) == pytest.approx((0.8 + 0.2 * 1.35) * usual), "plenty sells at what the next one costs"
    dear = rule(cost, 0.38, 1e3, elasticity, 0.0, 1.35)
    assert held(cost, 0.38, 1e3) == pytest.approx(dear), "above the dear route scarcity alone decides"


@given(weeks=st.floats(0.5, 40), more=st.floats(0, 5))
def test_stock_lasts_by_the_seasons_ahead(weeks: float, more: float) -> None:
    lasts = season_weeks.py_func
    even, rising = np.ones(52), np.linspace(1.0, 2.0, 52)
    assert lasts(even, weeks) == pytest.approx(weeks)
    assert lasts(rising, weeks) >= weeks, "before winter a stock must hold more than so many of today's weeks"
    assert lasts(rising[::-1], weeks) <= weeks
    assert lasts(rising, weeks + more) >= lasts(rising, weeks)
    assert lasts(3.0 * rising, weeks) == pytest.approx(lasts(rising, weeks)), "the level cancels"
    assert medicine.weeks_of_today.py_func(6.0, 2.0) == pytest.approx(3.0)


@given(hazard=st.floats(0, 0.2), length=st.floats(1, 40), lead=st.floats(1, 6), more=st.floats(0, 0.2))
def test_orders_held_up(hazard: float, length: float, lead: float, more: float) -> None:
    chance = expectations.held_up_chance.py_func
    assert chance(0.0, 0.0, length, lead) == 0.0
    assert chance(1.0, hazard, length, lead) == pytest.approx(math.exp(-lead / length))
    assert chance(1.0, hazard, 0.0, lead) == pytest.approx(0.0, abs=1e-9), "a stop that ends tomorrow holds up nothing"
    assert chance(0.0, hazard + more, length, lead) >= chance(0.0, hazard, length, lead)
    assert chance(0.0, hazard, length, lead) == pytest.approx(1 - (1 - chance(0.0, hazard, length, 1.0)) ** lead)


@given(part=st.floats(0.01, 1), usual=st.floats(0.01, 1))
def test_relative_part(part: float, usual: float) -> None:
    relative = strategies.relative_part.py_func
    assert relative(usual, usual) == pytest.approx(1.0), "what is usual is what sales call for"
    assert relative(2 * part, usual) == pytest.approx(2 * relative(part, usual))


@given(weeks=st.floats(1, 60), growth=st.floats(-0.5, 0.5), kappa=st.floats(0, 1))
def test_what_stock_holders_offer(weeks: float, growth: float, kappa: float) -> None:
    offered = medicine.offered_share.py_func
    share = offered(weeks, growth, 0.023, kappa)
    assert 0.0 < share <= 1.0
    assert offered(weeks, 0.0, 0.023, kappa) == pytest.approx(1.0 / weeks), "the stock is made to last"
    assert offered(2 * weeks, growth, 0.023, kappa) == pytest.approx(share / 2)
    assert offered(weeks, growth + 0.1, 0.023, kappa) <= share, "a rising price is waited for"
    assert offered(weeks, 0.02, 0.023, kappa) == offered(weeks, -1, 0.023, 0)


@given(lead=st.floats(1, 6), stop=st.floats(1, 60), relative=st.floats(1, 6), part=share)
def test_a_stock_is_stretched_over_a_stop(lead: float, stop: float, relative: float, part: float) -> None:
    lasts = partial(medicine.depletion_weeks.py_func, interest=0.023, elasticity=0.3)
    assert lasts(lead, 0.0, stop, relative_price=relative) == pytest.approx(lead), (
        "supply flows: until the next arrival"
    )
    shut = lasts(lead, 1.0, stop, relative_price=relative)
    assert shut == pytest.approx(max(1.0 / (0.3 * relative * (0.023 + 1.0 / stop)), lead))
    assert lasts(lead, 1.0, 2.0 * stop, relative_price=relative) >= shut, "who expects a longer stop sells less"
    assert lasts(lead, 1.0, stop, relative_price=1.5 * relative) <= shut, "a high price is sold into"
    assert lead <= lasts(lead, part, stop, relative_price=relative) <= shut * (1 + 1e-12)
    assert lasts(lead, 1.0, 1e9, relative_price=1.0) == pytest.approx(1.0 / (0.3 * 0.023)), "no end: Hotelling's rate"


@given(relative=st.floats(0.2, 6), theta=st.floats(1, 4), content=st.floats(0.1, 0.9), scarce=st.floats(1, 6))
def test_domestic_medicine_answers_its_price(relative: float, theta: float, content: float, scarce: float) -> None:
    output = medicine.factory_output.py_func
    assert output(relative, theta) >= output(1.0, theta) == 1.0
    assert output(2.0, theta) == pytest.approx(2.0**theta)
    cost = medicine.domestic_price.py_func
    assert cost(5.0, 1.0, 1.0, content) == pytest.approx(5.0)
    assert cost(5.0, scarce, 1.0, content) == pytest.approx(5.0 * scarce**content), "scarce inputs make it dearer"
    assert cost(5.0, scarce, 1.0, content) <= 5.0 * scarce, "by less than imports themselves"
    assert cost(5.0, 3.0, 3.0, content) == pytest.approx(15.0), "all costs alike"


@given(imported=st.floats(1, 50), domestic=st.floats(1, 50), spread=st.floats(0.2, 1), more=st.floats(1.01, 3))
def test_part_that_prefers_imports(imported: float, domestic: float, spread: float, more: float) -> None:
    part = partial(medicine.imported_share.py_func, 1.1, spread)
    prefers = partial(medicine.imported_preference.py_func, 1.1)
    assert part(imported * more, domestic) < part(imported, domestic)
    assert part(math.exp(1.1) * domestic, domestic) == pytest.approx(0.5), "the premium just pays for the price"
    draws = [(n + 0.5) / 4000 for n in range(4000)]
    found = sum(prefers(spread * math.log(u / (1 - u)), imported, domestic) > 0 for u in draws) / 4000
    assert part(imported, domestic) == pytest.approx(found, abs=1e-3), "the tastes of single cases add up to it"


@given(rate=st.floats(0.01, 0.3), relative=st.floats(0.1, 10), elasticity=st.floats(0.2, 2))
def test_hoarding_is_put_off_by_price(rate: float, relative: float, elasticity: float) -> None:
    chance = medicine.hoarding_chance.py_func
    assert 0.0 < chance(rate, relative, elasticity) <= rate
    assert chance(rate, min(relative, 1.0), elasticity) == pytest.approx(rate)
    assert chance(rate, 2.0, elasticity) == pytest.approx(rate * 2.0**-elasticity)


@given(
    usual=price,
    income=st.floats(0.2, 1.0),
    epsilon=st.floats(0.2, 0.5),
    eta=st.floats(0.0, 1.0),
    relative=st.floats(1.0, 10),
)
def test_demand_of_the_sick(usual: float, income: float, epsilon: float, eta: float, relative: float) -> None:
    limit = illness.treatment_limit.py_func
    draws = [(n + 0.5) / 2000 for n in range(2000)]
    buys = sum(limit(usual, income, draw, epsilon, eta) > relative * usual for draw in draws) / 2000
    assert buys == pytest.approx(income**eta * math.exp(-epsilon * (relative - 1.0)), abs=1e-3)
    assert all(limit(usual, 1.0, draw, epsilon, eta) >= usual for draw in draws), "at the usual price all buy"


@given(speed=st.floats(0.02, 0.3), half_life=st.floats(52, 208), stopped=st.floats(0, 1), more=st.floats(0, 1))
def test_a_stop_says_little_of_usual_business(speed: float, half_life: float, stopped: float, more: float) -> None:
    kept = expectations.kept_share.py_func(half_life)
    forgetting = expectations.speed_of_forgetting.py_func
    assert forgetting(speed, 0.0, kept) == speed, "open: usual business follows sales as demand is forecast"
    assert (1.0 - forgetting(speed, 1.0, kept)) ** half_life == pytest.approx(0.5), "half is forgotten in the half-life"
    assert forgetting(speed, max(stopped, more), kept) <= forgetting(speed, stopped, kept) + 1e-15


@given(events=st.floats(0.1, 10), exposure=st.floats(10, 300), half_life=st.floats(10, 300), quiet=st.integers(1, 400))
def test_a_belief_fades_to_the_prior(events: float, exposure: float, half_life: float, quiet: int) -> None:
    kept = expectations.kept_share.py_func(half_life)
    remembered = expectations.remembered.py_func
    count = events
    for _ in range(quiet):
        count = remembered(count, 2.0, kept, 0.0)
    assert count == pytest.approx(2.0 + (events - 2.0) * 0.5 ** (quiet / half_life)), "the half-life is meant"
    assert remembered(events, 2.0, kept, 1.0) == pytest.approx(remembered(events, 2.0, kept, 0.0) + 1.0)
    hazard = expectations.expected_hazard.py_func
    assert hazard(events + 1.0, exposure) > hazard(events, exposure) > hazard(events, exposure + 1.0)
    assert expectations.expected_length.py_func(events, exposure) == pytest.approx(1.0 / hazard(events, exposure))


@given(hazard=st.floats(0, 0.2), rate=st.floats(0, 0.2), half_life=st.floats(4, 200))
def test_adapted_hazards_forget_what_was_known(hazard: float, rate: float, half_life: float) -> None:
    kept = expectations.kept_share.py_func(half_life)
    adapted = expectations.adapted_hazard.py_func
    for _ in range(round(half_life)):
        hazard_then, hazard = hazard, adapted(hazard, rate, kept)
        assert min(hazard_then, rate) - 1e-12 <= hazard <= max(hazard_then, rate) + 1e-12
    assert adapted(rate, rate, kept) == pytest.approx(rate), "the frequency seen is where it rests"


@given(stops=st.integers(0, 5), weeks=st.integers(10, 200))
def test_without_forgetting_a_belief_is_the_posterior_mean(stops: int, weeks: int) -> None:
    events, exposure = 3.0, 75.0
    for week in range(weeks):
        events = expectations.remembered.py_func(events, 3.0, 1.0, float(week < stops))
        exposure = expectations.remembered.py_func(exposure, 75.0, 1.0, 1.0)
    found = expectations.expected_hazard.py_func(events, exposure)
    assert found == pytest.approx((3.0 + min(stops, weeks)) / (75.0 + weeks))


@given(prior=st.floats(0.01, 0.5), age=st.floats(0, 300), more=st.floats(0, 50), short=st.floats(1, 10), times=times)
def test_a_lasting_stop_is_feared_to_be_a_closure(
    prior: float, age: float, more: float, short: float, times: float
) -> None:
    chance, ended = expectations.closure_chance.py_func, expectations.ended_closure_chance.py_func
    long = short * times
    assert chance(prior, 0.0, short, long) == pytest.approx(prior), "at its beginning it is one as often as ever"
    assert prior - 1e-12 <= chance(prior, age, short, long) <= chance(prior, age + more, short, long) <= 1.0
    assert ended(prior, age, short, long) <= chance(prior, age, short, long), "one that has ended lasted less"
    density = [math.exp(-age / weeks) / weeks for weeks in (short, long)]
    bayes = prior * density[1] / (prior * density[1] + (1.0 - prior) * density[0] + 1e-300)
    assert ended(prior, age, short, long) == pytest.approx(bayes, abs=1e-6)


@given(chance=share, short=st.floats(1, 10), times=times)
def test_an_end_is_as_near_as_the_kind_of_stop_says(chance: float, short: float, times: float) -> None:
    length = expectations.length_at_hazard.py_func
    assert length(0.0, short, short * times) == pytest.approx(short)
    assert length(1.0, short, short * times) == pytest.approx(short * times)
    assert short - 1e-9 <= length(chance, short, short * times) <= short * times + 1e-9


@given(seen=st.floats(0, 20), others=st.floats(0, 20), prior=st.floats(0.01, 0.2))
def test_share_of_closures(seen: float, others: float, prior: float) -> None:
    part = expectations.closure_share.py_func
    assert part(0.0, 0.0, prior, 3.0) == pytest.approx(prior), "before any experience"
    assert part(seen, others, prior, 3.0) == pytest.approx((3.0 * prior + seen) / (3.0 + seen + others))


@given(share=share, news=share, openness=st.floats(0, 2), usual=st.floats(0.1, 2))
def test_what_counts_as_a_stop(share: float, news: float, openness: float, usual: float) -> None:
    weight = expectations.news_weight.py_func
    assert weight(1.0, news) == 1.0 and weight(0.0, news) == news
    assert weight(share, news) + weight(1.0 - share, news) == pytest.approx(1.0 + news)
    severity = expectations.stop_severity.py_func
    assert severity(usual, usual) == 0.0 and severity(0.0, usual) == 1.0
    assert 0.0 <= severity(openness, usual) <= 1.0


@given(one=st.floats(-0.1, 0.2), other=st.floats(-0.1, 0.2), tilt=st.floats(0, 0.5), part=share)
def test_returns_of_strategies(one: float, other: float, tilt: float, part: float) -> None:
    tilted = strategies.tilted_return.py_func
    assert tilted(one, other, 0.0) == pytest.approx(0.5 * (one + other))
    assert tilted(one, other, tilt) - tilted(other, one, tilt) == pytest.approx(tilt * (one - other))
    assert strategies.with_medicine.py_func(one, other, part) == pytest.approx(one + part * (other - one))


@given(profit=st.floats(-1e4, 1e5), usual=st.floats(10, 1e6), capital=st.floats(0, 1e6))
def test_return_of_a_line(profit: float, usual: float, capital: float) -> None:
    earned = strategies.line_return.py_func
    assert earned(profit, usual, usual) == pytest.approx(profit / usual)
    assert earned(profit, usual, 0.0) == pytest.approx(profit / usual), "money that waits for goods earns as little"
    assert abs(earned(profit, usual, capital)) <= abs(profit) / usual + 1e-12


@given(one=st.floats(-0.05, 0.05), other=st.floats(-0.05, 0.05), scale=st.floats(0.005, 0.05))
def test_strategies_are_shared_like_a_logit(one: float, other: float, scale: float) -> None:
    weight = strategies.strategy_weight.py_func
    odds = weight(one, scale) / weight(other, scale)
    assert odds == pytest.approx(math.exp((one - other) / scale))
    assert weight(one, scale) > 0.0 and weight(0.0, scale) == 1.0


@given(premium=st.floats(0.5, 2), taste=st.floats(-2, 2), dear=price, cheap=price, factor=st.floats(0.1, 10))
def test_preference_for_imported_medicine(
    premium: float, taste: float, dear: float, cheap: float, factor: float
) -> None:
    prefers = medicine.imported_preference.py_func
    assert prefers(premium, taste, dear, dear) == pytest.approx(premium + taste)
    assert prefers(premium, taste, factor * dear, factor * cheap) == pytest.approx(
        prefers(premium, taste, dear, cheap), abs=1e-9
    )
    assert prefers(premium, 0.0, cheap * math.exp(premium), cheap) == pytest.approx(0.0, abs=1e-9)


@given(wants=pieces, cover=st.floats(3, 12))
def test_goods_order_level(wants: float, cover: float) -> None:
    level = imports.goods_order_level.py_func
    assert level(wants, cover, 2.0) == pytest.approx(wants * (cover + 2.0))
    assert level(wants + 1, cover, 2.0) > level(wants, cover, 2.0)


@given(storage=price, usual=price, chance=st.floats(0, 1), dear=st.floats(1, 2))
def test_offer_prices(storage: float, usual: float, chance: float, dear: float) -> None:
    offer = imports.offer_price.py_func
    assert offer(storage, usual, 0.0, dear) == storage, "nothing is refused"
    assert offer(storage, usual, 1.0, dear) == pytest.approx(max(storage, dear * usual)), "the larger of the two"
    assert storage * (1 - 1e-9) <= offer(storage, usual, chance, dear) <= max(storage, dear * usual) * (1 + 1e-9)
    factor = clothing.offer_factor.py_func
    assert factor(storage / usual, chance, dear) * usual == pytest.approx(offer(storage, usual, chance, dear))


@given(other=price, own=price, unfilled=st.floats(0, 1))
def test_price_ceiling(other: float, own: float, unfilled: float) -> None:
    ceiling = imports.price_ceiling.py_func
    assert ceiling(other, own, 1.0, 4.5) == pytest.approx(4.5), "no other gateway delivers"
    assert ceiling(other, own, 0.0, 4.5) == pytest.approx(max(1.0, other / own)), "arbitrage"
    assert ceiling(other, own, unfilled, 4.5) >= 1.0


@given(everyday=price, machines=price, share=st.floats(0, 1), factor=st.floats(0.1, 10))
def test_composite_price(everyday: float, machines: float, share: float, factor: float) -> None:
    index = imports.composite_price.py_func
    assert index(1.0, 1.0, share) == 1.0
    assert index(factor * everyday, factor * machines, share) == pytest.approx(
        factor * index(everyday, machines, share)
    )
    assert index(everyday, machines, 0.0) == pytest.approx(everyday)
    assert min(everyday, machines) * (1 - 1e-9) <= index(everyday, machines, share)


@given(near=pieces, far=pieces, change=st.floats(-1e4, 1e4), share=st.floats(0, 1), speed=st.floats(0, 1))
def test_backlogs(near: float, far: float, change: float, share: float, speed: float) -> None:
    after, shift = wholesale.backlog_after_order.py_func, wholesale.backlog_after_shift.py_func
    both = near + far
    here, there = after(near, both, change, share), after(far, both, change, 1.0 - share)
    assert here + there == pytest.approx(max(both + change, 0.0), abs=1e-6), "nothing is lost or ordered twice"
    assert after(near, both, -both, share) == pytest.approx(0.0, abs=1e-9), "what nobody wants any more is wiped"
    moved = shift(here, here + there, share, speed), shift(there, here + there, 1.0 - share, speed)
    assert sum(moved) == pytest.approx(here + there), "moving orders makes none"
    assert shift(here, here + there, share, 1.0) == pytest.approx(share * (here + there))


@given(source=price, landed=st.floats(1, 2), margin=st.floats(0, 0.5))
def test_wholesale_price(source: float, landed: float, margin: float) -> None:
    asked = wholesale.wholesale_price.py_func
    assert asked(source, 1.0, 0.0) == source
    assert asked(source, landed, margin) >= source * landed
    assert asked(2 * source, landed, margin) == pytest.approx(2 * asked(source, landed, margin))


@given(cost=st.floats(0, 1e6), budget=st.floats(0, 1e6))
def test_affordable_share(cost: float, budget: float) -> None:
    part = wholesale.affordable_share.py_func(cost, budget)
    assert 0.0 <= part <= 1.0
    assert part * cost <= budget * (1 + 1e-9) + 1e-9
    if budget >= cost > 1e-3:
        assert part == 1.0


@given(drugs=st.floats(1, 1e6), clothes=st.floats(1, 1e6), back=st.floats(0.05, 1), response=st.floats(0.3, 4))
def test_medicine_part_of_a_tight_budget(drugs: float, clothes: float, back: float, response: float) -> None:
    part = partial(wholesale.medicine_budget_share.py_func, smallest_return=0.01)
    assert 0.0 <= part(drugs, clothes, back, 0.3, response) <= 1.0
    assert part(drugs, clothes, back, back, response) == pytest.approx(drugs / (drugs + clothes))
    assert part(drugs, clothes, 2 * back, 0.3, response) >= part(drugs, clothes, back, 0.3, response)
    assert part(0.0, 0.0, back, 0.3, response) == 0.0, "who wants nothing"


@given(lot=st.floats(8, 15), served=st.floats(100, 1e5), one=st.floats(150, 3000))
def test_sample_pieces(lot: float, served: float, one: float) -> None:
    found = samples.sample_pieces.py_func
    assert found(lot, one, one) == pytest.approx(lot)
    assert found(lot, 2 * served, one) == pytest.approx(2 * found(lot, served, one))
