"""Traders' strategies (economy section 11; second edition 2.4)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import exp
from jangmadang.shapes import LARGEST_EXPONENT, clip


@inlined
def tilted_return(targeted: float, other: float, tilt: float) -> float:
    """Expected weekly return on a yuan in garments when orders are tilted to one tier.

    (SG-1) r = ((1 + theta) ra + (1 - theta) rb) / 2

    Parameters
    ----------
    targeted, other : ra, rb, returns of the tier aimed at and of the other, per week.
    tilt : theta.

    Returns: per week.

    Source: identity.
    """
    return 0.5 * ((1.0 + tilt) * targeted + (1.0 - tilt) * other)


@inlined
def with_medicine(garments: float, medicine: float, part: float) -> float:
    """Expected weekly return when a part of the capital lies in medicine.

    (SG-2) r = (1 - m) rg + m rm

    Parameters
    ----------
    garments, medicine : rg, rm, returns of the two lines, per week.
    part : m, of the capital.

    Returns: per week.

    Source: identity; part of medicine mechanism evidence 8.
    """
    return (1.0 - part) * garments + part * medicine


@inlined
def strategy_weight(expected_return: float, scale: float) -> float:
    """Attraction of a strategy; its share of traders is its weight over the sum of weights (logit).

    (SG-3) w = exp(r / lambda)

    Parameters
    ----------
    expected_return : r, per week.
    scale : lambda, per week: the spread of traders' lasting tastes.

    Returns: 1.

    Source: McFadden (1974); lambda assumed.
    """
    return exp(clip(expected_return / scale, -LARGEST_EXPONENT, LARGEST_EXPONENT))


@inlined
def line_return(profit: float, usual_capital: float, capital: float) -> float:
    """Weekly return of a line; who can get no goods earns little on the money kept for them.

    (SG-4) r = q / max(k, k0)

    Parameters
    ----------
    profit : q, of the week, CNY.
    usual_capital : k0, usually bound in the line, CNY.
    capital : k, this week, CNY.

    Returns: per week.

    Source: identity; imports are prepaid (mechanism evidence 21), so that money waits for goods.
    """
    return profit / max(usual_capital, capital, 1.0)


@inlined
def relative_part(part: float, usual_part: float) -> float:
    """Orders in a line over what sales alone call for, from the part of traders' capital that turns to it.

    (SG-5) z = q / q0

    Parameters
    ----------
    part, usual_part : q, q0, of traders' capital, now and over the last years.

    Returns: 1.

    Source: identity; sales have called for what was usual.
    """
    return part / max(usual_part, 1e-9)
