"""A world that has burned in, for tests that tamper with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.run import copied, opened_world
from jangmadang.scenario import Scenario, load
from jangmadang.world.tables import World

Pass = Callable[..., Recorder]


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The standard scenario."""
    return load("hyesan")


@pytest.fixture(scope="session")
def opening(scenario: Scenario) -> World:
    """The world in which a calibration run of it starts."""
    return opened_world(scenario, scenario.seed, "calibration")


@pytest.fixture
def world(opening: World) -> World:
    """A copy to tamper with."""
    return copied(opening)


@pytest.fixture
def weeks_of(scenario: Scenario) -> Pass:
    """Pass some weeks of the scenario from its start in a world."""

    def passed(
        w: World, weeks: int, threads: int = 1, progress: Callable[[int], None] | None = None, skip: int = 0
    ) -> Recorder:
        first = scenario.start + datetime.timedelta(weeks=skip)
        recorder = Recorder.of(weeks)
        inputs = scenario.weekly_paths(first, weeks)
        pass_weeks(w, inputs, scenario.parameter_record(), scenario.seed, first, recorder, threads, progress)
        return recorder

    return passed
