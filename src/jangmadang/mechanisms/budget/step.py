"""Plan the week's budget, needs first; pay fuel and dues; spend what is left locally."""

from typing import Any, NamedTuple

import numpy as np
from numba import uint64

from jangmadang.accounting.payments import won_and_yuan
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
from jangmadang.elementary import raised
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
    services_budget,
    spilled_over,
    usual_imported_part,
)
from jangmadang.world.columns import TOGETHER
from jangmadang.world.gates import lockdown
from jangmadang.world.members import CORN, DOMESTIC_ORIGIN, IMPORTED_ORIGIN, ORDINARY, RICE, UNITS, WEALTHY
from jangmadang.world.rows import Given, Household, Market, Parameters
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
    """What the cheaper course costs one household that is ill, KPW, 0 if it would not pay as much."""
    a = hh.illness - 1
    cost = min(market.medicine_price[a, IMPORTED_ORIGIN], market.medicine_price[a, DOMESTIC_ORIGIN])
    return cost if cost <= hh.treatment_limit_kpw else 0.0


@inlined
def planned_spending(income: float, wealth: float, target: float, factor: float, keeps_buffer: bool) -> float:
    """What a household would spend this week by income and wealth, KPW, and a target in weeks, needs aside."""
    by_rule = rule_of_thumb_budget(income, wealth, target, factor)
    by_buffer = buffer_stock_budget(income, wealth, target, factor)
    return by_buffer if keeps_buffer else by_rule


@inlined
def weekly_budget(planned: float, needs: float, wealth: float, is_needs_first: bool) -> float:
    """The week's budget, KPW: needs before savings, or savings before needs in the rival theory."""
    by_needs, by_habit = needs_first_budget(planned, needs, wealth), asset_smoothing_budget(planned, needs, wealth)
    return by_needs if is_needs_first else by_habit


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
        hh.treatment_kpw = 0.0
        hh.staple_budget_kpw = hh.need_kg * cheaper
        hh.fuel_budget_kpw = others * p.fuel_in_necessities * winter
        hh.dues_budget_kpw = others * p.dues_in_necessities
        hh.other_food_budget_kpw = others * food_share
        hh.needs_kpw = hh.staple_budget_kpw + hh.fuel_budget_kpw + hh.dues_budget_kpw + hh.other_food_budget_kpw
    add_treatment(first, last, w, market)


@inlined
def add_treatment(first: int, last: int, w: World, market: Market) -> None:
    """The few who are ill need a course beside."""
    ill, count = np.empty(last - first, np.int64), 0
    for i in range(first, last):
        ill[count] = i
        count += w.households[i].illness > 0
    for i in ill[:count]:
        hh = w.households[i]
        hh.treatment_kpw = treatment_cost(hh, market)
        hh.needs_kpw += hh.treatment_kpw


