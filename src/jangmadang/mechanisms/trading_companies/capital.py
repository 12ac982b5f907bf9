"""Working capital is kept between what licences can hold and a seed; owners are paid or bring money."""

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
from jangmadang.mechanisms.trading_companies.channels import (
    buying_openness,
    cycle_weeks,
    owners,
    sector_of,
)
from jangmadang.mechanisms.trading_companies.equations import entering_money, useless_money, waiting_part
from jangmadang.mechanisms.trading_companies.settlement import pay_out
from jangmadang.shapes import clip
from jangmadang.world.members import BUYERS, COMPANY
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import RECEIPT_WEEKS, YEAR_WEEKS, World

MONTHS = 12.0  # in a year


@compiled
def pay_owners(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Companies' owners and the state draw surpluses; buyers keep the money that can be used."""
    nation = w.nation[0]
    surplus = max(nation.cny[COMPANIES] - minor(p.company_capital_cny), 0) * p.company_payout_speed
    state = int(surplus * p.company_state_part)
    nation.cny[COMPANIES] -= state
    nation.cny[STATE] += state
    w.flows[w.markets.size, COMPANY_STATE_SHARE, 0] += state
    pay_out(w, COMPANIES, COMPANY_DIVIDENDS, int(surplus) - state, DONJU, DONJU, 1.0)
    for kind in range(BUYERS):
        keep_capital(w, x, p, kind)
    w.border[0].buyers_capital = nation.buyers_capital.sum() / 100.0


@compiled
def keep_capital(w: World, x: Given, p: Parameters, kind: int) -> None:
    """Money enters where it brings more than its hurdle, and leaves slowly where it can buy nothing.

    What working capital has no need of is drawn, what it lacks is brought. At a shut border the owners of a part of it
    wait, the larger the sooner they expect it to open.
    """
    nation = w.nation[0]
    sector = sector_of(kind)
    tied = nation.stock_cost[kind]
    for slot in range(RECEIPT_WEEKS):
        tied += nation.claim_cost[kind, slot]
    openness = buying_openness(nation, kind)
    worth = nation.supply_worth if openness > 0.0 else 0.0
    spare = 100.0 * useless_money(nation.buyers_capital[kind] / 100.0, worth, cycle_weeks(p, openness))
    if openness == 0.0:
        interest = p.monthly_interest * MONTHS / YEAR_WEEKS
        spare *= 1.0 - waiting_part(nation.expected_stop_weeks, interest)
    entering = p.use_buyer_entry * entering_money(
        nation.buyers_capital[kind], nation.excess_return if openness > 0.0 else 0.0, p.investor_entry_speed
    )
    largest = p.investor_capital_cny * (p.investors_per_company if kind == COMPANY else 1.0)
    least = min(p.buyer_seed_capital_cny, largest)
    nation.buyers_capital[kind] = clip(
        nation.buyers_capital[kind] + entering - p.company_payout_speed * spare,
        100.0 * least * owners(nation, x, kind),
        100.0 * largest * owners(nation, x, kind),
    )
    idle = nation.cny[sector] - max(int(nation.buyers_capital[kind]) - tied, 0)
    if idle < 0:
        invest(w, p, sector, BUYER_INVESTMENT if kind == COMPANY else CREW_INVESTMENT, -idle)
    elif kind == COMPANY:
        pay_out(w, sector, BUYER_DIVIDENDS, idle, DONJU, DONJU, 1.0)
    else:
        carriers = int(idle * p.crew_labour_share)
        pay_out(w, sector, CREW_EARNINGS, carriers, LABOURER, LABOURER, 1.0)
        pay_out(w, sector, CREW_EARNINGS, idle - carriers, STALLHOLDER, DONJU, 0.5)


@inlined
def invest(w: World, p: Parameters, sector: int, flow: int, wanted: int) -> None:
    """Donju bring money out of last week's earnings, 1/100 CNY."""
    nation = w.nation[0]
    for m in range(nation.border_markets):
        market = w.markets[m]
        brought = min(
            wanted // nation.border_markets, int(p.investable_earnings_share * max(market.pool_cny[DONJU], 0))
        )
        market.pool_cny[DONJU] -= brought
        nation.cny[sector] += brought
        w.flows[w.markets.size, flow, 0] += brought
