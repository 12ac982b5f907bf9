"""Update real incomes and confidence of a market's two groups at the end of its week."""

import math

from jangmadang.accounting.transactions import DONJU, HOUSEHOLD_CLASSES, OFFICIAL
from jangmadang.compiling import compiled
from jangmadang.elementary import ln
from jangmadang.mechanisms.confidence.equations import confidence
from jangmadang.shapes import adjusted
from jangmadang.world.members import GROUPS, ORDINARY, WEALTHY
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World

WEEKS = 13


@compiled
def update_confidence(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Incomes, inflation, volatility and traffic become confidence."""
    market = w.markets[m]
    nation = w.nation[0]
    tally = w.tallies[m]
    volatility = 0.0
    for k in range(WEEKS):
        before = nation.exchange_rate_memory[k]
        after = nation.exchange_rate if k == 0 else nation.exchange_rate_memory[k - 1]
        volatility += ln(after / before) ** 2
    volatility = math.sqrt(volatility)
    inflation = ln(market.basket[0] / market.basket[WEEKS])
    for group in range(GROUPS):
        income, households = 0.0, 0.0
        for c in range(HOUSEHOLD_CLASSES):
            if (WEALTHY if (c == OFFICIAL or c == DONJU) else ORDINARY) == group:
                income += tally.income[c]
                households += tally.real_households[c]
        mean = income / max(households, 1.0)
        real = mean / market.cpi
        market.real_income_fast[group] = adjusted(market.real_income_fast[group], real, 1.0 / WEEKS)
        market.real_income_slow[group] = adjusted(market.real_income_slow[group], real, 1.0 / 52.0)
        growth = ln(max(market.real_income_fast[group], 1.0) / max(market.real_income_slow[group], 1.0))
        response = p.wealthy_confidence_factor if group == WEALTHY else 1.0
        level = confidence(
            growth,
            inflation,
            volatility,
            nation.traffic,
            p.confidence_income_weight,
            p.confidence_inflation_weight,
            p.confidence_volatility_weight,
            p.confidence_traffic_weight,
            response,
        )
        market.confidence[group] = adjusted(market.confidence[group], level, p.confidence_speed)
