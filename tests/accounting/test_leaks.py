"""Leaks made on purpose are caught in their week, and the message names the account and the gap.

Opening balances of a week are the closing ones of the week before, so what somebody slips in between is seen. Markets
sum what households hold as these end their week, so what changes them later is seen in the week after. With two
threads weeks pass one by one, which lets these tests reach into a single week.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from jangmadang.accounting.transactions import (
    CHANGERS,
    CONSUMED,
    CREWS,
    DUES,
    GOOD_NAMES,
    GOODS,
    STAPLE_GOOD,
    TRADER_PROFITS,
)
from jangmadang.engine import schedule
from jangmadang.engine.recorder import Recorder
from jangmadang.errors import CheckError
from jangmadang.world.tables import World

Pass = Callable[..., Recorder]
LEAKY_WEEK = 3


def tampered_after(week: int, tamper: Callable[[World], None], w: World) -> Callable[[int], None]:
    """A progress callback that tampers once, when this many weeks have passed."""

    def progress(done: int) -> None:
        if done == week:
            tamper(w)

    return progress


def inside_week(monkeypatch: pytest.MonkeyPatch, week: int, tamper: Callable[[World], None]) -> None:
    """Tamper with the world in the n-th week (from 0), between its markets and the closing of its accounts."""
    real, passed = schedule.close_week, []

    def close_week(w: World, *others: Any) -> Any:
        if len(passed) == week:
            tamper(w)
        passed.append(week)
        return real(w, *others)

    monkeypatch.setattr(schedule, "close_week", close_week)


def give_cash(w: World) -> None:
    w.households["cash_kpw"][np.flatnonzero(w.households["household_class"] == 1)[7]] += 1_234_567


def take_yuan(w: World) -> None:
    w.households["cash_cny"][np.flatnonzero(w.households["household_class"] == 3)[0]] -= 100


def forgive(w: World) -> None:
    w.households["debt_kpw"][5] += 700


def fatten_pool(w: World) -> None:
    w.markets["pool_cny"][2, 0] += 5


def rob_the_changers(w: World) -> None:
    w.nation["cny"][0, CHANGERS] -= 999


def pay_the_crews(w: World) -> None:
    w.nation["kpw"][0, CREWS] += 250


def enrich_trader(w: World) -> None:
    w.traders["cny"][-1] += 10_000


def book_dues(w: World) -> None:
    w.flows[0, DUES, 4] += 300


def book_profits(w: World) -> None:
    w.flows[-1, TRADER_PROFITS, 0] += 300


def stock_garments(w: World) -> None:
    w.traders["stock"][0, 5, 1, 2] += 3


def lose_medicine(w: World) -> None:
    w.traders["medicine_stock"][1, 0, 0] += 1


def drop_imports(w: World) -> None:
    w.markets["goods_stock"][4, 0] -= 1500


def steal_rice(w: World) -> None:
    w.nation["crop_stock"][0, 0] -= 1


def book_meal(w: World) -> None:
    w.goods[0, STAPLE_GOOD + 1, CONSUMED] += 40


def grow_herbs(w: World) -> None:
    w.nation["export_stock"][0, 0, 1, 0] += 17


OF_HOUSEHOLDS = [
    (give_cash, "sector stallholder is off by 12,345.67 KPW"),
    (take_yuan, "sector donju is off by 1.00 CNY"),
    (forgive, "claims and debts of a market differ by 7.00 KPW"),
]
MONEY = [
    (fatten_pool, "income_pools", "0.05 CNY"),
    (rob_the_changers, "changers", "9.99 CNY"),
    (pay_the_crews, "crews", "2.50 KPW"),
    (enrich_trader, "traders", "100.00 CNY"),
    (book_dues, "farmer", "3.00 KPW"),
    (book_profits, "income_pools", "3.00 CNY"),
]
THINGS = [
    (stock_garments, (5 * 2 + 1) * 4 + 2, "3 base units"),
    (lose_medicine, 88, "1 base units"),
    (drop_imports, 94, "1,500 base units"),
    (steal_rice, 96, "1 base units"),
    (book_meal, 97, "40 base units"),
    (grow_herbs, 98, "17 base units"),
]


def test_untampered_weeks_close(world: World, weeks_of: Pass) -> None:
    one = weeks_of(world, 2 * LEAKY_WEEK, threads=2, progress=tampered_after(LEAKY_WEEK, lambda w: None, world))
    assert one.balances[1:].any()


@pytest.mark.parametrize(("tamper", "sector", "gap"), MONEY, ids=[case[0].__name__ for case in MONEY])
def test_money_leak_inside_a_week(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    weeks_of: Pass,
    tamper: Callable[[World], None],
    sector: str,
    gap: str,
) -> None:
    inside_week(monkeypatch, LEAKY_WEEK, tamper)
    with pytest.raises(CheckError, match=f"week of 2015-01-26: sector {sector} is off by {gap}"):
        weeks_of(world, LEAKY_WEEK + 3, threads=2)


@pytest.mark.parametrize(("tamper", "good", "gap"), THINGS, ids=[case[0].__name__ for case in THINGS])
def test_goods_leak_inside_a_week(
    monkeypatch: pytest.MonkeyPatch, world: World, weeks_of: Pass, tamper: Callable[[World], None], good: int, gap: str
) -> None:
    assert good < GOODS
    inside_week(monkeypatch, LEAKY_WEEK, tamper)
    with pytest.raises(CheckError, match=f"week of 2015-01-26: {GOOD_NAMES[good]} is off by {gap}"):
        weeks_of(world, LEAKY_WEEK + 3, threads=2)


@pytest.mark.parametrize("tamper", [give_cash, enrich_trader, stock_garments, steal_rice])
@pytest.mark.parametrize("threads", [1, 2])
def test_leak_between_weeks(world: World, weeks_of: Pass, tamper: Callable[[World], None], threads: int) -> None:
    done = 13 if threads == 1 else 4
    date = "2015-04-06" if threads == 1 else "2015-02-02"
    with pytest.raises(CheckError, match=f"in the week of {date}: "):
        weeks_of(world, 26, threads=threads, progress=tampered_after(done, tamper, world))


@pytest.mark.parametrize(("tamper", "gap"), OF_HOUSEHOLDS, ids=[case[0].__name__ for case in OF_HOUSEHOLDS])
def test_what_changes_households_after_their_week_is_caught_in_the_next(
    monkeypatch: pytest.MonkeyPatch, world: World, weeks_of: Pass, tamper: Callable[[World], None], gap: str
) -> None:
    inside_week(monkeypatch, LEAKY_WEEK, tamper)
    with pytest.raises(CheckError, match=f"week of 2015-02-02: {gap}"):
        weeks_of(world, LEAKY_WEEK + 3, threads=2)


def test_money_that_only_moves_is_still_a_leak(monkeypatch: pytest.MonkeyPatch, world: World, weeks_of: Pass) -> None:
    def unbooked_gift(w: World) -> None:
        w.households["cash_kpw"][np.flatnonzero(w.households["household_class"] == 1)[0]] -= 500
        w.households["cash_kpw"][np.flatnonzero(w.households["household_class"] == 0)[0]] += 500

    inside_week(monkeypatch, 0, unbooked_gift)
    with pytest.raises(CheckError, match="sector labourer is off by 5.00 KPW"):
        weeks_of(world, 2, threads=2)
