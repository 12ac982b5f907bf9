"""Landed cost that a trader reckons with, by place and gateway."""

from numba import njit


@njit(cache=True, inline="always")
def landed_factor(market, nation, p) -> float:
    """Landed cost over the price in China for a market's traders; inland it is mixed by gateway and bears the margin."""
    if market.place == 0:
        return nation.landed_cost
    share = market.gateway_share if p.use_wholesale > 0.0 else 0.0
    mixed = share * nation.landed_cost + (1.0 - share) * nation.inland_landed_cost
    return mixed * (1.0 + p.wholesale_margin)
