"""The answer over all members: figures with bands, why they change, and whether the model had to be pushed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jangmadang.economy_outlook.figures import FIGURES, OF_TRADE, Figure
from jangmadang.economy_outlook.following import STAPLES, Array
from jangmadang.economy_outlook.members import AS_SAMPLED, ENDS, FUTURES, EconomyMember
from jangmadang.errors import InputError
from jangmadang.results.summary import YEAR_WEEKS

#: Quantiles of a band: of 90 %, of 50 %, the median between.
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
#: Horizons whose change is explained.
EXPLAINED_WEEKS = (13, 26)
#: Standard errors by which the mean innovation of the year may differ from 0.
GATE = 2.5
#: Fewer members than this have no band.
FEWEST = 10
RATE, STAPLE_PRICES, SEASON, TOGETHER = "rate", "staple_prices", "season", "together"
BORDER, CHINA = "border", "china"
#: Parts that add up to the change, and effects beside it of what stays as it is.
PARTS, HELD = (RATE, STAPLE_PRICES, SEASON, TOGETHER), (BORDER, CHINA)


@dataclass(frozen=True, slots=True)
class Band:
    """Quantiles over members at `LEVELS`, in the figure's unit."""

    weeks: int
    low: float
    low_half: float
    median: float
    high_half: float
    high: float


