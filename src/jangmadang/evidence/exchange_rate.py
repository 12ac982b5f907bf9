"""The weekly yuan rate at Hyesan, smoothed from the reports by a local-level model.

The state is the logarithm of the rate, a random walk; each week with reports observes it with known noise::

    alpha_t = alpha_(t-1) + eta_t,   eta ~ N(0, q)
    y_t     = alpha_t + epsilon_t,   epsilon ~ N(0, h_t)

`q` is estimated by maximum likelihood, the first level is diffuse, weeks without reports are missing. Before the first
and after the last report the smoothed level is flat and its standard error grows. Durbin and Koopman (2012), chapter 2.

Run ``python -m jangmadang.evidence.exchange_rate`` to write `data/exchange_rate_weekly.csv` anew.
"""

from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from jangmadang.evidence.observations import CONTESTED_NOISE, CONTESTED_PERIOD, Observation
from jangmadang.evidence.shipped import shipped_prices

Array: TypeAlias = NDArray[np.float64]

FIRST_WEEK = date(2015, 1, 5)
LAST_WEEK = date(2026, 11, 23)
PRIMARY_PLACES = ("Hyesan", "Ryanggang")
SECONDARY_PLACES = ("Sinuiju", "Pyongyang")
LARGEST_GAP = timedelta(days=60)
#: Bounds of the noise of a report of the yuan rate outside the contested period.
NOISE_BOUNDS = (0.02, 0.05)
#: Bounds of the search for the standard deviation of the weekly innovation.
INNOVATION_BOUNDS = (1e-3, 0.5)
WEEKLY_TABLE = Path(__file__).parent / "data" / "exchange_rate_weekly.csv"


@dataclass(frozen=True)
class SmoothedLevel:
    """Smoothed levels, their standard errors, and the log likelihood (first report conditioned on)."""

    level: Array
    standard_error: Array
    log_likelihood: float


@dataclass(frozen=True)
class WeeklyRate:
    """The weekly table: Mondays, KPW per CNY, standard error of its logarithm, last reported week."""

    weeks: list[date]
    kpw_per_cny: Array
    standard_error: Array
    last_report: date
    innovation_sd: float


def smooth_local_level(y: Array, noise: Array, innovation_sd: float) -> SmoothedLevel:
    """Kalman filter and fixed-interval smoother of the local-level model, all in ln; NaN in `y` is a missing week."""
    reported = np.flatnonzero(np.isfinite(y))
    if reported.size == 0:
        raise ValueError("no report to smooth")
    first, q, n = int(reported[0]), innovation_sd**2, y.size
    mean, variance = np.zeros(n), np.zeros(n)
    mean[first], variance[first] = y[first], noise[first] ** 2
    log_likelihood = 0.0
    for t in range(first + 1, n):
        m, p = mean[t - 1], variance[t - 1] + q
        if np.isfinite(y[t]):
            f, v = p + noise[t] ** 2, y[t] - m
            log_likelihood -= 0.5 * (math.log(2 * math.pi * f) + v * v / f)
            m, p = m + p / f * v, p * (1 - p / f)
        mean[t], variance[t] = m, p
    for t in range(n - 2, first - 1, -1):
        gain = variance[t] / (variance[t] + q) if q > 0 else 1.0
        mean[t] += gain * (mean[t + 1] - mean[t])
        variance[t] += gain**2 * (variance[t + 1] - variance[t] - q)
    mean[:first] = mean[first]
    variance[:first] = variance[first] + q * np.arange(first, 0, -1)
    return SmoothedLevel(mean, np.sqrt(variance), log_likelihood)


def most_likely_innovation_sd(y: Array, noise: Array) -> float:
    """Innovation standard deviation, ln, of the highest likelihood of ln rates, by golden-section search on its ln."""
    low, high = (math.log(bound) for bound in INNOVATION_BOUNDS)
    section = (math.sqrt(5) - 1) / 2

    def loss(log_sd: float) -> float:
        return -smooth_local_level(y, noise, math.exp(log_sd)).log_likelihood

    left, right = high - section * (high - low), low + section * (high - low)
    loss_left, loss_right = loss(left), loss(right)
    while high - low > 1e-6:
        if loss_left < loss_right:
            high, right, loss_right = right, left, loss_left
            left = high - section * (high - low)
            loss_left = loss(left)
        else:
            low, left, loss_left = left, right, loss_right
            right = low + section * (high - low)
            loss_right = loss(right)
    return math.exp((low + high) / 2)


