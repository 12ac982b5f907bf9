"""Runs of a calibration: one for each draw of the parameters, told as the figures that the evidence speaks of."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from jangmadang.engine.ensemble import run_each
from jangmadang.engine.members import go_on, open_member
from jangmadang.errors import CheckError, InputError
from jangmadang.evidence.observations import Observation
from jangmadang.inference.evidence import Report, reports_of, target_figures, targets
from jangmadang.inference.prior import Prior
from jangmadang.results.dataset import to_dataset
from jangmadang.results.kept_lines import keep_line, kept_lines
from jangmadang.scenario import Scenario

RESOLUTION = "calibration"
#: Waves: own parameters, one parameter moved, one number of a table moved, all drawn, and after each step of the fit.
OWN, MOVED, ALONE, SPREAD, FIRST_FITTED = 0, 1, 2, 3, 4
SEEDS_OF_A_WAVE = 1_000
Count = Callable[[int, int], None]


class Member(NamedTuple):
    """A run of one draw.

    Attributes
    ----------
    wave, number : which run it is.
    z : [number] the draw as standard normal numbers.
    log_prices : [report] the run's logarithms; NaN where it has no price.
    figures : [target] on the targets' scales.
    error : by which the run ended, if it did; it has no figures then.
    """

    wave: int
    number: int
    z: NDArray[np.float64]
    log_prices: NDArray[np.float64]
    figures: NDArray[np.float64]
    error: str = ""


class Draw(NamedTuple):
    """What a worker is sent for one run."""

    wave: int
    number: int
    z: bytes

    def __str__(self) -> str:
        return f"{self.number} of wave {self.wave}"


@dataclass(frozen=True)
class Asked:
    """What all runs of a calibration have in common.

    Attributes
    ----------
    scenario : whose parameters are drawn.
    observations : the reports.
    prior : of its parameters.
    reports : those that its own run answers for.
    """

    scenario: Scenario
    observations: tuple[Observation, ...]
    prior: Prior
    reports: tuple[Report, ...] = ()

    def run(self, draw: Draw) -> Member:
        """Make a run on one thread, in whatever process."""
        z = np.frombuffer(draw.z)
        try:
            run = history(self.scenario.with_changes(parameters=self.prior.settings_at(z)), seed_of(draw))
        except (CheckError, InputError) as error:
            prices, figures = (np.full(len(names), math.nan) for names in (self.reports, targets()))
            return Member(draw.wave, draw.number, z, prices, figures, str(error))
        reports, log_prices = reports_of(run, self.observations)
        found = {report.id: price for report, price in zip(reports, log_prices, strict=True)}
        prices = np.array([found.get(report.id, math.nan) for report in self.reports])
        return Member(draw.wave, draw.number, z, prices, target_figures(run, targets()))


def answering(asked: Asked) -> Asked:
    """The same with the reports that its scenario's own run answers for."""
    return replace(asked, reports=tuple(reports_of(history(asked.scenario, 1), asked.observations)[0]))


def history(scenario: Scenario, seed: int) -> xr.Dataset:
    """A run at calibration resolution; worlds of parameters that are used once are not kept on disk."""
    return to_dataset(go_on(open_member(scenario, seed, RESOLUTION))[1])


def seed_of(draw: Draw | Member) -> int:
    """Seed of a run: where one thing is moved, that of the first of the scenario's own; all others have their own."""
    if draw.wave in (OWN, MOVED, ALONE):
        return 1 + (draw.number if draw.wave == OWN else 0)
    return SEEDS_OF_A_WAVE * (draw.wave - ALONE) + draw.number


def run_members(
    asked: Asked, draws: Iterable[Draw], executor: Executor, path: Path | None, progress: Count | None = None
) -> list[Member]:
    """Make runs and keep each as it finishes; those that a file holds are not made again.

    Parameters
    ----------
    draws : of one wave.
    executor : makes the runs.
    path : JSON Lines, a member each; None keeps nothing.
    progress : called with runs done and in all.

    Returns
    -------
    The members in the order of their numbers. A kept member has the draw that it was kept with.
    """
    wanted = list(draws)
    found = {m.number: m for m in read_members(path) if m.wave == wanted[0].wave} if wanted else {}
    left = [draw for draw in wanted if draw.number not in found]

    def keep(draw: Draw, member: Member) -> None:
        found[draw.number] = member
        if path:
            keep_line(path, _as_line(member))
        if progress:
            progress(len(found), len(wanted))

    if progress:
        progress(len(wanted) - len(left), len(wanted))
    run_each(partial(Asked.run, asked), left, executor, keep)
    return [found[draw.number] for draw in wanted]


def read_members(path: Path | None) -> list[Member]:
    """The members that a file holds; a line that was cut short is left out."""
    return kept_lines(path, _member_of)


def _member_of(record: dict[str, Any]) -> Member:
    z, prices, figures = (_array(record[name]) for name in ("z", "log_prices", "figures"))
    return Member(record["wave"], record["number"], z, prices, figures, record["error"])


def _as_line(member: Member) -> dict[str, Any]:
    """A member as plain data with all digits, so that going on gives the same bits; what has no figure as null."""
    return {
        "wave": member.wave,
        "number": member.number,
        "z": member.z.tolist(),
        "log_prices": _plain(member.log_prices),
        "figures": _plain(member.figures),
        "error": member.error,
    }


def _plain(values: NDArray[np.float64]) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values.tolist()]


def _array(values: Sequence[float | None]) -> NDArray[np.float64]:
    return np.array([math.nan if value is None else value for value in values], dtype=float)
