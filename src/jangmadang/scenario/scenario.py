"""A scenario: what is asked of the model, resolved to numbers the engine reads."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from pydantic import PrivateAttr

from jangmadang.errors import InputError
from jangmadang.scenario.exchange_rate import reported_rate
from jangmadang.scenario.mechanisms import mechanisms, theories
from jangmadang.scenario.parameters import parameter_named, parameters
from jangmadang.scenario.paths import Layers, check_week_range, paths, weekly_values
from jangmadang.scenario.schema import (
    Change,
    Day,
    ExchangeRate,
    Name,
    Resolution,
    Seed,
    Spell,
    Strict,
    Switch,
    Text,
    Weeks,
)
from jangmadang.scenario.yaml_files import PACKS, read_yaml

T = TypeVar("T")


def once(method: Callable[[Scenario], T]) -> Callable[[Scenario], T]:
    """Keep with a scenario, which never changes, what costs some milliseconds to tell of it."""

    @wraps(method)
    def told(scenario: Scenario) -> T:
        known: dict[str, Any] | None = getattr(scenario, "_told", None)
        if known is None:
            known = {}
            object.__setattr__(scenario, "_told", known)
        if method.__name__ not in known:
            known[method.__name__] = method(scenario)
        return cast(T, known[method.__name__])

    return told


class Scenario(Strict):
    """A question to the model, complete and checked; `start` and `end` are Mondays, `end` is not simulated.

    `paths`, `series` and `changes` hold one layer per file, the extended scenario's first: later layers override
    earlier ones. Series lie over dated values, changes over both.
    """

    __slots__ = ("_told",)  # no field: neither compared, nor copied or pickled

    name: Name
    title: Text = ""
    question: Text = ""
    start: Day
    end: Day
    seed: Seed = 1
    resolution: Resolution = "default"
    parameters: dict[str, Any] = {}
    switches: dict[str, Switch] = {}
    theories: dict[str, Text] = {}
    paths: tuple[dict[str, tuple[Spell, ...]], ...] = ()
    changes: tuple[tuple[Change, ...], ...] = ()
    series: tuple[dict[str, Weeks], ...] = ()
    exchange_rate: ExchangeRate = ExchangeRate()
    _packs: Path = PrivateAttr(default=PACKS)

    @property
    def packs(self) -> Path:
        """The folder of the data packs the scenario is read against."""
        return self._packs

    def __getstate__(self) -> dict[Any, Any]:
        """Return what is pickled: the shipped packs without their folder, which is another on another machine."""
        state = super().__getstate__()
        return {**state, "__pydantic_private__": {"_packs": None}} if self.packs == PACKS else state

    def __setstate__(self, state: dict[Any, Any]) -> None:
        """Take what was pickled; the shipped packs are those found here."""
        super().__setstate__(state)
        self._packs = self._packs or PACKS

    @property
    def weeks(self) -> int:
        """The number of weeks from start to end."""
        return (self.end - self.start).days // 7

    def with_changes(self, **overrides: Any) -> Scenario:
        """Return a scenario with further settings, under the same keys as in a file, laid over this one.

        Parameters
        ----------
        **overrides
            For example ``parameters={"storage_loss": 0.002}``, ``switches={"samples": "off"}`` or
            ``changes=[{"path": "openness[*,import]", "from": "2026-03-16", "set": 0}]``.
        """
        from jangmadang.scenario.reading import overlaid

        return overlaid(self, overrides, "with_changes")

    def with_numbers(self, settings: dict[str, Any]) -> Scenario:
        """Return the scenario with parameters set, checked; what its weeks are given is the same and not made again."""
        for name, value in settings.items():
            parameter_named(name, self.packs, "with_numbers").with_value(value, f"with_numbers: {name}")
        found = self.model_copy(update={"parameters": {**self.parameters, **settings}})
        object.__setattr__(found, "_told", {"_own_paths": self._own_paths()})
        return found

    def parameter_record(self) -> np.record:
        """Return one float64 field per parameter, `use_<mechanism>` (1 or 0) and `theory_<room>` (index)."""
        return self._numbers().copy()

    @once
    def _numbers(self) -> np.record:
        values = {
            name: parameter.with_value(self.parameters[name], name) if name in self.parameters else parameter.value
            for name, parameter in parameters(self.packs).items()
        }
        for name, mechanism in mechanisms(self.packs).items():
            values[f"use_{name}"] = np.array(float(self.switches.get(name, mechanism.default)))
        for room, names in theories(self.packs).items():
            values[f"theory_{room}"] = np.array(float(names.index(self.theories.get(room, names[0]))))
        record = np.zeros(1, dtype=[(name, np.float64, value.shape) for name, value in values.items()])
        for name, value in values.items():
            record[name][0] = value
        return cast(np.record, record.view(np.recarray)[0])

    def weekly_paths(self, first_monday: datetime.date, weeks: int) -> np.recarray[Any, Any]:
        """Return one record per week with every exogenous path, the calendar and the reported exchange rate.

        Parameters
        ----------
        first_monday : date
            The first week, which may lie before the scenario's start (burn-in).
        weeks : int
            How many weeks.
        """
        if first_monday.weekday() != 0 or weeks < 1:
            raise InputError(f"weekly paths start on a Monday and last at least a week, not {first_monday}, {weeks}")
        if (first_monday, weeks) == (self.start, self.weeks):
            return self._own_paths().copy()
        return self._paths_of(first_monday, weeks)

    @once
    def _own_paths(self) -> np.recarray[Any, Any]:
        return self._paths_of(self.start, self.weeks)

    def _paths_of(self, first_monday: datetime.date, weeks: int) -> np.recarray[Any, Any]:
        mondays = first_monday.toordinal() + 7 * np.arange(weeks, dtype=np.int64)
        columns, layers = {}, Layers(self.paths, self.series, self.changes, self.packs)
        for name, path in paths(self.packs).items():
            values = weekly_values(path, mondays, self.start.toordinal(), layers)
            check_week_range(path, values, mondays)
            columns[name] = values
        thursdays = [datetime.date.fromordinal(int(monday) + 3) for monday in mondays]
        columns["exchange_rate_imposed"] = (mondays < self._first_endogenous_day()).astype(np.float64)
        columns["year"] = np.array([day.isocalendar()[0] for day in thursdays], dtype=np.float64)
        columns["iso_week"] = np.array([day.isocalendar()[1] for day in thursdays], dtype=np.float64)
        columns["week_of_year"] = np.array([day.timetuple().tm_yday / 365.25 * 52.0 for day in thursdays])
        columns["month"] = np.array([day.month for day in thursdays], dtype=np.float64)
        record = np.zeros(weeks, dtype=[(name, np.float64, column.shape[1:]) for name, column in columns.items()])
        for name, column in columns.items():
            record[name] = column
        return record.view(np.recarray)

    def _first_endogenous_day(self) -> int:
        """Return the first day (as `date.toordinal`) from which the exchange rate moves freely."""
        if self.exchange_rate.mode == "endogenous":
            return 0
        since = self.exchange_rate.endogenous_from
        if since == "after_last_report":
            return reported_rate().last_report.toordinal() + 1
        return cast(datetime.date, since).toordinal()

    @once
    def content_hash(self) -> str:
        """Return the SHA-256 of all that shapes a run but its seed and resolution, which are its arguments."""
        record = self.parameter_record()
        numbers = {name: np.asarray(record[name]).tolist() for name in record.dtype.names or ()}
        series = self.weekly_paths(self.start, self.weeks)
        content = {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "numbers": numbers,
            "paths": {name: hashlib.sha256(series[name].tobytes()).hexdigest() for name in series.dtype.names or ()},
            "places": read_yaml(self.packs / "places.yaml") if (self.packs / "places.yaml").exists() else None,
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @once
    def opening_hash(self) -> str:
        """Return the SHA-256 of what shapes the opening state: parameters, switches, and the year before the start."""
        record = self.parameter_record()
        year = self.weekly_paths(self.start - datetime.timedelta(weeks=52), 52)
        digest = hashlib.sha256(record.tobytes())
        digest.update(year.tobytes())
        return digest.hexdigest()
