"""The explanation of a name of any kind, and the list of kinds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jangmadang.dictionary import KINDS, LISTS, entries, found_by_meaning, listed
from jangmadang.errors import InputError, nearest_name
from jangmadang.explaining import model_names as model
from jangmadang.explaining import names_around_it as around
from jangmadang.scenario.members import parse_target
from jangmadang.scenario.yaml_files import PACKS

MOST_NEAR = 12
#: In the order in which a name of several kinds is explained.
FINDERS = (
    model.parameter, model.path, model.mechanism, model.series, model.indicator, model.equation, around.scenario,
    around.shock, around.place, model.theory, model.column, around.item, around.fact, around.level,
)  # fmt: skip


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
        found = [entry for find in FINDERS if (entry := find(asked, packs)) is not None]
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
