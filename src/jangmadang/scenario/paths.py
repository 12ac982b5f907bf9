"""The exogenous weekly paths: dated spells and changes become one record per week."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from jangmadang.elementary import exp_of, ln_of
from jangmadang.errors import InputError, nearest_name
from jangmadang.scenario.exchange_rate import reported_rate
from jangmadang.scenario.members import Floats, axes_of, check_range, parse_target, select, shape_of, spread
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.schema import Change, Sources, Spell, Strict, Switch, Text, validated
from jangmadang.scenario.yaml_files import PACKS, read_yaml

SpellLayer = Mapping[str, tuple[Spell, ...]]
SeriesLayer = Mapping[str, Mapping[datetime.date, float]]
Days = NDArray[np.int64]
Said = TypeVar("Said")
REPORTED_RATE = "exchange_rate_reported_kpw_per_cny"
_FOR_GOOD = datetime.date.max


class PathEntry(Strict):
    """A path as written in the pack."""

    unit: Text
    meaning: Text
    default: Any
    source: Sources
    low: Any
    high: Any
    axis: Any = None
    hold_before_start: Switch = True
    reason: Text = ""


#: Said of a name that is a result.
A_RESULT = (
    "{name} is a result, nothing that a scenario sets; prices and incomes move by exchange_rate_multiplier, openness, "
    "harvest_index, staple_price_subsidy and other paths (see: jangmadang explain paths)"
)
_RESULT = re.compile(
    r"(?:^|_)(?:prices?|incomes?|hunger|short|shortfall|stocks?|wages?|exchange_rate|cpi|sales|turnover|imports|exports|"
    r"rice|corn|spending|gini|poverty)(?:$|_)"
)


@dataclass(frozen=True, eq=False)
class ExogenousPath:
    """A path: its default holds on every day that no spell covers."""

    name: str
    unit: str
    meaning: str
    default: Floats
    source: tuple[str, ...]
    low: Floats
    high: Floats
    axes: tuple[str, ...]
    hold_before_start: bool
    reason: str = ""


class Layers(NamedTuple):
    """What a scenario says of its paths, one layer per file, the extended scenario's first."""

    spells: Sequence[SpellLayer]
    series: Sequence[SeriesLayer]
    changes: Sequence[Sequence[Change]]
    packs: Path


@cache
def paths(packs: Path = PACKS) -> Mapping[str, ExogenousPath]:
    """Return every path of a packs folder by name, the reported exchange rate included."""
    file = packs / "paths.yaml"
    data = read_yaml(file) or {}
    if not isinstance(data, dict):
        raise InputError(f"{file}: expected a mapping of paths")
    found = {name: _path(name, entry, f"{file.name}: {name}") for name, entry in data.items()}
    found[REPORTED_RATE] = ExogenousPath(
        name=REPORTED_RATE,
        unit="KPW/CNY",
        meaning="Exchange rate of the reports, won per yuan, at Hyesan and in Ryanggang",
        default=np.array(np.nan),
        source=("exchange_rate_weekly.csv",),
        low=np.array(1.0),
        high=np.array(1e7),
        axes=(),
        hold_before_start=True,
    )
    return MappingProxyType(found)


def _path(name: Any, data: Any, where: str) -> ExogenousPath:
    """Check one entry of the pack and spread it over its axes."""
    if not isinstance(name, str) or not name.isidentifier():
        raise InputError(f"{where}: a path's name must be a plain identifier")
    entry = validated(PathEntry, data, where)
    axes = axes_of(entry.axis, where)
    default = spread(entry.default, axes, f"{where}, default")
    low, high = spread(entry.low, axes, f"{where}, low"), spread(entry.high, axes, f"{where}, high")
    check_range(default, low, high, axes, where)
    return ExogenousPath(
        name, entry.unit, entry.meaning, default, entry.source, low, high, axes, entry.hold_before_start, entry.reason
    )


def locate(target: str, packs: Path, where: str) -> tuple[ExogenousPath, tuple[slice, ...], int]:
    """Return a target's path, the members it covers and how many axes it pins."""
    name, members = parse_target(target, where)
    known = paths(packs)
    if name not in known:
        raise InputError(f"{where}: {_no_path(name, known, packs)}")
    path = known[name]
    part = select(members, path.axes, f"{where}: {name}")
    return path, part, sum(member != "*" for member in members)


