"""Three cities, four items, one won: a state space in which every price leans back to the others.

The logarithm of the price of item i in city c is a sum of parts, each a random walk or an autoregression of its own::

    y[i, c, t] = a[i] + b[i, c] + w[t] + u[i, t] + d[i, c, t] + noise

    w[t]    = w[t-1] + N(0, s_w^2)              the worth of the won against all goods and money
    u[i, t] = f_u u[i, t-1] + N(0, s_u[i]^2)    the item against the others: rice against the dollar and the yuan
    d       = f_d d + N(0, s_d^2)               the city against the others

Since u and d die out, a price far from what the dollar, the yuan and the other cities say comes back to it: the error
correction of cointegrated prices (Engle and Granger 1987, Econometrica 55, 251-276) in state-space form (Harvey 1989,
Forecasting, Structural Time Series Models and the Kalman Filter, chapter 8). A report of any city and item moves all of
them by what it says of the shared parts. A damped drift of the won was tried: its most likely variance is 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from jangmadang.outlook.predictive import Predictive
from jangmadang.outlook.weekly import CITIES, ITEMS, Array, Report, weekly_series

_STAPLES = ("rice", "corn")
#: Where levels start, in ln won: diffuse, so it hardly matters.
_LEVELS = {"rice": 8.5, "corn": 7.5, "cny": 7.0, "usd": 9.0}
_DIFFUSE = 25.0
#: Variance of the lasting difference of a city.
_CITY_VARIANCE = 0.05**2
#: Middle and width of the prior of each parameter, as it is searched for: logarithms, and ln(f / (1 - f)).
_PRIOR: dict[str, tuple[float, float]] = {
    "won": (-4.5, 0.7),
    "of_rice": (-3.8, 0.7),
    "of_corn": (-3.8, 0.7),
    "of_cny": (-4.0, 0.7),
    "of_usd": (-4.0, 0.7),
    "item_stays": (4.0, 1.0),
    "city_staples": (-3.5, 0.7),
    "city_money": (-4.0, 0.7),
    "city_stays": (2.5, 1.0),
    "noise_multiple": (0.0, 0.4),
}
_SHARES = ("item_stays", "city_stays")


class ThreeCities(NamedTuple):
    """The parameters.

    Attributes
    ----------
    won : s_w, of the random walk that all share, by the week.
    of_rice, of_corn, of_cny, of_usd : s_u of each item.
    item_stays : f_u, the part of an item's deviation left after a week.
    city_staples, city_money : s_d of staples and of currencies.
    city_stays : f_d.
    noise_multiple : of the reports' noise.
    """

    won: float
    of_rice: float
    of_corn: float
    of_cny: float
    of_usd: float
    item_stays: float
    city_staples: float
    city_money: float
    city_stays: float
    noise_multiple: float


class Parts(NamedTuple):
    """The parts of the state: the share that stays a week, variance of a week's innovation, first mean and variance."""

    stays: Array
    innovation: Array
    mean: Array
    variance: Array


class Sighting(NamedTuple):
    """A super-observation: week, the parts it is the sum of, logarithm of the price, noise."""

    week: int
    parts: NDArray[np.intp]
    log_price: float
    noise: float


@dataclass(frozen=True, slots=True)
class State:
    """What is known in a week, and the log likelihood of what was seen."""

    week: int
    mean: Array
    covariance: Array
    log_likelihood: float


#: Names of the parts of the state.
NAMES = (
    "won",
    *(f"level {item}" for item in ITEMS),
    *(f"item {item}" for item in ITEMS),
    *(f"lasting {item} {city}" for item in ITEMS for city in CITIES),
    *(f"city {item} {city}" for item in ITEMS for city in CITIES),
)
_PLACE = {name: number for number, name in enumerate(NAMES)}


def parts_of(city: str, item: str) -> NDArray[np.intp]:
    """Numbers of the parts that add up to an item's price in a city."""
    names = ("won", f"level {item}", f"item {item}", f"lasting {item} {city}", f"city {item} {city}")
    return np.array([_PLACE[name] for name in names], dtype=np.intp)


def sightings(reports: Sequence[Report]) -> list[Sighting]:
    """The super-observations of all cities and items, in order of time."""
    found = []
    for item in ITEMS:
        for city in CITIES:
            series, parts = weekly_series(reports, city, item), parts_of(city, item)
            rows = zip(series.weeks.tolist(), series.log_price.tolist(), series.noise.tolist(), strict=True)
            found += [Sighting(week, parts, y, noise) for week, y, noise in rows]
    return sorted(found, key=lambda seen: seen.week)


def parts_under(p: ThreeCities) -> Parts:
    """The parts of the state under given parameters; autoregressions start from their long-run spread."""
    stays, innovation, mean, variance = np.ones(len(NAMES)), *(np.zeros(len(NAMES)) for _ in range(3))
    innovation[_PLACE["won"]] = p.won**2
    for item, spread in zip(ITEMS, (p.of_rice, p.of_corn, p.of_cny, p.of_usd), strict=True):
        level = _PLACE[f"level {item}"]
        mean[level], variance[level] = _LEVELS[item], _DIFFUSE
        _autoregression(_PLACE[f"item {item}"], p.item_stays, spread, stays, innovation, variance)
        for city in CITIES:
            variance[_PLACE[f"lasting {item} {city}"]] = _CITY_VARIANCE
            spread_there = p.city_staples if item in _STAPLES else p.city_money
            _autoregression(_PLACE[f"city {item} {city}"], p.city_stays, spread_there, stays, innovation, variance)
    return Parts(stays, innovation, mean, variance)


