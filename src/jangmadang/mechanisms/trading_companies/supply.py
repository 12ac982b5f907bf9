"""What buyers expect of supply and its season."""

from jangmadang.compiling import inlined
from jangmadang.shapes import season_between
from jangmadang.world.rows import Nation, Parameters
from jangmadang.world.tables import YEAR_WEEKS


@inlined
def expected_supply(nation: Nation, p: Parameters, k: int) -> float:
    """Kilograms a week, over the year, that buyers expect: the last year's, at least a part of the usual."""
    return max(nation.expected_exports[k], p.expected_supply_floor * nation.reference_exports[k])


@inlined
def typical_season(p: Parameters, k: int) -> float:
    """Supply in the week in which a typical kilogram comes to market, over the mean of the year."""
    heights, squares = 0.0, 0.0
    for week in range(YEAR_WEEKS):
        height = season_between(
            week, p.collecting_season_week[k], p.collecting_season_width[k], p.thaw_week, p.frost_week
        )
        heights += height
        squares += height * height
    return YEAR_WEEKS * squares / (heights * heights)
