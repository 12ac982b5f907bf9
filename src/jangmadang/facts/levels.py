"""Printed figures beside the model's (L1, ...): how far each is from print, and which parameters restate it."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Any

import numpy as np
import xarray as xr
import yaml

from jangmadang.engine.branching import run_branches
from jangmadang.engine.ensemble import run_each
from jangmadang.engine.executors import opened
from jangmadang.engine.run import Progress
from jangmadang.errors import InputError, nearest_name
from jangmadang.facts.level_measures import MEASURES
from jangmadang.facts.running import Prepare
from jangmadang.results.dataset import to_dataset
from jangmadang.scenario import load
from jangmadang.scenario.arguments import resolution_of, runs_of, seed_of, threads_of
from jangmadang.scenario.parameters import parameters

NEAR, FAR = 1.5, 3.0
WITHIN_NEAR, WITHIN_FAR, BEYOND, NOT_MEASURED = "within 1.5", "within 3", "beyond 3", "not measured"
AS_SOURCES = "beyond 3, as are the sources"
OUTSIDE = "outside"  # of a level of which only inside or outside counts


@dataclass(frozen=True)
class Level:
    """A printed figure and what answers for it in the model.

    Attributes
    ----------
    name : L1, L2, ...
    what : in words, with place and time.
    measure : name of the measure in `level_measures`.
    of : what the measure looks at.
    low, high : ends of what is printed; infinite where only a bound is.
    unit : of the figure.
    sources : ids of the evidence.
    scenario : shipped name of the scenario that is run.
    judged : whether nobody printed it, so that it is shown only.
    inside : whether only inside or outside counts, not the ratio (a month).
    note : what is printed, in words.
    """

    name: str
    what: str
    measure: str
    of: Mapping[str, Any]
    low: float
    high: float
    unit: str
    sources: tuple[str, ...]
    scenario: str = "hyesan"
    judged: bool = False
    inside: bool = False
    note: str = ""

    @property
    def width(self) -> float:
        """Ratio of the high to the low end of what is printed, 1 where sources agree or give a bound only."""
        return self.high / self.low if math.isfinite(self.high) and self.low > 0.0 else 1.0


@dataclass(frozen=True)
class MeasuredLevel:
    """A level with the model's figure in every seed."""

    level: Level
    values: tuple[float, ...]

    @property
    def model(self) -> float:
        """Mean over seeds, in the level's unit."""
        return float(np.mean(self.values))

    @property
    def ratio(self) -> float:
        """Model over the nearer end of what is printed; 1 inside, NaN if nothing was measured."""
        if not math.isfinite(self.model):
            return math.nan
        if self.model < self.level.low:
            return self.model / self.level.low
        return self.model / self.level.high if self.model > self.level.high else 1.0

    @property
    def verdict(self) -> str:
        """How near the model is."""
        if not math.isfinite(self.model):
            return NOT_MEASURED
        if self.ratio == 1.0:
            return WITHIN_NEAR
        away = max(self.ratio, 1.0 / self.ratio) if self.ratio > 0.0 else math.inf
        if self.level.inside:
            return OUTSIDE
        if away <= NEAR:
            return WITHIN_NEAR
        if away <= FAR:
            return WITHIN_FAR
        return AS_SOURCES if away <= self.level.width else BEYOND


@cache
def levels() -> Mapping[str, Level]:
    """All levels by name."""
    text = (files("jangmadang.facts") / "levels.yaml").read_text("utf-8")
    return {name: _level(name, entry) for name, entry in yaml.safe_load(text).items()}


def _level(name: str, entry: Mapping[str, Any]) -> Level:
    """A level from its entry."""
    given = {"low": -math.inf, "high": math.inf, **entry, "name": name, "sources": tuple(entry["sources"])}
    return Level(**given)


@cache
def _cited() -> Mapping[str, tuple[str, ...]]:
    """Parameters by the evidence that they cite; ids of structure.csv are cited with or without their D-."""
    found: dict[str, list[str]] = {}
    for parameter in parameters().values():
        for source in parameter.source:
            found.setdefault(source.removeprefix("D-"), []).append(parameter.name)
    return {source: tuple(names) for source, names in found.items()}


def restated_by(level: Level) -> tuple[str, ...]:
    """Parameters that cite one of a level's sources: its figure may have gone in, so that it proves nothing."""
    names = (name for source in level.sources for name in _cited().get(source.removeprefix("D-"), ()))
    return tuple(dict.fromkeys(names))


def counts_as_test(level: Level) -> bool:
    """Whether a level is printed and no parameter cites its sources."""
    return not level.judged and not restated_by(level)


def measure_levels(runs: Mapping[str, xr.Dataset], names: Iterable[str] = ()) -> dict[str, float]:
    """The model's figure of each level, in its unit, from a dataset by scenario; NaN where a run does not hold it."""
    return {level.name: _figure(level, runs) for level in levels_named(names)}


