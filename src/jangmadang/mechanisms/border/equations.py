"""Border channels (economy section 5)."""

import math

from jangmadang.compiling import inlined


@inlined
def channel_cost(fee_share: float, bribe_share: float, carriage_share: float, seizure_hazard: float) -> float:
    """Expected cost of a channel as a share of value.

    (BO-1) c = f + b + k + h

    Parameters
    ----------
    fee_share, bribe_share, carriage_share : f, b, k, shares of value.
    seizure_hazard : h, share of value lost.

    Source: economy 5; mechanism evidence 22 and 23.
    """
    return fee_share + bribe_share + carriage_share + seizure_hazard


@inlined
def channel_weight(openness: float, cost: float, scale: float) -> float:
    """Attraction of a channel; shares are weights over their sum (logit).

    (BO-2) w = a exp(-c / lambda)

    Parameters
    ----------
    openness : a, in [0, 1].
    cost : c, share of value.
    scale : lambda; least cost alone is all-or-nothing (trial findings 3.10).

    Source: McFadden (1974); taxes and delay move informal traders' choice (Bensassi et al. 2019); lambda assumed.
    """
    return openness * math.exp(-cost / scale)


@inlined
def least_cost_weight(openness: float, cost: float, scale: float, sharpness: float) -> float:
    """Attraction of a channel when shippers take the cheapest open one (rival of BO-2).

    (BO-3) w = a exp(-k c / lambda), nearly all or nothing

    Parameters
    ----------
    openness : a, in [0, 1].
    cost : c, share of value.
    scale : lambda, of BO-2.
    sharpness : k.

    Source: cost minimisation, the limit of BO-2 as lambda falls.
    """
    return openness * math.exp(-sharpness * cost / scale)


@inlined
def fill_rate(demand: float, openness: float, capacity: float) -> float:
    """Part of a channel's demand that passes; rationing is pro rata.

    (BO-4) r = min(1, a K / d)

    Parameters
    ----------
    demand : d, t a week.
    openness : a.
    capacity : K, t a week when open.

    Source: economy 5; capacities assumed (mechanism evidence 18).
    """
    return min(1.0, openness * capacity / max(demand, 1e-9))
