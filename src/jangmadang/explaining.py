"""What a name means, of whatever kind it is, and what uses it."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jangmadang.axes import AXES
from jangmadang.dictionary import (
    KINDS,
    LISTS,
    by_table,
    columns,
    entries,
    equations,
    found_by_meaning,
    listed,
    model_places_of,
    places,
)
from jangmadang.errors import InputError, nearest_name
from jangmadang.evidence.observations import MODEL_PLACES, known_place, shipped_rows
from jangmadang.evidence.run_series import series_of
from jangmadang.facts.levels import shipped_level_records
from jangmadang.facts.records import shipped_records
from jangmadang.scenario import load
from jangmadang.scenario.mechanisms import mechanisms, theories
from jangmadang.scenario.members import Floats, parse_target
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.paths import REPORTED_RATE, paths
from jangmadang.scenario.reading import shipped_scenarios
from jangmadang.scenario.shocks import shocks
from jangmadang.scenario.yaml_files import PACKS

MOST_NEAR = 12
READERS = ("accounting", "engine", "mechanisms", "report", "results", "world")
MADE = ("dtypes.py", "rows.py")  # files that only repeat what is declared


def explanation(name: str, packs: Path = PACKS) -> dict[str, Any]:
    """Return what is known of a name, in the order in which it is printed.

    A name of several kinds is explained as the first, and the others are named under `also`. The word for a kind, such
    as `paths`, lists all of it; a plain word lists the names whose meaning has it.

    Raises
    ------
    InputError
        If nothing has that name or meaning; the message gives the nearest name.
    """
    if name.lower() in LISTS:
        kind = LISTS[name.lower()]
        return {"name": name, "kind": "list", "found": [entry.shown() for entry in listed(kind, packs)]}
    bare = parse_target(name, "explain")[0] if "[" in name else name
    for asked in dict.fromkeys((bare, bare.lower(), bare.upper(), bare.replace("-", "_").lower())):
        found = [entry for find in _FINDERS if (entry := find(asked, packs)) is not None]
        if found:
            others = [f"{entry['kind']}: {entry['meaning']}" for entry in found[1:]]
            return {**found[0], **({"also": "; ".join(others)} if others else {}), **_near(asked, found[0], packs)}
    try:
        return {"name": name, "kind": "search", "found": [entry.shown() for entry in found_by_meaning(name, packs)]}
    except InputError as error:
        raise InputError(f"{error}; {nearest_name(name, [entry.name for entry in entries(packs)])}") from None


def _near(name: str, found: dict[str, Any], packs: Path) -> dict[str, list[str]]:
    """Names that a plain word, such as that of a good, finds beside it."""
    if not found["kind"].startswith(("item", "theory")):
        return {}
    near = dict.fromkeys(entry.name for entry in found_by_meaning(name, packs) if entry.name != name)
    return {"see also": list(near)[:MOST_NEAR]}


def overview(packs: Path = PACKS) -> list[dict[str, Any]]:
    """Return each kind of name: how many there are and the first of them."""
    kinds: list[dict[str, Any]] = []
    for kind, word in KINDS.items():
        names = [entry.name for entry in listed(kind, packs)]
        if names:
            kinds.append({"list": word, "kind": kind, "count": len(names), "first": names[:3]})
    return kinds


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
        "subject": item.room,
        "used by": users(name),
    }


def _path(name: str, packs: Path) -> dict[str, Any] | None:
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
        "folder": f"mechanisms/{item.room}",
        "default": "on" if item.default else "off",
        "switched off": f"{item.indicator} goes {item.direction}",
        **({"theories": ", ".join(rivals)} if rivals else {}),
        "equations": ", ".join(f"{one.label} {one.function}" for one in equations().values() if one.room == item.room),
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


def _theory(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a room with rival theories, or one of them."""
    for room, names in theories(packs).items():
        if name in (room, *names):
            rivals = ", ".join(names)
            meaning = f"rival theories of {room}: {rivals}; the first is the default"
            use = f"theories: {{{room}: {name if name in names else names[-1]}}} in a scenario"
            return {"name": name, "kind": "theory", "meaning": meaning, "how": use, "used by": users(f"theory_{room}")}
    return None


def _equation(name: str, packs: Path) -> dict[str, Any] | None:
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
                "used by": _called_at(item.function),
            }
    return None


def _column(name: str, packs: Path) -> dict[str, Any] | None:
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


