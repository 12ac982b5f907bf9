"""Illness (economy section 12)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import ln, raised


@inlined
def illness_hazard(
    mean_hazard: float,
    summer_level: float,
    winter_rise: float,
    winter_height: float,
    autumn_rise: float,
    autumn_height: float,
    epidemic: float,
) -> float:
    """Weekly hazard that a household needs a course of medicine.

    (IL-1) h = h0 (b + rw sw + ra sa) e

    Parameters
    ----------
    mean_hazard : h0, per week.
    summer_level : b, out of the peaks; below 1, so that the yearly mean stays near h0.
    winter_rise, winter_height : rw, sw in [0, 1].
    autumn_rise, autumn_height : ra, sa in [0, 1].
    epidemic : e, multiplier of an epidemic.

    Returns: per week.

    Source: episodes E008, E009; seasons E013, E014, mechanism evidence 10.
    """
    return mean_hazard * (summer_level + winter_rise * winter_height + autumn_rise * autumn_height) * epidemic


@inlined
def treatment_limit(
    usual_price: float,
    relative_income: float,
    draw: float,
    price_elasticity: float,
    income_elasticity: float,
) -> float:
    """Most that one household pays for a course; over many, demand falls the faster the dearer it is.

    (IL-2) v = p0 max(1 + ln(y^eta / u) / epsilon, 0), so that P(v > p) = y^eta exp(-epsilon (p / p0 - 1)), at most 1

    Parameters
    ----------
    usual_price : p0, KPW a course, at today's price level.
    relative_income : y, permanent income over that of an ordinary household.
    draw : u, of the case, in (0, 1).
    price_elasticity : epsilon, above 0, at the usual price; at p it is epsilon p / p0.
    income_elasticity : eta.

    Returns: KPW/course.

    Source: exponential demand (Hursh and Silberberg 2008), for with a constant elasticity half of the sick would pay
    ten times the price; elasticity -.2 to -.4 mechanism evidence 10; income households 4; report C: demand does not
    fall.
    """
    wanted = ln(raised(relative_income, income_elasticity) / draw) / price_elasticity
    return float(usual_price * max(1.0 + wanted, 0.0))