def _autoregression(part: int, share: float, spread: float, stays: Array, innovation: Array, variance: Array) -> None:
    stays[part], innovation[part] = share, spread**2
    variance[part] = spread**2 / (1.0 - share**2)


def filtered(seen: Sequence[Sighting], parameters: ThreeCities, start: State | None = None) -> State:
    """What is known after all sightings (Kalman filter, one sighting at a time; weeks without any are passed over).

    Parameters
    ----------
    seen : in order of time, none before the start; not empty without one.
    parameters : of the model.
    start : what was known before these sightings; default: nothing.
    """
    parts = parts_under(parameters)
    state = start or State(seen[0].week, parts.mean, np.diag(parts.variance), 0.0)
    week, mean, covariance, log_likelihood = state.week, state.mean, state.covariance, state.log_likelihood
    for now, where, y, noise in seen:
        if now > week:
            mean, covariance = _passed(parts, mean, covariance, now - week)
            week = now
        shared = covariance[:, where].sum(axis=1)
        total = float(shared[where].sum()) + (parameters.noise_multiple * noise) ** 2
        error = y - float(mean[where].sum())
        log_likelihood -= 0.5 * (math.log(2.0 * math.pi * total) + error * error / total)
        mean = mean + shared * (error / total)
        covariance = covariance - np.outer(shared, shared / total)
    return State(week, mean, covariance, log_likelihood)


def weekly_states(seen: Sequence[Sighting], parameters: ThreeCities, first: int, last: int) -> list[State]:
    """What is known after each week of a stretch, from the sightings up to it; the stretch begins after the first one.

    Parameters
    ----------
    seen : in order of time; none after the stretch.
    parameters : of the model.
    first, last : numbers of the weeks.
    """
    states = [passed_to(first, filtered([one for one in seen if one.week <= first], parameters), parameters)]
    for week in range(first + 1, last + 1):
        of_week = [one for one in seen if one.week == week]
        states.append(filtered(of_week, parameters, passed_to(week, states[-1], parameters)))
    return states


def passed_to(week: int, state: State, parameters: ThreeCities) -> State:
    """The state in a week, not before its own, of which nothing is seen."""
    if week == state.week:
        return state
    mean, covariance = _passed(parts_under(parameters), state.mean, state.covariance, week - state.week)
    return State(week, mean, covariance, state.log_likelihood)


def _passed(parts: Parts, mean: Array, covariance: Array, weeks: int) -> tuple[Array, Array]:
    """The state so many weeks on.

    A part's innovations add up to q (1 + f^2 + ... ) = q (1 - f^(2 weeks)) / (1 - f^2), to q weeks for a random walk.
    """
    stays = parts.stays**weeks
    still = parts.stays == 1.0
    safe = np.where(still, 0.0, parts.stays)
    gathered = np.where(still, float(weeks), (1.0 - safe ** (2 * weeks)) / (1.0 - safe**2))
    covariance = covariance * np.outer(stays, stays)
    covariance[np.diag_indices_from(covariance)] += parts.innovation * gathered
    return mean * stays, covariance


def forecast_cities(state: State, parameters: ThreeCities, city: str, item: str, week: int, noise: float) -> Predictive:
    """What a report of a city and item in a week to come would say.

    Parameters
    ----------
    state : as it is known.
    parameters : of the model.
    city, item : keys of `CITIES` and `ITEMS`.
    week : number of the week, not before that of the state.
    noise : standard deviation of such a report, ln.
    """
    there, where = passed_to(week, state, parameters), parts_of(city, item)
    variance = float(there.covariance[np.ix_(where, where)].sum()) + (parameters.noise_multiple * noise) ** 2
    return Predictive(float(there.mean[where].sum()), math.sqrt(variance))


def most_likely_cities(seen: Sequence[Sighting], start: ThreeCities | None = None) -> ThreeCities:
    """The parameters of the highest likelihood times prior.

    Parameters
    ----------
    seen : sightings, in order of time; without any the middle of the prior is returned.
    start : where the search begins; default: the middle of the prior.
    """
    middle, width = (np.array([pair[n] for pair in _PRIOR.values()]) for n in (0, 1))
    if not seen:
        return _natural(middle)

    def loss(searched: Array) -> float:
        off = float(np.sum(((searched - middle) / width) ** 2))
        return 0.5 * off - filtered(seen, _natural(searched)).log_likelihood

    first = middle if start is None else _searched(start)
    found = minimize(loss, first, method="L-BFGS-B", options={"maxiter": 40, "ftol": 1e-6})
    return _natural(found.x)


def _natural(searched: Array) -> ThreeCities:
    """Parameters from what is searched for."""
    values = [
        1.0 / (1.0 + math.exp(-x)) if name in _SHARES else math.exp(x)
        for name, x in zip(_PRIOR, searched.tolist(), strict=True)
    ]
    return ThreeCities(*values)


def _searched(parameters: ThreeCities) -> Array:
    """What is searched for, from parameters."""
    return np.array(
        [math.log(x / (1.0 - x)) if name in _SHARES else math.log(x) for name, x in parameters._asdict().items()]
    )
