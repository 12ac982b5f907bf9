"""What a fact or a response is: arms that share a past, conditions on them, and the mechanism that should carry it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import xarray as xr

Arms = Mapping[str, xr.Dataset]
Settings = Mapping[str, Any]
BASE = "base"


@dataclass(frozen=True)
class Bound:
    """Where a figure must lie, in its unit; `no_effect` is its value when nothing happens (None for a level)."""

    low: float = float("-inf")
    high: float = float("inf")
    no_effect: float | None = None

    def holds(self, mean: float, low: float, high: float) -> bool:
        """Whether the mean lies inside, and the interval on the stated side of no effect or, for a level, overlaps."""
        inside = self.low <= mean <= self.high
        if self.no_effect is None:
            return inside and high >= self.low and low <= self.high
        same_sign = low > self.no_effect if mean > self.no_effect else high < self.no_effect
        return inside and (same_sign or self.low < self.no_effect < self.high)

    def __str__(self) -> str:
        if self.low == float("-inf"):
            return "shown only" if self.high == float("inf") else f"at most {self.high:.4g}"
        return f"at least {self.low:.4g}" if self.high == float("inf") else f"{self.low:.4g} to {self.high:.4g}"


@dataclass(frozen=True)
class Condition:
    """One thing that must show.

    Attributes
    ----------
    what : in words, with the window if it is not the experiment's.
    measure : from the arms of one seed to a figure.
    unit : of the figure.
    bound : where the mean over seeds must lie.
    source : where the bound comes from, if not from the statement itself.
    """

    what: str
    measure: Callable[[Arms], float]
    unit: str
    bound: Bound
    source: str = ""


@dataclass(frozen=True)
class Experiment:
    """Runs that share a past.

    Attributes
    ----------
    scenario : shipped name of the scenario of the base arm.
    since : Monday from which the other arms' settings hold.
    until : first day no longer simulated.
    arms : settings by arm, as for `Scenario.with_changes`, beside the base arm, which has none.
    """

    scenario: str
    since: datetime.date
    until: datetime.date
    arms: Mapping[str, Settings] = field(default_factory=dict)


@dataclass(frozen=True)
class Counter:
    """The counter-experiment: what is taken away in every arm, and which condition must then fail.

    Attributes
    ----------
    mechanism : what carries the fact, in words.
    settings : laid over every arm from the experiment's first week.
    condition : number of the condition that must fail, turn or keep at most a third of its effect.
    arms : settings laid over single arms instead, where the counter-experiment is another path.
    """

    mechanism: str
    settings: Settings = field(default_factory=dict)
    condition: int = 0
    arms: Mapping[str, Settings] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """A statement with its experiment: of a report (a fact), or what every economist expects (a response).

    Attributes
    ----------
    name : C1 to C11 and S1 to S11, the facts; R1 to R12, the responses.
    statement : in our words.
    experiment : in words.
    runs : the experiment.
    needs : arms the conditions look at.
    conditions : all must hold.
    counter : the counter-experiment; None where there is no single mechanism to take away.
    restates_path : whether it mostly restates the given path.
    """

    name: str
    statement: str
    experiment: str
    runs: Experiment
    needs: tuple[str, ...]
    conditions: tuple[Condition, ...]
    counter: Counter | None = None
    restates_path: bool = False
