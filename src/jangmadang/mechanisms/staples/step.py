"""Harvest, storage and the farms' and grain traders' account."""

import numpy as np

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    CROPS,
    FARM_LABOUR,
    FARM_RECEIPTS,
    FARMER,
    FARMS,
    GRAIN_PROFITS,
    HOUSEHOLD_CLASSES,
    LABOURER,
    PRICE_SUBSIDY,
    PRODUCED,
    RECEIVED,
    SPOILED,
    STAPLE_GOOD,
    STATE,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.staples.equations import farm_labour_part, procured
from jangmadang.mechanisms.staples.imports import import_grain
from jangmadang.shapes import adjusted, clip
from jangmadang.world.members import GRAMS, TONNE
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import YEAR_WEEKS, World


@compiled
def run_farms(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Spoil, harvest for market and state, import grain, pay farmers."""
    nation = w.nation[0]
    goods = w.goods[w.markets.size]
    for k in range(CROPS):
        spoiled = int(nation.crop_stock[k] * p.storage_loss)
        nation.crop_stock[k] -= spoiled
        rotten = int(nation.state_grain[k] * p.storage_loss)
        nation.state_grain[k] -= rotten
        goods[STAPLE_GOOD + k, SPOILED] += spoiled + rotten
    bring_in_harvest(w, x, p)
    import_grain(w, x, p)
    pay_farmers(w, x, p)


@inlined
def bring_in_harvest(w: World, x: Given, p: Parameters) -> None:
    """The farms' harvest of the week: the state takes its part, traders buy the rest on credit."""
    nation = w.nation[0]
    goods = w.goods[w.markets.size]
    border = w.border[0]
    week = int(x.week_of_year) % YEAR_WEEKS
    limit = p.state_reserve_weeks * nation.state_use
    for k in range(CROPS):
        year = nation.farm_harvest[k] + (0.0 if p.use_own_grain > 0.0 else nation.own_harvest[k])
        harvest = int(year * x.harvest_index[k] * nation.farm_calendar[week, k])
        taken = int(procured(harvest, p.procurement_share, nation.state_grain.sum(), limit))
        nation.state_grain[k] += taken
        nation.crop_stock[k] += harvest - taken
        goods[STAPLE_GOOD + k, PRODUCED] += harvest
        nation.farm_claims += minor((harvest - taken) / GRAMS * (1.0 - p.farm_gate_margin) * nation.crop_price[k])
        border.farm_harvest[k] = harvest / TONNE


@compiled
def pay_farmers(w: World, x: Given, p: Parameters) -> None:
    """Traders pay farms as they sell: town people who work there, farms' lenders, farmers; the rest is profit."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    worth = 0.0
    for k in range(CROPS):
        worth += nation.crop_stock[k] / GRAMS * nation.crop_price[k]
    nation.farm_claims = min(nation.farm_claims, minor(worth))
    payout = min(max(int(nation.kpw[FARMS] * p.farm_payout_speed), 0), nation.farm_claims)
    nation.farm_claims -= payout
    profit = max(int((nation.kpw[FARMS] - payout) * p.grain_profit_speed), 0)
    households, income = np.zeros(HOUSEHOLD_CLASSES), 0.0
    for m in range(w.markets.size):
        income += w.tallies[m].income[FARMER]
        for c in range(HOUSEHOLD_CLASSES):
            households[c] += w.markets[m].real_households[c]
    income /= max(households[FARMER], 1.0)
    harvest = nation.farm_calendar[int(x.week_of_year) % YEAR_WEEKS].mean()
    payout_left = payout
    for m in range(w.markets.size):
        market = w.markets[m]
        town = w.tallies[m].income[LABOURER] / max(market.real_households[LABOURER], 1.0)
        part = p.use_farm_labour * farm_labour_part(
            p.farm_labour_share, income, town, p.farm_labour_mobility, p.farm_labour_at_harvest, harvest
        )
        wages = int(part * payout * market.real_households[LABOURER] / max(households[LABOURER], 1.0))
        market.pool_kpw[LABOURER] += wages
        flows[FARM_LABOUR, 0] += wages
        nation.kpw[FARMS] -= wages
        payout_left -= wages
    lent = int(p.farm_debt_share * payout_left)
    for m in range(w.markets.size):
        market = w.markets[m]
        receipts = int((payout_left - lent) * market.real_households[FARMER] / max(households[FARMER], 1.0))
        market.pool_kpw[FARMER] += receipts
        nation.kpw[FARMS] -= receipts
        flows[FARM_RECEIPTS, 0] += receipts
        w.tallies[m].grain_receipts += 0.01 * receipts
        for c in range(HOUSEHOLD_CLASSES):
            owned = p.grain_profit_share[c] * market.real_households[c] / max(households[c], 1.0)
            part = int((profit + lent) * owned)
            part = min(part, nation.kpw[FARMS])
            market.pool_kpw[c] += part
            nation.kpw[FARMS] -= part
            flows[GRAIN_PROFITS, 0] += part


@compiled
def settle_crops(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Take the week's purchases from the national stocks, learn use, and allot next week's mostly by purchases."""
    nation = w.nation[0]
    households, bought_all = 0.0, 0
    for m in range(w.markets.size):
        market = w.markets[m]
        households += market.real_households.sum()
        bought = market.staple_bought.sum()
        bought_all += bought
        pay_subsidy(w, x, m)
        market.staple_demand = float(bought)
        market.staple_demand_norm = adjusted(market.staple_demand_norm, float(bought), p.crop_use_norm_speed)
        for k in range(CROPS):
            nation.crop_stock[k] += market.own_grain_sold[k]
            w.goods[w.markets.size, STAPLE_GOOD + k, RECEIVED] += market.own_grain_sold[k]
            market.own_grain_sold[k] = 0
    learn_use(w, x, p)
    for k in range(CROPS):
        bought = 0
        for m in range(w.markets.size):
            bought += w.markets[m].staple_bought[k]
        nation.crop_stock[k] -= bought
        for m in range(w.markets.size):
            market = w.markets[m]
            even = (1.0 - p.allotment_by_demand) * market.real_households.sum() / households
            part = p.allotment_by_demand * market.staple_demand / max(bought_all, 1) + even
            market.staple_allotment[k] = int(max(nation.crop_stock[k], 0) * p.weekly_staple_allotment * part)
    for m in range(w.markets.size):
        w.markets[m].staple_bought[:] = 0
        w.markets[m].grain_cash = int(
            max(nation.kpw[FARMS], 0)
            * p.farm_gate_cash_share
            * w.markets[m].real_households[FARMER]
            / max(w.markets["real_households"][:, FARMER].sum(), 1.0)
        )


@inlined
def learn_use(w: World, x: Given, p: Parameters) -> None:
    """Traders learn what each week of the year uses, slowly, and by how much these weeks differ."""
    nation = w.nation[0]
    week = int(x.week_of_year) % YEAR_WEEKS
    for k in range(CROPS):
        use = 0.0
        for m in range(w.markets.size):
            use += w.markets[m].staple_bought[k]
        seen = clip(use / max(nation.use_by_week[week, k], 1.0), 0.2, 5.0)
        nation.use_level[k] = adjusted(nation.use_level[k], seen, p.use_level_speed)
        nation.use_by_week[week, k] = adjusted(nation.use_by_week[week, k], use, p.use_by_week_speed)


@inlined
def pay_subsidy(w: World, x: Given, m: int) -> None:
    """The state pays sellers what its subsidy takes off the price."""
    nation = w.nation[0]
    market = w.markets[m]
    if x.staple_price_subsidy == 0.0:
        return
    value = 0.0
    for k in range(CROPS):
        value += market.staple_bought[k] / GRAMS * market.staple_price[k]
    paid = minor(value * x.staple_price_subsidy / (1.0 - x.staple_price_subsidy))
    nation.kpw[STATE] -= paid
    nation.kpw[FARMS] += paid
    w.flows[w.markets.size, PRICE_SUBSIDY, 0] += paid
