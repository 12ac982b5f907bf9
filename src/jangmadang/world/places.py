"""The places of the model, as the data pack has them."""

from __future__ import annotations

from functools import cache
from typing import Any

from jangmadang.errors import InputError
from jangmadang.scenario.yaml_files import PACKS, read_yaml


@cache
def places() -> tuple[dict[str, Any], ...]:
    """Return the shipped places: Hyesan, any other border places, then the inland.

    Raises
    ------
    InputError
        If an inland place stands before a border place.
    """
    found = tuple(read_yaml(PACKS / "places.yaml"))
    border = [bool(place["border"]) for place in found]
    if border != sorted(border, reverse=True):
        raise InputError("places.yaml: border places come before inland ones")
    return found
