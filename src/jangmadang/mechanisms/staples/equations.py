"""Prices of staples: storage with foresight, imports, parity and place (economy section 8)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import exp, ln, raised
from jangmadang.shapes import adjusted, clip, scarcity


@inlined
def relative_stock(
    stock_kg: float,
    expected_kg: float,
    expected_use_kg: float,
    weekly_use_kg: float,
    reserve_share: float,
    working_weeks: float,
) -> float:
    """Grain to be had until a week to come over what would be used until then at the prices of today.

    (ST-1) r = (S + A) / ((1 + k) U + c u)

    Parameters
    ----------
    stock_kg : S, stock.
    expected_kg : A, harvest and imports expected to come in until then.
    expected_use_kg : U, use until then as these weeks sell, with the season.
    weekly_use_kg : u, mean use of a week.
    reserve_share : k, reserve held for what may go wrong until then, over that use.
    working_weeks : c, stock that trade needs on its way, in weeks of use.

    The smallest of the weeks of a year to come counts: grain that comes in later cannot be eaten before.

    Returns: 1.

    Source: Williams and Wright (1991, chapter 2): stocks are held up to the week in which they would run out;
    FAO counts working stock and reserve over use (F063). What can go wrong is less the nearer the harvest is.
    """
    needed = (1.0 + reserve_share) * expected_use_kg + working_weeks * weekly_use_kg
    return (stock_kg + expected_kg) / max(needed, 1.0)


@inlined
def use_elasticity(demand_elasticity: float, import_share: float, import_elasticity: float) -> float:
    """By how much the draw on stocks falls when the price rises: households eat less, imports come in.

    (ST-8) eta = e + s k

    Parameters
    ----------
    demand_elasticity : e, of use.
    import_share : s, imports in use now.
    import_elasticity : k, of imports.

    Returns: 1.

    Source: excess demand of a market with imports (Williams and Wright 1991, chapter 9).
    """
    return demand_elasticity + import_share * import_elasticity


@inlined
def storage_factor(
    level: float, relative_stock_: float, elasticity: float, carrying_cost: float, weeks_to_harvest: float
) -> float:
    """Price of grain over its base at which owners of stocks are content to hold what must last.

    (ST-9) g = L r^(-1/eta) exp(k (26 - h)),  so that E[g] rises by k a week up to the harvest

    Parameters
    ----------
    level : L, of (ST-16).
    relative_stock_ : r, of (ST-1).
    elasticity : eta, of (ST-8).
    carrying_cost : k, loss and cost of money, 1/week.
    weeks_to_harvest : h.

    Returns: 1.

    Source: Williams and Wright (1991); Deaton and Laroque (1992): p >= E[p'] (1 - d) / (1 + r) while stocks are held.
    """
    return level * scarcity(relative_stock_, elasticity) * exp(carrying_cost * (26.0 - weeks_to_harvest))


@inlined
def target_price(base_price: float, storage_factor_: float, parity: float, pass_through: float) -> float:
    """Price of corn, or of rice less that of corn, toward which the market moves.

    (ST-2) p* = p0 g exp(phi m)

    Parameters
    ----------
    base_price : p0, KPW/kg.
    storage_factor_ : g, of (ST-9); for rice less corn q of (ST-10).
    parity : m, of (ST-3), ln.
    pass_through : phi, long-run elasticity.

    Returns: KPW/kg.

    Source: pass-through T020, T021; storage as in (ST-9).
    """
    return base_price * storage_factor_ * exp(pass_through * parity)


@inlined
def rice_premium(level: float, relative_rice: float, elasticity: float) -> float:
    """Price of rice less that of corn, over its base: it makes rice last until the next harvest.

    (ST-10) q = M r_R^(-1/s)

    Parameters
    ----------
    level : M, of (ST-16).
    relative_rice : r_R, relative stock (ST-1) of rice.
    elasticity : s, of the use of rice to its premium.

    Corn's own stock stays out: a lack of corn makes all cereals dear (ST-9), but does not tell how long rice will last.

    Returns: 1.

    Source: households give a part of what needs leave for eating rice instead of corn (ME-2), which makes s one where
    it is spent in full; rice to corn switching T030.
    """
    return level * scarcity(relative_rice, elasticity)


@inlined
def grain_imports(normal: float, openness: float, relative_price: float, elasticity: float, licence: float) -> float:
    """Imports of a crop in a week: they answer the price at home over the price at the border.

    (ST-11) i = a min(i0 q^k, l)

    Parameters
    ----------
    normal : i0, at the normal margin, t.
    openness : a, of the border.
    relative_price : q, price at home over the border price, against its base.
    elasticity : k.
    licence : l, quota that licences and carriage allow at an open border, t.

    Where contracts bring more (path grain_import_contracts), as much as they bring comes in.

    Returns: t a week.

    Source: trade and storage (Williams and Wright 1991, chapter 9); k from the trial of November 2026, assumed.
    """
    return openness * min(normal * relative_price**elasticity, licence)


@inlined
def procured(harvest: float, share: float, stock: float, limit: float) -> float:
    """State's part of a harvest: a share of it, as long as its stores take it.

    (ST-13) z = min(a H, max(L - S, 0))

    Parameters
    ----------
    harvest : H.
    share : a.
    stock : S, state grain.
    limit : L, most that the state stores.

    Returns: in the unit of harvest.

    Source: 35 % of potatoes go to the state (F028); the limit assumed.
    """
    return min(share * harvest, max(limit - stock, 0.0))


@inlined
def local_price(demand: float, normal_demand: float, elasticity: float, freight: float) -> float:
    """Local price over the country's, in logarithms: local demand moves it until freight makes grain travel.

    (ST-12) z = ln(d / d0) / e,  in [-f, f]

    Parameters
    ----------
    demand : d, the market's part of the country's purchases last week.
    normal_demand : d0, the same in normal times.
    elasticity : e, of use.
    freight : f, freight to other places over the price.

    Returns: ln.

    Source: Takayama and Judge (1971): prices of two places differ by at most the cost of transport.
    """
    return clip(ln(max(demand, 1e-12) / max(normal_demand, 1e-12)) / elasticity, -freight, freight)


@inlined
def next_import_parity(
    parity: float, relative_border_price: float, speed: float, openness: float, openness_power: float
) -> float:
    """Price of grain at the border over its base that staple prices have taken in, in logarithms.

    (ST-3) m' = m + v a^k (ln(E P / (E0 P0)) - m),  a at most 1

    Parameters
    ----------
    parity : m, ln, last week.
    relative_border_price : E P / (E0 P0), exchange rate and price in China over their base.
    speed : v, per week, with full import capacity.
    openness : a, of import capacity.
    openness_power : k.

    Returns: ln.

    Source: assumed that pass-through fades as import capacity closes: otherwise a closed border makes food cheap. The
    pace fades, not the elasticity, so that prices keep the level they had taken in. A rise of the world price by 21 %
    reached the country in three months (T026).
    """
    return adjusted(parity, ln(relative_border_price), speed * raised(min(1.0, openness), openness_power))


@inlined
def expected_openness(openness: float, usual: float, weeks_ahead: float, stop_weeks: float) -> float:
    """Openness of the border for grain that traders expect some weeks ahead: what is shut now is thought to open.

    (ST-14) a = u - max(u - a0, 0) e^(-j / T)

    Parameters
    ----------
    openness : a0, this week.
    usual : u.
    weeks_ahead : j.
    stop_weeks : T, expected length of a stop (EX-4).

    Returns: share.

    Source: exponential length of stops, as in (EX-4).
    """
    return max(usual, openness) - max(usual - openness, 0.0) * exp(-weeks_ahead / stop_weeks)


@inlined
def next_price_level(level: float, relative_stock_: float, elasticity: float, speed: float) -> float:
    """Level of a price that traders have learnt: it rises as long as, at what sells, the stock would not last.

    (ST-16) L' = L r^(-v/eta)

    Parameters
    ----------
    level : L.
    relative_stock_ : r, of (ST-1).
    elasticity : eta.
    speed : v, per week.

    Returns: 1.

    Source: price moves with excess demand (Samuelson 1947); traders need not know how demand answers to learn it so.
    """
    return level * scarcity(relative_stock_, elasticity / speed)


@inlined
def farm_labour_part(
    usual_part: float, farm_income: float, town_income: float, mobility: float, at_harvest: float, harvest_part: float
) -> float:
    """Part of what farms are paid that goes to people of the towns who work for them: they go where more is earned.

    (ST-17) a = a0 (y_F / y_L)^e (1 - z + 52 z h),  at most 1/2

    Parameters
    ----------
    usual_part : a0, mean of the year where farms and towns earn alike.
    farm_income, town_income : y_F, y_L, of farmers and labourers, KPW a week and household.
    mobility : e.
    at_harvest : z, part of that work that is done at harvest.
    harvest_part : h, part of the year's harvest that comes in this week.

    Returns: share.

    Source: choice of work by earnings (Roy 1951; Bryan and Morten 2019); a0, e, z assumed.
    """
    reward = max(farm_income, 1.0) / max(town_income, 1.0)
    return min(usual_part * reward**mobility * (1.0 - at_harvest + 52.0 * at_harvest * harvest_part), 0.5)


@inlined
def next_crop_price(price: float, target: float, speed: float, shock: float) -> float:
    """Price of a crop in the country: it moves toward its target, and by what chance adds.

    (ST-18) p' = e^u (p + v (p* - p))

    Parameters
    ----------
    price : p, last week, KPW/kg.
    target : p*, of (ST-2); of rice with that of corn.
    speed : v, per week.
    shock : e^u, 1 where nothing is added; u is an innovation of ln p, which fades at the speed v.

    Returns: KPW/kg.

    Source: assumed; the world price took about three months (T026); innovations are for fits and forecasts.
    """
    return shock * adjusted(price, target, speed)
