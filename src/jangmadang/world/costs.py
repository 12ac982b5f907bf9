"""Landed cost that a trader reckons with, by place and gateway."""

from jangmadang.compiling import inlined
from jangmadang.world.rows import Market, Nation, Parameters


@inlined
def landed_factor(market: Market, nation: Nation, p: Parameters) -> float:
    """Landed cost over the price in China; inland it is mixed by gateway and bears the importer's margin."""
    if market.is_border:
        return nation.landed_cost
    share = market.gateway_share if p.use_wholesale > 0.0 else 0.0
    mixed = share * nation.landed_cost + (1.0 - share) * nation.inland_landed_cost
    return mixed * (1.0 + p.wholesale_margin)
