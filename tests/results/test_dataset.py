"""The dataset of a run: labels, units and refusals."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from jangmadang import __version__
from jangmadang.axes import AXES
from jangmadang.compiled_cache import source_hash
from jangmadang.results import HEADLINE, INDICATORS, headline, to_dataset
from jangmadang.results.indicators import compute
from jangmadang.results.variables import VARIABLES


def test_every_variable_has_unit_and_long_name(dataset: xr.Dataset) -> None:
    assert {variable.name for variable in VARIABLES} <= set(dataset.data_vars)
    for name, series in dataset.data_vars.items():
        assert series.attrs["units"] and series.attrs["long_name"], name
    for name, coordinate in dataset.coords.items():
        assert coordinate.attrs["long_name"], name


def test_every_indicator_has_unit_and_long_name(dataset: xr.Dataset) -> None:
    computed = compute(dataset)
    assert set(computed.data_vars) == {indicator.name for indicator in INDICATORS}
    for name, series in computed.data_vars.items():
        assert series.attrs["units"] and series.attrs["long_name"], name
        assert series.dims[0] == "week", name
    assert set(headline(dataset).data_vars) == {indicator.name for indicator in HEADLINE}


def test_no_price_is_paid_to_collectors_while_no_channel_takes_exports(dataset: xr.Dataset) -> None:
    shut = dataset["openness"].copy()
    shut.loc[{"flow": "export", "week": dataset["week"][:5]}] = 0.0
    shut.loc[{"flow": "export", "week": dataset["week"][5], "channel": "customs"}] = 0.1
    price = compute(dataset.assign(openness=shut))["farm_gate_price"]
    assert price[:5].isnull().all() and (price[5] == dataset["farm_gate_price"][5]).all()


def test_no_price_is_paid_to_collectors_while_nobody_gathers(dataset: xr.Dataset) -> None:
    gathers = xr.full_like(dataset["gathering_share"], 0.2)
    gathers.loc[{"week": dataset["week"][:3]}] = 0.0
    opened = xr.ones_like(dataset["openness"])
    price = compute(dataset.assign(gathering_share=gathers, openness=opened))["farm_gate_price"]
    assert price[:3].isnull().all() and price[3:].notnull().all()


def test_coordinates_are_the_axes(dataset: xr.Dataset, run: Any) -> None:
    for dim in set(dataset.dims) - {"week"}:
        assert tuple(dataset[dim].values) == AXES[str(dim)]
    assert (dataset["week"].dt.dayofweek == 0).all()
    assert dataset.attrs["scenario"] == "hyesan" and dataset.attrs["seed"] == 1
    assert dataset.attrs["scenario_hash"] == run.scenario.content_hash()
    assert source_hash() in dataset.attrs["source"] and __version__ in dataset.attrs["source"]
    assert dataset.attrs["history"].startswith("hyesan simulated for") and "Apache" in dataset.attrs["license"]


def test_the_weeks_are_a_time_axis_for_other_tools(tmp_path: Path, dataset: xr.Dataset) -> None:
    dataset[["exchange_rate"]].to_netcdf(tmp_path / "one.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "one.nc", engine="h5netcdf", decode_times=False) as found:
        week = found["week"].attrs
    assert week["standard_name"] == "time" and week["axis"] == "T"
    assert week["units"].startswith("days since") and week["calendar"] == "proleptic_gregorian"


def test_missing_or_misshapen_series_are_refused(run: Any) -> None:
    broken = copy.copy(run)
    broken.records = {name: values for name, values in run.records.items() if name != "rice_price"}
    with pytest.raises(ValueError, match="did not record 'rice_price'"):
        to_dataset(broken)
    broken.records = {**run.records, "rice_price": np.zeros(3)}
    with pytest.raises(ValueError, match="'rice_price' has shape"):
        to_dataset(broken)
