"""Border channels and gateways (economy section 5; second edition 2.4)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import exp
from jangmadang.shapes import clip


@inlined
def channel_cost(fee_share: float, bribe_share: float, carriage_share: float, seizure_hazard: float) -> float:
    """Expected cost of a channel as a share of value.

    (BO-1) c = (1 + f + b + k) / (1 - h) - 1

    Parameters
    ----------
    fee_share, bribe_share, carriage_share : f, b, k, shares of value.
    seizure_hazard : h, share of value lost, fees and bribes with it.

    Returns: share of value.

    Source: economy 5; mechanism evidence 22 and 23.
    """
    return (1.0 + fee_share + bribe_share + carriage_share) / (1.0 - seizure_hazard) - 1.0


@inlined
def channel_weight(openness: float, cost: float, scale: float) -> float:
    """Attraction of a channel; shares are weights over their sum (logit).

    (BO-2) w = a exp(-c / lambda)

    Parameters
    ----------
    openness : a, in [0, 1].
    cost : c, share of value.
    scale : lambda; least cost alone is all-or-nothing (trial findings 3.10).

    Returns: 1.

    Source: McFadden (1974); taxes and delay move informal traders' choice (Bensassi et al. 2019); lambda assumed.
    """
    return openness * exp(-cost / scale)


@inlined
def least_cost_weight(openness: float, cost: float, scale: float, sharpness: float) -> float:
    """Attraction of a channel when shippers take the cheapest open one (rival of BO-2).

    (BO-3) w = a exp(-k c / lambda), nearly all or nothing

    Parameters
    ----------
    openness : a, in [0, 1].
    cost : c, share of value.
    scale : lambda, of BO-2.
    sharpness : k.

    Returns: 1.

    Source: cost minimisation, the limit of BO-2 as lambda falls.
    """
    return openness * exp(-sharpness * cost / scale)


@inlined
def fill_rate(demand: float, capacity: float) -> float:
    """Part of what is sent to a channel or gateway that passes; rationing is pro rata.

    (BO-4) r = min(1, K / d)

    Parameters
    ----------
    demand : d, kg a week.
    capacity : K, kg a week.

    Returns: share.

    Source: economy 5; capacities mechanism evidence 18.
    """
    return min(1.0, capacity / max(demand, 1e-9))


@inlined
def worth_of_room(fee_share: float, bribe_share: float, carriage_share: float, price_per_kg: float) -> float:
    """What a kilogram of scarce capacity earns those who let a good through; the good that earns most is loaded first.

    (BO-12) v = (f + b + k) P

    Parameters
    ----------
    fee_share, bribe_share, carriage_share : f, b, k, shares of value that the channel takes.
    price_per_kg : P, price in China, CNY/kg.

    Returns: CNY/kg.

    Source: fractional knapsack, filled by value over weight (Dantzig 1957); a charge by weight drives cheap goods out
    before dear ones (Alchian and Allen 1964; Hummels and Skiba 2004); companies hold the permits (mechanism evidence
    11) and choose among what waits.
    """
    return (fee_share + bribe_share + carriage_share) * price_per_kg


@inlined
def gateway_target(
    usual_share: float, extra_cost: float, border_wait: float, other_wait: float, holding_cost: float, scale: float
) -> float:
    """Share of its imports that a market would order through the border places (logit).

    (BO-5) s* = s0 o / (s0 o + 1 - s0),  o = exp(-(c + r (w - w')) / lambda)

    Parameters
    ----------
    usual_share : s0, at usual costs and with no wait.
    extra_cost : c, landed cost at the border places over its usual level, share of value.
    border_wait, other_wait : w, w', weeks an order waits there and at the other gateways.
    holding_cost : r, per week.
    scale : lambda.

    Returns: share.

    Source: McFadden (1974); money tied up in waiting orders costs interest (mechanism evidence 21); lambda assumed.
    """
    odds = exp(-(extra_cost + holding_cost * (border_wait - other_wait)) / scale)
    return usual_share * odds / (usual_share * odds + 1.0 - usual_share)


@inlined
def claim(waiting: float, capacity: float, past_share: float) -> float:
    """What a market, or a good that private crews carry, may pass before the rest of scarce room is shared out.

    (BO-6) a = min(b, K P)

    Parameters
    ----------
    waiting : b, kg ordered and not yet passed.
    capacity : K, kg a week.
    past_share : P, the market's or the good's share of past passings.

    Returns: kg a week.

    Source: turn-and-earn allocation by past sales (Cachon and Lariviere 1999).
    """
    return min(waiting, capacity * past_share)


@inlined
def drawn_share(past_share: float, relative_price: float, response: float) -> float:
    """A market's weight in what importers of a scarce good send out: past custom, drawn to where the good is dear.

    (BO-11) w = P q^theta;  shares are weights over their sum

    Parameters
    ----------
    past_share : P, the market's share of past passings.
    relative_price : q, its price over the price in normal supply.
    response : theta.

    Returns: 1.

    Source: arbitrage between places (Samuelson 1952), slowed by custom as in (BO-6): cargoes at other gateways cut
    prices at Hyesan within weeks (E0058 to E0068); theta assumed.
    """
    return float(past_share * relative_price**response)


@inlined
def other_capacity(factor: float, usual_imports: float, openness: float, power: float) -> float:
    """Largest throughput of the other gateways.

    (BO-7) K = k n a^gamma

    Parameters
    ----------
    factor : k, over usual imports at full openness.
    usual_imports : n, kg a week.
    openness : a.
    power : gamma, 1 for goods at large; below 1 a good goes first.

    Returns: kg a week.

    Source: medicines worth 3 million USD a month came in 2021 and 2022 (E0058, E0093), when imports stood at .1 to .3.
    """
    return factor * usual_imports * openness**power


@inlined
def weeks_of_wait(left: float, passed: float, longest: float) -> float:
    """Weeks until what is left would pass at this week's pace.

    (BO-8) w = min(l / q, W)

    Parameters
    ----------
    left : l, kg still waiting at the end of the week.
    passed : q, kg passed in the week.
    longest : W, weeks.

    Returns: weeks.

    Source: Little's law; W is a bound for a shut gateway.
    """
    return min(left / max(passed, 1e-9), longest) if left > 0.0 else 0.0


@inlined
def unfilled_share(waiting: float, passed: float, usual: float) -> float:
    """Part of a usual week's orders that did not pass.

    (BO-9) u = 1 - q / min(b, n), in [0, 1]

    Parameters
    ----------
    waiting : b, kg waiting before the week.
    passed : q, kg.
    usual : n, kg of a usual week; a backlog of many weeks is no worse shortage than none passing.

    Returns: share.

    Source: assumed.
    """
    flow = min(waiting, usual)
    return clip(1.0 - passed / max(flow, 1e-9), 0.0, 1.0) if flow > 0.0 else 0.0


@inlined
def replacement_chance(unfilled: float, wait_weeks: float, lead_weeks: float, stop_weeks: float) -> float:
    """Chance that the next piece has to come by a dearer route: it is refused, and the stop outlasts an order.

    (BO-10) q = u (1 - exp(-w)) exp(-L / T),  0 for w = 0 or T = 0

    Parameters
    ----------
    unfilled : u, of (BO-9), smoothed.
    wait_weeks : w, until what is left waiting would pass; where nothing waits, what is ordered now passes.
    lead_weeks : L, from order to arrival.
    stop_weeks : T, expected length of a stop.

    Returns: probability.

    Source: survival of an exponential spell; spells of 10 to 50 days, mean 36, reversal within weeks (mechanism
    evidence 20); the wait of a week as the scale assumed.
    """
    return unfilled * (1.0 - exp(-wait_weeks)) * exp(-lead_weeks / max(stop_weeks, 1e-3))
