"""Grain that households grow, keep and eat (economy section 9)."""

import math

from jangmadang.compiling import inlined
from jangmadang.shapes import clip, season


@inlined
def harvest_part(week_of_year: float, harvest_week: float, harvest_weeks: float) -> float:
    """Part of a crop's yearly harvest that comes in this week.

    (OG-1) h = s(t; H, w) / (w sqrt(2 pi)),  w = L / 4

    Parameters
    ----------
    week_of_year : t, on a 52-week year.
    harvest_week : H, the middle.
    harvest_weeks : L, in which 95 % comes in.

    Source: harvest calendar F004, F005, F028; its bell shape assumed.
    """
    width = harvest_weeks / 4.0
    return season(week_of_year, harvest_week, width) / (width * math.sqrt(2.0 * math.pi))


@inlined
def own_harvest(own_share: float, plot: float, place_yield: float, year_need_kg: float, part: float) -> float:
    """What one household brings in this week, kg of cereals.

    (OG-2) H = a k y N h

    Parameters
    ----------
    own_share : a, harvest of a mean household of its class over its need.
    plot : k, its plot or farm share against the mean of its class.
    place_yield : y, yield of the place against the country's.
    year_need_kg : N, need of a year, kg.
    part : h, part of the year's harvest that comes in, times the harvest index.

    Source: plots H006 to H008; north-eastern yields F019, F020.
    """
    return own_share * plot * place_yield * year_need_kg * part


@inlined
def meal_from_own_grain(left_kg: float, own_kg: float, front_loading: float, weeks_to_harvest: float) -> float:
    """Own grain that a household eats this week: it spreads it over the weeks to the next harvest, more at first.

    (OG-3) o = min(n, S, f S / max(h, 1))

    Parameters
    ----------
    left_kg : n, need of the week that rations have not met, kg.
    own_kg : S, own grain, kg.
    front_loading : f, 1 even, 2 falling linearly to nothing.
    weeks_to_harvest : h, weeks.

    Source: trial of November 2026; stocks run out before the harvest (F002, F003); f assumed.
    """
    return min(left_kg, min(own_kg, front_loading * own_kg / max(weeks_to_harvest, 1.0)))


@inlined
def sold_at_harvest(harvest_kg: float, cash_need: float, wealth: float, price: float) -> float:
    """Part of this week's harvest that a farm household sells at once because it needs money or owes it, kg.

    (OG-4) x = (C - W) / p,  in [0, H]

    Parameters
    ----------
    harvest_kg : H, kg.
    cash_need : C, money it needs until the next receipts and owes, KPW.
    wealth : W, liquid wealth, KPW.
    price : p, at the farm gate, KPW/kg.

    Source: Burke, Bergquist and Miguel (2019): farmers sell low at harvest and buy back high, for want of credit.
    """
    return clip((cash_need - wealth) / max(price, 1.0), 0.0, harvest_kg)


@inlined
def gleaned(fields_kg: float, part: float, greens_kg: float, green_season: float) -> float:
    """What a household that misses food can find this week: leavings of the harvest, wild greens in spring, kg.

    (OG-5) g = G h + W s

    Parameters
    ----------
    fields_kg : G, leavings of a year's harvest that a household can gather, kg of cereals.
    part : h, part of the year's harvest that came in, times the harvest index.
    greens_kg : W, wild food of a week at its height, kg of cereals.
    green_season : s, height of its season, 0 to 1.

    Source: potatoes gleaned F031; wild food H014; sizes assumed.
    """
    return fields_kg * part + greens_kg * green_season
