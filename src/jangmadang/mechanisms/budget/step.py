"""Plan the week's budget, needs first; pay fuel and dues; spend what is left locally."""

from typing import Any

import numpy as np

from jangmadang.accounting.payments import pay_pool, pay_sector, won_and_yuan
from jangmadang.accounting.transactions import (
    DONJU,
    DUES,
    DURABLES_GOOD,
    FARMER,
    HOUSEHOLD_CLASSES,
    IMPORTED_FOOD_SALES,
    IMPORTED_FOOD_SALES_CNY,
    IMPORTED_GOODS_SALES,
    IMPORTED_GOODS_SALES_CNY,
    LABOURER,
    LOCAL_FUEL,
    MINOR_UNITS,
    OFFICIAL,
    OTHER_FOOD,
    OTHER_FOOD_CNY,
    PETTY_BRIBES,
    PRODUCED,
    SERVICES,
    SERVICES_CNY,
    STATE,
    STATE_FUEL,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.budget.equations import (
    asset_smoothing_budget,
    buffer_stock_budget,
    buffer_target,
    fuel_season,
    imported_share,
    linear_expenditure,
    met_part,
    needs_first_budget,
    rule_of_thumb_budget,
    spilled_over,
)
from jangmadang.world.gates import lockdown
from jangmadang.world.members import CORN, DOMESTIC_ORIGIN, IMPORTED_ORIGIN, ORDINARY, RICE, UNITS, WEALTHY
from jangmadang.world.rows import Counts2, Given, Household, Market, Parameters
from jangmadang.world.tables import World

RULE_OF_THUMB, ASSET_SMOOTHING = 1.0, 2.0  # places of the rival theories in the mechanism pack


@inlined
def winter_fuel(x: Given, p: Parameters) -> float:
    """Fuel bought this week over the year's mean."""
    part = (p.winter_last_week + 53.0 - p.winter_first_week) / 52.0
    is_winter = 1.0 if x.iso_week >= p.winter_first_week or x.iso_week <= p.winter_last_week else 0.0
    before = p.winter_first_week - x.iso_week
    laying_in = 1.0 if 0.0 < before <= p.laying_in_weeks else 0.0
    return fuel_season(is_winter, laying_in, p.winter_fuel_ratio, part, p.laying_in_weeks / 52.0, p.fuel_laid_in)


@inlined
def treatment_cost(hh: Household, market: Market) -> float:
    """What the cheaper course costs one household that is ill, 0 if it is well or would not pay as much."""
    if hh.illness == 0:
        return 0.0
    a = hh.illness - 1
    cost = min(market.medicine_price[a, IMPORTED_ORIGIN], market.medicine_price[a, DOMESTIC_ORIGIN])
    return cost if cost <= hh.treatment_limit_kpw else 0.0


@inlined
def planned_spending(hh: Household, market: Market, p: Parameters, wealth: float) -> float:
    """What a household would spend this week by its income and buffer, needs aside."""
    c = hh.household_class
    confidence = market.confidence[WEALTHY if (c == OFFICIAL or c == DONJU) else ORDINARY]
    if p.use_confidence == 0.0:
        confidence = 0.5
    target = buffer_target(p.buffer_weeks[c] * hh.patience, confidence, p.buffer_confidence_slope)
    if p.theory_budget == RULE_OF_THUMB or p.use_buffer == 0.0:
        return rule_of_thumb_budget(hh.permanent_income_kpw, wealth, target, p.wealth_spending_factor)
    return buffer_stock_budget(hh.permanent_income_kpw, wealth, target, p.wealth_spending_factor)


@inlined
def weekly_budget(planned: float, needs: float, wealth: float, p: Parameters) -> float:
    """The week's budget: needs before savings, or savings before needs in the rival theory."""
    if p.theory_budget == ASSET_SMOOTHING:
        return asset_smoothing_budget(planned, needs, wealth)
    return needs_first_budget(planned, needs, wealth)


@compiled
def reckon_needs(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Cost of subsistence this week: treatment, the staples left to buy, fuel, dues and other food."""
    market = w.markets[m]
    cheaper = min(market.staple_price[RICE], market.staple_price[CORN])
    necessity = p.staple_need_kg * p.base_crop_price[CORN] * market.services_price
    winter = winter_fuel(x, p)
    food_share = 1.0 - p.fuel_in_necessities - p.dues_in_necessities
    for i in range(first, last):
        hh = w.households[i]
        others = p.other_necessities[hh.band] * necessity
        hh.treatment_kpw = treatment_cost(hh, market)
        hh.staple_budget_kpw = hh.need_kg * cheaper
        hh.fuel_budget_kpw = others * p.fuel_in_necessities * winter
        hh.dues_budget_kpw = others * p.dues_in_necessities
        hh.other_food_budget_kpw = others * food_share
        pressing = hh.staple_budget_kpw + hh.fuel_budget_kpw + hh.dues_budget_kpw
        hh.needs_kpw = hh.treatment_kpw + pressing + hh.other_food_budget_kpw


@compiled
def plan_budgets(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Set each household's budget of the week: its needs, as far as all it has goes, then shares of what is free.

    Too little for all of them is saved first on other food, then on staples, fuel and dues together.
    """
    set_budgets(m, first, last, w, p)
    for i in range(first, last):
        hh = w.households[i]
        budget, food = hh.budget_kpw, hh.other_food_budget_kpw
        pressing = hh.staple_budget_kpw + hh.fuel_budget_kpw + hh.dues_budget_kpw
        met = met_part(pressing, budget)
        free = max(budget - pressing - food, 0.0)
        hh.staple_budget_kpw = linear_expenditure(met * hh.staple_budget_kpw, p.marginal_share_rice, free)
        hh.fuel_budget_kpw = linear_expenditure(met * hh.fuel_budget_kpw, p.marginal_share_fuel, free)
        hh.dues_budget_kpw = linear_expenditure(met * hh.dues_budget_kpw, p.marginal_share_dues, free)
        food = min(food, max(budget - pressing, 0.0))
        hh.other_food_budget_kpw = linear_expenditure(food, p.marginal_share_other_food, free)
        hh.durables_budget_kpw = linear_expenditure(0.0, p.marginal_share_durables, free)
        hh.clothing_budget_kpw = linear_expenditure(0.0, p.marginal_share_clothing, free)


@inlined
def set_budgets(m: int, first: int, last: int, w: World, p: Parameters) -> None:
    """The week's budget of each household, what treatment takes aside."""
    market = w.markets[m]
    rate = w.nation[0].exchange_rate
    for i in range(first, last):
        hh = w.households[i]
        each = 0.01 / hh.weight
        wealth = max(hh.cash_kpw + hh.cash_cny * rate, 0.0) * each
        net = max(wealth - hh.debt_kpw * each, 0.0)
        treatment = hh.treatment_kpw if hh.treatment_kpw <= wealth else 0.0
        budget = weekly_budget(planned_spending(hh, market, p, net), hh.needs_kpw, wealth, p)
        hh.budget_kpw = max(budget - treatment, 0.0)


@compiled
def pay_fuel_and_dues(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Fuel (wood from local sellers, coal from the state) and dues."""
    market = w.markets[m]
    flows = w.flows[m]
    tally = w.tallies[m]
    sold = 0
    for i in range(first, last):
        hh = w.households[i]
        scale = 100.0 * hh.weight
        wood = min(int(hh.fuel_budget_kpw * p.local_fuel_share * scale), hh.cash_kpw)
        pay_pool(hh, market, flows, LOCAL_FUEL, FARMER if hh.household_class == FARMER else LABOURER, wood)
        coal = min(int(hh.fuel_budget_kpw * (1.0 - p.local_fuel_share) * scale), hh.cash_kpw)
        pay_sector(hh, market, flows, STATE_FUEL, STATE, coal)
        dues = min(int(hh.dues_budget_kpw * scale), hh.cash_kpw)
        bribes = int(p.petty_bribe_share * dues)
        pay_pool(hh, market, flows, PETTY_BRIBES, OFFICIAL, bribes)
        pay_sector(hh, market, flows, DUES, STATE, dues - bribes)
        paid = (wood + coal + dues) / scale
        hh.budget_kpw -= paid
        hh.spending_kpw += paid
        sold += wood + coal
    tally.fuel_sold += sold / (100.0 * market.services_price)
    tally.turnover += sold / 100.0


@compiled
def open_local_sales(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Start the week's counts of demand and receipts."""
    market = w.markets[m]
    market.goods_demand = 0.0


@inlined
def imports_in_food_and_free_spending(market: Market, p: Parameters) -> tuple[float, float]:
    """Imported part of spending on other food and of what is free, at this week's prices."""
    if p.use_imported_goods == 0.0:
        return 0.0, 0.0
    base_price = p.base_exchange_rate * (1.0 + p.imported_goods_margin)
    relative = market.goods_price / base_price / market.services_price
    in_food = imported_share(p.other_food_imported_share, relative, p.imported_goods_substitution)
    return in_food, imported_share(p.imported_goods_share, relative, p.imported_goods_substitution)


FOOD, REST, WANTED, LASTING_PART, FOOD_PART, WISHES = 0, 1, 2, 3, 4, 5  # columns of what a row wishes
IN_WON = (OTHER_FOOD, SERVICES, IMPORTED_FOOD_SALES, IMPORTED_GOODS_SALES)  # local supply first, then dealers'
IN_YUAN = (OTHER_FOOD_CNY, SERVICES_CNY, IMPORTED_FOOD_SALES_CNY, IMPORTED_GOODS_SALES_CNY)
LOCAL, DEALERS = slice(0, 2), slice(2, 4)


@compiled
def spend_locally(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Other food, then the rest of the budget split between local services and the composite imported good.

    Other food is partly imported (oil, sugar, flour), partly grown, raised and prepared near the market by those who
    offer services: one supply serves both; what is not to be had imported is bought local. Durables are a part of the
    imported good that stays in the home, and wait.

    Two passes, so that a purchase waits for no other's sums: the processor then works on several rows at once.
    """
    wishes = np.empty((last - first, WISHES))
    wish_locally(m, first, last, w, x, p, wishes)
    buy_locally(m, first, last, w, wishes)


@inlined
def wish_locally(m: int, first: int, last: int, w: World, x: Given, p: Parameters, wishes: Any) -> None:
    """Fill wishes[row] with 1/100 won for local food and services, units of the imported good and parts of them."""
    market = w.markets[m]
    food_share, goods_share = imports_in_food_and_free_spending(market, p)
    open_share = 1.0 - lockdown(market, x)
    had, per_unit, rate = food_share * market.goods_fill, 1.0 / market.goods_price, w.nation[0].exchange_rate
    demand = 0.0
    for i in range(first, last):
        hh = w.households[i]
        wish = wishes[i - first]
        scale = 100.0 * hh.weight
        left = max(min(hh.budget_kpw * open_share, (hh.cash_kpw + hh.cash_cny * rate) / scale), 0.0)
        food = min(hh.other_food_budget_kpw * open_share, left)
        lasting = p.use_imported_goods * min(hh.durables_budget_kpw * open_share, left - food)
        free = left - food - lasting
        wanted = goods_share * free + lasting + food_share * food
        each = 1.0 / max(wanted, 1e-6)
        demand += wanted * per_unit * hh.weight
        wish[FOOD] = (food - had * food) * scale
        wish[REST] = spilled_over(free, goods_share, min(market.goods_fill, 1.0)) * scale
        wish[WANTED] = wanted * per_unit * hh.weight
        wish[LASTING_PART] = lasting * each
        wish[FOOD_PART] = food_share * food * each
    market.goods_demand += demand


@inlined
def buy_locally(m: int, first: int, last: int, w: World, wishes: Any) -> None:
    """Serve what households wish, row after row, as far as goods and services go; paid in yuan where won end."""
    market = w.markets[m]
    flows = w.flows[m]
    tally = w.tallies[m]
    price, fill, served = MINOR_UNITS * market.goods_price / UNITS, market.goods_fill * UNITS, market.services_fill
    services_left, on_sale = market.services_left, market.goods_on_sale
    wished, costs, lasted, rate = 0, 0, 0, w.nation[0].exchange_rate
    instead = np.zeros((len(IN_WON), 2), np.int64)
    for i in range(first, last):
        hh = w.households[i]
        wish = wishes[i - first]
        c = hh.household_class
        cash = hh.cash_kpw + int(hh.cash_cny * rate)
        asked = min(int(wish[FOOD] + 0.5), cash)
        local_food = min(int(asked * served), services_left)
        services_left -= local_food
        cash -= local_food
        units = min(int(wish[WANTED] * fill), on_sale)
        cost = min(int(units * price + 0.5), cash)
        kept, food_cost = int(units * wish[LASTING_PART]), int(cost * wish[FOOD_PART])
        on_sale -= units
        cash -= cost
        costs += cost
        lasted += kept
        asked_beside = min(int(wish[REST] + 0.5), cash)
        local = min(int(asked_beside * served), services_left)
        services_left -= local
        wished += asked + asked_beside
        bought = local_food, local, food_cost, cost - food_cost
        if local_food + local + cost <= hh.cash_kpw:
            hh.cash_kpw -= local_food + local + cost
            for k in range(len(IN_WON)):
                flows[IN_WON[k], c] += bought[k]
        else:
            pay_in_both(hh, flows, bought, rate, instead)
        hh.durables += kept
        hh.spending_kpw += (local + local_food + cost) * (0.01 / hh.weight)
    services = market.services_left - services_left
    tally.imported_goods_sold += (market.goods_on_sale - on_sale) / UNITS
    tally.turnover += (services + costs) / MINOR_UNITS
    market.goods_on_sale = on_sale
    market.goods_kpw += costs - instead[DEALERS, 0].sum()
    market.goods_cny += instead[DEALERS, 1].sum()
    w.goods[m, DURABLES_GOOD, PRODUCED] += lasted
    market.services_receipts += services - instead[LOCAL, 0].sum()
    market.services_receipts_cny += instead[LOCAL, 1].sum()
    market.services_left = services_left
    market.services_wanted += wished / (MINOR_UNITS * market.services_price)


@inlined
def pay_in_both(hh: Household, flows: Counts2, bought: tuple[int, int, int, int], rate: float, instead: Any) -> None:
    """A household pays its won, then yuan; instead[purchase] adds up the won that it lacked and the yuan it paid."""
    for k in range(len(IN_WON)):
        won, yuan = won_and_yuan(hh, bought[k], rate, 0)
        hh.cash_kpw -= won
        hh.cash_cny -= yuan
        flows[IN_WON[k], hh.household_class] += won
        flows[IN_YUAN[k], hh.household_class] += yuan
        instead[k, 0] += bought[k] - won
        instead[k, 1] += yuan


@compiled
def close_local_sales(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Record what was wanted of the imported good this week, and what other food cost."""
    tally = w.tallies[m]
    tally.imported_goods_demand = w.markets[m].goods_demand
    rate = w.nation[0].exchange_rate
    for c in range(HOUSEHOLD_CLASSES):
        won = w.flows[m, OTHER_FOOD, c] + w.flows[m, IMPORTED_FOOD_SALES, c]
        yuan = w.flows[m, OTHER_FOOD_CNY, c] + w.flows[m, IMPORTED_FOOD_SALES_CNY, c]
        tally.other_food_spending[c] = (won + yuan * rate) / MINOR_UNITS
