"""Open a finer world from a coarser one whose burn-in is nearly over, so that few weeks pass at the fine resolution."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.accounting.transactions import HOUSEHOLD_CLASSES
from jangmadang.engine.settling import claim_debts, open_markets, rows_of, share_out_grain
from jangmadang.world.tables import World

SUMS = ("cash_kpw", "cash_cny", "debt_kpw", "debt_grain", "durables")
LEVELS = (
    "permanent_income_kpw",
    "usual_income_kpw",
    "own_food_kpw",
    "spending_kpw",
    "budget_kpw",
    "usual_surplus_kpw",
    "clothing_purse_cny",
)
TRAITS = ("plot", "own_grain", "patience")  # as they are, however much a household earns
SIGNED = ("usual_surplus_kpw",)  # a class may live on average beyond its income: no factor mends such a mean
MARKS = (
    "garment_age_weeks",
    "eaten_percent",
    "illness",
    "illness_weeks",
    "setback",
    "treatment_limit_kpw",
    "medicine_at_home",
)


def refine(coarse: World, w: World, own_plots: bool = False) -> None:
    """Go on with a coarser world's households in a finer one, in place.

    Where both have the same rows, as Hyesan at `default` and `full`, everything goes on as it is. Elsewhere a household
    takes up the state of the one that stands at its place in the order of earning weights of its place and class;
    balances and incomes go with the ratio of their earning weights; patience and plots come along with the wealth and
    grain that they brought about. All keep the coarse world's mean of each class.

    With `own_plots` the finer world keeps the plots it has drawn, of which a coarse world has few, and own grain goes
    by them: harvests are to follow before the burn-in ends.
    """
    open_markets(coarse, w)
    for place in range(int(w.markets.place.max()) + 1):
        source, target = rows_of(coarse, place), rows_of(w, place)
        old: Any = coarse.households[source]
        new: Any = w.households[target]
        if np.array_equal(old.identity, new.identity) and np.array_equal(old.weight, new.weight):
            w.households[target] = old
            _keep_markets(coarse, w, place)
            continue
        for c in range(HOUSEHOLD_CLASSES):
            of_class = target.start + np.flatnonzero(new.household_class == c)
            if len(of_class):
                plots = w.households.plot[of_class].copy()
                _take_up(old[old.household_class == c], w.households, of_class)
                if own_plots:
                    w.households.plot[of_class] = plots
                    share_out_grain(old[old.household_class == c], w.households, of_class)
    if not own_plots:
        w.nation.farm_harvest, w.nation.own_harvest = coarse.nation.farm_harvest, coarse.nation.own_harvest
    claim_debts(w)


def _take_up(old: Any, households: Any, rows: NDArray[np.int64]) -> None:
    """Rows of a place and class take up the state of its coarser rows."""
    rows = rows[np.argsort(households.earning_weight[rows], kind="stable")]
    old = old[np.argsort(old.earning_weight, kind="stable")]
    weight = households.weight[rows]
    like = old[
        np.searchsorted(np.cumsum(old.weight), (np.cumsum(weight) - 0.5 * weight) * (old.weight.sum() / weight.sum()))
    ]
    ratio = households.earning_weight[rows] / like.earning_weight
    for name in (*SUMS, *LEVELS, *TRAITS):
        is_sum = name in SUMS or name == "own_grain"
        each = like[name] / like.weight if is_sum else like[name].astype(float)
        if name not in TRAITS:
            each = ratio * each
        mean = old[name].sum() / old.weight.sum() if is_sum else np.average(old[name], weights=old.weight)
        found = np.average(each, weights=weight)
        each = each + (mean - found) if name in SIGNED else each * (mean / max(found, 1e-9))
        households[name][rows] = each * weight if is_sum else each
    for name in MARKS:
        households[name][rows] = like[name]


def _keep_markets(coarse: World, w: World, place: int) -> None:
    """Markets and traders of a place as they are in the coarser world; only their rows are counted otherwise."""
    for old, m in zip(*(np.flatnonzero(one.markets.place == place) for one in (coarse, w)), strict=True):
        at = {name: w.markets[name][m] for name in ("first", "last", "first_trader", "last_trader")}
        w.markets[m] = coarse.markets[old]
        for name, row in at.items():
            w.markets[name][m] = row
        of_old = slice(coarse.markets.first_trader[old], coarse.markets.last_trader[old])
        mine = slice(at["first_trader"], at["last_trader"])
        own = {name: w.traders[name][mine].copy() for name in ("identity", "market")}
        w.traders[mine] = coarse.traders[of_old]
        for name, number in own.items():
            w.traders[name][mine] = number
