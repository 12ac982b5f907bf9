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


@given(past=st.floats(0.01, 1), relative=st.floats(0.2, 5), response=st.floats(0, 4))
def test_scarce_goods_are_drawn_to_where_they_are_dear(past: float, relative: float, response: float) -> None:
    drawn = border.drawn_share.py_func
    assert drawn(past, 1.0, response) == pytest.approx(past), "at usual prices past custom alone decides"
    assert drawn(past, relative, 0.0) == pytest.approx(past)
    assert drawn(past, 2.0 * relative, response) == pytest.approx(2.0**response * drawn(past, relative, response))


@given(fee=share, bribe=share, carriage=share, seized=st.floats(0.0, 0.8), more=st.floats(0.0, 0.1))
def test_channel_cost_adds_up(fee: float, bribe: float, carriage: float, seized: float, more: float) -> None:
    rule = border.channel_cost.py_func
    assert rule(fee, bribe, carriage, 0.0) == pytest.approx(fee + bribe + carriage)
    cost = rule(fee, bribe, carriage, seized)
    assert (1.0 + cost) * (1.0 - seized) == pytest.approx(1.0 + fee + bribe + carriage), "who gets through pays for all"
    assert rule(fee + more, bribe, carriage, seized) >= cost
    assert rule(fee, bribe, carriage, seized + more) >= cost


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


@given(demand=st.floats(0, 1e4), more=st.floats(0, 1e3), capacity=st.floats(0, 2e3))
def test_fill_rate(demand: float, more: float, capacity: float) -> None:
    rate = border.fill_rate.py_func(demand, capacity)
    assert 0.0 <= rate <= 1.0
    assert rate * demand <= capacity * (1 + 1e-9) + 1e-9, "never above what is open"
    assert border.fill_rate.py_func(demand + more, capacity) <= rate
    assert border.fill_rate.py_func(demand, 0.0) == 0.0


weeks = st.floats(0, 104)


@given(fee=share, bribe=share, carriage=share, price=st.floats(0.1, 1e3), times=st.floats(1.0, 10.0))
def test_room_goes_to_what_earns_most_by_weight(
    fee: float, bribe: float, carriage: float, price: float, times: float
) -> None:
    worth = border.worth_of_room.py_func
    assert worth(fee, bribe, carriage, times * price) == pytest.approx(times * worth(fee, bribe, carriage, price))
    assert worth(fee + 0.1, bribe, carriage, price) > worth(fee, bribe, carriage, price)
    assert worth(0.0, 0.0, 0.0, price) == 0.0, "who takes nothing gains nothing"


@given(usual=st.floats(0.01, 0.99), here=weeks, there=weeks, more=st.floats(0.01, 1.0))
def test_gateway_target(usual: float, here: float, there: float, more: float) -> None:
    def target(extra: float = 0.0, here: float = here, there: float = there) -> float:
        return border.gateway_target.py_func(usual, extra, here, there, 0.023, 0.5)

    assert target(0.0, here, here) == pytest.approx(usual), "nothing unusual, no change"
    assert target(more) < target() < target(-more), "a dearer border loses orders"
    assert target(0.0, here + more) < target() < target(0.0, here, there + more), "so does a slower one"
    odds = usual / (1 - usual) * math.exp(-(more + 0.023 * (here - there)) / 0.5)
    assert target(more) == pytest.approx(odds / (1 + odds))
    for corner in (0.0, 1.0):
        assert border.gateway_target.py_func(corner, 0.3, 104.0, 0.0, 0.023, 0.5) == pytest.approx(corner), (
            "no partner, no switch"
        )


@given(waiting=st.lists(st.floats(0, 1e4), min_size=3, max_size=3), capacity=st.floats(0, 1e4), past=st.floats(0, 1))
def test_claims_fit_the_capacity(waiting: list[float], capacity: float, past: float) -> None:
    shares = [past, (1 - past) / 2, (1 - past) / 2]
    claims = [border.claim.py_func(b, capacity, s) for b, s in zip(waiting, shares, strict=True)]
    assert sum(claims) <= capacity * (1 + 1e-9) + 1e-9
    assert all(0 <= a <= b for a, b in zip(claims, waiting, strict=True))
    if waiting[0] >= capacity * past:
        assert claims[0] == capacity * past, "who ordered enough gets the past share, however much more is ordered"


@given(openness=st.floats(0.01, 1.0), power=st.floats(0.0, 1.0))
def test_other_capacity(openness: float, power: float) -> None:
    def capacity(openness: float = openness, power: float = power) -> float:
        return border.other_capacity.py_func(1.3, 100.0, openness, power)

    assert capacity(1.0) == pytest.approx(130.0)
    assert capacity(power=1.0) == pytest.approx(130.0 * openness)
    assert capacity(power=0.0) == pytest.approx(130.0), "what goes first passes at any openness"
    assert capacity(power=1.0) <= capacity() * (1 + 1e-12)


@given(left=st.floats(0.01, 1e5), passed=st.floats(0.01, 1e4))
def test_weeks_of_wait(left: float, passed: float) -> None:
    wait = border.weeks_of_wait.py_func
    assert wait(0.0, passed, 104.0) == 0.0 == wait(0.0, 0.0, 104.0)
    assert wait(left, 0.0, 104.0) == 104.0
    assert wait(left, passed, 104.0) == pytest.approx(min(left / passed, 104.0))


