"""From a scenario's name or file to a checked scenario: extending, merging, looking names up."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jangmadang.axes import AXES
from jangmadang.errors import InputError, nearest_name
from jangmadang.scenario.mechanisms import check_switch, check_theory
from jangmadang.scenario.parameters import parameter_named
from jangmadang.scenario.paths import check_layer
from jangmadang.scenario.scenario import Scenario
from jangmadang.scenario.schema import Change, ScenarioFile, Spell, refuse_depth, validated
from jangmadang.scenario.series import check_series, read_series
from jangmadang.scenario.shocks import with_shocks
from jangmadang.scenario.yaml_files import PACKS, read_yaml

#: Sections that a file may name and leave empty.
_MAY_BE_EMPTY = (
    "changes",
    "parameters",
    "paths",
    "series",
    "switches",
    "theories",
    "title",
    "question",
    "exchange_rate",
)
#: Weeks that a run goes on after a change begins, where it is prolonged for it.
WEEKS_AFTER = 52
STANDARD = "hyesan"  # the history that other scenarios change


def shipped_scenarios(packs: Path = PACKS) -> dict[str, Path]:
    """Return the scenarios of a packs folder, name to file."""
    return {path.stem: path for path in sorted((packs / "scenarios").glob("*.yaml"))}


def load(name_or_path: str | Path, packs: Path | str | None = None) -> Scenario:
    """Return a scenario, shipped under a name or written in a YAML file.

    Parameters
    ----------
    name_or_path : a shipped scenario's name, or the path of a file (with a folder or ending in .yaml or .yml).
    packs : another folder of data packs than the shipped one: its parameters, paths, mechanisms, shocks and scenarios.
        Places are the shipped ones, and draws are taken from the shipped values and ranges.

    Raises
    ------
    InputError
        If anything in the file, or in one it extends, cannot be used, or the packs have places of their own.
    """
    folder = PACKS if packs is None else Path(packs)
    _check_packs(folder)
    return _load(_find(str(name_or_path), Path(), folder, "scenario"), folder, ())


def _check_packs(packs: Path) -> None:
    """Refuse a folder that holds no packs, or other places than those that households are built from."""
    if packs == PACKS:
        return
    if not os.path.isdir(packs / "scenarios"):
        raise InputError(f"packs: {packs} is no folder of data packs; copy {PACKS}")
    places = packs / "places.yaml"
    if places.exists() and read_yaml(places) != read_yaml(PACKS / "places.yaml"):
        raise InputError(f"packs: {places} has other places, from which nothing is built; change {PACKS / places.name}")


def _find(name: str, beside: Path, packs: Path, where: str) -> Path:
    """Return the file of a scenario named by name or path; paths are relative to `beside`."""
    shipped = shipped_scenarios(packs)
    if name in shipped:
        return shipped[name]
    path = beside / name
    if path.suffix in (".yaml", ".yml") or "/" in name or "\\" in name:
        if not os.path.isfile(path):  # False, where Path.is_file raises, for a name that no file can have
            raise InputError(f"{where}: no file {path}")
        return path
    raise InputError(f"{where}: no scenario named '{name}'; {nearest_name(name, shipped)}")


def _load(path: Path, packs: Path, above: tuple[Path, ...]) -> Scenario:
    """Read one file over the scenario it extends."""
    path = path.resolve()
    if path in above:
        raise InputError(f"{path}: extends itself by way of {', '.join(p.name for p in above)}")
    where = path.name
    of_pack = path.parent == (packs / "scenarios").resolve()
    file = _file_of_pack(path, packs) if of_pack else _file(path, packs)
    if file.extends is None:
        _require(file, ("start", "end"), where)
        base = _resolved({"name": file.name or path.stem}, file, where, packs)
        return _finish(base, file, packs, where)
    parent = _load(_find(file.extends, path.parent, packs, f"{where}: extends"), packs, (*above, path))
    fields = parent.model_dump(by_alias=True, exclude={"name", "title", "question"})
    merged = _resolved({**fields, "name": file.name or path.stem}, file, where, packs)
    return _finish(merged, file, packs, where)


def _file(path: Path, packs: Path) -> ScenarioFile:
    """What a file says, before names are looked up."""
    data = read_yaml(path)
    if not isinstance(data, dict):
        raise InputError(f"{path.name}: expected settings as 'key: value', as in 'extends: hyesan'")
    return validated(ScenarioFile, _written_out(data, packs, path.name, path.parent), path.name)


@cache
def _file_of_pack(path: Path, packs: Path) -> ScenarioFile:
    """What a file of a pack says, read once as all of a pack is: every scenario rests on the standard one."""
    return _file(path, packs)


def overlaid(scenario: Scenario, overrides: dict[str, Any], where: str) -> Scenario:
    """Return a scenario with a file's worth of settings laid over it."""
    if "extends" in overrides:
        raise InputError(f"{where}: 'extends' belongs in a file; load the other scenario instead")
    file = validated(ScenarioFile, _written_out(overrides, scenario.packs, where), where)
    fields = _resolved(scenario.model_dump(by_alias=True), file, where, scenario.packs)
    return _finish(fields, file, scenario.packs, where)