def _scenario(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a shipped scenario."""
    if name not in shipped_scenarios(packs):
        return None
    scenario = load(name, packs)
    changes = [change for layer in scenario.changes for change in layer]
    return {
        "name": name,
        "kind": "scenario",
        "meaning": scenario.title,
        "question": scenario.question,
        "from": f"{scenario.start} to {scenario.end}",
        **({"changes": ", ".join(f"{change.path} from {change.from_day}" for change in changes)} if changes else {}),
        "run it": f"jangmadang run {name}",
    }


def _shock(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a named shock."""
    item = shocks(packs).get(name)
    if item is None:
        return None
    short = ", ".join(f"{key}: {word}" for key, word in item.short.items())
    operations = [
        f"{change['path']} " + " ".join(f"{key} {value}" for key, value in change.items() if key != "path")
        for change in item.changes
    ]
    return {
        "name": name,
        "kind": "shock",
        "meaning": f"{item.title}. {item.meaning}",
        "changes": "; ".join(operations),
        "how": f"--shock {name} --from DATE --until DATE"
        + (f", or {{{short}, from: DATE}} in a scenario" if short else ""),
    }


def _place(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a place of the model, or of the evidence."""
    model = name if name in places(packs) else MODEL_PLACES.get(known_place(name))
    if model is None or model not in places(packs):
        return None
    about = places(packs)[model]
    figures = ("province", "persons", "households", "markets", "stalls", "farmer_share", "transit_weeks")
    return {
        "name": name,
        "kind": "place",
        "meaning": f"{about['name']}, on the border" if about.get("border") else about["name"],
        **({"in the model": model} if model != name else {}),
        **{key: about[key] for key in figures if key in about},
        "reports of": ", ".join(model_places_of(model)) or "none",
        "source": ", ".join(about.get("sources", ())),
    }


def _item(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain an item of observation tables."""
    reports = [row for row in shipped_rows() if row.item == name and row.use != "exclude"]
    series = series_of(name)
    if not reports and series is None:
        return None
    days = sorted(row.date for row in reports)
    return {
        "name": name,
        "kind": "item of observation tables",
        "meaning": f"compared with {series.series} of a run"
        if series
        else "reported; no series of a run answers for it",
        "reports": f"{len(reports)} shipped, {days[0]} to {days[-1]}" if days else "none shipped",
        "list them": f"jangmadang evidence list --item {name}",
    }


def _fact(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a fact or response: what it says, how it is tried, and what was found."""
    record = next((record for record in shipped_records() if record["id"] == name), None)
    if record is None:
        return None
    return {
        "name": name,
        "kind": "response" if name.startswith("R") else "fact",
        "meaning": record["statement"],
        "experiment": record["experiment"],
        "published as": record["published"],
        **({"reason": record["reason"]} if record["reason"] else {}),
        "conditions": "; ".join(
            f"{item['what']} {item['measured']:.3g} (asked: {item['bound']})" for item in record["conditions"]
        ),
        "run it": f"jangmadang facts {name}",
    }


def _level(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a level: a reported figure and the model's."""
    record = next((record for record in shipped_level_records() if record["id"] == name), None)
    if record is None:
        return None
    ends = [f"{record[end]:g}" for end in ("low", "high") if record[end] is not None]
    return {
        "name": name,
        "kind": "level",
        "meaning": record["what"],
        "reported": f"{' to '.join(ends)} {record['unit']}",
        "model": f"{record['model']:.3g} {record['unit']}, {record['verdict']}",
        "source": ", ".join(record["sources"]),
        **({"note": record["note"]} if record["note"] else {}),
    }


#: A parameter, a path, ... in the order in which a name of several kinds is explained.
_FINDERS = (
    _parameter, _path, _mechanism, _series, _indicator, _equation, _scenario, _shock, _place, _theory, _column, _item,
    _fact, _level,
)  # fmt: skip


def calls_of(function: str) -> list[str]:
    """Return the package's source files that call a function."""
    pattern = re.compile(rf"(?<!def )\b{re.escape(function)}\(")
    return [name for name, text in _sources().items() if function in text and pattern.search(text)]


def _called_at(function: str) -> list[str]:
    """Each file that calls a function, with the line where it first does."""
    call = re.compile(rf"(?<!def )\b{re.escape(function)}\(")
    found = ((name, call.search(_sources()[name])) for name in calls_of(function))
    return [f"{name}:{_sources()[name].count(chr(10), 0, at.start()) + 1}" for name, at in found if at]


def users(name: str) -> list[str]:
    """Return the package's source files that read a name, as an attribute or as quoted text."""
    pattern = re.compile(rf"\.{re.escape(name)}\b|['\"]{re.escape(name)}['\"]")
    return [path for path, text in _sources().items() if name in text and pattern.search(text)]


@cache
def _sources() -> dict[str, str]:
    """Texts of the package's source files in which a name may be read, by their path."""
    root = Path(str(files("jangmadang")))
    found = (path for folder in READERS for path in sorted((root / folder).rglob("*.py")))
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in found if path.name not in MADE}


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
