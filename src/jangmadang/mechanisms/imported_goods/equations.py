"""Imported goods in two lines, everyday goods and machines (economy section 9, trial findings 3.5)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import raised
from jangmadang.shapes import clip, expected_larger, scarcity


@inlined
def target_goods_price(
    unit_cost: float,
    markup: float,
    relative_cover: float,
    elasticity: float,
    smallest_factor: float,
    largest_factor: float,
) -> float:
    """Price of a line of imported goods by the storage rule.

    (IG-1) p* = c (1 + m) clip(r^(-1/eta), g, f)

    Parameters
    ----------
    unit_cost : c, landed cost, KPW.
    markup : m, on landed cost.
    relative_cover : r, stock cover over its target.
    elasticity : eta.
    smallest_factor, largest_factor : g, f.

    Returns: KPW/unit.

    Source: economy 9; fourfold to fivefold prices after two years of closure (E0017); eta, g assumed.
    """
    return unit_cost * (1.0 + markup) * clip(scarcity(relative_cover, elasticity), smallest_factor, largest_factor)


@inlined
def goods_order_level(expected_demand: float, cover_weeks: float, lead_weeks: float) -> float:
    """Units that dealers want in stock, on the way and waiting at the border together.

    (IG-2) S = d (k + l)

    Parameters
    ----------
    expected_demand : d, units a week; notional, not rationed sales, else trade never revives (trial findings 3.10).
    cover_weeks, lead_weeks : k, l.

    Returns: units.

    Source: order-up-to rule (Arrow, Harris and Marschak 1951).
    """
    return expected_demand * (cover_weeks + lead_weeks)


@inlined
def offer_price(storage_price: float, usual_price: float, dear_chance: float, next_best_cost: float) -> float:
    """Price at which dealers part with a unit that may have to be replaced by a dearer route.

    (IG-3) p = (1 - q) p* + q max(p*, f p0)

    Parameters
    ----------
    storage_price : p*, of (IG-1), KPW.
    usual_price : p0, landed cost and markup, KPW.
    dear_chance : q, of (BO-10).
    next_best_cost : f, cost of the next-best route over the usual one.

    Returns: KPW/unit.

    Source: replacement cost as a seller's opportunity cost; freezers and sedans +20 % in stops (mechanism evidence 20).
    """
    return expected_larger(storage_price, next_best_cost * usual_price, dear_chance)


@inlined
def price_ceiling(other_cost: float, own_cost: float, other_unfilled: float, largest_factor: float) -> float:
    """Largest scarcity factor of goods that can be fetched through another gateway, as far as that gateway delivers.

    (IG-4) f = (1 - u) max(1, c' / c) + u F

    Parameters
    ----------
    other_cost, own_cost : c', c, landed cost and freight by the other gateway and as usual, KPW.
    other_unfilled : u, part of usual orders that the other gateway leaves unfilled (BO-9).
    largest_factor : F, without another gateway.

    Returns: 1.

    Source: arbitrage; a vehicle drives from any crossing (trial findings, second edition, B).
    """
    return (1.0 - other_unfilled) * max(1.0, other_cost / own_cost) + other_unfilled * largest_factor


@inlined
def composite_price(everyday: float, machines: float, machines_share: float) -> float:
    """Price index of imported goods whose spending is divided in fixed shares, both over their base.

    (IG-5) P = e^(1 - a) m^a

    Parameters
    ----------
    everyday, machines : e, m, prices over their base.
    machines_share : a, of spending.

    Returns: 1.

    Source: Cobb and Douglas (1928); a mechanism evidence 18.
    """
    return raised(everyday, 1.0 - machines_share) * raised(machines, machines_share)
