"""Draws from the plausible ranges, the share in which facts hold, and screening for what they depend on."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jangmadang.facts import robustness
from jangmadang.facts.levels import levels
from jangmadang.facts.robustness import condition_shares, holds, level_shares, read_draws, run_draws, shares
from jangmadang.facts.running import FACTS
from jangmadang.facts.sensitivity import influences, screened_settings, trajectories
from jangmadang.scenario import load
from jangmadang.scenario.draws import drawn_settings, nearby_settings, ranged, settings_at
from jangmadang.scenario.parameters import parameters

DRAWS = 20


@settings(max_examples=5)
@given(seed=st.integers(0, 1000))
def test_draws_fill_the_ranges(seed: int) -> None:
    drawn = drawn_settings(DRAWS, seed)
    assert drawn == drawn_settings(DRAWS, seed) != drawn_settings(DRAWS, seed + 1)
    for item in ranged():
        values = np.array([np.atleast_1d(_numbers(setting[item.name])) for setting in drawn])
        low, high = np.broadcast_to(item.low, values.shape[1:]), np.broadcast_to(item.high, values.shape[1:])
        assert (values >= low - 1e-12).all() and (values <= high + 1e-12).all(), item.name
        if item.adds_to_one:
            assert values.reshape(-1, *item.value.shape).sum(-1) == pytest.approx(1.0, abs=1e-9), item.name
        else:
            wide = high > low
            strata = np.floor((values - low)[:, wide] / (high - low)[wide] * DRAWS).clip(0, DRAWS - 1)
            assert (np.sort(strata, axis=0) == np.arange(DRAWS)[:, None]).all(), f"{item.name} is no Latin hypercube"


def _numbers(value: Any) -> Any:
    return [_numbers(part) for part in value.values()] if isinstance(value, dict) else value


@settings(max_examples=5, deadline=None, derandomize=True)
@given(seed=st.integers(0, 1000), reach=st.floats(0.0, 1.0))
def test_nearby_draws_stay_near_the_shipped_values_and_inside_the_ranges(seed: int, reach: float) -> None:
    for setting in nearby_settings(4, seed, reach):
        for item in ranged():
            value = np.reshape(_numbers(setting[item.name]), item.value.shape)
            assert (value >= item.low - 1e-12).all() and (value <= item.high + 1e-12).all(), item.name
            if item.adds_to_one:
                assert value.sum(-1) == pytest.approx(1.0, abs=1e-9), item.name
            else:
                allowed = reach * (item.high - item.low) + 1e-9 * np.abs(item.value)
                assert (np.abs(value - item.value) <= allowed).all(), item.name


def test_condition_shares_name_the_condition_that_fails() -> None:
    records = [_record(0, {"C8", "S6"}), _record(1, {"C8"}), {"draw": 2, "error": "accounts do not close"}]
    found = [share for share in condition_shares(records) if share.fact == "S6"]
    assert [share.what for share in found] == [item.what for item in FACTS["S6"].conditions]
    assert all(share.share == pytest.approx(1 / 3) and share.low <= share.share <= share.high for share in found)
    assert found[0].middle == pytest.approx(200.0)  # the single draw's figure


def test_a_draw_is_a_valid_scenario() -> None:
    for drawn in (*drawn_settings(2, 1), *nearby_settings(2, 1), *screened_settings(1, 1)[0][:2]):
        changed = load("hyesan").with_changes(parameters=drawn)
        assert set(drawn) <= set(parameters())
        assert changed.parameter_record() != load("hyesan").parameter_record()


def test_the_upper_corner_of_the_ranges_is_valid() -> None:
    numbers = sum(item.value.size for item in ranged())
    load("hyesan").with_changes(parameters=settings_at(np.ones(numbers)))


def _record(number: int, inside: set[str]) -> dict[str, Any]:
    """A draw in which some facts hold and no other does."""
    figures: dict[str, list[float | None]] = {}
    for name, fact in FACTS.items():
        bounds = [condition.bound for condition in fact.conditions]
        middle = [max(bound.low, min(bound.high, 0.0)) if name in inside else None for bound in bounds]
        figures[name] = list(middle)
    return {"draw": number, "figures": figures}


def test_shares_count_draws_with_all_conditions_inside() -> None:
    records = [_record(0, {"C8", "S6"}), _record(1, {"C8"}), {"draw": 2, "error": "accounts do not close"}]
    found = {share.fact: share for share in shares(records)}
    assert list(found) == list(FACTS)
    assert (found["C8"].share, found["S6"].share, found["C1"].share) == pytest.approx((2 / 3, 1 / 3, 0.0))
    assert all(0.0 <= share.low <= share.share <= share.high <= 1.0 and share.draws == 3 for share in found.values())
    assert not holds(FACTS["C8"], [None] * len(FACTS["C8"].conditions))


def test_levels_count_draws_within_a_factor_of_three_halves() -> None:
    (name, level), *_ = ((name, level) for name, level in levels().items() if math.isfinite(level.high))
    others: dict[str, list[float | None]] = {key: [None] for key in levels()}
    figures = (level.high, 1.49 * level.high, 1.51 * level.high)
    records: list[dict[str, Any]] = [{"figures": {**others, name: [figure]}} for figure in figures]
    found = {share.fact: share for share in level_shares([*records, {"error": "accounts do not close"}])}
    assert list(found) == list(levels()) and not level.inside
    assert (found[name].share, found[name].draws) == (0.5, 4)
    assert sum(share.share for share in found.values()) == 0.5


def test_what_is_run_already_is_not_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robustness, "executor_named", lambda *_: ThreadPoolExecutor(1))
    monkeypatch.setattr(robustness, "_run_draw", lambda _, settings, seeds, number: {"draw": number, "figures": {}})
    path = tmp_path / "draws.jsonl"
    path.write_text(json.dumps({"draw": 1, "figures": {"C1": [0.5]}}) + "\n", "utf-8")
    seen: list[tuple[int, int]] = []
    run_draws(path, ("a", "b", "c"), (1, 2, 3), progress=lambda *done: seen.append(done))  # type: ignore[arg-type]
    assert [record["draw"] for record in read_draws(path)] == [1, 0, 2]
    assert read_draws(path)[0]["figures"] == {"C1": [0.5]} and seen == [(2, 3), (3, 3)]


def test_screening_finds_what_a_figure_depends_on() -> None:
    points = trajectories(4, 1)
    groups = [item.name for item in ranged() for _ in range(item.value.size)]
    strong, weak = groups.index("belief_memory"), groups.index("staple_need_kg")
    records = [
        {"draw": number, "figures": {name: [5 * point[strong] - point[weak]] * 9 for name in FACTS}}
        for number, point in enumerate(points)
    ]
    first, second, third = influences(records, "C8", points, most=3)
    assert (first.parameter, second.parameter) == ("belief_memory", "staple_need_kg")
    assert 1.0 >= first.effect > second.effect > 0.0 and third.effect == pytest.approx(0.0, abs=1e-9)
