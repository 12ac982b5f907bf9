"""Households' own harvest, its sale, storage and use; what they still have to buy."""

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
    goods = w.goods[m]
    region = market.harvest_region
    loss = p.own_grain_loss[region]
    week = int(x.week_of_year) % YEAR_WEEKS
    rice = nation.harvest_calendar[week, region, RICE] * x.harvest_index[RICE]
    part = rice + nation.harvest_calendar[week, region, CORN] * x.harvest_index[CORN]
    year_need = p.staple_need_kg * 365.25 / 7.0
    spoiled, harvest = 0, 0
    for i in range(first, last):
        hh = w.households[i]
        lost = int(loss * hh.own_grain)
        hh.own_grain -= lost
        spoiled += lost
        if part == 0.0 or hh.plot == 0.0 or p.use_own_grain == 0.0:
            continue
        kg = own_harvest(p.own_staple_share[hh.household_class], hh.plot, market.harvest_yield, year_need, part)
        grams = int(kg * GRAMS * hh.weight)
        harvest += grams
        hh.own_grain += grams
        if hh.household_class == FARMER:
            sell_at_harvest(m, i, grams, rice / part, w, p)
    goods[OWN_GRAIN_GOOD, SPOILED] += spoiled
    goods[OWN_GRAIN_GOOD, PRODUCED] += harvest
    w.tallies[m].own_harvest += harvest / GRAMS


@inlined
def sell_at_harvest(m: int, i: int, harvest: int, rice_part: float, w: World, p: Parameters) -> None:
    """A farm household sells part of this week's harvest to traders, as far as their won go."""
    market = w.markets[m]
    nation = w.nation[0]
    hh = w.households[i]
    each = 1.0 / hh.weight
    wealth = (hh.cash_kpw + hh.cash_cny * nation.exchange_rate) * 0.01 * each
    price = (1.0 - p.farm_gate_margin) * (
        rice_part * nation.crop_price[RICE] + (1.0 - rice_part) * nation.crop_price[CORN]
    )
    need = p.farmers_cash_weeks * hh.permanent_income_kpw + 0.01 * hh.debt_kpw * each
    grams = int(sold_at_harvest(harvest / GRAMS * each, need, wealth, price) * hh.weight * GRAMS)
    grams = max(min(grams, int(market.grain_cash / price * 10.0) - 1), 0)
    paid = minor(grams / GRAMS * price)
    market.grain_cash -= paid
    hh.own_grain -= grams
    hh.cash_kpw += paid
    rice = int(rice_part * grams)
    market.own_grain_sold[RICE] += rice
    market.own_grain_sold[CORN] += grams - rice
    market.due_kpw[FARMS] -= paid
    w.goods[m, OWN_GRAIN_GOOD, HANDED_OVER] += grams
    w.flows[m, FARMERS_GRAIN_SALES, FARMER] += paid
    w.tallies[m].grain_receipts += 0.01 * paid


@compiled
def eat_own_grain(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households eat from their own grain as they plan for the weeks to the next harvest."""
    market = w.markets[m]
    weeks = (p.harvest_week[market.harvest_region, HARVESTED_MAIZE] - x.week_of_year) % YEAR_WEEKS
    decline = decline_of_meals(p.meals_substitution, p.loan_interest, p.own_grain_loss[market.harvest_region])
    price = min(market.staple_price[RICE], market.staple_price[CORN])
    necessity = p.staple_need_kg * p.base_crop_price[CORN] * market.services_price
    pressing = (p.fuel_in_necessities + p.dues_in_necessities) * necessity
    eaten, rate = 0, w.nation[0].exchange_rate
    for i in range(first, last):
        hh = w.households[i]
        hh.own_food_kpw = adjusted(market.price_rise * hh.own_food_kpw, 0.0, 1.0 / p.income_memory_weeks)
        if hh.own_grain <= 0:
            continue
        row = GRAMS * hh.weight
        others = p.other_necessities[hh.band] * pressing
        money = (hh.cash_kpw + hh.cash_cny * rate) * (0.01 / hh.weight)
        bought = food_from_income(min(hh.permanent_income_kpw, money), others, price)
        usual = food_from_income(hh.usual_income_kpw, others, price)
        kg = meal_from_own_grain(hh.need_kg, hh.own_grain / row, bought, usual, decline, weeks)
        grams = min(int(kg * row), hh.own_grain)
        hh.own_grain -= grams
        hh.need_kg -= grams / row
        hh.own_food_kpw += grams / row * price / p.income_memory_weeks
        eaten += grams
        w.tallies[m].own_grain_eaten[hh.household_class] += grams / GRAMS
    w.goods[m, OWN_GRAIN_GOOD, CONSUMED] += eaten
