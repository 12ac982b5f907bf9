"""What the page Facts says: statements, responses and levels as they were measured for this version."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jangmadang.errors import InputError, nearest_name
from jangmadang.facts import levels
from jangmadang.facts.experiment import BASE, Fact, Settings
from jangmadang.facts.levels import shipped_level_records
from jangmadang.facts.publishing import HOLDS, NOT_EARNED, RESTATED
from jangmadang.facts.records import as_record, shipped_nearby, shipped_verdicts
from jangmadang.facts.running import FACTS, GROUPS, Verdict
from jangmadang.report.assumptions import change_in_words
from jangmadang.report.facts_page import fact_rows, level_rows, measured_words, without
from jangmadang.report.footnotes import references_behind
from jangmadang.report.wording import percent, spanned
from jangmadang.scenario import load
from jangmadang.scenario.mechanisms import mechanisms
from jangmadang.scenario.schema import ScenarioFile, validated
from jangmadang.serve.charts import Link
from jangmadang.serve.known import linked

Record = dict[str, Any]

LEVELS = "L"
GROUP_NAMES = {**GROUPS, LEVELS: "levels: reported figures beside the model's"}
STATEMENT_VERDICTS = {HOLDS: "holds", RESTATED: "restates the given path", NOT_EARNED: "not earned"}
LEVEL_VERDICTS = {
    word: f"level {words}"
    for word, words in (
        (levels.WITHIN_NEAR, "within a factor of 1.5"),
        (levels.WITHIN_FAR, "within a factor of 3"),
        (levels.BEYOND, "beyond a factor of 3"),
        (levels.AS_SOURCES, "beyond 3, as are the sources"),
        (levels.OUTSIDE, "outside"),
        (levels.NOT_MEASURED, "not measured"),
    )
}
VERDICTS = STATEMENT_VERDICTS | LEVEL_VERDICTS
#: An interval as tables of the report have it: `[0.9, 1.1]`.
_INTERVAL = re.compile(r"\[([^\[\]]+?), ([^\[\]]+?)\]")
#: An id of the evidence within the words on a limit.
_EVIDENCE_ID = re.compile(r"\b(?:D-)?([A-Z]\d{3,4})\b")


@dataclass(frozen=True)
class Asked:
    """What the page is asked for: a group and a verdict, each empty for all.

    Raises
    ------
    InputError
        If there is no such group or verdict.
    """

    group: str = ""
    verdict: str = ""

    def __post_init__(self) -> None:
        for name, known, kind in ((self.group, GROUP_NAMES, "group"), (self.verdict, VERDICTS, "verdict")):
            if name and name not in known:
                raise InputError(f"no {kind} '{name}'; {nearest_name(name, known)}")

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """What an address asks for."""
        return cls(query.get("group", ""), query.get("verdict", ""))


@cache
def verdicts() -> Mapping[str, Verdict]:
    """The shipped verdicts by the name of the statement, in the order of their groups."""
    found = {verdict.fact.name: verdict for verdict in shipped_verdicts()}
    return {name: found[name] for name in FACTS if name in found}


@cache
def records() -> Mapping[str, Record]:
    """They as plain data, with the words of the report."""
    rows = fact_rows([as_record(verdict) for verdict in verdicts().values()])
    return {row["id"]: {**row, "figure": as_pages_have_it(row["figure"])} for row in rows}


@cache
def level_records() -> Mapping[str, Record]:
    """The shipped levels by name, with the words of the report."""
    rows = level_rows(shipped_level_records())
    return {row["id"]: {**row, "often": as_pages_have_it(row["often"])} for row in rows}


def as_pages_have_it(text: str) -> str:
    """Words of the report with their intervals as pages have them: `[0.9 to 1.1]`."""
    return _INTERVAL.sub(lambda ends: f"[{spanned(ends[1], ends[2])}]", text)


def measured(row: Record) -> str:
    """A measured figure of a condition with its interval and unit."""
    return as_pages_have_it(measured_words(row))


def left_without(record: Record) -> str:
    """What is left of an effect without the mechanism that carries it, in a sentence."""
    return as_pages_have_it(without(record))


def statements(asked: Asked) -> list[Record]:
    """The statements and responses that are asked for."""
    return [row for row in records().values() if _is_asked(asked, row["id"][0], row["published"])]


def asked_levels(asked: Asked) -> list[Record]:
    """The levels that are asked for; none unless the group or a verdict of theirs is."""
    if asked.group != LEVELS and asked.verdict not in LEVEL_VERDICTS:
        return []
    return [row for row in level_records().values() if _is_asked(asked, LEVELS, row["verdict"])]


def _is_asked(asked: Asked, group: str, verdict: str) -> bool:
    return asked.group in ("", group) and asked.verdict in ("", verdict)


def neighbours(name: str) -> list[tuple[str, str]]:
    """The statement or level before one and that after it: words and name."""
    names = [*records(), *level_records()]
    at = names.index(name)
    beside = (("before", at - 1), ("next", at + 1))
    return [(words, names[number]) for words, number in beside if 0 <= number < len(names)]


def robustness(name: str) -> tuple[float, float, float] | None:
    """Share of draws near the shipped parameters in which a statement holds, with its ends; None if not measured."""
    return shipped_nearby().shares.get(name)


def robust_cell(name: str) -> str:
    """That share as a cell."""
    found = robustness(name)
    return "not measured" if found is None else f"{percent(found[0])} [{spanned(percent(found[1]), percent(found[2]))}]"


def sources_within(text: str) -> list[str | Link]:
    """The documents whose ids stand in the words on a limit, by publisher, each once."""
    return documents(_EVIDENCE_ID.findall(text))


def documents(sources: Sequence[str]) -> list[str | Link]:
    """The documents behind ids of the evidence; the id itself where there is none."""
    bare = [source.removeprefix("D-") for source in sources]
    found = {one.address: linked(one.publisher, one.address) for one in references_behind(bare)}
    return list(found.values())


def switches_of(settings: Settings) -> list[str]:
    """The mechanisms that some settings switch."""
    return [name for name in settings.get("switches", {}) if name in mechanisms()]


def countering(fact: Fact) -> list[str]:
    """The mechanisms that a counter-experiment takes away."""
    if fact.counter is None:
        return []
    layers = [fact.counter.settings, *fact.counter.arms.values()]
    return list(dict.fromkeys(name for layer in layers for name in switches_of(layer)))


def testing(mechanism: str) -> list[Verdict]:
    """The verdicts whose counter-experiment takes a mechanism away."""
    return [verdict for verdict in verdicts().values() if verdict.counter and mechanism in countering(verdict.fact)]


def arm_rows(fact: Fact) -> list[list[str]]:
    """What each arm that is looked at lays over the scenario, and what is taken away in the counter-experiment."""
    rows = [[arm, settings_in_words(fact.runs.arms.get(arm, {})) or _title(fact)] for arm in fact.needs]
    if fact.counter is not None:
        said = [settings_in_words(fact.counter.settings)] if fact.counter.settings else []
        said += [
            f"{'in the only arm' if arm == BASE and len(fact.needs) == 1 else f'in the arm {arm}'}: "
            f"{settings_in_words(laid)}"
            for arm, laid in fact.counter.arms.items()
        ]
        rows.append(["counter-experiment, laid over", "; ".join(said)])
    return rows


def _title(fact: Fact) -> str:
    return f"nothing: {load(fact.runs.scenario).title}"


def settings_in_words(settings: Settings) -> str:
    """Settings of an arm: dated changes, switches, parameters, and others by name."""
    changes = validated(ScenarioFile, {"changes": list(settings.get("changes", ()))}, "an experiment").changes
    said = [change_in_words(change) for change in changes]
    for kind in ("switches", "parameters"):
        said += [f"{name} {_value(value)}" for name, value in settings.get(kind, {}).items()]
    said += [f"{name} {value}" for name, value in settings.items() if name not in ("changes", "switches", "parameters")]
    return "; ".join(said)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{_value(inner)} ({member})" for member, inner in value.items())
    return f"{value:g}" if isinstance(value, int | float) else str(value)
