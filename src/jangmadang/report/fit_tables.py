"""The fit to reported prices and the held-out episodes as tables, the bad ones included."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import xarray as xr

from jangmadang.evidence.benchmarks import ERRORS, WORDS, skills
from jangmadang.evidence.comparing import Comparison
from jangmadang.evidence.fit import PERIODS, episodes, fit_of

HOME = "hyesan"
NAMES = {"rice": "Rice", "corn": "Corn", "cny": "Yuan"}
CURRENCY_WORDS = {"KPW": "won", "CNY": "yuan"}
LARGEST_ERROR = {("rice", "KPW"): 0.25, ("rice", "CNY"): 0.20, ("corn", "KPW"): 0.35, ("corn", "CNY"): 0.35}
LARGEST_BIAS = 0.10
IMPOSED = "imposed: no test"


class FitRow(NamedTuple):
    """One item in one period."""

    item: str
    period: str
    reports: int
    proxies: int
    bias: float
    error: float
    verdict: str


class EpisodeRow(NamedTuple):
    """An episode that no parameter was tuned on."""

    what: str
    dates: str
    observed: str
    modelled: str
    error: str
    sources: tuple[str, ...]


def fit_rows(pairs: Sequence[Comparison]) -> list[FitRow]:
    """Bias and mean absolute log error at Hyesan by item and period, of every reported price beside the run's."""
    rows = []
    for record in fit_of(pairs):
        if record.place != HOME or record.item not in NAMES:
            continue
        name = f"{NAMES[record.item]}, in {CURRENCY_WORDS[record.currency]}"
        verdict = IMPOSED if record.forced else ""
        limit = LARGEST_ERROR.get((record.item, record.currency))
        if limit is not None and record.period == "all":
            within = record.mean_abs_log_error <= limit and abs(record.bias) <= LARGEST_BIAS
            verdict = f"{'met' if within else 'not met'} (error at most {limit:.2f}, bias {LARGEST_BIAS:.2f})"
        rows.append(
            FitRow(name, record.period, record.n, record.n_proxy, record.bias, record.mean_abs_log_error, verdict)
        )
    order = list(PERIODS)
    return sorted(rows, key=lambda row: (row.item, row.verdict == IMPOSED, order.index(row.period)))


class SkillRow(NamedTuple):
    """The run's error beside that of three simple rules, on one item's reports at Hyesan in one period."""

    item: str
    period: str
    reports: int
    errors: tuple[str, ...]
    held_out: bool


SKILL_HEADINGS = tuple(WORDS[name] for name in ERRORS)


def skill_rows(pairs: Sequence[Comparison]) -> list[SkillRow]:
    """The run beside three simple rules at Hyesan, by item and period."""
    order = list(PERIODS)
    rows = [
        SkillRow(
            f"{NAMES[skill.item]}, in {CURRENCY_WORDS[skill.currency]}",
            skill.period,
            skill.n,
            tuple(f"{getattr(skill, name):.2f}" for name in ERRORS),
            skill.held_out,
        )
        for skill in skills(pairs)
        if skill.place == HOME and skill.item in NAMES
    ]
    return sorted(rows, key=lambda row: (row.item, order.index(row.period)))


def episode_rows(dataset: xr.Dataset) -> list[EpisodeRow]:
    """The held-out episodes, as ratios of two prices."""
    return [
        EpisodeRow(
            episode.what,
            f"{episode.start} to {episode.end}",
            f"x {episode.observed:.2f}",
            "not reached by this run" if math.isnan(episode.modelled) else f"x {episode.modelled:.2f}",
            "" if math.isnan(episode.log_error) else f"{episode.log_error:+.2f}",
            episode.sources,
        )
        for episode in episodes(dataset)
    ]


def fit_sentence(rows: Sequence[FitRow]) -> str:
    """How many of the targets are met over all years, and where a single period misses."""
    judged = [row for row in rows if row.verdict and row.verdict != IMPOSED]
    if not judged:
        return "The run holds no week with a reported price to compare with."
    met = sum(row.verdict.startswith("met") for row in judged)
    worst = max(judged, key=lambda row: row.error)
    name = worst.item[0].lower() + worst.item[1:]
    biased = [row for row in rows if not row.verdict and row.period != "all" and abs(row.bias) > LARGEST_BIAS]
    misses = "; ".join(f"{row.item[0].lower()}{row.item[1:]}, {row.period} ({row.bias:+.2f})" for row in biased)
    said = f"the bias exceeds {LARGEST_BIAS:.2f} for {misses}" if misses else f"no bias exceeds {LARGEST_BIAS:.2f}"
    return (
        f"Over all years {met} of {len(judged)} targets are met; by period {said}. The largest mean error is that of "
        f"{name}, {worst.error:.2f} in logarithms (bias {worst.bias:+.2f}, {worst.reports} reports)."
    )
