"""Draws of parameters: over their whole plausible ranges, or near a scenario's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.axes import AXES
from jangmadang.scenario.parameters import SUM_SLACK, Parameter, parameters

HALVINGS = 80  # of the factor by which shares are brought to one
NEARBY = 0.1  # of a range, to either side


def _hypercube(numbers: int, draws: int, seed: int) -> NDArray[np.float64]:
    """Points of a Latin hypercube in the unit cube of so many numbers."""
    from scipy.stats import qmc  # not above: it takes a second to import, and every run reads this file

    points: NDArray[np.float64] = qmc.LatinHypercube(d=numbers, seed=seed).random(draws)
    return points


def drawn_settings(draws: int, seed: int) -> list[dict[str, Any]]:
    """Parameter settings of each draw, uniform over the plausible ranges in a Latin hypercube.

    Parameters
    ----------
    draws : number of draws.
    seed : of the hypercube.

    Returns
    -------
    Settings as for `Scenario.with_changes(parameters=...)`. Shares that sum to one keep their sum.
    """
    numbers = sum(item.value.size for item in ranged())
    return [settings_at(point) for point in _hypercube(numbers, draws, seed)]


def nearby_settings(
    draws: int, seed: int, reach: float = NEARBY, around: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Parameter settings of each draw near given values, uniform in a Latin hypercube.

    Parameters
    ----------
    draws : number of draws.
    seed : of the hypercube.
    reach : how far a number goes either way, as a part of its range; it stays inside the range.
    around : a scenario's own settings; the shipped values for all others.

    Returns
    -------
    Settings as for `Scenario.with_changes(parameters=...)`. Shares that sum to one keep their sum.
    """
    known = ranged()
    ends = np.cumsum([item.value.size for item in known])[:-1]
    found = []
    for point in _hypercube(sum(item.value.size for item in known), draws, seed):
        parts = np.split(point, ends)
        found.append(
            {
                item.name: _near(item, _middle(item, around or {}), part, reach)
                for item, part in zip(known, parts, strict=True)
            }
        )
    return found


def draw_near(seed: int, around: Mapping[str, Any] | None = None, reach: float = NEARBY) -> dict[str, Any]:
    """One draw within `reach`, a share of ranges, of given values: a function of its seed, so draws can be added."""
    known = ranged()
    rng = np.random.default_rng(seed)
    return {item.name: _near(item, _middle(item, around or {}), rng.random(item.value.size), reach) for item in known}


def _middle(item: Parameter, around: Mapping[str, Any]) -> NDArray[np.float64]:
    """A parameter's numbers as a scenario sets them."""
    return item.with_value(around[item.name], item.name) if item.name in around else item.value


def _near(item: Parameter, middle: NDArray[np.float64], point: NDArray[np.float64], reach: float) -> Any:
    """A parameter's value near another, at a point of the unit cube."""
    width = np.broadcast_to(item.high - item.low, item.value.shape)
    return _written(item, middle + reach * width * (2.0 * point.reshape(item.value.shape) - 1.0))


def ranged() -> list[Parameter]:
    """The parameters that have a range."""
    return [item for item in parameters().values() if np.any(item.high > item.low)]


def settings_at(point: NDArray[np.float64], known: Sequence[Parameter] | None = None) -> dict[str, Any]:
    """Settings at a point of the unit cube, whose axes are the numbers of parameters (all ranged ones) in order."""
    known = ranged() if known is None else known
    parts = np.split(point, np.cumsum([item.value.size for item in known])[:-1])
    return {item.name: _setting(item, part) for item, part in zip(known, parts, strict=True)}


def settings_of(numbers: NDArray[np.float64], known: Sequence[Parameter]) -> dict[str, Any]:
    """Settings of parameters from all their numbers in order."""
    parts = np.split(numbers, np.cumsum([item.value.size for item in known])[:-1])
    return {item.name: _written(item, part.reshape(item.value.shape)) for item, part in zip(known, parts, strict=True)}


def _setting(item: Parameter, point: NDArray[np.float64]) -> Any:
    """A parameter's value at a point of the unit cube."""
    return _written(item, item.low + (item.high - item.low) * point.reshape(item.value.shape))


def _written(item: Parameter, value: NDArray[np.float64]) -> Any:
    """A value inside its range, as a scenario has it."""
    value = np.clip(value, item.low, item.high)  # at a corner, rounding may pass the bound
    return _by_member(_adding_to_one(item, value) if item.adds_to_one else value, item.axes)


def _adding_to_one(item: Parameter, value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of a whole, all of a row times one factor but those at an end of their range, so that they add to one."""
    low, high = (np.broadcast_to(end, value.shape) for end in (item.low, item.high))
    value = np.maximum(value, 1e-6 * item.value)  # a row of noughts cannot be scaled
    least, most = np.zeros(value.shape[:-1]), np.full(value.shape[:-1], 1e7)
    for _ in range(HALVINGS):
        middle = np.sqrt(least * most) if (least > 0.0).all() else 0.5 * (least + most)
        above = np.clip(value * middle[..., None], low, high).sum(-1) > 1.0
        least, most = np.where(above, least, middle), np.where(above, middle, most)
    right = np.abs(value.sum(-1, keepdims=True) - 1.0) < SUM_SLACK  # left to the bit, so that shipped values stay
    return np.where(right, value, np.clip(value * most[..., None], low, high))


def _by_member(value: NDArray[np.float64], axes: Sequence[str]) -> Any:
    """A number, or a table of them by member of each axis."""
    if not axes:
        return float(value)
    members = AXES[axes[0]]
    return {member: _by_member(part, axes[1:]) for member, part in zip(members, value, strict=True)}