def _figure(level: Level, runs: Mapping[str, xr.Dataset]) -> float:
    """The model's figure of a level."""
    try:
        return float(MEASURES[level.measure](runs[level.scenario], level.of))
    except (KeyError, ValueError, ZeroDivisionError):
        return math.nan


def levels_named(names: Iterable[str]) -> tuple[Level, ...]:
    """The levels of some names, in their own order; all if none is named."""
    asked = {name.upper() for name in names} or set(levels())
    for name in sorted(asked - set(levels())):
        raise InputError(f"no level named '{name}'; {nearest_name(name, levels())}")
    return tuple(level for name, level in levels().items() if name in asked)


def run_levels(
    names: Iterable[str] = (),
    *,
    seeds: int = 4,
    seed_base: int = 1,
    resolution: str | int = "calibration",
    prepare: Prepare | None = None,
    executor: Executor | str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> list[MeasuredLevel]:
    """Run the scenarios that levels look at, a run for each seed, and measure them; the arguments are `run_facts`'."""
    seeds, threads, resolution = runs_of(seeds, 1), threads_of(threads), resolution_of(resolution)
    asked, seed_base = levels_named(names), seed_of(seed_base, seeds)
    scenarios = dict.fromkeys(level.scenario for level in asked)
    chosen = range(seed_base, seed_base + seeds)
    wanted = [(name, seed) for seed in chosen for name in scenarios]
    found: dict[tuple[str, int], dict[str, float]] = {}

    def keep(key: tuple[str, int], figures: dict[str, float]) -> None:
        found[key] = figures
        if progress:
            progress(len(found), len(wanted))

    with opened(executor, threads) as workers:
        run_each(partial(_run_wanted, tuple(level.name for level in asked), resolution, prepare), wanted, workers, keep)
    return [MeasuredLevel(level, tuple(found[level.scenario, seed][level.name] for seed in chosen)) for level in asked]


def level_figures(prepare: Prepare, seed: int) -> dict[str, list[float]]:
    """The figure of every level, by name, of scenarios that are prepared so, from a run with one seed."""
    measured = run_levels(seeds=1, seed_base=seed, prepare=prepare, threads=1)
    return {one.level.name: list(one.values) for one in measured}


def _run_wanted(
    names: Sequence[str], resolution: str | int, prepare: Prepare | None, wanted: tuple[str, int]
) -> dict[str, float]:
    """Figures of one scenario's levels with one seed."""
    name, seed = wanted
    scenario = load(name)
    run, _ = run_branches(prepare(scenario) if prepare else scenario, {}, seed=seed, resolution=resolution, threads=1)
    mine = [level.name for level in levels_named(names) if level.scenario == name]
    return measure_levels({name: to_dataset(run)}, mine)


def as_record(measured: MeasuredLevel) -> dict[str, Any]:
    """A measured level as plain data; what has no end or no figure is null."""
    level = measured.level
    figures = {"low": level.low, "high": level.high, "model": measured.model, "ratio": measured.ratio}
    return {
        "id": level.name,
        "what": level.what,
        **{name: float(f"{figure:.6g}") if math.isfinite(figure) else None for name, figure in figures.items()},
        "unit": level.unit,
        "verdict": measured.verdict,
        "sources": list(level.sources),
        "sources_differ_by": round(level.width, 3),
        "judged": level.judged,
        "restated_by": list(restated_by(level)),
        "counts": counts_as_test(level),
        "note": level.note,
        "values": [float(f"{value:.6g}") if math.isfinite(value) else None for value in measured.values],
    }


def why_not_counted(record: Mapping[str, Any]) -> str:
    """Why a measured level is shown and does not count; empty if it counts."""
    if record["judged"]:
        return "judged, not reported"
    cited = record["restated_by"]
    return f"cited by {cited[0]}" + (f" and {len(cited) - 1} more" if len(cited) > 1 else "") if cited else ""


def summary(records: Sequence[Mapping[str, Any]]) -> str:
    """How many of the levels that count lie how near, in words."""
    counted = [record for record in records if record["counts"]]
    found = Counter(record["verdict"] for record in counted)
    parts = [f"{found[word]} {word}" for word in (WITHIN_FAR, BEYOND, AS_SOURCES, OUTSIDE, NOT_MEASURED) if found[word]]
    near = f"Of {len(counted)} reported figures that no parameter cites {found[WITHIN_NEAR]} lie within a factor of 1.5"
    return "; ".join([near, *parts]) + "."


def shipped_level_records() -> list[dict[str, Any]]:
    """What the shipped parameters give (`make facts-table`)."""
    found: list[dict[str, Any]] = json.loads((files("jangmadang.facts") / "measured_levels.json").read_text("utf-8"))
    return found
