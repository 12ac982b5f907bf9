"""Settled and burnt-in worlds are kept on disk and read again bit for bit; a damaged file is made anew."""

import datetime
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jangmadang.engine import kept_worlds
from jangmadang.engine.kept_worlds import forget_oldest, kept_world, key_of
from jangmadang.engine.run import opened_afresh, opened_world
from jangmadang.engine.settling import BURN_IN_WEEKS, settled_world
from jangmadang.scenario import Scenario, load
from jangmadang.world.tables import World


@pytest.fixture
def world() -> World:
    """A world of some size."""
    return settled_world(load("hyesan"))


@pytest.fixture
def kept(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of that world, kept for the inputs `asked`."""
    monkeypatch.setattr(kept_worlds, "kept_folder", lambda: tmp_path)
    assert kept_world("settled", "asked", lambda: world) is world
    (path,) = tmp_path.glob("worlds/settled-*.npz")
    return path


def not_again() -> World:
    raise AssertionError("made again")


def same_bits(one: World, other: World) -> None:
    """Assert that two worlds are the same to the last bit, and of the same types."""
    for name in World._fields:
        ours, theirs = getattr(one, name), getattr(other, name)
        assert ours.dtype == theirs.dtype and type(ours) is type(theirs)
        for field in ours.dtype.names or (...,):
            assert ours[field].tobytes() == theirs[field].tobytes(), f"{name} {field}"


def test_a_kept_world_is_the_one_that_was_made(world: World, kept: Path) -> None:
    same_bits(kept_world("settled", "asked", not_again), world)


def test_a_burnt_in_world_is_that_of_an_opening_made_afresh() -> None:
    scenario = load("hyesan")
    opened_world(scenario, 5, "calibration")
    same_bits(opened_world(scenario, 5, "calibration"), opened_afresh(scenario, 5, "calibration"))


@pytest.mark.parametrize("content", [b"", b"not an archive", None])
def test_a_damaged_world_is_made_again(world: World, kept: Path, content: bytes | None) -> None:
    if content is None:
        np.savez(kept, households=np.zeros(3))
    else:
        kept.write_bytes(content)
    assert kept_world("settled", "asked", lambda: world) is world
    assert len(kept.read_bytes()) > 10**6


def test_other_inputs_make_another_world(kept: Path) -> None:
    with pytest.raises(AssertionError, match="made again"):
        kept_world("settled", "asked otherwise", not_again)


@pytest.mark.parametrize("changed", ["parameter", "seed", "resolution", "a week of the burn-in"])
def test_the_key_of_a_burnt_in_world_holds_what_decides_it(monkeypatch: pytest.MonkeyPatch, changed: str) -> None:
    asked: list[object] = []
    monkeypatch.setattr("jangmadang.engine.run.kept_world", lambda kind, inputs, make, keep: asked.append(inputs))
    scenario = load("hyesan")
    opened_world(scenario, 1, "calibration")
    opened_world(scenario, 1, "calibration")
    if changed == "parameter":
        scenario = scenario.with_changes(parameters={"staple_need_kg": 12.4})
    elif changed == "a week of the burn-in":
        monkeypatch.setattr(Scenario, "weekly_paths", with_a_bad_week(Scenario.weekly_paths))
    opened_world(scenario, 2 if changed == "seed" else 1, "default" if changed == "resolution" else "calibration")
    assert asked[0] == asked[1] != asked[2]


def with_a_bad_week(real: Any) -> Any:
    """Weekly paths of which the first week's harvest is lost where they are those of a burn-in."""

    def weekly_paths(scenario: Scenario, first: datetime.date, weeks: int) -> Any:
        found = real(scenario, first, weeks)
        if weeks == BURN_IN_WEEKS:
            found["harvest_index"][0] *= 0.5
        return found

    return weekly_paths


def test_the_key_holds_source_places_and_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {key_of("asked")}
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    keys.add(key_of("asked"))
    monkeypatch.setattr(kept_worlds, "places", lambda: ())
    keys.add(key_of("asked"))
    monkeypatch.setattr(kept_worlds, "source_hash", lambda: "other")
    keys.add(key_of("asked"))
    assert len(keys) == 4


def test_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_worlds, "KEPT_BYTES", 250)
    for age in range(4):
        path = tmp_path / f"{age}.npz"
        path.write_bytes(b"x" * 100)
        os.utime(path, (1000 - age, 1000 - age))
    forget_oldest(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.npz", "1.npz"]


def test_a_world_too_large_is_not_kept(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_worlds, "kept_folder", lambda: tmp_path)
    monkeypatch.setattr(kept_worlds, "LARGEST_KEPT_BYTES", 10)
    assert kept_world("settled", "asked", lambda: world) is world
    assert not list(tmp_path.rglob("*.npz"))