@compiled
def plan_budgets(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Set each household's budget of the week: its needs, as far as all it has goes, then shares of what is free.

    Too little for all of them is saved first on other food, then on staples, fuel and dues together.
    """
    set_budgets(m, first, last, w, p)
    rice, fuel, dues = p.marginal_share_rice, p.marginal_share_fuel, p.marginal_share_dues
    other_food, durables, clothing = p.marginal_share_other_food, p.marginal_share_durables, p.marginal_share_clothing
    for i in range(first, last):
        hh = w.households[i]
        budget, food = hh.budget_kpw, hh.other_food_budget_kpw
        pressing = hh.staple_budget_kpw + hh.fuel_budget_kpw + hh.dues_budget_kpw
        met = met_part(pressing, budget)
        free = max(budget - pressing - food, 0.0)
        hh.staple_budget_kpw = linear_expenditure(met * hh.staple_budget_kpw, rice, free)
        hh.fuel_budget_kpw = linear_expenditure(met * hh.fuel_budget_kpw, fuel, free)
        hh.dues_budget_kpw = linear_expenditure(met * hh.dues_budget_kpw, dues, free)
        food = min(food, max(budget - pressing, 0.0))
        hh.other_food_budget_kpw = linear_expenditure(food, other_food, free)
        hh.durables_budget_kpw = linear_expenditure(0.0, durables, free)
        hh.clothing_budget_kpw = linear_expenditure(0.0, clothing, free)


@inlined
def set_budgets(m: int, first: int, last: int, w: World, p: Parameters) -> None:
    """The week's budget of each household, what treatment takes aside."""
    rate, c = w.nation[0].exchange_rate, w.households[first].household_class
    confidence = w.markets[m].confidence[WEALTHY if (c == OFFICIAL or c == DONJU) else ORDINARY]
    if p.use_confidence == 0.0:
        confidence = 0.5
    weeks, slope, factor = p.buffer_weeks[c], p.buffer_confidence_slope, p.wealth_spending_factor
    keeps_buffer = p.theory_budget != RULE_OF_THUMB and p.use_buffer != 0.0
    is_needs_first = p.theory_budget != ASSET_SMOOTHING
    for i in range(first, last):
        hh = w.households[i]
        each = hh.per_household
        wealth = max(hh.cash_kpw + hh.cash_cny * rate, 0.0) * each
        net = max(wealth - hh.debt_kpw * each, 0.0)
        treatment = hh.treatment_kpw if hh.treatment_kpw <= wealth else 0.0
        target = buffer_target(weeks * hh.patience, confidence, slope)
        planned = planned_spending(hh.permanent_income_kpw, net, target, factor, keeps_buffer)
        budget = weekly_budget(planned, hh.needs_kpw, wealth, is_needs_first)
        hh.budget_kpw = max(budget - treatment, 0.0)


@compiled
def pay_fuel_and_dues(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Fuel (wood from local sellers, coal from the state) and dues."""
    market, flows, tally = w.markets[m], w.flows[m], w.tallies[m]
    c = w.households[first].household_class
    of_wood, of_coal, of_bribes = p.local_fuel_share, 1.0 - p.local_fuel_share, p.petty_bribe_share
    all_wood, all_coal, all_dues, all_bribes = 0, 0, 0, 0
    for i in range(first, last):
        hh = w.households[i]
        scale = 100.0 * hh.weight
        cash = hh.cash_kpw
        wood = min(int(hh.fuel_budget_kpw * of_wood * scale), cash)
        coal = min(int(hh.fuel_budget_kpw * of_coal * scale), cash - wood)
        dues = min(int(hh.dues_budget_kpw * scale), cash - wood - coal)
        hh.cash_kpw = cash - wood - coal - dues
        paid = (wood + coal + dues) * hh.per_household
        hh.budget_kpw -= paid
        hh.spending_kpw += paid
        all_wood += wood
        all_coal += coal
        all_dues += dues
        all_bribes += int(of_bribes * dues)
    market.pool_kpw[FARMER if c == FARMER else LABOURER] += all_wood
    market.pool_kpw[OFFICIAL] += all_bribes
    market.due_kpw[STATE] += all_coal + all_dues - all_bribes
    flows[LOCAL_FUEL, c] += all_wood
    flows[STATE_FUEL, c] += all_coal
    flows[PETTY_BRIBES, c] += all_bribes
    flows[DUES, c] += all_dues - all_bribes
    tally.fuel_sold += (all_wood + all_coal) / (100.0 * market.services_price)
    tally.turnover += (all_wood + all_coal) / 100.0


@compiled
def open_local_sales(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Start the week's counts of demand and receipts; the part of free budgets that imports usually get is learnt."""
    market = w.markets[m]
    market.goods_demand = 0.0
    _, imported = imports_in_food_and_free_spending(market, p)
    settled = w.nation[0].learning == 0.0
    kept = raised(0.5, 1.0 / p.stop_memory_weeks) if settled else 1.0 - p.services_productivity_speed
    served = min(market.goods_fill, 1.0)
    market.usual_imported_part = usual_imported_part(market.usual_imported_part, imported, served, kept)


@inlined
def imports_in_food_and_free_spending(market: Market, p: Parameters) -> tuple[float, float]:
    """Imported part of spending on other food and of what is free, at this week's prices."""
    if p.use_imported_goods == 0.0:
        return 0.0, 0.0
    base_price = p.base_exchange_rate * (1.0 + p.imported_goods_margin)
    relative = market.goods_price / base_price / market.services_price
    in_food = imported_share(p.other_food_imported_share, relative, p.imported_goods_substitution)
    return in_food, imported_share(p.imported_goods_share, relative, p.imported_goods_substitution)


IN_WON = (OTHER_FOOD, SERVICES, IMPORTED_FOOD_SALES, IMPORTED_GOODS_SALES)  # local supply first, then dealers'
IN_YUAN = (OTHER_FOOD_CNY, SERVICES_CNY, IMPORTED_FOOD_SALES_CNY, IMPORTED_GOODS_SALES_CNY)
LOCAL, DEALERS = slice(0, 2), slice(2, 4)
LOCAL_FOOD, BESIDE, IMPORTED_FOOD, IMPORTED = range(len(IN_WON))  # won paid for each of these
UNITS_BOUGHT, LASTING, ASKED, OPEN = range(len(IN_WON), len(IN_WON) + 4)  # kept beside them


class Offer(NamedTuple):
    """What a market offers this week in local supply and the imported good, and on what terms."""

    open_share: float  # part of the week in which one may go out
    food_share: float  # imported part of spending on other food
    goods_share: float  # and of what is free
    usual_part: float  # of what is free that usually goes to imports
    lasting_share: float  # 1 if there are imported goods, else 0
    goods_fill: float  # units of the imported good to be had for each one wanted
    served: float  # local supply to be had for each won asked
    goods_price: float
    rate: float  # won for a yuan


@inlined
def offer_of_week(market: Market, w: World, x: Given, p: Parameters) -> Offer:
    """The week's terms, the same for all households of a market."""
    food_share, goods_share = imports_in_food_and_free_spending(market, p)
    usual = market.usual_imported_part if p.use_waiting > 0.0 else goods_share * market.goods_fill
    return Offer(
        1.0 - lockdown(market, x),
        food_share,
        goods_share,
        usual,
        p.use_imported_goods,
        market.goods_fill,
        market.services_fill,
        market.goods_price,
        w.nation[0].exchange_rate,
    )


@compiled
def spend_locally(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Other food, then the rest of the budget split between local services and the composite imported good.

    Other food is partly imported (oil, sugar, flour), partly grown, raised and prepared near the market by those who
    offer services: one supply serves both; what is not to be had imported is bought local. Durables are a part of the
    imported good that stays in the home, and wait.

    Some rows choose at once, each as if it came first; where that is more than there is, fewer do, at last one.
    """
    market, c = w.markets[m], w.households[first].household_class
    offer = offer_of_week(market, w, x, p)
    on_sale, services_left = market.goods_on_sale, market.services_left
    bought, wanted, demand = np.empty((OPEN + 1, TOGETHER), np.int64), np.empty(TOGETHER), np.zeros(TOGETHER)
    sums, instead = np.zeros(ASKED + 1, np.int64), np.zeros((len(IN_WON), 2), np.int64)
    used: Any = min(last - first, uint64(TOGETHER))  # places of demand, each of which adds up its own rows
    while first < last:
        end: Any = min(first + uint64(TOGETHER), last)
        units, services = choose_purchases(first, end, w, offer, on_sale, services_left, bought, wanted)
        while end - first > uint64(1) and (units > on_sale or services > services_left):
            end = first + (end - first) // uint64(2)
            units, services = choose_purchases(first, end, w, offer, on_sale, services_left, bought, wanted)
        if pay_purchases(first, end, w, bought, wanted, sums, demand) > 0:
            pay_in_both(first, end, w, offer.rate, bought, instead)
        on_sale -= units
        services_left -= services
        first = end
    market.goods_demand += demand[:used].sum()
    book_purchases(m, w, c, sums, instead)


@inlined
def choose_purchases(
    first: int, last: int, w: World, offer: Offer, on_sale: int, services_left: int, bought: Any, wanted: Any
) -> tuple[int, int]:
    """Fill in what rows buy and the units of imports they wanted; returns 1/1000 units and local supply, 1/100 KPW."""
    all_units, services = 0, 0
    for i in range(first, last):
        hh, row = w.households[i], i - first
        scale = 100.0 * hh.weight
        money = (hh.cash_kpw + hh.cash_cny * offer.rate) * hh.per_household
        left = max(min(hh.budget_kpw * offer.open_share, money), 0.0)
        food = min(hh.other_food_budget_kpw * offer.open_share, left)
        lasting = offer.lasting_share * min(hh.durables_budget_kpw * offer.open_share, left - food)
        free = left - food - lasting
        imported = offer.goods_share * free + lasting + offer.food_share * food
        each = 1.0 / max(imported, 1e-6)
        wanted_units = imported * (1.0 / offer.goods_price) * hh.weight
        food_won = spilled_over(food, offer.food_share, offer.goods_fill) * scale
        beside_won = services_budget(free, offer.usual_part) * scale
        cash = hh.cash_kpw + int(hh.cash_cny * offer.rate)
        asked_food = min(int(food_won + 0.5), cash)
        local_food = min(int(asked_food * offer.served), services_left)
        cash -= local_food
        units = min(int(wanted_units * (offer.goods_fill * UNITS)), on_sale)
        cost = min(int(units * (MINOR_UNITS * offer.goods_price / UNITS) + 0.5), cash)
        cash -= cost
        imported_food = int(cost * (offer.food_share * food * each))
        asked_beside = min(int(beside_won + 0.5), cash)
        beside = min(int(asked_beside * offer.served), services_left - local_food)
        bought[LOCAL_FOOD, row], bought[BESIDE, row] = local_food, beside
        bought[IMPORTED_FOOD, row], bought[IMPORTED, row] = imported_food, cost - imported_food
        bought[UNITS_BOUGHT, row], bought[LASTING, row] = units, int(units * (lasting * each))
        bought[ASKED, row] = asked_food + asked_beside
        wanted[row] = wanted_units
        all_units += units
        services += local_food + beside
    return all_units, services


@inlined
def pay_purchases(first: int, last: int, w: World, bought: Any, wanted: Any, sums: Any, demand: Any) -> int:
    """Rows that have won enough pay; returns how many have not. Adds up what all bought and wanted."""
    food, beside, imported_food, imported, units, lasting, asked, poor = 0, 0, 0, 0, 0, 0, 0, 0
    for i in range(first, last):
        hh, row = w.households[i], i - first
        paid = bought[LOCAL_FOOD, row] + bought[BESIDE, row] + bought[IMPORTED_FOOD, row] + bought[IMPORTED, row]
        lacks = paid > hh.cash_kpw
        bought[OPEN, row] = paid if lacks else 0
        hh.cash_kpw -= 0 if lacks else paid
        hh.durables += bought[LASTING, row]
        hh.spending_kpw += paid * hh.per_household
        demand[row] += wanted[row]
        poor += 1 if lacks else 0
        food += bought[LOCAL_FOOD, row]
        beside += bought[BESIDE, row]
        imported_food += bought[IMPORTED_FOOD, row]
        imported += bought[IMPORTED, row]
        units += bought[UNITS_BOUGHT, row]
        lasting += bought[LASTING, row]
        asked += bought[ASKED, row]
    for k, all_bought in enumerate((food, beside, imported_food, imported, units, lasting, asked)):
        sums[k] += all_bought
    return poor


@inlined
def pay_in_both(first: int, last: int, w: World, rate: float, bought: Any, instead: Any) -> None:
    """Who lacks won pays all he has, then yuan; instead[purchase] adds up won lacked and yuan paid, 1/100 of each."""
    for i in range(first, last):
        if bought[OPEN, i - first] == 0:
            continue
        hh = w.households[i]
        for k in range(len(IN_WON)):
            price = bought[k, i - first]
            won, yuan = won_and_yuan(hh, price, rate, 0)
            hh.cash_kpw -= won
            hh.cash_cny -= yuan
            instead[k, 0] += price - won
            instead[k, 1] += yuan


@inlined
def book_purchases(m: int, w: World, c: int, sums: Any, instead: Any) -> None:
    """Book what households of a class bought."""
    market, flows, tally = w.markets[m], w.flows[m], w.tallies[m]
    for k in range(len(IN_WON)):
        flows[IN_WON[k], c] += sums[k] - instead[k, 0]
        flows[IN_YUAN[k], c] += instead[k, 1]
    services, costs = sums[LOCAL].sum(), sums[DEALERS].sum()
    tally.imported_goods_sold += sums[UNITS_BOUGHT] / UNITS
    tally.turnover += (services + costs) / MINOR_UNITS
    market.goods_on_sale -= sums[UNITS_BOUGHT]
    market.goods_kpw += costs - instead[DEALERS, 0].sum()
    market.goods_cny += instead[DEALERS, 1].sum()
    w.goods[m, DURABLES_GOOD, PRODUCED] += sums[LASTING]
    market.services_receipts += services - instead[LOCAL, 0].sum()
    market.services_receipts_cny += instead[LOCAL, 1].sum()
    market.services_left -= services
    market.services_wanted += sums[ASKED] / (MINOR_UNITS * market.services_price)


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
