"""Weeks that pass on given paths: the rate is set, prices of staples are brought onto theirs by weekly innovations."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.run import copied
from jangmadang.scenario.paths import REPORTED_RATE
from jangmadang.world.dtypes import TALLY
from jangmadang.world.members import CORN, HYESAN, RICE
from jangmadang.world.tables import World

Array = NDArray[np.float64]
STAPLES = {"rice": RICE, "corn": CORN}
#: Times that residuals are fed back as innovations, at most, and the residual that is left alone.
ROUNDS, NEAR = 8, 0.01
#: Innovations beyond these leave the path's range.
_MOST = math.log(2.0)
_SHOCK, _IMPOSED = "staple_price_shock", "exchange_rate_imposed"


@dataclass(frozen=True, eq=False)
class Asked:
    """Weeks to pass and the paths they are to keep to.

    Attributes
    ----------
    given : [week] all that the scenario gives.
    log_rate : [week] ln won per yuan.
    log_prices : [week, staple of `STAPLES`] ln won per kg at Hyesan.
    arrival_weeks : over which a run that stood elsewhere comes to its prices; 0 at once.
    """

    given: NDArray[np.void]
    log_rate: Array
    log_prices: Array
    arrival_weeks: int = 0


@dataclass(frozen=True, eq=False)
class Followed:
    """Weeks that have passed on their paths.

    Attributes
    ----------
    world : as it stands after them.
    recorder : of these weeks.
    innovations : [week, staple] of the logarithms of national prices.
    gaps : [week, staple] ln price less the path's.
    """

    world: World
    recorder: Recorder
    innovations: Array
    gaps: Array


def follow(w: World, asked: Asked, parameters: Any, seed: int, monday: datetime.date) -> Followed:
    r"""Pass weeks in copies of a world until its prices keep to their paths.

    An innovation :math:`u` fades as the price goes back to its target: :math:`e^{-u_t} p_t = p_{t-1} + v (p^*_t -
    p_{t-1})`. So the residual r of a round is answered by

    .. math:: \Delta u_t = r_t - (1 - v) \frac{p_{t-1}}{e^{-u_t} p_t} r_{t-1}

    which is exact but for what prices do to their own targets.

    Parameters
    ----------
    w : it stays as it is.
    asked : the weeks.
    parameters, seed : of the run.
    monday : first of the weeks.
    """
    given = asked.given.copy()
    given[REPORTED_RATE], given[_IMPOSED] = np.exp(asked.log_rate), 1.0
    stays = 1.0 - float(parameters.staple_price_speed)
    innovations, crops = np.zeros_like(asked.log_prices), list(STAPLES.values())
    for done in range(ROUNDS + 1):
        given[_SHOCK][:, crops] = np.exp(innovations)
        here, recorder = copied(w), Recorder.of(len(given))
        pass_weeks(here, given, parameters, seed, monday, recorder)
        log_price = log_prices(recorder, here)
        if done == 0:
            target = _arriving(log_price, asked)
        residual = target - log_price
        if done == ROUNDS or np.abs(residual).max() < NEAR:
            break
        fading = stays * np.exp(innovations[1:] - np.diff(log_price, axis=0))
        answer = np.concatenate([residual[:1], residual[1:] - fading * residual[:-1]])
        innovations = np.clip(innovations + answer, -_MOST, _MOST)
    return Followed(here, recorder, innovations, -residual)


def _arriving(own: Array, asked: Asked) -> Array:
    """The run's own prices at first, the paths' after the weeks of arrival, in between a straight line of weights."""
    weight = np.minimum((np.arange(len(own)) + 1.0) / (asked.arrival_weeks + 1.0), 1.0)[:, None]
    return weight * asked.log_prices + (1.0 - weight) * own


def log_prices(recorder: Recorder, w: World) -> Array:
    """Logarithms of the staples' prices at Hyesan [week, staple]."""
    at = np.ascontiguousarray(recorder.tallies).view(TALLY)[:, HYESAN, 0]
    markets = float(np.count_nonzero(w.markets["place"] == HYESAN))
    return np.log(np.stack([at[f"{name}_price"] / markets for name in STAPLES], axis=1))
