"""How far the headline figures of the standard history lie apart when what is assumed moves.

No report says how many people are short of staples, so no past error bounds that figure, and runs with other seeds
differ by less than a hundredth. What bounds it is what the model does not know: low and high are the 5 and 95 %
quantiles of runs whose ranged parameters all lie near the shipped values and whose seeds differ, as ratios to their
mean. They were measured on the standard history (`make assumption-bands`) and are laid around other runs as well.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from jangmadang.results.bands import HIGH, LOW
from jangmadang.results.summary import at_place

INDICATORS = (
    "short_of_staples_share_all",
    "short_of_staples_people",
    "real_income_median_all",
    "turnover_constant_prices",
    "imports",
    "exports",
    "mass_pieces",
)
BY_CLASS = ("short_of_staples_share",)
COLUMNS = ("indicator", "period", "draws", "low", "high")
FILE = "assumption_bands.csv"


class AssumptionBand(NamedTuple):
    """Ends of a band as parts of a run's value, and the number of draws it holds nine tenths of."""

    low: float
    high: float
    draws: int


def of_class(indicator: str, household_class: str) -> str:
    """Name of a headline figure of one class."""
    return f"{indicator}[{household_class}]"


def headline_means(indicators: xr.Dataset) -> dict[tuple[str, str], float]:
    """Means of Hyesan's headline figures, in their units, by indicator and period: months as 2026-10, years as 2026."""
    figures = {name: at_place(indicators[name]) for name in INDICATORS}
    for name in BY_CLASS:
        values = at_place(indicators[name])
        figures |= {
            of_class(name, str(member)): values.sel(household_class=member)
            for member in values["household_class"].values
        }
    means: dict[tuple[str, str], float] = {}
    for name, series in figures.items():
        for form in ("%Y-%m", "%Y"):
            by_period = series.groupby(series["week"].dt.strftime(form)).mean()
            periods = zip(by_period["strftime"].values, by_period.values, strict=True)
            means |= {(name, str(period)): float(value) for period, value in periods}
    return means


def measured_rows(draws: Iterable[dict[tuple[str, str], float]]) -> list[tuple[str, str, int, float, float]]:
    """Rows of the table, ends over the mean, from headline means of each draw; what is zero in the mean has no band."""
    runs = list(draws)
    rows = []
    for name, period in runs[0]:
        values = np.array([run[name, period] for run in runs])
        if values.mean() > 0.0:  # also false for a class that does not live at Hyesan
            low, high = np.quantile(values, [LOW, HIGH]) / values.mean()
            rows.append((name, period, len(runs), float(low), float(high)))
    return rows


@cache
def _shipped() -> dict[str, dict[str, AssumptionBand]]:
    """Bands by indicator and period, as shipped."""
    known: dict[str, dict[str, AssumptionBand]] = {}
    text = resources.files("jangmadang.results").joinpath(FILE).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        band = AssumptionBand(float(row["low"]), float(row["high"]), int(row["draws"]))
        known.setdefault(row["indicator"], {})[row["period"]] = band
    return known


def assumption_band(indicator: str, last: date, of_year: bool = False) -> AssumptionBand | None:
    """Band of a headline figure in the month of a run's last week, or over the year up to it.

    Parameters
    ----------
    indicator : its name, of a class as `of_class` gives it; others than `INDICATORS` and `BY_CLASS` have no band.
    last : Monday of the run's last week. After the standard history, its last months and year stand.
    of_year : whether the figure is a mean of 52 weeks.
    """
    known = _shipped().get(indicator, {})
    wanted = f"{last:%Y}" if of_year else f"{last:%Y-%m}"
    periods = sorted(period for period in known if len(period) == len(wanted))
    if wanted in known or not periods:
        return known.get(wanted)
    return known[periods[-1] if wanted > periods[-1] else periods[0]]


def weekly_ends(indicator: str, weeks: NDArray[np.datetime64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ends of a headline figure's band by week, as parts of its value, straight between the middles of months."""
    known = _shipped()[indicator]
    months = sorted(period for period in known if len(period) == len("2026-10"))
    middles = np.array([np.datetime64(f"{month}-15") for month in months]).astype(float)
    days = weeks.astype("datetime64[D]").astype(float)
    low, high = (np.interp(days, middles, [known[month][end] for month in months]) for end in (0, 1))
    return low, high


def shipped_draws() -> int:
    """Number of draws behind the shipped bands."""
    return max(band.draws for periods in _shipped().values() for band in periods.values())
