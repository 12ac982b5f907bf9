"""Every report that applies beside a run: which are compared, in which currency, and which are not and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
import xarray as xr

from jangmadang.errors import nearest_name
from jangmadang.evidence.exchange_rate import FIRST_WEEK, monday, shipped_weekly_rate
from jangmadang.evidence.observations import MODEL_PLACES, Observation
from jangmadang.evidence.run_series import RunSeries, Values, run_series, series_of

#: A report at Hyesan, or an exchange rate of the observation's own, serves within this time.
NEAR = timedelta(days=14)
#: Where Hyesan has no row, the average of the province stands for it.
PROXIES = {"Ryanggang": "hyesan"}
#: Reports of one movement that are needed before it is compared.
FEWEST_OF_A_MOVEMENT = 2
FORCED, DISPUTED = "forced", "disputed"
#: Stands for the place of a province whose reports Hyesan's own make needless.
_COVERED = "covered"
_RATE = RunSeries("exchange_rate", "KPW")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One report beside the run's value of the same week and place.

    `relative` says that only the movement is compared: the mean of the run is set on that of the reports.
    """

    item: str
    currency: str
    place: str
    date: date
    observed: float
    modelled: float
    source: str
    proxy: bool
    counted: bool
    why_not_counted: str = ""
    relative: bool = False
    id: str = ""
    unit: str = ""

    @property
    def log_error(self) -> float:
        """Logarithm of modelled over observed."""
        return math.log(self.modelled / self.observed) if self.modelled > 0 else math.nan


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that could not be compared, and why."""

    id: str
    item: str
    place: str
    date: date
    why: str


def comparisons(
    run: xr.Dataset, observations: Sequence[Observation], forced: Sequence[bool] | None = None
) -> list[Comparison]:
    """Every report that applies beside the run; see `compare_with`."""
    return compare_with(run, observations, forced)[0]


def compare_with(
    run: xr.Dataset, observations: Sequence[Observation], forced: Sequence[bool] | None = None
) -> tuple[list[Comparison], list[LeftOut]]:
    """Set every report beside the run, and list those that cannot be.

    Rice and corn appear twice, in won and in yuan: a won price is divided by a yuan rate reported for the same place
    within two weeks, else by the smoothed path; the run's by its own rate. Disputed reports and the exchange rate while
    forced are listed and not counted.

    Parameters
    ----------
    run : xarray.Dataset
        A run's dataset: `exchange_rate` [week] in KPW/CNY, and whichever series of `data/run_series.yaml` it holds.
    observations : sequence of Observation
        As `observations.each_place` gives them.
    forced : sequence of bool, optional
        Weeks in which the run's exchange rate follows the reports; by default all to the last report.

    Returns
    -------
    tuple of two lists
        Reports beside the run, and reports left out with the reason.
    """
    weeks = [pd.Timestamp(week).date() for week in run["week"].to_numpy()]
    index = {week: t for t, week in enumerate(weeks)}
    smoothed = shipped_weekly_rate()
    if forced is None:
        forced = [week <= smoothed.last_report for week in weeks]
    rates = dict(zip(smoothed.weeks, smoothed.kpw_per_cny.tolist(), strict=True))
    values = Values(run)
    pairs: list[Comparison] = []
    left_out: list[LeftOut] = []
    for o, place, proxy in _placed(observations):
        t = index.get(monday(o.date))
        series = series_of(o.item)
        if why := _why_not(o, place, t if o.date >= FIRST_WEEK else None, series, values):
            left_out.append(LeftOut(o.id, o.item, o.place, o.date, why))
            continue
        assert t is not None and series is not None
        modelled, rate = values.at(series, t, place), values.at(_RATE, t, place)
        if not modelled > 0:
            left_out.append(LeftOut(o.id, o.item, o.place, o.date, "the run has no price that week"))
            continue
        why = DISPUTED if o.disputed else FORCED if series.series == "exchange_rate" and forced[t] else ""
        pairs += [
            Comparison(
                o.item, currency, place, o.date, observed, model, o.source, proxy, not why, why, series.movement, o.id,
                o.unit,
            )
            for currency, observed, model in _in_currencies(o, series, modelled, rate, observations, rates)
        ]  # fmt: skip
    return _movements_set_level(pairs, left_out), left_out


def _why_not(o: Observation, place: str, week: int | None, series: RunSeries | None, values: Values) -> str:
    """Why a report cannot be compared; empty if it can."""
    if series is None:
        return "the run has no such item" + _nearest(o.item, tuple(run_series()))
    if not place:
        return "its place is not in the model" + _nearest(o.place, tuple(MODEL_PLACES))
    if place == _COVERED:
        return "a province, with a report of Hyesan itself near"
    if week is None:
        return "outside the weeks of the run"
    if o.currency not in ("KPW", "CNY"):
        return "in dollars, for which the run has no rate"
    if o.bound in ("lower", "upper"):
        return "only a bound is reported"
    if series.unit and o.unit != series.unit:
        return "in another unit than the run's"
    if not values.holds(series):
        return "the run did not record the item"
    if not values.has_place(series, place):
        return "the run has the item at other places only"
    return ""


@cache
def _nearest(name: str, known: tuple[str, ...]) -> str:
    """The known name that a slip may have meant, in words; empty if none is near. Many reports have the same item."""
    hint = nearest_name(name, known)
    return f" ('{name}': {hint})" if hint.startswith("did you mean") else ""


def _placed(observations: Sequence[Observation]) -> list[tuple[Observation, str, bool]]:
    """Each observation with the model's place it applies to (none, or covered), and whether only as a proxy."""
    own = [o for o in observations if o.model_place == "hyesan" and not o.disputed]
    placed: list[tuple[Observation, str, bool]] = []
    for o in observations:
        if o.place in PROXIES:
            covered = any(p.item == o.item and abs(p.date - o.date) <= NEAR for p in own)
            placed.append((o, _COVERED if covered else PROXIES[o.place], True))
        else:
            placed.append((o, o.model_place or "", False))
    return placed


