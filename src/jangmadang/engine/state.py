"""A run as it stands on a Monday, in a file: it goes on from there bit for bit as if it had never stopped, or forks."""

from __future__ import annotations

import datetime
import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from jangmadang.compiled_cache import source_hash
from jangmadang.engine.recorder import Recorder
from jangmadang.errors import InputError
from jangmadang.files import write_whole
from jangmadang.scenario import Scenario
from jangmadang.world.dtypes import dtypes_of_state
from jangmadang.world.tables import World

FORMAT = "jangmadang state 1"


class Standing(Protocol):
    """A run as it stands before a week: a saved state, or a member."""

    @property
    def start(self) -> datetime.date:
        """First week of the run."""

    @property
    def monday(self) -> datetime.date:
        """The week that comes next."""

    @property
    def resolution(self) -> str | int:
        """Of its households."""

    @property
    def weeks(self) -> int:
        """Weeks passed."""


@dataclass(frozen=True)
class State:
    """All that decides how a run goes on, and what it has recorded so far.

    Attributes
    ----------
    monday : the week that comes next.
    start : first week of the run.
    scenario : its name.
    past : hash of all that shaped the weeks so far, see `past_of`.
    model : hash of the source that made it; a state of other source goes on, and that is said.
    """

    world: World
    recorder: Recorder
    monday: datetime.date
    start: datetime.date
    seed: int
    resolution: str | int
    scenario: str
    past: str
    model: str

    @property
    def hash(self) -> str:
        """Hash of what it is a state of: a model, a past and a seed."""
        parts = self.scenario, self.past, self.model, self.seed, self.resolution, self.monday
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @property
    def is_of_this_model(self) -> bool:
        """Whether all its weeks were made by the equations that go on with it."""
        return self.model == source_hash()

    @property
    def weeks(self) -> int:
        """Weeks passed."""
        return (self.monday - self.start).days // 7


def past_of(scenario: Scenario, weeks: int) -> str:
    """Hash of what shapes the opening state and the first weeks of a scenario."""
    found = hashlib.sha256(scenario.opening_hash().encode())
    if weeks:
        found.update(scenario.weekly_paths(scenario.start, weeks).tobytes())
    return found.hexdigest()


def arrays_of(world: World) -> dict[str, Any]:
    """The arrays of a world, as a NumPy archive keeps them."""
    return {name: np.asarray(array).view(np.ndarray) for name, array in world._asdict().items()}


def world_of(arrays: Mapping[str, Any]) -> World:
    """Return the world of some arrays of `arrays_of`; a file forgets alignment, which is given back."""
    world = World(**{name: arrays[name] for name in World._fields})
    return world._replace(
        **{name: arrays[name].view(dtype).view(np.recarray) for name, dtype in dtypes_of_state().items()}
    )


def save_state(state: State, path: Path) -> None:
    """Write a state as a NumPy archive (`numpy.load` opens it); an older file is replaced once the new one is complete.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    about = {
        "format": FORMAT,
        "monday": state.monday.isoformat(),
        "start": state.start.isoformat(),
        "seed": state.seed,
        "resolution": state.resolution,
        "scenario": state.scenario,
        "past": state.past,
        "model": state.model,
    }
    arrays = arrays_of(state.world) | {f"recorded_{name}": array for name, array in vars(state.recorder).items()}
    try:
        write_arrays(path, {"about": np.array(json.dumps(about))} | arrays)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from None


def write_arrays(path: Path, arrays: Mapping[str, Any]) -> None:
    """Write a NumPy archive whole or not at all; OSError if it cannot be written."""
    write_whole(path, lambda file: np.savez(file, allow_pickle=False, **arrays))


def load_state(path: Path) -> State:
    """Read a state.

    Raises
    ------
    InputError
        If the file is missing, damaged, no saved state, or of another version of the model.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            about: dict[str, Any] = json.loads(str(archive["about"]))
            if about["format"] != FORMAT:
                raise InputError(f"{path} is a state of another version; save it again with this one")
            arrays = {name: archive[name] for name in archive.files}
            for name, dtype in dtypes_of_state().items():
                if arrays[name].dtype != dtype:
                    raise InputError(f"{path}: the state's {name} are of another version of the model; save it again")
            recorder = Recorder(**{name: arrays[f"recorded_{name}"] for name in Recorder.__dataclass_fields__})
            world = world_of(arrays)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    except (ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path} is no saved state, or is damaged; save it again with --save-state") from None
    return State(
        world,
        recorder,
        datetime.date.fromisoformat(about["monday"]),
        datetime.date.fromisoformat(about["start"]),
        about["seed"],
        about["resolution"],
        about["scenario"],
        about["past"],
        about.get("model", ""),
    )
