"""Events of reports as proposed dated changes of a scenario, for an analyst to confirm."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from jangmadang.reading.records.observing import one_line
from jangmadang.reading.records.records import EventRecord, Record
from jangmadang.scenario.paths import Layers, daily_values, locate
from jangmadang.scenario.scenario import Scenario
from jangmadang.scenario.yaml_files import read_yaml

LONGEST_QUOTE = 240
_COUNTRY = "KP"
_DAY = datetime.timedelta(days=1)
_NO_FACTS = ("planned", "rumoured", "denied")


@dataclass
class ProposedChange:
    """A path set to a value from one day to another; `kind` is the type of the event that set it."""

    path: str
    value: float
    from_day: datetime.date
    kind: str
    events: list[EventRecord]
    until: datetime.date | None = None
    until_why: str = ""


@dataclass
class Proposal:
    """Changes proposed for a scenario, and the events that gave none, with the reason."""

    changes: list[ProposedChange] = field(default_factory=list)
    left_out: list[tuple[EventRecord, str]] = field(default_factory=list)


def propose(records: Iterable[Record], scenario: Scenario) -> Proposal:
    """Propose the changes that events amount to.

    What an event sets holds until another event ends it, or else until the scenario itself changes that path: later
    evidence in the scenario is not overridden. What the scenario says already is not proposed.

    Parameters
    ----------
    records : iterable of Record
        Accepted records, as `reading.review.usable_records` gives them; only events are looked at.
    scenario : Scenario
        The scenario the changes are for.
    """
    table = read_yaml(scenario.packs / "event_changes.yaml")
    proposal = Proposal()
    dated = []
    for event in (record for record in records if isinstance(record, EventRecord)):
        why = _why_not(event, table, scenario)
        if why:
            proposal.left_out.append((event, why))
        else:
            dated.append(event)
    dated.sort(key=lambda event: (_first_day(event), event.id))
    for change in _timeline(dated, table, scenario):
        _settle(change, scenario, proposal)
    _mention_the_silent(dated, proposal)
    proposal.changes.sort(key=lambda change: (change.from_day, change.events[0].id))
    return proposal


def _why_not(event: EventRecord, table: dict[str, Any], scenario: Scenario) -> str:
    """Why an event cannot be proposed; empty if it can."""
    if event.event_type not in table["events"]:
        return f"{event.event_type}: no path of the model stands for it"
    if event.status and event.status.value in _NO_FACTS:
        return f"{event.status.value}, not a fact"
    if event.place is None and event.event_type not in table["whole_country"]:
        return "no place; give it one in review"
    if event.place and event.place.id not in table["places"]:
        return f"elsewhere ({event.place.id}); the paths are Hyesan's"
    time = event.time
    if time is None or time.start is None or time.basis == "unresolved":
        return "no date; give it one in review"
    if time.precision == "year":
        return "its date is known only to the year"
    if event.published and time.start > event.published:
        return "dated after its publication"
    if not scenario.start <= time.start < scenario.end:
        return f"{time.start} is outside the scenario, {scenario.start} to {scenario.end}"
    return ""


def _first_day(event: EventRecord) -> datetime.date:
    assert event.time is not None and event.time.start is not None
    return event.time.start


def _has_ended(event: EventRecord) -> bool:
    return event.status is not None and event.status.value == "ended"


def _timeline(events: Sequence[EventRecord], table: dict[str, Any], scenario: Scenario) -> list[ProposedChange]:
    """Go through dated events in order; each path has at most one change at a time."""
    national = {path for entry in table["events"].values() for path in entry.get("nation", {})}
    standing: dict[str, ProposedChange] = {}
    done: list[ProposedChange] = []

    def close(path: str, day: datetime.date, why: str) -> None:
        change = standing.pop(path)
        change.until, change.until_why = day - _DAY, why
        done.append(change)

    for event in events:
        entry, day = table["events"][event.event_type], _first_day(event)
        in_country = event.place is None or event.place.id == _COUNTRY
        for path in _expanded(entry.get("paths", ()), event, table):
            if path in standing and standing[path].kind in entry["ends"] and (in_country or path not in national):
                close(path, day, f"ended by {event.event_type} ({event.id})")
        asked = {**entry.get("sets", {}), **(entry.get("nation", {}) if in_country else {})}
        asked = {path: float(v) for name, v in asked.items() for path in _expanded([name], event, table)}
        reopened = [
            (p, float(v)) for name, v in entry.get("reopens", {}).items() for p in _expanded([name], event, table)
        ]
        asked |= {path: value for path, value in reopened if _closed(path, 1.0 - value, day, scenario)}
        for path, value in asked.items():
            if path in standing and standing[path].value == value:
                standing[path].events.append(event)
                continue
            if path in standing:
                close(path, day, f"until {event.event_type} ({event.id})")
            standing[path] = ProposedChange(path, value, day, event.event_type, [event])
    return [change for change in [*done, *standing.values()] if change.until is None or change.until >= change.from_day]


def _expanded(paths: Iterable[str], event: EventRecord, table: dict[str, Any]) -> list[str]:
    """Write each path out for the channels of smuggling that the event's sentence names, or else for all."""
    sentence = " ".join(event.sentence.lower().split())
    channels = table["channels"]
    named = [channel for channel, words in channels.items() if re.search(words, sentence)] or list(channels)
    return [path.replace("{channel}", name) for path in paths for name in (named if "{channel}" in path else [""])]


