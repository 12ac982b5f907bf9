"""Some weeks of a tiny world; `NUMBA_DISABLE_JIT=1 python tiny_world.py FILE` passes them as plain Python."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.scenario import load
from jangmadang.world.synthesis import build_world

WEEKS, SEED, RESOLUTION = 3, 7, 2000


def tiny_weeks() -> dict[str, NDArray[Any]]:
    """The state after the weeks and what they recorded, by name."""
    scenario = load("hyesan")
    p = scenario.parameter_record()
    w, recorder = build_world(p, RESOLUTION, SEED), Recorder.of(WEEKS)
    pass_weeks(w, scenario.weekly_paths(scenario.start, WEEKS), p, SEED, scenario.start, recorder)
    state = {name: np.asarray(array).view(np.ndarray) for name, array in w._asdict().items()}
    return {**state, **{f"recorded_{name}": array for name, array in vars(recorder).items()}}


if __name__ == "__main__":
    np.savez(sys.argv[1], **tiny_weeks())  # type: ignore[arg-type]
