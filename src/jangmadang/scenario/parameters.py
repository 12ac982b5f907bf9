"""The parameters: each a value with unit, meaning, source and plausible range, read from data packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from jangmadang.axes import AXES
from jangmadang.errors import InputError, nearest_name
from jangmadang.scenario.members import Floats, axes_of, check_range, overlay, spread
from jangmadang.scenario.schema import Sources, Strict, Text, validated
from jangmadang.scenario.yaml_files import PACKS, read_yaml

SUM_SLACK = 1e-9  # of shares that add to one


class ParameterEntry(Strict):
    """A parameter as written in a pack."""

    value: Any
    unit: Text
    meaning: Text
    source: Sources
    low: Any
    high: Any
    axis: Any = None
    adds_to_one: bool = False
    reason: Text = ""


@dataclass(frozen=True, eq=False)
class Parameter:
    """A parameter, its numbers in axis order (without axes: an array of no dimensions).

    Those of the last axis may have to add to one: shares of a whole.
    """

    name: str
    room: str
    value: Floats
    unit: str
    meaning: str
    source: tuple[str, ...]
    low: Floats
    high: Floats
    axes: tuple[str, ...]
    reason: str
    adds_to_one: bool = False

    def with_value(self, change: Any, where: str) -> Floats:
        """Return the numbers, in their unit, with a scenario's change laid over them, checked against the range."""
        value = self.value.copy()
        overlay(value, change, self.axes, where)
        try:
            check_range(value, self.low, self.high, self.axes, where)
        except InputError as error:
            if isinstance(change, Mapping) or not self.axes:
                raise
            member, number = self._example(change)
            one = f"{self.name}: {{{member}: {number}}} in a file, --set {self.name}[{member}]={number} typed"
            raise InputError(f"{error}; it has a value for each {self.axes[0]}, to set one alone: {one}") from None
        self.check_sum(value, where)
        return value

    def check_sum(self, value: Floats, where: str) -> None:
        """Refuse shares of a whole that do not add to one."""
        sums = value.sum(-1) if self.adds_to_one else np.ones(1)
        if (np.abs(sums - 1.0) > SUM_SLACK).any():
            found = ", ".join(f"{total:.6g}" for total in np.atleast_1d(sums))
            raise InputError(f"{where}: shares by {self.axes[-1]} add to 1, these to {found}; change others with them")

    def _example(self, number: Any) -> tuple[str, str]:
        """A member that can be set to a number; the first one with a number that it can be set to, if there is none."""
        members = AXES[self.axes[0]]
        for member, low, high in zip(members, self.low, self.high, strict=True):
            if bool(((low <= number) & (number <= high)).all()):
                return member, f"{number}"
        return members[0], f"{self.value[0].flat[0]:g}"


@cache
def parameters(packs: Path = PACKS) -> Mapping[str, Parameter]:
    """Return every parameter of a packs folder by name, in alphabetical order."""
    found: dict[str, Parameter] = {}
    for path in sorted((packs / "parameters").glob("*.yaml")):
        entries = read_yaml(path) or {}
        if not isinstance(entries, dict):
            raise InputError(f"{path}: expected a mapping of parameters")
        for name, data in entries.items():
            if name in found:
                raise InputError(f"{path}: parameter '{name}' is also in {found[name].room}.yaml")
            found[name] = _parameter(name, path.stem, data, f"{path.name}: {name}")
    return MappingProxyType(dict(sorted(found.items())))


def parameter_named(name: str, packs: Path, where: str) -> Parameter:
    """Return a parameter, or raise an InputError with the nearest known name."""
    known = parameters(packs)
    if name not in known:
        raise InputError(f"{where}: no parameter named '{name}'; {nearest_name(name, known)}")
    return known[name]


def _parameter(name: str, room: str, data: Any, where: str) -> Parameter:
    """Check one entry of a pack and spread it over its axes."""
    if not isinstance(name, str) or not name.isidentifier():
        raise InputError(f"{where}: a parameter's name must be a plain identifier")
    entry = validated(ParameterEntry, data, where)
    if not entry.source or not entry.unit or not entry.meaning:
        raise InputError(f"{where}: unit, meaning and source must not be empty")
    axes = axes_of(entry.axis, where)
    value = spread(entry.value, axes, f"{where}, value")
    low = spread(entry.low, axes, f"{where}, low")
    high = spread(entry.high, axes, f"{where}, high")
    check_range(value, low, high, axes, where)
    words = entry.unit, entry.meaning, entry.source
    found = Parameter(name, room, value, *words, low, high, axes, entry.reason, entry.adds_to_one)
    found.check_sum(value, where)
    return found
