"""Border regimes of a run as spells: closed, restricted or open, by channel."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

import numpy as np
import xarray as xr

from jangmadang.labels import OPEN_FROM, RESTRICTED_FROM

STATUSES = ("closed", "restricted", "open")


class RegimeSpell(NamedTuple):
    """Consecutive weeks of one status; `until` is the Monday after the last of them."""

    status: str
    start: np.datetime64
    until: np.datetime64


def channel_openness(dataset: xr.Dataset, channel: str) -> xr.DataArray:
    """Openness of a channel: that of its more open direction."""
    return dataset["openness"].sel(channel=channel, drop=True).max("flow")


def border_openness(dataset: xr.Dataset) -> xr.DataArray:
    """Openness of the border: that of its most open channel."""
    return dataset["openness"].max(["flow", "channel"])


def spells(openness: xr.DataArray) -> list[RegimeSpell]:
    """Spells of equal status."""
    weeks = openness["week"].values.astype("datetime64[D]")
    status = np.digitize(openness.values, [RESTRICTED_FROM, OPEN_FROM])
    result = []
    for key, group in groupby(range(len(weeks)), key=lambda index: int(status[index])):
        members = list(group)
        result.append(RegimeSpell(STATUSES[key], weeks[members[0]], weeks[members[-1]] + np.timedelta64(7, "D")))
    return result
