"""How a run compares with the reports: prices by item, currency, place and period, and three held-out episodes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import xarray as xr

from jangmadang.evidence.exchange_rate import FIRST_WEEK, monday, shipped_weekly_rate
from jangmadang.evidence.observations import Observation

#: A report at Hyesan, or an exchange rate of the observation's own, serves within this time.
NEAR = timedelta(days=14)
#: Where Hyesan has no row, the average of the province stands for it.
PROXIES = {"Ryanggang": "hyesan"}
PERIODS = {
    "2015-2019": (date(2015, 1, 1), date(2019, 12, 31)),
    "2020-2022": (date(2020, 1, 1), date(2022, 12, 31)),
    "2023-2026": (date(2023, 1, 1), date(2026, 12, 31)),
    "all": (date(2015, 1, 1), date(2026, 12, 31)),
}
GRAINS = ("rice", "corn")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One report beside the run's value of the same week and place."""

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

    @property
    def log_error(self) -> float:
        """Logarithm of modelled over observed."""
        return math.log(self.modelled / self.observed) if self.modelled > 0 else math.nan


@dataclass(frozen=True, slots=True)
class Fit:
    """Bias and mean absolute log error of one item at one place in one period.

    `forced` says that the run was made to follow this series, so that its fit is no evidence.
    """

    item: str
    currency: str
    place: str
    period: str
    n: int
    n_proxy: int
    bias: float
    mean_abs_log_error: float
    forced: bool


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode never tuned on: an observed ratio of two prices and the run's, NaN if the run ends before."""

    name: str
    what: str
    unit: str
    start: date
    end: date
    observed: float
    sources: tuple[str, ...]
    modelled: float = math.nan

    @property
    def log_error(self) -> float:
        """Logarithm of modelled over observed."""
        return math.log(self.modelled / self.observed) if self.modelled > 0 else math.nan


def fit(run: xr.Dataset, observations: Sequence[Observation], forced: Sequence[bool] | None = None) -> list[Fit]:
    """Compare a run with observations by item, currency, place and period; see `comparisons`."""
    pairs = comparisons(run, observations, forced)
    groups: dict[tuple[str, str, str, bool], list[Comparison]] = {}
    for pair in pairs:
        if pair.counted or pair.why_not_counted == "forced":
            groups.setdefault((pair.item, pair.currency, pair.place, not pair.counted), []).append(pair)
    records = []
    for (item, currency, place, was_forced), members in groups.items():
        for period, (first, last) in PERIODS.items():
            inside = [pair for pair in members if first <= pair.date <= last]
            if inside:
                errors = np.array([pair.log_error for pair in inside])
                proxies = sum(pair.proxy for pair in inside)
                bias, size = float(errors.mean()), float(np.abs(errors).mean())
                records.append(Fit(item, currency, place, period, len(inside), proxies, bias, size, was_forced))
    return records


def table(records: Iterable[Fit | Episode | Comparison]) -> pd.DataFrame:
    """The records as a table, one row each."""
    rows = [asdict(record) | ({} if isinstance(record, Fit) else {"log_error": record.log_error}) for record in records]
    return pd.DataFrame(rows)


def comparisons(
    run: xr.Dataset, observations: Sequence[Observation], forced: Sequence[bool] | None = None
) -> list[Comparison]:
    """Every report that applies beside the run.

    Rice and corn appear twice, in won and in yuan: a won price is divided by a yuan rate reported for the same place
    within two weeks, else by the smoothed path; the run's by its own rate. Disputed reports and the exchange rate while
    forced are listed and not counted.

    Parameters
    ----------
    run : xarray.Dataset
        `rice_price` and `corn_price` [week, place] in KPW/kg, `exchange_rate` [week] in KPW/CNY.
    observations : sequence of Observation
        As `observations.shipped_prices` gives them.
    forced : sequence of bool, optional
        Weeks in which the run's exchange rate follows the reports; by default all to the last report.
    """
    weeks = [pd.Timestamp(week).date() for week in run["week"].to_numpy()]
    index = {week: t for t, week in enumerate(weeks)}
    smoothed = shipped_weekly_rate()
    if forced is None:
        forced = [week <= smoothed.last_report for week in weeks]
    rates = dict(zip(smoothed.weeks, smoothed.kpw_per_cny.tolist(), strict=True))
    model_rate = run["exchange_rate"].to_numpy()
    prices = {crop: run[f"{crop}_price"].transpose("week", "place").to_numpy() for crop in GRAINS}
    places = {str(place): i for i, place in enumerate(run["place"].to_numpy())}
    found = []
    for o, place, proxy in _placed(observations):
        t = index.get(monday(o.date))
        if t is None or o.date < FIRST_WEEK:
            continue
        rate = float(model_rate[t])
        values: list[tuple[str, float, float]] = []
        if o.item == "cny" and o.currency == "KPW":
            values = [("KPW", o.value, rate)]
        elif o.item in GRAINS and o.unit == "kg" and place in places:
            values = _both_currencies(o, float(prices[o.item][t, places[place]]), rate, observations, rates)
        why = "disputed" if o.disputed else "forced" if o.item == "cny" and forced[t] else ""
        found += [
            Comparison(o.item, currency, place, o.date, observed, modelled, o.source, proxy, not why, why)
            for currency, observed, modelled in values
        ]
    return found


