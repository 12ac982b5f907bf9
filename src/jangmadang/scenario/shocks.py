"""Named shocks: a word for the paths that belong together, as in `{border: closed, from: 2027-01-01}`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jangmadang.errors import InputError, nearest_name
from jangmadang.scenario.schema import Strict, Text, validated
from jangmadang.scenario.yaml_files import PACKS, read_yaml

_DATES = ("from", "until", "over_weeks", "note")


class ShockEntry(Strict):
    """A shock as written in the pack; `short` is how a change may name it, such as `border: closed`."""

    title: Text
    meaning: Text
    short: dict[str, str] = {}
    changes: tuple[dict[str, Any], ...]


@cache
def shocks(packs: Path = PACKS) -> Mapping[str, ShockEntry]:
    """Return the shocks of a packs folder by name, in the order of the file; none if it has no such file."""
    path = packs / "shocks.yaml"
    data = read_yaml(path) if path.exists() else {}
    if not isinstance(data, dict):
        raise InputError(f"{path}: expected a mapping of shocks")
    return MappingProxyType(
        {name: validated(ShockEntry, entry, f"{path.name}: {name}") for name, entry in data.items()}
    )


def shock_named(name: str, packs: Path, where: str) -> ShockEntry:
    """Return a shock, or raise an InputError with the nearest known name."""
    known = shocks(packs)
    if name not in known:
        raise InputError(f"{where}: no shock named '{name}'; {nearest_name(name, known)}")
    return known[name]


def dated(
    name: str, first: datetime.date | str, last: datetime.date | str | None, packs: Path, where: str
) -> list[dict[str, Any]]:
    """Return the changes of a shock from its first to its last day, as a file would write them."""
    entry = {"shock": name, "from": first, **({} if last is None else {"until": last})}
    return with_shocks([entry], packs, where)


def with_shocks(changes: Sequence[Any], packs: Path, where: str) -> list[Any]:
    """Return a file's changes with every shock among them written out as the changes that belong to it."""
    found: list[Any] = []
    for number, entry in enumerate(changes, 1):
        place = f"{where}: changes, entry {number}"
        shock = _shock_of(entry, packs, place) if isinstance(entry, dict) else None
        if shock is None:
            found.append(entry)
            continue
        named, chosen = shock
        for key in entry:
            if key not in (named, *_DATES):
                raise InputError(f"{place}: a shock has no '{key}'; {nearest_name(str(key), _DATES)}")
        dates = {key: entry[key] for key in _DATES if entry.get(key) is not None}
        found += [{**change, "note": chosen.title, **dates} for change in chosen.changes]
    return found


def _shock_of(entry: dict[Any, Any], packs: Path, where: str) -> tuple[str, ShockEntry] | None:
    """The key under which a change names a shock, and the shock; None for a change of a path."""
    if "shock" in entry:
        return "shock", shock_named(str(entry["shock"]), packs, where)
    if "path" in entry:
        return None
    short = {(key, word): shock for shock in shocks(packs).values() for key, word in shock.short.items()}
    for key in dict.fromkeys(key for key, _ in short):
        if key in entry:
            word = str(entry[key])
            if (key, word) not in short:
                words = [known for other, known in short if other == key]
                raise InputError(f"{where}: {key} cannot be '{word}'; {nearest_name(word, words)}")
            return key, short[key, word]
    return None
