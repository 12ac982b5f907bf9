"""What a name means: a parameter, path, mechanism, indicator or recorded series, and what uses it."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from jangmadang.axes import AXES
from jangmadang.errors import InputError, nearest_name
from jangmadang.scenario.mechanisms import mechanisms, theories
from jangmadang.scenario.members import Floats
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.paths import REPORTED_RATE, paths
from jangmadang.scenario.yaml_files import PACKS

READERS = ("accounting", "engine", "mechanisms", "report", "results", "world")


def explanation(name: str, packs: Path = PACKS) -> dict[str, Any]:
    """Return what is known of a name, in the order in which it is printed.

    Raises
    ------
    InputError
        If nothing has that name; the message gives the nearest name.
    """
    for find in (_parameter, _path, _mechanism, _series, _indicator):
        found = find(name, packs)
        if found is not None:
            return found
    raise InputError(f"nothing is named '{name}'; {nearest_name(name, _all_names(packs))}")


def _all_names(packs: Path) -> list[str]:
    """Return every name that can be explained."""
    from jangmadang.results.indicators import HEADLINE
    from jangmadang.results.variables import VARIABLES

    recorded = [item.name for item in VARIABLES] + [item.name for item in HEADLINE]
    return [*parameters(packs), *paths(packs), *mechanisms(packs), *dict.fromkeys(recorded)]


def _parameter(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a parameter."""
    item = parameters(packs).get(name)
    if item is None:
        return None
    return {
        "name": name,
        "kind": "parameter",
        "meaning": item.meaning,
        "value": _table(item.value, item.axes),
        "unit": item.unit,
        "range": _range(item.low, item.high, item.axes),
        "source": ", ".join(item.source),
        **({"reason": item.reason} if item.reason else {}),
        "room": item.room,
        "used by": users(name),
    }


def _path(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain an exogenous path."""
    item = paths(packs).get(name)
    if item is None:
        return None
    return {
        "name": name,
        "kind": "path (set by dated spells and changes of a scenario)",
        "meaning": item.meaning,
        "default": "weekly series of the reports" if name == REPORTED_RATE else _table(item.default, item.axes),
        "unit": item.unit,
        "range": _range(item.low, item.high, item.axes),
        "source": ", ".join(item.source),
        **({"reason": item.reason} if item.reason else {}),
        "used by": users(name),
    }


def _mechanism(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a mechanism and its switch."""
    item = mechanisms(packs).get(name)
    if item is None:
        return None
    rivals = theories(packs).get(item.room, ())
    return {
        "name": name,
        "kind": "mechanism",
        "title": item.title,
        "meaning": item.meaning,
        "room": item.room,
        "default": "on" if item.default else "off",
        "switched off": f"{item.indicator} goes {item.direction}",
        **({"theories": ", ".join(rivals)} if rivals else {}),
        "used by": users(f"use_{name}"),
    }


def _series(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a recorded weekly series."""
    from jangmadang.results.variables import VARIABLES

    for item in VARIABLES:
        if item.name == name:
            return {
                "name": name,
                "kind": "recorded series",
                "meaning": item.long_name,
                "unit": item.unit,
                "by": ", ".join(("week", *item.dims)),
                "used by": users(name),
            }
    return None


def _indicator(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a headline indicator, which is computed from recorded series."""
    from jangmadang.results.indicators import HEADLINE

    for item in HEADLINE:
        if item.name == name:
            meaning = getattr(item, "long_name", "") or (item.function.__doc__ or "").split("\n")[0]
            unit = getattr(item, "unit", getattr(item, "units", ""))
            return {"name": name, "kind": "indicator", "meaning": meaning, "unit": unit, "used by": users(name)}
    return None


def users(name: str) -> list[str]:
    """Return the package's source files that read a name, as an attribute or as quoted text."""
    root = Path(str(files("jangmadang")))
    pattern = re.compile(rf"\.{re.escape(name)}\b|['\"]{re.escape(name)}['\"]")
    sources = (path for folder in READERS for path in sorted((root / folder).rglob("*.py")))
    return [str(path.relative_to(root)) for path in sources if pattern.search(path.read_text("utf-8"))]


def _table(values: Floats, axes: tuple[str, ...]) -> Any:
    """Write an array as a number or as nested tables of members."""
    if not axes:
        return float(values)
    return {member: _table(values[i], axes[1:]) for i, member in enumerate(AXES[axes[0]])}


def _range(low: Floats, high: Floats, axes: tuple[str, ...]) -> Any:
    """Write a range as [low, high], once if it is the same for all members."""
    if low.size and (low == low.flat[0]).all() and (high == high.flat[0]).all():
        return [float(low.flat[0]), float(high.flat[0])]
    return {member: _range(low[i], high[i], axes[1:]) for i, member in enumerate(AXES[axes[0]])}