def episodes(run: xr.Dataset) -> list[Episode]:
    """The three episodes that no parameter was tuned on, observed and in the run."""
    hyesan = run.sel(place="hyesan")

    def medicine(week: xr.Dataset) -> float:
        return float(week["medicine_price"].sel(origin="imported"))

    def rice(week: xr.Dataset) -> float:
        return float(week["rice_price"])

    def winter_coats_cny(week: xr.Dataset) -> float:
        coats = week["clothing_price"].sel(tier="mass", garment=["padded_jacket", "coat"])
        return float(coats.mean()) / float(week["exchange_rate"])

    medicines = tuple(f"E00{n}" for n in (*range(75, 81), *range(86, 92)))
    return [
        _episode(
            Episode(
                name="medicine_2022",
                what="imported medicine in the fever wave (reports: six medicines, geometric mean)",
                unit="KPW",
                start=date(2022, 4, 15),
                end=date(2022, 5, 14),
                observed=3.3,
                sources=medicines,
            ),
            hyesan,
            medicine,
        ),
        _episode(
            Episode(
                name="rice_2022",
                what="rice over the lockdown of May and June 2022",
                unit="KPW",
                start=date(2022, 5, 6),
                end=date(2022, 6, 13),
                observed=6800 / 5200,
                sources=("E0334", "E0336"),
            ),
            hyesan,
            rice,
        ),
        _episode(
            Episode(
                name="coats_2026",
                what="children's coats (run: mass padded jackets and coats) in the stop of January 2026",
                unit="CNY",
                start=date(2025, 12, 15),
                end=date(2026, 1, 31),
                observed=400 / 300,
                sources=("E0042", "E0043"),
            ),
            hyesan,
            winter_coats_cny,
        ),
    ]


def _episode(observed: Episode, hyesan: xr.Dataset, price: Callable[[xr.Dataset], float]) -> Episode:
    """The episode with the run's ratio of a price in the week of its end to the week of its start."""
    weeks = [pd.Timestamp(week).date() for week in hyesan["week"].to_numpy()]
    days = [monday(observed.start), monday(observed.end)]
    if not all(day in weeks for day in days):
        return observed
    before, after = (price(hyesan.isel(week=weeks.index(day))) for day in days)
    return replace(observed, modelled=after / before if before > 0 else math.nan)


def _placed(observations: Sequence[Observation]) -> list[tuple[Observation, str, bool]]:
    """Each observation with the model's place it applies to, and whether only as a proxy."""
    own = [o for o in observations if o.model_place == "hyesan" and not o.disputed]
    placed = []
    for o in observations:
        if o.place in PROXIES:
            covered = any(p.item == o.item and abs(p.date - o.date) <= NEAR for p in own)
            if not covered:
                placed.append((o, PROXIES[o.place], True))
        elif o.model_place is not None:
            placed.append((o, o.model_place, False))
    return placed


def _both_currencies(
    o: Observation, model_kpw: float, model_rate: float, observations: Sequence[Observation], rates: dict[date, float]
) -> list[tuple[str, float, float]]:
    """A grain report in won and in yuan: currency, observed, modelled."""
    if o.currency == "CNY":
        return [("CNY", o.value, model_kpw / model_rate)]
    if o.currency != "KPW":
        return []
    own = [p for p in observations if p.item == "cny" and p.place == o.place and abs(p.date - o.date) <= NEAR]
    own = [p for p in own if p.currency == "KPW" and p.disputed == o.disputed]
    rate = min(own, key=lambda p: (abs(p.date - o.date), p.id)).value if own else rates[monday(o.date)]
    return [("KPW", o.value, model_kpw), ("CNY", o.value / rate, model_kpw / model_rate)]
