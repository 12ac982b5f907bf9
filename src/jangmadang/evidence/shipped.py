"""The observations that ship with the product."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jangmadang.evidence.observations import Observation, each_place
from jangmadang.evidence.table import read_observations


def shipped_rows() -> list[Observation]:
    """The rows of the shipped `prices_press.csv`, excluded ones too."""
    return list(_shipped())


def shipped_prices() -> list[Observation]:
    """The observations of the shipped `prices_press.csv`, as they are used."""
    return each_place(_shipped())


@cache
def _shipped() -> tuple[Observation, ...]:
    with resources.as_file(resources.files("jangmadang.evidence") / "data" / "prices_press.csv") as path:
        return tuple(read_observations(path))
