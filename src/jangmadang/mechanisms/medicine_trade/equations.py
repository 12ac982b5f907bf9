"""The medicine trade (economy section 12)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import exp, ln, raised
from jangmadang.shapes import expected_larger


@inlined
def gain_of_another_week(
    cover_weeks: float,
    stop_hazard: float,
    closure_hazard: float,
    gain: float,
    holding_cost: float,
    ordinary_weeks: float,
    closure_weeks: float,
) -> float:
    """What a further week of stock earns a week, over its cost, for a trader who reckons with stops.

    (MT-1) v = g (ho e^(-x / To) + hc e^(-x / Tc)) e^(-r x) - r;  cover is raised to where v = 0

    Parameters
    ----------
    cover_weeks : x, held beyond the working stock.
    stop_hazard, closure_hazard : h, hc, of any stop and of a closure, per week; ho = h - hc.
    gain : g, of selling in a stop that has outlasted other stocks, over cost.
    holding_cost : r, per week.
    ordinary_weeks, closure_weeks : To, Tc, mean length of each kind; lengths are taken to be exponential.

    Returns: per week.

    Source: margin of stockholding (Williams and Wright 1991); holding cost W008; gain mechanism evidence 10.
    """
    ordinary = max(stop_hazard - closure_hazard, 0.0) * exp(-cover_weeks / ordinary_weeks)
    closure = closure_hazard * exp(-cover_weeks / closure_weeks)
    return gain * (ordinary + closure) * exp(-holding_cost * cover_weeks) - holding_cost


@inlined
def medicine_order_level(current: float, normal: float, working_weeks: float, all_weeks: float) -> float:
    """Courses that a trader wants in stock, on the way and waiting together.

    (MT-11) S = d w + n (H - w)

    Parameters
    ----------
    current : d, demand of these weeks, with its rush or lull.
    normal : n, usual demand of this time of the year.
    working_weeks : w, weeks of today's demand over the lead and the working stock.
    all_weeks : H, over the precautionary cover too, at least w.

    Returns: courses.

    Source: a shock known to pass moves no forecast (Muth 1960): orders that multiply it by a long cover swing far more
    than sales (Graves 1999); households who put courses by in a lockdown of days do not do so for the cover's months.
    """
    return current * working_weeks + normal * (all_weeks - working_weeks)


@inlined
def target_medicine_price(
    unit_cost: float,
    markup: float,
    scarcity: float,
    elasticity: float,
    dear_chance: float,
    next_best_cost: float,
) -> float:
    """Price of a medicine that clears the week's flow.

    (MT-2) p* = c (1 + m) ((1 - q) k + q max(k, d)),  k = 1 + max(ln(s), 0) / epsilon

    Parameters
    ----------
    unit_cost : c, KPW a course.
    markup : m.
    scarcity : s, courses wanted at the usual price over what comes in and stock-holders offer.
    elasticity : epsilon, of demand to price at the usual price.
    dear_chance : q, that the next course has to come by a dearer route, of (BO-10) or (EX-7).
    next_best_cost : d, of that route over the usual one.

    Returns: KPW/course.

    Source: market clearing with the demand of (IL-2), d exp(-epsilon (p / p0 - 1)), whose elasticity rises with the
    price (Hursh and Silberberg 2008); elasticity mechanism evidence 10; spikes E0075 to E0092. A seller asks what the
    next course is expected to cost, as in (CT-8).
    """
    clearing = 1.0 + ln(max(scarcity, 1.0)) / elasticity
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

    Returns: ln.

    Source: imports preferred at 1.5 to 3 times the domestic price (mechanism evidence 9).
    """
    return premium + taste - ln(imported_price / domestic_price)


@inlined
def imported_share(premium: float, spread: float, imported_price: float, domestic_price: float) -> float:
    """Part of the sick who prefer the imported medicine, over the tastes of (MT-3).

    (MT-8) P = 1 / (1 + exp(-(z - ln(pi / pd)) / sigma))

    Parameters
    ----------
    premium : z, ln.
    spread : sigma, of the tastes, which are logistic.
    imported_price, domestic_price : pi, pd, KPW a course.

    Returns: share.

    Source: logit (McFadden 1974).
    """
    return 1.0 / (1.0 + exp(-(premium - ln(imported_price / domestic_price)) / spread))


