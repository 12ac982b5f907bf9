"""What collectors are paid: the price at which buyers' money buys what is offered."""

from typing import Final

from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.trading_companies.equations import (
    buyer_found_probability,
    excess_return,
    proportional_price,
    shared_surplus_price,
)
from jangmadang.shapes import adjusted
from jangmadang.world.members import COLLECTED_GOODS
from jangmadang.world.offers import hands_offering
from jangmadang.world.rows import Given, Market, Nation, Parameters
from jangmadang.world.tables import YEAR_WEEKS, World

PRICE_HALVINGS: Final = 14  # of the surplus: its 16,000th part

PROPORTIONAL_MARKDOWN = 1.0  # place of the rival theory in the mechanism pack


@compiled
def price_gathered(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Prices at which the week's money buys what is offered; at the least ones some would sell and find no buyer.

    The worth of what is offered rises with collectors' part, so that halving finds where it equals buyers' money.
    """
    market, nation = w.markets[m], w.nation[0]
    low, high = 0.0, nation.collectors_largest_part
    for _ in range(PRICE_HALVINGS):
        part = 0.5 * (low + high)
        if offered_worth(market, worth_of_gathering(market, nation, p, part)) > market.buying_cny:
            high = part
        else:
            low = part
    market.collectors_part = low if market.buying_cny > 0.0 else 0.0
    market.gathering_worth_cny = worth_of_gathering(market, nation, p, low)
    market.buyer_found = buyer_found_probability(market.buying_cny, offered_worth(market, market.gathering_worth_cny))


@inlined
def paid_at_farm_gate(nation: Nation, p: Parameters, k: int, part: float) -> float:
    """Price paid to collectors of a good when a part of the surplus is theirs, CNY/kg (TC-2, TC-3)."""
    most = nation.affordable_price[k]
    least = min(p.reservation_price_cny[k], most)
    if p.theory_trading_companies == PROPORTIONAL_MARKDOWN:
        return proportional_price(least, most, part)
    return shared_surplus_price(least, most, part)


@inlined
def worth_of_gathering(market: Market, nation: Nation, p: Parameters, part: float) -> float:
    """What buyers pay for a household's week of gathering when a part of the surplus is collectors', CNY."""
    worth = 0.0
    for k in range(COLLECTED_GOODS):
        worth += market.gathering_kg[k] * paid_at_farm_gate(nation, p, k, part)
    return worth


@inlined
def offered_worth(market: Market, worth: float) -> float:
    """CNY that buyers need for all that households would gather for a week's worth."""
    return worth * hands_offering(market.gathering_offer, worth)


@inlined
def note_prices(w: World, p: Parameters, t: int) -> None:
    """Prices paid at the border, what buyers' money brings at them, and what the highest would draw to market.

    Prices are means over markets by who gathers there. Where nobody does, none is paid: the last ones stand, and nobody
    hears what money would bring.
    """
    nation = w.nation[0]
    gatherers, parts, paid, worth = 0.0, 0.0, 0.0, 0.0
    nation.offered_cny[t % YEAR_WEEKS] = 0.0
    for m in range(nation.border_markets):
        market, here = w.markets[m], w.tallies[m].gatherers
        most = worth_of_gathering(market, nation, p, 1.0)
        gatherers += here
        parts += here * market.collectors_part
        paid += here * market.gathering_worth_cny
        worth += here * most
        nation.offered_cny[t % YEAR_WEEKS] += offered_worth(market, most)
    if gatherers > 0.0:
        for k in range(COLLECTED_GOODS):
            nation.farm_gate_price[k] = paid_at_farm_gate(nation, p, k, parts / gatherers)
        nation.excess_return = adjusted(nation.excess_return, excess_return(worth, paid), p.investor_news_speed)
