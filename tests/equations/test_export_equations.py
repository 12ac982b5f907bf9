"""Collecting, buyers of export goods and concealed gold: limits, signs, closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jangmadang.mechanisms.collecting import equations as collecting
from jangmadang.mechanisms.concealment import equations as gold
from jangmadang.mechanisms.trading_companies import equations as companies
from jangmadang.world import offers
from jangmadang.world.members import OFFER_LEVELS

share = st.floats(0.0, 1.0)
price = st.floats(10.0, 3000.0)


@given(height=share, n=share, more=share, crowding=st.floats(0.05, 0.6))
def test_collector_yield(height: float, n: float, more: float, crowding: float) -> None:
    yields = collecting.collector_yield.py_func
    assert 0.0 <= yields(2.2, height, n, crowding) <= 2.2
    assert yields(2.2, height, n + more, crowding) <= yields(2.2, height, n, crowding)
    assert yields(2.2, 1.0, 0.0, crowding) == pytest.approx(2.2)
    assert yields(2.2, 1.0, crowding, crowding) == pytest.approx(1.1), "half at the crowding share"
    assert yields(2.2, 0.0, n, crowding) == 0.0


@given(income=st.floats(0.1, 1e4), factor=st.floats(0.1, 10), taste=st.floats(-3, 3))
def test_gathering_probability(income: float, factor: float, taste: float) -> None:
    reserve, chance = collecting.log_reserve.py_func, collecting.gathering_probability.py_func
    even = reserve(income, 2.0, taste, 1.0)
    assert chance(even, even, 2.0) == pytest.approx(0.5)
    assert reserve(income, 2.0, 0.0, 1.0) == pytest.approx(math.log(income)), "without a taste for it, what is forgone"
    assert reserve(income, 2.0, taste + 0.1, 1.0) < even < reserve(1.1 * income, 2.0, taste, 1.0)
    assert reserve(income, 2.0, taste, 0.5) == pytest.approx(reserve(2.0 * income, 2.0, taste, 1.0)), "half the hands"
    assert chance(even + 0.1, even, 2.0) > chance(even, even, 2.0)
    odds = chance(even + math.log(factor), even, 2.0)
    assert odds / (1 - odds) == pytest.approx(factor**2.0), "odds are a power of relative income"


@given(earning=st.floats(0.05, 20), usual=st.floats(0.05, 20), power=st.floats(0, 1), lost=st.floats(0, 0.9))
def test_hands_follow_lasting_earnings_and_setbacks(earning: float, usual: float, power: float, lost: float) -> None:
    hands, of_week = collecting.gathering_hands.py_func, collecting.hands_of_week.py_func
    assert hands(usual, usual, power) == pytest.approx(1.0)
    assert hands(earning, usual, 0.0) == 1.0, "all as able"
    assert hands(earning, usual, 1.0) == pytest.approx(earning / usual), "earnings are hands"
    lasting = hands(earning, usual, power)
    assert of_week(lasting, 0.0, lost) == lasting and of_week(lasting, 1.0, lost) == pytest.approx(lasting * (1 - lost))


@given(households=st.lists(st.tuples(st.floats(0.6, 6000), st.floats(1, 1e4)), min_size=1, max_size=20))
def test_supply_curve_keeps_all_hands(households: list[tuple[float, float]]) -> None:
    levels = np.zeros(OFFER_LEVELS)
    for worth, weight in households:
        offers.add_offer.py_func(levels, math.log(worth), weight)
    assert (levels >= 0.0).all() and levels.sum() == pytest.approx(sum(weight for _, weight in households))
    logs = np.array([offers.log_worth_of_level.py_func(j) for j in range(OFFER_LEVELS)])
    mean = sum(weight * math.log(worth) for worth, weight in households)
    assert levels @ logs == pytest.approx(mean, abs=1e-6 * levels.sum())
    for level in (0, 7, OFFER_LEVELS - 1):
        assert offers.hands_offering.py_func(levels, math.exp(logs[level])) == pytest.approx(
            levels[level], abs=1e-6 * levels.sum()
        )


@given(capacity=st.floats(0.1, 20), n=st.floats(0, 500), more=st.floats(0, 100))
def test_detection_falls_with_traffic(capacity: float, n: float, more: float) -> None:
    found = gold.detection_probability.py_func
    assert 0.0 < found(capacity, n) <= 1.0
    assert found(capacity, n + more) <= found(capacity, n)
    assert found(capacity, 0.0) == 1.0
    assert found(capacity, capacity) == pytest.approx(0.5)
    assert found(capacity, 1e9) * 1e9 == pytest.approx(capacity, rel=1e-6), "inspectors find at most D a week"


@given(ratio=st.floats(1, 1.5), part=st.floats(0.1, 0.4), caught=share, fine=st.floats(0.1, 1))
def test_gain_of_hiding(ratio: float, part: float, caught: float, fine: float) -> None:
    gain = gold.net_gain.py_func
    assert gain(ratio, part, 0.0, fine) == pytest.approx((1 - part) * (ratio - 1))
    assert gain(ratio, part, 1.0, fine) == pytest.approx(-1.0 - fine), "caught for certain: gold and fine are lost"
    assert gain(ratio + 0.1, part, caught, fine) >= gain(ratio, part, caught, fine)
    assert gain(ratio, part + 0.1, caught, fine) <= gain(ratio, part, caught, fine)
    assert gain(1.0, part, caught, fine) <= 0.0, "without a price gap nobody hides"


@given(value=st.floats(-1, 1), more=st.floats(0, 1))
def test_concealing_share(value: float, more: float) -> None:
    part = gold.concealing_share.py_func
    assert 0.0 <= part(0.15, value, 0.22, 0.06) <= 0.15
    assert part(0.15, value + more, 0.22, 0.06) >= part(0.15, value, 0.22, 0.06)
    assert part(0.15, 0.22, 0.22, 0.06) == pytest.approx(0.075)


@given(gain=st.floats(-2, 2), slope=st.floats(1, 100))
def test_hidden_grams(gain: float, slope: float) -> None:
    assert gold.hidden_grams.py_func(gain, slope) == pytest.approx(slope * max(gain, 0.0))


@given(mean=st.floats(1, 1e5), spread=st.floats(0.1, 2))
def test_consignments_have_the_mean_that_they_should(mean: float, spread: float) -> None:
    found = gold.consignment_grams.py_func
    assert found(mean, 0.0, 3.0) == mean
    noise = [-6 + 0.01 * i for i in range(1201)]
    weights = [math.exp(-0.5 * (z - spread) ** 2 + 0.5 * spread**2 - spread * z) for z in noise]
    drawn = sum(w * found(mean, spread, z) for w, z in zip(weights, noise, strict=True)) / sum(weights)
    assert drawn == pytest.approx(mean, rel=0.01)


@given(panned=st.floats(0, 1e4), waiting=st.floats(0, 1e5), more=st.floats(0, 1e5))
def test_gold_brought(panned: float, waiting: float, more: float) -> None:
    found = gold.gold_brought.py_func
    assert found(panned, 0.0, 5e4) == panned
    assert found(panned, 5e4, 5e4) == 0.0, "unsold gold stops panning"
    assert 0.0 <= found(panned, waiting + more, 5e4) <= found(panned, waiting, 5e4)


@given(reference=price, quantity=st.floats(0.25, 5), eta=st.floats(1, 6))
def test_chinese_price(reference: float, quantity: float, eta: float) -> None:
    found = companies.chinese_price.py_func
    assert found(reference, 1.0, eta, 0.2) == pytest.approx(reference)
    slope = math.log(found(reference, 1.01 * quantity, eta, 0.2) / found(reference, quantity, eta, 0.2)) / math.log(
        1.01
    )
    assert slope == pytest.approx(-1.0 / eta, rel=1e-6)
    assert found(reference, 0.0, eta, 0.2) == found(reference, 0.2, eta, 0.2), "scarcity has its end"


@given(wage=price, most=price, part=share, more=share)
def test_shared_surplus_price(wage: float, most: float, part: float, more: float) -> None:
    paid = companies.shared_surplus_price.py_func
    most = max(most, wage)
    assert wage <= paid(wage, most, part) <= most * (1 + 1e-12)
    assert paid(wage, most, min(part + more, 1.0)) >= paid(wage, most, part) * (1 - 1e-12)
    assert paid(wage, most, 0.0) == wage, "no money, no rent to the collector"
    assert paid(wage, most, 1.0) == pytest.approx(most)
    assert paid(most, wage, part) == pytest.approx(most), "a buyer that can pay no more than w pays w"


def test_only_shared_surplus_widens_the_gap_between_grades() -> None:
    def gap(rule, part: float) -> float:  # type: ignore[no-untyped-def]
        return rule(145.0, 1300.0, part) / rule(145.0, 700.0, part)

    assert gap(companies.shared_surplus_price.py_func, 0.8) > gap(companies.shared_surplus_price.py_func, 0.3)
    markdown = companies.proportional_price.py_func
    assert gap(markdown, 0.8) == pytest.approx(gap(markdown, 0.5))
    assert markdown(145.0, 1300.0, 0.0) == 145.0


@given(n=st.floats(0, 200), more=st.floats(0, 50), eps=st.floats(0.1, 1))
def test_competition_part(n: float, more: float, eps: float) -> None:
    part = companies.competition_part.py_func
    assert 0.0 <= part(n, eps) <= part(n + more, eps) < 1.0
    assert part(0.0, eps) == 0.0, "no buyer, no competition"
    assert part(1.0 / eps, eps) == pytest.approx(0.5)


@given(net=price, split=st.floats(0, 0.7), hurdle=st.floats(1.01, 1.5))
def test_affordable_price(net: float, split: float, hurdle: float) -> None:
    found = companies.affordable_price.py_func
    most = found(net, split, hurdle)
    assert (1 - split) * (net - most) == pytest.approx((hurdle - 1) * most), "own profit just pays for the money"
    assert most < net
    assert found(net, 0.0, 1.0) == net, "free money and no partner: all of it"
    assert found(net, split, hurdle + 0.1) < most
    assert found(net, split + 0.1, hurdle) < most


@given(ready=st.floats(0, 1e6), capital=st.floats(0, 1e6), part=share)
def test_planned_purchases(ready: float, capital: float, part: float) -> None:
    planned = companies.planned_purchases.py_func
    assert planned(ready, capital, part) <= ready, "nobody lends"
    assert planned(capital, capital, part) == capital * part
    assert planned(capital, capital, 1.0) == capital, "the last week of a season is bought with all there is"


@given(interest=st.floats(0, 0.1), weeks=st.floats(0, 20))
def test_hurdle_factor(interest: float, weeks: float) -> None:
    factor = companies.hurdle_factor.py_func
    assert factor(interest, 52.0) == pytest.approx((1 + interest) ** 12)
    assert factor(interest, 2 * weeks) == pytest.approx(factor(interest, weeks) ** 2)


@given(profit=st.floats(-1e6, 1e6), kept=share, more=st.floats(0, 1e6))
def test_reinvested_profit(profit: float, kept: float, more: float) -> None:
    found = companies.reinvested_profit.py_func
    assert found(profit, 0.0) == 0.0 and found(-abs(profit), kept) == 0.0, "a loss brings nobody back"
    assert found(profit, kept) <= found(profit + more, kept) <= max(profit + more, 0.0)


@given(more=st.floats(0, 1e6), worth=st.floats(1, 1e5), weeks=st.floats(1, 20))
def test_useless_money(more: float, worth: float, weeks: float) -> None:
    found = companies.useless_money.py_func
    used = worth * weeks
    assert found(used, worth, weeks) == 0.0, "a cycle's purchases use it all"
    assert found(used + more, worth, weeks) == pytest.approx(more, abs=1e-6 * (used + more))
    assert found(more, 0.0, weeks) == more, "with nothing on offer all is idle"


@given(net=price, split=st.floats(0, 0.7), hurdle=st.floats(1.01, 1.5), kg=st.floats(0.01, 10), part=share)
def test_excess_return(net: float, split: float, hurdle: float, kg: float, part: float) -> None:
    found = companies.excess_return.py_func
    most = companies.affordable_price.py_func(net, split, hurdle)
    assert found(kg * most, kg * most) == 0.0 == found(kg * most, 2 * kg * most), "who pays the most earns the hurdle"
    paid = kg * most * (0.1 + 0.9 * part)
    assert found(kg * most, paid) == pytest.approx(-math.log(0.1 + 0.9 * part), abs=1e-9)


@given(capital=st.floats(0, 1e7), excess=st.floats(0, 3), speed=st.floats(0.01, 0.1))
def test_entering_money(capital: float, excess: float, speed: float) -> None:
    found = companies.entering_money.py_func
    assert found(capital, 0.0, speed) == 0.0 == found(0.0, excess, speed)
    grown = capital
    for _ in range(52):
        grown += found(grown, excess, speed)
    assert grown == pytest.approx(capital * (1 + speed * excess) ** 52)


@given(weeks=st.floats(0, 500), interest=st.floats(0.001, 0.05))
def test_waiting_part(weeks: float, interest: float) -> None:
    found = companies.waiting_part.py_func
    assert found(0.0, interest) == 1.0, "nobody leaves a border that opens at once"
    wait = np.linspace(0.0, 60.0, 60_001)  # of mean 1
    value = np.trapezoid(np.exp(-wait * (1.0 + interest * weeks)), wait)
    assert found(weeks, interest) == pytest.approx(value, rel=1e-4)


@given(money=st.floats(0.01, 1e6), offered=st.floats(1, 1e6))
def test_buyer_found_probability(money: float, offered: float) -> None:
    found = companies.buyer_found_probability.py_func
    assert found(offered + money, offered) == 1.0
    assert found(money, offered) * offered <= money * (1 + 1e-12), "no more is brought than buyers can pay"
    assert found(0.0, offered) == 0.0