def _written_out(data: dict[Any, Any], packs: Path, where: str, beside: Path = Path()) -> dict[Any, Any]:
    """A file's settings without its empty sections, which change nothing, its shocks as changes, its series read."""
    refuse_depth(data, where)
    given = {key: value for key, value in data.items() if value is not None or key not in _MAY_BE_EMPTY}
    if isinstance(given.get("changes"), list | tuple):
        given["changes"] = with_shocks(given["changes"], packs, where)
    if isinstance(given.get("series"), str | Path):
        given["series"] = read_series(beside / given["series"], where)
    return given


def _require(file: ScenarioFile, keys: tuple[str, ...], where: str) -> None:
    """Refuse a scenario that extends nothing and lacks a setting."""
    for key in keys:
        if getattr(file, key) is None:
            raise InputError(f"{where} lacks '{key}'; give it, or write 'extends: hyesan'")


def _resolved(fields: dict[str, Any], file: ScenarioFile, where: str, packs: Path) -> dict[str, Any]:
    """Lay a file's settings over those it extends."""
    own = file.model_dump(by_alias=True, exclude_unset=True, exclude_none=True)
    merged = dict(fields)
    for key in ("name", "title", "question", "seed", "resolution", "start", "end"):
        if key in own:
            merged[key] = own[key]
    for key in ("switches", "theories", "exchange_rate"):
        merged[key] = {**fields.get(key, {}), **own.get(key, {})}
    merged["parameters"] = dict(fields.get("parameters", {}))
    for name, value in file.parameters.items():
        axes = parameter_named(name, packs, f"{where}: parameters").axes
        merged["parameters"][name] = _merged_value(merged["parameters"].get(name), value, axes)
    for key in ("paths", "series", "changes"):
        merged[key] = (*fields.get(key, ()), *([own[key]] if own.get(key) else []))
    return merged


def _merged_value(base: Any, value: Any, axes: tuple[str, ...]) -> Any:
    """Lay a parameter's change over an earlier change; a table over a number spreads the number first."""
    if base is None or not isinstance(value, dict) or not axes:
        return value
    spread_base = base if isinstance(base, dict) else dict.fromkeys(AXES[axes[0]], base)
    return {**spread_base, **{m: _merged_value(spread_base.get(m), v, axes[1:]) for m, v in value.items()}}


def _check_inside(
    file: ScenarioFile, inherited: Sequence[Change], start: datetime.date, end: datetime.date, where: str
) -> None:
    """Refuse a change that the run does not reach, or that is over before it begins.

    Those of the extended scenario count where this file ends the run anew.
    """
    dated: list[tuple[str, Change | Spell]] = [
        (f"changes, entry {number} ({item.path})", item) for number, item in enumerate(file.changes, 1)
    ]
    if file.end is not None:
        dated += [(f"the inherited change of {item.path}", item) for item in inherited]
    dated += [
        (f"paths {target}, entry {number}", item)
        for target, listed in (file.paths.items() if file.extends else ())
        for number, item in enumerate(listed, 1)
    ]
    for place, item in dated:
        if item.from_day >= end:
            raise InputError(
                f"{where}: {place} begins on {item.from_day}, after the end {end}; add end: {end_after(item.from_day)}"
            )
        if item.until is not None and item.until < start and item in file.changes:
            raise InputError(f"{where}: {place} is over on {item.until}, before the start {start}; correct its dates")


def _check_rate(scenario: Scenario, where: str) -> None:
    """Refuse an exchange rate that would move freely only after the end."""
    free_from = scenario.exchange_rate.endogenous_from
    if isinstance(free_from, datetime.date) and free_from >= scenario.end:
        raise InputError(
            f"{where}: exchange_rate moves freely from {free_from}, after the end {scenario.end}; "
            f"add end: {end_after(free_from)}"
        )


def end_after(day: datetime.date) -> datetime.date:
    """The end of a run that shows a year of what begins on a day."""
    return day - datetime.timedelta(days=day.weekday()) + datetime.timedelta(weeks=WEEKS_AFTER)


def _finish(fields: dict[str, Any], file: ScenarioFile, packs: Path, where: str) -> Scenario:
    """Check names, ranges and dates of the merged settings and return the scenario."""
    for name, value in fields["parameters"].items():
        place = f"{where}: parameters"
        parameter_named(name, packs, place).with_value(value, f"{place} {name}")
    for name in fields["switches"]:
        check_switch(name, packs, f"{where}: switches")
    for room, theory in fields["theories"].items():
        check_theory(room, theory, packs, f"{where}: theories")
    check_layer(file.paths, file.changes, packs, where)
    for key in ("start", "end"):
        day = fields[key]
        fields[key] = day - datetime.timedelta(days=day.weekday())
    if fields["end"] <= fields["start"]:
        raise InputError(f"{where}: end must be at least a week after start, {fields['start']}")
    scenario = validated(Scenario, fields, where)
    inherited = [change for layer in scenario.changes for change in layer if change not in file.changes]
    _check_inside(file, inherited, scenario.start, scenario.end, where)
    check_series(file.series, scenario, packs, where)
    _check_rate(scenario, where)
    scenario._packs = packs
    try:
        scenario.weekly_paths(scenario.start, scenario.weeks)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    return scenario
