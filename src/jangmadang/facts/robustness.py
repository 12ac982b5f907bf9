"""How often facts hold when every parameter is drawn from its plausible range, all at once and independently."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, qmc

from jangmadang.axes import AXES
from jangmadang.facts.running import FACTS, Verdict, run_facts
from jangmadang.scenario import Scenario
from jangmadang.scenario.parameters import Parameter, parameters

SHARES_OF_ONE = frozenset({"value_added_share", "trader_profit_share", "dealer_profit_share"})
CONFIDENCE = 0.9


class Share(NamedTuple):
    """Share of draws in which a fact holds, with its 90 % interval (Wilson)."""

    fact: str
    draws: int
    share: float
    low: float
    high: float


def drawn_settings(draws: int, seed: int) -> Iterator[dict[str, Any]]:
    """Parameter settings of each draw, uniform over the plausible ranges in a Latin hypercube.

    Parameters
    ----------
    draws : number of draws.
    seed : of the hypercube.

    Yields
    ------
    Settings as for `Scenario.with_changes(parameters=...)`. Shares that sum to one keep their sum.
    """
    known = [item for item in parameters().values() if np.any(item.high > item.low)]
    sizes = [item.value.size for item in known]
    for point in qmc.LatinHypercube(d=sum(sizes), seed=seed).random(draws):
        parts = np.split(point, np.cumsum(sizes)[:-1])
        yield {item.name: _setting(item, part) for item, part in zip(known, parts, strict=True)}


def _setting(item: Parameter, point: NDArray[np.float64]) -> Any:
    """A parameter's value at a point of the unit cube."""
    value = item.low + (item.high - item.low) * point.reshape(item.value.shape)
    if item.name in SHARES_OF_ONE:
        value = np.clip(value * item.value.sum() / value.sum(), item.low, item.high)
    if not item.axes:
        return float(value)
    return {member: float(number) for member, number in zip(AXES[item.axes[0]], value, strict=True)}


def means_hold(verdict: Verdict) -> bool:
    """Whether the mean of every condition lies inside its bound; a draw has too few seeds for an interval."""
    return all(
        measured.condition.bound.low <= measured.mean <= measured.condition.bound.high
        for measured in verdict.conditions
    )


def run_draws(
    path: Path,
    draws: int = 200,
    seed: int = 1,
    seeds: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Run all facts in every draw and add a line to a file for each; draws that the file holds are not run again.

    Parameters
    ----------
    path : JSON Lines: `{"draw": n, "holds": {fact: bool}}`.
    draws, seed : of the hypercube.
    seeds : paired seeds of a draw.
    progress : called with draws done and in all.
    """
    done = {record["draw"] for record in read_draws(path)} if path.exists() else set()
    for number, settings in enumerate(drawn_settings(draws, seed)):
        if number not in done:

            def prepare(scenario: Scenario, settings: Mapping[str, Any] = settings) -> Scenario:
                return scenario.with_changes(parameters=settings)

            verdicts = run_facts(seeds=seeds, prepare=prepare)
            record = {"draw": number, "holds": {verdict.fact.name: means_hold(verdict) for verdict in verdicts}}
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record) + "\n")
        if progress:
            progress(number + 1, draws)


def read_draws(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of draws."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def shares(records: Iterable[Mapping[str, Any]]) -> list[Share]:
    """Share of draws in which each fact holds."""
    held = [record["holds"] for record in records]
    found = []
    for name in FACTS:
        count = sum(bool(holds[name]) for holds in held)
        interval = binomtest(count, len(held)).proportion_ci(CONFIDENCE, method="wilson")
        found.append(Share(name, len(held), count / len(held), float(interval.low), float(interval.high)))
    return found
