"""Whether a posterior may be shown: its runs beside emulator and reports, its chains, and what it has learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from warnings import catch_warnings

import numpy as np

from jangmadang.evidence.fit import PERIODS
from jangmadang.evidence.run_series import run_series
from jangmadang.inference.calibrating import Calibration
from jangmadang.inference.fitting import Evidence
from jangmadang.inference.members import Member

MOST_MISFIT, MOST_DISAGREEMENT, MOST_R_HAT, LEAST_EXPLAINED, LEADING = 1.5, 0.2, 1.1, 0.8, 6
WIDEST = 1.1  # of a prior's standard deviation: no posterior is wider
COVERAGE, MISSED = (0.80, 0.97), 0.05  # aim for 90 % bands; in either tail


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
    misfit, misfit_emulated : mean over draws of the squared whitened misfit of a report, by runs and by the emulator.
    misfit_own : that of the scenario's own parameters.
    r_hat : worst over log likelihood and sampled directions.
    explained : [component] part of the leading price components' variance that the emulator explains.
    narrowed : numbers, by name, whose standard deviation is at most four fifths of the prior's, and that part.
    widest : largest standard deviation over the prior's.
    coverage : by item and period.
    later : the same of reports that were not fitted.
    inside : part of the printed figures whose range overlaps the draws' 90 % band.
    failed : runs that ended with an error.
    """

    misfit: float
    misfit_emulated: float
    misfit_own: float
    r_hat: float
    explained: tuple[float, ...]
    narrowed: dict[str, float]
    widest: float
    coverage: tuple[Coverage, ...]
    later: tuple[Coverage, ...]
    inside: float
    failed: int

    def gates(self) -> list[tuple[str, bool]]:
        """What must hold before the posterior is shown as an estimate, in words, and whether it does."""
        leading = self.explained[:LEADING]
        return [
            (f"mean misfit of a report {self.misfit:.2f}, at most {MOST_MISFIT}", self.misfit <= MOST_MISFIT),
            (f"no worse than the scenario's own parameters ({self.misfit_own:.2f})", self.misfit <= self.misfit_own),
            (
                f"runs and emulator agree: {self.misfit:.2f} and {self.misfit_emulated:.2f}, at most "
                f"{MOST_DISAGREEMENT} apart",
                abs(self.misfit - self.misfit_emulated) <= MOST_DISAGREEMENT,
            ),
            (
                f"emulator explains at least {LEAST_EXPLAINED} of each of {LEADING} components: {min(leading):.2f}",
                min(leading) >= LEAST_EXPLAINED,
            ),
            (f"chains agree: R-hat {self.r_hat:.2f}, below {MOST_R_HAT}", self.r_hat < MOST_R_HAT),
            (f"no number wider than {WIDEST} of its prior: {self.widest:.2f}", self.widest <= WIDEST),
        ]

    def as_record(self) -> dict[str, Any]:
        """As plain data, with the gates."""
        return asdict(self) | {"gates": [{"what": what, "holds": bool(holds)} for what, holds in self.gates()]}


def diagnose(found: Calibration) -> Diagnosis:
    """Measure a posterior."""
    with catch_warnings(action="ignore"):  # what it says of its next version
        from arviz import rhat

    fitted, evidence = found.fitted, found.evidence
    whole = [member for member in found.members if not member.error]
    histories = evidence.histories(whole)
    basis, emulator = fitted.basis, fitted.emulator
    count = len(basis.whitened.observed)
    predicted = emulator.predict(np.array([m.z for m in whole]))[:, :count]
    total = basis.whitened.misfit(histories, evidence.log_prices)
    inside = ((basis.whitened.components(histories) - basis.whitened.observed) ** 2).sum(1) / len(evidence.reports)
    emulated = ((predicted - basis.whitened.observed) ** 2).sum(1) + emulator.variances[:count].sum()
    spread = found.chains.reshape(-1, found.prior.size).std(0)
    names = found.prior.names
    chains = np.concatenate(
        [fitted.log_likelihood(found.chains)[..., None], found.chains @ emulator.subspace.directions.T], -1
    )
    worst = max(float(rhat(chains[..., k])) for k in range(chains.shape[-1]))
    return Diagnosis(
        misfit=float(total.mean()),
        misfit_emulated=float((total - inside + emulated / len(evidence.reports)).mean()),
        misfit_own=float(basis.whitened.misfit(evidence.histories(found.own), evidence.log_prices).mean()),
        r_hat=worst,
        explained=tuple(float(part) for part in emulator.explained[:count]),
        narrowed={names[k]: float(spread[k]) for k in np.argsort(spread) if spread[k] <= 0.8},
        widest=float(spread.max()),
        coverage=tuple(coverage_of(evidence, whole)),
        later=tuple(coverage_of(found.later, whole)),
        inside=_overlapping(found),
        failed=len(found.members) - len(whole),
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
