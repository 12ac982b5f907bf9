"""The medicine trade (economy section 12)."""

import math

from jangmadang.compiling import inlined
from jangmadang.shapes import clip, scarcity


@inlined
def precautionary_cover(
    base_cover_weeks: float,
    perceived_hazard: float,
    gain: float,
    holding_cost: float,
    weeks_per_ln: float,
    limit_weeks: float,
) -> float:
    """Target stock cover of a trader who fears a closure.

    (MT-1) c = c0 + clip(D ln(h g / r), 0, l)

    Parameters
    ----------
    base_cover_weeks : c0.
    perceived_hazard : h, of a closure, per week.
    gain : g, of selling after a closure, over cost.
    holding_cost : r, per week.
    weeks_per_ln : D.
    limit_weeks : l.

    Source: economy 12, trial findings 3.8; holding cost W008; cover mechanism evidence 10.
    """
    incentive = max(perceived_hazard * gain / holding_cost, 1e-9)
    return base_cover_weeks + clip(weeks_per_ln * math.log(incentive), 0.0, limit_weeks)


@inlined
def target_medicine_price(
    unit_cost: float, markup: float, relative_cover: float, elasticity: float, largest: float
) -> float:
    """Price of a medicine toward which the market moves.

    (MT-2) p* = c (1 + m) clip(r^(-1/eta), 1, f)

    Parameters
    ----------
    unit_cost : c, KPW a course.
    markup : m.
    relative_cover : r, market stock cover against normal demand over its normal level.
    elasticity : eta.
    largest : f.

    Source: storage rule against normal, not current, demand (trial findings 3.8); spikes E0075 to E0092.
    """
    return unit_cost * (1.0 + markup) * clip(scarcity(relative_cover, elasticity), 1.0, largest)


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
