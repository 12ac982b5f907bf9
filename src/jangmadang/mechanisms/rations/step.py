"""State grain is planned and handed out; state shops sell; aid and transfers reach households."""

from jangmadang.accounting.payments import minor, pay_sector, take_staple
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
    market = w.markets[m]
    fill = w.nation[0].ration_fill
    each = market.ration_each
    mix = rice_in_rations(market)
    for c in range(HOUSEHOLD_CLASSES):
        each[c] = fill * planned_ration(market, c, x, p)
    for i in range(first, last):
        hh = w.households[i]
        hh.need_kg = p.staple_need_kg
        kg = each[hh.household_class]
        if kg > 0.0:
            grams = take_ration(m, i, int(kg * GRAMS * hh.weight), mix, w)
            w.tallies[m].rations[hh.household_class] += grams / GRAMS
    if x.grain_shop_share * p.use_rations > 0.0:
        buy_in_shops(m, first, last, w, p, x.grain_shop_share * p.staple_need_kg)
    if market.aid_units > 0:
        hand_out_aid(m, first, last, w, x)
    if x.cash_transfer_kpw[market.place].sum() + x.cash_transfer_cny[market.place].sum() > 0.0:
        hand_out_cash(m, first, last, w, x)


@inlined
def rice_in_rations(market: Market) -> float:
    """Part of the market's state allotment that is rice."""
    allotted = market.ration_allotment[RICE] + market.ration_allotment[CORN]
    return market.ration_allotment[RICE] / max(allotted, 1)


@inlined
def take_ration(m: int, i: int, grams: int, mix: float, w: World) -> int:
    """A household takes grain of the market's state allotment, rice and corn as they lie; returns what it got."""
    market = w.markets[m]
    goods = w.goods[m]
    hh = w.households[i]
    rice = min(int(grams * mix), market.ration_allotment[RICE])
    corn = min(grams - rice, market.ration_allotment[CORN])
    rice = min(grams - corn, market.ration_allotment[RICE])
    market.ration_allotment[RICE] -= rice
    market.ration_allotment[CORN] -= corn
    goods[STAPLE_GOOD + RICE, CONSUMED] += rice
    goods[STAPLE_GOOD + CORN, CONSUMED] += corn
    hh.need_kg -= (rice + corn) / (GRAMS * hh.weight)
    return rice + corn


@inlined
def buy_in_shops(m: int, first: int, last: int, w: World, p: Parameters, offered_kg: float) -> None:
    """State shops in towns sell below the market: state grain that rations leave, then what they buy from farms."""
    market = w.markets[m]
    flows = w.flows[m]
    states = w.nation[0].shop_fill
    lying = market.staple_allotment[RICE] + market.staple_allotment[CORN]
    state_mix, market_mix = rice_in_rations(market), market.staple_allotment[RICE] / max(lying, 1)
    state_price = shop_price(mixed_price(market, state_mix), p.grain_shop_discount)
    market_price = shop_price(mixed_price(market, market_mix), p.grain_shop_discount)
    for i in range(first, last):
        hh = w.households[i]
        if hh.household_class == FARMER:
            continue
        affordable = 0.01 * hh.cash_kpw / hh.weight / max(state_price, market_price)
        grams = int(max(min(min(offered_kg, hh.need_kg), affordable), 0.0) * GRAMS * hh.weight)
        of_state = take_ration(m, i, int(grams * states), state_mix, w)
        of_farms = take_market_grain(m, i, grams - of_state, market_mix, w)
        due_to_farms = min(minor(of_farms / GRAMS * market_price), hh.cash_kpw)
        paid = min(minor(of_state / GRAMS * state_price) + due_to_farms, hh.cash_kpw)
        pay_sector(hh, market, flows, GRAIN_SHOP_SALES, STATE, paid)
        market.due_kpw[STATE] -= due_to_farms
        market.due_kpw[FARMS] += due_to_farms
        flows[GRAIN_SHOP_PURCHASES, 0] += due_to_farms
        hh.spending_kpw += 0.01 * paid / hh.weight
        w.tallies[m].staple_spending[hh.household_class] += 0.01 * paid
        w.tallies[m].shop_grain[hh.household_class] += (of_state + of_farms) / GRAMS


@inlined
def mixed_price(market: Market, rice_part: float) -> float:
    """Market price of grain of which a part is rice, KPW/kg."""
    return rice_part * market.staple_price[RICE] + (1.0 - rice_part) * market.staple_price[CORN]


@inlined
def take_market_grain(m: int, i: int, grams: int, mix: float, w: World) -> int:
    """A household takes grain of the market's allotment, rice and corn as they lie; returns what it got."""
    market = w.markets[m]
    hh = w.households[i]
    rice = min(int(grams * mix), market.staple_allotment[RICE])
    corn = min(grams - rice, market.staple_allotment[CORN])
    take_staple(market, w.goods[m], RICE, rice)
    take_staple(market, w.goods[m], CORN, corn)
    hh.need_kg -= (rice + corn) / (GRAMS * hh.weight)
    return rice + corn


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
    for i in range(first, last):
        hh = w.households[i]
        c = hh.household_class
        won = minor(x.cash_transfer_kpw[market.place, c]) * int(hh.weight)
        yuan = minor(x.cash_transfer_cny[market.place, c]) * int(hh.weight)
        hh.cash_kpw += won
        hh.cash_cny += yuan
        market.due_kpw[STATE] -= won
        market.due_cny[ABROAD] -= yuan
        flows[CASH_TRANSFER_KPW, c] += won
        flows[CASH_TRANSFER_CNY, c] += yuan


@compiled
def return_rations(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """What was allotted and not handed out goes back to the state's grain."""
    nation = w.nation[0]
    for m in range(w.markets.size):
        for k in range(CROPS):
            nation.state_grain[k] += w.markets[m].ration_allotment[k]
            w.markets[m].ration_allotment[k] = 0
    w.border[0].state_grain = nation.state_grain.sum() / TONNE