def _in_currencies(
    o: Observation,
    series: RunSeries,
    modelled: float,
    rate: float,
    observations: Sequence[Observation],
    rates: dict[date, float],
) -> list[tuple[str, float, float]]:
    """A report in each currency it is compared in: currency, observed, modelled; `rate` is the run's."""
    if o.currency != series.currency:
        return [(o.currency, o.value, modelled / rate if o.currency == "CNY" else modelled * rate)]
    if not series.both_currencies:
        return [(o.currency, o.value, modelled)]
    own = [p for p in observations if p.item == "cny" and p.place == o.place and abs(p.date - o.date) <= NEAR]
    own = [p for p in own if p.currency == "KPW" and p.disputed == o.disputed]
    reported = min(own, key=lambda p: (abs(p.date - o.date), p.id)).value if own else rates.get(monday(o.date))
    in_won = (o.currency, o.value, modelled)
    return [in_won, ("CNY", o.value / reported, modelled / rate)] if reported else [in_won]


def _movements_set_level(pairs: Iterable[Comparison], left_out: list[LeftOut]) -> list[Comparison]:
    """Set the run's mean on that of the reports where only movements are compared; a single report is left out."""
    pairs = list(pairs)
    groups: dict[tuple[str, ...], list[float]] = {}
    for pair in pairs:
        if pair.relative and pair.counted:
            groups.setdefault(_movement(pair), []).append(pair.log_error)
    kept = []
    for pair in pairs:
        errors = groups.get(_movement(pair), [])
        if not pair.relative:
            kept.append(pair)
        elif len(errors) >= FEWEST_OF_A_MOVEMENT:
            kept.append(replace(pair, modelled=pair.modelled / math.exp(float(np.mean(errors)))))
        else:
            why = "a single report of an item of which only movements are compared"
            left_out.append(LeftOut(pair.id, pair.item, pair.place, pair.date, why))
    return kept


def _movement(pair: Comparison) -> tuple[str, ...]:
    return pair.item, pair.currency, pair.place, pair.unit
