"""What was reported, beside a run: pairs, how old the evidence is, and how often forecast bands held."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Reported:
    """Reports beside a run.

    Attributes
    ----------
    observations : all of them.
    pairs : each that applies, with the run's value.
    ages : the last of each kind.
    coverage : what forecast bands held, by item, horizon and period.
    """

    observations: Sequence[Observation]
    pairs: Sequence[Comparison]
    ages: Sequence[LastReport]
    coverage: Sequence[Coverage]

    @property
    def data_end(self) -> np.datetime64 | None:
        """The day of the last report of any kind; what follows is a projection."""
        return data_end(self.ages)


def reported_beside(scenario: Any, dataset: xr.Dataset) -> Reported:
    """The shipped reports beside a run."""
    observations = shipped_prices()
    pairs = compared(dataset, observations)
    return Reported(observations, pairs, last_reports(scenario, observations), all_coverage(pairs, observations))
