"""Garments age, and needs arise; families set money aside for them."""

import math
from typing import Any

import numpy as np
from numba import uint64

from jangmadang.accounting.transactions import (
    HOUSEHOLD_CLASSES,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.clothing_demand.equations import (
    need_probability,
    purse_limit,
)
from jangmadang.randomness import (
    GARMENT_CHOICE,
    GARMENT_NEED,
    Key,
    stream,
    uniform,
)
from jangmadang.shapes import season
from jangmadang.world.gates import lockdown
from jangmadang.world.members import FIRST_GARMENT, SEASON_GROUPS
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import OLDEST_GARMENT_WEEKS, World


@inlined
def group_of(garment: int) -> int:
    """Season group of a garment."""
    for group in range(SEASON_GROUPS - 1):
        if garment < FIRST_GARMENT[group + 1]:
            return group
    return SEASON_GROUPS - 1


@compiled
def tabulate_needs(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Chance of a need this week by class, season group and age of the garment, for households to look theirs up."""
    chance = w.nation[0].need_chance
    for group in range(SEASON_GROUPS):
        height = season(x.iso_week, p.season_week[group], p.season_width[group])
        if p.use_seasonal_needs == 0.0:
            height = p.season_width[group] * math.sqrt(2.0 * math.pi) / 52.0  # the year's mean
        hazard = p.need_hazard[group] * p.use_clothing
        if hazard * height == 0.0:
            chance[group] = 0.0
            continue
        for c in range(HOUSEHOLD_CLASSES):
            for age in range(OLDEST_GARMENT_WEEKS + 1):
                chance[group, c, age] = need_probability(hazard, height, float(age), p.garment_wear_weeks[c])


@compiled
def want_garments(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Money is set aside, garments age by a week; in season a need may arise, at most one a week."""
    set_aside(first, last, w, p)
    need, choice = stream(seed, GARMENT_NEED, t), stream(seed, GARMENT_CHOICE, t)
    c = w.households[first].household_class
    open_share = 1.0 - lockdown(w.markets[m], x)
    draws, room = np.empty(last - first), np.empty(last - first)
    for i in range(first, last):
        hh = w.households[i]
        draws[i - first] = uniform(choice, hh.identity)
        hh.wanted_garment = -1
        for group in range(SEASON_GROUPS):
            hh.garment_age_weeks[group] = min(hh.garment_age_weeks[group] + 1, OLDEST_GARMENT_WEEKS)
    for group in range(SEASON_GROUPS):
        largest = w.nation[0].need_chance[group, c, OLDEST_GARMENT_WEEKS] * open_share  # it rises with age (CD-1)
        if largest > 0.0:
            feel_needs(first, last, w, need + uint64(group), group, open_share, room)
            choose_garments(first, last, w, p, group, draws, room)


@inlined
def feel_needs(first: int, last: int, w: World, key: Key, group: int, open_share: float, chance: Any) -> None:
    """Households without a need draw whether one of a season group arises; its first garment stands for any of them.

    `chance` is room for the households' chances, looked up by age before many draw at once.
    """
    c, garment = w.households[first].household_class, FIRST_GARMENT[group]
    by_age = w.nation[0].need_chance[group, c]
    for i in range(first, last):
        chance[i - first] = by_age[w.households[i].garment_age_weeks[group]] * open_share
    for i in range(first, last):
        hh = w.households[i]
        arises = uniform(key, hh.identity) < chance[i - first]
        hh.wanted_garment = garment if arises & (hh.wanted_garment < 0) else hh.wanted_garment


@inlined
def choose_garments(first: int, last: int, w: World, p: Parameters, group: int, draws: Any, left: Any) -> None:
    """As `choose_garment` for all who want one of a season group, garment after garment; `left` is room."""
    total = 0.0
    for g in range(FIRST_GARMENT[group], FIRST_GARMENT[group + 1]):
        total += p.garment_popularity[g]
    for i in range(first, last):
        left[i - first] = draws[i - first] * total
    for g in range(FIRST_GARMENT[group], FIRST_GARMENT[group + 1] - 1):
        popularity = p.garment_popularity[g]
        for i in range(first, last):
            hh = w.households[i]
            left[i - first] -= popularity
            hh.wanted_garment += (hh.wanted_garment == g) & (left[i - first] >= 0.0)


@compiled
def set_aside(first: int, last: int, w: World, p: Parameters) -> None:
    """Families put this week's share for clothing into a purse of yuan, until it holds that of so many weeks."""
    rate, use_clothing, saving_weeks = w.nation[0].exchange_rate, p.use_clothing, p.clothing_saving_weeks
    yuan = 1.0 / rate
    for i in range(first, last):
        hh = w.households[i]
        share = hh.clothing_budget_kpw * use_clothing * yuan
        most = purse_limit(share, saving_weeks)
        put = min(max(most - hh.clothing_purse_cny, 0.0), share)
        put = min(put, max(hh.budget_kpw - hh.other_food_budget_kpw, 0.0) * yuan)
        hh.clothing_purse_cny += put
        hh.budget_kpw -= put * rate


@inlined
def choose_garment(p: Parameters, group: int, draw: float) -> int:
    """Garment of a season group by popularity: as many are passed over as the draw exceeds, without a branch."""
    total = 0.0
    for g in range(FIRST_GARMENT[group], FIRST_GARMENT[group + 1]):
        total += p.garment_popularity[g]
    left, chosen = draw * total, FIRST_GARMENT[group]
    for g in range(FIRST_GARMENT[group], FIRST_GARMENT[group + 1] - 1):
        left -= p.garment_popularity[g]
        chosen += left >= 0.0
    return chosen
