"""Grain that households grow, keep and eat (economy section 9)."""

import math

from jangmadang.compiling import inlined
from jangmadang.elementary import exp
from jangmadang.shapes import clip, root_of_excess_growth, season


@inlined
def harvest_part(week_of_year: float, harvest_week: float, harvest_weeks: float) -> float:
    """Part of a crop's yearly harvest that comes in this week.

    (OG-1) h = s(t; H, w) / (w sqrt(2 pi)),  w = L / 4

    Parameters
    ----------
    week_of_year : t, on a 52-week year.
    harvest_week : H, the middle.
    harvest_weeks : L, in which 95 % comes in.

    Returns: share.

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

    Returns: kg.

    Source: plots H006 to H008; north-eastern yields F019, F020.
    """
    return own_share * plot * place_yield * year_need_kg * part


@inlined
def meal_from_own_grain(
    left_kg: float, own_kg: float, bought_kg: float, usual_kg: float, decline: float, weeks_to_harvest: float
) -> float:
    """Own grain that a household eats this week, so that all it eats falls evenly until its own grain is gone.

    (OG-3) o = c0 - b, c0 = u e^z,  e^z - 1 - z = g S / u; c0 = g (S + u h) / (1 - e^(-g h)) if z > g h

    Parameters
    ----------
    left_kg : n, need of the week that rations have not met, kg.
    own_kg : S, own grain, kg.
    bought_kg : b, what its income of these months, as far as it is in the house, buys in a week, of (OG-6), kg.
    usual_kg : u, what income of the year buys in a week, with which it reckons until the harvest, kg.
    decline : g, of (OG-7), 1/week.
    weeks_to_harvest : h, weeks.

    The plan of a household without credit: meals c = c0 e^(-g j) are fed by u and, as long as c > u, by own grain. The
    plan is made anew each week; o lies between nothing and what there is or is needed. Families know the seasons: in
    months that pay less than the year their own grain fills the gap, in those that pay more they keep it.

    Returns: kg.

    Source: Deaton (1991); hunger before the harvest is chosen where credit is dear (Burke, Bergquist and Miguel 2019).
    """
    horizon = decline * max(weeks_to_harvest, 1.0)
    usual = max(usual_kg, 0.01 * left_kg + 1e-6)
    held = decline * own_kg / usual
    to_the_harvest = (decline * own_kg + horizon * usual) / (1.0 - exp(-horizon))
    until_gone = usual * (1.0 + root_of_excess_growth(held) + held)  # u e^z, by z's own equation
    meals = to_the_harvest if exp(horizon) - 1.0 - horizon <= held else until_gone
    return clip(meals - bought_kg, 0.0, min(left_kg, own_kg))


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

    Returns: kg.

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

    Returns: kg.

    Source: potatoes gleaned F031; wild food H014; sizes assumed.
    """
    return fields_kg * part + greens_kg * green_season


@inlined
def food_from_income(income: float, other_needs: float, price: float) -> float:
    """Staples that a household's usual income buys in a week beside its fuel and dues, kg.

    (OG-6) b = max(Y - G, 0) / p

    Parameters
    ----------
    income : Y, permanent income, or the money in the house if that is less, KPW a week.
    other_needs : G, fuel and dues, mean of the year, KPW a week.
    price : p, of the cheaper staple, KPW/kg.

    Returns: kg.

    Source: identity.
    """
    return max(income - other_needs, 0.0) / max(price, 1.0)


@inlined
def decline_of_meals(substitution: float, interest: float, loss: float) -> float:
    """Pace at which planned meals fall from harvest to harvest: grain kept loses weight, and money now is dear.

    (OG-7) g = sigma (r + d)

    Parameters
    ----------
    substitution : sigma, intertemporal elasticity of substitution.
    interest : r, of informal loans, 1/week, at which a poor household discounts.
    loss : d, of grain in store, 1/week.

    Returns: per week.

    Source: Euler equation of consumption (Deaton 1991); sigma from Havranek et al. (2015).
    """
    return substitution * (interest + loss)