@given(waiting=st.floats(0.1, 1e4), usual=st.floats(0.1, 1e3), part=share)
def test_unfilled_share(waiting: float, usual: float, part: float) -> None:
    unfilled = border.unfilled_share.py_func
    assert unfilled(waiting, 0.0, usual) == 1.0, "nothing passes"
    assert unfilled(waiting, waiting, usual) == 0.0, "all passes"
    assert unfilled(0.0, 0.0, usual) == 0.0, "nobody wants anything"
    passed = part * min(waiting, usual)
    assert unfilled(waiting, passed, usual) == pytest.approx(1 - part, abs=1e-9)
    assert unfilled(waiting + 10 * usual, usual, usual) == 0.0, (
        "an old backlog is no shortage while a usual week passes"
    )


@given(unfilled=share, lead=st.floats(1, 4), stop=st.floats(0.5, 20), more=st.floats(0.5, 20))
def test_replacement_chance(unfilled: float, lead: float, stop: float, more: float) -> None:
    chance = border.replacement_chance.py_func
    assert 0.0 <= chance(unfilled, 9.0, lead, stop) <= unfilled
    assert chance(unfilled, 9.0, lead, 0.0) == 0.0, "a stop that ends tomorrow changes no price"
    assert chance(unfilled, 0.0, lead, stop) == 0.0, "where nothing waits what is ordered passes"
    assert chance(unfilled, 104.0, lead, 1e9) == pytest.approx(unfilled)
    assert chance(1.0, 104.0, lead, lead) == pytest.approx(math.exp(-1.0))
    assert chance(unfilled, 9.0, lead, stop + more) >= chance(unfilled, 9.0, lead, stop)
    assert chance(unfilled, 1.0 + more, lead, stop) >= chance(unfilled, 1.0, lead, stop)


def change(**other: float) -> float:
    """Weekly change of ln E with everything quiet unless said otherwise."""
    quiet = dict(exchange_rate=1200.0, fundamental=1200.0, order_flow=0.0, money_growth=0.0)
    arguments = dict(**quiet, fundamental_speed=0.01, flow_response=0.3, money_response=0.5, largest_change=0.15)
    return currency.exchange_rate_change.py_func(**{**arguments, **other})


@given(gap=st.floats(-1, 1), flow=st.floats(-0.3, 0.3), money=st.floats(0, 0.1))
def test_exchange_rate_signs(gap: float, flow: float, money: float) -> None:
    assert change() == 0.0
    assert change(fundamental=1200.0 * math.exp(gap)) == pytest.approx(0.01 * gap), "a share of the gap each week"
    assert change(order_flow=flow) * flow <= 0.0, "yuan flowing in lower its price"
    assert change(money_growth=money) >= 0.0, "new won raise it"
    assert abs(change(fundamental=1200.0 * math.exp(gap), order_flow=50 * flow, money_growth=money)) <= 0.15


@given(won=st.floats(1e6, 1e12), yuan=st.floats(1e4, 1e9), factor=st.floats(0.2, 5))
def test_the_fundamental_rises_one_for_one_with_won(won: float, yuan: float, factor: float) -> None:
    rate = currency.fundamental_rate.py_func
    assert rate(factor * won, yuan) == pytest.approx(factor * rate(won, yuan))
    assert rate(won, factor * yuan) == pytest.approx(rate(won, yuan) / factor)
    assert rate(won, yuan) * yuan == pytest.approx(won), "the book is balanced"


@given(yuan=st.floats(0, 1e9), wanted=st.floats(0, 1e9), speed=share)
def test_capital_is_brought_in_until_it_is_what_owners_want(yuan: float, wanted: float, speed: float) -> None:
    brought = currency.capital_brought_in.py_func(yuan, wanted, speed)
    assert brought * (wanted - yuan) >= 0.0
    assert yuan + brought == pytest.approx(yuan + speed * (wanted - yuan))
    assert currency.capital_brought_in.py_func(wanted, wanted, speed) == 0.0


@given(
    budget=st.floats(0, 1e6),
    income=st.floats(1, 1e6),
    fall=st.floats(-1, 1),
    more=st.floats(0, 1),
    factor=st.floats(0.1, 9),
)
def test_won_demand(budget: float, income: float, fall: float, more: float, factor: float) -> None:
    def won(budget_: float, income_: float, fall_: float, response: float = 1.0) -> float:
        return currency.won_demand.py_func(budget_, income_, 1.05, 0.5, fall_, response)

    assert won(budget, income, 0.0) == pytest.approx(1.05 * budget + 0.5 * income)
    assert won(budget, income, fall + more) <= won(budget, income, fall), "flight from a falling won"
    assert won(budget, income, fall, 0.0) == pytest.approx(won(budget, income, 0.0))
    assert won(factor * budget, factor * income, fall) == pytest.approx(factor * won(budget, income, fall)), "neutral"
    assert won(budget, income, 100.0) == pytest.approx(1.05 * budget), "purchases need won whatever it is worth"
