"""Buyers of export goods (economy section 6)."""

from jangmadang.compiling import inlined
from jangmadang.shapes import logistic


@inlined
def chinese_price(
    reference_price: float, relative_quantity: float, elasticity: float, smallest_quantity: float
) -> float:
    """Chinese demand for an export good.

    (TC-1) P = P0 max(q, q0)^(-1/eta)

    Parameters
    ----------
    reference_price : P0, CNY/kg, at reference quantity.
    relative_quantity : q, yearly quantity over its reference.
    elasticity : eta.
    smallest_quantity : q0, relative quantity below which scarcity raises the price no further.

    Source: economy 6; eta, q0 assumed.
    """
    return reference_price * max(relative_quantity, smallest_quantity) ** (-1.0 / elasticity)


@inlined
def cournot_price(reservation_price: float, net_price: float, buyers: float, supply_elasticity: float) -> float:
    """Price at the farm gate paid by n oligopsonists facing a supply curve.

    (TC-2) p = w + n eps / (1 + n eps) (P (1 - c) - w)

    Parameters
    ----------
    reservation_price : w, CNY/kg.
    net_price : P (1 - c), border price less exporters' costs, CNY/kg.
    buyers : n, active buyers.
    supply_elasticity : eps.

    Source: Cournot oligopsony; entry of buyers raises prices (report S); eps assumed (mechanism evidence 14).
    """
    competition = buyers * supply_elasticity / (1.0 + buyers * supply_elasticity)
    return reservation_price + competition * max(net_price - reservation_price, 0.0)


@inlined
def proportional_price(reservation_price: float, net_price: float, buyers: float, supply_elasticity: float) -> float:
    """Price at the farm gate by a markdown proportional to the border price (rival of TC-2).

    (TC-3) p = n eps / (1 + n eps) P (1 - c), at least w

    Parameters are those of TC-2. A proportional markdown cannot widen the gap between grades.

    Source: Robinson (1933) monopsony markdown.
    """
    return max(reservation_price, net_price * buyers * supply_elasticity / (1.0 + buyers * supply_elasticity))


@inlined
def sustainable_buyers(
    margin_value: float, margin_at_capacity: float, fixed_cost: float, ceiling: float, response: float
) -> float:
    """Number of buyers at which a buyer's margin pays its fixed cost.

    (TC-4) n* = 1 + max(min(L, M / F) - 1, 0) logistic(b (g / F - 1))

    Parameters
    ----------
    margin_value : M, all buyers' margin at current quantities, CNY a week.
    margin_at_capacity : g, margin of one buyer working at its outlet capacity, CNY a week.
    fixed_cost : F, CNY a week.
    ceiling : L, licences.
    response : b.

    Source: free entry under a licence ceiling (economy 6); F, b assumed.
    """
    return 1.0 + max(min(ceiling, margin_value / fixed_cost) - 1.0, 0.0) * logistic(
        response * (margin_at_capacity / fixed_cost - 1.0)
    )