def usable_reports(observations: Iterable[Observation]) -> list[Observation]:
    """Undisputed reports of the yuan at Hyesan and in Ryanggang, and elsewhere where these leave a gap above 60 days.

    One figure printed for several places counts once.
    """
    reports = [o for o in observations if o.item == "cny" and o.currency == "KPW" and not o.disputed]
    reports = [o for o in reports if monday(o.date) >= FIRST_WEEK]
    primary = _once(o for o in reports if o.place in PRIMARY_PLACES)
    days = [date.min, *sorted(o.date for o in primary), date.max]
    gaps = [(a, b) for a, b in itertools.pairwise(days) if b - a > LARGEST_GAP]
    secondary = _once(o for o in reports if o.place in SECONDARY_PLACES)
    filling = [o for o in secondary if any(a < o.date < b for a, b in gaps)]
    return sorted(primary + filling, key=lambda o: (o.date, o.id))


def weekly_reports(reports: Iterable[Observation], first: date, last: date) -> tuple[Array, Array]:
    """Log rate and noise by week: the mean of a week's reports weighted by precision, with the least of their noises.

    The noise does not shrink with the number of reports, because those of one week are often copies.
    """
    n = (last - first).days // 7 + 1
    by_week: dict[int, list[tuple[float, float]]] = {}
    for report in reports:
        week = (monday(report.date) - first).days // 7
        if 0 <= week < n:
            by_week.setdefault(week, []).append((math.log(report.value), _yuan_noise(report)))
    y, noise = np.full(n, np.nan), np.full(n, np.nan)
    for week, pairs in by_week.items():
        weights = [1 / sd**2 for _, sd in pairs]
        y[week] = sum(w * log_rate for w, (log_rate, _) in zip(weights, pairs, strict=True)) / sum(weights)
        noise[week] = min(sd for _, sd in pairs)
    return y, noise


def weekly_rate(observations: Iterable[Observation], first: date = FIRST_WEEK, last: date = LAST_WEEK) -> WeeklyRate:
    """The smoothed weekly yuan rate of a set of observations."""
    y, noise = weekly_reports(usable_reports(observations), first, last)
    innovation_sd = most_likely_innovation_sd(y, noise)
    smoothed = smooth_local_level(y, noise, innovation_sd)
    weeks = [first + timedelta(weeks=t) for t in range(y.size)]
    last_report = weeks[int(np.flatnonzero(np.isfinite(y))[-1])]
    return WeeklyRate(weeks, np.exp(smoothed.level), smoothed.standard_error, last_report, innovation_sd)


def write_weekly_table(rate: WeeklyRate, path: Path = WEEKLY_TABLE) -> None:
    """Write the weekly table as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["week", "kpw_per_cny", "standard_error", "last_report"])
        for week, value, error in zip(rate.weeks, rate.kpw_per_cny, rate.standard_error, strict=True):
            writer.writerow([week.isoformat(), f"{value:.2f}", f"{error:.4f}", str(week <= rate.last_report).lower()])


@cache
def shipped_weekly_rate() -> WeeklyRate:
    """The shipped weekly table; its innovation standard deviation is not stored and NaN."""
    with WEEKLY_TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return WeeklyRate(
        weeks=[date.fromisoformat(row["week"]) for row in rows],
        kpw_per_cny=np.array([float(row["kpw_per_cny"]) for row in rows]),
        standard_error=np.array([float(row["standard_error"]) for row in rows]),
        last_report=max(date.fromisoformat(row["week"]) for row in rows if row["last_report"] == "true"),
        innovation_sd=math.nan,
    )


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _yuan_noise(report: Observation) -> float:
    if CONTESTED_PERIOD[0] <= report.date <= CONTESTED_PERIOD[1]:
        return CONTESTED_NOISE
    low, high = NOISE_BOUNDS
    return high if report.basis == "month" else min(max(report.noise, low), high)


def _once(observations: Iterable[Observation]) -> list[Observation]:
    """The first observation of each row of the table (a row of several places gives several)."""
    seen: dict[str, Observation] = {}
    for observation in observations:
        seen.setdefault(observation.id.removesuffix(f" {observation.place}"), observation)
    return list(seen.values())


if __name__ == "__main__":
    write_weekly_table(weekly_rate(shipped_prices()))
