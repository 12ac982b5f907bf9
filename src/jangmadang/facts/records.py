"""Verdicts on facts as plain data, and those measured for this version, which the package carries."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, NamedTuple

from jangmadang.facts.experiment import Condition
from jangmadang.facts.publishing import published, reason
from jangmadang.facts.running import FACTS, Measured, Verdict, measured


def as_record(verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain data; the top level shows the condition nearest its bound."""
    nearest = verdict.nearest
    record: dict[str, Any] = {
        "id": verdict.fact.name,
        "statement": verdict.fact.statement,
        "experiment": verdict.fact.experiment,
        "restates_path": verdict.fact.restates_path,
        "published": published(verdict),
        "reason": reason(verdict),
        "expected": f"{nearest.condition.what}: {nearest.condition.bound}",
        **_measured_record(nearest),
        "conditions": [_measured_record(item) for item in verdict.conditions],
        "seeds": list(verdict.seeds),
        "resolution": verdict.resolution,
    }
    record["holds"] = verdict.holds
    if verdict.counter and verdict.fact.counter:
        record["counter"] = {
            "mechanism": verdict.fact.counter.mechanism,
            **_measured_record(verdict.counter),
            "carries": verdict.carried,
        }
    return record


def _measured_record(item: Measured) -> dict[str, Any]:
    """A measured condition as plain data; what could not be measured is null."""
    figures = {"measured": item.mean, "low": item.low, "high": item.high}
    return {
        "what": item.condition.what,
        **{name: figure if math.isfinite(figure) else None for name, figure in figures.items()},
        "unit": item.condition.unit,
        "bound": str(item.condition.bound),
        "source": item.condition.source,
        "holds": item.holds,
        "values": [value if math.isfinite(value) else None for value in item.values],
    }


def from_record(record: Mapping[str, Any]) -> Verdict:
    """The verdict of a record."""
    fact = FACTS[record["id"]]
    conditions = tuple(
        _measured_again(condition, row) for condition, row in zip(fact.conditions, record["conditions"], strict=True)
    )
    counter = None
    if fact.counter and "counter" in record:
        counter = _measured_again(fact.conditions[fact.counter.condition], record["counter"])
    return Verdict(fact, conditions, counter, tuple(record["seeds"]), record["resolution"])


def _measured_again(condition: Condition, row: Mapping[str, Any]) -> Measured:
    """A measured condition from its row."""
    return measured(condition, [math.nan if value is None else value for value in row["values"]])


def shipped_verdicts() -> list[Verdict]:
    """Those of the shipped records whose conditions are still asked; a test says when a record is stale."""
    return [from_record(record) for record in shipped_records() if is_current(record)]


def is_current(record: Mapping[str, Any]) -> bool:
    """Whether a record was measured on the conditions that the fact has now."""
    fact = FACTS.get(record["id"])
    asked = [] if fact is None else [(item.what, str(item.bound)) for item in fact.conditions]
    return asked == [(row["what"], row["bound"]) for row in record["conditions"]]


def shipped_records() -> list[dict[str, Any]]:
    """What the shipped parameters give, counter-experiments included (`make facts-table`)."""
    found: list[dict[str, Any]] = json.loads((files("jangmadang.facts") / "measured.json").read_text("utf-8"))
    return found


class Often(NamedTuple):
    """How often facts hold near the shipped parameters, or over the shipped posterior.

    Attributes
    ----------
    draws : of all ranged parameters at once.
    reach : how far from the shipped value a draw lies at most, as part of the parameter's range; None: the posterior's.
    shares : by fact, the share of draws in which its conditions hold, with its 90 % interval.
    """

    draws: int
    reach: float | None
    shares: dict[str, tuple[float, float, float]]

    def held_in(self, share: float) -> int:
        """How many facts hold in at least that share of the draws."""
        return sum(found[0] >= share for found in self.shares.values())


def shipped_nearby() -> Often:
    """What `make facts-nearby` found."""
    return _often("nearby_shares.json")


def shipped_posterior() -> Often:
    """What `make facts-posterior` found."""
    return _often("posterior_shares.json")


def shipped_posterior_levels() -> Often:
    """What `make levels-posterior` found: how often levels are within a factor of 1.5 of what is reported."""
    return _often("posterior_level_shares.json")


def _often(file: str) -> Often:
    return Often(**json.loads((files("jangmadang.facts") / file).read_text("utf-8")))
