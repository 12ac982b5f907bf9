"""The composite imported good (economy section 9, trial findings 3.5)."""

from jangmadang.compiling import inlined
from jangmadang.shapes import clip, scarcity


@inlined
def target_goods_price(
    unit_cost: float,
    markup: float,
    relative_cover: float,
    elasticity: float,
    smallest_factor: float,
    largest_factor: float,
) -> float:
    """Price of the imported good by the storage rule.

    (IG-1) p* = c (1 + m) clip(r^(-1/eta), g, f)

    Parameters
    ----------
    unit_cost : c, landed cost, KPW.
    markup : m, on landed cost.
    relative_cover : r, stock cover over its target.
    elasticity : eta.
    smallest_factor, largest_factor : g, f.

    Source: economy 9; fourfold to fivefold prices after two years of closure (E0017); eta, g assumed.
    """
    return unit_cost * (1.0 + markup) * clip(scarcity(relative_cover, elasticity), smallest_factor, largest_factor)


@inlined
def goods_order(expected_demand: float, cover_weeks: float, lead_weeks: float, stock: float, on_order: float) -> float:
    """Units to order so that stock covers expected notional demand.

    (IG-2) q = max(0, d (k + l) - s - o)

    Parameters
    ----------
    expected_demand : d, units a week; notional, not rationed sales, else trade never revives (trial findings 3.10).
    cover_weeks, lead_weeks : k, l.
    stock, on_order : s, o, units.

    Source: order-up-to rule (Arrow, Harris and Marschak 1951).
    """
    return max(0.0, expected_demand * (cover_weeks + lead_weeks) - stock - on_order)
