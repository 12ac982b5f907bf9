"""The missing-aware local level: one series on its own, with a spread that grows while no report comes.

The state is the logarithm of the price, a random walk by the week; a reported week observes it with the noise of its
reports times a multiple::

    alpha_t = alpha_(t-1) + eta_t,   eta ~ N(0, q)
    y_t     = alpha_t + epsilon_t,   epsilon ~ N(0, s^2 h_t)

Both variances, q and s^2, are the most likely ones, under weak priors that keep a short series sensible. Weeks without
reports are missing, not repeated: carrying a stale quote on as if it were fresh covers half of what it claims.
Source: Durbin and Koopman (2012), Time Series Analysis by State Space Methods, chapter 2.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from jangmadang.outlook.predictive import Predictive
from jangmadang.outlook.weekly import Series

#: Middle and width of the priors of ln(weekly innovation) and ln(noise multiple).
_PRIOR_MIDDLE = (math.log(0.03), 0.0)
_PRIOR_WIDTH = (1.4, 0.5)


class LocalLevel(NamedTuple):
    """The two parameters: standard deviation of a week's innovation, and the multiple of the reports' noise."""

    innovation: float
    noise_multiple: float


class Level(NamedTuple):
    """What is known of the level in a week, and the log likelihood of the reports after the first."""

    week: int
    mean: float
    variance: float
    log_likelihood: float


def filtered_level(series: Series, parameters: LocalLevel) -> Level:
    """The level in the week of the last report (Kalman filter; the first report is conditioned on).

    Parameters
    ----------
    series : super-observations y with noise h; not empty.
    parameters : sqrt(q), and s.
    """
    q, multiple = parameters.innovation**2, parameters.noise_multiple
    weeks, observed, noise = series.weeks.tolist(), series.log_price.tolist(), series.noise.tolist()
    mean, variance, log_likelihood = observed[0], (multiple * noise[0]) ** 2, 0.0
    for before, week, y, h in zip(weeks, weeks[1:], observed[1:], noise[1:], strict=False):
        variance += q * (week - before)
        total, error = variance + (multiple * h) ** 2, y - mean
        log_likelihood -= 0.5 * (math.log(2.0 * math.pi * total) + error * error / total)
        mean += variance / total * error
        variance *= 1.0 - variance / total
    return Level(weeks[-1], mean, variance, log_likelihood)


def smoothed_level(series: Series, parameters: LocalLevel, first: int, last: int) -> list[Level]:
    """The level in each week of a stretch, from all reports, those of later weeks too (fixed-interval smoother).

    Parameters
    ----------
    series : super-observations; not empty.
    parameters : sqrt(q), and s.
    first, last : numbers of the weeks; those before the first report have its level, less surely by the week.
    """
    q, multiple = parameters.innovation**2, parameters.noise_multiple
    seen = {week: (y, h) for week, y, h in zip(series.weeks.tolist(), series.log_price, series.noise, strict=True)}
    start, stop = int(series.weeks[0]), max(last, int(series.weeks[-1]))
    mean, variance = float(series.log_price[0]), (multiple * float(series.noise[0])) ** 2
    forward = [(mean, variance)]
    for week in range(start + 1, stop + 1):
        variance += q
        if week in seen:
            y, h = seen[week]
            part = variance / (variance + (multiple * h) ** 2)
            mean, variance = mean + part * (y - mean), variance * (1.0 - part)
        forward.append((mean, variance))
    smoothed = {stop: forward[-1]}
    for week in range(stop - 1, start - 1, -1):
        (mean, variance), (later, later_variance) = forward[week - start], smoothed[week + 1]
        part = variance / (variance + q)
        smoothed[week] = mean + part * (later - mean), variance + part**2 * (later_variance - variance - q)
    mean, variance = smoothed[start]
    smoothed |= {week: (mean, variance + q * (start - week)) for week in range(first, start)}
    return [Level(week, *smoothed[week], 0.0) for week in range(first, last + 1)]


def most_likely_local_level(series: Series) -> LocalLevel:
    """The parameters of the highest likelihood times prior."""

    def loss(logs: NDArray[np.float64]) -> float:
        off = sum(((log - m) / w) ** 2 for log, m, w in zip(logs, _PRIOR_MIDDLE, _PRIOR_WIDTH, strict=True))
        return 0.5 * off - filtered_level(series, LocalLevel(*np.exp(logs))).log_likelihood

    found = minimize(loss, _PRIOR_MIDDLE, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-3})
    return LocalLevel(*(float(value) for value in np.exp(found.x)))


def forecast_level(level: Level, parameters: LocalLevel, week: int, noise: float) -> Predictive:
    """What a report of a week to come would say.

    Parameters
    ----------
    level : as it is known.
    parameters : sqrt(q), and s.
    week : number of the week.
    noise : standard deviation of such a report, ln.
    """
    passed = week - level.week
    variance = level.variance + parameters.innovation**2 * passed + (parameters.noise_multiple * noise) ** 2
    return Predictive(level.mean, math.sqrt(variance))
