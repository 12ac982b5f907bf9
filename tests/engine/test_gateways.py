"""Orders at the gateways: nothing is ordered twice, nothing passes above capacity, scarce room goes by past trade."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest

from jangmadang.mechanisms.border.step import open_border, ration_imports
from jangmadang.mechanisms.wholesale.step import queue_orders
from jangmadang.scenario import load
from jangmadang.world.members import (
    BORDER_GATEWAY,
    CLOTHING_IMPORT,
    GOODS_IMPORT,
    HYESAN,
    IMPORT,
    LUXURY,
    MACHINES_IMPORT,
    MEDICINE_IMPORT,
    OTHER_GATE,
    OTHER_GATEWAYS,
    PRIVATE_SMUGGLING,
)
from jangmadang.world.synthesis import build_world
from jangmadang.world.tables import World

SCENARIO = load("hyesan")
P: Any = SCENARIO.parameter_record()
SEED, WEEK = 7, 0
OPEN, STOPPED = datetime.date(2025, 10, 6), datetime.date(2026, 1, 12)


def given(day: datetime.date) -> Any:
    """What is given in a week."""
    return SCENARIO.weekly_paths(day, 1)[0]


@pytest.fixture
def w() -> World:
    """A tiny world before its first week."""
    return build_world(P, 2000, SEED)


def rationed(w: World, backlog_kg: float, day: datetime.date) -> np.ndarray[Any, Any]:
    """What may pass [market, gateway, good] if so much of each good waits in every market."""
    w.markets.backlog_kg[:] = backlog_kg
    open_border(w, given(day), P, SEED, WEEK)
    ration_imports(w, given(day), P, SEED, WEEK)
    passing: np.ndarray[Any, Any] = w.markets.gateway_fill * w.markets.backlog_kg
    return passing


def test_no_channel_carries_more_than_its_capacity(w: World) -> None:
    x = given(OPEN)
    room = float((x.openness[:, 0, HYESAN] * P.channel_capacity_t).sum() * 1000.0)
    assert rationed(w, 1e5, OPEN)[:, BORDER_GATEWAY].sum() == pytest.approx(room), "full when all wait"
    assert rationed(w, 1.0, OPEN)[:, BORDER_GATEWAY].sum() <= room
    fill = w.markets.gateway_fill
    assert fill.min() >= 0.0 and fill.max() <= 1.0


def test_what_earns_most_by_weight_is_loaded_first(w: World) -> None:
    passing = rationed(w, 2e4 / len(w.markets), OPEN)[:, BORDER_GATEWAY].sum(0)
    waiting = w.markets.backlog_kg[:, BORDER_GATEWAY].sum(0)
    assert passing[CLOTHING_IMPORT + LUXURY] == pytest.approx(waiting[CLOTHING_IMPORT + LUXURY])
    assert passing[MACHINES_IMPORT] == pytest.approx(waiting[MACHINES_IMPORT]), "the state channel is their only one"
    flood = w.markets.backlog_kg.copy()
    flood[:, :, GOODS_IMPORT] = 1e6
    w.markets.backlog_kg[:] = flood
    open_border(w, given(OPEN), P, SEED, WEEK)
    ration_imports(w, given(OPEN), P, SEED, WEEK)
    crowded = (w.markets.gateway_fill * w.markets.backlog_kg)[:, BORDER_GATEWAY].sum(0)
    assert crowded[MACHINES_IMPORT] == pytest.approx(passing[MACHINES_IMPORT]), "cheap goods wait"
    assert crowded[GOODS_IMPORT] < flood[:, BORDER_GATEWAY, GOODS_IMPORT].sum()


def test_a_good_passes_where_it_is_entitled(w: World) -> None:
    assert rationed(w, 1.0, OPEN)[:, BORDER_GATEWAY, MACHINES_IMPORT].sum() > 0.0
    stopped = rationed(w, 1.0, STOPPED)[:, BORDER_GATEWAY]
    assert stopped[:, MACHINES_IMPORT].sum() == 0.0, "machines have the state channel alone"
    assert stopped[:, GOODS_IMPORT].sum() > 0.0, "everyday goods have customs too"


def test_medicine_goes_first_at_the_other_gateways(w: World) -> None:
    passing = rationed(w, 1e5, datetime.date(2021, 1, 4))[:, OTHER_GATEWAYS].sum(0)
    usual = w.nation.imports_norm_kg[0, OTHER_GATE]
    relative = passing / usual
    assert relative[MEDICINE_IMPORT] > 5.0 * relative[CLOTHING_IMPORT] > 0.0


def test_scarce_room_goes_by_past_passings(w: World) -> None:
    w.markets.passings_kg[:] = 1.0
    w.markets.backlog_kg[:] = 1e6
    w.markets.backlog_kg[0] = 1e8
    open_border(w, given(OPEN), P, SEED, WEEK)
    ration_imports(w, given(OPEN), P, SEED, WEEK)
    passing = (w.markets.gateway_fill * w.markets.backlog_kg)[:, BORDER_GATEWAY, GOODS_IMPORT]
    assert passing == pytest.approx(np.full(len(passing), passing[0])), "who orders a hundred times more gets no more"


def test_crews_carry_for_their_customers_not_for_what_has_piled_up(w: World) -> None:
    shut = datetime.date(2020, 6, 1)  # crews alone carry a little
    luxury = CLOTHING_IMPORT + LUXURY
    w.nation.crew_passings_kg[:] = 0.0
    w.nation.crew_passings_kg[0, HYESAN, [luxury, GOODS_IMPORT]] = [20.0, 980.0]
    few = rationed(w, 1e5, shut)[:, BORDER_GATEWAY].sum(0)
    x = given(shut)
    room = float(x.openness[PRIVATE_SMUGGLING, IMPORT, HYESAN] * P.channel_capacity_t[PRIVATE_SMUGGLING] * 1000.0)
    assert few[luxury] == pytest.approx(0.02 * room, rel=1e-6), "a customer's share of the room, whatever waits"
    assert few[GOODS_IMPORT] == pytest.approx(0.98 * room, rel=1e-6)
    w.nation.crew_passings_kg[0, HYESAN, [luxury, GOODS_IMPORT]] = [20.0, 980.0]
    w.markets.backlog_kg[:] = 1e5
    w.markets.backlog_kg[:, BORDER_GATEWAY, GOODS_IMPORT] = 0.0
    open_border(w, x, P, SEED, WEEK)
    ration_imports(w, x, P, SEED, WEEK)
    rest = (w.markets.gateway_fill * w.markets.backlog_kg)[:, BORDER_GATEWAY].sum(0)
    assert rest.sum() == pytest.approx(room), "room that customers leave goes to the others"


def test_nothing_is_ordered_twice(w: World) -> None:
    x = given(OPEN)
    open_border(w, x, P, SEED, WEEK)
    w.traders.order_level[:] = 10.0
    w.traders.medicine_order_level[:] = 1000.0
    w.markets.goods_order_level[:] = w.markets.goods_stock + 5000.0
    for m in range(len(w.markets)):
        queue_orders(m, w, x, P, SEED, WEEK)
    first = w.traders.backlog.sum(), w.traders.medicine_backlog.sum(), w.markets.goods_backlog.sum(1)
    assert first[0] == pytest.approx(10.0 * w.traders.stock[:].size)
    assert first[2] == pytest.approx(np.full_like(first[2], 5000.0))
    for m in range(len(w.markets)):
        queue_orders(m, w, x, P, SEED, WEEK + 1)
    again = w.traders.backlog.sum(), w.traders.medicine_backlog.sum(), w.markets.goods_backlog.sum(1)
    for before, after in zip(first, again, strict=True):
        assert after == pytest.approx(before), "what waits counts as ordered"
    w.traders.order_level[:] = 0.0
    for m in range(len(w.markets)):
        queue_orders(m, w, x, P, SEED, WEEK + 2)
    assert w.traders.backlog.sum() == pytest.approx(0.0, abs=1e-9), "out of season what waits is cancelled"


def test_a_shut_gate_sends_orders_elsewhere(w: World) -> None:
    x = given(OPEN)
    w.markets.gateway_wait[:, BORDER_GATEWAY] = 50.0
    usual = w.markets.gateway_share.copy()
    open_border(w, x, P, SEED, WEEK)
    partnered = w.markets.usual_gateway_share > 0.0
    assert (w.markets.gateway_share[partnered] < usual[partnered]).all()
    assert (w.markets.gateway_target[partnered] < w.markets.gateway_share[partnered]).all(), "partners are found slowly"
