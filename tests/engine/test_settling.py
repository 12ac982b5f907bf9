"""The settled world is kept on disk and read again bit for bit; a damaged file is made anew."""

from pathlib import Path

import numpy as np
import pytest

from jangmadang.engine import settling
from jangmadang.engine.settling import _Holder, settled_world
from jangmadang.scenario import load
from jangmadang.world.tables import World


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of kept worlds, with one in it."""
    scenario = load("hyesan")
    world = settled_world(scenario)
    monkeypatch.setattr(settling, "folder_of_source", lambda: tmp_path)
    monkeypatch.setattr(settling, "settled_afresh", lambda _: world)
    fresh = settling._settle.__wrapped__(scenario.opening_hash(), _Holder(scenario))
    assert fresh is world
    (path,) = tmp_path.glob("settled-*.npz")
    return path


def again(monkeypatch: pytest.MonkeyPatch, settled: object) -> World:
    """Ask for the settled world in what might be another process."""
    monkeypatch.setattr(settling, "settled_afresh", settled)
    scenario = load("hyesan")
    return settling._settle.__wrapped__(scenario.opening_hash(), _Holder(scenario))


def test_a_kept_world_is_the_settled_one(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def settled(_: object) -> World:
        raise AssertionError("settled again")

    found, expected = again(monkeypatch, settled), settled_world(load("hyesan"))
    for name in World._fields:
        one, other = getattr(found, name), getattr(expected, name)
        assert one.dtype == other.dtype and type(one) is type(other)
        for field in one.dtype.names or (...,):
            assert one[field].tobytes() == other[field].tobytes(), f"{name} {field}"


@pytest.mark.parametrize("content", [b"", b"not an archive", None])
def test_a_damaged_world_is_made_again(kept: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None) -> None:
    if content is None:
        np.savez(kept, households=np.zeros(3))
    else:
        kept.write_bytes(content)
    world = settled_world(load("hyesan"))
    assert again(monkeypatch, lambda _: world) is world
    assert len(kept.read_bytes()) > 10**6


def test_the_key_holds_what_decides_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load("hyesan")
    other = scenario.with_changes(parameters={"staple_need_kg": 12.4})
    keys = {settling._machine_hash(s.opening_hash()) for s in (scenario, other)}
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    keys.add(settling._machine_hash(scenario.opening_hash()))
    monkeypatch.setattr(settling, "places", lambda: ())
    keys.add(settling._machine_hash(scenario.opening_hash()))
    assert len(keys) == 4