def _no_path(name: str, known: Mapping[str, ExogenousPath], packs: Path) -> str:
    """Say why a name is no path: it is a parameter, a result, or nothing."""
    if name in parameters(packs):
        return f"{name} is a parameter, which has no dates; write it under 'parameters'"
    hint = nearest_name(name, known)
    near = hint.startswith("did you mean")
    return A_RESULT.format(name=name) if _RESULT.search(name) and not near else f"no path named '{name}'; {hint}"


def check_layer(spells: SpellLayer, changes: Sequence[Change], packs: Path, where: str) -> None:
    """Refuse unknown targets, values out of range and overlaps in the spells and changes of one file."""
    dated: list[tuple[str, str, NDArray[np.bool_], int, datetime.date, datetime.date]] = []
    for target, listed in spells.items():
        path, part, pinned = locate(target, packs, f"{where}: paths")
        mask = mask_of(path, part)
        for i, spell in enumerate(listed):
            place = f"{where}: paths {target}, entry {i + 1}, value"
            value = path.low.copy()
            value[part] = spell.value
            check_range(value, path.low, path.high, path.axes, place)
        for spell, last in zip(*_closed(listed), strict=True):
            dated.append((target, path.name, mask, pinned, spell.from_day, last))
    _refuse_overlaps(dated, f"{where}: dated values of")
    dated = []
    for number, change in enumerate(changes, 1):
        path, part, _ = locate(change.path, packs, f"{where}: changes")
        _check_set(change, path, part, f"{where}: changes, entry {number}")
        dated.append((change.path, path.name, mask_of(path, part), 0, change.from_day, change.until or _FOR_GOOD))
    _refuse_overlaps(dated, f"{where}: changes of")


def cover_together(one: str, other: str, packs: Path) -> bool:
    """Whether two targets of changes cover a member of a path together."""
    (path, part, _), (same, further, _) = (locate(target, packs, "changes") for target in (one, other))
    return path.name == same.name and bool((mask_of(path, part) & mask_of(same, further)).any())


def _check_set(change: Change, path: ExogenousPath, part: tuple[slice, ...], where: str) -> None:
    """Refuse a value outside the range of its path in the words of the file."""
    if change.set_to is None:
        return
    low, high = float(path.low[part].min()), float(path.high[part].max())
    if not low <= change.set_to <= high:
        raise InputError(f"{where}: set: {change.set_to:g} is outside {low:g} to {high:g}, the range of {path.name}")


def mask_of(path: ExogenousPath, part: tuple[slice, ...]) -> NDArray[np.bool_]:
    """Mark the members that a target covers."""
    mask = np.zeros(shape_of(path.axes), dtype=bool)
    mask[part] = True
    return mask


def _closed(listed: Sequence[Spell]) -> tuple[list[Spell], list[datetime.date]]:
    """Return spells by first day and the last day of each: an open one ends before the next."""
    ordered = sorted(listed, key=lambda spell: spell.from_day)
    ends = [spell.until for spell in ordered]
    for i, following in enumerate(ordered[1:]):
        if ends[i] is None and following.from_day > ordered[i].from_day:
            ends[i] = following.from_day - datetime.timedelta(days=1)
    return ordered, [end or _FOR_GOOD for end in ends]


def _refuse_overlaps(dated: Sequence[tuple[str, str, NDArray[np.bool_], int, Any, Any]], where: str) -> None:
    """Raise an InputError if two equally specific entries cover the same member on the same day."""
    for (target, name, mask, pinned, first, last), other in combinations(dated, 2):
        if name == other[1] and pinned == other[3] and first <= other[5] and other[4] <= last:
            if (mask & other[2]).any():
                day = max(first, other[4])
                also = "" if target == other[0] else f" and {other[0]}"
                raise InputError(f"{where} {target}{also} overlap on {day}; end one before the other starts")


