"""Names of the model: parameters, paths, mechanisms, theories, equations, columns of state, series and indicators.

Each function explains a name of its kind, and gives nothing for any other name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jangmadang.axes import AXES
from jangmadang.dictionary import by_table, columns, equations
from jangmadang.explaining.uses import called_at, users
from jangmadang.scenario.mechanisms import mechanisms, theories
from jangmadang.scenario.members import Floats
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.paths import REPORTED_RATE, paths


def parameter(name: str, packs: Path) -> dict[str, Any] | None:
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
        "subject": item.room,
        "used by": users(name),
    }


def path(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain an exogenous path."""
    item = paths(packs).get(name)
    if item is None:
        return None
    return {
        "name": name,
        "kind": "path (set by dated values and changes of a scenario)",
        "meaning": item.meaning,
        "default": "weekly series of the reports" if name == REPORTED_RATE else _table(item.default, item.axes),
        "unit": item.unit,
        "range": _range(item.low, item.high, item.axes),
        "source": ", ".join(item.source),
        **({"reason": item.reason} if item.reason else {}),
        "used by": users(name),
    }


def mechanism(name: str, packs: Path) -> dict[str, Any] | None:
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
        "folder": f"mechanisms/{item.room}",
        "default": "on" if item.default else "off",
        "switched off": f"{item.indicator} goes {item.direction}",
        **({"theories": ", ".join(rivals)} if rivals else {}),
        "equations": ", ".join(f"{one.label} {one.function}" for one in equations().values() if one.room == item.room),
        "used by": users(f"use_{name}"),
    }


def theory(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a room with rival theories, or one of them."""
    for room, names in theories(packs).items():
        if name in (room, *names):
            rivals = ", ".join(names)
            meaning = f"rival theories of {room}: {rivals}; the first is the default"
            use = f"theories: {{{room}: {name if name in names else names[-1]}}} in a scenario"
            return {"name": name, "kind": "theory", "meaning": meaning, "how": use, "used by": users(f"theory_{room}")}
    return None


def equation(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain an equation by its label or its function's name."""
    for label, item in equations().items():
        if name in (label, item.function):
            return {
                "name": name,
                "kind": "equation",
                "label": label,
                "meaning": item.meaning,
                "formula": item.formula,
                "symbols": item.symbols,
                "returns": item.returns,
                "source": item.source,
                "written in": f"mechanisms/{item.room}/equations.py:{item.line}, {item.function}",
                "used by": called_at(item.function),
            }
    return None


def column(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a column of the model's state, in each table that has one of the name."""
    tables = columns().get(name)
    if tables is None:
        return None
    by = by_table({table: ", ".join(column.axes) for table, column in tables.items()})
    return {
        "name": name,
        "kind": "column of state",
        "meaning": by_table({table: column.meaning for table, column in tables.items()}),
        "unit": by_table({table: column.unit for table, column in tables.items()}),
        **({"by": by} if by else {}),
        "table": ", ".join(tables),
        "written by": by_table({table: ", ".join(column.writers) for table, column in tables.items()}),
        "used by": users(name),
    }


def series(name: str, packs: Path) -> dict[str, Any] | None:
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


def indicator(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain an indicator, which is computed from recorded series."""
    from jangmadang.results.indicators import INDICATORS

    for item in INDICATORS:
        if item.name == name:
            return {
                "name": name,
                "kind": "indicator",
                "meaning": item.long_name,
                "unit": item.unit,
                "used by": users(name),
            }
    return None


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
