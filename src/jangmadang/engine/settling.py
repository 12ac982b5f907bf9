"""Find the model's own steady state and open runs from it (economy section 16)."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.accounting.transactions import ABROAD, CHANGERS, HOUSEHOLD_CLASSES
from jangmadang.elementary import exp_of, ln_of
from jangmadang.engine.kept_worlds import kept_world
from jangmadang.scenario import Scenario
from jangmadang.world.synthesis import build_world
from jangmadang.world.tables import World

SETTLING_YEARS = 20
BURN_IN_WEEKS = 312  # that pass after settling, with the seed and at the resolution of the run
YEAR_WEEKS = 52
HURRIED_YEARS = 15  # the last years settle by themselves
PATIENCE_GROUPS, ROWS_OF_A_GROUP = 8, 6
HURRY = 0.5  # part of what a year's change of wealth leads to that is taken at once, less each year
SETTLING_SEED = 2015
SETTLING_RESOLUTION = 10
WORLDS_IN_MEMORY = 8
PER_HOUSEHOLD = (
    "pool_kpw",
    "pool_cny",
    "goods_stock",
    "goods_on_order",
    "goods_backlog",
    "passings_kg",
    "goods_cny",
    "goods_kpw",
    "goods_demand",
    "staple_demand",
    "staple_demand_norm",
    "goods_expected_demand",
    "goods_usual_demand",
    "loan_fund_kpw",
    "lending_expected_kpw",
    "used_durables",
    "services_demand",
    "services_wanted",
    "state_orders",
    "hours_away",
    "services_pay_kpw",
    "medicine_demand_slow",
    "medicine_demand_fast",
    "medicine_wanted_fast",
    "line_capital",
)
LEVELS = (
    "staple_price",
    "movement_premium",
    "basket",
    "services_price",
    "services_productivity",
    "services_fill",
    "outside_work",
    "outside_work_norm",
    "wage",
    "cpi",
    "confidence",
    "real_income_fast",
    "real_income_slow",
    "goods_price",
    "usual_imported_part",
    "used_durables_price",
    "line_price",
    "line_share",
    "gateway_share",
    "gateway_wait",
    "medicine_price",
    "medicine_price_usual",
    "factory_output",
    "medicine_scarcity",
    "line_return",
)
TRADER_PER_CUSTOMER = (
    "cny",
    "kpw",
    "stock",
    "on_order",
    "backlog",
    "expected_visits",
    "medicine_stock",
    "medicine_on_order",
    "medicine_backlog",
    "smoothed_costs_cny",
)
TRADER_LEVELS = ("successes", "failures", "markup", "expected_return", "strategy_share", "usual_strategy", "order_tilt")
_ONE_AT_A_TIME = threading.Lock()
_SETTLED: dict[str, World] = {}


def settled_world(scenario: Scenario, *, keep: bool = True) -> World:
    """Return the world after twenty years of a scenario's opening conditions, Hyesan at 1:10.

    Threads that ask for the same world wait for the first of them to make it. With `keep` off a world that had to be
    made is kept neither in memory nor on disk, where it would drive out another.
    """
    if not keep:
        return kept_world("settled", scenario.opening_hash(), lambda: settled_afresh(scenario), keep=False)
    key = scenario.opening_hash()
    with _ONE_AT_A_TIME:
        if key not in _SETTLED:
            if len(_SETTLED) == WORLDS_IN_MEMORY:
                del _SETTLED[next(iter(_SETTLED))]  # the oldest
            _SETTLED[key] = kept_world("settled", key, lambda: settled_afresh(scenario))
        return _SETTLED[key]


def settled_afresh(scenario: Scenario) -> World:
    """Settle a scenario whether or not a settled world is kept: learn harvest and trade norms while conditions hold."""
    from jangmadang.engine.passing import pass_weeks
    from jangmadang.engine.recorder import Recorder

    p: Any = scenario.parameter_record()
    w = build_world(p, SETTLING_RESOLUTION, SETTLING_SEED)
    year = scenario.weekly_paths(scenario.start - datetime.timedelta(weeks=YEAR_WEEKS), YEAR_WEEKS)
    first = scenario.start - datetime.timedelta(weeks=BURN_IN_WEEKS + SETTLING_YEARS * YEAR_WEEKS)
    for number in range(SETTLING_YEARS):
        before = w.households.cash_cny.copy()
        monday = first + datetime.timedelta(weeks=number * YEAR_WEEKS)
        pass_weeks(w, year, p, SETTLING_SEED, monday, Recorder.of(YEAR_WEEKS))
        if number < HURRIED_YEARS:
            hurry_wealth(w, p, before, HURRY * (1.0 - number / HURRIED_YEARS))
    w.nation.learning[0] = 0.0
    return w


def hurry_wealth(w: World, p: Any, before: Any, hurry: float) -> None:
    """Bring households' yuan nearer to where the year's change leads, for the patient take decades to get there.

    A gap to a target of b weeks of income closes by (BU-2) as e^(-f t / b): after a change D in a year the changes of
    all years to come sum to D r / (1 - r), r = e^(-52 f / b) (Aitken's extrapolation with a known rate). `before` is in
    1/100 CNY by row, `hurry` the part of this that is taken.
    """
    hh = w.households
    weeks = np.array(p.buffer_weeks)[hh.household_class] * hh.patience
    left = exp_of(-YEAR_WEEKS * p.wealth_spending_factor / weeks)
    now = hh.cash_cny.copy()
    led = now + hurry * (now - before) * left / (1.0 - left)
    hh.cash_cny = np.clip(led, 0.5 * now, 2.0 * now).astype(np.int64)
    w.nation.cny[0, ABROAD] -= (hh.cash_cny - now).sum()


def transplant(settled: World, w: World) -> None:
    """Open a world, of whatever resolution, at the per-household levels of a settled one."""
    _open_households(settled, w)
    open_markets(settled, w)
    claim_debts(w)


def claim_debts(w: World) -> None:
    """Lenders claim what the households of their market owe."""
    for m in range(len(w.markets)):
        rows = slice(int(w.markets["first"][m]), int(w.markets["last"][m]))
        w.markets.claims_kpw[m] = w.households.debt_kpw[rows].sum()
        w.markets.claims_grain[m] = w.households.debt_grain[rows].sum()


def open_markets(settled: World, w: World) -> None:
    """Open the nation, markets and traders of a world at the per-household levels of a settled one."""
    source_households = settled.markets.real_households.sum(1)
    first_of_place = {int(place): m for m, place in reversed(list(enumerate(settled.markets.place)))}
    markets, sources = w.markets.view(np.ndarray), settled.markets.view(np.ndarray)
    for m in range(len(w.markets)):
        source = first_of_place[int(w.markets.place[m])]
        scale = w.markets.real_households[m].sum() / source_households[source]
        for name in PER_HOUSEHOLD:
            markets[name][m] = (sources[name][source] * scale).astype(markets[name].dtype)
        for name in LEVELS:
            markets[name][m] = sources[name][source]
        _open_traders(settled, w, source, m, scale)
    won_before = settled.nation.kpw[0].copy()
    for name in w.nation.dtype.names or ():
        if name not in ("border_markets", "first_border_market", "border_capacity", "farm_harvest", "own_harvest"):
            w.nation[name] = settled.nation[name]
    w.nation.kpw[0] = won_before
    w.nation.was_forced[0], w.nation.shock_before[0] = 1.0, 1.0
    households = w.markets.real_households.sum()
    for market in w.markets:
        part = market.real_households.sum() / households
        market.cny_allotment = int(0.5 * part * w.nation.changers_cny_target[0])
        market.kpw_allotment = int(0.5 * part * w.nation.kpw[0, CHANGERS])
        market.staple_allotment[:] = (0.2 * part * w.nation.crop_stock[0]).astype(np.int64)


def _open_households(settled: World, w: World) -> None:
    """Permanent income and wealth of each place and class as in the settled world.

    Income, debts and durables go by earning weight, money by what families of that band and patience hold over it.
    """
    households: Any = w.households.view(np.ndarray)
    for place in range(int(w.markets.place.max()) + 1):
        source, target = rows_of(settled, place), rows_of(w, place)
        of_place: Any = settled.households[source].view(np.ndarray)
        for c in range(HOUSEHOLD_CLASSES):
            old = of_place[of_place["household_class"] == c]
            rows = target.start + np.flatnonzero(households["household_class"][target] == c)
            if len(old) and len(rows):
                _open_class(old, households, rows)


def _open_class(old: Any, households: Any, rows: NDArray[np.int64]) -> None:
    """Permanent income and wealth of a place and class."""
    weights, earning, patience = (households[name][rows] for name in ("weight", "earning_weight", "patience"))
    share = earning * weights
    total = (old["earning_weight"] * old["weight"]).sum()
    like_earning = total / old["weight"].sum() * weights.sum() / share.sum()
    for name in ("debt_kpw", "debt_grain", "durables"):
        households[name][rows] = (old[name].sum() / total * share).astype(np.int64)
    bands = households["band"][rows]
    for band in np.unique(bands):
        alike = bands == band
        of_band = old["band"] == band
        like = old[of_band] if of_band.any() else old
        for name in ("cash_kpw", "cash_cny"):
            held = held_by_patience(like, name, patience[alike])
            households[name][rows[alike]] = (held * share[alike] * like_earning).astype(np.int64)
    share_out_grain(old, households, rows)
    for name in ("permanent_income_kpw", "usual_income_kpw"):
        households[name][rows] = (old[name] * old["weight"]).sum() / total * earning
    households["eaten_percent"][rows] = 100
    households["usual_surplus_kpw"][rows] = (old["usual_surplus_kpw"] * old["weight"]).sum() / total * earning


def held_by_patience(old: Any, name: str, patience: Any) -> Any:
    """Money (1/100) over earning weight of families at some patience, as settled families of like patience hold it.

    Targets of wealth are in proportion to patience, but the poor live from hand to mouth and the patient stay below
    their targets, for clothes and durables are paid out of savings too: the part of the target held is a mean by group.
    """
    order = np.argsort(old["patience"], kind="stable")
    groups = np.array_split(order, max(min(PATIENCE_GROUPS, len(old) // ROWS_OF_A_GROUP), 1))
    of_old, held = old["patience"], old[name]
    middle = [ln_of(of_old[group]).mean() for group in groups]
    target = old["earning_weight"].astype(float) * old["weight"] * of_old
    part = [held[group].sum() / target[group].sum() for group in groups]
    return patience * np.interp(ln_of(patience), middle, part)


def share_out_grain(old: Any, households: Any, rows: Any) -> None:
    """Own grain of a place and class by plot, as much as its settled households have."""
    plots = (old["plot"] * old["weight"]).sum()
    each = old["own_grain"].sum() / plots if plots > 0.0 else 0.0
    households["own_grain"][rows] = (each * households["plot"][rows] * households["weight"][rows]).astype(np.int64)


def rows_of(w: World, place: int) -> slice:
    """Household rows of a place."""
    mine = w.markets[w.markets.place == place]
    return slice(int(mine["first"].min()), int(mine["last"].max()))


def _open_traders(settled: World, w: World, source: int, m: int, scale: float) -> None:
    """Traders of a market share what the settled market's traders hold."""
    first, last = int(w.markets.first_trader[m]), int(w.markets.last_trader[m])
    of_source = slice(int(settled.markets.first_trader[source]), int(settled.markets.last_trader[source]))
    old, traders = settled.traders.view(np.ndarray)[of_source], w.traders.view(np.ndarray)
    for name in TRADER_PER_CUSTOMER:
        traders[name][first:last] = (old[name].sum(0) * scale / (last - first)).astype(traders[name].dtype)
    for name in TRADER_LEVELS:
        traders[name][first:last] = old[name].mean(0)
