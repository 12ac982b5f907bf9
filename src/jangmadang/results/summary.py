"""The short table a run prints, and the figures of `run --json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import xarray as xr

from jangmadang.results.bands import Bands, Transform
from jangmadang.results.indicators import HEADLINE
from jangmadang.results.record import RunLike

NOW_WEEKS = 4
YEAR_WEEKS = 52
HOME = "hyesan"
COUNTRY = "country"
POINTS, PEOPLE, PERCENT = "points", "people", "%"
BORDER_INDICATORS = frozenset(
    {
        "imports",
        "exports",
        "clothing_imports",
        "luxury_import_share",
        "concealed_value",
        "farm_gate_price",
        "collector_income_real",
    }
)


class SummaryRow(NamedTuple):
    """Level of the last four weeks and change on the same four weeks a year before, in a unit of its own."""

    indicator: str
    unit: str
    now: float
    low: float
    high: float
    change: float | None
    change_low: float | None
    change_high: float | None
    change_unit: str


def recent(series: xr.DataArray, weeks_back: int = 0) -> xr.DataArray:
    """Mean over four weeks, ending so many weeks before the last."""
    stop = series.sizes["week"] - weeks_back
    return series.isel(week=slice(stop - NOW_WEEKS, stop)).mean("week")


def summary_rows(dataset: xr.Dataset, bands: Bands, place: str = HOME) -> list[SummaryRow]:
    """Rows of the short table, for one place; channels are added up."""
    enough = dataset.sizes["week"] >= YEAR_WEEKS + NOW_WEEKS
    rows = []
    for name in SHORT_TABLE:
        series = _selector(name, place)
        now, low, high = (float(bound) for bound in bands.interval(_recent_of(series)))
        labels = bands.main[name].attrs
        unit = change_unit(name, labels["units"])
        change = change_in(unit, bands, series) if enough else (None, None, None)
        rows.append(SummaryRow(labels["long_name"], labels["units"], now, low, high, *change, unit))
    return rows


def change_unit(name: str, unit: str) -> str:
    """What a change on a year is told in: of a share points, of people people, of anything else per cent."""
    if "share" in name:
        return POINTS
    return PEOPLE if unit == "person" else PERCENT


def change_in(unit: str, bands: Bands, series: Transform) -> tuple[float | None, float | None, float | None]:
    """Change of the last four weeks on the same weeks a year before, in its unit, with interval; None for none."""
    figures = change_on_year(bands, series) if unit == PERCENT else year_difference(bands, series)
    times = 1.0 if unit == PEOPLE else 100.0
    value, low, high = (None if figure is None else figure * times for figure in figures)
    return value, low, high


def _selector(name: str, place: str) -> Transform:
    return lambda data: at_place(data[name], place)


def _recent_of(series: Transform) -> Transform:
    return lambda data: recent(series(data))


SHORT_TABLE = (
    "short_of_staples_share_all",
    "short_of_staples_people",
    "real_income_median_all",
    "turnover_constant_prices",
    "rice_price",
    "corn_price",
    "exchange_rate",
    "imports",
    "exports",
    "mass_pieces",
    "luxury_pieces",
    "medicine_courses",
    "wealthy_to_ordinary_spending",
)


def at_place(series: xr.DataArray, place: str = HOME) -> xr.DataArray:
    """One place's series; channels are added up."""
    if "place" in series.dims:
        series = series.sel(place=place, drop=True)
    return series.sum("channel") if "channel" in series.dims else series


def change_on_year(bands: Bands, series: Transform) -> tuple[float | None, float | None, float | None]:
    """Change of the last four weeks on the same weeks a year before, in ratio, with interval; None for none."""

    def ratio(data: xr.Dataset) -> xr.DataArray:
        values = series(data)
        before = recent(values, YEAR_WEEKS)
        return recent(values) / before.where(before > 0)

    value, low, high = (float(bound) for bound in bands.interval(ratio))
    if value != value:
        return None, None, None
    return value - 1.0, low - 1.0, high - 1.0


def year_difference(bands: Bands, series: Transform) -> tuple[float, float, float]:
    """Last four weeks less the same weeks a year before, with its interval."""

    def step(data: xr.Dataset) -> xr.DataArray:
        return recent(series(data)) - recent(series(data), YEAR_WEEKS)

    value, low, high = (float(bound) for bound in bands.difference(step))
    return value, low, high


def summary_json(run: RunLike, indicators: xr.Dataset, store: Path | str) -> dict[str, Any]:
    """What `run --json` prints: indicators are means of the last 52 weeks by place.

    A run that went on from a state has no `household_weeks_per_second`: its seconds are of its own weeks only.
    """
    weeks = len(run.weeks)
    seconds = float(run.seconds)
    timed = seconds > 0 and not run.since
    return {
        "scenario": str(run.scenario.name),
        "seed": int(run.seed),
        "weeks": weeks,
        "households": int(run.households),
        "seconds": seconds,
        "prepare_seconds": float(run.prepare_seconds),
        "household_weeks_per_second": run.households * weeks / seconds if timed else None,
        "ledger": {key: float(run.ledger_residuals[key]) for key in ("kpw", "cny", "goods")},
        "store": str(store),
        "indicators": mean_indicators(indicators),
    }


def mean_indicators(indicators: xr.Dataset) -> dict[str, dict[str, float | None]]:
    """Means of the last 52 weeks: by place, and by `place/member` where an indicator has a further axis."""
    result: dict[str, dict[str, float | None]] = {}
    for indicator in HEADLINE:
        series = indicators[indicator.name].isel(week=slice(-YEAR_WEEKS, None)).mean("week")
        result[indicator.name] = {
            "/".join(part for part in key if part): value for key, value in by_place(series, indicator.name)
        }
    return result


def by_place(series: xr.DataArray, name: str) -> list[tuple[tuple[str, str], float | None]]:
    """Values of a series without weeks, each with (place, member); what has no place is Hyesan's or the country's."""
    elsewhere = HOME if name in BORDER_INDICATORS else COUNTRY
    further = [str(dim) for dim in series.dims if dim != "place"]
    places = [str(place) for place in series["place"].values] if "place" in series.dims else [elsewhere]
    members = [str(member) for member in series[further[0]].values] if further else [""]
    values = series.transpose("place", ...) if "place" in series.dims else series
    flat = values.values.reshape(len(places), len(members))
    return [
        ((place, member), None if flat[i, j] != flat[i, j] else float(flat[i, j]))
        for i, place in enumerate(places)
        for j, member in enumerate(members)
    ]
