"""Currency (economy section 8)."""

from jangmadang.compiling import inlined
from jangmadang.shapes import clip


@inlined
def exchange_rate_change(
    stock_gap: float,
    order_flow: float,
    money_growth: float,
    stock_speed: float,
    flow_response: float,
    money_response: float,
    largest_change: float,
) -> float:
    """Weekly change of ln E when the rate is free.

    (CU-1) d ln E = -kE (C - C*)/C* - kF dC/C* + kM dM/M, held inside [-m, m]

    Parameters
    ----------
    stock_gap : (C - C*)/C*, money changers' yuan against target.
    order_flow : dC/C*, this week's change of that stock over its target.
    money_growth : dM/M, won newly issued over won in circulation.
    stock_speed, flow_response, money_response : kE, kF, kM.
    largest_change : m, ln a week.

    Source: dealer inventory (Ho and Stoll 1981) with order flow (Evans and Lyons 2002); the stock term alone is an
    undamped oscillator (trial findings 3.1); values assumed.
    """
    change = -stock_speed * stock_gap - flow_response * order_flow + money_response * money_growth
    return clip(change, -largest_change, largest_change)


@inlined
def cny_share_target(base_share: float, depreciation: float, response: float) -> float:
    """Target share of liquid wealth in yuan.

    (CU-2) a = a0 + chi d, in [0, 1]

    Parameters
    ----------
    base_share : a0, by class.
    depreciation : d, expected 13-week depreciation of the won (ln), adaptive: the past 13 weeks'.
    response : chi; above about 0.5 the won runs away (Cagan 1956), so at most 0.15.

    Source: economy 8; W005, W012; chi assumed.
    """
    return clip(base_share + response * depreciation, 0.0, 1.0)
