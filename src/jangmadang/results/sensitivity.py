"""Which parameters an answer depends on: Morris screening or Sobol indices of one indicator over a window.

Runs are kept as they finish, so that the same question goes on where it stopped.
"""

from __future__ import annotations

import datetime
import hashlib
import math
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from jangmadang.axes import AXES
from jangmadang.engine.ensemble import model_version, run_each
from jangmadang.engine.executors import opened
from jangmadang.engine.run import Progress, RunRecord, simulate
from jangmadang.errors import CheckError, InputError, nearest_name
from jangmadang.results.dataset import to_dataset
from jangmadang.results.indicators import INDICATORS, compute
from jangmadang.results.kept_lines import keep_line, kept_lines
from jangmadang.results.summary import HOME, YEAR_WEEKS
from jangmadang.results.variables import VARIABLES
from jangmadang.scenario import Scenario
from jangmadang.scenario.arguments import count_of, day_of, path_of, resolution_of, scenario_of, threads_of
from jangmadang.scenario.draws import ranged, settings_at
from jangmadang.scenario.parameters import Parameter
from jangmadang.scenario.posterior import Posterior, posterior_of

METHODS = ("morris", "sobol")
LEFT = 0.9  # of a posterior's draws: the range that it leaves of a parameter
COLUMNS = ("unit", "low", "value", "high", "meaning", "source")

TRAJECTORIES, FEWEST_TRAJECTORIES, MOST_TRAJECTORIES = 4, 2, 1000
SAMPLES, FEWEST_SAMPLES, MOST_SAMPLES = 64, 2, 2**14


@dataclass(frozen=True)
class Question:
    """What is asked of every run: one indicator at a place, averaged over a window.

    Attributes
    ----------
    indicator : a name of `jangmadang.results.INDICATORS`.
    place : where, for those that have places.
    member : of its further axis (class, channel, good, ...); empty for those without, and for all channels together.
    first, until : the window, from the first day to before the second, as dates or as text; default the last 52 weeks.
    """

    indicator: str
    place: str = HOME
    member: str = ""
    first: datetime.date | str | None = None
    until: datetime.date | str | None = None

    def checked(self, scenario: Scenario) -> Question:
        """The same with its days as dates, if the runs of a scenario answer it; an InputError says why they do not."""
        for name in ("indicator", "place", "member"):
            if not isinstance(getattr(self, name), str):
                raise InputError(f"the {name} of a question is a name, not {getattr(self, name)!r}")
        asked = replace(self, first=day_of("first", self.first), until=day_of("until", self.until))
        asked.of(_blank(scenario, asked.indicator))
        return asked

    def of(self, indicators: xr.Dataset) -> float:
        """The figure of one run.

        Raises
        ------
        InputError
            If there is no such indicator, place or member, or no week lies in the window.
        """
        if self.indicator not in indicators:
            names = [item.name for item in INDICATORS]
            hint = nearest_name(self.indicator, names)
            raise InputError(f"no indicator '{self.indicator}' (jangmadang explain indicators lists them); {hint}")
        series = indicators[self.indicator]
        if "place" in series.dims:
            series = _chosen(series, "place", self.place)
        elif self.place != HOME:
            raise InputError(f"{self.indicator} is of {HOME} or of all places; leave out the place '{self.place}'")
        axes = [str(dim) for dim in series.dims if dim != "week"]
        if self.member and not axes:
            raise InputError(
                f"{self.indicator} is not split by class, channel or good; leave out the member '{self.member}'"
            )
        for axis in axes:
            if axis == "channel" and not self.member:
                series = series.sum("channel")
                continue
            series = _chosen(series, axis, self.member)
        if self.first is None and self.until is None:
            return float(series.isel(week=slice(-YEAR_WEEKS, None)).mean())
        last = np.datetime64(self.until, "D") - 1 if self.until else None
        inside = series.sel(week=slice(np.datetime64(self.first, "D") if self.first else None, last))
        if not inside.sizes["week"]:
            raise InputError("no week of the run lies in the window; choose days inside the run")
        return float(inside.mean())


def _blank(scenario: Scenario, indicator: str) -> xr.Dataset:
    """One indicator of a made-up run of a scenario: its axes and weeks without the work."""
    shapes = {item.name: [len(AXES[axis]) for axis in item.dims] for item in VARIABLES}
    run = RunRecord(
        weeks=np.datetime64(scenario.start, "D") + 7 * np.arange(scenario.weeks),
        records={name: np.ones((scenario.weeks, *shape)) for name, shape in shapes.items()},
        ledger={},
        scenario=scenario,
        seed=0,
        resolution="",
        households=0,
        real_households=np.ones((len(AXES["place"]), len(AXES["household_class"]))),
        seconds=0.0,
        prepare_seconds=0.0,
        ledger_residuals={},
    )
    return compute(to_dataset(run), tuple(item for item in INDICATORS if item.name == indicator))


