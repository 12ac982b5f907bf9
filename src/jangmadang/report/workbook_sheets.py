"""Sheets that the workbooks of a run and of a comparison share: changes, evidence, sources, parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from jangmadang import __version__
from jangmadang.axes import AXES
from jangmadang.labels import label, place_in_words
from jangmadang.report.assumptions import ASSUMED, target_in_words
from jangmadang.report.evidence_age import LastReport
from jangmadang.report.footnotes import Footnote, Runs, in_words
from jangmadang.report.forecast import CoverageRow
from jangmadang.report.workbook import DAY, SHARE, Column, Sheet, Value
from jangmadang.scenario.members import parse_target
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.paths import paths
from jangmadang.scenario.schema import Change


def made_with(command: str) -> list[tuple[str, Value]]:
    """Lines of *read me* that say how to make the workbook again."""
    made: list[tuple[str, Value]] = [("version", f"jangmadang {__version__}")]
    return [*made, ("command", f"jangmadang {command}")] if command else made


def changes_sheet(changes: Mapping[str, Sequence[Change]], scenarios: Sequence[Any]) -> Sheet:
    """What scenarios change: dated changes of paths, then settings that are not a path's.

    Parameters
    ----------
    changes : dated changes by scenario.
    scenarios : whose parameters, mechanisms and theories are set.
    """
    columns = (
        Column("scenario"), Column("what"), Column("in words"), Column("name"), Column("from", shown=DAY),
        Column("until", shown=DAY), Column("operation"), Column("value"), Column("unit"),
        Column("reached over", "weeks"), Column("note"),
    )  # fmt: skip
    dated = [_dated_row(name, change) for name, listed in changes.items() for change in listed]
    rows = [*dated, *(row for scenario in scenarios for row in _settings(scenario))]
    return Sheet("changes", "What the scenario changes; empty for the standard scenario.", columns, rows)


def _dated_row(scenario: str, change: Change) -> list[Value]:
    """A dated change of a path."""
    operations = {"set": change.set_to, "multiply": change.multiply, "add": change.add}
    verb, value = next((verb, value) for verb, value in operations.items() if value is not None)
    known = paths().get(parse_target(change.path, "changes")[0])
    unit = "" if known is None or verb == "multiply" else known.unit
    return [
        scenario, "path", target_in_words(change.path), change.path, change.from_day, change.until, verb, value, unit,
        change.over_weeks, change.note,
    ]  # fmt: skip


def _settings(scenario: Any) -> Iterator[list[Value]]:
    """Parameters, mechanisms and theories that a scenario sets; a row for each member that is set."""
    known = parameters(scenario.packs)
    for name, value in scenario.parameters.items():
        for members, number in _set_members(value):
            words = ": ".join([known[name].meaning, *(["; ".join(map(place_in_words, members))] if members else [])])
            target = f"{name}[{','.join(members)}]" if members else name
            yield [scenario.name, "parameter", words, target, None, None, "set", number, known[name].unit, None, ""]
    switches = {name: "on" if on else "off" for name, on in scenario.switches.items()}
    for what, settings in (("mechanism", switches), ("theory", scenario.theories)):
        for name, value in settings.items():
            yield [scenario.name, what, label(name), name, None, None, "set", str(value), "", None, ""]


def _set_members(value: Any, members: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Value]]:
    """Each value that a parameter is set to, with the members that it is set for."""
    if isinstance(value, Mapping):
        for member, inner in value.items():
            yield from _set_members(inner, (*members, str(member)))
    else:
        yield members, value


def ages_sheet(ages: Sequence[tuple[LastReport, int]], cited: Sequence[Runs], before: str) -> Sheet:
    """The last report of each kind; `before` says what the weeks are counted to."""
    columns = (
        Column("last report of the"), Column("date", shown=DAY), Column(f"before {before}", "weeks"),
        Column("it says"), Column("source", "number in sources"),
    )  # fmt: skip
    rows: list[list[Value]] = [
        [age.kind, age.day, weeks, age.says, in_words(runs)] for (age, weeks), runs in zip(ages, cited, strict=True)
    ]
    holds = "How old the evidence is; what comes after the last report is a projection."
    return Sheet("evidence ages", holds, columns, rows)


def coverage_sheet(coverage: Sequence[CoverageRow]) -> Sheet:
    """How many reports forecast bands held, by item, horizon and period."""
    columns = (Column("item"), Column("period left out"), Column("reports"), Column("inside", "%", SHARE))
    rows: list[list[Value]] = [list(row) for row in coverage]
    holds = "Part of the reports inside forecast bands of 90 %, made from the errors of the other periods."
    return Sheet("bands tried", holds, columns, rows)


def sources_sheet(notes: Sequence[Footnote]) -> Sheet:
    """The documents cited, under the numbers of the page."""
    columns = (Column("number"), Column("cited for"), Column("publisher"), Column("date"), Column("address"))
    rows: list[list[Value]] = [list(note) for note in notes]
    return Sheet("sources", "Documents that the evidence comes from, under the numbers of the page.", columns, rows)


def parameters_sheet(scenarios: Sequence[Any]) -> Sheet:
    """Every parameter and member: its value in each scenario, unit, range, meaning and source."""
    named = [f"value in {scenario.name}" for scenario in scenarios] if len(scenarios) > 1 else ["value"]
    columns = (
        Column("parameter"), Column("member"), *(Column(name) for name in named), Column("unit"),
        Column("lowest plausible"), Column("highest plausible"), Column("rests on"), Column("meaning"),
        Column("source"), Column("member id"),
    )  # fmt: skip
    rows = list(_parameter_rows(scenarios))
    return Sheet("parameters", "Every parameter with its unit, plausible range and source.", columns, rows)


def _parameter_rows(scenarios: Sequence[Any]) -> Iterator[list[Value]]:
    """A row for each parameter and member."""
    for name, item in parameters(scenarios[0].packs).items():
        values = [
            item.with_value(scenario.parameters[name], name) if name in scenario.parameters else item.value
            for scenario in scenarios
        ]
        assumed = ASSUMED in item.source
        rests = "assumption" if item.source == (ASSUMED,) else "assumption in part" if assumed else "evidence"
        for position in np.ndindex(item.value.shape):
            members = [AXES[axis][i] for axis, i in zip(item.axes, position, strict=True)]
            numbers = [float(value[position]) for value in (*values, item.low, item.high)]
            yield [
                name, "; ".join(map(place_in_words, members)), *numbers[:-2], item.unit, *numbers[-2:], rests,
                item.meaning, ", ".join(item.source), ",".join(members),
            ]  # fmt: skip
