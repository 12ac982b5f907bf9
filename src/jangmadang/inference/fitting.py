"""From members to a posterior: what their prices differ in, an emulator of all figures, and exact draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jangmadang.inference.emulator import Emulator, Subspace, fit_emulator, subspace_of
from jangmadang.inference.evidence import Report, Target
from jangmadang.inference.likelihood import Whitened, target_log_likelihood, told, whitened
from jangmadang.inference.members import SPREAD, Member
from jangmadang.inference.prior import Prior
from jangmadang.inference.sampling import approximation, sample_along

CHAINS, DRAWS, STEPS = 20, 25, 1_000
MOVED_ALONE = 100  # numbers at most
NONE: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
STEP = 1e-4  # of differences, on the scales of targets


@dataclass(frozen=True)
class Evidence:
    """What the members are held against.

    Attributes
    ----------
    reports : the reports that count.
    covariance : [report, report] of their logarithms about the model's.
    wanted : the printed figures.
    places : [report] where they stand among all reports that the members answer for.
    """

    reports: tuple[Report, ...]
    covariance: NDArray[np.float64]
    wanted: tuple[Target, ...]
    places: NDArray[np.int64]

    @property
    def log_prices(self) -> NDArray[np.float64]:
        """[report] the reports themselves."""
        return np.array([report.log_price for report in self.reports])

    def histories(self, members: Sequence[Member]) -> NDArray[np.float64]:
        """Members' ln prices [member, report] as they are told; a price that a run has not is the worst of all."""
        prices = np.array([member.log_prices[self.places] for member in members])
        return told(np.where(np.isfinite(prices), prices, np.inf), self.log_prices)

    def figures(self, members: Sequence[Member]) -> NDArray[np.float64]:
        """Members' target figures [member, target]; a run without one says nothing of it: the middle of the others."""
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
    """The figures that are emulated, and the directions that the parameters move them in.

    Attributes
    ----------
    evidence : what is fitted.
    whitened : the reports as a few components.
    subspace : slopes of components and targets.
    """

    evidence: Evidence
    whitened: Whitened
    subspace: Subspace

    def figures(self, members: Sequence[Member]) -> NDArray[np.float64]:
        """Components, then targets' figures [member, figure]."""
        components = self.whitened.components(self.evidence.histories(members))
        return np.hstack([components, self.evidence.figures(members)])


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
    error = np.concatenate([np.ones(len(of_reports.observed)), [target.error for target in evidence.wanted]])
    both = both / error
    noise = np.sqrt(2.0) * both[: len(centre)].std(0, ddof=1)
    whole = np.array([not member.error for member in trials])
    changes = np.where(whole[:, None], both[len(centre) :] - both[0], 0.0)
    return Basis(evidence, of_reports, subspace_of(prior.middle, steps, changes, noise, groups))


def to_be_moved_alone(prior: Prior, basis: Basis, count: int = MOVED_ALONE) -> NDArray[np.int64]:
    """Numbers of the tables that move the figures most: which of a table's numbers does it is yet to be seen."""
    sizes = np.bincount(prior.groups)
    influence = np.bincount(prior.groups, (basis.subspace.slopes**2).sum(0)) * sizes
    tables = [table for table in np.argsort(-influence, kind="stable") if sizes[table] > 1 and influence[table] > 0.0]
    taken = np.cumsum(sizes[tables]) <= count
    return np.flatnonzero(np.isin(prior.groups, np.array(tables, dtype=int)[taken]))


@dataclass(frozen=True)
class Fitted:
    """An emulator of all figures that the evidence speaks of."""

    basis: Basis
    emulator: Emulator

    @cached_property
    def _of_targets(self) -> Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]:
        return target_log_likelihood(self.basis.evidence.wanted)

    def log_likelihood(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log likelihood of the evidence at standard normal numbers [..., number], the emulator's error included."""
        observed = self.basis.whitened.observed
        count = len(observed)
        figures, variances = self.emulator.predict(z), self.emulator.variances
        spread = 1.0 + variances[:count]
        of_reports = -0.5 * (np.log(spread) + (figures[..., :count] - observed) ** 2 / spread).sum(-1)
        of_targets = self._of_targets(figures[..., count:], variances[count:])
        found: NDArray[np.float64] = of_reports + of_targets.sum(-1)
        return found

    def log_likelihood_and_slope(self, z: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Log likelihood and its slope [number] at one point [number]."""
        observed, variances = self.basis.whitened.observed, self.emulator.variances
        count = len(observed)
        figures = self.emulator.predict(z)
        spread = 1.0 + variances[:count]
        of_figures = np.zeros(len(figures))
        of_figures[:count] = (observed - figures[:count]) / spread
        above, below = (self._of_targets(figures[count:] + step, variances[count:]) for step in (STEP, -STEP))
        of_figures[count:] = (above - below) / (2.0 * STEP)
        return float(self.log_likelihood(z)), of_figures @ self.emulator.slopes(z)

    def sample(self, seed: int, steps: int = STEPS) -> NDArray[np.float64]:
        """Draws of the posterior [chain, draw, number].

        Only the numbers that some figure depends on are sampled by slices: of others the posterior is the prior.

        Parameters
        ----------
        seed : of all draws.
        steps : of each of twenty chains; the first fifth is not kept, and of the rest 25 are.
        """
        used = np.flatnonzero((self.emulator.subspace.weights > 0.0).any(0))
        within = self.within(used)
        thin = max((steps - steps // 5) // DRAWS, 1)
        points = sample_along(
            within.log_likelihood,
            *approximation(within.log_likelihood_and_slope, within.emulator.slopes, within.errors, len(used)),
            chains=CHAINS,
            steps=steps // 5 + thin * DRAWS,
            discard=steps // 5,
            thin=thin,
            seed=seed,
        )
        size = self.emulator.subspace.weights.shape[1]
        found = np.random.default_rng([seed, 1]).standard_normal((*points.shape[:2], size))
        found[..., used] = points
        return found

    @property
    def errors(self) -> NDArray[np.float64]:
        """[figure] errors of evidence and emulator together."""
        wanted = np.array([target.error for target in self.basis.evidence.wanted])
        own = np.concatenate([np.ones(len(self.basis.whitened.observed)), wanted])
        found: NDArray[np.float64] = np.sqrt(own**2 + self.emulator.variances)
        return found

    def within(self, used: NDArray[np.int64]) -> Fitted:
        """The same as a function of some numbers only, those that any figure depends on."""
        emulator, whole = self.emulator, self.emulator.subspace
        parts = (array[..., used] for array in (whole.middle, whole.slopes, whole.directions, whole.weights))
        processes = tuple(replace(p, numbers=np.searchsorted(used, p.numbers)) for p in emulator.processes)
        return Fitted(self.basis, Emulator(Subspace(*parts), processes, emulator.variances, emulator.explained))


def fit(basis: Basis, members: Sequence[Member], latest: int = SPREAD) -> Fitted:
    """Fit an emulator to members whose numbers all move; its error is that on members of the latest wave."""
    whole = [member for member in members if not member.error]
    judged = np.array([member.wave >= latest for member in whole])
    z = np.array([member.z for member in whole])
    return Fitted(basis, fit_emulator(basis.subspace, z, basis.figures(whole), judged))