def _chosen(series: xr.DataArray, axis: str, member: str) -> xr.DataArray:
    """A series at one member of an axis."""
    members = [str(value) for value in series[axis].values]
    if member not in members:
        words = axis.replace("_", " ")
        what = f"'{member}' is no {words}" if member else f"choose its {words} as the member"
        raise InputError(f"{series.name}: {what}; {nearest_name(member, members)}")
    return series.sel({axis: member})


@dataclass(frozen=True)
class Sensitivity:
    """The effects of parameters on a figure, largest first.

    Attributes
    ----------
    table : a row for each parameter. By `morris`: mean absolute `effect` of going 2/3 of its range, in the indicator's
        unit, with the `half_width` of its 90 % interval. By `sobol`: its shares of the figure's variance, `total` and
        `first_order` (`jangmadang.results.sobol.Shares`), each with a `..._half_width`. Then its unit, range and value
        (as text, for many are tables: `0.1 to 0.3`), meaning and source.
    figures : the figure at every point; NaN where a run ended with an error.
    """

    scenario: Scenario
    question: Question
    table: pd.DataFrame
    figures: np.ndarray = field(repr=False)
    method: str = "morris"

    @property
    def failed(self) -> int:
        """Number of runs without a figure."""
        return int((~np.isfinite(self.figures)).sum())


