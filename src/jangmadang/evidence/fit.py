"""How a run compares with the reports: prices by item, currency, place and period, and three held-out episodes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import xarray as xr

from jangmadang.evidence.comparing import FORCED, Comparison, comparisons
from jangmadang.evidence.exchange_rate import monday
from jangmadang.evidence.observations import Observation

PERIODS = {
    "2015-2019": (date(2015, 1, 1), date(2019, 12, 31)),
    "2020-2022": (date(2020, 1, 1), date(2022, 12, 31)),
    "2023-2026": (date(2023, 1, 1), date(2026, 12, 31)),
    "all": (date(2015, 1, 1), date(2026, 12, 31)),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """Bias and mean absolute log error of one item at one place in one period.

    `forced` says that the run was made to follow this series, so that its fit is no evidence; `relative`, that only the
    movement is compared, so that the bias over all reports is 0 by construction.
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
    relative: bool = False


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
    """Compare a run with observations by item, currency, place and period; see `comparing.compare_with`."""
    return fit_of(comparisons(run, observations, forced))


def fit_of(pairs: Iterable[Comparison]) -> list[Fit]:
    """Bias and mean absolute log error of reports beside a run, by item, currency, place and period.

    Parameters
    ----------
    pairs : iterable of Comparison
        As `comparing.compare_with` gives them; disputed ones are left out.
    """
    groups: dict[tuple[str, str, str, bool], list[Comparison]] = {}
    for pair in pairs:
        if pair.counted or pair.why_not_counted == FORCED:
            groups.setdefault((pair.item, pair.currency, pair.place, not pair.counted), []).append(pair)
    records = []
    for (item, currency, place, was_forced), members in groups.items():
        for period, (first, last) in PERIODS.items():
            inside = [pair for pair in members if first <= pair.date <= last]
            if inside:
                errors = np.array([pair.log_error for pair in inside])
                proxies = sum(pair.proxy for pair in inside)
                bias, size = float(errors.mean()), float(np.abs(errors).mean())
                relative = inside[0].relative
                records.append(
                    Fit(item, currency, place, period, len(inside), proxies, bias, size, was_forced, relative)
                )
    return records


def table(records: Iterable[Fit | Episode | Comparison]) -> pd.DataFrame:
    """The records as a table, one row each."""
    rows = [asdict(record) | ({} if isinstance(record, Fit) else {"log_error": record.log_error}) for record in records]
    return pd.DataFrame(rows)


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
                end=date(2026, 1, 11),  # the report hopes for a resumption in mid-January
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
