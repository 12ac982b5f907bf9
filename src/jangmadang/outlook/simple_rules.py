"""Two rules to beat: the last report carried forward, and the same week last year, each with an honest spread."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import minimize_scalar

from jangmadang.outlook.predictive import Predictive
from jangmadang.outlook.weekly import Series

YEAR_WEEKS = 52
#: How far from the same week last year a report may lie.
NEAR_WEEKS = 4
FEWEST_PAIRS = 5
#: Bounds of the search for the standard deviation of a week's innovation, in logarithms.
_INNOVATION_BOUNDS = (math.log(1e-3), math.log(0.5))


def carried_forward(series: Series, week: int, noise: float) -> Predictive:
    """The last report as it stands; its spread grows with its age and the weeks ahead, as past changes did.

    Parameters
    ----------
    series : super-observations known; not empty.
    week : number of the week to come.
    noise : standard deviation of a report then, ln.
    """
    variance = _weekly_variance(series) * (week - int(series.weeks[-1]))
    return Predictive(float(series.log_price[-1]), math.sqrt(variance + series.noise[-1] ** 2 + noise**2))


def same_week_last_year(series: Series, week: int) -> Predictive | None:
    """The report nearest to the same week last year; its spread is the rule's own past error. None if there is none.

    Parameters
    ----------
    series : super-observations known.
    week : number of the week to come.
    """
    then = _a_year_before(series, week)
    pairs = [(n, _a_year_before(series, int(past))) for n, past in enumerate(series.weeks)]
    errors = [series.log_price[n] - series.log_price[before] for n, before in pairs if before is not None]
    if then is None or len(errors) < FEWEST_PAIRS:
        return None
    return Predictive(float(series.log_price[then]), math.sqrt(float(np.mean(np.square(errors)))))


def _a_year_before(series: Series, week: int) -> int | None:
    """Number of the super-observation nearest to a year before a week, of those near enough."""
    if not len(series):
        return None
    distance = np.abs(series.weeks - (week - YEAR_WEEKS))
    nearest = int(np.argmin(distance))
    return nearest if distance[nearest] <= NEAR_WEEKS else None


def _weekly_variance(series: Series) -> float:
    """The most likely variance of a week's change, from the changes between reports next to each other."""
    if len(series) < FEWEST_PAIRS:
        return math.exp(_INNOVATION_BOUNDS[1]) ** 2
    gaps, changes = np.diff(series.weeks), np.diff(series.log_price)
    noise = series.noise[1:] ** 2 + series.noise[:-1] ** 2

    def loss(log_sd: float) -> float:
        total = math.exp(2.0 * log_sd) * gaps + noise
        return float(np.sum(np.log(total) + changes**2 / total))

    return math.exp(2.0 * float(minimize_scalar(loss, bounds=_INNOVATION_BOUNDS, method="bounded").x))
