"""Wholesale trade (economy section 11)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import raised
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

    Returns: in the unit of source_price.

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

    Returns: share.

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
    medicine_return : rm, markup on landed cost at today's price.
    clothing_return : rc, markup times sell-through over its target, smoothed.
    response : k.
    smallest_return : r0, bounds both returns from below.

    Returns: share.

    Source: economy 12: capital moves by risk-adjusted return; k, r0 assumed.
    """
    tilt = medicine_cost * raised(
        max(medicine_return, smallest_return) / max(clothing_return, smallest_return), response
    )
    return tilt / max(tilt + clothing_cost, 1e-9)


@inlined
def backlog_after_order(waiting: float, all_waiting: float, change: float, share: float) -> float:
    """Goods that wait at a gateway after this week's order, or after what is no longer wanted is cancelled.

    (WH-4) b' = b + s q for q > 0,  b' = b (1 - min(1, -q / B)) for q < 0,  q = S - I

    Parameters
    ----------
    waiting, all_waiting : b, B, at the gateway and at all gateways.
    change : q, order-up-to level less the inventory position (stock, on the way, waiting).
    share : s, part of orders that goes to the gateway.

    Returns: in the unit of waiting.

    Source: order-up-to rule on the inventory position (Arrow, Harris and Marschak 1951); counting what waits keeps
    traders from ordering it again (shortage gaming: Lee, Padmanabhan and Whang 1997).
    """
    if change >= 0.0:
        return waiting + share * change
    return waiting * (1.0 - min(1.0, -change / all_waiting)) if all_waiting > 0.0 else waiting


@inlined
def backlog_after_shift(waiting: float, all_waiting: float, share: float, speed: float) -> float:
    """Goods that wait at a gateway after some orders are moved to where they would pass sooner or cheaper.

    (WH-5) b' = b + v (s B - b)

    Parameters
    ----------
    waiting, all_waiting : b, B, at the gateway and at all gateways.
    share : s, part that the gateway would have, of (BO-5).
    speed : v, per week.

    Returns: in the unit of waiting.

    Source: partial adjustment; v assumed.
    """
    return waiting + speed * (share * all_waiting - waiting)
