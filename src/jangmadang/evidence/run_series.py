"""Which series of a run answers for an item of the evidence, and its values week by week."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class RunSeries:
    """A series of a run that answers for an item; the fields are told in `data/run_series.yaml`."""

    series: str
    currency: str
    unit: str = ""
    members: dict[str, list[str]] = field(default_factory=dict)
    place: str = ""
    both_currencies: bool = False
    movement: bool = False
    and_below: bool = False


@cache
def run_series() -> dict[str, RunSeries]:
    """Every item a run can be compared on, and the series that answers for it."""
    text = (resources.files("jangmadang.evidence") / "data" / "run_series.yaml").read_text("utf-8")
    entries: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return {item: RunSeries(**entry) for item, entry in entries.items()}


def series_of(item: str) -> RunSeries | None:
    """The series that answers for an item, its own or that of the dotted id above it; None if there is none."""
    known = run_series()
    if item in known:
        return known[item]
    while "." in item:
        item = item.rpartition(".")[0]
        if item in known and known[item].and_below:
            return known[item]
    return None


class Values:
    """The values of a run's series, looked up by week and place; each series is taken from the run once."""

    def __init__(self, run: xr.Dataset) -> None:
        self._run = run
        self._places = {str(place): i for i, place in enumerate(run["place"].to_numpy())}
        self._found: dict[tuple[str, str], Any] = {}

    def holds(self, series: RunSeries) -> bool:
        """Whether the run recorded the series, with the members asked for."""
        if series.series not in self._run:
            return False
        return all(set(names) <= set(map(str, self._run[dim].values)) for dim, names in series.members.items())

    def has_place(self, series: RunSeries, place: str) -> bool:
        """Whether the series has a value at a place of the model."""
        if "place" in self._run[series.series].dims:
            return place in self._places
        return place == series.place or not series.place

    def at(self, series: RunSeries, week: int, place: str) -> float:
        """The value in a week (counted from the run's first) at a place; NaN or 0 where there was no price."""
        values = self._array(series)
        return float(values[week, self._places[place]] if values.ndim == 2 else values[week])

    def _array(self, series: RunSeries) -> Any:
        key = series.series, str(series.members)
        if key not in self._found:
            array = self._run[series.series]
            if series.members:
                chosen = array.sel(series.members)
                array = chosen.where(chosen > 0).mean(list(series.members))
            self._found[key] = array.transpose("week", ...).to_numpy()
        return self._found[key]
