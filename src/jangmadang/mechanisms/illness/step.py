"""Households fall ill; an illness passes after some weeks without medicine."""

import numpy as np

from jangmadang.accounting.transactions import AILMENTS
from jangmadang.compiling import compiled
from jangmadang.mechanisms.illness.equations import illness_hazard, treatment_limit
from jangmadang.randomness import AILMENT, ILLNESS, TREATMENT_LIMIT, stream, uniform
from jangmadang.shapes import probability_of, season
from jangmadang.world.members import IMPORTED_ORIGIN
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


@compiled
def fall_ill(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Draw new cases of this week by ailment, and what each family would pay at most."""
    tally = w.tallies[m]
    cpi = w.markets[m].cpi
    usual = p.medicine_price_cny[IMPORTED_ORIGIN] * p.base_landed_cost * (1.0 + p.medicine_markup)
    usual *= p.base_exchange_rate * cpi
    reference = p.reference_income_cny * p.base_exchange_rate * cpi
    winter = season(x.iso_week, p.illness_winter_week, p.illness_winter_width)
    autumn = season(x.iso_week, p.illness_autumn_week, p.illness_autumn_width)
    hazards = np.zeros(AILMENTS)
    for a in range(AILMENTS):
        hazards[a] = illness_hazard(
            p.illness_hazard[a],
            p.illness_summer_level,
            p.illness_winter_rise[a],
            winter,
            p.illness_autumn_rise[a],
            autumn,
            x.epidemic_illness_multiplier,
        )
        if p.use_illness == 0.0:
            hazards[a] = 0.0
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
