"""Settings and days as they are typed, at the command line or into the observatory's forms."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jangmadang.errors import InputError, nearest_name
from jangmadang.scenario.mechanisms import mechanisms, theories
from jangmadang.scenario.members import parse_target
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.paths import A_RESULT, paths
from jangmadang.scenario.schema import Day
from jangmadang.scenario.yaml_files import PACKS, parse_yaml

FEWEST_WEEKS_AFTER = 13  # that a run shows of what follows a shock


def settings_in_file(settings: Sequence[str], packs: Path = PACKS) -> dict[str, Any]:
    """Settings NAME=VALUE of parameters, switches and theories, as a scenario's file says them."""
    overrides: dict[str, Any] = {}
    for setting in settings:
        key, _, text = setting.partition("=")
        if not text.strip() or not key.strip():
            raise InputError(f"--set {setting}: write NAME=VALUE")
        room, value = _setting(key.strip(), text.strip(), packs)
        _merge(overrides.setdefault(room, {}), value)
    return overrides


def _setting(key: str, text: str, packs: Path) -> tuple[str, dict[str, Any]]:
    """Return where a setting belongs (parameters, switches or theories) and what it says there."""
    where = f"--set {key}={text}"
    name, members = parse_target(key, where)
    value = parse_yaml(text, where)
    if name in parameters(packs):
        for member in reversed(members):
            value = {member: value}
        return "parameters", {name: value}
    if name in mechanisms(packs) and isinstance(value, bool):  # before theories: a room may be called as a mechanism
        return "switches", {name: value}
    if name in theories(packs):
        return "theories", {name: text}
    if name in mechanisms(packs):
        raise InputError(f"{where}: {name} is a mechanism; set it on or off")
    if name in paths(packs):
        raise InputError(
            f"{where}: {name} is a path, which has dates; write it under 'changes' of a file, or use --shock"
        )
    known = [*parameters(packs), *mechanisms(packs), *theories(packs)]
    from jangmadang.results.indicators import INDICATORS  # not above: no setting that is right asks for it
    from jangmadang.results.variables import VARIABLES

    if name in {item.name for item in INDICATORS} | {item.name for item in VARIABLES}:
        raise InputError(f"{where}: {A_RESULT.format(name=name)}")
    raise InputError(f"{where}: no parameter, mechanism or theory of that name; {nearest_name(name, known)}")


def _merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    """Merge nested tables in place."""
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def asked_day(option: str, text: str | None) -> datetime.date | None:
    """Return the day that an option names."""
    if text is None:
        return None
    from pydantic import TypeAdapter, ValidationError

    try:
        day: datetime.date = TypeAdapter(Day).validate_python(text)
    except ValidationError as error:
        message = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise InputError(f"{option}: {message}") from None
    return day


def asked_days(
    first_option: str, first: str | None, last_option: str, last: str | None
) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and the last day that two options name, in order."""
    start, end = asked_day(first_option, first), asked_day(last_option, last)
    if start and end and end < start:
        raise InputError(f"{last_option} {end} is before {first_option} {start}; exchange them")
    return start, end
