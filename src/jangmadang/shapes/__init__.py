"""Functional forms without economics; equations of the mechanisms are built from them."""

import math

from jangmadang.compiling import merged
from jangmadang.elementary import exp, raised

LARGEST_EXPONENT = 50.0


@merged
def logistic(x: float) -> float:
    """1 / (1 + exp(-x)), in (0, 1)."""
    return 1.0 / (1.0 + exp(-min(max(x, -LARGEST_EXPONENT), LARGEST_EXPONENT)))


@merged
def clip(x: float, low: float, high: float) -> float:
    """x held inside [low, high], all of one unit."""
    return min(max(x, low), high)


@merged
def probability_of(hazard: float) -> float:
    """1 - exp(-hazard): probability of at least one event in a week, hazard per week."""
    return 1.0 - exp(-hazard)


@merged
def adjusted(value: float, target: float, speed: float) -> float:
    """Partial adjustment: value + speed (target - value), speed the share of the gap closed in a week."""
    return value + speed * (target - value)


@merged
def expected_larger(value: float, other: float, probability: float) -> float:
    """(1 - q) value + q max(value, other): mean of the larger of two when the other holds with probability q."""
    return (1.0 - probability) * value + probability * max(value, other)


@merged
def season(week_of_year: float, centre: float, width: float) -> float:
    """exp(-d^2 / (2 width^2)), d the distance from `centre` in weeks around a 52-week year; below 0.02 it is 0."""
    distance = abs(week_of_year - centre) % 52.0
    distance = min(distance, 52.0 - distance)
    bump = exp(-0.5 * (distance / width) ** 2)
    return bump if bump > 0.02 else 0.0


@merged
def season_between(week_of_year: float, centre: float, width: float, first: float, last: float) -> float:
    """`season` (all in weeks) that cannot begin before the week `first` nor outlast the week `last` of the year."""
    return season(week_of_year, centre, width) if first <= week_of_year <= last else 0.0


@merged
def season_number(year: float, week_of_year: float, centre: float) -> int:
    """Running number of the season nearest in time; it turns half a year from its `centre`, a week of the year."""
    return int(math.floor((year * 52.0 + week_of_year - centre + 26.0) / 52.0))


@merged
def root_of_excess_growth(excess: float) -> float:
    """z >= 0 at which exp(z) - 1 - z = excess; error below 1e-6 for z to 2, 2e-4 to 3.

    One of Halley's steps (1694) from s / (1 + s / 6), s = sqrt(2 excess), whose series is right to s^3.
    """
    s = math.sqrt(2.0 * excess)
    z = s / (1.0 + s / 6.0)
    grown = exp(z)
    gap, slope = grown - 1.0 - z - excess, grown - 1.0
    return max(z - 2.0 * gap * slope / max(2.0 * slope * slope - gap * grown, 1e-300), 0.0)


@merged
def scarcity(relative_stock: float, elasticity: float) -> float:
    """Storage price factor s^(-1/elasticity), s the stock over its normal level, held inside [0.02, 50]."""
    return raised(clip(relative_stock, 0.02, 50.0), -1.0 / elasticity)


@merged
def normal_quantile(probability: float) -> float:
    """Standard normal quantile by Tukey's lambda approximation (error below 0.01 for 0.02 to 0.98)."""
    p = clip(probability, 0.001, 0.999)
    return (raised(p, 0.135) - raised(1.0 - p, 0.135)) / 0.1975


@merged
def order_up_to(mean_demand: float, demand_variance: float, critical_ratio: float) -> float:
    """Newsvendor order-up-to level in the unit of demand: mean + z(critical ratio) sd, never negative."""
    return max(0.0, mean_demand + normal_quantile(critical_ratio) * math.sqrt(max(demand_variance, 0.0)))
