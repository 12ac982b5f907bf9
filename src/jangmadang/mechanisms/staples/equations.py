"""Staples (economy section 8 and the hunger channel of section 9)."""

import math

from jangmadang.compiling import inlined
from jangmadang.shapes import adjusted, scarcity, season


@inlined
def relative_stock(stock_kg: float, weekly_use_kg: float, weeks_to_harvest: float, carry_over_weeks: float) -> float:
    """Stock per remaining week to the harvest over normal weekly use.

    (ST-1) r = S / ((h + c) u)

    Parameters
    ----------
    stock_kg : S.
    weekly_use_kg : u, normal use.
    weeks_to_harvest : h.
    carry_over_weeks : c, normal stock at harvest in weeks of use.

    Source: economy 8; storage rule of Williams and Wright (1991) in reduced form.
    """
    return stock_kg / ((weeks_to_harvest + carry_over_weeks) * max(weekly_use_kg, 1.0))


@inlined
def harvest_part(week_of_year: float, harvest_week: float, harvest_weeks: float) -> float:
    """Part of the year's harvest that comes in this week.

    (ST-6) h = s(t; H, w) / (w sqrt(2 pi)),  w = L / 4

    Parameters
    ----------
    week_of_year : t, on a 52-week year.
    harvest_week : H, the middle.
    harvest_weeks : L, in which 95 % comes in.

    Source: harvest calendar; assumed.
    """
    width = harvest_weeks / 4.0
    return season(week_of_year, harvest_week, width) / (width * math.sqrt(2.0 * math.pi))


@inlined
def target_price(
    base_price: float,
    relative_stock_: float,
    storage_elasticity: float,
    parity: float,
    pass_through: float,
    premium: float,
) -> float:
    """Price of a staple toward which the market moves.

    (ST-2) p* = p0 r^(-1/eta) exp(phi m + z)

    Parameters
    ----------
    base_price : p0, KPW/kg.
    relative_stock_ : r, of (ST-1).
    storage_elasticity : eta.
    parity : m, of (ST-3), ln.
    pass_through : phi, long-run elasticity.
    premium : z, ln, with the border shut.

    Source: economy 8; trial findings 3.3; pass-through T020, T021.
    """
    return base_price * scarcity(relative_stock_, storage_elasticity) * math.exp(pass_through * parity + premium)


@inlined
def next_import_parity(
    parity: float, relative_exchange_rate: float, speed: float, openness: float, openness_power: float
) -> float:
    """Exchange rate over its base that staple prices have taken in, in logarithms.

    (ST-3) m' = m + v a^k (ln(E/E0) - m),  a at most 1

    Parameters
    ----------
    parity : m, ln, last week.
    relative_exchange_rate : E/E0.
    speed : v, per week, with full import capacity.
    openness : a, of import capacity.
    openness_power : k.

    Source: pass-through fades as import capacity closes (economy 8, trial findings 3.3): otherwise a closed border
    makes food cheap. The pace fades, not the elasticity, so that prices keep the level they had taken in.
    """
    return adjusted(parity, math.log(relative_exchange_rate), speed * min(1.0, openness) ** openness_power)
