"""Run facts: all experiments of a scenario share one base run per seed, and every arm parts from it at its date."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import xarray as xr

from jangmadang.engine.branching import Branch, run_branches
from jangmadang.engine.ensemble import run_each
from jangmadang.engine.executors import opened
from jangmadang.engine.run import Progress
from jangmadang.errors import InputError, nearest_name
from jangmadang.facts import clothing_report, responses, trade_report
from jangmadang.facts.experiment import BASE, Condition, Fact, Settings
from jangmadang.facts.kept import Figures, KeptFigures
from jangmadang.results.dataset import to_dataset
from jangmadang.results.intervals import mean_interval
from jangmadang.scenario import Scenario, load
from jangmadang.scenario.arguments import resolution_of, runs_of, seed_of, threads_of

FACTS: Mapping[str, Fact] = {
    fact.name: fact for fact in (*clothing_report.FACTS, *trade_report.FACTS, *responses.RESPONSES)
}
GROUPS = {"C": "report on clothing", "S": "report on trade over the border", "R": "responses"}
#: Conditions that look at the history alone, have a printed range and are no level: fact and number.
PRINTED_RANGES = (("S6", 0), ("S6", 1), ("S6", 2), ("S6", 3), ("S9", 2), ("S10", 0), ("S11", 2), ("S11", 3), ("S11", 4))
FEWEST_SEEDS = 2
SMALL_PART = 1.0 / 3.0  # of an effect, that a counter-experiment may leave
Prepare = Callable[[Scenario], Scenario]


@dataclass(frozen=True)
class Measured:
    """A condition with its figure in every seed, and mean and 90 % interval over them."""

    condition: Condition
    values: tuple[float, ...]
    mean: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the condition holds."""
        return self.condition.bound.holds(self.mean, self.low, self.high)

    @property
    def margin(self) -> float:
        """Distance of the mean from its nearest bound over the larger of the two; negative outside."""
        gaps = [
            sign * (self.mean - bound) / max(abs(bound), abs(self.mean), 1e-12)
            for sign, bound in ((1.0, self.condition.bound.low), (-1.0, self.condition.bound.high))
            if math.isfinite(bound)
        ]
        return min(gaps, default=math.inf)


@dataclass(frozen=True)
class Verdict:
    """A fact with what was measured, in its experiment and, if it was run, in its counter-experiment."""

    fact: Fact
    conditions: tuple[Measured, ...]
    counter: Measured | None
    seeds: tuple[int, ...]
    resolution: str | int

    @property
    def holds(self) -> bool:
        """Whether all conditions hold."""
        return all(measured.holds for measured in self.conditions)

    @property
    def nearest(self) -> Measured:
        """The first condition that fails, or that which is nearest its bound."""
        failed = [measured for measured in self.conditions if not measured.holds]
        return failed[0] if failed else min(self.conditions, key=lambda measured: measured.margin)

    @property
    def carried(self) -> bool:
        """Whether the effect is gone, turned or at most a third without the mechanism that should carry it."""
        if self.counter is None or self.fact.counter is None:
            return False
        effect = self.conditions[self.fact.counter.condition]
        nothing = effect.condition.bound.no_effect
        if not self.counter.holds or nothing is None:
            return not self.counter.holds
        return abs(self.counter.mean - nothing) <= SMALL_PART * abs(effect.mean - nothing)


def facts_named(names: Iterable[str]) -> tuple[Fact, ...]:
    """The facts and responses of some names or groups (C, S, R), in their own order; all if none is named."""
    asked = {name.upper() for name in names} or set(GROUPS)
    for name in sorted(asked - set(FACTS) - set(GROUPS)):
        raise InputError(f"no fact named '{name}'; {nearest_name(name, FACTS)}")
    return tuple(fact for name, fact in FACTS.items() if asked & {name, name[0]})


