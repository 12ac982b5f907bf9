"""Incomes from local circulation (economy section 9)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import raised
from jangmadang.shapes import adjusted


@inlined
def permanent_income(permanent_income_kpw: float, income_kpw: float, memory_weeks: float, price_rise: float) -> float:
    """Permanent income by exponential smoothing, remembered by what it bought.

    (LC-1) Y' = c Y + (y - c Y) / T

    Parameters
    ----------
    permanent_income_kpw : Y, KPW a week.
    income_kpw : y, this week's income, KPW.
    memory_weeks : T.
    price_rise : c, cost of living over last week's.

    Who reckons with won remembered takes each year of dear yuan for a poor future.

    Returns: KPW a week.

    Source: Friedman (1957), real income; economy 9.
    """
    return adjusted(price_rise * permanent_income_kpw, income_kpw, 1.0 / memory_weeks)


@inlined
def hours_offered(
    hours: float, households: float, away: float, real_reward: float, elasticity: float, open_share: float
) -> float:
    """Hours a week that the households of a class offer for local services and home-made goods.

    (LC-7) H = h (N - n) w^e o

    Parameters
    ----------
    hours : h, of a household in an ordinary week.
    households : N, of the class.
    away : n, households' weeks spent gathering.
    real_reward : w, price of services over that of the staple basket, each over its base.
    elasticity : e, of labour supply.
    open_share : o, part of the week in which markets are open.

    Returns: hours a week.

    Source: Goldberg (2016): an elasticity of .15 of day labour offered to its wage; h assumed.
    """
    return hours * max(households - away, 0.0) * raised(real_reward, elasticity) * open_share


@inlined
def served_share(demand: float, supply: float, longest_hours: float) -> float:
    """Part of the demand for services that the hours of the week can serve.

    (LC-8) f = min(1, l S / D)

    Parameters
    ----------
    demand : D, units a week.
    supply : S, units a week from the hours offered in an ordinary week.
    longest_hours : l, hours that can be worked in a week of much demand over the ordinary.

    Returns: share.

    Source: production with labour alone; l assumed.
    """
    return min(1.0, longest_hours * supply / max(demand, 1e-9))


@inlined
def services_price(price: float, demand: float, supply: float, smallest_demand: float, speed: float) -> float:
    """Price of local services, which slowly clears what is wanted against the hours offered.

    (LC-2) p' = p max(D / S, d0)^v

    Parameters
    ----------
    price : p, over its base.
    demand : D, units wanted a week at this price.
    supply : S, units a week from the hours offered.
    smallest_demand : d0, relative demand below which the price falls no faster.
    speed : v, ln of the price a week per ln of relative demand.

    Returns: 1.

    Source: Samuelson (1947), price moves with excess demand; in money it is homogeneous, so that it is neutral; v, d0
    assumed.
    """
    return price * raised(max(demand / max(supply, 1e-9), smallest_demand), speed)


@inlined
def next_wage(wage: float, price: float, speed: float) -> float:
    """Won wage of hired labour, which follows the price of local services slowly.

    (LC-4) w' = w + v (p - w)

    Parameters
    ----------
    wage : w, over its base.
    price : p, of local services over its base.
    speed : v, per week.

    Returns: 1.

    Source: porters' pay fell by more than a half within a year (E0382, E0389); carriers' wages lag the yuan (trial
    findings 3.9).
    """
    return adjusted(wage, price, speed)


@inlined
def labour_part(labour_share: float, wage: float, price: float) -> float:
    """Part of local receipts that hired labour earns: wage times hours, over price times output; owners have the rest.

    (LC-5) a = min(a0 w / p, 1)

    Parameters
    ----------
    labour_share : a0, hired hours in a unit of output, which is the share with wages in line with prices.
    wage, price : w, p, over their bases.

    Returns: share.

    Source: production with a fixed labour coefficient; a0 assumed.
    """
    return min(labour_share * wage / price, 1.0)


@inlined
def earning_time(earning_weight: float, gathers: float, hours_share: float) -> float:
    """Earning weight of a household in a week: an hour spent gathering is an hour not earning.

    (LC-9) e' = e (1 - s g)

    Parameters
    ----------
    earning_weight : e, lasting.
    gathers : g, 1 in a week of gathering, else 0.
    hours_share : s, part of working time that gathering takes.

    Returns: 1.

    Source: Becker (1965): one budget of time; s assumed.
    """
    return earning_weight * (1.0 - hours_share * gathers)


@inlined
def handling_cost(value: float, rate: float) -> float:
    """What inland buyers spend at the border place on carrying, brokers, lodging and protection of what they buy there.

    (LC-10) h = k V

    Parameters
    ----------
    value : V, wholesale value of the week's goods, money.
    rate : k.

    Returns: in the unit of value.

    Source: trade services in proportion to goods traded (Burstein, Neves and Rebelo 2003: distribution takes 40 to 60 %
    of retail prices); k assumed. It ends when goods stop passing.
    """
    return rate * value


@inlined
def petty_hours(hours: float, households: float, earned: float, usually_earned: float, hours_worth: float) -> float:
    """Hours of selling in the street that families whose other work is gone add, counted as hours at a stall.

    (LC-11) H = a h N max(1 - y / y0, 0)

    Parameters
    ----------
    hours : h, that a family usually works elsewhere, a week.
    households : N, of labourers.
    earned, usually_earned : y, y0, what that work pays now and in ordinary times, in services.
    hours_worth : a, what an hour without a stall sells over an hour at one.

    Returns: hours a week.

    Source: free entry into petty trade, where those without other work share what there is to earn (Fields 1975;
    Guenther and Launov 2012); h, a assumed.
    """
    lost = max(1.0 - earned / max(usually_earned, 1e-9), 0.0)
    return hours_worth * hours * households * lost


@inlined
def newcomers_part(petty: float, at_stalls: float) -> float:
    """Part of sellers' receipts that goes to families new in petty trade: customers come by hours offered.

    (LC-12) q = H / (H + S)

    Parameters
    ----------
    petty : H, their hours, counted as hours at a stall.
    at_stalls : S, hours of stallholders.

    Returns: share.

    Source: Fields (1975): receipts of a free-entry trade are shared among all who enter it.
    """
    return petty / max(petty + at_stalls, 1e-9)


@inlined
def part_of_work_done(in_setback: float, lost_share: float) -> float:
    """Part of its usual work that a household does; neighbours serve its customers meanwhile.

    (LC-13) a = 1 - s z

    Parameters
    ----------
    in_setback : z, 1 in a setback, else 0.
    lost_share : s.

    Returns: share.

    Source: Gertler and Gruber (2002): a severe illness takes most of the earnings of the one who is ill; s assumed.
    """
    return 1.0 - lost_share * in_setback


@inlined
def cost_of_living(
    staples: float, imports: float, local: float, staples_weight: float, imports_weight: float, substitution: float
) -> float:
    """Price index that households reckon with: staples they need, the rest they choose by price.

    (LC-14) P = w s + (1 - w) (a q^(1 - sigma) + (1 - a) l^(1 - sigma))^(1 / (1 - sigma)),  a = w' / (1 - w)

    Parameters
    ----------
    staples, imports, local : s, q, l, prices over their bases.
    staples_weight, imports_weight : w, w', shares of spending at base prices.
    substitution : sigma, of (BU-4); at 1 the bracket is q^a l^(1 - a).

    Goods that are too dear to be bought cost nobody what their price says.

    Returns: 1.

    Source: Konues (1939), cost of living along the demand of (BU-4); Diewert (1976).
    """
    part = imports_weight / (1.0 - staples_weight)
    if abs(substitution - 1.0) < 1e-6:
        chosen = raised(imports, part) * raised(local, 1.0 - part)
    else:
        power = 1.0 - substitution
        chosen = raised(part * raised(imports, power) + (1.0 - part) * raised(local, power), 1.0 / power)
    return staples_weight * staples + (1.0 - staples_weight) * chosen
