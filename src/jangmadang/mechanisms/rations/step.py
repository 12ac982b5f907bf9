"""State grain is planned and handed out; state shops sell; aid and transfers reach households."""

from typing import Any

import numpy as np

from jangmadang.accounting.payments import minor, take_staple
from jangmadang.accounting.transactions import (
    ABROAD,
    CASH_TRANSFER_CNY,
    CASH_TRANSFER_KPW,
    CONSUMED,
    CROPS,
    FARMER,
    FARMS,
    GRAIN_SHOP_PURCHASES,
    GRAIN_SHOP_SALES,
    HANDED_OVER,
    HOUSEHOLD_CLASSES,
    IMPORTED,
    OWN_GRAIN_GOOD,
    RECEIVED,
    STAPLE_GOOD,
    STATE,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.rations.equations import filled_part, ration, shop_price
from jangmadang.world.gates import lockdown
from jangmadang.world.members import CORN, GRAMS, RICE, TONNE
from jangmadang.world.rows import Given, Market, Parameters
from jangmadang.world.tables import YEAR_WEEKS, World


@inlined
def planned_ration(market: Market, c: int, x: Given, p: Parameters) -> float:
    """Planned ration of a household of a class, kg this week, before the state's stock is looked at."""
    if p.use_rations == 0.0:
        return 0.0
    area = market.ration_area
    relief = p.relief_ration_share * lockdown(market, x)
    extra = x.extra_ration_share[market.place, c]
    return ration(p.staple_need_kg, p.standing_ration_share[area, c], x.ration_delivery[area, c], extra, relief)


@compiled
def plan_rations(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """The state spreads its grain to the next harvest: army and offices, rations, what is left to shops; aid lands."""
    nation = w.nation[0]
    goods = w.goods[w.markets.size]
    own_use = p.state_own_use_tonnes * TONNE * p.use_rations
    planned, shops = own_use, 0.0
    for m in range(w.markets.size):
        planned += market_plan(w.markets[m], x, p)
        shops += shop_plan(w.markets[m], x, p)
    nation.state_use = planned + shops
    weeks = (p.main_harvest_week - x.week_of_year) % YEAR_WEEKS
    stock = nation.state_grain.sum()
    expected = 0.0
    for j in range(int(weeks) + 1):
        for k in range(CROPS):
            part = min(weeks - j, 1.0) * nation.farm_calendar[(int(x.week_of_year) + j) % YEAR_WEEKS, k]
            expected += p.procurement_share * nation.farm_harvest[k] * x.harvest_index[k] * part
    weeks += p.state_working_weeks
    nation.ration_fill = filled_part(stock / GRAMS, expected / GRAMS, planned / GRAMS, weeks)
    nation.shop_fill = filled_part((stock - planned * weeks) / GRAMS, expected / GRAMS, shops / GRAMS, weeks)
    rice = nation.state_grain[RICE] / max(stock, 1)
    for k in range(CROPS):
        part = rice if k == RICE else 1.0 - rice
        eaten = min(int(own_use * nation.ration_fill * part), nation.state_grain[k])
        nation.state_grain[k] -= eaten
        goods[STAPLE_GOOD + k, CONSUMED] += eaten
    for m in range(w.markets.size):
        market = w.markets[m]
        plan = market_plan(market, x, p) * nation.ration_fill + shop_plan(market, x, p) * nation.shop_fill
        for k in range(CROPS):
            part = rice if k == RICE else 1.0 - rice
            allotted = min(int(plan * part) + 1, nation.state_grain[k])
            nation.state_grain[k] -= allotted
            market.ration_allotment[k] = allotted
    land_aid(w, x)


@inlined
def market_plan(market: Market, x: Given, p: Parameters) -> float:
    """Planned rations of a market, g this week."""
    planned = 0.0
    for c in range(HOUSEHOLD_CLASSES):
        planned += planned_ration(market, c, x, p) * GRAMS * market.real_households[c]
    return planned


@inlined
def shop_plan(market: Market, x: Given, p: Parameters) -> float:
    """Grain that state shops of a market offer, g this week."""
    towns = market.real_households.sum() - market.real_households[FARMER]
    return x.grain_shop_share * p.staple_need_kg * p.use_rations * GRAMS * towns


@inlined
def land_aid(w: World, x: Given) -> None:
    """Divide the aid of each place between its markets by who is to receive it, to the gram."""
    total = x.food_aid.sum()
    for m in range(w.markets.size):
        w.markets[m].aid_grams[:] = 0
        w.markets[m].aid_given[:] = 0
        w.markets[m].aid_units = 0
        w.markets[m].aid_units_done = 0
    if total == 0.0:
        return
    for place in range(x.food_aid.shape[0]):
        if x.food_aid[place].sum() == 0.0:
            continue
        units, before = 0, 0
        for m in range(w.markets.size):
            market = w.markets[m]
            if market.place == place:
                for c in range(HOUSEHOLD_CLASSES):
                    market.aid_units += int(market.real_households[c] + 0.5) * aid_unit(x, c)
                units += market.aid_units
        for m in range(w.markets.size):
            market = w.markets[m]
            if market.place == place and units > 0:
                for k in range(CROPS):
                    grams = int(x.food_aid[place, k] * TONNE + 0.5)
                    market.aid_grams[k] = int(grams * ((before + market.aid_units) / units)) - int(
                        grams * (before / units)
                    )
                    w.goods[m, STAPLE_GOOD + k, IMPORTED] += market.aid_grams[k]
                before += market.aid_units


@inlined
def aid_unit(x: Given, c: int) -> int:
    """Part of a household of a class in aid, in thousandths."""
    return int(1000.0 * x.food_aid_class_weight[c] + 0.5)


@compiled
def receive_rations(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households take rations, shop grain and aid; what they cannot eat this week they keep."""
    market, c, need_kg = w.markets[m], w.households[first].household_class, p.staple_need_kg
    for i in range(first, last):
        w.households[i].need_kg = need_kg
    ration_kg = w.nation[0].ration_fill * planned_ration(market, c, x, p)
    if ration_kg > 0.0:
        hand_out_rations(m, first, last, w, ration_kg)
    if x.grain_shop_share * p.use_rations > 0.0 and c != FARMER:
        buy_in_shops(m, first, last, w, p, x.grain_shop_share * need_kg)
    if market.aid_units > 0:
        hand_out_aid(m, first, last, w, x)
    if x.cash_transfer_kpw[market.place, c] + x.cash_transfer_cny[market.place, c] > 0.0:
        hand_out_cash(m, first, last, w, x)


@inlined
def hand_out_rations(m: int, first: int, last: int, w: World, kg: float) -> None:
    """Households take kilograms of the market's state allotment, rice and corn as they lie."""
    market = w.markets[m]
    c = w.households[first].household_class
    mix = rice_in_rations(market)
    rice, corn = np.empty(last - first, np.int64), np.empty(last - first, np.int64)
    for i in range(first, last):
        grams = int(kg * GRAMS * w.households[i].weight)
        rice[i - first] = int(grams * mix)
        corn[i - first] = grams - rice[i - first]
    take_ration(m, rice, corn, w)
    taken = eat_grain(first, last, rice, corn, w)
    w.tallies[m].rations[c] += taken / GRAMS


@inlined
def eat_grain(first: int, last: int, rice: Any, corn: Any, w: World) -> int:
    """What households got of rice[row] and corn[row] they need no longer; returns all grams."""
    taken = 0
    for i in range(first, last):
        hh = w.households[i]
        grams = rice[i - first] + corn[i - first]
        hh.need_kg -= grams * (100.0 / GRAMS * hh.per_household)
        taken += grams
    return taken


@inlined
def rice_in_rations(market: Market) -> float:
    """Part of the market's state allotment that is rice."""
    allotted = market.ration_allotment[RICE] + market.ration_allotment[CORN]
    return market.ration_allotment[RICE] / max(allotted, 1)


@inlined
def take_ration(m: int, rice: Any, corn: Any, w: World) -> None:
    """Households take rice[row] and corn[row] grams of the market's state allotment, which become what they get.

    Who finds too little of one takes more of the other.
    """
    market = w.markets[m]
    goods = w.goods[m]
    left_rice, left_corn = market.ration_allotment[RICE], market.ration_allotment[CORN]
    if rice.sum() > left_rice or corn.sum() > left_corn:
        for j in range(rice.size):
            grams = rice[j] + corn[j]
            corn[j] = min(grams - min(rice[j], left_rice), left_corn)
            rice[j] = min(grams - corn[j], left_rice)
            left_rice -= rice[j]
            left_corn -= corn[j]
    taken_rice, taken_corn = rice.sum(), corn.sum()
    market.ration_allotment[RICE] -= taken_rice
    market.ration_allotment[CORN] -= taken_corn
    goods[STAPLE_GOOD + RICE, CONSUMED] += taken_rice
    goods[STAPLE_GOOD + CORN, CONSUMED] += taken_corn


@inlined
def buy_in_shops(m: int, first: int, last: int, w: World, p: Parameters, offered_kg: float) -> None:
    """State shops in towns sell below the market: state grain that rations leave, then what they buy from farms."""
    market = w.markets[m]
    states = w.nation[0].shop_fill
    lying = market.staple_allotment[RICE] + market.staple_allotment[CORN]
    state_mix, market_mix = rice_in_rations(market), market.staple_allotment[RICE] / max(lying, 1)
    state_price = shop_price(mixed_price(market, state_mix), p.grain_shop_discount)
    market_price = shop_price(mixed_price(market, market_mix), p.grain_shop_discount)
    dearer = max(state_price, market_price)
    grams, rice, corn, of_state = np.empty((4, last - first), np.int64)
    for i in range(first, last):
        hh = w.households[i]
        affordable = hh.cash_kpw * hh.per_household / dearer
        wanted = int(max(min(min(offered_kg, hh.need_kg), affordable), 0.0) * GRAMS * hh.weight)
        grams[i - first] = wanted
        rice[i - first] = int(int(wanted * states) * state_mix)
        corn[i - first] = int(wanted * states) - rice[i - first]
    take_ration(m, rice, corn, w)
    sold = eat_grain(first, last, rice, corn, w)
    for j in range(grams.size):
        of_state[j] = rice[j] + corn[j]
        rice[j] = int((grams[j] - of_state[j]) * market_mix)
        corn[j] = grams[j] - of_state[j] - rice[j]
    take_market_grain(m, rice, corn, w)
    sold += eat_grain(first, last, rice, corn, w)
    w.tallies[m].shop_grain[w.households[first].household_class] += sold / GRAMS
    pay_shops(m, first, last, w, of_state, rice, corn, state_price, market_price)


@inlined
def pay_shops(
    m: int,
    first: int,
    last: int,
    w: World,
    of_state: Any,
    rice: Any,
    corn: Any,
    state_price: float,
    market_price: float,
) -> None:
    """Households pay shops for of_state[row] g of the state's grain and rice[row] and corn[row] of farms', KPW/kg."""
    market = w.markets[m]
    flows, tally = w.flows[m], w.tallies[m]
    c = w.households[first].household_class
    all_paid, all_to_farms = 0, 0
    for i in range(first, last):
        hh = w.households[i]
        of_farms = rice[i - first] + corn[i - first]
        due_to_farms = min(minor(of_farms / GRAMS * market_price), hh.cash_kpw)
        paid = min(minor(of_state[i - first] / GRAMS * state_price) + due_to_farms, hh.cash_kpw)
        hh.cash_kpw -= paid
        hh.spending_kpw += paid * hh.per_household
        all_paid += paid
        all_to_farms += due_to_farms
    market.due_kpw[STATE] += all_paid - all_to_farms
    market.due_kpw[FARMS] += all_to_farms
    flows[GRAIN_SHOP_SALES, c] += all_paid
    flows[GRAIN_SHOP_PURCHASES, 0] += all_to_farms
    tally.staple_spending[c] += 0.01 * all_paid


@inlined
def mixed_price(market: Market, rice_part: float) -> float:
    """Market price of grain of which a part is rice, KPW/kg."""
    return rice_part * market.staple_price[RICE] + (1.0 - rice_part) * market.staple_price[CORN]


@inlined
def take_market_grain(m: int, rice: Any, corn: Any, w: World) -> None:
    """Households take rice[row] and corn[row] grams of the market's allotment, which become what they get."""
    market = w.markets[m]
    left_rice, left_corn = market.staple_allotment[RICE], market.staple_allotment[CORN]
    if rice.sum() > left_rice or corn.sum() > left_corn:
        for j in range(rice.size):
            grams = rice[j] + corn[j]
            rice[j] = min(rice[j], left_rice)
            corn[j] = min(grams - rice[j], left_corn)
            left_rice -= rice[j]
            left_corn -= corn[j]
    take_staple(market, w.goods[m], RICE, rice.sum())
    take_staple(market, w.goods[m], CORN, corn.sum())


@inlined
def hand_out_aid(m: int, first: int, last: int, w: World, x: Given) -> None:
    """Aid is divided by household and class, to the gram; what exceeds this week's need is kept."""
    market = w.markets[m]
    goods = w.goods[m]
    for i in range(first, last):
        hh = w.households[i]
        market.aid_units_done += int(hh.weight) * aid_unit(x, hh.household_class)
        part = market.aid_units_done / market.aid_units
        room = int(max(hh.need_kg, 0.0) * GRAMS * hh.weight)
        for k in range(CROPS):
            grams = int(market.aid_grams[k] * part) - market.aid_given[k]
            market.aid_given[k] += grams
            eaten = min(grams, room)
            room -= eaten
            hh.need_kg -= eaten / (GRAMS * hh.weight)
            hh.own_grain += grams - eaten
            goods[STAPLE_GOOD + k, CONSUMED] += eaten
            goods[STAPLE_GOOD + k, HANDED_OVER] += grams - eaten
            goods[OWN_GRAIN_GOOD, RECEIVED] += grams - eaten
            w.tallies[m].food_aid[hh.household_class] += grams / GRAMS


@inlined
def hand_out_cash(m: int, first: int, last: int, w: World, x: Given) -> None:
    """The state pays won, donors pay yuan, the same to every household of a class."""
    market = w.markets[m]
    flows = w.flows[m]
    c = w.households[first].household_class
    won, yuan = minor(x.cash_transfer_kpw[market.place, c]), minor(x.cash_transfer_cny[market.place, c])
    paid = 0
    for i in range(first, last):
        hh = w.households[i]
        hh.cash_kpw += won * int(hh.weight)
        hh.cash_cny += yuan * int(hh.weight)
        paid += int(hh.weight)
    market.due_kpw[STATE] -= won * paid
    market.due_cny[ABROAD] -= yuan * paid
    flows[CASH_TRANSFER_KPW, c] += won * paid
    flows[CASH_TRANSFER_CNY, c] += yuan * paid


@compiled
def return_rations(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """What was allotted and not handed out goes back to the state's grain."""
    nation = w.nation[0]
    for m in range(w.markets.size):
        for k in range(CROPS):
            nation.state_grain[k] += w.markets[m].ration_allotment[k]
            w.markets[m].ration_allotment[k] = 0
    w.border[0].state_grain = nation.state_grain.sum() / TONNE
