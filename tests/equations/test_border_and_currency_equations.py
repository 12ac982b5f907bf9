"""Channels over the border and the exchange rate: limits, signs, closed forms."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jangmadang.mechanisms.border import equations as border
from jangmadang.mechanisms.currency import equations as currency

share = st.floats(0.0, 1.0)
cost = st.floats(0.0, 0.6)


@given(parts=st.tuples(share, share, share, share), more=share)
def test_channel_cost_adds_up(parts: tuple[float, float, float, float], more: float) -> None:
    total = border.channel_cost.py_func(*parts)
    assert total == pytest.approx(sum(parts))
    assert border.channel_cost.py_func(parts[0] + more, *parts[1:]) >= total


def shares(weight, openness: list[float], costs: list[float], *scale: float) -> list[float]:  # type: ignore[no-untyped-def]
    """Shares of channels from their weights."""
    weights = [weight.py_func(a, c, *scale) for a, c in zip(openness, costs, strict=True)]
    return [w / sum(weights) for w in weights]


@given(costs=st.lists(cost, min_size=3, max_size=3), scale=st.floats(0.02, 0.15), shift=st.floats(0.0, 0.3))
def test_logit_shares(costs: list[float], scale: float, shift: float) -> None:
    found = shares(border.channel_weight, [1.0] * 3, costs, scale)
    expected = [math.exp((min(costs) - c) / scale) for c in costs]
    assert found == pytest.approx([e / sum(expected) for e in expected])
    shifted = shares(border.channel_weight, [1.0] * 3, [c + shift for c in costs], scale)
    assert shifted == pytest.approx(found), "only differences of costs matter"


def test_channel_limits() -> None:
    assert shares(border.channel_weight, [1.0] * 3, [0.2] * 3, 0.06) == pytest.approx([1 / 3] * 3)
    assert shares(border.channel_weight, [1.0, 0.0], [0.2, 0.1], 0.06) == [1.0, 0.0], "a shut channel has no share"
    assert shares(border.channel_weight, [1.0, 1.0], [0.1, 0.5], 1e3) == pytest.approx([0.5, 0.5], abs=1e-3)
    assert shares(border.channel_weight, [1.0, 0.3], [0.2, 0.2], 0.06) == pytest.approx([1 / 1.3, 0.3 / 1.3])


@given(low=st.floats(0.0, 0.3), gap=st.floats(0.02, 0.3))
def test_least_cost_is_nearly_all_or_nothing(low: float, gap: float) -> None:
    rival = shares(border.least_cost_weight, [1.0, 1.0], [low, low + gap], 0.06, 20.0)
    logit = shares(border.channel_weight, [1.0, 1.0], [low, low + gap], 0.06)
    assert rival[0] > 0.99
    assert rival[0] >= logit[0] > 0.5


@given(demand=st.floats(0, 1e4), more=st.floats(0, 1e3), openness=share, capacity=st.floats(0, 2e3))
def test_fill_rate(demand: float, more: float, openness: float, capacity: float) -> None:
    rate = border.fill_rate.py_func(demand, openness, capacity)
    assert 0.0 <= rate <= 1.0
    assert rate * demand <= openness * capacity * (1 + 1e-9) + 1e-9, "never above what is open"
    assert border.fill_rate.py_func(demand + more, openness, capacity) <= rate
    assert border.fill_rate.py_func(demand, 0.0, capacity) == 0.0


def change(**other: float) -> float:
    """Weekly change of ln E with everything quiet unless said otherwise."""
    quiet = dict(stock_gap=0.0, order_flow=0.0, money_growth=0.0)
    arguments = dict(**quiet, stock_speed=0.01, flow_response=0.3, money_response=0.5, largest_change=0.15)
    return currency.exchange_rate_change.py_func(**{**arguments, **other})


@given(gap=st.floats(-1, 1), flow=st.floats(-0.3, 0.3), money=st.floats(0, 0.1))
def test_exchange_rate_signs(gap: float, flow: float, money: float) -> None:
    quiet = change()
    assert quiet == 0.0
    assert change(stock_gap=gap) * gap <= 0.0, "yuan above target lower its price"
    assert change(order_flow=flow) * flow <= 0.0, "yuan flowing in lower its price"
    assert change(money_growth=money) >= 0.0, "new won raise it"
    assert abs(change(stock_gap=gap, order_flow=50 * flow, money_growth=money)) <= 0.15


@given(base=share, fall=st.floats(-2, 2), more=st.floats(0, 1), response=st.floats(0.0, 0.15))
def test_share_of_yuan(base: float, fall: float, more: float, response: float) -> None:
    target = currency.cny_share_target.py_func
    assert 0.0 <= target(base, fall, response) <= 1.0
    assert target(base, fall + more, response) >= target(base, fall, response)
    assert target(base, 0.0, response) == base
