"""Households fall ill; an illness passes after some weeks without medicine."""

from typing import Any

import numpy as np

from jangmadang.accounting.transactions import AILMENTS
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.illness.equations import illness_hazard, treatment_limit
from jangmadang.randomness import AILMENT, ILLNESS, TREATMENT_LIMIT, Key, stream, uniform
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
    cpi = w.markets[m].cpi
    usual = p.medicine_price_cny[IMPORTED_ORIGIN] * p.base_landed_cost * (1.0 + p.medicine_markup)
    usual *= p.base_exchange_rate * cpi
    reference = p.reference_income_cny * p.base_exchange_rate * cpi
    hazards = np.zeros(AILMENTS)
    for a in range(AILMENTS):
        hazards[a] = nation.illness_season[a, THIS_WEEK] * x.epidemic_illness_multiplier * p.use_illness
    total = hazards.sum()
    which = stream(seed, AILMENT, t)
    limit = stream(seed, TREATMENT_LIMIT, t)
    cases = np.empty(last - first, np.int64)
    for i in cases[: find_cases(first, last, w, p, stream(seed, ILLNESS, t), probability_of(total), cases)]:
        hh = w.households[i]
        hh.illness = draw_ailment(hazards, uniform(which, hh.identity) * total)
        hh.illness_weeks = 0
        hh.treatment_limit_kpw = treatment_limit(
            usual,
            max(hh.permanent_income_kpw / reference, 0.01),
            uniform(limit, hh.identity),
            p.medicine_price_elasticity,
            p.medicine_income_elasticity,
        )
        w.tallies[m].illness_cases += hh.weight


@inlined
def draw_ailment(hazards: Any, draw: float) -> int:
    """Number of an ailment, from 1: as many are passed over as the draw exceeds, without a branch."""
    left, ailment = draw, 1
    for a in range(AILMENTS - 1):
        left -= hazards[a]
        ailment += left >= 0.0
    return ailment


@inlined
def find_cases(first: int, last: int, w: World, p: Parameters, falls: Key, chance: float, cases: Any) -> int:
    """The ill stay ill or are well again; fill `cases` with who falls ill, by a chance a week, and return how many."""
    longest = p.longest_illness_weeks
    fallen = np.empty(last - first, np.bool_)
    for i in range(first, last):
        hh = w.households[i]
        is_ill = hh.illness > 0
        hh.illness_weeks += is_ill
        hh.illness = 0 if is_ill and hh.illness_weeks >= longest else hh.illness
        fallen[i - first] = (hh.illness == 0) & (uniform(falls, hh.identity) < chance)
    count = 0
    for i in range(first, last):
        cases[count] = i
        count += fallen[i - first]
    return count
