"""Joint paths of prices and the rate, sampled: what reports may have meant, and what those to come may say.

The state space of three cities says how weeks and items hang together; the outlook says how far each may lie from its
middle. The past is drawn from the smoothed state (forward filter, backward sampling: Carter and Kohn 1994), the weeks
ahead from its innovations. A draw counts in standard deviations of the state space and is laid out on the middle,
spread and tails of the pool in that week: so the quantiles of many paths are the outlook's at every horizon, and each
path wanders as a price does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from scipy.linalg import cholesky, solve
from scipy.special import ndtr, stdtrit

from jangmadang.outlook.ahead import SeriesAhead, outlook
from jangmadang.outlook.fitted import Fitted, parameters_at
from jangmadang.outlook.local_level import smoothed_level
from jangmadang.outlook.members import Known, known_at
from jangmadang.outlook.pool import FREEDOM
from jangmadang.outlook.shipped import Past
from jangmadang.outlook.three_cities import (
    NAMES,
    State,
    parts_of,
    parts_under,
    passed_to,
    sightings,
    weekly_states,
)
from jangmadang.outlook.weekly import Array, Report, known_by

#: What the economy is run on.
SAMPLED = ("rice", "corn", "cny")
#: Added to variances that rounding may have made negative; prices do not notice.
_JITTER = 1e-10


@dataclass(frozen=True, eq=False)
class SampledPaths:
    """Sampled logarithms of prices in a city.

    Attributes
    ----------
    origin : nothing known later is used.
    week : number of the origin's week.
    back : weeks of the past, the origin's the last of them.
    log_price : [draw, week, item of `SAMPLED`], ln won: `back` weeks, then those ahead.
    """

    origin: date
    week: int
    back: int
    log_price: Array


class Moments(NamedTuple):
    """Middle and spread of logarithms [week, item of `SAMPLED`]."""

    middle: Array
    spread: Array


def sampled_paths(
    reports: Sequence[Report],
    origin: date,
    draws: int,
    *,
    back: int,
    ahead: int,
    seed: int = 1,
    city: str = "Hyesan",
    past: Sequence[Past] | None = None,
) -> SampledPaths | None:
    """Joint paths of `SAMPLED` in a city; None where the outlook withholds one of them.

    Parameters
    ----------
    reports : all there are; those known after the origin are left out.
    origin : the day.
    draws : how many; each is a function of the seed and its number.
    back : weeks of the past, the origin's among them.
    ahead : weeks to come, at most the outlook's longest horizon.
    seed : of the draws.
    city : key of `CITIES`.
    past : scored forecasts that spreads are learned from; default: those shipped.
    """
    found = outlook(reports, origin, [(city, item) for item in SAMPLED], past)
    known = known_at(reports, origin, parameters_at(origin, reports))
    if known.state is None or not all(series.ahead for series in found):
        return None
    fitted, first = known.fitted, known.week - back + 1
    states = weekly_states(sightings(known_by(reports, origin)), fitted.three_cities, first, known.week)
    normals = np.stack(
        [np.random.default_rng([seed, k]).standard_normal((back + ahead, len(NAMES))) for k in range(draws)]
    )
    summed = np.stack([np.isin(np.arange(len(NAMES)), parts_of(city, item)) for item in SAMPLED], axis=1).astype(float)
    smoothed, deviation, last = _past(states, fitted, normals[:, :back], summed)
    middle, spread = _with_local_level(smoothed, known, city, first)
    before = middle + spread * deviation
    after = _laid_out(found, _ahead(states[-1], fitted, last, normals[:, back:], summed), middle[-1], spread[-1])
    return SampledPaths(origin, known.week, back, np.concatenate([before, after], axis=1))


def _past(states: Sequence[State], fitted: Fitted, normals: Array, summed: Array) -> tuple[Moments, Array, Array]:
    """Middle and spread of the sums by week from all reports, draws in such spreads, and the drawn last state."""
    parts = parts_under(fitted.three_cities)
    mean, covariance = states[-1].mean, states[-1].covariance
    drawn = mean + normals[:, -1] @ _root(covariance).T
    last, draws, middles, spreads = drawn, [drawn @ summed], [mean @ summed], [_spread(covariance, summed)]
    for n in range(len(states) - 2, -1, -1):
        now = states[n]
        coming = now.covariance * np.outer(parts.stays, parts.stays) + np.diag(parts.innovation)
        gain = solve(coming, parts.stays[:, None] * now.covariance, assume_a="pos").T
        expected = parts.stays * now.mean
        mean = now.mean + gain @ (mean - expected)
        covariance = now.covariance + gain @ (covariance - coming) @ gain.T
        left = now.covariance - gain @ coming @ gain.T
        drawn = now.mean + (drawn - expected) @ gain.T + normals[:, n] @ _root(left).T
        draws.append(drawn @ summed)
        middles.append(mean @ summed)
        spreads.append(_spread(covariance, summed))
    middle, spread = np.array(middles[::-1]), np.array(spreads[::-1])
    return Moments(middle, spread), (np.stack(draws[::-1], axis=1) - middle) / spread, last


def _ahead(state: State, fitted: Fitted, drawn: Array, normals: Array, summed: Array) -> Array:
    """Draws of the weeks to come in standard deviations of the forecast [draw, week, item]."""
    parts, found = parts_under(fitted.three_cities), []
    for n in range(normals.shape[1]):
        drawn = drawn * parts.stays + normals[:, n] * np.sqrt(parts.innovation)
        there = passed_to(state.week + n + 1, state, fitted.three_cities)
        found.append((drawn @ summed - there.mean @ summed) / _spread(there.covariance, summed))
    return np.stack(found, axis=1)


def _with_local_level(cities: Moments, known: Known, city: str, first: int) -> tuple[Array, Array]:
    """Middle and spread of the two models pooled as the outlook does, by week and item."""
    own = []
    for item in SAMPLED:
        level = known.fitted.level_of(city, item)
        smoothed = smoothed_level(known.series[city, item], level, first, known.week)
        own.append([(one.mean, one.variance) for one in smoothed])
    mean, variance = np.moveaxis(np.array(own), (0, 1, 2), (2, 1, 0))
    return 0.5 * (cities.middle + mean), 0.5 * (cities.spread + np.sqrt(variance))


def _laid_out(found: Sequence[SeriesAhead], deviation: Array, middle: Array, spread: Array) -> Array:
    """Logarithms of the weeks to come: the outlook's middle and spread, between its horizons straight lines of the
    middle and the variance from those of the origin's week, and its tails."""
    weeks = np.arange(1, deviation.shape[1] + 1)
    tailed = stdtrit(FREEDOM, ndtr(deviation))
    for n, series in enumerate(found):
        horizons = [0, *(one.weeks for one in series.ahead)]
        middles = np.interp(weeks, horizons, [middle[n], *(one.log_price.middle for one in series.ahead)])
        variances = np.interp(weeks, horizons, [spread[n] ** 2, *(one.log_price.spread**2 for one in series.ahead)])
        tailed[..., n] = middles + np.sqrt(variances) * tailed[..., n]
    return tailed


def _spread(covariance: Array, summed: Array) -> Array:
    """Standard deviations of the sums."""
    return np.sqrt(np.einsum("pi,pq,qi->i", summed, covariance, summed))


def _root(covariance: Array) -> Array:
    """A triangular root of a covariance that may be singular."""
    symmetric = 0.5 * (covariance + covariance.T) + _JITTER * np.eye(len(covariance))
    return cholesky(symmetric, lower=True)
