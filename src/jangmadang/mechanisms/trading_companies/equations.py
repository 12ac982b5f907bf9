"""Buyers of export goods (economy section 6)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import ln, raised


@inlined
def chinese_price(
    reference_price: float, relative_quantity: float, elasticity: float, smallest_quantity: float
) -> float:
    """Chinese demand for an export good.

    (TC-1) P = P0 max(q, q0)^(-1/eta)

    Parameters
    ----------
    reference_price : P0, CNY/kg, at reference quantity.
    relative_quantity : q, yearly quantity over its reference.
    elasticity : eta.
    smallest_quantity : q0, relative quantity below which scarcity raises the price no further.

    Returns: CNY/kg.

    Source: economy 6; eta, q0 assumed.
    """
    return reference_price * raised(max(relative_quantity, smallest_quantity), -1.0 / elasticity)


@inlined
def shared_surplus_price(reservation_price: float, affordable_price: float, collectors_part: float) -> float:
    """Price at the farm gate when buyers and collectors share the surplus.

    (TC-2) p = w + theta max(v - w, 0)

    Parameters
    ----------
    reservation_price : w, CNY/kg.
    affordable_price : v, CNY/kg, the most a buyer can pay (TC-6).
    collectors_part : theta, part of the surplus that goes to collectors: what makes the worth of all that is offered
        equal to buyers' money of the week (TC-14), at most what competition leaves (TC-4).

    Returns: CNY/kg.

    Source: Bergquist and Dinerstein (2020) and Chatterjee (2023), buyers' competition divides the surplus; Allen and
    Gale (1994), cash-in-the-market pricing; report S.
    """
    return reservation_price + collectors_part * max(affordable_price - reservation_price, 0.0)


@inlined
def proportional_price(reservation_price: float, affordable_price: float, collectors_part: float) -> float:
    """Price at the farm gate by a markdown proportional to what the buyer can pay (rival of TC-2).

    (TC-3) p = theta v, at least w

    Parameters are those of TC-2. A proportional markdown cannot widen the gap between grades.

    Returns: CNY/kg.

    Source: Robinson (1933) monopsony markdown.
    """
    return max(reservation_price, affordable_price * collectors_part)


@inlined
def competition_part(buyers: float, supply_elasticity: float) -> float:
    """Collectors' part of the surplus when n buyers compete with money enough.

    (TC-4) theta_n = n eps / (1 + n eps)

    Parameters
    ----------
    buyers : n, within a collector's reach.
    supply_elasticity : eps, in season.

    Returns: share.

    Source: Cournot oligopsony; eps from mechanism evidence 14; buyers who are near compete (Chatterjee 2023).
    """
    return buyers * supply_elasticity / (1.0 + buyers * supply_elasticity)


@inlined
def affordable_price(net_price: float, licence_part: float, hurdle: float) -> float:
    """Highest farm-gate price at which a buyer's own profit still pays for the money it ties up.

    (TC-6) v = N (1 - s) / (H - s), from (1 - s) (N - v) = (H - 1) v

    Parameters
    ----------
    net_price : N, CNY/kg, border price less deductions, fees, bribes, losses and handling.
    licence_part : s, part of the profit that goes to the owner of the licence, or to guards.
    hurdle : H, what a yuan tied up from purchase to payment must bring back.

    Returns: CNY/kg.

    Source: profit split half and half (E0186), guards' part (mechanism evidence 23).
    """
    return net_price * (1.0 - licence_part) / (hurdle - licence_part)


@inlined
def planned_purchases(ready_money: float, capital: float, part_of_cycle: float) -> float:
    """What buyers mean to spend this week: their money is spread over the supply until it comes back.

    (TC-14) M = min(C, K s_t / (s_t + ... + s_{t+L-1}))

    Parameters
    ----------
    ready_money : C, CNY.
    capital : K, CNY, ready money, goods and claims at cost: what is tied up now is back within the cycle.
    part_of_cycle : this week's part of the supply of the L weeks of a cycle, s the season.

    Returns: CNY a week.

    Source: who knows the season and cannot borrow spends where a yuan buys the same in every week (Deaton 1991).
    """
    return min(ready_money, capital * part_of_cycle)


@inlined
def buyer_found_probability(buyers_money: float, offered_worth: float) -> float:
    """Chance that who would gather has heard of a buyer with money left: money is rationed before anybody goes.

    (TC-11) f = min(1, M / O)

    Parameters
    ----------
    buyers_money : M, CNY a week (TC-14).
    offered_worth : O, CNY, what all who would gather would bring at the farm-gate price.

    Returns: probability.

    Source: proportional rationing; a market's news is common knowledge (assumed).
    """
    return min(1.0, buyers_money / max(offered_worth, 1e-9))


@inlined
def hurdle_factor(monthly_interest: float, cycle_weeks: float) -> float:
    """What a yuan must bring back after a cycle of purchase, shipment and payment.

    (TC-7) H = (1 + i)^(12 L / 52)

    Parameters
    ----------
    monthly_interest : i, of informal money.
    cycle_weeks : L, weeks from purchase to payment.

    Returns: 1.

    Source: loans at 5-10 % a month (E0368, E0386, E0390).
    """
    return raised(1.0 + monthly_interest, cycle_weeks * 12.0 / 52.0)


@inlined
def reinvested_profit(own_profit: float, reinvested_share: float) -> float:
    """Part of a buyer's realised profit that stays in buying; the rest is drawn.

    (TC-8) dK = rho max(pi, 0)

    Parameters
    ----------
    own_profit : pi, CNY, receipts less costs, the goods' cost and the licence's part.
    reinvested_share : rho, what owners leave in.

    Returns: CNY.

    Source: growth out of own profits where nobody lends (Evans and Jovanovic 1989; Fazzari, Hubbard and Petersen 1988).
    """
    return reinvested_share * max(own_profit, 0.0)


@inlined
def excess_return(worth: float, paid: float) -> float:
    """What buyers' money brings beyond the hurdle, ln.

    (TC-12) x = max(ln(v / p), 0)

    Parameters
    ----------
    worth : v, CNY, what is bought at the highest prices that still pay (TC-6).
    paid : p, CNY, what is paid for it.

    Returns: ln.

    Source: from (TC-6), as v brings the hurdle.
    """
    return max(ln(worth / paid), 0.0)


@inlined
def entering_money(capital: float, excess_return: float, entry_speed: float) -> float:
    """Money that others bring into buying in a week.

    (TC-13) dK = e x K

    Parameters
    ----------
    capital : K, CNY: those who know a buyer see what it brings.
    excess_return : x (TC-12), smoothed: news of it spreads slowly.
    entry_speed : e, 1/week.

    Returns: CNY a week.

    Source: entry in proportion to profits above the normal (Orr 1974; Geroski 1991), by word of mouth (Bass 1969);
    three to ten investors behind a company (mechanism 11).
    """
    return entry_speed * excess_return * capital


@inlined
def useless_money(capital: float, supply_worth: float, cycle_weeks: float) -> float:
    """Working capital beyond what a full season uses at the highest price that pays.

    (TC-9) u = max(K - V L, 0)

    Parameters
    ----------
    capital : K, CNY.
    supply_worth : V, CNY a week, supply of the season's best week at the highest prices that pay.
    cycle_weeks : L.

    Returns: CNY.

    Source: a season's purchases lie in goods and claims for a cycle; above V L more money buys nothing.
    """
    return max(capital - supply_worth * cycle_weeks, 0.0)


@inlined
def waiting_part(expected_weeks: float, weekly_interest: float) -> float:
    """Part of the money without use at a shut border whose owners wait until it opens.

    (TC-10) q = 1 / (1 + r L)

    Parameters
    ----------
    expected_weeks : L, weeks that a stop is expected to last yet, 0 where it is open (EX-13).
    weekly_interest : r, what money brings elsewhere.

    Returns: share.

    Source: Dixit (1989), who may trade again soon does not leave; today's value of a yuan that is of use after a wait
    of mean length L, exponentially distributed. That owners differ, and a part q waits, is assumed.
    """
    return 1.0 / (1.0 + weekly_interest * expected_weeks)
