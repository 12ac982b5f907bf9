"""Imported observations into an observation table, where importing again changes only prices that have changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from jangmadang.evidence.observations import Observation, known_item, known_place
from jangmadang.evidence.table import read_observations, write_observations
from jangmadang.files import changing

#: What tells rows of one table apart that share an id.
_NUMBER = re.compile(r"(?<=^import-\w{12})-\d+$")


@dataclass(frozen=True)
class Merged:
    """What an observation table gained; `there_already` has the same figures in rows of other ids, such as a copy's."""

    added: list[Observation]
    changed: list[Observation]
    unchanged: list[Observation]
    there_already: list[Observation]


def merge_into(path: Path, new: Sequence[Observation]) -> Merged:
    """Lay observations over a table, by their ids, and write it if anything changed; a row's `use` stays.

    Rows of one id (several sellers of a day) go by their figures: those that a table holds stay as they are, and others
    take the place of rows that are no longer there only if there are as many of them. An observation that a row of
    another id holds already is not added, as often as there are such rows.
    """
    with changing(path):
        return _merged(path, new)


def _merged(path: Path, new: Sequence[Observation]) -> Merged:
    """Read the table, lay observations over it and write it."""
    rows = {row.id: row for row in read_observations(path)} if path.exists() else {}
    merged = Merged([], [], [], [])
    groups: dict[str, list[Observation]] = {}
    old: dict[str, list[Observation]] = {}
    for o in new:
        groups.setdefault(o.id, []).append(o)
    for row in rows.values():
        old.setdefault(_NUMBER.sub("", row.id), []).append(row)
    for base, group in groups.items():
        _merge_group(base, group, old.get(base, []), merged)
    of_these = {o.id for o in (*merged.changed, *merged.unchanged)}
    others = Counter(_figure(row) for name, row in rows.items() if name not in of_these)
    fresh = merged.added.copy()
    merged.added.clear()
    for o in fresh:
        is_there = others[_figure(o)] > 0
        others[_figure(o)] -= is_there
        (merged.there_already if is_there else merged.added).append(o)
    if merged.added or merged.changed:
        changed = {o.id: o for o in merged.changed}
        write_observations(path, [*(changed.get(name, row) for name, row in rows.items()), *merged.added])
    return merged


def _merge_group(base: str, group: list[Observation], old: list[Observation], merged: Merged) -> None:
    """Sort the observations of one id by what becomes of them; those that are added get ids of their own."""
    taken = {row.id for row in old}
    as_many = len(old) == len(group)
    left = []
    for o in group:
        same = next((row for row in old if _figure(row) == _figure(o)), None)
        if same:
            old.remove(same)
            merged.unchanged.append(same)
        else:
            left.append(o)
    if as_many:
        for row, o in zip(old, left, strict=True):
            merged.changed.append(replace(o, id=row.id, use=row.use or o.use))
        return
    free = (name for number in count(1) if (name := f"{base}-{number}" if number > 1 else base) not in taken)
    merged.added.extend(replace(o, id=next(free)) for o in left)


def _figure(o: Observation) -> tuple[Any, ...]:
    """What an observation says, whoever wrote it down and in whichever file."""
    place, item = known_place(o.place), known_item(o.item)
    return o.date_start, o.date_end, place, item, o.low, o.high, o.bound, o.currency, o.per_qty, o.unit, o.publisher
