"""Prices of staples: storage with foresight, imports, parity and place (economy section 8)."""

import math

from jangmadang.compiling import inlined
from jangmadang.shapes import adjusted, clip, scarcity


@inlined
def relative_stock(
    stock_kg: float, expected_kg: float, expected_use_kg: float, weekly_use_kg: float, working_weeks: float
) -> float:
    """Grain to be had until the next main harvest over what is used until then at normal prices.

    (ST-1) r = (S + A) / (U + c u)

    Parameters
    ----------
    stock_kg : S, stock.
    expected_kg : A, harvest still to come in and normal imports until then.
    expected_use_kg : U, use until then at normal prices.
    weekly_use_kg : u, mean use of a week.
    working_weeks : c, stock that trade needs on its way, in weeks of use.

    Source: Williams and Wright (1991): the stock of a season must last to the next; Deaton and Laroque (1992).
    """
    return (stock_kg + expected_kg) / max(expected_use_kg + working_weeks * weekly_use_kg, 1.0)


@inlined
def use_elasticity(demand_elasticity: float, import_share: float, import_elasticity: float) -> float:
    """By how much the draw on stocks falls when the price rises: households eat less, imports come in.

    (ST-8) eta = e + s k

    Parameters
    ----------
    demand_elasticity : e, of use.
    import_share : s, imports in use now.
    import_elasticity : k, of imports.

    Source: excess demand of a market with imports (Williams and Wright 1991, chapter 9).
    """
    return demand_elasticity + import_share * import_elasticity


@inlined
def storage_factor(relative_stock_: float, elasticity: float, carrying_cost: float, weeks_to_harvest: float) -> float:
    """Price of grain over its normal level at which owners of stocks are content to hold what must last.

    (ST-9) g = max(r^(-1/eta), exp(-52 k)) exp(k (26 - h)),  so that E[g] rises by k a week up to the harvest

    Parameters
    ----------
    relative_stock_ : r, of (ST-1).
    elasticity : eta, of (ST-8).
    carrying_cost : k, loss and cost of money, 1/week.
    weeks_to_harvest : h.

    The first term makes the stock last; it never lies below what carrying grain into the next year is worth.

    Source: Williams and Wright (1991); Deaton and Laroque (1992): p >= E[p'] (1 - d) / (1 + r) while stocks are held.
    """
    lasting = max(scarcity(relative_stock_, elasticity), math.exp(-52.0 * carrying_cost))
    return lasting * math.exp(carrying_cost * (26.0 - weeks_to_harvest))


@inlined
def target_price(base_price: float, storage_factor_: float, parity: float, pass_through: float) -> float:
    """Price of cereals toward which the market moves.

    (ST-2) p* = p0 g exp(phi m)

    Parameters
    ----------
    base_price : p0, KPW/kg.
    storage_factor_ : g, of (ST-9).
    parity : m, of (ST-3), ln.
    pass_through : phi, long-run elasticity.

    Source: pass-through T020, T021; storage as in (ST-9).
    """
    return base_price * storage_factor_ * math.exp(pass_through * parity)


@inlined
def relative_rice_price(
    base_ratio: float, rice_stock: float, corn_stock: float, rice_use_share: float, substitution: float
) -> float:
    """Price of rice over that of corn: the two replace each other, so that neither runs out while the other lies.

    (ST-10) q = max(1, q0 ((R / C) (1 - x) / x)^(-1/s))

    Parameters
    ----------
    base_ratio : q0.
    rice_stock, corn_stock : R, C, what is to be had until the next harvest.
    rice_use_share : x, rice in normal use, by weight.
    substitution : s.

    Source: constant elasticity of substitution (Armington 1969); rice to corn switching T030; s assumed.
    """
    relative = rice_stock / max(corn_stock, 1.0) * (1.0 - rice_use_share) / max(rice_use_share, 1e-6)
    return max(1.0, base_ratio * scarcity(relative, substitution))


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
