"""What buyers expect of supply and its season."""

import math

from jangmadang.compiling import inlined
from jangmadang.shapes import season_between
from jangmadang.world.members import COLLECTED_GOODS
from jangmadang.world.rows import Parameters
from jangmadang.world.tables import YEAR_WEEKS


@inlined
def worth_of_season(p: Parameters, week: int) -> float:
    """What a household's full week of gathering would bring at reservation prices in a week of the year, CNY."""
    worth = 0.0
    for k in range(COLLECTED_GOODS):
        height = season_between(
            week, p.collecting_season_week[k], p.collecting_season_width[k], p.thaw_week, p.frost_week
        )
        worth += height * p.collector_yield_kg[k] * p.reservation_price_cny[k]
    return worth


@inlined
def part_of_cycle(p: Parameters, week: int, cycle_weeks: float) -> float:
    """This week's part of what the season brings in the weeks until a buyer's money is back; 0 out of season."""
    now, ahead = worth_of_season(p, week), 0.0
    for later in range(min(int(math.ceil(cycle_weeks)), YEAR_WEEKS)):
        ahead += worth_of_season(p, (week - 1 + later) % YEAR_WEEKS + 1)
    return now / max(ahead, 1e-9)
