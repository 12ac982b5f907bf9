"""Labelled arrays whose labels are known to be the same: asking for them each time takes most of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from jangmadang.results.comparison_periods import Period


def side_by_side_along(parts: Sequence[xr.Dataset], dim: str) -> xr.Dataset:
    """Datasets with the same labels along a new dimension, in a seventh of the time of `xarray.concat`.

    Raises
    ------
    ValueError
        If labels differ.
    """
    first = parts[0]
    if any(not first.coords.equals(part.coords) for part in parts[1:]):
        raise ValueError(f"what is put side by side along {dim} has different labels")
    concat: Any = xr.Variable.concat
    return xr.Dataset(
        {name: concat([part.variables[name] for part in parts], dim) for name in first.data_vars}, first.coords
    )


def mean_weeks(values: xr.Variable, weeks: NDArray[np.datetime64], periods: Sequence[Period]) -> xr.Variable:
    """Means by period of what is known of its weeks; xarray asks each anew what its type can do."""
    axis, found = values.get_axis_num("week"), []
    for period in periods:
        first = np.searchsorted(weeks, np.datetime64(period.first))
        end = np.searchsorted(weeks, np.datetime64(period.last), "right")
        rows = np.moveaxis(values.values, axis, 0)[first:end]
        known = ~np.isnan(rows)
        with np.errstate(invalid="ignore"):  # no week, or none known: NaN
            found.append(np.where(known, rows, 0.0).sum(0) / np.count_nonzero(known, 0))
    return xr.Variable(("period", *(dim for dim in values.dims if dim != "week")), np.stack(found))


def without_attributes(dataset: xr.Dataset) -> xr.Dataset:
    """The figures alone; `Dataset.drop_attrs` aligns each variable anew, which takes longer than computing them."""
    data, coords = ({name: (one.dims, one.values) for name, one in part.items()} for part in (dataset, dataset.coords))
    return xr.Dataset(data, coords)


def with_sum_in_front(dataset: xr.Dataset, dim: str, label: str) -> xr.Dataset:
    """Series along a dimension with their sum in front under a label, other series as they are."""
    data = {}
    for name, one in dataset.data_vars.items():
        values = one.values
        if dim in one.dims:
            axis = one.dims.index(dim)
            values = np.concatenate([np.nansum(values, axis, keepdims=True), values], axis)
        data[name] = (one.dims, values)
    coords: dict[Any, Any] = {name: (one.dims, one.values) for name, one in dataset.coords.items()}
    return xr.Dataset(data, coords | {dim: [label, *dataset[dim].values]})
