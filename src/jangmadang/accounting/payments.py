"""How money and staples pass from hand to hand, where several rooms do it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jangmadang.accounting.transactions import (
    ABROAD,
    CHANGERS,
    COMPANIES,
    CONSUMED,
    CREWS,
    DEALER_CARRIAGE_COMPANIES,
    DEALER_CARRIAGE_CREWS,
    DEALER_IMPORT_BRIBES,
    DEALER_IMPORT_FEES,
    MINOR_UNITS,
    OFFICIAL,
    STAPLE_GOOD,
    STATE,
    TRADER_CARRIAGE_COMPANIES,
    TRADER_CARRIAGE_CREWS,
    TRADER_IMPORT_BRIBES,
    TRADER_IMPORT_FEES,
)
from jangmadang.compiling import compiled, inlined

if TYPE_CHECKING:
    from jangmadang.world.rows import Counts2, Household, Market, Trader
    from jangmadang.world.tables import World


@inlined
def minor(amount: float) -> int:
    """Money in 1/100 units from an amount in KPW or CNY, rounded to the nearest."""
    return int(amount * MINOR_UNITS + 0.5)


@inlined
def serve_in_turn(wishes: Any, stock: int) -> int:
    """Cut wishes[row] to what those before have left of a stock of one unit, row after row; returns what is taken."""
    left = stock
    for row in range(wishes.size):
        wishes[row] = min(wishes[row], left)
        left -= wishes[row]
    return stock - left


@inlined
def take_staple(market: Market, goods: Counts2, crop: int, grams: int) -> None:
    """Draw on the market's allotment of the national stock of a crop."""
    market.staple_allotment[crop] -= grams
    market.staple_bought[crop] += grams
    goods[STAPLE_GOOD + crop, CONSUMED] += grams


@inlined
def won_and_yuan(household: Household, amount_kpw: int, exchange_rate: float, kept_kpw: int) -> tuple[int, int]:
    """Won and yuan, 1/100, a household pays: won beyond those kept, then yuan at the market rate, at last kept won.

    Source: in the border cities sellers take won and yuan (W012).
    """
    won = min(amount_kpw, max(household.cash_kpw - kept_kpw, 0))
    yuan = min(int((amount_kpw - won) / exchange_rate + 0.5), household.cash_cny)
    won += max(min(amount_kpw - won - int(yuan * exchange_rate + 0.5), household.cash_kpw - won), 0)
    return won, yuan


@inlined
def pay_trader(
    household: Household,
    trader: Trader,
    flows: Counts2,
    flow_kpw: int,
    flow_cny: int,
    amount_kpw: int,
    exchange_rate: float,
    kept_kpw: int,
) -> None:
    """Household pays a trader an amount in 1/100 KPW, in won and yuan; it keeps `kept_kpw`, 1/100, to the last."""
    won, yuan = won_and_yuan(household, amount_kpw, exchange_rate, kept_kpw)
    household.cash_kpw -= won
    household.cash_cny -= yuan
    trader.kpw += won
    trader.cny += yuan
    flows[flow_kpw, household.household_class] += won
    flows[flow_cny, household.household_class] += yuan


@inlined
def yuan_for_won(market: Market, offered_won: float, rate: float) -> tuple[int, int]:
    """Yuan that money changers sell a business for won, 1/100 each, as far as the allotment goes, and what it costs."""
    yuan = int(offered_won / rate)
    market.cny_wanted += yuan
    yuan = min(yuan, market.cny_allotment)
    won = int(yuan * rate)
    market.cny_allotment -= yuan
    market.due_kpw[CHANGERS] += won
    market.due_cny[CHANGERS] -= yuan
    return yuan, won


@compiled
def pay_hyesan_import(w: World, payer: Any, market_index: int, value: int, good: int, sells_to_traders: bool) -> int:
    """Importer pays a shipment through Hyesan: the supplier, fees, bribes and carriage, at this week's mix of channels.

    Parameters
    ----------
    payer : trader row, or market row for its dealers.
    market_index : Hyesan market whose officials take the bribes.
    value : price in China, 1/100 CNY.
    good : import good, whose channels of this week set the rates.
    sells_to_traders : True for traders' garments and medicine, False for dealers' goods.

    Returns
    -------
    All that was paid, 1/100 CNY.
    """
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    gate = w.markets[market_index].gate
    fee = int(value * nation.import_fee_rate[gate, good])
    bribe = int(value * nation.import_bribe_rate[gate, good])
    companies = int(value * nation.import_company_rate[gate, good])
    crews = int(value * nation.import_crew_rate[gate, good])
    nation.cny[ABROAD] += value
    nation.cny[STATE] += fee
    w.markets[market_index].pool_cny[OFFICIAL] += bribe
    nation.cny[COMPANIES] += companies
    nation.cny[CREWS] += crews
    flows[TRADER_IMPORT_FEES if sells_to_traders else DEALER_IMPORT_FEES, 0] += fee
    flows[TRADER_IMPORT_BRIBES if sells_to_traders else DEALER_IMPORT_BRIBES, 0] += bribe
    flows[TRADER_CARRIAGE_COMPANIES if sells_to_traders else DEALER_CARRIAGE_COMPANIES, 0] += companies
    flows[TRADER_CARRIAGE_CREWS if sells_to_traders else DEALER_CARRIAGE_CREWS, 0] += crews
    return value + fee + bribe + companies + crews


@compiled
def pay_other_import(
    w: World, market_index: int, value: int, fee_share: float, bribe_share: float, sells_to_traders: bool
) -> int:
    """Importer pays a shipment through another gateway: supplier, state's fee, officials' bribes; all 1/100 CNY."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    fee = int(value * fee_share)
    bribe = int(value * bribe_share)
    nation.cny[ABROAD] += value
    nation.cny[STATE] += fee
    w.markets[market_index].pool_cny[OFFICIAL] += bribe
    flows[TRADER_IMPORT_FEES if sells_to_traders else DEALER_IMPORT_FEES, 0] += fee
    flows[TRADER_IMPORT_BRIBES if sells_to_traders else DEALER_IMPORT_BRIBES, 0] += bribe
    return value + fee + bribe
