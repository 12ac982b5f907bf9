"""How many hands would gather at each level of what a week of theirs is worth: a market's supply curve."""

from typing import Final

import numpy as np

from jangmadang.compiling import inlined
from jangmadang.elementary import ln
from jangmadang.shapes import clip
from jangmadang.world.members import OFFER_LEVELS
from jangmadang.world.rows import Floats1

LOWEST_LOG_WORTH: Final = -1.0  # ln CNY a week: 0.4 CNY
LOG_STEP: Final = 0.25  # to 6,300 CNY


@inlined
def log_worth_of_level(level: int) -> float:
    """Worth of a week of gathering at a level of the supply curve, ln CNY."""
    return LOWEST_LOG_WORTH + LOG_STEP * level


@inlined
def place_on_curve(log_worth: float) -> float:
    """Where a worth, ln CNY, lies among the levels: between 0 and the last but a little."""
    return clip((log_worth - LOWEST_LOG_WORTH) / LOG_STEP, 0.0, OFFER_LEVELS - 1.0 - 1e-9)


@inlined
def add_offer(levels: np.ndarray, log_worth: float, hands: float) -> None:
    """Add hands at a worth, ln CNY, shared between the levels on either side."""
    place = place_on_curve(log_worth)
    below = int(place)
    levels[below] += hands * (below + 1.0 - place)
    levels[below + 1] += hands * (place - below)


@inlined
def hands_offering(curve: Floats1, worth: float) -> float:
    """Hands that would gather for a week's worth in CNY: between those of the curve's levels, straight in ln worth."""
    place = place_on_curve(ln(max(worth, 1e-9)))
    below = int(place)
    return curve[below] * (below + 1.0 - place) + curve[below + 1] * (place - below)
