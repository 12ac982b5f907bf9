"""Numbers spread over named axes: `{rice: 1, corn: 2}` and targets such as `openness[customs,import]`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.axes import AXES
from jangmadang.errors import InputError, nearest_name

Floats = NDArray[np.float64]


def axes_of(axis: Any, where: str) -> tuple[str, ...]:
    """Return the axis names of an `axis:` entry, which is a name, a list of names or nothing."""
    names = (axis,) if isinstance(axis, str) else tuple(axis or ())
    for name in names:
        if name not in AXES:
            raise InputError(f"{where}: no axis named '{name}'; {nearest_name(str(name), AXES)}")
    return names


def shape_of(axes: tuple[str, ...]) -> tuple[int, ...]:
    """Return the number of members along each axis."""
    return tuple(len(AXES[name]) for name in axes)


def spread(value: Any, axes: tuple[str, ...], where: str) -> Floats:
    """Return a number or a full mapping of members as an array in axis order, in the same unit."""
    result = np.full(shape_of(axes), np.nan)
    overlay(result, value, axes, where)
    if np.isnan(result).any():
        first = tuple(np.argwhere(np.isnan(result))[0])
        names = ",".join(AXES[axis][i] for axis, i in zip(axes, first, strict=True))
        raise InputError(f"{where}: no value for [{names}]; give every member of {', '.join(axes)}")
    return result


def overlay(target: Floats, value: Any, axes: tuple[str, ...], where: str) -> None:
    """Write a number of the same unit over the whole target, or a mapping over the members it names."""
    if isinstance(value, Mapping):
        if not axes:
            raise InputError(f"{where} is one number, not a table of members")
        members = AXES[axes[0]]
        for member, inner in value.items():
            if member not in members:
                raise InputError(f"{where}: {axes[0]} has no '{member}'; {nearest_name(str(member), members)}")
            i = members.index(member)
            overlay(target[i : i + 1].reshape(target.shape[1:]), inner, axes[1:], f"{where}[{member}]")
        return
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise InputError(f"{where} must be a number, not {value!r}")
    if not math.isfinite(value):
        raise InputError(f"{where} must be a finite number, not {value}")
    target[...] = value


@lru_cache(maxsize=10_000)
def parse_target(text: str, where: str) -> tuple[str, tuple[str, ...]]:
    """Split `name[member,member]` into the name and its members, none if the whole is meant."""
    name, bracket, rest = text.partition("[")
    if not bracket:
        return text.strip(), ()
    if not rest.rstrip().endswith("]"):
        raise InputError(f"{where}: '{text}' lacks its closing bracket; write name[member] or name[member,member]")
    return name.strip(), tuple(part.strip() for part in rest.rstrip()[:-1].split(","))


def select(members: tuple[str, ...], axes: tuple[str, ...], where: str) -> tuple[slice, ...]:
    """Return the part of an array that the members name; `*` stands for all of an axis, as does a place left out."""
    least = len(axes) - (axes[-1:] == ("border_place",))
    if len(members) not in (0, least, len(axes)):
        wanted = f"members of {', '.join(axes)}" if axes else "no members in brackets"
        raise InputError(f"{where} takes {wanted}, not [{','.join(members)}]")
    parts = []
    for member, axis in zip(members, axes, strict=False):
        if member == "*":
            parts.append(slice(None))
        elif member in AXES[axis]:
            i = AXES[axis].index(member)
            parts.append(slice(i, i + 1))
        else:
            raise InputError(f"{where}: {axis} has no '{member}'; {nearest_name(member, AXES[axis])}")
    return tuple(parts)


def check_range(value: Floats, low: Floats, high: Floats, axes: tuple[str, ...], where: str) -> None:
    """Raise an InputError if any member lies outside its plausible range, in its unit."""
    outside = np.argwhere(~((value >= low) & (value <= high)))
    if not len(outside):
        return
    at = tuple(outside[0])
    names = ",".join(AXES[axis][i] for axis, i in zip(axes, at, strict=True))
    raise InputError(
        f"{where}{f'[{names}]' if names else ''} = {float(value[at]):g} is outside "
        f"its range [{float(low[at]):g}, {float(high[at]):g}]"
    )
