"""What members are held against: reports as a few components, printed figures, and how both answer to each number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jangmadang.inference.discrepancy import Discrepancy
from jangmadang.inference.evidence import Report, Target
from jangmadang.inference.likelihood import Whitened, target_log_likelihood, told, whitened
from jangmadang.inference.members import Member
from jangmadang.inference.prior import Prior
from jangmadang.inference.slopes import slopes_of

MOVED_ALONE = 100  # numbers at most
NONE: NDArray[np.int64] = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Evidence:
    """What the members are held against.

    Attributes
    ----------
    reports : the reports that count.
    covariance : [report, report] of their logarithms about the model's.
    wanted : the printed figures.
    places : [report] where they stand among all reports that the members answer for.
    discrepancies : what their covariance rests on, by item.
    """

    reports: tuple[Report, ...]
    covariance: NDArray[np.float64]
    wanted: tuple[Target, ...]
    places: NDArray[np.int64]
    discrepancies: Mapping[str, Discrepancy]

    @property
    def log_prices(self) -> NDArray[np.float64]:
        """[report] the reports themselves."""
        return np.array([report.log_price for report in self.reports])

    def histories(self, members: Sequence[Member]) -> NDArray[np.float64]:
        """Members' ln prices [member, report] as they are told; a price that a run has not is the worst of all."""
        prices = np.array([member.log_prices[self.places] for member in members])
        return told(np.where(np.isfinite(prices), prices, np.inf), self.log_prices)

    def figures(self, members: Sequence[Member]) -> NDArray[np.float64]:
        """Members' target figures [member, target] on the targets' scales; without one the middle of the others."""
        figures = np.array([member.figures for member in members])
        middle = np.nanmedian(figures, 0)
        far = 5.0 * np.array([target.error for target in self.wanted])
        low, high = np.array([target.ends for target in self.wanted]).T
        figures = np.where(np.isfinite(figures), figures, middle)
        return np.clip(
            figures, np.where(np.isfinite(low), low, high) - far, np.where(np.isfinite(high), high, low) + far
        )


@dataclass(frozen=True)
class Basis:
    """The figures that are fitted, and how they answer to the parameters.

    Attributes
    ----------
    evidence : what is fitted.
    whitened : the reports as a few components.
    slopes : [figure, number] change of a figure, in standard deviations of its error, for a standard normal number.
    """

    evidence: Evidence
    whitened: Whitened
    slopes: NDArray[np.float64]

    def figures(self, members: Sequence[Member]) -> NDArray[np.float64]:
        """Components, in unit errors, then targets' figures on their scales [member, figure]."""
        components = self.whitened.components(self.evidence.histories(members))
        return np.hstack([components, self.evidence.figures(members)])

    @property
    def errors(self) -> NDArray[np.float64]:
        """[figure] standard deviations of the evidence about the model."""
        return np.concatenate([np.ones(self.count), [target.error for target in self.evidence.wanted]])

    @property
    def count(self) -> int:
        """Count of components, which stand before the printed figures."""
        return len(self.whitened.observed)

    def log_likelihood(self, figures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log likelihood of the evidence at figures [..., figure]."""
        of_reports = -0.5 * ((figures[..., : self.count] - self.whitened.observed) ** 2).sum(-1)
        of_targets = target_log_likelihood(self.evidence.wanted)(figures[..., self.count :])
        found: NDArray[np.float64] = of_reports + of_targets.sum(-1)
        return found


def basis_of(
    prior: Prior,
    evidence: Evidence,
    centre: Sequence[Member],
    moved: Sequence[Member],
    spread: Sequence[Member],
    alone: Sequence[Member] = (),
    numbers: NDArray[np.int64] = NONE,
) -> Basis:
    """Choose components from runs in which all numbers move, and slopes from those in which one thing does.

    Parameters
    ----------
    centre : runs of the scenario's own parameters with other seeds; their differences are agent noise.
    moved : a run for each parameter, in order, with the seed of the first of `centre`.
    spread : draws of the prior.
    alone, numbers : runs in which one number of a table is moved, and which; they tell more than that of the table.
    """
    trials = [*moved, *alone]
    steps = np.concatenate([prior.steps, (prior.moved_alone(numbers) - prior.middle).sum(1)])
    groups = prior.groups.copy()
    groups[numbers] = len(moved) + np.arange(len(numbers))
    histories = evidence.histories([*centre, *trials])
    all_moved = evidence.histories([member for member in spread if not member.error])
    of_reports = whitened(evidence.covariance, all_moved, evidence.log_prices, middle=histories[0])
    both = np.hstack([of_reports.components(histories), evidence.figures([*centre, *trials])])
    both = both / Basis(evidence, of_reports, NONE.astype(float)).errors
    noise = np.sqrt(2.0) * both[: len(centre)].std(0, ddof=1)
    whole = np.array([not member.error for member in trials])
    changes = np.where(whole[:, None], both[len(centre) :] - both[0], 0.0)
    return Basis(evidence, of_reports, slopes_of(steps, changes, noise, groups))


def to_be_moved_alone(prior: Prior, basis: Basis, count: int = MOVED_ALONE) -> NDArray[np.int64]:
    """Numbers of the tables that move the figures most: which of a table's numbers does it is yet to be seen."""
    sizes = np.bincount(prior.groups)
    influence = np.bincount(prior.groups, (basis.slopes**2).sum(0)) * sizes
    tables = [table for table in np.argsort(-influence, kind="stable") if sizes[table] > 1 and influence[table] > 0.0]
    taken = np.cumsum(sizes[tables]) <= count
    return np.flatnonzero(np.isin(prior.groups, np.array(tables, dtype=int)[taken]))
