"""The pool: members averaged quantile by quantile, with the spread that past forecasts turned out to need.

Averaging quantiles keeps a forecast as sharp as its members are; a mixture would widen it wherever they disagree
(Lichtendahl, Grushka-Cockayne and Winkler 2013, Management Science 59, 1594-1611). Weights are equal: estimated ones
seldom do better where there is as little to learn them from (Timmermann 2006, Handbook of Economic Forecasting 1, 4).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from jangmadang.outlook.predictive import Predictive
from jangmadang.outlook.weekly import Array

#: Degrees of freedom of the pool's tails: changes of regime are rare and large.
FREEDOM = 5.0
#: Past forecasts of the same series and horizon that the spread is learned from.
LAST_SCORED = 40
#: Forecasts that the spread as modelled counts for beside them.
PRIOR_FORECASTS = 10.0
_ROUNDS = 30


def pooled(members: Sequence[Predictive]) -> Predictive:
    """Members averaged quantile by quantile, with equal weights: of normal ones the middles and spreads.

    Parameters
    ----------
    members : normal distributions, at least one.
    """
    middle = sum(member.middle for member in members) / len(members)
    return Predictive(middle, sum(member.spread for member in members) / len(members))


def moved_by_economy(level: Predictive, change: float) -> Predictive:
    """The economy as a member: its own change of the logarithm added to the last estimate, with the level's spread.

    Never the economy's own level, which lies off by more than prices move in half a year.

    Parameters
    ----------
    level : the local level's forecast.
    change : of the logarithm of the price from the origin to the week forecast, as the economy predicts it.
    """
    return Predictive(level.middle + change, level.spread, level.freedom)


def spread_multiple(past_errors: Array) -> float:
    r"""The multiple of the spread under which past errors are likeliest, drawn towards 1 by a few imagined ones.

    The scale s of Student's t with :math:`\nu` degrees of freedom, by reweighting:

    .. math:: s^2 = \frac{n_0 + \sum_j w_j z_j^2}{n_0 + n}, \quad w_j = \frac{\nu + 1}{\nu + z_j^2 / s^2}

    Source: Lange, Little and Taylor (1989), Journal of the American Statistical Association 84, 881-896.

    Parameters
    ----------
    past_errors : z, errors over spreads as modelled, the latest last; only the last `LAST_SCORED` count.
    """
    squares = np.square(past_errors[-LAST_SCORED:])
    scale = 1.0
    for _ in range(_ROUNDS):
        weights = (FREEDOM + 1.0) / (FREEDOM + squares / scale)
        scale = (PRIOR_FORECASTS + float(np.sum(weights * squares))) / (PRIOR_FORECASTS + len(squares))
    return math.sqrt(scale)


def recalibrated(forecast: Predictive, multiple: float) -> Predictive:
    """A forecast with a multiple of its spread, as it needs, and heavy tails."""
    return Predictive(forecast.middle, forecast.spread * multiple, FREEDOM)
