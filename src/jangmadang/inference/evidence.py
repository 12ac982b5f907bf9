"""The evidence that parameters are fitted to: reported prices, printed levels, and statements on the history itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from jangmadang.evidence.comparing import comparisons
from jangmadang.evidence.observations import Observation
from jangmadang.facts.experiment import BASE
from jangmadang.facts.levels import counts_as_test, levels, measure_levels
from jangmadang.facts.running import FACTS, PRINTED_RANGES, figure_of

Scale = Literal["logarithm", "log odds", "log of one plus", "as is"]
#: Standard deviation of what lies between a printed figure and the model's of the same name (definitions, samples).
LEVEL_ERROR: Mapping[Scale, float] = {"logarithm": 0.25, "log odds": 0.35, "log of one plus": 0.1}
LEAST_SHARE = 0.005  # shares are not told apart below: nobody counts them
SCENARIO = "hyesan"


class Report(NamedTuple):
    """One reported price that a run answers for.

    Attributes
    ----------
    id, item, place, publisher : of the observation.
    day : the middle of its period.
    log_price : natural logarithm of what is reported.
    noise : standard deviation of the logarithm: of reporting, and of the dispersion that a printed range stands for.
    known_on : first day on which it could be known.
    """

    id: str
    item: str
    place: str
    publisher: str
    day: date
    log_price: float
    noise: float
    known_on: date


@dataclass(frozen=True)
class Target:
    """A printed range in which a figure of a run should lie.

    Attributes
    ----------
    name : of a level, or of a statement with the number of its condition.
    low, high : ends in the figure's own unit; infinite where there is none.
    scale : on which the figure's error is a standard deviation.
    spread : that error, where it is not the scale's own.
    """

    name: str
    what: str
    low: float
    high: float
    unit: str
    scale: Scale
    spread: float = 0.0

    @property
    def error(self) -> float:
        """Standard deviation of print about the model on the target's scale."""
        return self.spread or LEVEL_ERROR[self.scale]

    def scaled(self, figure: float) -> float:
        """A figure, given in its own unit, on the target's scale; NaN if it has none."""
        if not math.isfinite(figure) or self.scale == "as is":
            return figure
        if self.scale == "logarithm":
            return math.log(figure) if figure > 0.0 else math.nan
        if self.scale == "log of one plus":
            return math.log1p(figure) if figure > -1.0 else math.nan
        share = min(max(figure, LEAST_SHARE), 1.0 - LEAST_SHARE)
        return math.log(share / (1.0 - share))

    @property
    def ends(self) -> tuple[float, float]:
        """The printed ends on the target's scale."""
        return self.scaled(self.low), self.scaled(self.high)


def reports_of(run: xr.Dataset, observations: Sequence[Observation]) -> tuple[list[Report], NDArray[np.float64]]:
    """Reports that count beside a run, each once and in its own currency, and the run's logarithms of them."""
    known = {o.id: o for o in observations}
    found, modelled = [], []
    taken: set[str] = set()
    for pair in comparisons(run, observations):
        if pair.counted and pair.id not in taken:
            taken.add(pair.id)
            o = known[pair.id]
            spread = math.log(o.high / o.low) / math.sqrt(12.0) if o.low and o.high else 0.0
            noise = math.hypot(o.noise, spread)
            found.append(Report(o.id, o.item, o.place, o.publisher, o.date, math.log(pair.observed), noise, o.known_on))
            modelled.append(math.log(pair.modelled) if pair.modelled > 0.0 else math.nan)
    return found, np.array(modelled)


def targets() -> list[Target]:
    """The printed levels that no parameter cites, and the statements on the history itself."""
    found = []
    for level in levels().values():
        if counts_as_test(level) and not level.inside and level.scenario == SCENARIO:
            scale: Scale = "log odds" if level.unit == "share" else "logarithm"
            found.append(Target(level.name, level.what, level.low, level.high, level.unit, scale))
    for name, number in PRINTED_RANGES:
        condition = FACTS[name].conditions[number]
        bound = condition.bound
        scale = "logarithm" if condition.unit != "share" else "log odds" if bound.low > 0.0 else "log of one plus"
        found.append(Target(f"{name}.{number}", condition.what, bound.low, bound.high, condition.unit, scale))
    return found


def target_figures(run: xr.Dataset, wanted: Sequence[Target]) -> NDArray[np.float64]:
    """The run's figure of each target, on the target's scale; NaN where it has none."""
    measured = measure_levels({SCENARIO: run}, [target.name for target in wanted if target.name in levels()])
    found = []
    for target in wanted:
        name, _, number = target.name.partition(".")
        figure = figure_of(FACTS[name].conditions[int(number)], {BASE: run}) if number else measured[name]
        found.append(target.scaled(figure))
    return np.array(found)
