"""Verdicts with made-up figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from jangmadang.facts.experiment import Bound, Condition, Counter, Experiment, Fact
from jangmadang.facts.running import FACTS, Verdict, measured

QUIET = FACTS["C3"].runs


def condition(bound: Bound, what: str = "share <sold>, change") -> Condition:
    """A condition that measures nothing."""
    return Condition(what, lambda runs: 0.0, "share", bound)


def made_fact(*bounds: Bound, name: str = "C3", aim: int = 0, restates: bool = False) -> Fact:
    """A fact with a condition for each bound; the counter-experiment aims at one of them."""
    conditions = tuple(condition(bound, f"share <sold>, change {number}") for number, bound in enumerate(bounds))
    runs: Experiment = QUIET
    counter = Counter("goods <are> wanted", condition=aim)
    return Fact(name, "Prices & wages rise.", "Paired runs.", runs, ("base",), conditions, counter, restates)


def made_verdict(
    fact: Fact, values: Sequence[Sequence[float]], without: Sequence[float] | None = None, seeds: int = 3
) -> Verdict:
    """A verdict on figures by condition, and on those of the counter-experiment."""
    rows = tuple(measured(item, figures) for item, figures in zip(fact.conditions, values, strict=True))
    counter = None
    if without is not None and fact.counter:
        counter = measured(fact.conditions[fact.counter.condition], without)
    return Verdict(fact, rows, counter, tuple(range(1, seeds + 1)), "calibration")


def shifted(verdict: Verdict, by: float) -> Verdict:
    """The same verdict with every figure of its conditions moved."""
    moved = tuple(measured(item.condition, [value + by for value in item.values]) for item in verdict.conditions)
    return dataclasses.replace(verdict, conditions=moved)