def _days_of(path: str, first: datetime.date, last: datetime.date, scenario: Scenario) -> np.ndarray[Any, Any]:
    """The scenario's own values of a path, day by day, one column for each member."""
    known, part, _ = locate(path, scenario.packs, "event_changes.yaml")
    days = np.arange(first.toordinal(), last.toordinal() + 1, dtype=np.int64)
    layers = Layers(scenario.paths, scenario.series, scenario.changes, scenario.packs)
    values = daily_values(known, days, layers)
    return values[(slice(None), *part)].reshape(len(days), -1)


def _closed(path: str, closed: float, day: datetime.date, scenario: Scenario) -> bool:
    return bool(np.isclose(_days_of(path, day, day, scenario), closed).all())


def _settle(change: ProposedChange, scenario: Scenario, proposal: Proposal) -> None:
    """Cut a change where the scenario itself goes on otherwise, and keep it if it says something new."""
    last = min(change.until or datetime.date.max, scenario.end - _DAY)
    own = _days_of(change.path, change.from_day, last, scenario)
    if np.isclose(own[0], change.value).all():
        return
    if change.until is None and all(_has_ended(event) for event in change.events):
        ends = max(event.time.end for event in change.events if event.time and event.time.end)
        if ends <= change.from_day:
            proposal.left_out += [(event, "ended, on a day that no report names") for event in change.events]
            return
        change.until, change.until_why = ends, "ended; the last day that its date allows"
    moved = np.flatnonzero(~np.isclose(own, own[0]).all(axis=1))
    if len(moved):
        cut = change.from_day + datetime.timedelta(days=int(moved[0]) - 1)
        if change.until is None or cut < change.until:
            change.until, change.until_why = cut, "then the scenario's own next change"
    proposal.changes.append(change)


def _mention_the_silent(events: Sequence[EventRecord], proposal: Proposal) -> None:
    """Say of each event without a change that the scenario has it already, unless it ends another's."""
    told = {event.id for change in proposal.changes for event in change.events}
    told |= {event.id for event, _ in proposal.left_out}
    for event in events:
        if event.id in told:
            continue
        ends = any(event.id in change.until_why for change in proposal.changes)
        why = "ends a change proposed here" if ends else "the scenario has it so already"
        proposal.left_out.append((event, why))


def scenario_text(proposal: Proposal, scenario: Scenario, name: str, extends: str) -> str:
    """Write a proposal as a scenario file that extends another.

    Parameters
    ----------
    proposal : Proposal
        What `propose` returned.
    scenario : Scenario
        The scenario it is for.
    name : str
        Name of the new scenario.
    extends : str
        How the new file names the scenario it is for.
    """
    lines = [
        "# Changes proposed by events of reports. Each stands under the sentences it rests on: check them before use.",
        f"name: {_quoted(name)}",
        f"title: {_quoted(f'{scenario.title or scenario.name}, with events of reports')}",
        f"question: {_quoted('What do the events of the reports change?')}",
        f"extends: {_quoted(extends)}",
        *_rate_remark(proposal, scenario),
        "changes:" if proposal.changes else "changes: []",
    ]
    quoted: set[str] = set()
    for change in proposal.changes:
        for event in change.events:
            lines += _comment(event) if event.id not in quoted else []
            quoted.add(event.id)
        lines.append(f"  - {_change_line(change)}")
    return "\n".join(lines) + "\n"


def _rate_remark(proposal: Proposal, scenario: Scenario) -> list[str]:
    """Where a change lies in weeks whose exchange rate follows the reports, say how to free it."""
    if not proposal.changes:
        return []
    first = min(change.from_day for change in proposal.changes)
    forced = scenario.weekly_paths(first - datetime.timedelta(days=first.weekday()), 1)["exchange_rate_imposed"][0]
    remark = f"# The exchange rate follows the reports; to let it answer: exchange_rate: {{endogenous_from: {first}}}"
    return [remark] if forced else []


def _comment(event: EventRecord) -> list[str]:
    """The words an event rests on, as comments."""
    sentence = one_line(event.sentence)
    if len(sentence) > LONGEST_QUOTE:
        sentence = sentence[:LONGEST_QUOTE].rstrip() + " ..."
    time, place = event.time, event.place
    assert time is not None
    where = place.id if place else f"{_COUNTRY}, assumed"
    day = f"{time.start}" if time.start == time.end else f"{time.start} to {time.end}, the first day taken"
    report = one_line(Path(event.report).name)
    return [f"  # {event.event_type} ({where}), {day} ({report}, {event.id}):", f'  # "{sentence}"']


def _change_line(change: ProposedChange) -> str:
    until = f", until: {change.until}" if change.until else ""
    ids = ", ".join(event.id for event in change.events)
    note = f"{change.kind} ({ids}); {change.until_why or 'no end reported'}"
    return f'{{path: "{change.path}", from: {change.from_day}{until}, set: {change.value:g}, note: {_quoted(note)}}}'


def _quoted(text: str) -> str:
    """A text as a quoted YAML string."""
    return json.dumps(one_line(text), ensure_ascii=False)
