"""Old claims fall due: receipts, and what is paid out of them."""

from jangmadang.accounting.transactions import (
    ABROAD,
    BUYER_COSTS,
    BUYER_EXPORT_BRIBES,
    BUYER_EXPORT_FEES,
    BUYER_LICENCE_RENTS,
    COMPANIES,
    CREW_COSTS,
    CREWS,
    EXPORT_BRIBES_COMPANIES,
    EXPORT_BRIBES_CREWS,
    EXPORT_BUYERS,
    EXPORT_FEES,
    EXPORT_RECEIPTS_BUYERS,
    EXPORT_RECEIPTS_COMPANIES,
    EXPORT_RECEIPTS_CREWS,
    LABOURER,
    OFFICIAL,
    STALLHOLDER,
    STATE,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.trading_companies.channels import BRIBE, FEE, HANDLING, ORE, sector_of
from jangmadang.mechanisms.trading_companies.equations import reinvested_profit
from jangmadang.world.members import COMPANY, CREW
from jangmadang.world.rows import Nation, Parameters
from jangmadang.world.tables import RECEIPT_WEEKS, World


@compiled
def collect_claims(w: World, p: Parameters, t: int) -> None:
    """Chinese partners pay what falls due; fees, bribes, handling and the licence's part of the profit go out of it."""
    nation = w.nation[0]
    slot = t % RECEIPT_WEEKS
    for shipper, receipts, fees, bribes, costs in (
        (COMPANY, EXPORT_RECEIPTS_BUYERS, BUYER_EXPORT_FEES, BUYER_EXPORT_BRIBES, BUYER_COSTS),
        (CREW, EXPORT_RECEIPTS_CREWS, EXPORT_FEES, EXPORT_BRIBES_CREWS, CREW_COSTS),
        (ORE, EXPORT_RECEIPTS_COMPANIES, EXPORT_FEES, EXPORT_BRIBES_COMPANIES, BUYER_COSTS),
    ):
        flows = w.flows[w.markets.size]
        sector = sector_of(shipper)
        due = nation.receivable[shipper, slot]
        fee = nation.export_dues[shipper, slot, FEE]
        bribe = nation.export_dues[shipper, slot, BRIBE]
        handling = nation.export_dues[shipper, slot, HANDLING]
        gain = due - fee - bribe - handling - nation.claim_cost[shipper, slot]
        profit = max(gain, 0)
        nation.receivable[shipper, slot] = 0
        nation.claim_cost[shipper, slot] = 0
        nation.export_dues[shipper, slot, :] = 0
        nation.cny[ABROAD] -= due
        nation.cny[STATE] += fee
        nation.cny[sector] += due - fee
        flows[receipts, 0] += due
        flows[fees, 0] += fee
        pay_bribes(w, sector, bribes, bribe)
        if shipper == COMPANY:
            rent = int(profit * p.licence_profit_share)
            nation.cny[EXPORT_BUYERS] -= rent
            nation.cny[COMPANIES] += rent
            flows[BUYER_LICENCE_RENTS, 0] += rent
            reinvest(nation, p, COMPANY, gain - rent)
        if shipper == CREW:
            guards = int(profit * p.crew_profit_share_to_guards)
            pay_bribes(w, CREWS, EXPORT_BRIBES_CREWS, guards)
            reinvest(nation, p, CREW, gain - guards)
        pay_out(w, sector, costs, handling, LABOURER, STALLHOLDER, 0.5)


@inlined
def reinvest(nation: Nation, p: Parameters, kind: int, profit: int) -> None:
    """Owners put a part of the profit, 1/100 CNY, back into buying, and lose with a loss."""
    gain = p.use_buyer_entry * reinvested_profit(float(profit), p.reinvested_profit_share)
    nation.buyers_capital[kind] += gain + min(profit, 0)


@inlined
def pay_bribes(w: World, sector: int, flow: int, amount: int) -> None:
    """Officials of Hyesan take their part, 1/100 CNY, spread over its markets."""
    pay_out(w, sector, flow, amount, OFFICIAL, OFFICIAL, 1.0)


@inlined
def pay_out(w: World, sector: int, flow: int, amount: int, first: int, second: int, part: float) -> None:
    """Pay an account's yuan, 1/100, into the earnings of two classes at Hyesan; `part` goes to the first."""
    nation = w.nation[0]
    each = amount // nation.border_markets
    for m in range(nation.border_markets):
        mine = int(each * part)
        w.markets[m].pool_cny[first] += mine
        w.markets[m].pool_cny[second] += each - mine
    nation.cny[sector] -= each * nation.border_markets
    w.flows[w.markets.size, flow, 0] += each * nation.border_markets
