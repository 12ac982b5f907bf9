"""Intervals of paired differences (Student's t), as far as the figures can go.

The other scenario's figure is nowhere below its floor, zero for most, and of a share nowhere above one.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import xarray as xr

from jangmadang.results.bands import HIGH
from jangmadang.results.indicators import Indicator

Values = TypeVar("Values", xr.DataArray, xr.Variable)

#: The share that people of an indicator are of all.
SHARES = {
    "short_of_staples_people": "short_of_staples_share_all",
    "short_of_staples_people_by_class": "short_of_staples_share",
}


def mean_interval(values: Values) -> tuple[Values, Values, Values]:
    """Mean over `seed` with its 90 % interval, mean -+ t s / sqrt(n)."""
    mean = values.mean("seed", skipna=False)
    half = half_width(values.sizes["seed"]) * values.std("seed", ddof=1, skipna=False)
    return mean, mean - half, mean + half


def half_width(count: int) -> float:
    """Half the width of the 90 % interval of a mean over so many seeds, in their standard deviations."""
    from scipy.special import stdtrit  # not above: it takes a while to import, and a run reads this file for its facts

    return float(stdtrit(count - 1, HIGH)) / float(np.sqrt(count))


def half_width_of_one(values: Values) -> Values:
    """Half the width of the 90 % interval of one more value like those along `seed`: t s sqrt(1 + 1 / n)."""
    count = values.sizes["seed"]
    return half_width(count) * float(np.sqrt(count + 1.0)) * values.std("seed", ddof=1, skipna=False)


def difference_interval(
    base: Values,
    other: Values,
    floor: float = 0.0,
    ceiling: float | Values = float("inf"),
    drawn: Values | None = None,
) -> tuple[Values, Values, Values]:
    """Mean paired difference with its 90 % interval, as far as the other's mean can go: from a floor to a ceiling.

    All are of one unit and one dataset. With `drawn`, differences of pairs with parameters of their own, the interval
    is as wide as that of one of them.
    """
    ours, theirs = _unlabelled(base), _unlabelled(other)
    difference, low, high = mean_interval(theirs - ours)
    if drawn is not None:
        half = half_width_of_one(_unlabelled(drawn))
        low, high = difference - half, difference + half
    level = ours.mean("seed", skipna=False)
    highest = ceiling if isinstance(ceiling, float) else _unlabelled(ceiling)
    low = low.clip(min=floor - level)  # type: ignore[no-untyped-call]
    high = high.clip(max=highest - level)  # type: ignore[no-untyped-call]
    return _labelled(difference, other), _labelled(low, other), _labelled(high, other)


def _unlabelled(values: Values) -> xr.Variable:
    """The figures alone: reckoning without labels takes a fifth of the time."""
    return values.variable if isinstance(values, xr.DataArray) else values


def _labelled(values: xr.Variable, like: Values) -> Values:
    """Values with the labels of others, if these have any."""
    if not isinstance(like, xr.DataArray):
        return values
    return xr.DataArray(values, {name: one for name, one in like.coords.items() if set(one.dims) <= set(values.dims)})


def ceiling_of(indicator: Indicator, values: xr.Dataset) -> float | xr.DataArray:
    """What an indicator cannot exceed: of people those that there are, which they and their share give."""
    if indicator.name not in SHARES:
        return indicator.ceiling
    share = values[SHARES[indicator.name]]
    return (values[indicator.name] / share.where(share > 0)).fillna(np.inf).min("seed")


def drawn_effect(indicator: Indicator, base: Values, other: Values, level: Values) -> Values:
    """Differences of pairs with parameters of their own, as they would be from the level of the scenario's own base.

    Of amounts and prices in proportion, for one that goes to zero in every draw goes to zero; of shares, and of people,
    who are a share of all, in points.
    """
    ours = _unlabelled(base)
    difference = _unlabelled(other) - ours
    in_points = indicator.name in SHARES or np.isfinite(indicator.ceiling) or indicator.floor < 0.0
    if not in_points:
        in_proportion = difference / ours * _unlabelled(level)
        difference = in_proportion.where(ours > 0, difference)  # type: ignore[no-untyped-call]
    return _labelled(difference, other)
