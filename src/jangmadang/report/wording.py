"""Numbers and comparisons in words."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

REFERENCE_YEAR, CLOSURE_YEAR = 2019, 2021
YEAR_WEEKS = 52
LATEST = "the last 52 weeks"
LITTLE = 0.03
AVERAGED, COST = ("averaged", "would average"), ("cost", "would cost")
MILLION = " million"
PEOPLE = ("person", "people")
UNITS = {"1": "", "KPW of 2019/week": "won of 2019/week", "KPW/kg": "won/kg", "KPW/CNY": "won", "CNY": "yuan"}


def unit_in_words(unit: str) -> str:
    """A unit as a reader says it; nothing for a pure number."""
    return UNITS.get(unit, unit.replace("CNY", "yuan").replace("KPW", "won"))


def effect_unit(indicator: str, unit: str) -> tuple[str, float]:
    """The unit in which a change of an indicator is told, and how many of it one is: of a share percentage points."""
    words = unit_in_words(unit)
    return ("percentage points", 100.0) if not words and "share" in indicator else (words, 1.0)


class Milestone(NamedTuple):
    """A stretch of weeks that sentences compare; what is `projected` ends after the last report of any kind."""

    name: str
    weeks: np.ndarray
    projected: bool = False


def is_projected(day: np.datetime64, data_end: np.datetime64 | None) -> bool:
    """Whether a day lies after the last report of any kind: what is said of it is what would be."""
    return data_end is not None and bool(day.astype("datetime64[D]") > data_end)


def milestones(dataset: xr.Dataset, data_end: np.datetime64 | None = None) -> list[Milestone]:
    """2019 and 2021 where the run holds them (else its first year), and the last 52 weeks."""
    days, years = dataset["week"].values, dataset["week"].dt.year.values
    count = len(years)
    found = [(str(year), np.flatnonzero(years == year)) for year in (REFERENCE_YEAR, CLOSURE_YEAR)]
    found = [(name, weeks) for name, weeks in found if len(weeks) >= YEAR_WEEKS // 2]
    if not found and count > YEAR_WEEKS:
        found = [("the first 52 weeks", np.arange(YEAR_WEEKS))]
    found.append((LATEST, np.arange(max(0, count - YEAR_WEEKS), count)))
    return [Milestone(name, weeks, is_projected(days[weeks[-1]], data_end)) for name, weeks in found]


def mean_at(series: xr.DataArray, milestone: Milestone) -> float:
    """Mean over a milestone's weeks, missing weeks left out."""
    values = np.asarray(series.isel(week=milestone.weeks), dtype=float)
    return float(np.nanmean(values)) if np.isfinite(values).any() else math.nan


def listed(series: xr.DataArray, points: Sequence[Milestone], verbs: tuple[str, str], unit: str = "") -> str:
    """'cost a won in 2019 and b in 2021, and would cost c in the last 52 weeks', with a verb for each mood."""
    parts = [f"{number(mean_at(series, item))} in {item.name}" for item in points]
    parts[0] = parts[0].replace(" in ", f"{unit} in ", 1) if unit else parts[0]
    told = (
        [part for part, item in zip(parts, points, strict=True) if item.projected is mood] for mood in (False, True)
    )
    return ", and ".join(f"{verb} {joined(group)}" for verb, group in zip(verbs, told, strict=True) if group)


def joined(parts: list[str]) -> str:
    """Items as an English list."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def moved(series: xr.DataArray, points: Sequence[Milestone]) -> str:
    """How the series moved between milestones: 'fell by 48 % from 2019 to 2021 and would ...'."""
    steps = [
        f"{changed(series, before, after)} from {before.name} to {after.name}"
        for before, after in itertools.pairwise(points)
    ]
    return joined(steps) if steps else listed(series, points, AVERAGED)


def changed(series: xr.DataArray, before: Milestone, after: Milestone) -> str:
    """How a mean changed from a milestone to another; 'would rise by x %' to one that is projected."""
    return change(mean_at(series, before), mean_at(series, after), after.projected)


def change(before: float, after: float, would: bool = False) -> str:
    """In one unit, 'rose by x %', 'fell by x %' or 'hardly changed'; in the conditional if it only `would` be."""
    if not (math.isfinite(before) and math.isfinite(after)) or before == 0:
        moves = "would move" if would else "moved"
        return f"{moves} from nothing" if before == 0 and after > 0 else "cannot be compared"
    ratio = after / before - 1
    if abs(ratio) < LITTLE:
        return "would hardly change" if would else "hardly changed"
    verb = ("would rise" if would else "rose") if ratio > 0 else ("would fall" if would else "fell")
    if ratio > 1:
        return f"{verb} {f'{ratio + 1:.1f}'.removesuffix('.0') if ratio < 9 else f'{ratio + 1:.0f}'}-fold"
    return f"{verb} by {abs(ratio):.0%}".replace("%", " %")


def number(value: float) -> str:
    """A value of any unit to three significant figures, thousands separated, large ones in millions."""
    if not math.isfinite(value):
        return "no value"
    size = abs(value)
    if size >= 1e6:
        return _three(value / 1e6) + MILLION
    return _three(value)


def signed(value: float) -> str:
    """A difference in any unit with its sign, three significant figures; 0 without one."""
    rounded = round(float(value), 6)
    text = number(abs(rounded))
    return text if text in ("0", "no value") else ("-" if rounded < 0 else "+") + text


def spanned(low: str, high: str) -> str:
    """Two ends in words; millions are said once where both are, and a figure once where both round to it."""
    if low == high:
        return low
    return f"{low.removesuffix(MILLION) if high.endswith(MILLION) else low} to {high}"


def signed_points(share: float) -> str:
    """A difference of shares in percentage points with its sign, one decimal; zero without a sign."""
    text = f"{share * 100:+.1f}" if math.isfinite(share) else "no value"
    return text[1:] if text in ("+0.0", "-0.0") else text


def whole(value: float) -> str:
    """A count, to three significant figures."""
    return number(value) if not abs(value) < 100 else f"{value:.0f}"


def level(value: float, unit: str) -> str:
    """A figure as its unit asks: people are whole."""
    return whole(value) if unit in PEOPLE else number(value)


def signed_level(value: float, unit: str) -> str:
    """A difference with its sign, as its unit asks; 0 without one."""
    if unit not in PEOPLE or not math.isfinite(value):
        return signed(value)
    text = whole(abs(value))
    return text if text == "0" else ("-" if value < 0 else "+") + text


def _three(value: float) -> str:
    """Three significant figures without an exponent."""
    size = abs(value)
    if size >= 1000:
        rounded = round(value, -int(math.floor(math.log10(size))) + 2)
        return f"{rounded:,.0f}"
    if size == 0:
        return "0"
    places = max(0, 2 - int(math.floor(math.log10(size)))) if size >= 0.01 else 4
    text = f"{value:.{min(places, 4)}f}"
    return text if text.strip("-0.") else "0"


def percent(share: float) -> str:
    """A share as a whole percentage (one decimal below 10 %)."""
    if not math.isfinite(share):
        return "no value"
    if abs(share) < 0.0005:
        return "0 %"
    return f"{share * 100:.1f} %" if abs(share) < 0.0995 else f"{share * 100:.0f} %"


def signed_percent(share: float | None) -> str:
    """A relative change with its sign."""
    if share is None or not math.isfinite(share):
        return "no value"
    whole = round(share * 100)
    return f"{whole:+d} %" if whole else "0 %"
