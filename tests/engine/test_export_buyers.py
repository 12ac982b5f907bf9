"""Buyers of export goods: no licence, no buyer; more money, dearer goods; nobody gathers for nothing; gold in lots."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from jangmadang.accounting.transactions import EXPORT_BUYERS, LABOURER, TRANSACTIONS
from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.mechanisms.collecting.step import gather, offer_to_gather
from jangmadang.mechanisms.local_circulation.step import divide_earnings
from jangmadang.mechanisms.trading_companies.channels import cycle_weeks
from jangmadang.mechanisms.trading_companies.prices import offered_worth, price_gathered
from jangmadang.mechanisms.trading_companies.step import bring_money
from jangmadang.scenario import load
from jangmadang.world.dtypes import BORDER_TALLY
from jangmadang.world.members import COMPANY
from jangmadang.world.synthesis import build_world
from jangmadang.world.tables import World

FIRST, WEEKS, RESOLUTION, SEED = datetime.date(2025, 5, 5), 40, 500, 7
NAMES = [flow.name for flow in TRANSACTIONS]


@cache
def season(seed_capital: float = 8000.0, licences: float = 30.0, entry: str = "on") -> tuple[World, Recorder]:
    """A small world, opened in May 2025, after a season."""
    scenario = load("hyesan").with_changes(
        parameters={"buyer_seed_capital_cny": seed_capital},
        changes=[{"path": "licences", "from": "2025-01-06", "set": licences}],
        switches={"buyer_entry": entry},
    )
    p = scenario.parameter_record()
    w, recorder = build_world(p, RESOLUTION, SEED), Recorder.of(WEEKS)
    pass_weeks(w, scenario.weekly_paths(FIRST, WEEKS), p, SEED, FIRST, recorder)
    return w, recorder


def booked(recorder: Recorder, name: str) -> int:
    """All that one transaction moved."""
    return int(recorder.flows[:, NAMES.index(name)].sum())


def at_border(recorder: Recorder, name: str) -> NDArray[Any]:
    """A series of the border."""
    return np.array(np.ascontiguousarray(recorder.border).view(BORDER_TALLY)[..., 0][name])


def labourers(w: World) -> tuple[int, int]:
    """First row of the labourers of the first market, and the one after their last."""
    market = w.markets[0]
    rows = np.flatnonzero(w.households.household_class[market.first : market.last] == LABOURER) + int(market.first)
    assert (np.diff(rows) == 1).all(), "classes stand together"
    return int(rows[0]), int(rows[-1]) + 1


def offering(resolution: int = RESOLUTION) -> tuple[World, Any, Any]:
    """A world in August 2025 whose first market knows what its households would gather, its inputs and parameters."""
    scenario = load("hyesan")
    p, x = scenario.parameter_record(), scenario.weekly_paths(datetime.date(2025, 8, 4), 1)[0]
    w = build_world(p, resolution, SEED)
    bring_money(w, x, p, SEED, 0)
    divide_earnings(0, w, x, p, SEED, 0)
    offer_to_gather(0, w, x, p, SEED, 0)
    return w, x, p


def test_every_account_of_the_buyers_moves() -> None:
    _, recorder = season()
    for name in ("gathering_buyers", "export_receipts_buyers", "buyer_export_fees", "buyer_costs", "buyer_investment"):
        assert booked(recorder, name) > 0, name
    assert booked(recorder, "buyer_licence_rents") > 0 and booked(recorder, "buyer_dividends") > 0
    assert (recorder.balances[:, 1, EXPORT_BUYERS] >= 0).all(), "they buy with the yuan they have"


def test_without_licences_nobody_buys_for_the_licensed_channels() -> None:
    w, recorder = season(licences=0.0)
    assert booked(recorder, "gathering_buyers") == 0
    assert w.nation.buyers_capital[0, 0] == 0.0


def test_more_money_makes_goods_dearer() -> None:
    few, many = (at_border(season(capital)[1], "farm_gate_price")[2:20, 0].mean() for capital in (2100.0, 20000.0))
    assert many > 1.2 * few


def test_capital_stands_still_where_entry_is_off() -> None:
    few = 3000.0  # with more they would leave: 230 buyers have little to gain from a season
    capital = at_border(season(few, entry="off")[1], "buyers_capital")
    grown = at_border(season(few)[1], "buyers_capital")
    assert capital[-1] <= capital[0] * 1.001
    assert grown[-1] > 1.2 * grown[0]


def test_capital_lies_between_seed_and_what_licences_hold() -> None:
    p = load("hyesan").parameter_record()
    capital = season()[0].nation.buyers_capital[0, 0] / 100.0
    assert 30 * 8000.0 * 0.999 <= capital <= 30 * p.investors_per_company * p.investor_capital_cny * 1.001


def test_who_gathers_is_paid() -> None:
    w, x, p = offering()
    w.markets.buying_cny[0], w.markets.gathering_allotment_cny[0] = 1e7, 10**9
    price_gathered(0, w, x, p, SEED, 0)
    gather(0, *labourers(w), w, x, p, SEED, 0)
    gathers = w.households.gathers > 0
    assert 0 < gathers.sum() < len(gathers)
    assert (w.households.gathering_income_kpw[gathers] > 0.0).all()
    assert not w.households.gathering_income_kpw[~gathers].any()


def test_fewer_hands_bring_home_less() -> None:
    w, x, p = offering()
    w.markets.buying_cny[0], w.markets.gathering_allotment_cny[0] = 1e7, 10**9
    price_gathered(0, w, x, p, SEED, 0)
    gather(0, *labourers(w), w, x, p, SEED, 0)
    rows = np.flatnonzero(w.households.gathers)
    earning, income = w.households.earning_weight[rows].astype(float), w.households.gathering_income_kpw[rows]
    well = w.households.setback[rows] == 0
    slope = np.polyfit(np.log(earning[well]), np.log(income[well]), 1)[0]
    assert slope == pytest.approx(p.gathering_hands_power, rel=1e-3)


def test_money_buys_what_is_offered_at_the_price() -> None:
    w, x, p = offering()
    market, nation = w.markets[0], w.nation[0]
    market.buying_cny = 0.0
    price_gathered(0, w, x, p, SEED, 0)
    assert market.collectors_part == 0.0 and market.buyer_found == 0.0
    least = offered_worth(market, market.gathering_worth_cny)
    parts = []
    for factor in (1.05, 1.15, 1.3, 1e6):
        market.buying_cny = factor * least
        price_gathered(0, w, x, p, SEED, 0)
        parts.append(float(market.collectors_part))
        if factor < 1e6:
            assert offered_worth(market, market.gathering_worth_cny) == pytest.approx(market.buying_cny, rel=1e-2)
            assert market.buyer_found == pytest.approx(1.0, rel=1e-2)
    assert parts == sorted(parts) and len(set(parts)) == len(parts)
    assert parts[-1] == pytest.approx(nation.collectors_largest_part, rel=1e-3), "with money enough competition decides"


def test_nobody_gathers_on_frozen_ground() -> None:
    _, recorder = season()
    weeks = np.array([(FIRST + datetime.timedelta(weeks=k)).isocalendar().week for k in range(WEEKS)])
    paid = sum(recorder.flows[:, NAMES.index(name)].sum(1) for name in ("gathering_buyers", "gathering_crews"))
    assert (paid[(weeks >= 19) & (weeks <= 40)] > 0).all()
    assert not paid[(weeks > 44) | (weeks < 18)].any()


def test_capital_is_money_goods_and_claims_at_cost() -> None:
    nation = season()[0].nation[0]
    tied = nation.stock_cost[0] + nation.claim_cost[0].sum()
    held = nation.cny[EXPORT_BUYERS] + tied
    assert held <= nation.buyers_capital[0] + 100.0, "what is above it is drawn"
    assert held >= 0.8 * nation.buyers_capital[0], "owners bring what they can of what is below it"


def test_scarce_money_turns_away_early_rows_as_often_as_late_ones() -> None:
    w, x, p = offering(12)
    market = w.markets[0]
    first, last = labourers(w)
    price_gathered(0, w, x, p, SEED, 0)
    least = offered_worth(market, market.gathering_worth_cny)
    market.buying_cny = least / 3.0
    w.households.log_reserve[first:last] = w.households.log_reserve[first:last].mean()  # all as willing
    went = np.zeros(last - first)
    for t in range(40):
        market.gathering_allotment_cny[:] = 0
        market.gathering_allotment_cny[COMPANY] = int(100 * market.buying_cny)
        price_gathered(0, w, x, p, SEED, t)
        assert market.buyer_found == pytest.approx(1.0 / 3.0)
        gather(0, first, last, w, x, p, SEED, t)
        went += w.households.gathers[first:last]
        assert market.gathering_allotment_cny[COMPANY] >= 0
    early, late = np.array_split(went, 2)
    assert early.sum() > 0 and late.mean() == pytest.approx(early.mean(), rel=0.25)


def test_fewer_open_nights_keep_money_tied_up_longer() -> None:
    p = load("hyesan").parameter_record()
    weeks = [cycle_weeks.py_func(p, openness) for openness in (1.0, 0.5, 0.3, 0.0)]
    assert weeks == sorted(weeks) and weeks[0] == p.buying_weeks + p.receipt_lag_weeks
    assert weeks[1] == 2.0 * p.buying_weeks + p.receipt_lag_weeks
    assert weeks[-1] <= 52.0 * p.buying_weeks + p.receipt_lag_weeks, "a year's wait at most"


def test_gold_is_seized_in_lots() -> None:
    _, recorder = season()
    hidden, found = at_border(recorder, "concealed_gold_g"), at_border(recorder, "confiscated_gold_g")
    assert hidden.sum() > 0 and (found <= hidden).all()
    assert (at_border(recorder, "largest_gold_seizure_g") <= found).all()
