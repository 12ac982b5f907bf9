"""Households' own harvest, its sale, storage and use; what they still have to buy."""

from typing import Any

import numpy as np

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    CONSUMED,
    CROPS,
    FARMER,
    FARMERS_GRAIN_SALES,
    FARMS,
    HANDED_OVER,
    OWN_GRAIN_GOOD,
    PRODUCED,
    SPOILED,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.own_grain.equations import (
    decline_of_meals,
    food_from_income,
    gleaned,
    harvest_part,
    meal_from_own_grain,
    own_harvest,
    sold_at_harvest,
)
from jangmadang.shapes import adjusted, season
from jangmadang.world.members import (
    CORN,
    GRAMS,
    HARVEST_CROPS,
    HARVESTED_MAIZE,
    HARVESTED_RICE,
    LOWLAND,
    REGIONS,
    RICE,
)
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import YEAR_WEEKS, World

WEEK = YEAR_WEEKS * 7.0 / 365.25  # a week on a 52-week year


@compiled
def ripen(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """What the week brings in, by region and crop of the market; and what there is to glean."""
    nation = w.nation[0]
    nation.harvest_calendar[:] = 0.0
    passed = x.week_of_year - int(x.week_of_year)  # weeks drift over the year, so that some numbers come twice
    for region in range(REGIONS):
        for j in range(HARVEST_CROPS):
            k = RICE if j == HARVESTED_RICE else CORN
            for week in range(YEAR_WEEKS):
                part = WEEK * harvest_part(week + passed, p.harvest_week[region, j], p.harvest_weeks)
                nation.harvest_calendar[week, region, k] += p.harvest_share[region, j] * part
    for k in range(CROPS):
        of_crop = nation.harvest_calendar[:, LOWLAND, k].sum()
        for week in range(YEAR_WEEKS):
            nation.farm_calendar[week, k] = WEEK * nation.harvest_calendar[week, LOWLAND, k] / max(of_crop, 1e-9)
    week = int(x.week_of_year) % YEAR_WEEKS
    greens = season(x.week_of_year, p.wild_food_week, p.wild_food_width)
    for m in range(w.markets.size):
        market = w.markets[m]
        region = market.harvest_region
        part = 0.0
        for k in range(CROPS):
            part += nation.harvest_calendar[week, region, k] * x.harvest_index[k]
        market.gleaning_kg = p.use_gleaning * gleaned(p.gleaning_kg[region], part, p.wild_food_kg, greens)


@compiled
def fill_larders(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Own grain spoils and, in weeks of harvest, comes in; farmers sell what they must of it."""
    market = w.markets[m]
    nation = w.nation[0]
    region = market.harvest_region
    loss = p.own_grain_loss[region]
    week = int(x.week_of_year) % YEAR_WEEKS
    rice = nation.harvest_calendar[week, region, RICE] * x.harvest_index[RICE]
    part = rice + nation.harvest_calendar[week, region, CORN] * x.harvest_index[CORN]
    spoiled = 0
    for i in range(first, last):
        hh = w.households[i]
        lost = int(loss * hh.own_grain)
        hh.own_grain -= lost
        spoiled += lost
    w.goods[m, OWN_GRAIN_GOOD, SPOILED] += spoiled
    if part == 0.0 or p.use_own_grain == 0.0:
        return
    harvest = np.empty(last - first, np.int64)
    bring_in(m, first, last, w, p, part, harvest)
    if w.households[first].household_class == FARMER:
        sell_at_harvest(m, first, last, harvest, rice / part, w, p)


@inlined
def bring_in(m: int, first: int, last: int, w: World, p: Parameters, part: float, harvest: Any) -> None:
    """Fill harvest[row] with the grams that come in, this week's part of the year's; without a plot they are none."""
    place_yield, own_share = w.markets[m].harvest_yield, p.own_staple_share[w.households[first].household_class]
    year_need = p.staple_need_kg * 365.25 / 7.0
    brought_in = 0
    for i in range(first, last):
        hh = w.households[i]
        grams = int(own_harvest(own_share, hh.plot, place_yield, year_need, part) * GRAMS * hh.weight)
        hh.own_grain += grams
        harvest[i - first] = grams
        brought_in += grams
    w.goods[m, OWN_GRAIN_GOOD, PRODUCED] += brought_in
    w.tallies[m].own_harvest += brought_in / GRAMS


@inlined
def sell_at_harvest(m: int, first: int, last: int, grain: Any, rice_part: float, w: World, p: Parameters) -> None:
    """Farm households sell part of grain[row], this week's harvest, to traders, as far as their won go."""
    market = w.markets[m]
    price = (1.0 - p.farm_gate_margin) * (
        rice_part * w.nation[0].crop_price[RICE] + (1.0 - rice_part) * w.nation[0].crop_price[CORN]
    )
    most, worth = offer_harvest(first, last, grain, price, w, p)
    if most > int((market.grain_cash - worth) / price * 10.0) - 1:
        cash = market.grain_cash
        for j in range(grain.size):
            grain[j] = max(min(grain[j], int(cash / price * 10.0) - 1), 0)
            cash -= minor(grain[j] / GRAMS * price)
    sold, sold_rice, receipts = 0, 0, 0
    for i in range(first, last):
        hh = w.households[i]
        paid = minor(grain[i - first] / GRAMS * price)
        hh.own_grain -= grain[i - first]
        hh.cash_kpw += paid
        sold += grain[i - first]
        sold_rice += int(rice_part * grain[i - first])
        receipts += paid
    market.grain_cash -= receipts
    market.own_grain_sold[RICE] += sold_rice
    market.own_grain_sold[CORN] += sold - sold_rice
    market.due_kpw[FARMS] -= receipts
    w.goods[m, OWN_GRAIN_GOOD, HANDED_OVER] += sold
    w.flows[m, FARMERS_GRAIN_SALES, FARMER] += receipts
    w.tallies[m].grain_receipts += 0.01 * receipts


@inlined
def offer_harvest(first: int, last: int, grain: Any, price: float, w: World, p: Parameters) -> tuple[int, int]:
    """Turn grain[row], g, from what came in to what is sold at KPW/kg; returns the most and their worth, 1/100 KPW."""
    rate, cash_weeks = w.nation[0].exchange_rate, p.farmers_cash_weeks
    most, worth = 0, 0
    for i in range(first, last):
        hh = w.households[i]
        each = 1.0 / hh.weight
        wealth = (hh.cash_kpw + hh.cash_cny * rate) * 0.01 * each
        need = cash_weeks * hh.permanent_income_kpw + 0.01 * hh.debt_kpw * each
        grams = int(sold_at_harvest(grain[i - first] / GRAMS * each, need, wealth, price) * hh.weight * GRAMS)
        grain[i - first] = grams
        most = max(most, grams)
        worth += minor(grams / GRAMS * price)
    return most, worth


@compiled
def eat_own_grain(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households eat from their own grain as they plan for the weeks to the next harvest."""
    market = w.markets[m]
    price_rise, memory_weeks = market.price_rise, p.income_memory_weeks
    speed = 1.0 / memory_weeks
    rows, count = np.empty(last - first, np.int64), 0
    for i in range(first, last):
        hh = w.households[i]
        hh.own_food_kpw = adjusted(price_rise * hh.own_food_kpw, 0.0, speed)
    for i in range(first, last):
        rows[count] = i
        count += 1 if w.households[i].own_grain > 0 else 0
    if count == 0:
        return
    price = min(market.staple_price[RICE], market.staple_price[CORN])
    meals = np.empty((11, count))
    grams, kg, worth = plan_meals(m, rows, w, x, p, price, meals)
    eaten = 0
    for j in range(count):
        hh = w.households[rows[j]]
        eaten += int(grams[j])
        hh.own_grain -= int(grams[j])
        hh.need_kg -= kg[j]
        hh.own_food_kpw += worth[j] / memory_weeks
    w.tallies[m].own_grain_eaten[w.households[first].household_class] += eaten / GRAMS
    w.goods[m, OWN_GRAIN_GOOD, CONSUMED] += eaten


@inlined
def plan_meals(m: int, rows: Any, w: World, x: Given, p: Parameters, price: float, meals: Any) -> Any:
    """What the households of some rows eat of their own grain: grams, kg per real household, and its worth, KPW.

    What the plans need is brought together first, so that the processor works on several of them at once.
    """
    market = w.markets[m]
    weeks = (p.harvest_week[market.harvest_region, HARVESTED_MAIZE] - x.week_of_year) % YEAR_WEEKS
    decline = decline_of_meals(p.meals_substitution, p.loan_interest, p.own_grain_loss[market.harvest_region])
    necessity = p.staple_need_kg * p.base_crop_price[CORN] * market.services_price
    pressing = (p.fuel_in_necessities + p.dues_in_necessities) * necessity
    rate = w.nation[0].exchange_rate
    need, own, weight, each, money, income, usual_income, others, grams, kg, worth = meals
    for j in range(grams.size):
        hh = w.households[rows[j]]
        need[j] = hh.need_kg
        own[j] = hh.own_grain
        weight[j] = hh.weight
        each[j] = 100.0 / GRAMS * hh.per_household
        money[j] = (hh.cash_kpw + hh.cash_cny * rate) * hh.per_household
        income[j] = hh.permanent_income_kpw
        usual_income[j] = hh.usual_income_kpw
        others[j] = p.other_necessities[hh.band] * pressing
    for j in range(grams.size):
        bought = food_from_income(min(income[j], money[j]), others[j], price)
        usual = food_from_income(usual_income[j], others[j], price)
        planned = meal_from_own_grain(need[j], own[j] * each[j], bought, usual, decline, weeks)
        grams[j] = min(float(int(planned * (GRAMS * weight[j]))), own[j])
        kg[j] = grams[j] * each[j]
        worth[j] = kg[j] * price
    return grams, kg, worth
