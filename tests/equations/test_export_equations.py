"""Collecting, buyers of export goods and concealed gold: limits, signs, closed forms."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jangmadang.mechanisms.collecting import equations as collecting
from jangmadang.mechanisms.concealment import equations as gold
from jangmadang.mechanisms.trading_companies import equations as companies

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


@given(gain=st.floats(1, 1e6), other=st.floats(1, 1e6), factor=st.floats(0.1, 10), taste=st.floats(-3, 3))
def test_gathering_probability(gain: float, other: float, factor: float, taste: float) -> None:
    chance = collecting.gathering_probability.py_func
    assert 0.0 <= chance(gain, other, 2.0, taste) <= 1.0
    assert chance(gain, gain, 2.0, 0.0) == pytest.approx(0.5)
    assert chance(gain * 1.1, other, 2.0, taste) >= chance(gain, other, 2.0, taste)
    assert chance(gain, other, 2.0, taste + 0.1) >= chance(gain, other, 2.0, taste)
    assert chance(0.0, other, 2.0, taste) == 0.0, "nothing to gather, nobody goes"
    if other * factor > 1.0:
        assert chance(factor * gain, factor * other, 2.0, taste) == pytest.approx(chance(gain, other, 2.0, taste))


def test_gathering_odds_are_a_power_of_relative_income() -> None:
    chance = collecting.gathering_probability.py_func(2000.0, 1000.0, 2.0, 0.0)
    assert chance / (1 - chance) == pytest.approx(2.0**2.0)


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


@given(reference=price, quantity=st.floats(0.25, 5), eta=st.floats(1, 6))
def test_chinese_price(reference: float, quantity: float, eta: float) -> None:
    found = companies.chinese_price.py_func
    assert found(reference, 1.0, eta, 0.2) == pytest.approx(reference)
    slope = math.log(found(reference, 1.01 * quantity, eta, 0.2) / found(reference, quantity, eta, 0.2)) / math.log(
        1.01
    )
    assert slope == pytest.approx(-1.0 / eta, rel=1e-6)
    assert found(reference, 0.0, eta, 0.2) == found(reference, 0.2, eta, 0.2), "scarcity has its end"


@given(wage=price, net=price, n=st.floats(0, 200), more=st.floats(0, 50), eps=st.floats(0.1, 1))
def test_cournot_price(wage: float, net: float, n: float, more: float, eps: float) -> None:
    paid = companies.cournot_price.py_func
    net = max(net, wage)
    assert wage <= paid(wage, net, n, eps) <= net * (1 + 1e-12)
    assert paid(wage, net, n + more, eps) >= paid(wage, net, n, eps) * (1 - 1e-12)
    assert paid(wage, net, 0.0, eps) == wage, "no buyer, no rent to the collector"
    assert paid(wage, net, 1e12, eps) == pytest.approx(net), "many buyers pay all of it"
    assert paid(wage, net, 1.0 / eps, eps) == pytest.approx(0.5 * (wage + net))


@given(n=st.floats(1, 60), more=st.floats(1, 60))
def test_buyers_widen_the_gap_between_grades_only_under_cournot(n: float, more: float) -> None:
    def gap(rule, buyers: float) -> float:  # type: ignore[no-untyped-def]
        return rule(145.0, 1300.0, buyers, 0.15) / rule(145.0, 700.0, buyers, 0.15)

    cournot = companies.cournot_price.py_func
    assert gap(cournot, n + more) > gap(cournot, n)
    markdown = companies.proportional_price.py_func
    assert gap(markdown, 20.0 + n + more) == pytest.approx(gap(markdown, 20.0 + n))


@given(wage=price, net=price, n=st.floats(0, 200), eps=st.floats(0.1, 1))
def test_proportional_price(wage: float, net: float, n: float, eps: float) -> None:
    paid = companies.proportional_price.py_func
    assert paid(wage, net, n, eps) >= wage
    assert paid(wage, net, 0.0, eps) == wage
    assert paid(0.0, net, 1e12, eps) == pytest.approx(net)
    assert paid(0.0, net, 1.0 / eps, eps) == pytest.approx(0.5 * net)


@given(margin=st.floats(0, 1e7), at_capacity=st.floats(0, 1e5), fixed=st.floats(2e3, 3e4), licences=st.floats(1, 40))
def test_sustainable_buyers(margin: float, at_capacity: float, fixed: float, licences: float) -> None:
    found = companies.sustainable_buyers.py_func
    assert 1.0 <= found(margin, at_capacity, fixed, licences, 10.0) <= max(licences, 1.0) * (1 + 1e-9)
    assert found(2 * margin, at_capacity, fixed, licences, 10.0) >= found(margin, at_capacity, fixed, licences, 10.0)
    assert found(margin, 2 * at_capacity, fixed, licences, 10.0) >= found(margin, at_capacity, fixed, licences, 10.0)
    assert found(margin, at_capacity, 2 * fixed, licences, 10.0) <= found(margin, at_capacity, fixed, licences, 10.0)
    assert found(0.0, at_capacity, fixed, licences, 10.0) == 1.0


def test_many_profitable_buyers_fill_the_licences() -> None:
    assert companies.sustainable_buyers.py_func(1e9, 1e6, 9e3, 30.0, 10.0) == pytest.approx(30.0)
