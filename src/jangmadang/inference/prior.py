"""What is held of a parameter before the evidence speaks: its plausible range, the shipped value being likeliest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.axes import AXES
from jangmadang.scenario.draws import ranged, settings_of
from jangmadang.scenario.parameters import Parameter

INWARDS = 0.7  # standard deviations of the likeliest value from the median, from which a step goes back towards it
PEAKEDNESS = 4.0  # of the PERT distribution: weight of the likeliest value against the two ends


@dataclass(frozen=True)
class Prior:
    """A distribution of all ranged numbers, independent of each other.

    A number between a low and a high end with likeliest value m has the PERT distribution (Malcolm and others 1959),
    u = (x - low) / (high - low) ~ Beta(1 + 4 (m - low) / (high - low), 1 + 4 (high - m) / (high - low)),
    where x is its logarithm if the low end is above 0: a range from 1,000 to 20,000 is one of orders of magnitude.
    Everything else works on standard normal numbers z, of which u is the quantile at the probability of z.

    Attributes
    ----------
    parameters : those with a range, in order.
    low, high : [number] ends of the ranges.
    value : [number] likeliest values.
    """

    parameters: tuple[Parameter, ...]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    value: NDArray[np.float64]

    @property
    def size(self) -> int:
        """Count of numbers."""
        return len(self.value)

    @property
    def middle(self) -> NDArray[np.float64]:
        """[number] the standard normal numbers of the likeliest values, at most two deviations from the median."""
        from scipy.stats import beta, norm

        above, _, _ = self._shape()
        likeliest = norm.ppf(beta.cdf(above / PEAKEDNESS, 1.0 + above, 1.0 + PEAKEDNESS - above))
        found: NDArray[np.float64] = np.where(self.high > self.low, np.clip(likeliest, -2.0, 2.0), 0.0)
        return found

    @property
    def groups(self) -> NDArray[np.int64]:
        """[number] the place of its parameter."""
        return np.repeat(np.arange(len(self.parameters)), [item.value.size for item in self.parameters])

    @property
    def steps(self) -> NDArray[np.float64]:
        """[parameter] deviations its numbers are moved together to see what it does: a table's less each, inwards."""
        sizes = np.bincount(self.groups)
        return _inwards(np.bincount(self.groups, self.middle) / sizes) / sizes**0.25

    def moved(self) -> NDArray[np.float64]:
        """Standard normal numbers [parameter, number]: the likeliest values with one parameter moved."""
        alone = np.arange(len(self.parameters))[:, None] == self.groups
        return self.middle + alone * self.steps[:, None]

    def moved_alone(self, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """Standard normal numbers [moved number, number]: the likeliest values with one number of a table moved."""
        alone = np.arange(self.size) == numbers[:, None]
        return self.middle + alone * _inwards(self.middle)

    @property
    def names(self) -> list[str]:
        """Name of each number: its parameter, with its place in a table of several."""
        return [name_of(item, index) for item in self.parameters for index in np.ndindex(item.value.shape)]

    def _scaled(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Numbers on the scale of their distribution."""
        positive = self.low > 0.0
        return np.where(positive, np.log(np.where(positive, x, 1.0)), x)

    def _shape(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Peakedness above the low end, low end and width of each number's distribution."""
        low, high, likeliest = (self._scaled(x) for x in (self.low, self.high, self.value))
        width = np.where(high > low, high - low, 1.0)  # of one fixed number of a table whose others have a range: any
        return PEAKEDNESS * (likeliest - low) / width, low, high - low

    def numbers_at(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Numbers in their units at standard normal ones [..., number]; at the likeliest exactly the shipped values."""
        from scipy.stats import beta, norm

        above, low, width = self._shape()
        x = low + width * beta.ppf(norm.cdf(z), 1.0 + above, 1.0 + PEAKEDNESS - above)
        numbers = np.clip(np.where(self.low > 0.0, np.exp(x), x), self.low, self.high)
        return np.where(z == self.middle, self.value, numbers)

    def settings_at(self, z: NDArray[np.float64]) -> dict[str, Any]:
        """Parameter settings of one draw of standard normal numbers, as for `Scenario.with_changes(parameters=...)`."""
        return settings_of(self.numbers_at(z), self.parameters)

    def hypercube(self, draws: int, seed: int) -> NDArray[np.float64]:
        """Standard normal numbers [draw, number] in a Latin hypercube: every number is spread evenly over its prior."""
        from scipy.stats import norm, qmc

        points: NDArray[np.float64] = norm.ppf(qmc.LatinHypercube(d=self.size, seed=seed).random(draws))
        return points


def _inwards(middle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Steps of one deviation towards the median, up and down in turn where the likeliest value lies near it."""
    return np.where(np.abs(middle) > INWARDS, -np.sign(middle), np.where(np.arange(len(middle)) % 2, -1.0, 1.0))


def shipped_prior(parameters: Sequence[Parameter] | None = None) -> Prior:
    """The prior of the shipped parameters that have a range."""
    known = tuple(ranged() if parameters is None else parameters)
    low, high, value = (
        np.concatenate([np.broadcast_to(getattr(item, end), item.value.shape).ravel() for item in known])
        for end in ("low", "high", "value")
    )
    return Prior(known, low, high, value)


def name_of(item: Parameter, index: tuple[int, ...]) -> str:
    """Name of one number of a parameter, as it is typed: `channel_capacity_t[customs]`."""
    members = [AXES[axis][i] for axis, i in zip(item.axes, index, strict=True)]
    return f"{item.name}[{','.join(members)}]" if members else item.name
