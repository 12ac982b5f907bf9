"""Bands around a run, from replicates: runs with other seeds.

Low and high are the 5 and 95 % quantiles over the replicates, as ratios to the replicates' mean, laid around the value
of the main run. They show the dice of the simulation alone and exclude parameter uncertainty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import xarray as xr

from jangmadang.results.dataset import to_dataset
from jangmadang.results.indicators import INDICATORS, compute
from jangmadang.results.record import RunLike
from jangmadang.scenario.draws import NEARBY

LOW, HIGH = 0.05, 0.95
DRAWS_STATEMENT = (
    "Bands not named otherwise hold 90 % of {count} runs with other seeds and all ranged parameters drawn within "
    "{reach:.0f} % of their ranges either way, at {resolution} resolution{since}; how likely a "
    "value is, they do not know."
)
POSTERIOR_STATEMENT = (
    "Bands not named otherwise hold 90 % of {count} runs with other seeds and parameters out of the {posterior} "
    "posterior, what the evidence leaves of them, at {resolution} resolution{since}."
)
STATEMENT = (
    "Bands not named otherwise hold 90 % of {count} replicates with other seeds, at {resolution} resolution{since}; "
    "they exclude parameter uncertainty, which is larger."
)

Transform = Callable[[xr.Dataset], xr.DataArray]


@dataclass(frozen=True)
class Bands:
    """Indicators of a run and, along `seed`, of its replicates (None where there are none).

    Those of the replicates may be read from a file when they are asked for.
    """

    main: xr.Dataset
    replicates: xr.Dataset | None

    @property
    def count(self) -> int:
        """Number of replicates."""
        return 0 if self.replicates is None else self.replicates.sizes["seed"]

    @property
    def drawn(self) -> bool:
        """Whether the replicates have parameters of their own."""
        return self.replicates is not None and bool(self.replicates.attrs.get("draws"))

    @property
    def statement(self) -> str:
        """What the bands mean, in words."""
        if self.replicates is None:
            return "No replicates were run: bands are of past errors, or by what is assumed."
        about = self.replicates.attrs
        since = ", that go on from the same state" if about["since"] else ""
        posterior = about.get("posterior", "")
        words = POSTERIOR_STATEMENT if posterior else DRAWS_STATEMENT if about.get("draws") else STATEMENT
        return words.format(
            count=self.count, resolution=about["resolution"], since=since, reach=NEARBY * 100, posterior=posterior
        )

    @property
    def of_what(self) -> str:
        """What the bands hold, in a few words."""
        return "90 % of runs with other parameters and seeds" if self.drawn else "90 % of runs with other seeds"

    def difference(self, transform: Transform) -> tuple[xr.DataArray, xr.DataArray, xr.DataArray]:
        """Value, low and high of something that may be negative: quantiles are laid on as distances, not ratios."""
        value = transform(self.main)
        if self.replicates is None:
            return value, value, value
        low, high, mean = _quantiles(transform(self.replicates))
        return value, value + (low - mean), value + (high - mean)

    def interval(self, transform: Transform | str) -> tuple[xr.DataArray, xr.DataArray, xr.DataArray]:
        """Value, low and high of an indicator, or of anything computed from the indicators.

        The transform is applied to each replicate before quantiles are taken, so a mean over weeks gets the band of the
        mean, not the mean of the bands.
        """
        function: Transform = (lambda data: data[transform]) if isinstance(transform, str) else transform
        value = function(self.main)
        if self.replicates is None:
            return value, value, value
        low, high = _ratios(function(self.replicates))
        ceiling = _CEILINGS.get(transform, np.inf) if isinstance(transform, str) else np.inf
        return value, (value * low).clip(max=ceiling), (value * high).clip(max=ceiling)

    def median(self, transform: Transform) -> xr.DataArray:
        """Median of the replicates, laid around the run as the band is; the run itself where there are none."""
        value = transform(self.main)
        if self.replicates is None:
            return value
        series = transform(self.replicates).astype(float)
        mean = series.mean("seed")
        return value * (series.median("seed") / mean.where(mean > 0)).fillna(1.0)


_CEILINGS = {indicator.name: indicator.ceiling for indicator in INDICATORS}


def _quantiles(series: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray, xr.DataArray]:
    """Low and high quantile and mean over the replicates."""
    series = series.astype(float)
    mean = series.mean("seed")
    low, high = np.quantile(series.values, [LOW, HIGH], axis=series.get_axis_num("seed"))
    return mean.copy(data=low), mean.copy(data=high), mean


def _ratios(series: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    """Quantiles over the replicates, in ratio to their mean (1 where the mean is zero)."""
    low, high, mean = _quantiles(series)
    usable = mean.where(mean > 0)
    return (low / usable).fillna(1.0), (high / usable).fillna(1.0)


def reduced(run: RunLike) -> xr.Dataset:
    """What an ensemble keeps of a run: its indicators, in single precision; the seed is a coordinate."""
    indicators = of_seed(compute(to_dataset(run)).astype(np.float32), run.seed)
    del indicators.attrs["seed"]
    return indicators


def of_seed(run: xr.Dataset, seed: int) -> xr.Dataset:
    """A run with its seed as a coordinate."""
    return run.assign_coords(seed=xr.Variable((), seed, {"units": "1", "long_name": "Seed of a run's draws"}))


def joined(runs: Iterable[xr.Dataset]) -> xr.Dataset:
    """Reduced runs along `seed`."""
    return xr.concat(list(runs), "seed", join="exact", combine_attrs="override")
