"""The rate of the yuan as it was known before each week, for back-tests: the shipped weekly table looks both ways."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from jangmadang.outlook.fitted import parameters_at
from jangmadang.outlook.local_level import filtered_level
from jangmadang.outlook.weekly import Array, Report, known_by, weekly_series


def one_sided_rate(reports: Sequence[Report], mondays: Sequence[date], city: str = "Hyesan") -> Array:
    """Won per yuan before each week begins, from what was known then: the local level, filtered and never smoothed.

    Parameters
    ----------
    reports : all there are; each week uses those that were known the day before.
    mondays : of the weeks, in order.
    city : key of `CITIES`.

    Returns
    -------
    NaN before the first report.
    """
    rates = np.full(len(mondays), np.nan)
    for n, monday in enumerate(mondays):
        day = monday - timedelta(days=1)
        series = weekly_series(known_by(reports, day), city, "cny")
        if len(series):
            parameters = parameters_at(day, reports).level_of(city, "cny")
            rates[n] = math.exp(filtered_level(series, parameters).mean)
    return rates
