"""Setbacks begin and end."""

from jangmadang.compiling import compiled
from jangmadang.mechanisms.setbacks.equations import setback_chance
from jangmadang.randomness import SETBACK, stream, uniform
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


@compiled
def suffer_setbacks(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Draw which households are in a setback this week; the households of a row share one draw, as in illness."""
    draw = stream(seed, SETBACK, t)
    for i in range(first, last):
        hh = w.households[i]
        chance = setback_chance(float(hh.setback), p.setback_onset, p.setback_recovery)
        hh.setback = 1 if uniform(draw, hh.identity) < p.use_setbacks * chance else 0
