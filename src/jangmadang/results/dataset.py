"""A run as an `xarray.Dataset` with a unit and a long name on every variable and coordinate."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import xarray as xr
from numpy.typing import NDArray

from jangmadang import __version__
from jangmadang.axes import AXES
from jangmadang.compiled_cache import source_hash
from jangmadang.results.record import RunLike
from jangmadang.results.variables import VARIABLES
from jangmadang.world.members import HYESAN

COORDINATE_NAMES = {
    "week": "Monday of the ISO week",
    "place": "Place",
    "household_class": "Class of household",
    "buyer_group": "Group of buyers (wealthy: officials and donju)",
    "channel": "Channel over the border",
    "flow": "Direction of trade over the border",
    "garment": "Garment",
    "tier": "Quality tier",
    "strategy": "What traders have turned to",
    "spending_kind": "What households buy",
    "cover_third": "Third of a place's traders by stock of imported medicine when the border was last open",
    "origin": "Origin of medicine",
    "crop": "Crop",
    "export_good": "Export good",
    "import_good": "Import good",
}
#: What a dataset holds beside the recorded series: real households by place and class (the weights of every mean over
#: classes), the border regime that the run was given, and whether the rate was imposed.
GIVEN = ("households", "openness", "exchange_rate_imposed")
LICENSE = "Figures of a run belong to who made it; the model is Apache-2.0, shipped evidence as its LICENCES.txt says"


def to_dataset(run_record: RunLike) -> xr.Dataset:
    """Label the recorded arrays of a run, with what it was `GIVEN`."""
    weeks = np.asarray(run_record.weeks).astype("datetime64[ns]")
    data: dict[str, Any] = {}
    used = {"week", "place", "household_class", "channel", "flow"}
    for name, dims, unit, long_name in VARIABLES:
        if name not in run_record.records:
            raise ValueError(f"The run did not record '{name}'; every series of results/variables.py is due.")
        values = np.asarray(run_record.records[name])
        expected = (len(weeks), *(len(AXES[dim]) for dim in dims))
        if values.shape != expected:
            raise ValueError(f"Series '{name}' has shape {values.shape}, expected {expected}.")
        data[name] = (("week", *dims), values, {"units": unit, "long_name": long_name})
        used.update(dims)
    data["households"] = (
        ("place", "household_class"),
        np.asarray(run_record.real_households, dtype=np.float64),
        {"units": "household", "long_name": "Real households that the simulated ones stand for"},
    )
    first = run_record.weeks[0].astype("datetime64[D]").item()
    paths = run_record.scenario.weekly_paths(first, len(weeks))
    data["openness"] = (
        ("week", "channel", "flow"),
        np.asarray(paths["openness"][..., HYESAN], dtype=np.float64),
        {"units": "1", "long_name": "Openness of a channel over the border at Hyesan (given path)"},
    )
    data["exchange_rate_imposed"] = (
        ("week",),
        np.asarray(paths["exchange_rate_imposed"], dtype=np.float64),
        {"units": "1", "long_name": "Whether the exchange rate follows the reports (1) or moves freely (0)"},
    )
    return xr.Dataset(data, coords=_coordinates(weeks, used), attrs=_attributes(run_record))


def _coordinates(weeks: NDArray[np.datetime64], used: set[str]) -> dict[str, Any]:
    """Index coordinates of the dimensions in use, labelled."""
    time_axis = {"long_name": COORDINATE_NAMES["week"], "standard_name": "time", "axis": "T"}
    coords: dict[str, Any] = {"week": ("week", weeks, time_axis)}
    for dim in sorted(used - {"week"}):
        attributes = {"long_name": COORDINATE_NAMES[dim], "units": "1"}
        coords[dim] = (dim, np.asarray(AXES[dim]), attributes)
    return coords


def _attributes(run_record: RunLike) -> dict[str, Any]:
    """Attributes of the run: all that a file on its own is traced by; no time of day, so that equal runs are equal."""
    scenario = run_record.scenario
    return {
        "title": str(scenario.title or scenario.name),
        "source": f"jangmadang {__version__}, model {source_hash()}, numba {numba.__version__}, numpy {np.__version__}",
        "history": f"{scenario.name} simulated for {len(run_record.weeks)} weeks",
        "license": LICENSE,
        "scenario": str(scenario.name),
        "scenario_hash": scenario.content_hash(),
        "seed": int(run_record.seed),
        "resolution": str(run_record.resolution),
        "since": str(run_record.since),
        "households_simulated": int(run_record.households),
        "households_real": float(np.sum(run_record.real_households)),
        "conventions": "A week is named by its Monday; money in KPW (won) or CNY (yuan), never mixed.",
    }
