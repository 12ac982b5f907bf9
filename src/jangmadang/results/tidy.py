"""Results as plain tables, a row for each figure, for tools that know nothing of labelled arrays."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from jangmadang.errors import InputError, nearest_name
from jangmadang.results.indicators import HEADLINE, INDICATORS, compute


def tidy(results: xr.Dataset, variable: str | None = None) -> pd.DataFrame:
    """A table with a row for each figure: its name, week, place, seed and whatever else it is told by, value and unit.

    Parameters
    ----------
    results : of `jm.run`, `jm.ensemble` or `jm.open_results`.
    variable : a series of the results or the name of an indicator (see: jangmadang explain indicators); default the
        headline indicators.

    Raises
    ------
    InputError
        If the results have no such series and no indicator is named so; the message gives the nearest name.
    """
    by_name = {indicator.name: indicator for indicator in INDICATORS}
    if variable is None:
        names = [indicator.name for indicator in HEADLINE]
        are_there = all(name in results.data_vars for name in names)  # in an ensemble, whose runs keep no more
        headlines = results if are_there else compute(results, HEADLINE)
        return pd.concat([_table(headlines[name]) for name in names], ignore_index=True)
    if variable in results.data_vars:
        return _table(results[variable])
    if variable not in by_name:
        known = [*map(str, results.data_vars), *by_name]
        raise InputError(f"the results have no series '{variable}'; {nearest_name(variable, known)}")
    return _table(compute(results, (by_name[variable],))[variable])


def _table(series: xr.DataArray) -> pd.DataFrame:
    """One series, a row for each figure."""
    bare = series.drop_vars([name for name in series.coords if name not in series.dims])
    table = bare.to_dataframe(name="value").reset_index()
    table.insert(0, "name", str(series.name))
    return table.assign(unit=series.attrs.get("units", ""))
