"""What carries the answer: the scenario's changes, the state of each channel, assumed spells and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from jangmadang.axes import AXES
from jangmadang.labels import label, openness_in_words, place_in_words
from jangmadang.report.wording import unit_in_words
from jangmadang.scenario.members import parse_target
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.paths import paths
from jangmadang.scenario.reading import STANDARD, load, shipped_scenarios
from jangmadang.scenario.schema import Change, ExchangeRate, Spell
from jangmadang.world.members import HYESAN

ASSUMED = "assumed"
BORDER_PATH = "openness"
PLAIN_UNITS = ("1", "share")


class AssumedSpell(NamedTuple):
    """A spell without a report behind it: what it sets, since when, to what, and why."""

    targets: str
    since: date
    value: float
    note: str
    of_border: bool

    @property
    def state(self) -> str:
        """The value in words where it is an openness."""
        return openness_in_words(self.value) if self.of_border else f"{self.value:g}"


class ChannelState(NamedTuple):
    """One channel in the last week: how open each way, since when, and what says so.

    `acted` is what the scenario did to it that has ended by then; empty for nothing.
    """

    channel: str
    direction: str
    state: str
    since: str
    basis: str
    sources: tuple[str, ...] = ()
    acted: str = ""

    @property
    def told(self) -> str:
        """What the scenario did, where that has ended, and the state in the last week."""
        now = f"{self.state} since {self.since}"
        return f"{self.acted}; in the last week {now}" if self.acted else now


class ParameterCount(NamedTuple):
    """How many parameters there are, rest on an assumption alone or in part, and are changed by the scenario."""

    total: int
    assumed: int
    partly: int
    changed: int


def change_in_words(change: Change) -> str:
    """A dated change of a path."""
    ramp = f" over {change.over_weeks} weeks" if change.over_weeks > 1 else ""
    until = f" until {change.until}" if change.until else ""
    note = f" ({change.note})" if change.note else ""
    return f"{target_in_words(change.path)} {_operation(change)}{ramp} from {change.from_day}{until}{note}"


def _operation(change: Change) -> str:
    """What a change does to its path: 'set to 0.3', 'multiplied by 2'."""
    operations = (("set to", change.set_to), ("multiplied by", change.multiply), ("raised by", change.add))
    unit = _unit_of(change.path) if change.multiply is None else ""
    return next(f"{verb} {value:g}{unit}" for verb, value in operations if value is not None)


def scenario_changes(scenario: Any) -> list[str]:
    """What a scenario changes: dated changes, paths, the exchange rate, parameters, mechanisms, theories."""
    own = [] if scenario.paths[:1] == load(STANDARD).paths[:1] else ["conditions of its own in place of the history's"]
    dated = [change_in_words(change) for layer in scenario.changes for change in layer]
    given = [
        _spell_in_words(target, spell)
        for layer in scenario.paths[1:]  # the first is the scenario that all others extend
        for target, listed in layer.items()
        for spell in listed
    ]
    weekly = [
        f"{target_in_words(target)}: a value for each of {len(weeks)} weeks, {min(weeks)} to {max(weeks)}"
        for layer in scenario.series
        for target, weeks in layer.items()
        if weeks
    ]
    rate = [] if scenario.exchange_rate == ExchangeRate() else [_rate_in_words(scenario.exchange_rate)]
    set_values = [words for name, value in scenario.parameters.items() for words in _settings(name, value)]
    switched = [f"{label(name)} {'on' if on else 'off'}" for name, on in scenario.switches.items()]
    chosen = [f"{label(room)}: {name}" for room, name in scenario.theories.items()]
    return [*own, *dated, *given, *weekly, *rate, *set_values, *switched, *chosen]


def changes_against(base: Any, other: Any) -> list[str]:
    """What a scenario changes that its base does not."""
    shared = scenario_changes(base)
    return [change for change in scenario_changes(other) if change not in shared]


def standard_comparison(scenario: Any) -> str:
    """The command that compares a scenario with the standard one; empty where no name says all that it changes."""
    if scenario.name == STANDARD or scenario.name not in shipped_scenarios(scenario.packs):
        return ""
    as_shipped = scenario_changes(load(scenario.name, scenario.packs)) == scenario_changes(scenario)
    return f"jangmadang compare {STANDARD} {scenario.name}" if as_shipped else ""


def _settings(name: str, value: Any, members: tuple[str, ...] = ()) -> Iterator[str]:
    """A parameter's values in words, one for each member that is set."""
    if isinstance(value, dict):
        for member, inner in value.items():
            yield from _settings(name, inner, (*members, member))
        return
    of = f" of {', '.join(map(place_in_words, members))}" if members else ""
    known = parameters().get(name)
    unit = f" {unit_in_words(known.unit)}" if known and known.unit not in PLAIN_UNITS else ""
    yield f"{name}{of} set to {value}{unit}"