@inlined
def depletion_weeks(
    supply_weeks: float, stopped: float, stop_weeks: float, interest: float, elasticity: float, relative_price: float
) -> float:
    """Weeks for which holders make their stock last.

    (MT-4) 1 / H = (1 - s) / L + s epsilon q (r + 1 / T),  H at least L

    While supply flows, a stock has to last until the next arrival. In a stop whose end is unknown, who waits another
    week must gain interest and the chance that the price falls back: the price then grows at g = r + 1 / T, and sales,
    which fall by epsilon q g a week, use the stock up.

    Parameters
    ----------
    supply_weeks : L, from order to arrival.
    stopped : s, part of the supply whose gateway is stopped.
    stop_weeks : T, expected length of a stop; its end has the hazard 1 / T.
    interest : r, per week.
    elasticity : epsilon, of demand at the usual price.
    relative_price : q, today's price over the usual one.

    Returns: weeks.

    Source: depletion of a stock until a substitute comes at an unknown date (Hotelling 1931; Dasgupta and Heal 1974),
    with the demand of (IL-2).
    """
    pace = elasticity * relative_price * (interest + 1.0 / max(stop_weeks, 1.0))
    return max(1.0 / ((1.0 - stopped) / max(supply_weeks, 1.0) + stopped * pace), max(supply_weeks, 1.0))


@inlined
def offered_share(weeks_to_last: float, growth: float, interest: float, withholding: float) -> float:
    """Part of their stock that holders offer in a week.

    (MT-9) o = e^(-kappa max(g - r, 0)) / H

    Parameters
    ----------
    weeks_to_last : H, of today's demand, for which the stock has to last, at least 1.
    growth : g, of the price, per week; who sees it rise faster than interest waits.
    interest : r, per week.
    withholding : kappa, weeks.

    Returns: share.

    Source: sale now against sale later (Williams and Wright 1991); holders raised prices E0069, hoarding mechanism
    evidence 10.
    """
    return float(exp(-withholding * max(growth - interest, 0.0)) / max(weeks_to_last, 1.0))


@inlined
def domestic_price(base: float, imported_inputs: float, services: float, content: float) -> float:
    """Factory price of domestic medicine, whose imported inputs are as scarce as imported medicine.

    (MT-10) c = b i^a w^(1 - a)

    Parameters
    ----------
    base : b, at base prices, KPW a course.
    imported_inputs : i, exchange rate over its base, times the price of imported medicine over that in normal supply.
    services : w, price of local work over its base.
    content : a, imported inputs in cost.

    Returns: KPW/course.

    Source: Cobb-Douglas cost; in a year without imports domestic medicine of imported inputs rose like imports (E0055),
    other medicine by 16 to 38 percent (E0052 to E0054).
    """
    return base * raised(imported_inputs, content) * raised(services, 1.0 - content)


@inlined
def factory_output(relative_price: float, elasticity: float) -> float:
    """Output of domestic factories and home laboratories over its normal level, once they have adjusted.

    (MT-7) x = q^theta, at least 1

    Parameters
    ----------
    relative_price : q, price over cost and margin.
    elasticity : theta, of supply.

    Returns: 1.

    Source: penicillin nearly doubled in seven weeks as merchants emptied the factory (E0049, E0050), and stood 16 to 38
    percent up after a year without imports (E0052 to E0054): short of supply at first, elastic within the year.
    """
    return raised(max(relative_price, 1.0), elasticity)


@inlined
def hoarding_chance(rate: float, relative_price: float, elasticity: float) -> float:
    """Chance that a household which hears bad news wants a course to put by, this week.

    (MT-5) c = k min(1, q^-e)

    Parameters
    ----------
    rate : k, per week.
    relative_price : q, today's price over the usual one at today's price level.
    elasticity : e.

    Returns: probability.

    Source: hoarding in an outbreak mechanism evidence 10; k, e assumed.
    """
    return rate * min(1.0, raised(relative_price, -elasticity))


@inlined
def weeks_of_today(hazard_ahead: float, hazard_now: float) -> float:
    """Weeks of today's demand that a stock must hold, as illness has its seasons.

    (MT-6) H' = sum of S / S0

    Parameters
    ----------
    hazard_ahead : sum of S, hazard of illness without an epidemic, over the weeks for which the stock has to last.
    hazard_now : S0, this week.

    Returns: weeks.

    Source: identity; merchants secure supplies before winter (report C, mechanism evidence 10).
    """
    return hazard_ahead / max(hazard_now, 1e-9)
