"""Currency (economy section 8)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import exp, ln
from jangmadang.shapes import clip


@inlined
def fundamental_rate(won: float, yuan: float) -> float:
    """Rate at which money changers' book is balanced: as much in won as in yuan, at that rate.

    (CU-3) E* = W / C

    Parameters
    ----------
    won : W, money changers' won, KPW.
    yuan : C, their yuan, CNY.

    Won and yuan that nobody needs end with the changers, so that this is the portfolio balance of the country: it
    rises one for one with won money, and a rate above it leaves too little won to pay for purchases.

    Returns: KPW/CNY.

    Source: Branson and Henderson (1985), portfolio balance; desired inventory of Ho and Stoll (1981).
    """
    return max(won, 1.0) / max(yuan, 1.0)


@inlined
def exchange_rate_change(
    exchange_rate: float,
    fundamental: float,
    order_flow: float,
    money_growth: float,
    fundamental_speed: float,
    flow_response: float,
    money_response: float,
    largest_change: float,
) -> float:
    """Weekly change of ln E when the rate is free.

    (CU-1) d ln E = kE ln(E*/E) - kF dC/C + kM dM/M, held inside [-m, m]

    Parameters
    ----------
    exchange_rate : E, KPW/CNY.
    fundamental : E*, KPW/CNY.
    order_flow : dC/C, this week's change of money changers' yuan over their stock.
    money_growth : dM/M, won newly issued over won in circulation.
    fundamental_speed, flow_response, money_response : kE, kF, kM.
    largest_change : m, ln a week.

    Returns: ln a week.

    Source: dealer inventory (Ho and Stoll 1981) with order flow (Evans and Lyons 2002); values assumed.
    """
    change = fundamental_speed * ln(fundamental / exchange_rate)
    change += money_response * money_growth - flow_response * order_flow
    return clip(change, -largest_change, largest_change)


@inlined
def won_demand(
    budget: float, income: float, cover: float, store_weeks: float, depreciation: float, response: float
) -> float:
    """Won a household wants to hold; the rest of its money it keeps in yuan.

    (CU-5) m = c B + s Y e^(-chi d)

    Parameters
    ----------
    budget : B, purchases of the week, KPW; they are paid in won, and in yuan only where won end.
    income : Y, permanent income, KPW a week.
    cover : c, won at hand over these purchases.
    store_weeks : s, small store of won, in weeks of income.
    depreciation : d, expected 13-week depreciation of the won (ln), adaptive: the past 13 weeks'.
    response : chi; the won runs away only where chi times the store's part of m passes one (Cagan 1956).

    Returns: KPW.

    Source: cash in advance (Clower 1967); store of value in yuan (W005, W012); s, chi assumed.
    """
    return cover * budget + store_weeks * income * exp(-response * depreciation)


@inlined
def capital_brought_in(yuan: float, wanted_yuan: float, speed: float) -> float:
    """Yuan that owners bring into money changing in a week; negative if they draw them.

    (CU-4) f = v (C* - C)

    Parameters
    ----------
    yuan : C, money changers' yuan, CNY.
    wanted_yuan : C*, some weeks of what is changed, CNY.
    speed : v, per week.

    Without it the changers' yuan could stand anywhere, and with it the rate in the long run.

    Returns: CNY a week.

    Source: entry until capital earns its usual return (Ho and Stoll 1981 for the inventory); assumed.
    """
    return speed * (wanted_yuan - yuan)
