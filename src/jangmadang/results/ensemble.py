"""An ensemble: runs of one scenario that differ in their seed only, each reduced to its indicators as it finishes.

A run's draws depend on its seed alone, so neither the executor nor the order in which runs finish changes a bit.
"""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import MutableMapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import xarray as xr

from jangmadang.engine.ensemble import model_version, run_each
from jangmadang.engine.run import Progress, check_goes_on, simulate, weeks_until
from jangmadang.engine.state import State, load_state
from jangmadang.errors import InputError
from jangmadang.results.bands import of_seed, reduced
from jangmadang.results.kept_files import KeptFiles
from jangmadang.scenario import Scenario
from jangmadang.scenario.draws import draw_near
from jangmadang.scenario.posterior import Posterior

REPLICATE_RESOLUTION = "calibration"


@dataclass(frozen=True)
class Ensemble:
    """All that the runs of an ensemble have in common.

    Attributes
    ----------
    resolution : None for that of the state.
    until : day before whose week the runs stop; None for the scenario's end.
    state, state_hash : file of a saved state from which every run goes on with its own draws, and its content's hash.
    version : of the model that the runs are made with.
    draws : each run also has parameters of its own, drawn by its seed near the scenario's, or from the posterior.
    posterior : draws of the parameters as the evidence leaves them; None for none.
    """

    scenario: Scenario
    resolution: str | int | None
    until: datetime.date | None = None
    state: Path | None = None
    state_hash: str = ""
    version: str = field(default_factory=model_version)
    draws: bool = False
    posterior: Posterior | None = None

    @property
    def key(self) -> str:
        """Hash of all that shapes the runs but their seeds."""
        asked = self.scenario
        parts = [
            asked.model_dump_json(exclude={"seed", "resolution"}),
            asked.content_hash(),
            asked.opening_hash(),
            self.version,
            self.state_hash,
        ]
        parts += [str(self.resolution), str(weeks_until(asked, self.until)), str(self.draws), repr(self.posterior)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def run(self, seed: int) -> xr.Dataset:
        """Make a run on one thread, in whatever process, and reduce it.

        Raises
        ------
        InputError
            If this process has another version of the state.
        """
        since = _state_at(self.state, self.state_hash) if self.state else None
        scenario = drawn(self.scenario, seed, self.posterior) if self.draws else self.scenario
        found = reduced(simulate(scenario, seed, self.resolution, self.until, 1, since=since))
        about = {"draws": 1, "scenario_hash": self.scenario.content_hash()} if self.draws else {}
        return found.assign_attrs(about | self._of_posterior())

    def _of_posterior(self) -> dict[str, str]:
        """Name and hash of the posterior that the runs' parameters are out of."""
        return {"posterior": self.posterior.name, "posterior_key": self.posterior.key} if self.posterior else {}


def drawn(scenario: Scenario, seed: int, posterior: Posterior | None = None) -> Scenario:
    """A scenario with parameters of a seed: a draw of a posterior, but for those it sets itself, or near its own."""
    if posterior is None:
        return scenario.with_numbers(draw_near(seed, scenario.parameters))
    return scenario.with_numbers({**posterior.settings(seed), **scenario.parameters})


def ensemble_from(
    scenario: Scenario,
    resolution: str | int | None,
    until: datetime.date | None,
    state: Path,
    draws: bool = False,
    posterior: Posterior | None = None,
) -> Ensemble:
    """The ensemble whose runs go on from a saved state."""
    state = state.resolve()
    found = _hash_of(state)
    check_goes_on(scenario, resolution, weeks_until(scenario, until), _state_at(state, found))
    return Ensemble(scenario, None, until, state, found, draws=draws, posterior=posterior)


@lru_cache(maxsize=1)
def _state_at(path: Path, expected: str) -> State:
    """A saved state, read once in a process."""
    if _hash_of(path) != expected:
        raise InputError(f"{path} is another file where a worker runs")
    return load_state(path)


def _hash_of(path: Path) -> str:
    """Hash of a file's content."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None


class KeptRuns(KeptFiles[xr.Dataset]):
    """Reduced runs of an ensemble: a netCDF file each."""

    suffix = ".nc"

    def __init__(self, folder: Path, ensemble: Ensemble) -> None:
        super().__init__(folder, ensemble.key)

    def _packed(self, run: xr.Dataset) -> bytes:
        return bytes(run.drop_vars("seed").to_netcdf(engine="scipy"))

    def _unpacked(self, content: bytes, seed: int) -> xr.Dataset:
        return of_seed(xr.load_dataset(io.BytesIO(content), engine="scipy"), seed)


def run_missing(
    ensemble: Ensemble,
    seeds: Sequence[int],
    executor: Executor,
    kept: MutableMapping[int, xr.Dataset],
    progress: Progress | None = None,
) -> None:
    """Make those runs of an ensemble that are not yet kept, and keep each as it finishes.

    Parameters
    ----------
    executor : makes the runs, see `engine.ensemble.run_each`.
    kept : reduced runs by seed: a dictionary, or `KeptRuns` in a folder.
    progress : called with the number of runs kept and in all.
    """
    left = [seed for seed in seeds if seed not in kept]
    done = len(seeds) - len(left)

    def keep(seed: int, run: xr.Dataset) -> None:
        nonlocal done
        kept[seed] = run
        done += 1
        if progress:
            progress(done, len(seeds))

    run_each(ensemble.run, left, executor, keep)
