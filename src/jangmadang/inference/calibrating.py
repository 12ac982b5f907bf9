"""Fit all ranged parameters to the evidence, draw by draw in steps of runs: what is then known is a posterior."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
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
from jangmadang.inference.discrepancy import Discrepancy, estimated, report_covariance
from jangmadang.inference.evidence import targets
from jangmadang.inference.fitting import Basis, Evidence, basis_of, to_be_moved_alone
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
    run_members,
)
from jangmadang.inference.prior import Prior, shipped_prior
from jangmadang.inference.randomised import Search, errors_of
from jangmadang.scenario import Scenario

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Plan:
    """How many runs a calibration makes, beside one for each parameter and for numbers of the tables that matter.

    Attributes
    ----------
    own : runs of the scenario's own parameters, for agent noise.
    draws : of the posterior; each starts at a draw of the prior.
    steps : that each draw makes from there, a run each.
    seed : of all draws.
    """

    own: int = 8
    draws: int = 60
    steps: int = 6
    seed: int = 1


@dataclass(frozen=True)
class Calibration:
    """A posterior, and the runs that prove it.

    Attributes
    ----------
    z : [draw, number] standard normal numbers of the posterior's draws.
    members : a run for each draw, in order.
    before, start : their runs of the step before, and where they started.
    own : runs of the scenario's own parameters.
    basis : what was fitted.
    later : reports that were not known and not fitted.
    """

    scenario: Scenario
    prior: Prior
    plan: Plan
    z: NDArray[np.float64]
    members: tuple[Member, ...]
    before: tuple[Member, ...]
    start: tuple[Member, ...]
    own: tuple[Member, ...]
    basis: Basis
    later: Evidence

    @property
    def evidence(self) -> Evidence:
        """What was fitted."""
        return self.basis.evidence

    @property
    def evidence_hash(self) -> str:
        """Hash of the reports, their errors and the printed figures."""
        evidence = self.evidence
        return _hash(evidence.reports, evidence.wanted, evidence.discrepancies)


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
    folder : keeps each run as it finishes; the same call, or one with more steps, goes on where an earlier one stopped.
    progress : called with what is done, and runs done and in all.

    Raises
    ------
    InputError
        If no report can be compared with the runs.
    """
    plan, prior = plan or Plan(), shipped_prior()
    asked = answering(Asked(scenario, tuple(observations), prior))
    if not known_reports(asked, known_by).any():
        raise InputError("no report can be compared with the runs; give observations of an item and place of the model")
    with opened(executor, threads) as workers:

        def path_of(wave: int) -> Path | None:
            key = (
                _key(asked)
                if wave <= MOVED
                else f"{_key(asked)}-{_hash(replace(plan, steps=0), evidence.reports, evidence.discrepancies)}"
            )
            return folder / f"members-{key}.jsonl" if folder else None

        def made(wave: int, points: NDArray[np.float64], what: str) -> list[Member]:
            draws = [Draw(wave, k, z.tobytes()) for k, z in enumerate(points)]
            return run_members(asked, draws, workers, path_of(wave), partial(progress, what) if progress else None)

        own = made(OWN, np.tile(prior.middle, (plan.own, 1)), "runs of the scenario's own parameters")
        evidence, later = evidence_of(asked, own, known_by)
        moved = made(MOVED, prior.moved(), "runs with one parameter moved")
        drawn = made(SPREAD, prior.hypercube(plan.draws, plan.seed), "runs with all parameters drawn")
        basis = basis_of(prior, evidence, own, moved, drawn)
        numbers = to_be_moved_alone(prior, basis)
        alone = made(ALONE, prior.moved_alone(numbers), "runs with one number of a table moved")
        basis = basis_of(prior, evidence, own, moved, drawn, alone, numbers)
        start = np.array([member.z for member in drawn])
        search = Search(basis, start, errors_of(basis, plan.draws, plan.seed), basis.figures(drawn))
        before, members = drawn, list(drawn)
        for step in range(plan.steps):
            tried = made(FIRST_FITTED + step, search.next(), f"runs after step {step + 1} of {plan.steps}")
            better = search.take(np.array([member.z for member in tried]), basis.figures(tried))
            before, members = (
                members,
                [new if good else old for new, old, good in zip(tried, members, better, strict=True)],
            )
    return Calibration(
        scenario, prior, plan, search.z, tuple(members), tuple(before), tuple(drawn), tuple(own), basis, later
    )


def known_reports(asked: Asked, known_by: date | None) -> NDArray[np.bool_]:
    """Whether each report was known on a day; all were if none is given."""
    return np.array([known_by is None or report.known_on <= known_by for report in asked.reports], dtype=bool)


def evidence_of(asked: Asked, own: Sequence[Member], known_by: date | None = None) -> tuple[Evidence, Evidence]:
    """The reports known on a day, and those that came later, with their errors and the printed figures.

    Parameters
    ----------
    asked : with the reports.
    own : runs of the scenario's own parameters: what known reports lie off them tells the errors of both.
    known_by : all reports are known if none is given.
    """
    movements = frozenset(item for item, series in run_series().items() if series.movement)
    known, wanted = known_reports(asked, known_by), tuple(targets())

    def of(chosen: NDArray[np.bool_], discrepancies: Mapping[str, Discrepancy]) -> Evidence:
        places = np.flatnonzero(chosen)
        reports = tuple(asked.reports[place] for place in places)
        covariance = report_covariance(reports, discrepancies, movements)
        return Evidence(reports, covariance, wanted, places, dict(discrepancies))

    plain = of(known, {})
    found = estimated(plain.reports, plain.log_prices - plain.histories(own), movements)
    return of(known, found), of(~known, found)


def _key(asked: Asked) -> str:
    """Hash of all that shapes the runs but their draws."""
    parts = [source_hash(), asked.scenario.content_hash(), asked.scenario.opening_hash(), asked.reports]
    prior = asked.prior
    return _hash(*parts, prior.names, prior.low.tolist(), prior.high.tolist(), prior.value.tolist())


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
