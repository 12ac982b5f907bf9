"""Prices of staples: storage with foresight, imports, parity and place (economy section 8)."""

import math

from jangmadang.compiling import inlined
from jangmadang.shapes import adjusted, clip


@inlined
def grain_added(harvest_kg: float, imports_kg: float, use_kg: float, rise: float, elasticity: float) -> float:
    """What a week to come adds to stocks if all prices rise by a factor against those at which use was seen.

    (ST-1) x = H + i - u l^(-e)

    Parameters
    ----------
    harvest_kg : H, expected at market.
    imports_kg : i, of (ST-11) at the price that traders then expect.
    use_kg : u, of that week of the year, as these weeks sell.
    rise : l, factor.
    elasticity : e, of use; for rice alone that to its premium.

    The rise sought is the least at which no week of a year to come ends below working stocks.

    Source: Williams and Wright (1991, chapters 2 and 9): stocks are held up to the week in which they would run out,
    and imports at the prices to come are part of what there will be.
    """
    return harvest_kg + imports_kg - use_kg * rise ** (-elasticity)


@inlined
def price_season(carrying_cost: float, weeks_to_harvest: float) -> float:
    """Price of grain over its mean of the year while stocks must last to a harvest.

    (ST-9) s = exp(k (26 - h)),  so that it rises by k a week up to the harvest

    Parameters
    ----------
    carrying_cost : k, loss and cost of money, 1/week.
    weeks_to_harvest : h, of corn; for rice less corn that of rice.

    Source: Williams and Wright (1991); Deaton and Laroque (1992): p >= E[p'] (1 - d) / (1 + r) while stocks are held.
    """
    return math.exp(carrying_cost * (26.0 - weeks_to_harvest))


@inlined
def price_worth_storing(price: float, usual_price: float, season: float, carrying_cost: float) -> float:
    """Price below which nobody sells: grain is kept over the next harvest instead, and sold at the usual price.

    (ST-10) p = max(p*, p0 s exp(-52 k))

    Parameters
    ----------
    price : p*, at which old grain just lasts, KPW/kg.
    usual_price : p0, mean of the last years at the exchange rate that prices have taken in, KPW/kg.
    season : s, of (ST-9).
    carrying_cost : k, 1/week.

    Source: Deaton and Laroque (1992): p >= E[p'] (1 - d) / (1 + r), for grain kept into the next year as within one.
    """
    return max(price, usual_price * season * math.exp(-52.0 * carrying_cost))


@inlined
def target_price(base_price: float, level: float, season: float, parity: float, pass_through: float) -> float:
    """Price of corn, or of rice less that of corn, toward which the market moves.

    (ST-2) p* = p0 L s exp(phi m)

    Parameters
    ----------
    base_price : p0, KPW/kg.
    level : L, of (ST-16), times the rise of (ST-1).
    season : s, of (ST-9).
    parity : m, of (ST-3), ln.
    pass_through : phi, long-run elasticity.

    Source: pass-through T020, T021; storage as in (ST-9).
    """
    return base_price * level * season * math.exp(pass_through * parity)


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

    Source: Takayama and Judge (1971): prices of two places differ by at most the cost of transport.
    """
    return clip(math.log(max(demand, 1e-12) / max(normal_demand, 1e-12)) / elasticity, -freight, freight)


@inlined
def next_import_parity(
    parity: float, relative_exchange_rate: float, speed: float, openness: float, openness_power: float
) -> float:
    """Exchange rate over its base that staple prices have taken in, in logarithms.

    (ST-3) m' = m + v a^k (ln(E/E0) - m),  a at most 1

    Parameters
    ----------
    parity : m, ln, last week.
    relative_exchange_rate : E/E0.
    speed : v, per week, with full import capacity.
    openness : a, of import capacity.
    openness_power : k.

    Source: pass-through fades as import capacity closes (economy 8, trial findings 3.3): otherwise a closed border
    makes food cheap. The pace fades, not the elasticity, so that prices keep the level they had taken in.
    """
    return adjusted(parity, math.log(relative_exchange_rate), speed * min(1.0, openness) ** openness_power)


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

    Source: exponential length of stops, as in (EX-4).
    """
    return max(usual, openness) - max(usual - openness, 0.0) * math.exp(-weeks_ahead / stop_weeks)


@inlined
def price_at_use(price: float, base_price: float, season: float, parity: float, pass_through: float) -> float:
    """Price over its base at which use was seen, its season and the exchange rate taken out.

    (ST-16) L = p / (p0 s exp(phi m)),  at least 0.02

    Parameters
    ----------
    price : p, of corn, or of rice less corn; of a crop where usual prices are learnt, KPW/kg.
    base_price : p0, KPW/kg.
    season : s, of (ST-9).
    parity : m, of (ST-3), ln.
    pass_through : phi.

    Traders remember it as long as use itself: how demand answers they need not know, for both are seen anew.

    Source: identity; memory assumed.
    """
    return max(price / (base_price * season * math.exp(pass_through * parity)), 0.02)


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

    Source: choice of work by earnings (Roy 1951; Bryan and Morten 2019); a0, e, z assumed.
    """
    reward = max(farm_income, 1.0) / max(town_income, 1.0)
    return min(usual_part * reward**mobility * (1.0 - at_harvest + 52.0 * at_harvest * harvest_part), 0.5)
