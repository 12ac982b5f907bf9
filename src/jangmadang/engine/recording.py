"""From the sums of a run to the recorded series of results/variables.py."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.elementary import exp_of, ln_of
from jangmadang.world.dtypes import AVERAGED, BORDER_TALLY, SUMMED, TALLY
from jangmadang.world.members import CORN, IMPORTED_ORIGIN, RICE
from jangmadang.world.tables import BINS_PER_OCTAVE, INCOME_BINS, LOWEST_OCTAVE, PROFIT_BIN, PROFIT_BINS

Array = NDArray[np.float64]


def _ratio(part: Array, whole: Array) -> Array:
    """part / whole, 0 where there is nothing to divide by."""
    return np.divide(part, whole, out=np.zeros(np.broadcast_shapes(part.shape, whole.shape)), where=whole > 0)


def income_edges() -> Array:
    """Lower edges of the income bins and the end of the last, KPW a week: equal steps within each doubling."""
    bins = np.arange(INCOME_BINS + 1)
    return 2.0 ** (LOWEST_OCTAVE + bins // BINS_PER_OCTAVE) * (1.0 + bins % BINS_PER_OCTAVE / BINS_PER_OCTAVE)


def median_from_bins(counts: Array, edges: Array) -> Array:
    """Median of binned values, in their unit, interpolated inside its bin in ln; NaN where nothing was counted.

    Parameters
    ----------
    counts : [..., bin].
    edges : bin edges, one more than bins, in the unit of the values.
    """
    cumulated = counts.cumsum(-1)
    total = cumulated[..., -1:]
    at = np.argmax(cumulated >= 0.5 * total, axis=-1)
    below = (
        np.take_along_axis(cumulated, at[..., None], -1)[..., 0] - np.take_along_axis(counts, at[..., None], -1)[..., 0]
    )
    inside = np.take_along_axis(counts, at[..., None], -1)[..., 0]
    share = _ratio(0.5 * total[..., 0] - below, inside)
    median = exp_of(ln_of(edges[at]) + share * (ln_of(edges[at + 1]) - ln_of(edges[at])))
    return np.where(total[..., 0] > 0, median, np.nan)


def top_share_from_bins(counts: Array, edges: Array, top: float) -> Array:
    """Share of all money that the richest `top` (a share) of those counted have, each bin at its geometric middle."""
    middle = np.sqrt(edges[:-1] * edges[1:])
    above = counts[..., ::-1].cumsum(-1)
    total = np.maximum(above[..., -1:], 1e-12)
    taken = np.minimum(above, top * total)
    inside = np.diff(taken, axis=-1, prepend=0.0)
    return _ratio((inside * middle[::-1]).sum(-1), (counts * middle).sum(-1))


def gini_from_bins(counts: Array, edges: Array) -> Array:
    """Gini coefficient (0 to 1) of values of one unit in bins, each bin at its geometric middle."""
    middle = np.sqrt(edges[:-1] * edges[1:])
    people = counts / np.maximum(counts.sum(-1, keepdims=True), 1e-12)
    money = people * middle
    money /= np.maximum(money.sum(-1, keepdims=True), 1e-12)
    lorenz = money.cumsum(-1)
    before = lorenz - money
    return 1.0 - (people * (lorenz + before)).sum(-1)


def recorded_series(
    tallies: Array, border: Array, markets_of_place: Array, earlier: Array | None = None
) -> dict[str, NDArray[Any]]:
    """Every recorded series of a run.

    Parameters
    ----------
    tallies : [week, place, field], sums over the markets of each place.
    border : [week, field].
    markets_of_place : [place], how many markets each place has.
    earlier : [week, place], purchases of imported medicine in the weeks before; none at a run's start.
    """
    at = np.ascontiguousarray(tallies).view(TALLY)[..., 0]
    nation = np.ascontiguousarray(border).view(BORDER_TALLY)[..., 0]
    series: dict[str, NDArray[Any]] = {name: np.array(nation[name]) for name in BORDER_TALLY.names or ()}
    for name in SUMMED:
        series[name] = np.array(at[name])
    for name in AVERAGED:
        values = at[name]
        series[name] = values / markets_of_place.reshape((1, -1) + (1,) * (values.ndim - 2))
    series["unexplained_inflow_share"] = _ratio(series["unexplained_inflow"], series["yuan_receipts"])
    series["fuel_price"] = series["local_services_price"].copy()
    series["clothing_price"] = np.where(
        at["clothing_price_count"] > 0, _ratio(at["clothing_price_sum"], at["clothing_price_count"]), np.nan
    )
    series["clothing_conversion_rate"] = _ratio(at["clothing_purchases"].sum((2, 3, 4)), at["clothing_visits"])
    profit_edges = np.expm1(PROFIT_BIN * np.arange(PROFIT_BINS + 1)) + 1e-9
    series["trader_profit_median"] = median_from_bins(at["trader_profit_bins"], profit_edges)
    series["traders_by_strategy"] = np.array(at["strategy_traders"])
    for name in ("stop_hazard", "expected_stop_weeks"):
        series[name] = _ratio(at[name], at["traders"].sum(-1))
    series["medicine_profit_mean"] = _ratio(at["medicine_profit"], at["traders"])
    series["trader_medicine_capital_share"] = _ratio(at["trader_medicine_capital"], at["trader_capital"])
    series["medicine_stock_cover"] = _ratio(
        at["medicine_stock"][..., IMPORTED_ORIGIN], _yearly(at["medicine_purchases"][..., IMPORTED_ORIGIN], earlier)
    )
    series["imported_goods_stock_cover"] = _ratio(at["imported_goods_stock"], at["imported_goods_demand"])
    series["rice_sold"], series["corn_sold"] = at["staples_sold"][..., RICE], at["staples_sold"][..., CORN]
    _household_series(series, at)
    return series


def _yearly(weekly: Array, earlier: Array | None = None) -> Array:
    """Mean of the past 52 weeks (fewer at the start), of which those before the first may be given."""
    known = weekly if earlier is None else np.concatenate([earlier, weekly])
    summed = known.cumsum(0)
    summed[52:] = summed[52:] - summed[:-52]
    mean = summed / np.minimum(np.arange(len(known)) + 1, 52).reshape((-1,) + (1,) * (known.ndim - 1))
    return np.asarray(mean[len(known) - len(weekly) :])


def _household_series(series: dict[str, NDArray[Any]], at: Any) -> None:
    """Series by household class, medians and the Gini coefficient."""
    households = at["real_households"]
    edges = income_edges()
    series["income_mean"] = _ratio(at["income"], households)
    series["spending_mean"] = _ratio(at["spending"], households)
    series["income_median"] = median_from_bins(at["income_bins"], edges)
    series["income_median_all"] = median_from_bins(at["income_bins"].sum(2), edges)
    series["spending_by_kind"] = _ratio(at["spending_by_kind"], households[..., None])
    series["staples_missing_share"] = _ratio(at["staples_missing"], households)
    series["state_wage_mean"] = _ratio(at["state_wages"], households)
    series["spending_median"] = median_from_bins(at["spending_bins"], edges)
    series["spending_top_tenth_share"] = top_share_from_bins(at["spending_bins"], edges, 0.1)
    series["spending_top_hundredth_share"] = top_share_from_bins(at["spending_bins"], edges, 0.01)
    series["gini"] = gini_from_bins(at["spending_bins"], edges)
    series["short_of_staples_share"] = _ratio(at["short_of_staples"], households)
    series["short_of_staples_share_all"] = _ratio(at["short_of_staples"].sum(2), households.sum(2))
    for name in ("hungry_eaten", "hungry_wealth_cny", "hungry_debt_kpw"):
        series["hungry_eaten_share" if name == "hungry_eaten" else name] = _ratio(at[name], at["short_of_staples"])
    series["staple_spending_share"] = _ratio(at["staple_spending"], at["spending"])
    series["food_spending_share"] = _ratio(at["staple_spending"] + at["other_food_spending"], at["spending"])
    series["gathering_share"] = _ratio(at["gatherers"], households.sum(2))
    series["collector_income"] = _ratio(at["gathering_income"].sum(1), at["gatherers"].sum(1))
