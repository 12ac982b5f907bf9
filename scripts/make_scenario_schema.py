"""Write src/jangmadang/scenario/scenario.schema.json, by which editors complete and check scenarios: `make schema`.

Made from the scenario's own schema and the names in the data packs. With --check nothing is written, and the exit code
says whether the file is stale.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[1] / "src"
sys.path.insert(0, str(SOURCE))

from jangmadang.axes import AXES  # noqa: E402
from jangmadang.scenario.mechanisms import mechanisms, theories  # noqa: E402
from jangmadang.scenario.parameters import Parameter, parameters  # noqa: E402
from jangmadang.scenario.paths import ExogenousPath, paths  # noqa: E402
from jangmadang.scenario.reading import shipped_scenarios  # noqa: E402
from jangmadang.scenario.schema import (  # noqa: E402
    MOST_NAME_BYTES,
    MOST_RESOLUTION,
    MOST_SEED,
    Change,
    ExchangeRate,
    ScenarioFile,
    Spell,
)
from jangmadang.scenario.shocks import shocks  # noqa: E402
from jangmadang.scenario.yaml_files import read_yaml  # noqa: E402

FILE = SOURCE / "jangmadang" / "scenario" / "scenario.schema.json"
Schema = dict[str, Any]
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
SWITCH: Schema = {"enum": [True, False, "on", "off"]}  # YAML 1.2, which editors read, knows no on and off
SOURCES: Schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
DAY_REF: Schema = {"$ref": "#/$defs/day"}

#: What each key means; a key without words, or words without a key, stop this script.
KEYS = {
    "name": "A short name, of the folder of results too",
    "title": "One line for tables and the report",
    "question": "What you want to know",
    "extends": "A shipped scenario or a file; everything not said here is as there",
    "start": "First day; the run begins on the Monday of its week",
    "end": "The first Monday not simulated",
    "seed": "Seed of all draws",
    "resolution": "Persons a simulated household stands for: default, calibration, full, or one of N",
    "parameters": "Values inside their range: a number, or a table of members",
    "switches": "Mechanisms, on or off",
    "theories": "Rival theories by name",
    "paths": "A path's own values between days; changes alter them",
    "changes": "Dated alterations of a path, or named shocks",
    "series": "A path's own values week by week: a CSV table beside this file, or Mondays with values",
    "exchange_rate": "Whether the exchange rate follows the reports, and until when",
}
CHANGE_KEYS = {
    "path": "A path, with members in brackets: openness[customs,import], or openness[*,*] for all",
    "from": "First day",
    "until": "Last day, included; without it for good",
    "set": "The value from then on",
    "multiply": "A factor on what it would be",
    "add": "What is added to it",
    "over_weeks": "Weeks over which it comes in full; 1: at once",
    "note": "Why",
}
SPELL_KEYS = {
    "from": "First day",
    "until": "Last day, included; without it to the next spell, or for good",
    "value": "The value, in the path's unit",
    "source": "Evidence ids, web addresses, or assumed",
    "assumed": "Whether no report says so",
    "note": "Why",
}
RATE_KEYS = {
    "mode": "reported: as the reports have it; endogenous: by the market",
    "endogenous_from": "The day from which the market moves it, or after_last_report",
}


def described(model: type, words: Mapping[str, str], types: Mapping[str, Schema]) -> Schema:
    """Properties of a model of the scenario's schema, each with its words and type."""
    names = {field.alias or name for name, field in model.model_fields.items()}  # type: ignore[attr-defined]
    if names != set(words) or names != set(types):
        raise SystemExit(
            f"{model.__name__}: say what {sorted(names ^ set(words) | names ^ set(types))} mean, and no more"
        )
    return {name: {"description": words[name], **types[name]} for name in words}


def table(properties: Schema, **more: Any) -> Schema:
    """A mapping with these keys and no others."""
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def may_be_empty(schema: Schema) -> Schema:
    """A section that may be named and left empty."""
    return {**schema, "type": [schema["type"], "null"]}


def in_words(item: Parameter | ExogenousPath) -> str:
    """Meaning, unit and range."""
    return f"{item.meaning} [{item.unit}]; {item.low.min():g} to {item.high.max():g}" + (
        f"; by {', '.join(item.axes)}" if item.axes else ""
    )


def parameter_schema(parameter: Parameter) -> Schema:
    """A number within its range, or a table of members."""
    low, high = float(parameter.low.max()), float(parameter.high.min())  # a plain number is every member's
    number = {"type": "number", "minimum": low, "maximum": high}
    if not parameter.axes:
        return {"description": in_words(parameter), **number}
    members = {"$ref": f"#/$defs/by {' and '.join(parameter.axes)}"}
    return {"description": in_words(parameter), "anyOf": [*([number] if low <= high else []), members]}


def members_schema(axes: tuple[str, ...]) -> Schema:
    """A table of the members of the first axis, of numbers or further tables."""
    number: Schema = {"type": "number"}
    inner = {"anyOf": [number, members_schema(axes[1:])]} if axes[1:] else number
    return table(dict.fromkeys(AXES[axes[0]], inner))


def target_pattern(path: ExogenousPath) -> str:
    """What names a path: itself, or with a member or * for each axis; a last border place may be left out."""
    members = [f"({'|'.join(map(re.escape, (*AXES[axis], '*')))})" for axis in path.axes]
    if path.axes[-1:] == ("border_place",) and len(members) > 1:
        return rf"{path.name}(\[{' ?, ?'.join(members[:-1])}( ?, ?{members[-1]})?\])?"
    return path.name + (rf"(\[{' ?, ?'.join(members)}\])?" if members else "")


