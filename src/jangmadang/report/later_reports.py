"""Reports that came after all that forecast bands are made of, and whether these held them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xarray as xr

from jangmadang.evidence.comparing import Comparison
from jangmadang.evidence.error_bands import HOME
from jangmadang.report.forecast import weekly_bands
from jangmadang.report.reported import reported_beside
from jangmadang.scenario import Scenario

INDICATORS = {("rice", "KPW"): "rice_price", ("corn", "KPW"): "corn_price", ("cny", "KPW"): "exchange_rate"}


class LaterReport(NamedTuple):
    """A report from Hyesan after the shipped ones, in won, beside the run and its forecast band of 90 %."""

    day: date
    item: str
    reported: float
    modelled: float
    low: float
    high: float

    @property
    def held(self) -> bool:
        """Whether it lies inside the band."""
        return self.low <= self.reported <= self.high


def later_reports(run: Path, dataset: xr.Dataset, pairs: Sequence[Comparison]) -> list[LaterReport]:
    """Those of some comparisons for whose week a run has a forecast band, by day; none of a run of unknown scenario.

    Parameters
    ----------
    run : folder of its results.
    dataset : its series.
    pairs : reports beside it.
    """
    try:
        scenario = Scenario.model_validate(json.loads((run / "manifest.json").read_text("utf-8"))["scenario"])
    except (OSError, ValueError, LookupError):
        return []
    bands = weekly_bands(reported_beside(scenario, dataset), dataset)
    found = []
    for pair in pairs:
        band = bands.get(INDICATORS.get((pair.item, pair.currency), ""))
        if band is not None and pair.place == HOME and pair.counted:
            week = int(np.searchsorted(dataset["week"].values, np.datetime64(pair.date, "D"), side="right")) - 1
            low, high = (pair.modelled * float(end.values[week]) for end in band)
            found.append(LaterReport(pair.date, pair.item, pair.observed, pair.modelled, low, high))
    return sorted(one for one in found if np.isfinite(one.low))
