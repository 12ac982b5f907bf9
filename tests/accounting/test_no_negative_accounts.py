"""Nobody spends what they do not have: over an ordinary year, the closure and the time after it no balance is negative.

The state's won (what it has issued) and the account of abroad are negative by nature.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from jangmadang.accounting.transactions import ABROAD, DEALERS, POOLS, SECTORS, STATE, TRADERS
from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.run import copied
from jangmadang.scenario import Scenario
from jangmadang.world.tables import World

UNTIL = datetime.date(2022, 1, 3)
NATIONAL = [s for s in range(len(SECTORS)) if s > TRADERS and s not in (DEALERS, ABROAD)]
ACCOUNTS = {
    "households' won": lambda w: w.households.cash_kpw,
    "households' yuan": lambda w: w.households.cash_cny,
    "traders' won": lambda w: w.traders.kpw,
    "traders' yuan": lambda w: w.traders.cny,
    "dealers' won": lambda w: w.markets.goods_kpw,
    "dealers' yuan": lambda w: w.markets.goods_cny,
    "pools' won": lambda w: w.markets.pool_kpw,
    "pools' yuan": lambda w: w.markets.pool_cny,
    "garments": lambda w: w.traders.stock,
    "garments on order": lambda w: w.traders.on_order,
    "medicine": lambda w: w.traders.medicine_stock,
    "medicine on order": lambda w: w.traders.medicine_on_order,
    "imported goods": lambda w: w.markets.goods_stock,
    "imported goods on order": lambda w: w.markets.goods_on_order,
    "crops": lambda w: w.nation.crop_stock,
    "export goods": lambda w: w.nation.export_stock,
    "claims on Chinese buyers": lambda w: w.nation.receivable,
    "cost of claims": lambda w: w.nation.claim_cost,
    "cost of export goods": lambda w: w.nation.stock_cost,
    "gold with its owners": lambda w: w.nation.gold_waiting,
    **{f"{SECTORS[s]}' yuan": lambda w, s=s: w.nation.cny[:, s] for s in NATIONAL},
    **{f"{SECTORS[s]}' won": lambda w, s=s: w.nation.kpw[:, s] for s in NATIONAL if s != STATE},
}


@pytest.fixture(scope="module")
def lowest(scenario: Scenario, opening: World, made_once: Callable[..., Any]) -> dict[str, tuple[int, str]]:
    """Lowest value of every account and the week in which it stood, looking at the end of every week."""
    found: dict[str, tuple[int, str]] = made_once("lowest", lambda: lowest_in_years(scenario, opening))
    return found


def lowest_in_years(scenario: Scenario, opening: World) -> dict[str, tuple[int, str]]:
    """Pass the years and look."""
    w = copied(opening)
    seen: dict[str, tuple[int, str]] = {}
    weeks = (UNTIL - scenario.start).days // 7
    inputs: Any = scenario.weekly_paths(scenario.start, weeks)

    def look(done: int) -> None:
        monday = scenario.start + datetime.timedelta(weeks=done - 1)
        for name, column in ACCOUNTS.items():
            value = int(np.min(column(w)))
            if name not in seen or value < seen[name][0]:
                seen[name] = (value, str(monday))

    pass_weeks(w, inputs, scenario.parameter_record(), scenario.seed, scenario.start, Recorder.of(weeks), 1, look)
    return seen


def test_pools_are_held_by_markets_only(opening: World) -> None:
    assert not opening.nation.kpw[0, POOLS] and not opening.nation.cny[0, POOLS]


@pytest.mark.parametrize("account", list(ACCOUNTS))
def test_never_negative(lowest: dict[str, tuple[int, str]], account: str) -> None:
    value, monday = lowest[account]
    assert value >= 0, f"{account} fell to {value:,} (1/100 units, pieces or grams) in the week of {monday}"
