"""What each figure of a run depends on: its slope with each number, from runs in which one thing is moved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CLEAR = 2.0  # standard errors from which a slope is told from agent noise


def slopes_of(
    steps: NDArray[np.float64],
    changes: NDArray[np.float64],
    noise: NDArray[np.float64],
    groups: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Change of each figure, in standard deviations of its error, for a standard normal number [figure, number].

    Parameters
    ----------
    steps : [trial] by how much its numbers are moved together.
    changes : [trial, figure] what that changes, in standard deviations of each figure's error.
    noise : [figure] standard deviation of such a change between seeds.
    groups : [number] the trial that tells of a number; of a trial that tells of none nothing is taken.
    """
    told = np.where(np.abs(changes) >= CLEAR * noise, changes, 0.0)
    members = np.maximum(np.bincount(groups, minlength=len(steps)), 1)
    return (told / (steps * members)[:, None])[groups].T
