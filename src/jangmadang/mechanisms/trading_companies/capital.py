"""Working capital follows its return; owners are paid or bring money."""

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    BUYER_DIVIDENDS,
    BUYER_INVESTMENT,
    COMPANIES,
    COMPANY_DIVIDENDS,
    COMPANY_STATE_SHARE,
    CREW_EARNINGS,
    CREW_INVESTMENT,
    DONJU,
    LABOURER,
    STALLHOLDER,
    STATE,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.trading_companies.channels import buying_openness, cycle_weeks, licence_part, sector_of
from jangmadang.mechanisms.trading_companies.equations import capital_growth, hurdle_factor
from jangmadang.mechanisms.trading_companies.settlement import pay_out
from jangmadang.mechanisms.trading_companies.supply import expected_supply, mean_season
from jangmadang.shapes import clip, season
from jangmadang.world.members import BUYERS, COLLECTED_GOODS, COMPANY
from jangmadang.world.rows import Given, Nation, Parameters
from jangmadang.world.tables import RECEIPT_WEEKS, World


@compiled
def pay_owners(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Working capital follows its return; what it does not need is paid out, what it lacks investors bring."""
    nation = w.nation[0]
    surplus = max(nation.cny[COMPANIES] - minor(p.company_capital_cny), 0) * p.company_payout_speed
    state = int(surplus * p.company_state_part)
    nation.cny[COMPANIES] -= state
    nation.cny[STATE] += state
    w.flows[w.markets.size, COMPANY_STATE_SHARE, 0] += state
    pay_out(w, COMPANIES, COMPANY_DIVIDENDS, int(surplus) - state, DONJU, DONJU, 1.0)
    for kind in range(BUYERS):
        grow_capital(nation, x, p, kind)
        sector = sector_of(kind)
        tied = nation.stock_cost[kind]
        for slot in range(RECEIPT_WEEKS):
            tied += nation.claim_cost[kind, slot]
        idle = nation.cny[sector] - max(int(nation.buyers_capital[kind]) - tied, 0)
        if idle < 0:
            invest(w, p, sector, BUYER_INVESTMENT if kind == COMPANY else CREW_INVESTMENT, -idle)
        elif kind == COMPANY:
            pay_out(w, sector, BUYER_DIVIDENDS, idle, DONJU, DONJU, 1.0)
        else:
            carriers = int(idle * p.crew_labour_share)
            pay_out(w, sector, CREW_EARNINGS, carriers, LABOURER, LABOURER, 1.0)
            pay_out(w, sector, CREW_EARNINGS, idle - carriers, STALLHOLDER, DONJU, 0.5)
    w.border[0].buyers_capital = nation.buyers_capital.sum() / 100.0


@inlined
def invest(w: World, p: Parameters, sector: int, flow: int, wanted: int) -> None:
    """Donju bring money out of last week's earnings."""
    nation = w.nation[0]
    for m in range(nation.border_markets):
        market = w.markets[m]
        brought = min(
            wanted // nation.border_markets, int(p.investable_earnings_share * max(market.pool_cny[DONJU], 0))
        )
        market.pool_cny[DONJU] -= brought
        nation.cny[sector] += brought
        w.flows[w.markets.size, flow, 0] += brought


@inlined
def grow_capital(nation: Nation, x: Given, p: Parameters, kind: int) -> None:
    """Capital grows with the return it expects from the coming cycle, between a seed and what licences can hold."""
    cost, profit = 0.0, 0.0
    for k in range(COLLECTED_GOODS):
        kg = 0.0
        for ahead in range(int(cycle_weeks(p))):
            kg += season(x.iso_week + ahead, p.collecting_season_week[k], p.collecting_season_width[k])
        kg *= expected_supply(nation, p, k) / mean_season(p, k)
        cost += kg * nation.farm_gate_price[k]
        profit += kg * max(nation.net_export_price[k] - nation.farm_gate_price[k], 0.0)
    own_return = (1.0 - licence_part(p, kind)) * profit / max(cost, 1e-9)
    total = nation.buyers_capital.sum() / 100.0
    used = min(cost / max(total, 1e-9), 1.0) if buying_openness(nation, kind) > 0.0 else 0.0
    hurdle = hurdle_factor(p.monthly_interest, cycle_weeks(p))
    growth = capital_growth(own_return, used, hurdle, p.capital_response) / cycle_weeks(p)
    if p.use_buyer_entry > 0.0:
        nation.buyers_capital[kind] *= 1.0 + growth
    owners = x.licences if kind == COMPANY else nation.crew_buyers
    largest = p.investor_capital_cny * (p.investors_per_company if kind == COMPANY else 1.0)
    smallest = min(p.buyer_seed_capital_cny, largest)
    nation.buyers_capital[kind] = clip(nation.buyers_capital[kind], 100.0 * smallest * owners, 100.0 * largest * owners)