def targets(item: Schema) -> Schema:
    """A mapping from targets of paths; every bare name is offered, with members it is checked."""
    known = paths().values()
    patterns = {f"^{target_pattern(path)}$": item for path in known}
    return table({path.name: {"description": in_words(path), **item} for path in known}, patternProperties=patterns)


def one_of_each(values: Iterable[str]) -> Schema:
    """One word of several."""
    return {"enum": list(values)}


def changes_schema() -> Schema:
    """A change of a path with one operation, or a named shock."""
    number = {"type": "number"}
    dates = {"from": DAY_REF, "until": DAY_REF, "over_weeks": {"type": "integer", "minimum": 1, "maximum": 1040}}
    own = described(
        Change,
        CHANGE_KEYS,
        {
            **dates,
            "path": {"$ref": "#/$defs/target"},
            "set": number,
            "multiply": {"type": "number", "minimum": 0},
            "add": number,
            "note": {"type": "string"},
        },
    )
    one = [{"required": [operation]} for operation in ("set", "multiply", "add")]
    given = [table(own, required=["path", "from"], oneOf=one)]
    about = {key: own[key] for key in ("from", "until", "over_weeks", "note")}
    names: dict[str, list[str]] = {"shock": list(shocks())}
    for shock in shocks().values():
        for key, word in shock.short.items():
            names.setdefault(key, []).append(word)
    for key, words in names.items():
        meaning = "; ".join(f"{name}: {shock.title}" for name, shock in shocks().items()) if key == "shock" else ""
        named = {"description": meaning or f"A named shock of the {key}", **one_of_each(words)}
        given.append(table({key: named, **about}, required=[key, "from"]))
    return {"type": "array", "items": {"anyOf": given}}


def spells_schema() -> Schema:
    """The dated values of a path."""
    types = {
        "from": DAY_REF,
        "until": DAY_REF,
        "value": {"type": "number"},
        "source": SOURCES,
        "assumed": SWITCH,
        "note": {"type": "string"},
    }
    return {"type": "array", "items": table(described(Spell, SPELL_KEYS, types), required=["from", "value"])}


def rate_schema() -> Schema:
    """The exchange rate."""
    freed = {"anyOf": [one_of_each(["after_last_report"]), DAY_REF]}
    types = {"mode": one_of_each(["reported", "endogenous"]), "endogenous_from": freed}
    return table(described(ExchangeRate, RATE_KEYS, types))


def top_level() -> Mapping[str, Schema]:
    """The type of each key of a file."""
    text = {"type": ["string", "null"]}
    sizes = [
        one_of_each(["default", "calibration", "full"]),
        {"type": "integer", "minimum": 1, "maximum": MOST_RESOLUTION},
    ]
    known = mechanisms().values()
    weeks = {"type": "object", "patternProperties": {DAY["pattern"]: {"type": "number"}}, "additionalProperties": False}
    titles = "; ".join(
        f"{name}: {(read_yaml(path) or {}).get('title', '')}" for name, path in shipped_scenarios().items()
    )
    return {
        "name": {"type": "string", "minLength": 1, "maxLength": MOST_NAME_BYTES},
        "title": text,
        "question": text,
        "extends": {
            "description": f"{KEYS['extends']}. Shipped: {titles}",
            "anyOf": [one_of_each(shipped_scenarios()), {"type": "string", "pattern": r"(\.ya?ml$|[/\\])"}],
        },
        "start": DAY_REF,
        "end": DAY_REF,
        "seed": {"type": "integer", "minimum": 0, "maximum": MOST_SEED},
        "resolution": {"anyOf": sizes},
        "parameters": may_be_empty(table({name: parameter_schema(item) for name, item in parameters().items()})),
        "switches": may_be_empty(table({one.name: {"description": one.meaning, **SWITCH} for one in known})),
        "theories": may_be_empty(table({room: one_of_each(names) for room, names in theories().items()})),
        "paths": may_be_empty(targets({"$ref": "#/$defs/spells"})),
        "changes": may_be_empty(changes_schema()),
        "series": {"anyOf": [{"type": "string"}, may_be_empty(targets(weeks))]},
        "exchange_rate": may_be_empty(rate_schema()),
    }


def schema() -> Schema:
    """The whole schema."""
    tables = sorted({item.axes for item in parameters().values() if item.axes})
    target = "|".join(target_pattern(path) for path in paths().values())
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A scenario of Jangmadang",
        "description": "Written by `make schema` from the scenario's own schema and the data packs; do not edit.",
        **table(described(ScenarioFile, KEYS, top_level())),
        "$defs": {
            "day": DAY,
            "target": {"anyOf": [one_of_each(paths()), {"type": "string", "pattern": f"^({target})$"}]},
            "spells": spells_schema(),
            **{f"by {' and '.join(axes)}": members_schema(axes) for axes in tables},
        },
    }


def main(arguments: list[str]) -> int:
    """Write the file, or with --check only say whether it is stale."""
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    if "--check" not in arguments:
        FILE.write_text(text, "utf-8")
    elif not FILE.exists() or FILE.read_text("utf-8") != text:
        print(f"stale: {FILE.name}; refresh with: make schema")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
