"""Budgets, incomes, confidence, staples, illness: limits, signs, closed forms."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jangmadang.mechanisms.budget import equations as budget
from jangmadang.mechanisms.confidence import equations as confidence_room
from jangmadang.mechanisms.credit import equations as credit
from jangmadang.mechanisms.durables import equations as durables
from jangmadang.mechanisms.illness import equations as illness
from jangmadang.mechanisms.local_circulation import equations as local
from jangmadang.mechanisms.meals import equations as meals
from jangmadang.mechanisms.setbacks import equations as setbacks
from jangmadang.mechanisms.staples import equations as staples
from jangmadang.mechanisms.state import equations as state

share = st.floats(0.0, 1.0)
inside = st.floats(0.01, 0.99)
income = st.floats(100.0, 1e6)


@given(weeks=st.floats(1, 100), slope=st.floats(0, 2), low=inside, high=inside)
def test_buffer_rises_as_confidence_falls(weeks: float, slope: float, low: float, high: float) -> None:
    low, high = sorted((low, high))
    target = budget.buffer_target.py_func
    assert target(weeks, low, slope) >= target(weeks, high, slope) > 0.0
    assert target(weeks, 0.5, slope) == pytest.approx(weeks), "at confidence one half"
    assert target(weeks, high, 0.0) == pytest.approx(weeks)


@given(y=income, weeks=st.floats(2, 60), factor=st.floats(0.3, 1.3), gap=st.floats(-1.5, 1.5))
def test_budget_is_income_at_the_target_and_moves_by_the_propensity(
    y: float, weeks: float, factor: float, gap: float
) -> None:
    planned = budget.buffer_stock_budget.py_func
    assert planned(y, weeks * y, weeks, factor) == pytest.approx(y)
    wealth = weeks * y + gap * y
    expected = y + factor / weeks * gap * y
    if 0.0 <= expected <= wealth:
        assert planned(y, wealth, weeks, factor) == pytest.approx(expected)


@given(y=income, wealth=st.floats(0, 1e8), more=st.floats(0, 1e6), weeks=st.floats(2, 60))
def test_budget_bounds(y: float, wealth: float, more: float, weeks: float) -> None:
    for theory in (budget.buffer_stock_budget.py_func, budget.rule_of_thumb_budget.py_func):
        spent = theory(y, wealth, weeks, 0.5)
        assert 0.0 <= spent <= wealth, "nobody spends more than they have"
        assert theory(y, wealth + more, weeks, 0.5) >= spent * (1 - 1e-12)
        assert theory(y + more, wealth, weeks, 0.5) >= 0.0
    assert budget.rule_of_thumb_budget.py_func(y, wealth, weeks, 0.5) == min(y, wealth)


def test_propensity_to_spend_falls_with_the_buffer() -> None:
    def propensity(weeks: float) -> float:
        planned = budget.buffer_stock_budget.py_func
        return planned(1e4, weeks * 1e4 + 100.0, weeks, 0.5) - planned(1e4, weeks * 1e4, weeks, 0.5)

    assert propensity(5.0) > propensity(12.0) > propensity(60.0) > 0.0
    assert propensity(10.0) == pytest.approx(100.0 * 0.5 / 10.0)


@given(planned=income, needs=income, wealth=st.floats(0, 1e6), more=st.floats(0, 1e5))
def test_needs_come_first_and_nobody_spends_more_than_they_have(
    planned: float, needs: float, wealth: float, more: float
) -> None:
    budget_of = budget.needs_first_budget.py_func
    spent = budget_of(planned, needs, wealth)
    assert spent <= wealth
    assert spent >= min(needs, wealth), "no need is left unmet while there is money"
    assert budget_of(planned, 0.0, wealth) == min(planned, wealth), "without needs the plan stands"
    assert budget_of(planned, needs, wealth + more) >= spent
    if wealth < needs:
        assert spent == wealth, "all of it if need be"


@given(planned=income, needs=income, wealth=st.floats(0, 1e6))
def test_who_smooths_assets_keeps_savings_that_needs_first_would_spend(
    planned: float, needs: float, wealth: float
) -> None:
    rival = budget.asset_smoothing_budget.py_func(planned, needs, wealth)
    first = budget.needs_first_budget.py_func(planned, needs, wealth)
    assert rival <= first and rival <= wealth
    assert (rival < first) == (planned < min(needs, wealth)), "they differ where the plan leaves needs unmet"


@given(needs=st.floats(1, 1e6), resources=st.floats(0, 1e6))
def test_needs_are_met_until_resources_end(needs: float, resources: float) -> None:
    met = budget.met_part.py_func(needs, resources)
    assert 0.0 <= met <= 1.0
    assert met * needs == pytest.approx(min(needs, resources))


@given(need=income, beta=share, free=income, more=st.floats(1.01, 5))
def test_linear_expenditure_is_need_plus_a_share_of_the_rest(
    need: float, beta: float, free: float, more: float
) -> None:
    spent = budget.linear_expenditure.py_func
    assert spent(need, beta, 0.0) == need
    assert spent(need, beta, more * free) - spent(need, beta, free) == pytest.approx(
        beta * (more - 1.0) * free, abs=1e-6
    )
    engel = [spent(need, 0.2, free * factor) / (need + free * factor) for factor in (1.0, 2.0, 4.0)]
    assert engel[0] > engel[1] > engel[2] > 0.2, "the share of a need falls as budgets grow"


@given(ratio=st.floats(1, 3), part=st.floats(0.2, 0.6), before=st.floats(0.05, 0.2), laid_in=st.floats(0.0, 1.0))
def test_fuel_of_the_year_is_its_mean(ratio: float, part: float, before: float, laid_in: float) -> None:
    bought = budget.fuel_season.py_func
    winter, autumn, summer = (
        bought(is_winter, laying_in, ratio, part, before, laid_in)
        for is_winter, laying_in in ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0))
    )
    assert part * winter + before * autumn + (1.0 - part - before) * summer == pytest.approx(1.0)
    assert (winter - summer) / summer == pytest.approx((ratio - 1.0) * (1.0 - laid_in)), "the rest is in the house"


@given(need=st.floats(1, 15), money=st.floats(0, 1e5), corn=st.floats(500, 5e3), dear=st.floats(0.3, 4))
def test_rice_is_cut_before_meals(need: float, money: float, corn: float, dear: float) -> None:
    rice = corn * dear
    cheaper = min(rice, corn)
    quantity = meals.affordable_quantity.py_func(need, money, cheaper)
    part = meals.rice_part.py_func(quantity, money, rice, corn)
    assert 0.0 <= part <= 1.0
    assert quantity * (part * rice + (1 - part) * corn) <= money * (1 + 1e-9) + 1e-6, "within the money"
    if money >= need * cheaper:
        assert quantity == need, "no meal is cut while the cheaper staple is affordable"
    else:
        assert quantity == pytest.approx(money / cheaper)
        assert dear <= 1.0 or part < 1e-6, "who cuts meals eats the cheaper staple"
    if dear <= 1.0:
        assert part == 1.0, "rice that is not dearer is preferred"
    if money >= need * rice and dear > 1.0:
        assert part == 1.0, "plenty of money buys rice"


@given(base=st.floats(0.05, 0.95), price=st.floats(0.1, 10), more=st.floats(1, 3), sigma=st.floats(1.01, 4))
def test_import_share_of_spending(base: float, price: float, more: float, sigma: float) -> None:
    found = budget.imported_share.py_func
    assert 0.0 < found(base, price, sigma) < 1.0
    assert found(base, 1.0, sigma) == pytest.approx(base), "the base share at base prices"
    assert found(base, price * more, sigma) <= found(base, price, sigma) * (1 + 1e-12), "dearer imports, smaller share"
    assert found(base, price, 1.0) == pytest.approx(base), "Cobb and Douglas"


@given(base=st.floats(0.05, 0.95), price=st.floats(0.1, 10), sigma=st.floats(1.01, 4))
def test_import_share_has_the_constant_elasticity(base: float, price: float, sigma: float) -> None:
    def ln_quantity_ratio(q: float) -> float:
        a = budget.imported_share.py_func(base, q, sigma)
        return math.log(a / (1.0 - a) / q)

    slope = (ln_quantity_ratio(price * 1.001) - ln_quantity_ratio(price)) / math.log(1.001)
    assert slope == pytest.approx(-sigma, rel=1e-6)


@given(free=income, wanted=share, served=share, less=share)
def test_what_is_not_to_be_had_imported_is_spent_at_home(
    free: float, wanted: float, served: float, less: float
) -> None:
    local_money = budget.spilled_over.py_func
    assert local_money(free, wanted, 1.0) == pytest.approx((1.0 - wanted) * free), "nothing is rationed"
    assert local_money(free, wanted, 0.0) == free, "no import is on sale: all of the budget goes to what there is"
    imported = wanted * served * free
    assert local_money(free, wanted, served) + imported == pytest.approx(free), "the week's budget is spent"
    assert local_money(free, wanted, less * served) >= local_money(free, wanted, served)


@given(free=income, wanted=share, served=share)
def test_lasting_goods_wait_while_they_are_rarer_than_usual(free: float, wanted: float, served: float) -> None:
    services, learn = budget.services_budget.py_func, budget.usual_imported_part.py_func
    usual = wanted
    assert services(free, usual) + wanted * free == pytest.approx(free), "in usual weeks the budget is spent"
    kept = free - services(free, usual) - wanted * served * free
    assert kept == pytest.approx(wanted * (1.0 - served) * free), "what is not to be had is not spent"
    for _ in range(2000):
        usual = learn(usual, wanted, served, 0.99)
    assert services(free, usual) + wanted * served * free == pytest.approx(free), "what lasts becomes usual"
    back = services(free, usual) + wanted * free
    assert back == pytest.approx(free + wanted * (1.0 - served) * free), "and when goods are back, more is spent"


@given(
    imports=st.floats(0.2, 8.0), at_home=st.floats(0.2, 5.0), all_prices=st.floats(0.1, 10.0), sigma=st.floats(1.0, 3.0)
)
def test_cost_of_living_follows_what_is_bought(imports: float, at_home: float, all_prices: float, sigma: float) -> None:
    index = local.cost_of_living.py_func
    weights = (0.3, 0.3)
    now = index(1.2, imports, at_home, *weights, sigma)
    assert index(1.0, 1.0, 1.0, *weights, sigma) == pytest.approx(1.0)
    raised = index(all_prices * 1.2, all_prices * imports, all_prices * at_home, *weights, sigma)
    assert raised == pytest.approx(all_prices * now), "money alone"
    assert now <= 0.3 * 1.2 + 0.3 * imports + 0.4 * at_home + 1e-12, "never above the fixed basket"
    assert index(1.2, imports, at_home, *weights, sigma + 0.5) <= now + 1e-12, "who can choose more loses less"
    step = 1.0 + 1e-6
    share = (
        index(0.0, imports * step, at_home, *weights, sigma) / index(0.0, imports, at_home, *weights, sigma) - 1.0
    ) / 1e-6
    assert share == pytest.approx(budget.imported_share.py_func(3.0 / 7.0, imports / at_home, sigma), rel=1e-3), (
        "the weight of imports is their share of what is chosen (Shephard's lemma)"
    )


@given(onset=st.floats(0.001, 0.1), recovery=st.floats(0.02, 0.5))
def test_setbacks_have_their_length_and_their_share_of_households(onset: float, recovery: float) -> None:
    chance = setbacks.setback_chance.py_func
    assert chance(0.0, onset, recovery) == onset
    assert chance(1.0, onset, recovery) == pytest.approx(1.0 - recovery)
    in_one = 0.0
    for _ in range(2000):
        in_one = in_one * chance(1.0, onset, recovery) + (1.0 - in_one) * chance(0.0, onset, recovery)
    assert in_one == pytest.approx(onset / (onset + recovery), rel=1e-6)


@given(lost=inside)
def test_a_setback_costs_its_share_of_work(lost: float) -> None:
    assert local.part_of_work_done.py_func(0.0, lost) == 1.0
    assert local.part_of_work_done.py_func(1.0, lost) == pytest.approx(1.0 - lost)


@given(start=income, after=income, memory=st.floats(4, 40))
def test_permanent_income_half_life(start: float, after: float, memory: float) -> None:
    assume(abs(after - start) > 1.0)
    weeks = math.log(0.5) / math.log(1.0 - 1.0 / memory)
    level = start
    for _ in range(round(weeks)):
        level = local.permanent_income.py_func(level, after, memory, 1.0)
    left = (after - level) / (after - start)
    assert left == pytest.approx((1.0 - 1.0 / memory) ** round(weeks), rel=1e-6)
    assert left == pytest.approx(0.5, abs=1.0 / memory)


@given(income=income, memory=st.floats(4, 60), rise=st.floats(0.9, 1.2), weeks=st.integers(1, 60))
def test_income_that_keeps_up_with_prices_leaves_its_memory_as_it_is(
    income: float, memory: float, rise: float, weeks: int
) -> None:
    level, price = income, 1.0
    for _ in range(weeks):
        price *= rise
        level = local.permanent_income.py_func(level, income * price, memory, rise)
    assert level == pytest.approx(income * price, rel=1e-9)


def test_permanent_income_of_thirteen_weeks_halves_in_nine() -> None:
    level = 0.0
    for _ in range(9):
        level = local.permanent_income.py_func(level, 1.0, 13.0, 1.0)
    assert level == pytest.approx(0.513, abs=0.001)


@given(
    price=st.floats(0.2, 5), demand=st.floats(1, 1e6), supply=st.floats(1, 1e6), scale=st.floats(0.1, 10), speed=share
)
def test_services_price_clears_demand_against_hours(
    price: float, demand: float, supply: float, scale: float, speed: float
) -> None:
    def moved(demand_: float, supply_: float, price_: float = price) -> float:
        return local.services_price.py_func(price_, demand_, supply_, 0.1, speed)

    assert moved(supply, supply) == pytest.approx(price), "at rest where demand meets the hours offered"
    assert (moved(demand, supply) - price) * (demand - supply) >= 0.0
    assert moved(scale * demand, scale * supply) == pytest.approx(moved(demand, supply))
    assert moved(demand, supply, scale * price) == pytest.approx(scale * moved(demand, supply)), "no money illusion"
    assert moved(0.0, supply) == pytest.approx(moved(0.1 * supply, supply)), "no demand does not make services free"
    assert local.services_price.py_func(price, demand, supply, 0.0, 1.0) == pytest.approx(price * demand / supply)


@given(spending=st.floats(1e3, 1e6), hours=st.floats(10, 1e4), speed=st.floats(0.01, 0.2))
def test_twice_the_spending_ends_at_twice_the_price_of_services(spending: float, hours: float, speed: float) -> None:
    price = spending / hours
    for _ in range(2000):
        price = local.services_price.py_func(price, 2.0 * spending / price, hours, 0.1, speed)
    assert price == pytest.approx(2.0 * spending / hours, rel=1e-6)


@given(households=st.floats(1, 1e5), away=share, reward=st.floats(0.1, 10), more=st.floats(1, 3), e=st.floats(0, 0.5))
def test_hours_offered(households: float, away: float, reward: float, more: float, e: float) -> None:
    def offered(away_: float, reward_: float, open_share: float = 1.0) -> float:
        return local.hours_offered.py_func(30.0, households, away_ * households, reward_, e, open_share)

    assert offered(0.0, 1.0) == pytest.approx(30.0 * households)
    assert offered(away, reward) == pytest.approx((1.0 - away) * offered(0.0, reward)), "who gathers does not serve"
    assert offered(away, reward * more) == pytest.approx(offered(away, reward) * more**e), "an elasticity"
    assert offered(away, reward, 0.0) == 0.0, "hours are idle in a lockdown"
    assert local.hours_offered.py_func(30.0, households, 2.0 * households, 1.0, e, 1.0) == 0.0


@given(demand=st.floats(0, 1e6), supply=st.floats(0, 1e6), longest=st.floats(1, 1.5))
def test_nothing_is_served_beyond_the_longest_hours(demand: float, supply: float, longest: float) -> None:
    served = local.served_share.py_func(demand, supply, longest)
    assert 0.0 <= served <= 1.0
    assert served * demand <= longest * supply * (1 + 1e-12) + 1e-9
    if demand <= longest * supply:
        assert served == 1.0 or demand < 1e-9


@given(hours=st.floats(10, 40), usual=st.floats(1, 100), kept=st.floats(0, 2), worth=st.floats(0.25, 0.9))
def test_who_loses_other_work_sells_in_the_street(hours: float, usual: float, kept: float, worth: float) -> None:
    def offered(earned: float) -> float:
        return local.petty_hours.py_func(hours, 1000.0, earned, usual, worth)

    assert offered(usual) == 0.0, "in ordinary times nobody is new in petty trade"
    assert offered(0.0) == pytest.approx(1000.0 * hours * worth), "with no other work left all of its hours"
    assert offered(kept * usual) == pytest.approx(1000.0 * hours * worth * max(1.0 - kept, 0.0), abs=1e-6)
    assert local.petty_hours.py_func(hours, 1000.0, 2.0 * kept, 2.0 * usual, worth) == offered(kept)


@given(petty=st.floats(0, 1e6), stalls=st.floats(1, 1e6), more=st.floats(0, 1e6))
def test_newcomers_share_customers_by_hours(petty: float, stalls: float, more: float) -> None:
    part = local.newcomers_part.py_func
    assert part(0.0, stalls) == 0.0
    assert part(petty, stalls) + part(stalls, petty) == pytest.approx(1.0) or petty == 0.0
    assert part(petty, stalls) <= part(petty + more, stalls) < 1.0
    assert local.newcomers_part.py_func(0.0, 0.0) == 0.0


@given(weight=st.floats(0.1, 10), hours=share)
def test_a_week_of_gathering_costs_its_hours(weight: float, hours: float) -> None:
    assert local.earning_time.py_func(weight, 0.0, hours) == weight
    assert local.earning_time.py_func(weight, 1.0, hours) == pytest.approx((1.0 - hours) * weight)


@given(surplus=st.floats(-1e5, 1e5), rate=st.floats(0.005, 0.03), weeks=st.floats(4, 52), more=st.floats(1, 1e5))
def test_lenders_lend_what_income_beyond_needs_repays(surplus: float, rate: float, weeks: float, more: float) -> None:
    limit = credit.lending_limit.py_func
    lent = limit(surplus, rate, weeks)
    if surplus <= 0.0:
        assert lent == 0.0, "nobody lends to those whose income does not cover their needs"
    else:
        assert 0.0 < lent <= surplus * weeks
        assert credit.debt_service.py_func(lent, rate, weeks) == pytest.approx(surplus), "just what it can repay"
    assert limit(surplus + more, rate, weeks) >= lent >= limit(surplus, 2 * rate, weeks)


@given(debt=income, rate=st.floats(0.005, 0.03), weeks=st.integers(4, 52))
def test_debt_service_clears_a_debt_in_its_time(debt: float, rate: float, weeks: int) -> None:
    service = credit.debt_service.py_func(debt, rate, float(weeks))
    paid = sum(service * math.exp(-rate * (week + 0.5)) for week in range(weeks))
    assert paid == pytest.approx(debt, rel=1e-3)


@given(debt=income, due=st.floats(1, 1e4), able=st.floats(-1e4, 2e4), speed=st.floats(0.005, 0.06))
def test_debts_are_written_off_as_interest_goes_unpaid(debt: float, due: float, able: float, speed: float) -> None:
    lost = credit.written_off.py_func(debt, due, able, speed)
    assert 0.0 <= lost <= speed * debt * (1 + 1e-12)
    if able >= due:
        assert lost == 0.0
    assert credit.written_off.py_func(debt, due, 0.0, speed) == pytest.approx(speed * debt)


@given(harvest=st.floats(0, 600), share_=inside, owed=st.floats(0, 300), multiple=st.floats(1.8, 3.2))
def test_lent_grain_comes_back_out_of_the_pledged_harvest(
    harvest: float, share_: float, owed: float, multiple: float
) -> None:
    lent = credit.grain_limit.py_func(harvest, share_, owed, multiple)
    assert lent >= 0.0
    assert owed + multiple * lent == pytest.approx(max(share_ * harvest, owed)), "no more is owed than was pledged"
    assert credit.grain_limit.py_func(0.0, share_, owed, multiple) == 0.0, "no plot, no grain loan"


@given(new=income, part=inside, offered=st.floats(0, 1e4), more=st.floats(1.1, 10), elasticity=st.floats(0.7, 4))
def test_used_durables_get_cheaper_as_many_sell(
    new: float, part: float, offered: float, more: float, elasticity: float
) -> None:
    price = durables.used_price.py_func
    assert price(new, part, 0.0, 100.0, elasticity) == pytest.approx(part * new)
    assert price(new, part, more * offered, 100.0, elasticity) <= price(new, part, offered, 100.0, elasticity)
    halved = price(new, part, 100.0 * 2.0**elasticity, 100.0, elasticity)
    assert halved == pytest.approx(0.5 * part * new)


@given(owned=st.floats(0.01, 1e4), missing=st.floats(0.01, 1e6), price=st.floats(1, 1e4))
def test_families_sell_no_more_than_they_need_or_own(owned: float, missing: float, price: float) -> None:
    sold = durables.sold_in_need.py_func(owned, missing, price)
    assert 0.0 <= sold <= owned
    assert sold * price <= missing * (1 + 1e-12)
    assert sold == owned or sold * price == pytest.approx(missing)


WEIGHTS = dict(income_weight=3.0, inflation_weight=2.0, volatility_weight=3.0, traffic_weight=1.0)
QUIET = dict(income_growth=0.0, inflation=0.0, volatility=0.0, traffic=1.0)


def confidence(response: float = 1.0, **other: float) -> float:
    """Confidence in a quiet normal week unless said otherwise."""
    return confidence_room.confidence.py_func(**{**QUIET, **other}, **WEIGHTS, response=response)


@given(response=st.floats(0.1, 1.0))
def test_confidence_is_one_half_in_a_quiet_week(response: float) -> None:
    assert confidence(response) == 0.5


@given(size=st.floats(0.01, 2.0), response=st.floats(0.1, 1.0))
def test_confidence_signs_and_bounds(size: float, response: float) -> None:
    assert confidence(response, income_growth=size) > 0.5 > confidence(response, income_growth=-size)
    assert confidence(response, inflation=size) < 0.5 < confidence(response, inflation=-size)
    assert confidence(response, volatility=size) < 0.5
    assert confidence(response, traffic=1 + size) > 0.5 > confidence(response, traffic=1 - min(size, 1.0))
    assert 0.0 < confidence(response, income_growth=-50.0, volatility=50.0) < 1.0


@given(size=st.floats(0.01, 2.0))
def test_the_wealthy_respond_less(size: float) -> None:
    assert abs(confidence(0.35, inflation=size) - 0.5) < abs(confidence(1.0, inflation=size) - 0.5)


parity_taken_in = st.floats(-2, 2)
next_parity = staples.next_import_parity.py_func


@given(parity=parity_taken_in, rate=st.floats(0.1, 10), speed=share, power=st.floats(0.2, 4))
def test_a_closed_border_keeps_the_parity_and_an_open_one_takes_the_rate(
    parity: float, rate: float, speed: float, power: float
) -> None:
    assert next_parity(parity, rate, speed, 0.0, power) == parity
    assert next_parity(parity, rate, 0.0, 1.0, power) == parity
    assert next_parity(parity, rate, 1.0, 1.0, power) == pytest.approx(math.log(rate), abs=1e-12)
    assert next_parity(parity, rate, speed, 1.7, power) == next_parity(parity, rate, speed, 1.0, power)


@given(
    parity=parity_taken_in,
    rate=st.floats(0.1, 10),
    speed=share,
    openness=share,
    more=share,
    power=st.floats(0.2, 4),
)
def test_parity_approaches_the_rate_and_never_passes_it(
    parity: float, rate: float, speed: float, openness: float, more: float, power: float
) -> None:
    gap = math.log(rate) - parity
    after = next_parity(parity, rate, speed, openness, power)
    assert (after - parity) * gap >= 0.0, "it moves toward the rate"
    assert abs(math.log(rate) - after) <= abs(gap) + 1e-12
    opener = next_parity(parity, rate, speed, openness + more, power)
    assert abs(opener - parity) >= abs(after - parity) - 1e-12, "more open, faster"
    assert next_parity(parity, 1.1 * rate, speed, openness, power) >= after, "dearer yuan, dearer staples"


def test_parity_closes_a_share_of_the_gap_each_week_that_fades_with_openness() -> None:
    rise = math.log(1.5)
    parities = [0.0]
    for _ in range(40):
        parities.append(next_parity(parities[-1], 1.5, 0.1, 0.5, 2.0))
    assert all(later > earlier for earlier, later in pairwise(parities))
    assert parities[-1] == pytest.approx(rise * (1.0 - (1.0 - 0.1 * 0.25) ** 40))
    assert next_parity(0.0, 1 / 1.5, 0.1, 0.5, 2.0) == pytest.approx(-parities[1])
    assert parities[1] == pytest.approx(0.025 * rise)


@given(price=st.floats(0.2, 5), more=st.floats(1.01, 3), part=share)
def test_wages_lag_prices_and_divide_receipts(price: float, more: float, part: float) -> None:
    wage = price
    for _ in range(40):
        wage = local.next_wage.py_func(wage, price * more, 0.03)
    left = (price * more - wage) / (price * more - price)
    assert left == pytest.approx(0.97**40, rel=1e-6)

    labour = local.labour_part.py_func
    assert labour(part, price, price) == pytest.approx(part), "its share with wages in line with prices"
    assert labour(part, price, price * more) == pytest.approx(part / more), "wages that lag leave more to owners"
    assert labour(part, 1e3 * price, price) <= 1.0
    hired = state.hired_part.py_func
    assert hired(part, 1.0, 1.0) == part
    assert hired(part, 1.0, more) == pytest.approx(part / more), "won wages lag the yuan"
    assert hired(part, more, more) == pytest.approx(part), "and catch up"
    assert hired(part, 1e3, 1.0) <= 1.0


@given(hazard=st.floats(0.001, 0.05), height=share, epidemic=st.floats(0.2, 20))
def test_illness_hazard(hazard: float, height: float, epidemic: float) -> None:
    now = illness.illness_hazard.py_func(hazard, 0.75, 1.4, height, 0.5, 0.0, epidemic)
    assert now > 0.0
    assert now == pytest.approx(epidemic * illness.illness_hazard.py_func(hazard, 0.75, 1.4, height, 0.5, 0.0, 1.0))
    assert illness.illness_hazard.py_func(hazard, 0.75, 1.4, 1.0, 0.5, 0.0, epidemic) >= now
    assert illness.illness_hazard.py_func(0.0, 0.75, 1.4, height, 0.5, 0.0, epidemic) == 0.0


@given(wage=st.floats(300, 2500), multiplier=st.floats(0, 30))
def test_newly_issued_wage(wage: float, multiplier: float) -> None:
    issued = state.newly_issued_wage.py_func(wage, multiplier)
    assert issued == pytest.approx(max(multiplier - 1.0, 0.0) * wage)
    assert state.newly_issued_wage.py_func(wage, 1.0) == 0.0
