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
    prior: Prior, evidence: Evidence, centre: Sequence[Member], moved: Sequence[Member], spread: Sequence[Member]
) -> Basis:
    """Choose components from runs in which all numbers move, and directions from those in which one parameter does.

    Parameters
    ----------
    centre : runs of the scenario's own parameters with other seeds; their differences are agent noise.
    moved : a run for each parameter, in order, with the seed of the first of `centre`.
    spread : draws of the prior.
    """
    steps, groups = prior.steps, prior.groups
    histories = evidence.histories([*centre, *moved])
    all_moved = evidence.histories([member for member in spread if not member.error])
    of_reports = whitened(evidence.covariance, all_moved, evidence.log_prices, middle=histories[0])
    both = np.hstack([of_reports.components(histories), evidence.figures([*centre, *moved])])
    error = np.concatenate([np.ones(len(of_reports.observed)), [target.error for target in evidence.wanted]])
    both = both / error
    noise = np.sqrt(2.0) * both[: len(centre)].std(0, ddof=1)
    whole = np.array([not member.error for member in moved])
    changes = np.where(whole[:, None], both[len(centre) :] - both[0], 0.0)
    return Basis(evidence, of_reports, subspace_of(prior.middle, steps, changes, noise, groups))


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

    def sample(self, seed: int, steps: int = STEPS) -> NDArray[np.float64]:
        """Draws of the posterior [chain, draw, number].

        Only the part of z along slopes and directions is sampled by slices: across them the posterior is the prior.

        Parameters
        ----------
        seed : of all draws.
        steps : of each of twenty chains; the first fifth is not kept, and of the rest 25 are.
        """
        emulator, subspace = self.emulator, self.emulator.subspace
        rows = np.linalg.svd(np.vstack([process.inputs for process in emulator.processes]), full_matrices=False)
        across = rows[2][rows[1] > 1e-9 * rows[1][0]]  # orthonormal [direction, number]
        quick = self.within(across)
        thin = max((steps - steps // 5) // DRAWS, 1)
        points = sample_along(
            quick.log_likelihood,
            *approximation(quick.log_likelihood, subspace.slopes @ across.T, self.errors),
            chains=CHAINS,
            steps=steps // 5 + thin * DRAWS,
            discard=steps // 5,
            thin=thin,
            seed=seed,
        )
        free = np.random.default_rng([seed, 1]).standard_normal((*points.shape[:2], across.shape[1]))
        return points @ across + free - (free @ across.T) @ across

    @property
    def errors(self) -> NDArray[np.float64]:
        """[figure] errors of evidence and emulator together, over the evidence's alone."""
        wanted = np.array([target.error for target in self.basis.evidence.wanted])
        own = np.concatenate([np.ones(len(self.basis.whitened.observed)), wanted])
        found: NDArray[np.float64] = np.sqrt(1.0 + self.emulator.variances / own**2)
        return found

    def within(self, across: NDArray[np.float64]) -> Fitted:
        """The same as a function of places along orthonormal directions [direction, number]."""
        emulator, subspace = self.emulator, self.emulator.subspace
        inside = Subspace(subspace.middle @ across.T, subspace.slopes @ across.T, subspace.directions @ across.T)
        processes = tuple(replace(process, inputs=process.inputs @ across.T) for process in emulator.processes)
        quick = Emulator(inside, processes, emulator.variances, emulator.explained)
        return Fitted(self.basis, quick)


def fit(basis: Basis, members: Sequence[Member], latest: int = SPREAD) -> Fitted:
    """Fit an emulator to members whose numbers all move; its error is that on members of the latest wave."""
    whole = [member for member in members if not member.error]
    judged = np.array([member.wave >= latest for member in whole])
    z = np.array([member.z for member in whole])
    return Fitted(basis, fit_emulator(basis.subspace, z, basis.figures(whole), judged))