def _spell_in_words(target: str, spell: Spell) -> str:
    """A path as a scenario gives it."""
    until = f" until {spell.until}" if spell.until else ""
    note = f" ({spell.note})" if spell.note else ""
    return f"{target_in_words(target)} set to {spell.value:g}{_unit_of(target)} from {spell.from_day}{until}{note}"


def _rate_in_words(rate: ExchangeRate) -> str:
    """How the exchange rate moves where it does not follow the reports to the last."""
    if rate.mode != "reported":
        return "exchange rate free from the start"
    return f"exchange rate free from {rate.endogenous_from}"


def _unit_of(target: str) -> str:
    """Unit of a path, with a space before it; nothing where a number says it all."""
    known = paths().get(parse_target(target, "changes")[0])
    return f" {unit_in_words(known.unit)}" if known is not None and known.unit not in PLAIN_UNITS else ""


def given_openness(scenario: Any) -> xr.DataArray:
    """How open a scenario has each channel at Hyesan, each way, week by week."""
    weeks = np.datetime64(scenario.start, "ns") + np.arange(scenario.weeks) * np.timedelta64(7, "D")
    values = scenario.weekly_paths(scenario.start, scenario.weeks)["openness"][..., HYESAN]
    axes = {name: list(AXES[name]) for name in ("channel", "flow")}
    return xr.DataArray(values, dims=("week", *axes), coords={"week": weeks, **axes})


def channel_states(scenario: Any, openness: xr.DataArray) -> list[ChannelState]:
    """The state in force in the last week of every channel, each way, after the scenario's changes."""
    last = openness["week"].values[-1].astype("datetime64[D]").item()
    states = []
    for channel in map(str, openness["channel"].values):
        for direction in map(str, openness["flow"].values):
            values = openness.sel(channel=channel, flow=direction).values.astype(float)
            differs = np.flatnonzero(np.abs(values - values[-1]) > 1e-9)
            first = int(differs[-1]) + 1 if len(differs) else 0
            since = str(np.datetime_as_string(openness["week"].values[first], unit="D"))
            state, named = openness_in_words(float(values[-1])), (label(channel), label(direction))
            basis, acted = _basis(scenario, channel, direction, last), _acted(scenario, channel, direction, last)
            states.append(ChannelState(*named, state, since, *basis, acted))
    return states


def _acted(scenario: Any, channel: str, direction: str, day: date) -> str:
    """What the changes and paths of a scenario did to a channel that have ended before a day, with their dates."""
    ended = [
        (change.from_day, change.until, _operation_on_openness(change))
        for layer in scenario.changes
        for change in layer
        if change.until and change.until < day and _covers(change.path, channel, direction)
    ]
    ended += [
        (spell.from_day, spell.until, openness_in_words(spell.value))
        for layer in scenario.paths[1:]
        for target, listed in layer.items()
        for spell in listed
        if spell.until and spell.until < day and _covers(target, channel, direction)
    ]
    return ", ".join(f"{what} by this scenario from {first} to {last}" for first, last, what in sorted(ended))


def _operation_on_openness(change: Change) -> str:
    """'closed (0)', 'multiplied by 0.5'."""
    return _operation(change) if change.set_to is None else openness_in_words(change.set_to)