def sensitivity(
    scenario: Scenario | Path | str,
    question: Question,
    *,
    method: str = "morris",
    trajectories: int | None = None,
    samples: int | None = None,
    only: Sequence[str] = (),
    posterior: Path | str | None = None,
    resolution: str | int = "calibration",
    executor: Executor | str | None = None,
    threads: int | None = None,
    folder: Path | str | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Rank the parameters by what they do to one indicator of a scenario, over their plausible ranges.

    Parameters
    ----------
    scenario : from `jangmadang.load`, or a name or file to load.
    question : the indicator, its place and its window.
    method : `morris`, mean effects from few runs, or `sobol`, shares of the variance from many.
    trajectories : number of Morris trajectories, each one run more than there are parameters; default 4.
    samples : of `sobol`, a power of two, each two runs more than there are parameters; default 64.
    only : names of parameters, or of their files (`grain`, `border`, ...); default all that have a range.
    posterior : rank over what a posterior leaves of the ranges, 90 % of its draws, instead of the whole: `shipped`, or
        a file of `jangmadang calibrate`.
    resolution : of the runs.
    executor, threads : make the runs, as for `jangmadang.ensemble`.
    folder : keeps each run as it finishes; the same call goes on where an earlier one stopped.
    progress : called with runs done and in all.

    Raises
    ------
    InputError
        If an argument is wrong; the message names the remedy.
    """
    from jangmadang.results import screening, sobol

    if not isinstance(question, Question):
        raise InputError(f'what is asked is a Question, such as Question("rice_price"), not {question!r}')
    scenario, resolution, threads = scenario_of(scenario), resolution_of(resolution), threads_of(threads)
    question = question.checked(scenario)
    count = count_asked(method, trajectories, samples)
    known = asked_parameters(only)
    if posterior is not None:
        known = left_by(posterior_of(posterior), known)
    if method == "sobol":
        points = sobol.samples(known, count, 1)
        seeds = sobol.seeds_of(points, count)
    else:
        points = screening.trajectories(known, count, 1)
        seeds = screening.seeds_of(points, count)
    kept_in = path_of("folder", folder)
    path = kept_in / f"runs-{_key(scenario, question, method, points, known, resolution)}.jsonl" if kept_in else None
    kept = dict(kept_lines(path, _figure_of))
    left = (_Point(number, seeds[number], points[number].tobytes()) for number in range(len(points)))
    work = partial(_figure, scenario, question, known, resolution)

    def keep(point: _Point, figure: float) -> None:
        number = point.number
        kept[number] = figure
        if path:
            keep_line(path, {"run": number, "figure": figure if math.isfinite(figure) else None})
        if progress:
            progress(len(kept), len(points))

    if len(kept) < len(points):
        with opened(executor, threads) as workers:
            run_each(work, [point for point in left if point.number not in kept], workers, keep)
    figures = np.array([kept[number] for number in range(len(points))])
    if not np.isfinite(figures).any():
        raise InputError("no run has the figure that is asked for")
    found: Sequence[screening.Influence | sobol.Shares]
    if method == "sobol":
        found = sobol.shares(known, figures, count)
    else:
        found = screening.influences(known, points, figures)
    return Sensitivity(scenario, question, _table(known, found), figures, method)


def count_asked(method: str, trajectories: int | None = None, samples: int | None = None) -> int:
    """The number of trajectories or samples, whichever the method takes; an InputError if the other is given."""
    if method not in METHODS:
        raise InputError(f"no method '{method}'; {nearest_name(str(method), METHODS)}")
    if method == "morris":
        if samples is not None:
            raise InputError("samples are for the method sobol, and morris does nothing with them; give trajectories")
        asked = TRAJECTORIES if trajectories is None else trajectories
        return count_of("trajectories", asked, FEWEST_TRAJECTORIES, MOST_TRAJECTORIES)
    if trajectories is not None:
        raise InputError("trajectories are for the method morris, and sobol does nothing with them; give samples")
    count = count_of("samples", SAMPLES if samples is None else samples, FEWEST_SAMPLES, MOST_SAMPLES)
    if count & (count - 1):
        below = 1 << count.bit_length() - 1
        raise InputError(f"samples is a power of two, for an even design: {below} or {2 * below}, not {count}")
    return count


def runs_asked(method: str, count: int, parameters: int) -> int:
    """The number of runs of some trajectories or samples."""
    return count * (parameters + (2 if method == "sobol" else 1))


def asked_parameters(only: Sequence[str]) -> list[Parameter]:
    """The ranged parameters of some names or files; all of them without names."""
    if isinstance(only, str) or not all(isinstance(name, str) for name in only):
        raise InputError(f'only is a list of names, such as ["grain"], not {only!r}')
    every = ranged()
    names = {item.name for item in every} | {item.room for item in every}
    for name in only:
        if name not in names:
            raise InputError(f"no parameter with a range, nor a file of parameters, is named '{name}'; "
                             f"{nearest_name(name, names)}")  # fmt: skip
    return [item for item in every if not only or item.name in only or item.room in only]


def left_by(posterior: Posterior, known: Sequence[Parameter]) -> list[Parameter]:
    """Parameters with the ranges that hold 90 % of a posterior's draws."""
    ends = [posterior.range_of(item, LEFT) for item in known]
    return [replace(item, low=low, high=high) for item, (low, high) in zip(known, ends, strict=True)]


@dataclass(frozen=True)
class _Point:
    """Where a run is made: the one thing that a worker is sent for it, as a design of many samples is large."""

    number: int
    seed: int
    place: bytes

    def __str__(self) -> str:
        return str(self.number)


def _figure(
    scenario: Scenario, question: Question, known: Sequence[Parameter], resolution: str | int, point: _Point
) -> float:
    """The figure of one run; NaN where its accounts or settings refuse the point."""
    try:
        settings = settings_at(np.frombuffer(point.place), known)
        asked = scenario.with_changes(parameters={**scenario.parameters, **settings})
        run = simulate(asked, point.seed, resolution, threads=1)
    except (CheckError, InputError):
        return math.nan
    return question.of(compute(to_dataset(run)))


def _table(known: Sequence[Parameter], found: Sequence[Any]) -> pd.DataFrame:
    """Effects with what is known of each parameter."""
    by_name = {item.name: item for item in known}
    rows = []
    for effect in found:
        item = by_name[effect.parameter]
        ends = [_ends(values) for values in (item.low, item.value, item.high)]
        rows.append((*effect, item.unit, *ends, item.meaning, ", ".join(item.source)))
    return pd.DataFrame(rows, columns=[*found[0]._fields, *COLUMNS])


def _ends(values: np.ndarray) -> str:
    """A number, or the least and largest of a table."""
    low, high = float(np.min(values)), float(np.max(values))
    return f"{low:.6g}" if low == high else f"{low:.6g} to {high:.6g}"


def _key(
    scenario: Scenario,
    question: Question,
    method: str,
    points: np.ndarray,
    known: Sequence[Parameter],
    resolution: str | int,
) -> str:
    """Hash of all that shapes the runs."""
    parts = [repr([(item.name, item.low.tolist(), item.high.tolist()) for item in known])]
    parts += [scenario.content_hash(), scenario.opening_hash(), repr(question)]
    parts += [method, str(resolution), model_version()]
    return hashlib.sha256("\n".join(parts).encode() + points.tobytes()).hexdigest()[:12]


def _figure_of(record: dict[str, Any]) -> tuple[int, float]:
    """The number and the figure of a run that an earlier call kept."""
    return record["run"], math.nan if record["figure"] is None else float(record["figure"])
