"""The mechanisms of the model: their switches, the indicator each moves, and rival theories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from jangmadang.errors import InputError, nearest_name
from jangmadang.scenario.schema import Strict, Switch, Text, validated
from jangmadang.scenario.yaml_files import PACKS, read_yaml


class MechanismEntry(Strict):
    """A mechanism as written in the pack; the first theory is the default."""

    title: Text
    room: Text
    default: Switch = True
    indicator: Text
    direction: Literal["up", "down"]
    meaning: Text
    theories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mechanism:
    """A mechanism: switching it off moves `indicator` in `direction`."""

    name: str
    title: str
    room: str
    default: bool
    indicator: str
    direction: str
    meaning: str
    theories: tuple[str, ...]


@cache
def mechanisms(packs: Path = PACKS) -> Mapping[str, Mechanism]:
    """Return every mechanism of a packs folder by name, in the order of the file."""
    path = packs / "mechanisms.yaml"
    data = read_yaml(path) or {}
    if not isinstance(data, dict):
        raise InputError(f"{path}: expected a mapping of mechanisms")
    found = {}
    for name, entry in data.items():
        if not isinstance(name, str) or not name.isidentifier():
            raise InputError(f"{path}: '{name}' must be a plain identifier")
        found[name] = Mechanism(name=name, **validated(MechanismEntry, entry, f"{path.name}: {name}").model_dump())
    return MappingProxyType(found)


@cache
def theories(packs: Path = PACKS) -> Mapping[str, tuple[str, ...]]:
    """Return the rival theories of each room that has them, the default first."""
    found: dict[str, tuple[str, ...]] = {}
    for mechanism in mechanisms(packs).values():
        if mechanism.theories:
            if mechanism.room in found:
                raise InputError(f"mechanisms.yaml: room '{mechanism.room}' lists theories twice")
            found[mechanism.room] = mechanism.theories
    return MappingProxyType(found)


def check_switch(name: str, packs: Path, where: str) -> None:
    """Raise an InputError unless a mechanism of that name exists."""
    if name not in mechanisms(packs):
        raise InputError(f"{where}: no mechanism named '{name}'; {nearest_name(name, mechanisms(packs))}")


def check_theory(room: str, theory: str, packs: Path, where: str) -> None:
    """Raise an InputError unless the room has rival theories and this is one of them."""
    rooms = theories(packs)
    if room not in rooms:
        raise InputError(f"{where}: '{room}' has no rival theories; {nearest_name(room, rooms)}")
    if theory not in rooms[room]:
        raise InputError(f"{where}: '{room}' has no theory '{theory}'; {nearest_name(theory, rooms[room])}")
