"""The table of a comparison: means of base and other over each period, their difference and its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from jangmadang.results.comparison_periods import Period
from jangmadang.results.indicators import INDICATORS, Indicator
from jangmadang.results.intervals import ceiling_of, difference_interval, drawn_effect
from jangmadang.results.summary import BORDER_INDICATORS, COUNTRY, HOME

#: The class of rows of all together.
ALL = ""
COLUMNS = (
    "scenario", "period", "first_week", "last_week", "indicator", "place", "class", "unit",
    "base", "other", "difference", "low", "high", "relative",
)  # fmt: skip


def table_of(
    means: xr.Dataset, drawn: xr.Dataset | None, names: Sequence[str], periods: Sequence[Period]
) -> pd.DataFrame:
    """Rows of all indicators by scenario and period, those that nobody has left out.

    Parameters
    ----------
    means : along `scenario` (0: base), `seed` and `period`, in the indicators' units.
    drawn : the same of pairs with parameters of their own, by which intervals are; None without draws.
    names : of the other scenarios.
    periods : over which the means are.

    Returns
    -------
    `COLUMNS`: means of base and other over the seeds, their difference with its interval, and that over the base.
    """
    parts = [_rows_of(indicator, means, drawn) for indicator in INDICATORS]
    table = pd.DataFrame({column: np.concatenate([part[column] for part in parts]) for column in parts[0]})
    table = table.dropna(subset=["base", "other"], how="all")
    table = table.sort_values(["scenario", "period"], kind="stable", ignore_index=True)
    table["relative"] = table["difference"] / table["base"].where(table["base"] > 0)
    table["first_week"] = [periods[number].first.isoformat() for number in table["period"]]
    table["last_week"] = [periods[number].last.isoformat() for number in table["period"]]
    table["period"] = [periods[number].name for number in table["period"]]
    table["scenario"] = [names[number] for number in table["scenario"]]
    return table[list(COLUMNS)]


def _rows_of(indicator: Indicator, means: xr.Dataset, drawn: xr.Dataset | None) -> dict[str, NDArray[Any]]:
    """Columns of the table's rows of an indicator; scenario and period by number."""

    def parted(dataset: xr.Dataset) -> tuple[xr.Variable, xr.Variable]:
        values = dataset.variables[indicator.name].transpose("scenario", "seed", "period", ...)
        return values.isel(scenario=0), values.isel(scenario=slice(1, None))

    base, other = parted(means)
    level = base.mean("seed")
    again = drawn_effect(indicator, *parted(drawn), level) if drawn is not None else None
    ceiling = ceiling_of(indicator, means.isel(scenario=0))
    highest = ceiling if isinstance(ceiling, float) else ceiling.variable
    difference, low, high = difference_interval(base, other, indicator.floor, highest, again)
    told = {"base": level, "other": other.mean("seed"), "difference": difference, "low": low, "high": high}
    shape = difference.shape
    row = {str(dim): codes.ravel() for dim, codes in zip(difference.dims, np.indices(shape), strict=True)}
    labels = {dim: means[dim].values[codes] for dim, codes in row.items() if dim not in ("scenario", "period")}
    everywhere = HOME if indicator.name in BORDER_INDICATORS else COUNTRY
    place = labels.pop("place", np.full(difference.size, everywhere, dtype=object))
    (of_class,) = labels.values() or (np.full(difference.size, ALL, dtype=object),)
    return {
        "scenario": row["scenario"],
        "period": row["period"],
        "indicator": np.full(difference.size, indicator.name, dtype=object),
        "place": place.astype(object),
        "class": of_class.astype(object),
        "unit": np.full(difference.size, indicator.unit, dtype=object),
        **{name: np.broadcast_to(values.values, shape).ravel() for name, values in told.items()},
    }
