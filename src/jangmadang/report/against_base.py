"""What a scenario does against its base, for its own report: a few pairs of runs at coarse resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from jangmadang.report.assumptions import changes_against
from jangmadang.report.comparison_answer import answer_of, called, changes_nothing
from jangmadang.report.comparison_record import answer_record
from jangmadang.results.compare import compare
from jangmadang.scenario import Scenario, load, shipped_scenarios
from jangmadang.scenario.reading import STANDARD

if TYPE_CHECKING:
    from concurrent.futures import Executor

PAIRS = 4


class AgainstBase(NamedTuple):
    """What a scenario does against its base: in sentences, and with its figures for other programs."""

    text: str
    record: dict[str, Any]


def base_of(scenario: Scenario) -> Scenario | None:
    """The standard scenario, where another tells its history; None for itself and where there is none to compare."""
    if STANDARD not in shipped_scenarios(scenario.packs):
        return None
    standard = load(STANDARD, scenario.packs)
    same_history = scenario.paths[:1] == standard.paths[:1]
    is_standard = scenario.name == STANDARD and not changes_against(standard, scenario)
    return standard if same_history and not is_standard else None


def against_base(base: Scenario, scenario: Scenario, executor: Executor | None = None) -> AgainstBase:
    """The answer of a small comparison with a base, over the weeks while changes last or the first year of them.

    Where nothing is changed nothing is run.
    """
    about = {"base": {"scenario": base.name, "title": base.title or base.name}}
    if not changes_against(base, scenario):
        text = changes_nothing(scenario, base)
        if scenario.start != base.start:
            text = f"“{called(scenario, base)}” begins on {scenario.start} and changes nothing else of its base."
        return AgainstBase(_lower(text), {"text": text, **about, "changes": []})
    if scenario.name == base.name:
        scenario = scenario.with_changes(name=f"{base.name}-changed")
    found = compare(base, scenario, runs=PAIRS, seed=scenario.seed, executor=executor)
    answer = answer_of(found, found.scenarios[1])
    why = f" What moves with it: {answer.why}." if answer.why else ""
    text = f"{answer.lead}{why} ({PAIRS} pairs of runs at {found.resolution} resolution.)"
    runs = {"seeds": list(found.seeds), "resolution": str(found.resolution)}
    return AgainstBase(_lower(text), {"text": text, **about, **runs, **answer_record(found, found.scenarios[1])})


def _lower(text: str) -> str:
    """A sentence as the latter part of another."""
    return text[0].lower() + text[1:]
