"""Printed prices beside the run, as the points of the price plots: the same pairs that the fit is measured on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

from jangmadang.evidence.comparing import Comparison, comparisons
from jangmadang.evidence.observations import Observation

HOME = "hyesan"
OWN, PROXY, DISPUTED = "reported for Hyesan", "reported for Ryanggang, none of Hyesan near", "reported, disputed"


class Mark(NamedTuple):
    """A reported price as a point of a plot."""

    day: np.datetime64
    value: float
    item: str
    currency: str
    kind: str


def compared(dataset: xr.Dataset, observations: Sequence[Observation]) -> list[Comparison]:
    """Every reported price that applies, beside the run's value."""
    return comparisons(dataset, observations, forced_weeks(dataset))


def forced_weeks(dataset: xr.Dataset) -> list[bool]:
    """Weeks in which the exchange rate follows the reports."""
    return [bool(forced) for forced in dataset["exchange_rate_imposed"].values]


def marks(pairs: Sequence[Comparison]) -> list[Mark]:
    """The pairs at Hyesan as points."""
    return [
        Mark(np.datetime64(pair.date, "D"), pair.observed, pair.item, pair.currency, _kind(pair))
        for pair in pairs
        if pair.place == HOME
    ]


def _kind(pair: Comparison) -> str:
    if pair.why_not_counted == "disputed":
        return DISPUTED
    return PROXY if pair.proxy else OWN
