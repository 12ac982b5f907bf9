"""Renew tests/baseline.json, by which a change of results says by how much: `make baseline`.

One run of the standard scenario at calibration resolution, seed 1: the mean of each indicator in each year, members of
its axes apart, places at Hyesan alone. Prints what moved since the file was last written, as CHANGELOG.md needs it.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from statistics import median

import numpy as np
import xarray as xr

import jangmadang as jm
from jangmadang.results.indicators import compute

FILE = Path(__file__).resolve().parents[1] / "tests" / "baseline.json"
DIGITS = 9  # of a figure that are kept; another processor may sum in another order
MOST_TOLD = 8
Figures = dict[str, dict[str, float | None]]


def measured() -> Figures:
    """The mean of each indicator in each year, by its name and members; nothing where there is none."""
    found: Figures = {}
    for name, series in compute(jm.run("hyesan", seed=1, resolution="calibration")).data_vars.items():
        here = series.sel(place="hyesan", drop=True) if "place" in series.dims else series
        by_year = here.groupby("week.year").mean("week", skipna=True)
        axes = [dim for dim in by_year.dims if dim != "year"]
        for member, values in by_member(by_year, axes).items():
            means = {str(year): number(value) for year, value in zip(values["year"].values, values.values, strict=True)}
            found[f"{name}{member}"] = means
    return found


def by_member(series: xr.DataArray, axes: list[str]) -> dict[str, xr.DataArray]:
    """A series for each member of its axes, by the members in brackets."""
    if not axes:
        return {"": series}
    stacked = series.stack(member=axes)
    return {
        f"[{','.join(map(str, np.atleast_1d(label)))}]": stacked.isel(member=i).drop_vars("member")
        for i, label in enumerate(stacked["member"].values.tolist())
    }


def number(value: float) -> float | None:
    """A figure with the digits that are kept."""
    return None if math.isnan(value) else float(f"{value:.{DIGITS}g}")


def moved(before: Figures, after: Figures) -> dict[str, float]:
    """The largest relative change of each figure over the years; infinite where one is missing or was nought."""
    found = {}
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, {}), after.get(name, {})
        found[name] = max((relative(old.get(year), new.get(year)) for year in old.keys() | new.keys()), default=0.0)
    return found


def relative(old: float | None, new: float | None) -> float:
    """The relative change of one figure."""
    if old == new:
        return 0.0
    return math.inf if not old or new is None else abs(new / old - 1.0)


def told(changes: dict[str, float]) -> str:
    """The changes in words."""
    known = [size for size in changes.values() if math.isfinite(size)]
    most = sorted(changes, key=lambda name: -changes[name])[:MOST_TOLD]
    if not any(changes.values()):
        return "Nothing moved."
    lines = [
        f"{sum(size > 0 for size in changes.values())} of {len(changes)} figures moved; median {median(known):.2%}"
    ]
    return "\n".join([*lines, *(f"  {name}: up to {changes[name]:.2%} in a year" for name in most if changes[name])])


def main() -> int:
    """Write the file anew and print what moved."""
    before: Figures = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    after = measured()
    if before:
        print(told(moved(before, after)))
    FILE.write_text(json.dumps(after, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
