"""Beliefs about stops of the border (economy section 12; second edition 2.5)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import exp, ln, raised
from jangmadang.shapes import logistic


@inlined
def kept_share(half_life_weeks: float) -> float:
    """Part of past experience that still counts a week later.

    (EX-1) d = 2^(-1 / H)

    Parameters
    ----------
    half_life_weeks : H.

    Returns: share.

    Source: exponential forgetting, a power discount of the likelihood (West and Harrison 1997).
    """
    return raised(0.5, 1.0 / half_life_weeks)


@inlined
def remembered(count: float, prior: float, kept: float, seen: float) -> float:
    """Discounted count of events, or of weeks exposed to them, which fades toward the prior's.

    (EX-2) n' = d n + (1 - d) n0 + z

    Parameters
    ----------
    count, prior : n, n0, events or weeks.
    kept : d, of (EX-1).
    seen : z, events or weeks of this week.

    Returns: in the unit of count.

    Source: conjugate update of a Gamma belief about an exponential hazard (Gelman et al. 2013), discounted.
    """
    return kept * count + (1.0 - kept) * prior + seen


@inlined
def expected_hazard(events: float, exposure: float) -> float:
    """Expected hazard of a Gamma belief.

    (EX-3) h = a / b

    Parameters
    ----------
    events : a, events remembered.
    exposure : b, weeks in which they might have happened.

    Returns: per week.

    Source: mean of the Gamma distribution (Gelman et al. 2013).
    """
    return events / max(exposure, 1e-9)


@inlined
def adapted_hazard(hazard: float, began: float, kept: float) -> float:
    """Hazard that moves toward what an open week brought, whatever was known before (rival of EX-3).

    (EX-8) h' = d h + (1 - d) z

    Parameters
    ----------
    hazard : h, per week.
    began : z, stops that began this week, each by its weight.
    kept : d, of (EX-1).

    Returns: per week.

    Source: adaptive expectations (Cagan 1956; Nerlove 1958).
    """
    return kept * hazard + (1.0 - kept) * began


@inlined
def expected_length(events: float, exposure: float) -> float:
    """Mean length of a kind of stop, of those that ended and the one that lasts.

    (EX-4) T = b / a

    Parameters
    ----------
    events : a, ends of stops of this kind remembered.
    exposure : b, weeks they lasted, and what the present one has lasted by the chance that it is one of them.

    Returns: weeks.

    Source: inverse of the expected hazard of an end, a Gamma belief as in (EX-3).
    """
    return exposure / max(events, 1e-9)


@inlined
def closure_share(closures: float, ordinary: float, prior_share: float, prior_stops: float) -> float:
    """Part of stops that are closures, as traders reckon after what they have seen.

    (EX-10) pi = (pi0 n + c) / (n + c + o)

    Parameters
    ----------
    closures, ordinary : c, o, ends of stops of each kind remembered beyond the prior's.
    prior_share : pi0.
    prior_stops : n, stops that the prior counts for.

    Returns: share.

    Source: mean of a Beta belief (Gelman et al. 2013).
    """
    return (prior_share * prior_stops + closures) / max(prior_stops + closures + ordinary, 1e-9)


@inlined
def closure_chance(share: float, age_weeks: float, ordinary_weeks: float, closure_weeks: float) -> float:
    """Chance that a stop that has lasted so long is a closure and not one of the ordinary ones.

    (EX-11) rho = pi e^(-a / Tc) / (pi e^(-a / Tc) + (1 - pi) e^(-a / To))

    Parameters
    ----------
    share : pi, of (EX-10).
    age_weeks : a, weeks it has lasted.
    ordinary_weeks, closure_weeks : To, Tc, mean length of each kind.

    Returns: probability.

    Source: Bayes' rule for a mixture of exponential spells, whose hazard of an end falls as they last (Heckman and
    Singer 1984): when a stop of May 2025 outlasted the week that had been announced, fear of a long one grew (E0208).
    """
    evidence = age_weeks * (1.0 / ordinary_weeks - 1.0 / closure_weeks)
    return logistic(ln(share / max(1.0 - share, 1e-9)) + evidence)


@inlined
def ended_closure_chance(share: float, age_weeks: float, ordinary_weeks: float, closure_weeks: float) -> float:
    """Chance that a stop that has ended after so many weeks was a closure.

    (EX-12) ln(rho' / (1 - rho')) = ln(pi / (1 - pi)) + a (1 / To - 1 / Tc) + ln(To / Tc)

    Parameters
    ----------
    share, age_weeks, ordinary_weeks, closure_weeks : pi, a, To, Tc, of (EX-11).

    Returns: probability.

    Source: the same with densities in the place of survival.
    """
    evidence = age_weeks * (1.0 / ordinary_weeks - 1.0 / closure_weeks) + ln(ordinary_weeks / closure_weeks)
    return logistic(ln(share / max(1.0 - share, 1e-9)) + evidence)


@inlined
def length_at_hazard(chance: float, ordinary_weeks: float, closure_weeks: float) -> float:
    """Length of a stop at today's hazard of its end.

    (EX-13) T = 1 / ((1 - rho) / To + rho / Tc)

    Parameters
    ----------
    chance : rho, of (EX-11).
    ordinary_weeks, closure_weeks : To, Tc.

    Returns: weeks.

    Source: hazard of a mixture of exponential spells (Heckman and Singer 1984).
    """
    return 1.0 / ((1.0 - chance) / ordinary_weeks + chance / closure_weeks)


@inlined
def stop_severity(openness: float, usual_openness: float) -> float:
    """Part of what is usually open that is shut.

    (EX-5) s = 1 - q / n, in [0, 1]

    Parameters
    ----------
    openness : q, this week.
    usual_openness : n, smoothed.

    Returns: share.

    Source: identity.
    """
    return min(max(1.0 - openness / max(usual_openness, 1e-9), 0.0), 1.0)


@inlined
def held_up_chance(stopped: float, hazard: float, stop_weeks: float, lead_weeks: float) -> float:
    """Chance that what is ordered now does not come by the usual route: a stop outlasts the order, or begins before.

    (EX-7) q = s exp(-L / T) + (1 - s) (1 - exp(-h L))

    Parameters
    ----------
    stopped : s, part of the supply whose gateway is stopped.
    hazard : h, of a stop, per week.
    stop_weeks : T, expected length of a stop.
    lead_weeks : L, from order to arrival.

    Returns: probability.

    Source: survival of exponential spells; hazard and lengths as traders believe, (EX-3) and (EX-4).
    """
    ended = exp(-lead_weeks / max(stop_weeks, 1e-3))
    return stopped * ended + (1.0 - stopped) * (1.0 - exp(-hazard * lead_weeks))


@inlined
def news_weight(share: float, news: float) -> float:
    """Weight of what happens at a gateway in the belief of a trader who uses it for a part of the orders.

    (EX-6) w = s + nu (1 - s)

    Parameters
    ----------
    share : s, part of the orders through this gateway.
    news : nu, weight of news from a gateway that is not one's own.

    Returns: 1, in [0, 1].

    Source: assumed.
    """
    return share + news * (1.0 - share)


@inlined
def speed_of_forgetting(speed: float, stopped: float, kept: float) -> float:
    """Speed at which a trader's idea of usual business follows this week's: sales in a stop say little about it.

    (EX-9) v' = v (1 - q) + (1 - d) q

    Parameters
    ----------
    speed : v, per week while the gateways are open.
    stopped : q, part of a market's gateways that is stopped.
    kept : d, of (EX-1), at the memory of stops.

    Returns: per week.

    Source: Muth (1960), a shock known to pass moves no forecast; Dixit (1989), firms wait with their capital.
    """
    return speed * (1.0 - stopped) + (1.0 - kept) * stopped
