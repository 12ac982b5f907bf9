"""How often facts and responses hold, and levels are near, when all parameters are drawn at once: `scenario.draws`."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import binomtest

from jangmadang.engine.ensemble import run_each
from jangmadang.engine.executors import executor_named
from jangmadang.errors import CheckError, InputError
from jangmadang.facts.experiment import Fact
from jangmadang.facts.levels import WITHIN_NEAR, MeasuredLevel, levels
from jangmadang.facts.running import FACTS, Prepare, figures_of

CONFIDENCE = 0.9


class Share(NamedTuple):
    """Share of draws in which a fact holds or a level is near, with its 90 % interval (Wilson)."""

    fact: str
    draws: int
    share: float
    low: float
    high: float


class ConditionShare(NamedTuple):
    """Share of draws in which a condition's figure lies where it must, and the figures' 5, 50 and 95 % quantiles."""

    fact: str
    what: str
    bound: str
    share: float
    low: float
    high: float
    fifth: float
    middle: float
    ninety_fifth: float


QUANTILES = (0.05, 0.5, 0.95)


def run_draws(
    path: Path,
    settings: Sequence[Mapping[str, Any]],
    seeds: Sequence[int],
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    figures: Callable[[Prepare, int], dict[str, list[float]]] = figures_of,
) -> None:
    """Measure all facts with each of some settings and add a line to a file for each; those it holds are not run again.

    Parameters
    ----------
    path : JSON Lines, a draw each: `draw`, and `figures` of every condition by fact, or the `error` that ended it.
    settings, seeds : of each draw.
    workers : processes; default one a core.
    progress : called with draws done and in all.
    figures : measures them, a function of a module; `level_figures` measures levels instead.
    """
    done = {record["draw"] for record in read_draws(path)} if path.exists() else set()
    left = [number for number in range(len(settings)) if number not in done]
    count = len(settings) - len(left)

    def keep(_: int, record: dict[str, Any]) -> None:
        nonlocal count
        count += 1
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
        if progress:
            progress(count, len(settings))

    with executor_named("processes", workers) as executor:
        run_each(partial(_run_draw, figures, settings, seeds), left, executor, keep)


def _run_draw(
    measure: Callable[[Prepare, int], dict[str, list[float]]],
    settings: Sequence[Mapping[str, Any]],
    seeds: Sequence[int],
    number: int,
) -> dict[str, Any]:
    """Line of one draw."""
    try:
        figures = measure(lambda scenario: scenario.with_changes(parameters=settings[number]), seeds[number])
    except (CheckError, InputError) as error:
        return {"draw": number, "error": str(error)}
    rounded = {
        name: [float(f"{value:.6g}") if math.isfinite(value) else None for value in values]
        for name, values in figures.items()
    }
    return {"draw": number, "figures": rounded}


def read_draws(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of draws."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def holds(fact: Fact, figures: Iterable[float | None]) -> bool:
    """Whether every figure lies inside its condition's bound, in its unit; one seed has no interval."""
    return all(
        figure is not None and condition.bound.low <= figure <= condition.bound.high
        for condition, figure in zip(fact.conditions, figures, strict=True)
    )


def condition_shares(records: Sequence[Mapping[str, Any]]) -> list[ConditionShare]:
    """Share of draws in which each condition's figure lies where it must, with the figures' middle and ends."""
    found = []
    for name, fact in FACTS.items():
        for number, condition in enumerate(fact.conditions):
            figures = [record["figures"][name][number] if "figures" in record else None for record in records]
            count = sum(f is not None and condition.bound.low <= f <= condition.bound.high for f in figures)
            known = [f for f in figures if f is not None]
            ends = [float(f"{end:.4g}") for end in np.quantile(known, QUANTILES)] if known else [math.nan] * 3
            found.append(
                ConditionShare(name, condition.what, str(condition.bound), *_interval(count, len(records)), *ends)
            )
    return found


def _interval(count: int, draws: int) -> tuple[float, float, float]:
    """A share with its 90 % interval (Wilson)."""
    interval = binomtest(count, draws).proportion_ci(CONFIDENCE, method="wilson")
    return count / draws, float(interval.low), float(interval.high)


def shares(records: Sequence[Mapping[str, Any]]) -> list[Share]:
    """Share of draws in which each fact holds; a draw that ended with an error counts as one in which none does."""
    found = []
    for name, fact in FACTS.items():
        count = sum("figures" in record and holds(fact, record["figures"][name]) for record in records)
        found.append(Share(name, len(records), *_interval(count, len(records))))
    return found


def level_shares(records: Sequence[Mapping[str, Any]]) -> list[Share]:
    """Share of draws in which each level is within a factor of 1.5 of what is reported; none is in one that failed."""
    found = []
    for name, level in levels().items():
        figures = [record["figures"][name][0] for record in records if "figures" in record]
        near = sum(MeasuredLevel(level, (figure,)).verdict == WITHIN_NEAR for figure in figures if figure is not None)
        found.append(Share(name, len(records), *_interval(near, len(records))))
    return found
