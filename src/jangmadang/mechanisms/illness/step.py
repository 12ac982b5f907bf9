"""Households fall ill; an illness passes after some weeks without medicine."""

import numpy as np

from jangmadang.accounting.transactions import AILMENTS
from jangmadang.compiling import compiled
from jangmadang.mechanisms.illness.equations import illness_hazard, treatment_limit
from jangmadang.randomness import AILMENT, ILLNESS, TREATMENT_LIMIT, stream, uniform
from jangmadang.shapes import probability_of, season
from jangmadang.world.members import IMPORTED_ORIGIN
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import YEAR_WEEKS, World

THIS_WEEK = 0  # first of the weeks ahead


@compiled
def tabulate_seasons(w: World, x: Given, p: Parameters) -> None:
    """Hazard of each ailment in this and the coming weeks of a year without an epidemic, which all know."""
    seasons = w.nation[0].illness_season
    for week in range(YEAR_WEEKS):
        winter = season(x.iso_week + week, p.illness_winter_week, p.illness_winter_width)
        autumn = season(x.iso_week + week, p.illness_autumn_week, p.illness_autumn_width)
        for a in range(AILMENTS):
            seasons[a, week] = illness_hazard(
                p.illness_hazard[a],
                p.illness_summer_level,
                p.illness_winter_rise[a],
                winter,
                p.illness_autumn_rise[a],
                autumn,
                1.0,
            )


@compiled
def fall_ill(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Draw new cases of this week by ailment, and what each family would pay at most."""
    nation = w.nation[0]
    tally = w.tallies[m]
    cpi = w.markets[m].cpi
    usual = p.medicine_price_cny[IMPORTED_ORIGIN] * p.base_landed_cost * (1.0 + p.medicine_markup)
    usual *= p.base_exchange_rate * cpi
    reference = p.reference_income_cny * p.base_exchange_rate * cpi
    hazards = np.zeros(AILMENTS)
    for a in range(AILMENTS):
        hazards[a] = nation.illness_season[a, THIS_WEEK] * x.epidemic_illness_multiplier * p.use_illness
    total = hazards.sum()
    chance = probability_of(total)
    falls = stream(seed, ILLNESS, t)
    which = stream(seed, AILMENT, t)
    limit = stream(seed, TREATMENT_LIMIT, t)
    for i in range(first, last):
        hh = w.households[i]
        if hh.illness > 0:
            hh.illness_weeks += 1
            if hh.illness_weeks >= p.longest_illness_weeks:
                hh.illness = 0
        if hh.illness == 0 and uniform(falls, hh.identity) < chance:
            draw = uniform(which, hh.identity) * total
            hh.illness = AILMENTS
            hh.illness_weeks = 0
            for a in range(AILMENTS):
                draw -= hazards[a]
                if draw < 0.0:
                    hh.illness = a + 1
                    break
            hh.treatment_limit_kpw = treatment_limit(
                usual,
                max(hh.permanent_income_kpw / reference, 0.01),
                uniform(limit, hh.identity),
                p.medicine_price_elasticity,
                p.medicine_income_elasticity,
            )
            tally.illness_cases += hh.weight
