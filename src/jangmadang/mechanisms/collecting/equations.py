"""Collecting of export goods by border households (economy section 6)."""

import math

from jangmadang.compiling import inlined
from jangmadang.shapes import logistic


@inlined
def collector_yield(full_yield_kg: float, season_share: float, collecting_share: float, crowding_share: float) -> float:
    """Weekly yield of one collecting household.

    (CO-1) y = y0 s / (1 + n / n0)

    Parameters
    ----------
    full_yield_kg : y0, kg a week in full season without crowding.
    season_share : s, height of the season in [0, 1].
    collecting_share : n, collecting households over all border households.
    crowding_share : n0, the share at which the yield halves.

    Source: economy 6; yields H001, H016; crowding assumed.
    """
    return full_yield_kg * season_share / (1.0 + collecting_share / crowding_share)


@inlined
def gathering_probability(gathering_income: float, outside_income: float, response: float, taste: float) -> float:
    """Probability that a household gathers this week.

    (CO-2) P = logistic(b ln(g / w) + taste)

    Parameters
    ----------
    gathering_income : g, expected income of a week of gathering, KPW.
    outside_income : w, income forgone, KPW.
    response : b.
    taste : lasting taste for gathering, ln.

    Source: McFadden (1974) binary logit; economy 6; b assumed.
    """
    if gathering_income <= 0.0:
        return 0.0
    return logistic(response * math.log(gathering_income / max(outside_income, 1.0)) + taste)


@inlined
def buyer_found_probability(buyers_money: float, offered_worth: float) -> float:
    """Chance that who would gather has heard of a buyer with money left: money is rationed before anybody goes.

    (CO-3) f = min(1, M / O)

    Parameters
    ----------
    buyers_money : M, CNY, ready at the market.
    offered_worth : O, CNY, what all who would gather would bring at the farm-gate price.

    Source: proportional rationing; a market's news is common knowledge (assumed).
    """
    return min(1.0, buyers_money / max(offered_worth, 1e-9))
