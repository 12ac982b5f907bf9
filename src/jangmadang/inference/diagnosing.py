"""Whether a posterior may be shown: its runs beside the reports, whether its draws are at rest, what it learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from jangmadang.evidence.fit import PERIODS
from jangmadang.evidence.run_series import run_series
from jangmadang.inference.calibrating import Calibration
from jangmadang.inference.fitting import Evidence
from jangmadang.inference.members import Member

MOST_MISFIT, MOST_CHANGE = 1.5, 0.1
WIDEST = 1.1  # of the priors' standard deviations, all together: no posterior is wider
NARROWED = 0.7  # of a prior's: sixty draws tell no less from chance
LEAST_INSIDE, MISSED = 0.80, 0.05  # of reports in 90 % bands; in either tail


@dataclass(frozen=True)
class Coverage:
    """Reports of an item and period inside the posterior's 90 % bands: its runs, discrepancy and reporting noise."""

    item: str
    period: str
    reports: int
    inside: float
    bias: float
    mean_abs_log_error: float


@dataclass(frozen=True)
class Diagnosis:
    """What a posterior's own runs say.

    Attributes
    ----------
    misfit : mean over draws of the squared whitened misfit of a report.
    misfit_start, misfit_before : that of the draws of the prior, and one step before the last.
    misfit_own : that of the scenario's own parameters.
    narrowed : numbers, by name, whose standard deviation is at most seven tenths of the prior's, and that part.
    width : root mean square of all numbers' standard deviations over the prior's.
    coverage : by item and period.
    later : the same of reports that were not fitted.
    inside : part of the printed figures whose range overlaps the draws' 90 % band.
    failed : runs that ended with an error.
    discrepancies : what reports lie off the scenario's own runs beside noise, by item.
    """

    misfit: float
    misfit_start: float
    misfit_before: float
    misfit_own: float
    narrowed: dict[str, float]
    width: float
    coverage: tuple[Coverage, ...]
    later: tuple[Coverage, ...]
    inside: float
    failed: int
    discrepancies: dict[str, dict[str, float]]

    def gates(self) -> list[tuple[str, bool]]:
        """What must hold before the posterior is shown as an estimate, in words, and whether it does."""
        change = abs(self.misfit - self.misfit_before)
        held = {row.item: row.inside for row in self.coverage if row.period == "all"}
        told = ", ".join(f"{part:.0%} of {item}" for item, part in held.items())
        return [
            (f"mean misfit of a report {self.misfit:.2f}, at most {MOST_MISFIT}", self.misfit <= MOST_MISFIT),
            (f"no worse than the scenario's own parameters ({self.misfit_own:.2f})", self.misfit <= self.misfit_own),
            (f"at rest: the last step changed it by {change:.2f}, at most {MOST_CHANGE}", change <= MOST_CHANGE),
            (
                f"90 % bands hold {told}, at least {LEAST_INSIDE:.0%} of each",
                all(part >= LEAST_INSIDE for part in held.values()),
            ),
            (f"numbers together no wider than {WIDEST} of their prior: {self.width:.2f}", self.width <= WIDEST),
        ]

    def as_record(self) -> dict[str, Any]:
        """As plain data, with the gates."""
        return asdict(self) | {"gates": [{"what": what, "holds": bool(holds)} for what, holds in self.gates()]}


def diagnose(found: Calibration) -> Diagnosis:
    """Measure a posterior."""
    basis, evidence = found.basis, found.evidence
    whole = [member for member in found.members if not member.error]
    spread, names = found.z.std(0), found.prior.names

    def misfit_of(members: Sequence[Member]) -> float:
        return float(basis.whitened.misfit(evidence.histories(members), evidence.log_prices).mean())

    return Diagnosis(
        misfit=misfit_of(whole),
        misfit_start=misfit_of(found.start),
        misfit_before=misfit_of(found.before),
        misfit_own=misfit_of(found.own),
        narrowed={names[k]: float(spread[k]) for k in np.argsort(spread) if spread[k] <= NARROWED},
        width=float(np.sqrt((spread**2).mean())),
        coverage=tuple(coverage_of(evidence, whole)),
        later=tuple(coverage_of(found.later, whole)),
        inside=_overlapping(found),
        failed=len(found.members) - len(whole),
        discrepancies={item: one._asdict() for item, one in evidence.discrepancies.items()},
    )


def coverage_of(evidence: Evidence, members: Sequence[Member]) -> list[Coverage]:
    """Share of reports in the bands of a posterior's runs, by item and period."""
    from scipy.special import ndtr

    if not evidence.reports:
        return []
    movements = [item for item, series in run_series().items() if series.movement]
    error = np.sqrt(np.diag(evidence.covariance))
    away = evidence.log_prices - evidence.histories(members)
    below = ndtr(away / error).mean(0)
    covered = (below > MISSED) & (below < 1.0 - MISSED)
    rows = []
    for item in dict.fromkeys(report.item for report in evidence.reports if report.item not in movements):
        for period, (first, last) in PERIODS.items():
            mine = np.array([r.item == item and first <= r.day <= last for r in evidence.reports])
            if mine.any():
                middle = np.median(-away[:, mine], 0)
                figures = float(covered[mine].mean()), float(middle.mean()), float(np.abs(middle).mean())
                rows.append(Coverage(item, period, int(mine.sum()), *figures))
    return rows


def _overlapping(found: Calibration) -> float:
    """Part of the printed figures whose range overlaps the draws' 90 % band."""
    figures = found.evidence.figures([member for member in found.members if not member.error])
    low, high = np.array([target.ends for target in found.evidence.wanted]).T
    bottom, top = np.quantile(figures, [MISSED, 1.0 - MISSED], axis=0)
    return float(((bottom <= high) & (top >= low)).mean())
