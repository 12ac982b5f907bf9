"""What importers reckon with, by place, gateway and good: landed cost, and the chance that the next piece is dearer."""

from jangmadang.compiling import merged
from jangmadang.world.members import BORDER_GATEWAY, OTHER_GATE, OTHER_GATEWAYS, PRIVATE_SMUGGLING
from jangmadang.world.rows import Given, Market, Nation, Parameters


@merged
def seizure_hazard(x: Given, p: Parameters, channel: int) -> float:
    """Part of what goes through a channel that is seized; on private crossings it follows the regime of the border."""
    regime = x.private_seizure_multiplier if channel == PRIVATE_SMUGGLING else 1.0
    return min(p.seizure_hazard[channel] * regime, 0.9)


@merged
def passed_share(market: Market, good: int) -> float:
    """Part of a good's past imports here that came through the border places."""
    near = market.passings_kg[BORDER_GATEWAY, good]
    both = near + market.passings_kg[OTHER_GATEWAYS, good]
    return near / both if both > 0.0 else market.gateway_share[good]


@merged
def mixed_cost(market: Market, nation: Nation, good: int, margin: float) -> float:
    """Landed cost over the normal price in China; inland, what comes through border places bears importers' margin."""
    share = passed_share(market, good)
    near = nation.landed_cost[market.gate, good] * (1.0 if market.is_border else 1.0 + margin)
    return nation.relative_source_price[good] * (share * near + (1.0 - share) * nation.other_landed_cost[good])


@merged
def landed_factor(market: Market, nation: Nation, p: Parameters, good: int) -> float:
    """Landed cost of traders' garments and medicine over the normal price in China."""
    return mixed_cost(market, nation, good, p.wholesale_margin)


@merged
def dear_chance(market: Market, nation: Nation, good: int) -> float:
    """Chance that a trader's next piece of a good has to come by a dearer route (BO-10), over the gateways it uses."""
    share = market.gateway_share[good]
    near, far = nation.replacement_chance[market.gate, good], nation.replacement_chance[OTHER_GATE, good]
    return share * near + (1.0 - share) * far


@merged
def next_best_cost(market: Market, nation: Nation, p: Parameters, good: int) -> float:
    """Cost of a trader's next-best route over today's landed cost, which holds dear routes already in use."""
    share = passed_share(market, good)
    far = (1.0 - share) * nation.other_landed_cost[good]
    usual = share * nation.landed_cost_norm[market.gate, good] + far
    now = share * nation.landed_cost[market.gate, good] + far
    return p.next_best_route_cost * usual / now