@dataclass(frozen=True, slots=True)
class Part:
    """Mean over members, and the interval that holds 90 % of them, in the figure's unit."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Why:
    """Why a figure is another after so many weeks.

    Attributes
    ----------
    weeks : from the origin.
    change : since the origin.
    parts : by name of `PARTS`; their means add up to that of the change.
    held : by name of `HELD`, what the origin's border and China add, held as they are, to those of the year before it.
    """

    weeks: int
    change: Part
    parts: dict[str, Part]
    held: dict[str, Part]


@dataclass(frozen=True, slots=True)
class Told:
    """A figure ahead.

    Attributes
    ----------
    figure : which.
    bands : by weeks ahead; 0 is now.
    unpushed : medians by weeks ahead of the members within the gate alone; none where they are fewer than `FEWEST`.
    why : of its changes.
    """

    figure: Figure
    bands: tuple[Band, ...]
    unpushed: tuple[float, ...]
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Pushing:
    """Whether members had to be pushed to the reported prices of a staple in the year to the origin.

    Attributes
    ----------
    staple : its name.
    weekly : median over members of the mean innovation, part of the price a week; negative: pushed down.
    standard_errors : median over members of its size in standard errors of each.
    down, up : how many members it pushes down, and up, by more than `GATE`.
    gap : mean absolute logarithm of the price over the sampled path's, of that year and of the weeks ahead.
    """

    staple: str
    weekly: float
    standard_errors: float
    down: int
    up: int
    gap: float
    gap_ahead: float

    @property
    def holds(self) -> bool:
        """Whether the model stands where reports are without being pushed, in most members."""
        return self.standard_errors <= GATE


@dataclass(frozen=True, slots=True)
class EconomyOutlook:
    """What the economy makes of the prices and rates ahead: model output under stated assumptions, never scored.

    Attributes
    ----------
    origin : nothing reported later is used.
    last_week : Monday of the origin's week, the last of the four that are now.
    members : how many the bands are of.
    ended : how many others ended by an error of the accounts.
    unpushed : how many are within the gate for every staple.
    told : all figures.
    pushing : by staple.
    """

    origin: date
    last_week: date
    members: int
    ended: int
    unpushed: int
    told: tuple[Told, ...]
    pushing: tuple[Pushing, ...]

    @property
    def gate_holds(self) -> bool:
        """Whether the model stands where reports are by itself; else levels are only indications."""
        return all(one.holds for one in self.pushing)

    @property
    def withheld(self) -> bool:
        """Whether hunger and incomes are not told: the gate fails and too few members are within it to compare."""
        return not self.gate_holds and self.unpushed < FEWEST

    @property
    def shown(self) -> tuple[Told, ...]:
        """The figures that are told."""
        return tuple(one for one in self.told if not self.withheld or one.figure.name in OF_TRADE)

    def day(self, weeks: int) -> date:
        """The day of a horizon."""
        return self.origin + timedelta(weeks=weeks)

    def of(self, name: str, place: str = "hyesan", household_class: str = "all") -> Told:
        """One figure."""
        return next(one for one in self.told if one.figure[:3] == (name, place, household_class))


def answer_from(origin: date, last_week: date, members: Sequence[EconomyMember]) -> EconomyOutlook:
    """The answer of finished members; those that ended are left out and counted.

    Raises
    ------
    InputError
        If fewer than `FEWEST` finished.
    """
    finished = [one for one in members if not one.error]
    if len(finished) < FEWEST:
        why = next((one.error for one in members if one.error), "no more were asked for")
        raise InputError(f"only {len(finished)} members finished, {FEWEST} are needed for a band: {why}")
    values = np.stack([one.values for one in finished])
    errors = np.array([[standard_errors(column) for column in one.innovations.T] for one in finished])
    within = (np.abs(errors) <= GATE).all(axis=1)
    told = tuple(_told(figure, values[:, :, n], within) for n, figure in enumerate(FIGURES))
    pushing = tuple(_pushing(name, errors[:, n], n, finished) for n, name in enumerate(STAPLES))
    counts = len(finished), len(members) - len(finished), int(within.sum())
    return EconomyOutlook(origin, last_week, *counts, told, pushing)


def _told(figure: Figure, values: Array, within: NDArray[np.bool_]) -> Told:
    """A figure from its values [member, future, end], and which members are within the gate."""
    of = dict(zip(FUTURES, np.moveaxis(values, 1, 0), strict=True))
    sampled = of[AS_SAMPLED]
    bands = tuple(Band(int(weeks), *np.quantile(sampled[:, n], LEVELS).tolist()) for n, weeks in enumerate(ENDS))
    unpushed = tuple(np.median(sampled[within], axis=0).tolist()) if within.sum() >= FEWEST else ()
    return Told(figure, bands, unpushed, tuple(_why(weeks, of) for weeks in EXPLAINED_WEEKS))


def _why(weeks: int, of: dict[str, Array]) -> Why:
    """The parts of the change by some weeks, from values by future [member, end]."""
    end = ENDS.tolist().index(weeks)
    now, then = of[AS_SAMPLED][:, 0], {name: values[:, end] for name, values in of.items()}
    sampled = then[AS_SAMPLED]
    parts = {
        RATE: sampled - then["rate held"],
        STAPLE_PRICES: sampled - then["staples held"],
        SEASON: then["all held"] - now,
    }
    parts[TOGETHER] = sampled - now - sum(parts.values())
    held = {BORDER: sampled - then["border of the year"], CHINA: sampled - then["China of the year"]}
    return Why(
        weeks,
        _part(sampled - now),
        {name: _part(parts[name]) for name in PARTS},
        {name: _part(held[name]) for name in HELD},
    )


def _part(values: Array) -> Part:
    low, high = np.quantile(values, [LEVELS[0], LEVELS[-1]])
    return Part(float(values.mean()), float(low), float(high))


def _pushing(staple: str, errors: Array, n: int, members: Sequence[EconomyMember]) -> Pushing:
    """The monitor of one staple, from the standard errors of each member."""
    innovations = np.stack([one.innovations[:, n] for one in members])
    gaps = np.abs(np.stack([one.gaps[:, n] for one in members]))
    return Pushing(
        staple,
        float(np.median(innovations.mean(axis=1))),
        float(np.median(np.abs(errors))),
        int(np.sum(errors < -GATE)),
        int(np.sum(errors > GATE)),
        float(gaps[:, :YEAR_WEEKS].mean()),
        float(gaps[:, YEAR_WEEKS:].mean()),
    )


def standard_errors(innovations: Array) -> float:
    """Mean of some weeks' innovations over its standard error."""
    return float(innovations.mean() / (innovations.std(ddof=1) / np.sqrt(len(innovations))))
