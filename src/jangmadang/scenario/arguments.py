"""What callers give, checked once for the command line and for Python: scenarios, seeds, counts, days, switches."""

from __future__ import annotations

import datetime
import operator
import reprlib
from pathlib import Path
from typing import Any

from jangmadang.axes import AXES
from jangmadang.errors import InputError, nearest_name
from jangmadang.scenario.reading import load
from jangmadang.scenario.scenario import Scenario
from jangmadang.scenario.schema import MOST_SEED, read_day, read_resolution

MOST_RUNS, MOST_THREADS = 10_000, 1024


def scenario_of(value: Any) -> Scenario:
    """Return a scenario given as such, by a shipped name or as the path of a file, or raise an InputError."""
    if isinstance(value, Scenario):
        return value
    if isinstance(value, str | Path):
        return load(value)
    raise InputError(
        f"a scenario is a shipped name, the path of a scenario file or what jangmadang.load returns, not "
        f"{reprlib.repr(value)}"
    )


def flag_of(what: str, value: Any) -> bool:
    """Return True or False, NumPy's too, or raise an InputError."""
    if type(value).__name__ in ("bool", "bool_"):
        return bool(value)
    raise InputError(f"{what} is True or False, not {value!r}")


def check_drawn_once(draws: bool, posterior: Any, prefix: str = "") -> None:
    """Refuse draws near a scenario's parameters together with those of a posterior, of which one would do nothing."""
    if draws and posterior:
        raise InputError(
            f"{prefix}draws are near the scenario's own parameters, {prefix}posterior those of a fit; give one of them"
        )


def check_drawn(draws: bool, posterior: Any) -> None:
    """Refuse a posterior whose draws are not asked for."""
    if posterior is not None and not draws:
        raise InputError(
            "a posterior gives the parameters of draws, and without draws it does nothing; give one of them"
        )


def seed_of(value: Any, runs: int = 1) -> int:
    """Return a seed, the first of some runs, as a whole number that the draws can take.

    Raises
    ------
    InputError
        If it is none, or a later run's seed would be.
    """
    seed = _whole(value)
    if seed is None or not 0 <= seed <= MOST_SEED - (runs - 1):
        raise InputError(f"a seed is a whole number from 0 to {MOST_SEED - (runs - 1)}, not {value!r}")
    return seed


def count_of(what: str, value: Any, least: int, most: int) -> int:
    """Return a number of things as a whole number from `least` to `most`, or raise an InputError."""
    count = _whole(value)
    if count is None or not least <= count <= most:
        raise InputError(f"{what} is a whole number from {least} to {most}, not {value!r}")
    return count


def runs_of(value: Any, least: int = 0) -> int:
    """Return a number of runs."""
    return count_of("runs", value, least, MOST_RUNS)


def threads_of(value: Any) -> int | None:
    """Return a number of threads; None for as many as fit."""
    return None if value is None else count_of("threads", value, 1, MOST_THREADS)


def resolution_of(value: Any) -> str | int:
    """Return a resolution."""
    return _read(read_resolution, "resolution", value)


def path_of(what: str, value: Any) -> Path | None:
    """Return the path of a file or folder; None for none, or raise an InputError."""
    if value is None:
        return None
    if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
        raise InputError(f"{what} is the path of a file or folder, or None, not {value!r}")
    return Path(value)


def pair_of(what: str, value: Any, meaning: str) -> tuple[Any, Any]:
    """Return two things given as a tuple or a list, or raise an InputError that says what they mean."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise InputError(f"{what} is {meaning}, not {value!r}")
    return value[0], value[1]


def place_of(value: Any) -> str:
    """Return a place of the model, or raise an InputError."""
    if isinstance(value, str) and value in AXES["place"]:
        return value
    raise InputError(f"place: no place named {value!r}; {nearest_name(str(value), AXES['place'])}")


def day_of(what: str, value: Any) -> datetime.date | None:
    """Return a day given as a date, as text YYYY-MM-DD, or as pandas and NumPy keep it; None for none."""
    if value is None:
        return None
    if type(value).__name__ in ("Timestamp", "datetime64", "datetime"):
        value = str(value)[:10]
    return _read(read_day, what, value)


def stop_of(scenario: Scenario, what: str, value: Any) -> datetime.date | None:
    """Return the day before which a run of a scenario stops; None for its end.

    Raises
    ------
    InputError
        If it lies outside the scenario, or before all that the scenario changes.
    """
    day = day_of(what, value)
    if day is None:
        return None
    if day > scenario.end:
        raise InputError(
            f"{what} {day} is after the end {scenario.end}; prolong it with 'end: {day}' in a file that extends it, "
            f'or in Python with_changes(end="{day}")'
        )
    if day < scenario.start + datetime.timedelta(days=7):
        raise InputError(f"{what} {day} must lie at least a week after the start {scenario.start}")
    begins = [change.from_day for layer in scenario.changes for change in layer]
    if begins and min(begins) >= day:
        raise InputError(
            f"{what} {day} ends the run before anything of {scenario.name} changes, on {min(begins)}; leave it out, "
            "or run the scenario that it extends"
        )
    return day


def _whole(value: Any) -> int | None:
    """A whole number of any kind, NumPy's too; None for anything else, True and 2.0 included."""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return None
    try:
        return operator.index(value)
    except TypeError:
        return None


def _read(read: Any, what: str, value: Any) -> Any:
    """Read a value as a scenario's own setting is read."""
    try:
        return read(value)
    except ValueError as error:
        raise InputError(f"{what}: {error}") from None