def run_facts(
    names: Iterable[str] = (),
    *,
    seeds: int = 10,
    seed_base: int = 1,
    resolution: str | int = "calibration",
    counters: bool = False,
    prepare: Prepare | None = None,
    executor: Executor | str | None = None,
    threads: int | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> list[Verdict]:
    """Run facts over paired seeds.

    Parameters
    ----------
    names : of facts, for example C8, or of groups, for example R; all if empty.
    seeds, seed_base : number of seeds, from 2, and the first of them.
    resolution : `default`, `calibration`, `full` or N.
    counters : whether to run the counter-experiments too.
    prepare : changes every scenario before it is used, for example to draw parameters.
    executor : runs the seeds: any `concurrent.futures.Executor`, or a name as for `jangmadang facts --executor`;
        default threads.
    threads : number of workers where the executor does not say; default one a core.
    folder : keeps what finished runs give, and a call goes on from there; default: none is kept.
    progress : called with the number of runs done and in all.

    Raises
    ------
    InputError
        If a name is unknown or the seeds are too few.
    """
    if seeds < FEWEST_SEEDS:
        raise InputError(f"an interval needs at least {FEWEST_SEEDS} seeds, not {seeds}")
    seeds, threads, resolution = runs_of(seeds), threads_of(threads), resolution_of(resolution)
    facts, seed_base = facts_named(names), seed_of(seed_base, seeds)
    chosen = tuple(range(seed_base, seed_base + seeds))
    scenarios = {name: _prepared(name, prepare) for name in dict.fromkeys(fact.runs.scenario for fact in facts)}
    asked = tuple(fact.name for fact in facts)
    wanted = [(name, seed) for seed in chosen for name in scenarios]
    work = partial(_run_wanted, scenarios, asked, resolution, counters)
    kept = {name: KeptFigures(folder, one, asked, resolution, counters) for name, one in scenarios.items() if folder}
    found = {(name, seed): kept[name][seed] for name, seed in wanted if kept and seed in kept[name]}

    def keep(key: tuple[str, int], figures: Figures) -> None:
        found[key] = figures
        name, seed = key
        if kept:
            with suppress(InputError):  # a full disk: the figures are here all the same
                kept[name][seed] = figures
        if progress:
            progress(len(found), len(wanted))

    with opened(executor, threads) as workers:
        run_each(work, [key for key in wanted if key not in found], workers, keep)
    return [_verdict(fact, [found[fact.runs.scenario, seed] for seed in chosen], chosen, resolution) for fact in facts]


def remove_kept(folder: Path, facts: Iterable[Fact], resolution: str | int, counters: bool) -> None:
    """Delete what a folder keeps of the runs of some facts."""
    asked = tuple(fact.name for fact in facts)
    for name in dict.fromkeys(FACTS[fact].runs.scenario for fact in asked):
        KeptFigures(folder, load(name), asked, resolution, counters).remove()


def figures_of(prepare: Prepare, seed: int, resolution: str | int = "calibration") -> dict[str, list[float]]:
    """Figures of all facts' conditions, in their units, with one seed, each scenario changed before; NaN for none."""
    found: Figures = {}
    for name in dict.fromkeys(fact.runs.scenario for fact in FACTS.values()):
        found |= _run_scenario(name, prepare(load(name)), tuple(FACTS.values()), seed, resolution, counters=False)
    return {name: found[name, False] for name in FACTS}


def _prepared(name: str, prepare: Prepare | None) -> Scenario:
    """A shipped scenario, changed if asked."""
    scenario = load(name)
    return prepare(scenario) if prepare else scenario


def _run_wanted(
    scenarios: Mapping[str, Scenario],
    facts: Sequence[str],
    resolution: str | int,
    counters: bool,
    wanted: tuple[str, int],
) -> Figures:
    """Figures of one scenario with one seed; facts go by name, for their measures cannot go to another process."""
    name, seed = wanted
    return _run_scenario(name, scenarios[name], facts_named(facts), seed, resolution, counters)


def _run_scenario(
    name: str, scenario: Scenario, facts: Sequence[Fact], seed: int, resolution: str | int, counters: bool
) -> Figures:
    """Figures of all facts of a scenario with one seed, and of their counter-experiments."""
    mine = [fact for fact in facts if fact.runs.scenario == name]
    wanted = [(fact, False) for fact in mine] + [(fact, True) for fact in mine if counters and fact.counter]
    branches = {
        _key(fact, arm, counter): Branch(_arm_scenario(scenario, fact, arm, counter), fact.runs.since, fact.runs.until)
        for fact, counter in wanted
        for arm in fact.needs
        if _layers(fact, arm, counter)
    }
    until = max(_base_until(fact) for fact in mine)
    base, parted = run_branches(scenario, branches, seed=seed, resolution=resolution, until=until, threads=1)
    datasets = {BASE: to_dataset(base)}
    found: Figures = {}
    for fact, counter in wanted:
        runs = {}
        for arm in fact.needs:
            key = _key(fact, arm, counter) if _layers(fact, arm, counter) else BASE
            if key not in datasets:
                datasets[key] = to_dataset(parted[key])
            runs[arm] = datasets[key]
        conditions = (fact.conditions[fact.counter.condition],) if counter and fact.counter else fact.conditions
        found[fact.name, counter] = [figure_of(condition, runs) for condition in conditions]
    return found


def _base_until(fact: Fact) -> datetime.date:
    """First day that the base run of a fact need not reach: where its arms part, if it looks at them alone."""
    return fact.runs.until if BASE in fact.needs else fact.runs.since


def figure_of(condition: Condition, runs: Mapping[str, xr.Dataset]) -> float:
    """A condition's figure in its unit; NaN, which holds nowhere, where there is nothing left to measure."""
    try:
        return condition.measure(runs)
    except (ZeroDivisionError, ValueError):
        return math.nan


def _layers(fact: Fact, arm: str, counter: bool) -> tuple[Settings, ...]:
    """What an arm lays over the scenario, in order."""
    layers = [fact.runs.arms.get(arm, {})]
    if counter and fact.counter:
        layers += [fact.counter.settings, fact.counter.arms.get(arm, {})]
    return tuple(layer for layer in layers if layer)


def _key(fact: Fact, arm: str, counter: bool) -> str:
    """Name of an arm among the branches of a scenario; facts of one experiment share it."""
    whose = f"counter-experiment of {fact.name}" if counter else f"{fact.runs.since} to {fact.runs.until}"
    return f"{whose}: {arm}"


def _arm_scenario(scenario: Scenario, fact: Fact, arm: str, counter: bool) -> Scenario:
    """The scenario of an arm."""
    for layer in _layers(fact, arm, counter):
        scenario = scenario.with_changes(**layer)
    return scenario


def _verdict(fact: Fact, figures: Sequence[Figures], seeds: tuple[int, ...], resolution: str | int) -> Verdict:
    """What the figures of the seeds say of a fact."""
    conditions = tuple(
        measured(condition, [found[fact.name, False][number] for found in figures])
        for number, condition in enumerate(fact.conditions)
    )
    counter = None
    if fact.counter and (fact.name, True) in figures[0]:
        condition = fact.conditions[fact.counter.condition]
        counter = measured(condition, [found[fact.name, True][0] for found in figures])
    return Verdict(fact, conditions, counter, seeds, resolution)


def measured(condition: Condition, values: Sequence[float]) -> Measured:
    """A condition's figures with mean and interval, in its unit."""
    mean, low, high = (float(part) for part in mean_interval(xr.DataArray(np.array(values), dims="seed")))
    return Measured(condition, tuple(values), mean, low, high)
