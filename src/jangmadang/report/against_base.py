"""What a scenario does against its base, in a sentence for its own report: a few pairs of runs at coarse resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jangmadang.report.assumptions import changes_against
from jangmadang.report.comparison_answer import answer_of
from jangmadang.results.compare import compare
from jangmadang.scenario import Scenario, load, shipped_scenarios
from jangmadang.scenario.reading import STANDARD

if TYPE_CHECKING:
    from concurrent.futures import Executor

PAIRS = 4


def base_of(scenario: Scenario) -> Scenario | None:
    """The standard scenario, where another tells its history with changes; None where there is nothing to compare."""
    if STANDARD not in shipped_scenarios(scenario.packs):
        return None
    standard = load(STANDARD, scenario.packs)
    same_history = scenario.paths[:1] == standard.paths[:1]
    return standard if same_history and changes_against(standard, scenario) else None


def against_base(base: Scenario, scenario: Scenario, executor: Executor | None = None) -> str:
    """The answer of a small comparison with a base, over the weeks while changes last or the first year of them."""
    if scenario.name == base.name:
        scenario = scenario.with_changes(name=f"{base.name}-changed")
    found = compare(base, scenario, runs=PAIRS, seed=scenario.seed, executor=executor)
    answer = answer_of(found, found.scenarios[1])
    why = f" What moves with it: {answer.why}." if answer.why else ""
    return f"{answer.lead[0].lower()}{answer.lead[1:]}{why} ({PAIRS} pairs of runs at {found.resolution} resolution.)"