def _blend(values: Floats, days: Days, part: tuple[slice, ...], change: Change) -> None:
    """Apply one change in place to daily values of shape (days, members...)."""
    elapsed = days - change.from_day.toordinal()
    weight = np.clip((elapsed // 7 + 1) / change.over_weeks, 0.0, 1.0)
    on = elapsed >= 0
    if change.until is not None:
        on &= days <= change.until.toordinal()
    chosen = values[(slice(None), *part)]
    w = np.where(on, weight, 0.0).reshape(-1, *(1,) * (chosen.ndim - 1))
    if change.multiply is not None:
        on_the_way = exp_of(w * ln_of(max(change.multiply, 1e-300)))
        chosen *= np.where(w == 1.0, change.multiply, on_the_way)
    elif change.add is not None:
        chosen += w * change.add
    elif change.set_to is not None:
        chosen += w * (change.set_to - chosen)


def daily_values(path: ExogenousPath, days: Days, layers: Layers) -> Floats:
    """Return a path's value, in its unit, each day: default, spells, series, changes by layer, general before specific.

    Parameters
    ----------
    path : ExogenousPath
        The path.
    days : array of int
        Days as counted by `date.toordinal`.
    layers : Layers
        What the scenario says.
    """
    values = np.broadcast_to(path.default, (len(days), *path.default.shape)).copy()
    if path.name == REPORTED_RATE:
        values[:] = reported_rate().at(days)
    for spells in layers.spells:
        for part, listed in _of_path(spells, path, layers.packs):
            for spell, last in zip(*_closed(listed), strict=True):
                inside = (days >= spell.from_day.toordinal()) & (days <= last.toordinal())
                chosen = values[(slice(None), *part)]
                chosen[inside] = spell.value
    for series in layers.series:
        for part, weeks in _of_path(series, path, layers.packs):
            _lay_over(values[(slice(None), *part)], days, weeks)
    for changes in layers.changes:
        for change in changes:
            if _about(change.path, path):
                _blend(values, days, locate(change.path, layers.packs, "changes")[1], change)
    return values


def _is_spoken_of(path: ExogenousPath, layers: Layers) -> bool:
    """Say whether a path ever leaves its default, as few do that have a value for every place and class."""
    named = chain(*layers.spells, *layers.series, (change.path for changes in layers.changes for change in changes))
    return path.name == REPORTED_RATE or any(_about(target, path) for target in named)


def _about(target: str, path: ExogenousPath) -> bool:
    """Say whether a target is of this path."""
    return parse_target(target, "paths")[0] == path.name


def _of_path(layer: Mapping[str, Said], path: ExogenousPath, packs: Path) -> list[tuple[tuple[slice, ...], Said]]:
    """What a layer says of a path and of which members, general before specific."""
    mine = [(locate(target, packs, "paths"), said) for target, said in layer.items() if _about(target, path)]
    return [(part, said) for (_, part, _), said in sorted(mine, key=lambda item: item[0][2])]


def _lay_over(chosen: Floats, days: Days, weeks: Mapping[datetime.date, float]) -> None:
    """Give the days of each week of a series its value, in place."""
    if not weeks:
        return
    known = np.array(sorted((week.toordinal(), value) for week, value in weeks.items()))
    monday = days - (days - 1) % 7  # day 1 was a Monday
    row = np.minimum(np.searchsorted(known[:, 0], monday), len(known) - 1)
    inside = known[row, 0] == monday
    chosen[inside] = known[row[inside], 1].reshape(-1, *(1,) * (chosen.ndim - 1))


def weekly_values(path: ExogenousPath, mondays: Days, start: int, layers: Layers) -> Floats:
    """Return day-weighted weekly means of a path, in its unit; weeks before the day `start` hold its week's value."""
    if not _is_spoken_of(path, layers):
        return np.broadcast_to(path.default, (len(mondays), *path.default.shape))
    effective = np.maximum(mondays, start) if path.hold_before_start else mondays
    days = (effective[:, None] + np.arange(7)).ravel()
    daily = daily_values(path, days, layers)
    by_week = daily.reshape(len(mondays), 7, *path.default.shape)
    weekly = by_week.mean(axis=1)
    constant = (by_week == by_week[:, :1]).all(axis=1)
    return np.where(constant, by_week[:, 0], weekly)


def check_week_range(path: ExogenousPath, values: Floats, mondays: Days) -> None:
    """Raise an InputError that names the first week in which a path's values, in its unit, leave its range."""
    slack = 1e-9 * np.maximum(np.abs(path.low), np.abs(path.high))
    outside = (values < path.low - slack) | (values > path.high + slack)
    for i in np.flatnonzero(outside.reshape(len(mondays), -1).any(axis=1)):
        week = datetime.date.fromordinal(int(mondays[i]))
        check_range(values[i], path.low, path.high, path.axes, f"path {path.name} in the week of {week}")
