"""Wholesale trade (economy section 11)."""

from jangmadang.compiling import inlined
from jangmadang.shapes import clip


@inlined
def wholesale_price(source_price: float, landed_cost: float, margin: float) -> float:
    """Price an importer asks from an inland trader.

    (WH-1) p = P L (1 + m)

    Parameters
    ----------
    source_price : P, in China, CNY.
    landed_cost : L, landed cost over the price in China.
    margin : m, importer's margin.

    Source: economy 11; margins mechanism evidence 7.
    """
    return source_price * landed_cost * (1.0 + margin)


@inlined
def affordable_share(cost: float, budget: float) -> float:
    """Part of a wanted order that the budget pays for.

    (WH-2) f = min(1, B / C)

    Parameters
    ----------
    cost : C, CNY.
    budget : B, CNY.

    Source: imports are prepaid in yuan (mechanism evidence 21).
    """
    return clip(budget / max(cost, 1e-9), 0.0, 1.0)


@inlined
def medicine_budget_share(
    medicine_cost: float,
    clothing_cost: float,
    medicine_return: float,
    clothing_return: float,
    response: float,
    smallest_return: float,
) -> float:
    """Part of a tight budget that goes to medicine: the wanted part, tilted by relative return.

    (WH-3) s = M q^k / (M q^k + C),  q = max(rm, r0) / max(rc, r0)

    Parameters
    ----------
    medicine_cost, clothing_cost : M, C, CNY wanted.
    medicine_return, clothing_return : rm, rc, expected margin times the chance of sale.
    response : k.
    smallest_return : r0, bounds both returns from below.

    Source: economy 12: capital moves by risk-adjusted return; k, r0 assumed.
    """
    tilt = medicine_cost * (max(medicine_return, smallest_return) / max(clothing_return, smallest_return)) ** response
    return tilt / max(tilt + clothing_cost, 1e-9)
