"""Hunger of the standard history over the shipped posterior: what fitted parameters say instead.

A run's own parameters are one choice that agrees with the evidence, the posterior's draws are sixty. Where their
figures lie apart from the run's, the evidence does not decide between them. Measured by `make posterior-levels`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np

from jangmadang.results.bands import HIGH, LOW

FILE = "posterior_levels.csv"
TOLD = ("short_of_staples_share_all",)
COLUMNS = ("indicator", "period", "draws", "low", "middle", "high")


class PosteriorLevel(NamedTuple):
    """Median of a headline figure over the draws, ends of what nine tenths of them hold, and their number."""

    low: float
    middle: float
    high: float
    draws: int


def posterior_rows(
    draws: Iterable[dict[tuple[str, str], float]],
) -> list[tuple[str, str, int, float, float, float]]:
    """Rows of the table, in the figures' units, from what `assumption_bands.headline_means` gives for each draw."""
    runs = list(draws)
    rows = []
    for name, period in (key for key in runs[0] if key[0] in TOLD):
        low, middle, high = np.quantile([run[name, period] for run in runs], [LOW, 0.5, HIGH])
        rows.append((name, period, len(runs), float(low), float(middle), float(high)))
    return rows


@cache
def posterior_levels() -> dict[tuple[str, str], PosteriorLevel]:
    """What ships, by indicator and period: a month as 2026-10, a year as 2026."""
    text = resources.files("jangmadang.results").joinpath(FILE).read_text(encoding="utf-8")
    return {
        (row["indicator"], row["period"]): PosteriorLevel(
            float(row["low"]), float(row["middle"]), float(row["high"]), int(row["draws"])
        )
        for row in csv.DictReader(text.splitlines())
    }
