"""Confidence (economy section 9)."""

from jangmadang.compiling import inlined
from jangmadang.shapes import logistic


@inlined
def confidence(
    income_growth: float,
    inflation: float,
    volatility: float,
    traffic: float,
    income_weight: float,
    inflation_weight: float,
    volatility_weight: float,
    traffic_weight: float,
    response: float,
) -> float:
    """Confidence of a group of households in (0, 1); one half in a quiet normal week.

    (CF-1) s = logistic(r (c1 g - c2 pi - c3 v + c4 (q - 1)))

    Parameters
    ----------
    income_growth : g, ln real income of 13 weeks over 52 weeks.
    inflation : pi, 13-week ln change of the staple basket.
    volatility : v, root of the sum of squares of the last 13 weekly changes of ln E; a steady fall of the won counts.
    traffic : q, traffic over the border over its normal level, smoothed.
    income_weight, inflation_weight, volatility_weight, traffic_weight : c1 to c4.
    response : r, 1 for ordinary households, smaller for the wealthy.

    Returns: 1, in (0, 1).

    Source: economy 9; weights assumed.
    """
    index = income_weight * income_growth - inflation_weight * inflation - volatility_weight * volatility
    return logistic(response * (index + traffic_weight * (traffic - 1.0)))
