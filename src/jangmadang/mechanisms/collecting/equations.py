"""Collecting of export goods by border households (economy section 6)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import ln, raised
from jangmadang.shapes import logistic


@inlined
def collector_yield(full_yield_kg: float, season_share: float, collecting_share: float, crowding_share: float) -> float:
    """Weekly yield of one collecting household.

    (CO-1) y = y0 s / (1 + n / n0)

    Parameters
    ----------
    full_yield_kg : y0, kg a week in full season without crowding.
    season_share : s, height of the season in [0, 1].
    collecting_share : n, collecting households over all border households, smoothed over the weeks before.
    crowding_share : n0, the share at which the yield halves.

    Returns: kg a week.

    Source: economy 6; yields H001, H016; crowding assumed.
    """
    return full_yield_kg * season_share / (1.0 + collecting_share / crowding_share)


@inlined
def log_reserve(outside_income: float, response: float, taste: float, hands: float) -> float:
    """Worth of a week of usual gathering, ln CNY, at which a household gathers with an even chance.

    (CO-4) ln r = ln (w / h) - taste / b

    Parameters
    ----------
    outside_income : w, income forgone, CNY a week.
    response : b.
    taste : lasting taste for gathering, ln.
    hands : h, of (CO-5): who brings home half needs twice the price. A setback takes as much from either work.

    Returns: ln CNY.

    Source: (CO-2) at an even chance.
    """
    return ln(max(outside_income / max(hands, 1e-3), 0.01)) - taste / response


@inlined
def gathering_hands(earning_weight: float, usual_earning_weight: float, power: float) -> float:
    """What a household brings home from a week of gathering, over a usual household of its class.

    (CO-5) h = (e / e0)^rho

    Parameters
    ----------
    earning_weight, usual_earning_weight : e, e0, lasting earnings of the household and of the mean of its class.
    power : rho, part of differences in earnings (ln) that comes of hands able to work; the rest is capital and skill.

    Returns: 1.

    Source: Roy (1951), abilities in two occupations go together; the destitute are old people alone, the sick and
    single parents (households 3), and died in 2023 while others gathered (D-I049).
    """
    return raised(earning_weight / usual_earning_weight, power)


@inlined
def hands_of_week(hands: float, in_setback: float, lost_share: float) -> float:
    """Hands left in a setback, which takes as much from gathering as from any other work.

    (CO-6) h' = h (1 - s z)

    Parameters
    ----------
    hands : h, of (CO-5).
    in_setback : z, 1 in a setback, else 0.
    lost_share : s.

    Returns: 1.

    Source: Gertler and Gruber (2002), as in (LC-13).
    """
    return hands * (1.0 - lost_share * in_setback)


@inlined
def gathering_probability(log_worth: float, log_reserve: float, response: float) -> float:
    """Probability that a household gathers this week.

    (CO-2) P = logistic(b ln(g / r))

    Parameters
    ----------
    log_worth : ln g, worth of a week of gathering, ln CNY.
    log_reserve : ln r (CO-4).
    response : b.

    Returns: probability.

    Source: McFadden (1974) binary logit; economy 6; b assumed.
    """
    return logistic(response * (log_worth - log_reserve))
