"""What the state gives (mechanism: rations; food_system.csv)."""

from jangmadang.compiling import inlined
from jangmadang.shapes import clip


@inlined
def filled_part(stock_kg: float, expected_kg: float, planned_weekly_kg: float, weeks: float) -> float:
    """Part of planned rations that the state hands out, so that its grain lasts to the next harvest.

    (RA-1) f = min(1, (S + A) / (u h))

    Parameters
    ----------
    stock_kg : S, state grain, kg.
    expected_kg : A, the state's part of the harvest still to come in until then, kg.
    planned_weekly_kg : u, rations and other state use as planned, kg a week.
    weeks : h, weeks until grain of the next harvest is in hand.

    State shops get what rations leave: the same with S less u h, and u what they offer (F051 to F056).

    Returns: share.

    Source: rations fall in the lean season and after bad harvests (F002, F011, F015); the rule assumed.
    """
    return clip((stock_kg + expected_kg) / max(planned_weekly_kg * weeks, 1.0), 0.0, 1.0)


@inlined
def ration(need_kg: float, standing_share: float, delivery: float, extra_share: float, relief_share: float) -> float:
    """Ration of a household this week as planned, kg.

    (RA-2) r = q min(1, a d + e + l)

    Parameters
    ----------
    need_kg : q, staple need of the week, kg.
    standing_share : a, of the class and area.
    delivery : d, part of it delivered at this date.
    extra_share : e, added by a scenario.
    relief_share : l, relief in a lockdown.

    Returns: kg.

    Source: F021 to F025; I039 to I041.
    """
    return need_kg * min(1.0, standing_share * delivery + extra_share + relief_share)


@inlined
def shop_price(market_price: float, discount: float) -> float:
    """Price of grain in state shops.

    (RA-3) p = (1 - d) p_m

    Parameters
    ----------
    market_price : p_m, KPW/kg.
    discount : d.

    Returns: KPW/kg.

    Source: 20 to 30 % below the market (F027).
    """
    return (1.0 - discount) * market_price
