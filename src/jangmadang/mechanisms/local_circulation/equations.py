"""Incomes from local circulation (economy section 9)."""

from jangmadang.compiling import inlined
from jangmadang.shapes import adjusted, clip


@inlined
def permanent_income(permanent_income_kpw: float, income_kpw: float, memory_weeks: float) -> float:
    """Permanent income by exponential smoothing.

    (LC-1) Y' = Y + (y - Y) / T

    Parameters
    ----------
    permanent_income_kpw : Y, KPW a week.
    income_kpw : y, this week's income, KPW.
    memory_weeks : T.

    Source: Friedman (1957); economy 9.
    """
    return adjusted(permanent_income_kpw, income_kpw, 1.0 / memory_weeks)


@inlined
def services_price(
    price: float,
    relative_living_cost: float,
    indexation: float,
    relative_demand: float,
    demand_response: float,
    smallest_demand: float,
    speed: float,
) -> float:
    """Price of local services, which follows the cost of living and demand slowly.

    (LC-2) p' = p + v (q^i max(d, d0)^k - p)

    Parameters
    ----------
    price : p, over its base.
    relative_living_cost : q, geometric mean of the staple basket and the exchange rate, each over its base.
    indexation : i, elasticity.
    relative_demand : d, services bought over their norm.
    demand_response : k, elasticity to demand; without it new money would raise real activity without end.
    smallest_demand : d0, relative demand below which the price falls no further.
    speed : v, per week.

    Source: day wages hardly moved in won from 2013 to 2022 (I018, I019); economy 9; i, k, d0 assumed.
    """
    demand = max(relative_demand, smallest_demand)
    return adjusted(price, relative_living_cost**indexation * demand**demand_response, speed)


@inlined
def next_wage(wage: float, price: float, speed: float) -> float:
    """Won wage of hired labour, which follows the price of local services slowly.

    (LC-4) w' = w + v (p - w)

    Parameters
    ----------
    wage : w, over its base.
    price : p, of local services over its base.
    speed : v, per week.

    Source: day wages of 10,000 KPW in 2013 and in 2022 (I018, I019); carriers' wages lag the yuan (trial findings 3.9).
    """
    return adjusted(wage, price, speed)


@inlined
def labour_part(labour_share: float, wage: float, price: float, smallest: float, largest: float) -> float:
    """Part of local receipts that labour earns when wages lag prices; owners have the rest.

    (LC-5) a = a0 clip(w / p, l, u)

    Parameters
    ----------
    labour_share : a0, with wages in line with prices.
    wage, price : w, p, over their bases.
    smallest, largest : l, u, bounds of the real wage.

    Source: trial findings 3.9; economy 9; assumed.
    """
    return labour_share * clip(wage / price, smallest, largest)


@inlined
def durables_sold(durables: float, relative_loss: float, speed: float) -> float:
    """Value of used durables that families sell in a week when incomes have fallen.

    (LC-6) v = s l D

    Parameters
    ----------
    durables : D, value of the durables they still own, CNY.
    relative_loss : l, loss of ordinary real income against its norm, in [0, 1].
    speed : s, per week at full loss.

    Source: sellers turned to used goods after the border closed (H009); s assumed.
    """
    return speed * relative_loss * durables


@inlined
def family_support(earnings: float, relative_loss: float, support_share: float) -> float:
    """Part of better-off families' earnings passed on to poorer ones when incomes fall.

    (LC-3) f = k l e

    Parameters
    ----------
    earnings : e, the better-off families' local earnings, money.
    relative_loss : l, loss of ordinary real income against its norm, in [0, 1].
    support_share : k, at full loss.

    Source: informal credit of about 30 % of border families (W007); assumed.
    """
    return support_share * relative_loss * earnings
