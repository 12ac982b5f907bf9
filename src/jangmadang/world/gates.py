"""What a market meets at the border: a lockdown of its own place, and whose dealers it buys imports from."""

from jangmadang.compiling import inlined
from jangmadang.world.rows import Given, Market, Nation


@inlined
def lockdown(market: Market, x: Given) -> float:
    """Share of the week in which the market's place is locked down; only border places are, by dated paths."""
    return x.market_lockdown[market.gate] if market.is_border else 0.0


@inlined
def passable(x: Given, gate: int, flow: int) -> float:
    """Part that passes, in a direction, of what is open at a border place: the Chinese side and the week's chance."""
    return x.chinese_openness[gate] * x.throughput_factor[flow]


@inlined
def dealers_market(nation: Nation, market: Market, m: int) -> int:
    """Market, at the border place through which an inland market trades, whose dealers and officials serve it."""
    first = nation.first_border_market[market.gate]
    return m if market.is_border else first + m % (nation.first_border_market[market.gate + 1] - first)