def _basis(scenario: Any, channel: str, direction: str, day: date) -> tuple[str, tuple[str, ...]]:
    """What says how open a channel is on a day: this scenario, an assumption or a report; and its sources."""
    for layer in reversed(scenario.changes):
        for change in layer:
            if _covers(change.path, channel, direction) and change.from_day <= day <= (change.until or day):
                return f"set by this scenario from {change.from_day}", ()
    spells = {
        target: spell
        for target, spell in spells_in_force(scenario.paths, day).items()
        if _covers(target, channel, direction)
    }
    if not spells:
        return "default", ()
    spell: Spell = spells[min(spells, key=lambda target: target.count("*"))]
    word = "assumed" if spell.assumed or ASSUMED in spell.source else "reported"
    if spell.note.lower().startswith(word):
        return spell.note[0].lower() + spell.note[1:], spell.source
    return f"{word}: {spell.note}" if spell.note else word, spell.source


def _covers(target: str, channel: str, direction: str) -> bool:
    """Whether a target of a path is about one channel and direction."""
    name, members = parse_target(target, "paths")
    wanted = (channel, direction)
    return name == BORDER_PATH and all(m in ("*", w) for m, w in zip(members, wanted, strict=False))


def target_in_words(target: str) -> str:
    """`openness[*,*]` as 'openness of all channels, both ways'; another path by its name and members."""
    name, members = parse_target(target, "paths")
    if not members:
        axes = paths()[name].axes if name in paths() else ()
        return f"{label(name)} of every {' and every '.join(map(label, axes))}" if axes else label(name)
    if name == BORDER_PATH:
        channel = "all channels" if members[0] == "*" else label(members[0])
        direction = "both ways" if len(members) < 2 or members[1] == "*" else label(members[1])
        return f"openness of {channel}, {direction}"
    named = ("all" if member == "*" else place_in_words(member) for member in members)
    return f"{label(name)} of {', '.join(named)}"


def spells_in_force(layers: Iterable[dict[str, Any]], day: date) -> dict[str, Any]:
    """The spell of each target on a day; a later file overrides an earlier one."""
    found: dict[str, Any] = {}
    for layer in layers:
        for target, listed in layer.items():
            active = [
                spell for spell in listed if spell.from_day <= day and (spell.until is None or spell.until >= day)
            ]
            if active:
                found[target] = max(active, key=lambda spell: spell.from_day)
    return found


def assumed_spells(layers: Iterable[dict[str, Any]], day: date) -> list[AssumedSpell]:
    """Assumed spells in force on a day, those of the border first; equal ones are named together."""
    together: dict[tuple[date, float, str, bool], list[str]] = {}
    for target, spell in spells_in_force(layers, day).items():
        if spell.assumed or ASSUMED in spell.source:
            together.setdefault(
                (spell.from_day, spell.value, spell.note, target.startswith(BORDER_PATH + "[")), []
            ).append(_spoken(target))
    rows = [AssumedSpell(_joined(targets), *key) for key, targets in together.items()]
    return sorted(rows, key=lambda row: (not row.of_border, -row.since.toordinal()))


def _spoken(target: str) -> str:
    """`openness[state_smuggling,import]` as 'state smuggling, import'; another path by its name."""
    name, _, members = target.partition("[")
    spoken = label(name)
    if not members:
        return spoken
    listed = ", ".join(label(part.strip().replace("*", "all")) for part in members[:-1].split(","))
    return listed if name == BORDER_PATH else f"{spoken} of {listed}"


def _joined(targets: list[str]) -> str:
    """Targets named together; what they begin with is said once."""
    heads = {target.rpartition(", ")[0] for target in targets}
    if len(targets) > 1 and len(heads) == 1 and all(heads):
        return f"{heads.pop()}, {' and '.join(target.rpartition(', ')[2] for target in targets)}"
    return " and ".join(targets)


def border_sources(scenario: Any) -> list[str]:
    """Sources of every spell of the border that a scenario holds, in the order of its days."""
    spells = sorted(
        (spell.from_day, source)
        for layer in scenario.paths
        for target, listed in layer.items()
        if target.startswith(BORDER_PATH + "[")
        for spell in listed
        for source in spell.source
    )
    return list(dict.fromkeys(source for _, source in spells))


def parameter_count(scenario: Any) -> ParameterCount:
    """Count the parameters by the kind of their source."""
    known = parameters(scenario.packs).values()
    assumed = sum(parameter.source == (ASSUMED,) for parameter in known)
    partly = sum(ASSUMED in parameter.source for parameter in known) - assumed
    return ParameterCount(len(known), assumed, partly, len(scenario.parameters))
