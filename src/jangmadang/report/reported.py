"""What was reported, beside a run: pairs, how old the evidence is, and how often forecast bands held."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from jangmadang.evidence.comparing import Comparison
from jangmadang.evidence.error_bands import Coverage, all_coverage
from jangmadang.evidence.observations import Observation
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.report.evidence_age import LastReport, data_end, last_reports
from jangmadang.report.observed import compared
from jangmadang.scenario import Scenario, load
from jangmadang.scenario.reading import STANDARD


@dataclass(frozen=True)
class Reported:
    """Reports beside a run.

    Attributes
    ----------
    observations : all of them.
    pairs : each that applies, with the run's value.
    ages : the last of each kind.
    coverage : what forecast bands held, by item, horizon and period.
    apart_since : Monday from which, before the last report, the scenario's paths are not those of the history; what
        a run then differs by from reports is no error of the model. None if they are.
    """

    observations: Sequence[Observation]
    pairs: Sequence[Comparison]
    ages: Sequence[LastReport]
    coverage: Sequence[Coverage]
    apart_since: np.datetime64 | None = None

    @property
    def data_end(self) -> np.datetime64 | None:
        """The day of the last report of any kind; what follows is a projection."""
        return data_end(self.ages)


def reported_beside(scenario: Any, dataset: xr.Dataset) -> Reported:
    """The shipped reports beside a run."""
    observations = shipped_prices()
    pairs, ages = compared(dataset, observations), last_reports(scenario, observations)
    apart = apart_from_history(scenario, data_end(ages))
    return Reported(observations, pairs, ages, () if apart else all_coverage(pairs, observations), apart)


def apart_from_history(scenario: Any, end: np.datetime64 | None) -> np.datetime64 | None:
    """Monday from which, before a day, paths of a scenario are not those of the history; None if they all are."""
    if end is None or not isinstance(scenario, Scenario):
        return None
    history = load(STANDARD)
    first, last = max(scenario.start, history.start), min(scenario.end, history.end, end.astype(datetime.date))
    weeks = (last - first).days // 7
    if weeks <= 0:
        return None
    differ = np.flatnonzero(scenario.weekly_paths(first, weeks) != history.weekly_paths(first, weeks))
    return np.datetime64(first + datetime.timedelta(weeks=int(differ[0]))) if differ.size else None
