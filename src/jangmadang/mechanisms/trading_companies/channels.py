"""Who ships through which channels, what that costs, and how long money is tied up."""

from typing import Final

from jangmadang.accounting.transactions import COMPANIES, CREWS, EXPORT_BUYERS
from jangmadang.compiling import compiled, inlined
from jangmadang.world.costs import seizure_hazard
from jangmadang.world.gates import passable
from jangmadang.world.members import (
    BORDER_PLACES,
    COLLECTED_GOODS,
    COMPANY,
    CREW,
    CUSTOMS,
    EXPORT,
    HERBS,
    PRIVATE_SMUGGLING,
    STATE_SMUGGLING,
)
from jangmadang.world.rows import Given, Nation, Parameters
from jangmadang.world.tables import YEAR_WEEKS

ORE: Final = 2  # shippers: companies' buyers of collected goods, private crews, companies with ore and timber
FEE, BRIBE, HANDLING = 0, 1, 2


@inlined
def sector_of(shipper: int) -> int:
    """Account of a kind of shipper."""
    return EXPORT_BUYERS if shipper == COMPANY else CREWS if shipper == CREW else COMPANIES


@inlined
def carries(shipper: int, channel: int) -> bool:
    """Crews use the private channel, licensed shippers the others."""
    return (shipper == CREW) == (channel == PRIVATE_SMUGGLING)


@inlined
def export_openness(x: Given, gate: int, channel: int, good: int) -> float:
    """Openness of a border place's channel to an export good: 0 closed, 1 open."""
    return x.openness[channel, EXPORT, gate] * x.export_entitlement[channel, good, gate] * passable(x, gate, EXPORT)


@inlined
def collecting_openness(x: Given, gate: int, channel: int) -> float:
    """Openness of a channel to the collected good it takes most freely: 0 closed, 1 open."""
    openness = 0.0
    for k in range(COLLECTED_GOODS):
        openness = max(openness, export_openness(x, gate, channel, k))
    return openness


@compiled
def open_places(nation: Nation, x: Given) -> None:
    """How open each border place is to what companies and crews buy there: 0 closed, 1 open."""
    for gate in range(BORDER_PLACES):
        nation.buying_openness[gate, COMPANY] = max(
            collecting_openness(x, gate, CUSTOMS), collecting_openness(x, gate, STATE_SMUGGLING)
        ) * min(1.0, x.licences)
        nation.buying_openness[gate, CREW] = collecting_openness(x, gate, PRIVATE_SMUGGLING)


@inlined
def buying_openness(nation: Nation, kind: int) -> float:
    """Openness of the border places to a kind of buyer, weighted by their capacity: 0 closed, 1 open."""
    openness = 0.0
    for gate in range(BORDER_PLACES):
        openness += nation.buying_openness[gate, kind] * nation.border_capacity[gate]
    return openness / nation.border_capacity.sum()


@inlined
def export_cost_share(nation: Nation, x: Given, p: Parameters, kind: int) -> float:
    """Deductions, fees, bribes, losses and handling, share of the border price, at a kind's mix of open channels."""
    first, after = (PRIVATE_SMUGGLING, PRIVATE_SMUGGLING + 1) if kind == CREW else (CUSTOMS, PRIVATE_SMUGGLING)
    room, cost = 0.0, 0.0
    for gate in range(BORDER_PLACES):
        for h in range(first, after):
            weight = (collecting_openness(x, gate, h) + 1e-9) * p.channel_capacity_t[h] * nation.border_capacity[gate]
            room += weight
            cost += weight * (p.export_fee_share[h, HERBS] + p.bribe_share[h] + seizure_hazard(x, p, h))
    return cost / room + p.receipt_deduction + p.handling_cost_share


@inlined
def weekly_crossing(p: Parameters, openness: float) -> float:
    """Part of a packed stock that crosses in a week: the less is open (0 closed, 1 open), the more of it waits."""
    return min(max(openness, 1.0 / YEAR_WEEKS) / p.buying_weeks, 1.0)


@inlined
def cycle_weeks(p: Parameters, openness: float) -> float:
    """Weeks from a purchase to the Chinese partner's payment: the more, the less is open (0 closed, 1 open)."""
    return 1.0 / weekly_crossing(p, openness) + p.receipt_lag_weeks


@inlined
def owners(nation: Nation, x: Given, kind: int) -> float:
    """Number of licensed companies, or of crews."""
    return x.licences if kind == COMPANY else nation.crew_buyers


@inlined
def licence_part(p: Parameters, kind: int) -> float:
    """Part of the profit that goes to the owner of the licence, or to guards."""
    return p.licence_profit_share if kind == COMPANY else p.crew_profit_share_to_guards


@inlined
def active_buyers(nation: Nation, x: Given, p: Parameters, kind: int) -> float:
    """Number of companies and the investors behind them, or of crews: as many as the working capital makes."""
    if kind == CREW:
        return nation.crew_buyers
    seed_capital = 100.0 * p.buyer_seed_capital_cny * x.licences
    investors = (nation.buyers_capital[COMPANY] - seed_capital) / (100.0 * p.investor_capital_cny)
    return x.licences + max(investors, 0.0)
