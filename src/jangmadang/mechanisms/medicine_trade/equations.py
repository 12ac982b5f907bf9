"""The medicine trade (economy section 12)."""

import math

from jangmadang.compiling import inlined
from jangmadang.shapes import clip, expected_larger


@inlined
def precautionary_cover(
    base_cover_weeks: float,
    perceived_hazard: float,
    gain: float,
    holding_cost: float,
    stop_weeks: float,
    limit_weeks: float,
) -> float:
    """Target stock cover of a trader who reckons with a stop: the last week's stock just pays for its holding.

    (MT-1) c = c0 + clip(ln(h g / r) / (1 / T + r), 0, l),  where h g e^(-(1 / T + r) c) = r

    Parameters
    ----------
    base_cover_weeks : c0.
    perceived_hazard : h, of a stop, per week.
    gain : g, of selling in a stop that has outlasted other stocks, over cost.
    holding_cost : r, per week.
    stop_weeks : T, expected length of a stop; lengths are taken to be exponential.
    limit_weeks : l, shelf life.

    Source: margin of stockholding (Williams and Wright 1991); holding cost W008; gain mechanism evidence 10.
    """
    incentive = max(perceived_hazard * gain / holding_cost, 1e-9)
    fading = 1.0 / stop_weeks + holding_cost
    return base_cover_weeks + clip(math.log(incentive) / fading, 0.0, limit_weeks)


@inlined
def target_medicine_price(
    unit_cost: float,
    markup: float,
    scarcity: float,
    elasticity: float,
    largest: float,
    dear_chance: float,
    next_best_cost: float,
) -> float:
    """Price of a medicine that clears the week's flow.

    (MT-2) p* = c (1 + m) ((1 - q) k + q max(k, d)),  k = clip(s^(1/epsilon), 1, f)

    Parameters
    ----------
    unit_cost : c, KPW a course.
    markup : m.
    scarcity : s, courses wanted at the usual price over what comes in and stock-holders offer.
    elasticity : epsilon, of demand to price.
    largest : f, keeps the price finite when nothing is offered.
    dear_chance : q, that the next course has to come by a dearer route, of (BO-10) or (EX-7).
    next_best_cost : d, of that route over the usual one.

    Source: market clearing, demand d (p / p0)^-epsilon; elasticity mechanism evidence 10; spikes E0075 to E0092. A
    seller asks what the next course is expected to cost, as in (CT-8).
    """
    clearing = clip(scarcity ** (1.0 / elasticity), 1.0, largest)
    return unit_cost * (1.0 + markup) * expected_larger(clearing, next_best_cost, dear_chance)


@inlined
def imported_preference(premium: float, taste: float, imported_price: float, domestic_price: float) -> float:
    """Surplus of imported over domestic medicine; imported is chosen if it is positive.

    (MT-3) u = z + e - ln(pi / pd)

    Parameters
    ----------
    premium : z, ln.
    taste : e, of the case, ln.
    imported_price, domestic_price : pi, pd, KPW a course.

    Source: imports preferred at 1.5 to 3 times the domestic price (mechanism evidence 9).
    """
    return premium + taste - math.log(imported_price / domestic_price)


@inlined
def offered_share(
    weeks_to_supply: float, relative_price: float, reversion: float, growth: float, interest: float, withholding: float
) -> float:
    """Part of their stock that holders offer in a week.

    (MT-4) o = min(1, q^sigma e^(-kappa max(g - r, 0)) / H)

    Parameters
    ----------
    weeks_to_supply : H, for which the stock has to last.
    relative_price : q, today's price over that in normal supply, to which it returns when a stop ends.
    reversion : sigma.
    growth : g, of the price, per week; who sees it rise faster than interest waits.
    interest : r, per week.
    withholding : kappa, weeks.

    Source: competitive storage, sale now against sale later (Williams and Wright 1991); holders raised prices E0069.
    """
    eagerness = relative_price**reversion * math.exp(-withholding * max(growth - interest, 0.0))
    return float(min(eagerness / max(weeks_to_supply, 1.0), 1.0))


@inlined
def hoarding_chance(rate: float, relative_price: float, elasticity: float) -> float:
    """Chance that a household which hears bad news wants a course to put by, this week.

    (MT-5) c = k min(1, q^-e)

    Parameters
    ----------
    rate : k, per week.
    relative_price : q, today's price over the usual one at today's price level.
    elasticity : e.

    Source: hoarding in an outbreak mechanism evidence 10; k, e assumed.
    """
    return float(rate * min(1.0, relative_price ** (-elasticity)))


@inlined
def weeks_of_today(hazard_ahead: float, hazard_now: float) -> float:
    """Weeks of today's demand that a stock must hold, as illness has its seasons.

    (MT-6) H' = sum of S / S0

    Parameters
    ----------
    hazard_ahead : sum of S, hazard of illness without an epidemic, over the weeks for which the stock has to last.
    hazard_now : S0, this week.

    Source: identity; merchants secure supplies before winter (report C, mechanism evidence 10).
    """
    return hazard_ahead / max(hazard_now, 1e-9)
