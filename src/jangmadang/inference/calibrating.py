"""Fit all ranged parameters to the evidence in waves of runs, and write what is then known as a posterior."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jangmadang.compiled_cache import source_hash
from jangmadang.engine.executors import opened
from jangmadang.errors import InputError
from jangmadang.evidence.observations import Observation
from jangmadang.evidence.run_series import run_series
from jangmadang.inference.evidence import targets
from jangmadang.inference.fitting import Evidence, Fitted, basis_of, fit, to_be_moved_alone
from jangmadang.inference.likelihood import report_covariance
from jangmadang.inference.members import (
    ALONE,
    FIRST_FITTED,
    MOVED,
    OWN,
    SPREAD,
    Asked,
    Draw,
    Member,
    answering,
    read_members,
    run_members,
)
from jangmadang.inference.prior import Prior, shipped_prior
from jangmadang.scenario import Scenario

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Plan:
    """How many runs a calibration makes, beside one for each parameter and for numbers of the tables that matter.

    Attributes
    ----------
    own : runs of the scenario's own parameters, for agent noise.
    spread : draws of the prior.
    fitted : waves of draws of the posterior as it then stands, each added to the fit.
    draws : of the posterior, each run once more to see whether the emulator told the truth.
    seed : of all draws.
    """

    own: int = 8
    spread: int = 150
    fitted: tuple[int, ...] = (120, 120, 100, 100)
    draws: int = 60
    seed: int = 1


@dataclass(frozen=True)
class Calibration:
    """A posterior, and the runs that prove it.

    Attributes
    ----------
    z : [draw, number] standard normal numbers of the posterior's draws.
    chains : [chain, draw, number] all that was sampled, of which they are some.
    members : a run for each draw, in order.
    own : runs of the scenario's own parameters.
    fitted : the last emulator.
    later : reports that were not known and not fitted.
    """

    scenario: Scenario
    prior: Prior
    plan: Plan
    z: NDArray[np.float64]
    chains: NDArray[np.float64]
    members: tuple[Member, ...]
    own: tuple[Member, ...]
    fitted: Fitted
    later: Evidence

    @property
    def evidence(self) -> Evidence:
        """What was fitted."""
        return self.fitted.basis.evidence

    @property
    def evidence_hash(self) -> str:
        """Hash of the reports, their errors and the printed figures."""
        evidence = self.evidence
        parts = repr((evidence.reports, evidence.wanted)).encode(), np.round(evidence.covariance, 9).tobytes()
        return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


def calibrate(
    scenario: Scenario,
    observations: Sequence[Observation],
    *,
    plan: Plan | None = None,
    known_by: date | None = None,
    executor: Executor | str | None = None,
    threads: int | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Calibration:
    """Fit a scenario's ranged parameters to reports and printed figures.

    Parameters
    ----------
    scenario : the history; parameters that it sets itself are drawn all the same unless they have no range.
    observations : reports, as `evidence.observations.each_place` gives them.
    plan : how many runs.
    known_by : only reports that were known on this day; all if none is given.
    executor, threads : make the runs, as for `jangmadang.run`.
    folder : keeps each run as it finishes; the same call goes on where an earlier one stopped.
    progress : called with what is done, and runs done and in all.

    Raises
    ------
    InputError
        If no report can be compared with the runs.
    """
    plan, prior = plan or Plan(), shipped_prior()
    asked = answering(Asked(scenario, tuple(observations), prior))
    evidence = evidence_of(asked, known_by)
    if not evidence.reports:
        raise InputError("no report can be compared with the runs; give observations of an item and place of the model")
    with opened(executor, threads) as workers:

        def path_of(wave: int) -> Path | None:
            key = _key(asked) if wave <= SPREAD else f"{_key(asked)}-{_hash(plan, evidence.reports)}"
            return folder / f"members-{key}.jsonl" if folder else None

        def made(wave: int, points: NDArray[np.float64], what: str) -> list[Member]:
            draws = [Draw(wave, k, z.tobytes()) for k, z in enumerate(points)]
            return run_members(asked, draws, workers, path_of(wave), partial(progress, what) if progress else None)

        own = made(OWN, np.tile(prior.middle, (plan.own, 1)), "runs of the scenario's own parameters")
        moved = made(MOVED, prior.moved(), "runs with one parameter moved")
        all_drawn = made(SPREAD, prior.hypercube(plan.spread, plan.seed), "runs with all parameters drawn")
        basis = basis_of(prior, evidence, own, moved, all_drawn)
        numbers = to_be_moved_alone(prior, basis)
        alone = made(ALONE, prior.moved_alone(numbers), "runs with one number of a table moved")
        basis = basis_of(prior, evidence, own, moved, all_drawn, alone, numbers)
        for wave, count in enumerate(plan.fitted, FIRST_FITTED):
            kept = [member.z for member in read_members(path_of(wave)) if member.wave == wave]
            if len(kept) < count:  # else an earlier call has drawn and run them all
                fitted = fit(basis, all_drawn, latest=wave - 1)
                kept = list(some_of(fitted.sample(plan.seed + wave), count))
            all_drawn += made(wave, np.array(kept), f"runs of wave {wave - SPREAD} of the fit")
        fitted = fit(basis, all_drawn, latest=FIRST_FITTED + len(plan.fitted) - 1)
        chains = fitted.sample(plan.seed + 100)
        z = some_of(chains, plan.draws)
        members = made(FIRST_FITTED + len(plan.fitted), z, "runs of the posterior")
    later = evidence_of(asked, known_by, later=True)
    return Calibration(scenario, prior, plan, z, chains, tuple(members), tuple(own), fitted, later)


def some_of(chains: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """So many draws [draw, number] of chains [chain, draw, number], as evenly out of all as can be."""
    every = chains.swapaxes(0, 1).reshape(-1, chains.shape[-1])
    return every[np.linspace(0, len(every) - 1, count).round().astype(int)]


def evidence_of(asked: Asked, known_by: date | None = None, later: bool = False) -> Evidence:
    """The reports that were known on a day, or those that came later, with their covariance and the printed figures."""
    known = np.array([known_by is None or report.known_on <= known_by for report in asked.reports], dtype=bool)
    places = np.flatnonzero(~known if later else known)
    reports = tuple(asked.reports[place] for place in places)
    movements = frozenset(item for item, series in run_series().items() if series.movement)
    return Evidence(reports, report_covariance(reports, movements=movements), tuple(targets()), places)


def _key(asked: Asked) -> str:
    """Hash of all that shapes the runs but their draws."""
    parts = [source_hash(), asked.scenario.content_hash(), asked.scenario.opening_hash(), asked.reports]
    prior = asked.prior
    return _hash(*parts, prior.names, prior.low.tolist(), prior.high.tolist(), prior.value.tolist())


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
