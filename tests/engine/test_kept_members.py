"""Members: the bits of a run in any number of parts, pasts that serve several futures, openings that nothing moves."""

from __future__ import annotations

import datetime
import hashlib
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from jangmadang.engine import kept_worlds, settling
from jangmadang.engine.branching import Branch, run_branches
from jangmadang.engine.members import Member, go_on, open_member
from jangmadang.engine.run import RunRecord, opened_world, simulate
from jangmadang.engine.settling import settled_afresh, settled_world
from jangmadang.errors import InputError
from jangmadang.results.dataset import to_dataset
from jangmadang.scenario import Scenario, load
from jangmadang.world.tables import World

WEEKS, PARTING, SEED = 70, 60, 5  # past a year, against which some series are measured
DRAW = {"staple_need_kg": 12.4}
FEW_YEARS = 4  # of settling, where what it settles to is not looked at


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """A year and some months."""
    start = load("hyesan").start
    return load("hyesan").with_changes(end=(start + datetime.timedelta(weeks=WEEKS)).isoformat())


@pytest.fixture(scope="module")
def opened(scenario: Scenario) -> Member:
    """A member before its first week."""
    return open_member(scenario, SEED, "calibration")


@pytest.fixture(scope="module")
def whole(scenario: Scenario) -> RunRecord:
    """The run that is made at once."""
    return simulate(scenario, SEED, "calibration", threads=1)


@pytest.fixture(scope="module")
def parted(opened: Member) -> Member:
    """The member where its futures part."""
    return go_on(opened, _after(opened.scenario, PARTING))[0]


@pytest.fixture(scope="module")
def settled() -> World:
    """Some settled world."""
    return settled_world(load("hyesan"))


@pytest.fixture
def cold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of kept worlds with nothing in it, and nothing in memory."""
    monkeypatch.setattr(kept_worlds, "kept_folder", lambda: tmp_path)
    settling._SETTLED.clear()
    yield tmp_path / "worlds"
    settling._SETTLED.clear()


def _after(scenario: Scenario, weeks: int) -> datetime.date:
    return scenario.start + datetime.timedelta(weeks=weeks)


def _shut(scenario: Scenario) -> Scenario:
    since = _after(scenario, PARTING).isoformat()
    return scenario.with_changes(changes=[{"path": "openness[*,*]", "from": since, "set": 0}])


def _digest(w: World) -> str:
    found = hashlib.sha256()
    for name, array in kept_worlds.arrays_of(w).items():
        for field in array.dtype.names or (...,):
            found.update(name.encode() + np.ascontiguousarray(array[field]).tobytes())
    return found.hexdigest()


def _settled(parameters: dict[str, float]) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "SETTLING_YEARS", FEW_YEARS)
        return _digest(settled_afresh(load("hyesan").with_changes(parameters=parameters)))


def _same(whole: RunRecord, first: int, part: RunRecord) -> None:
    """Assert that a part holds the bits that the whole run has in those weeks."""
    last = first + len(part.weeks)
    np.testing.assert_array_equal(part.weeks, whole.weeks[first:last])
    assert part.records.keys() == whole.records.keys()
    for name, series in part.records.items():
        np.testing.assert_array_equal(series, whole.records[name][first:last], err_msg=name)
    np.testing.assert_array_equal(part.ledger["flows"], whole.ledger["flows"][first:last])
    np.testing.assert_array_equal(part.ledger["balances"], whole.ledger["balances"][first : last + 1])


@pytest.mark.parametrize("stops", [(WEEKS,), (1, 2, WEEKS), (53, 54, WEEKS), (13, 26, 39, 52, 65, WEEKS)])
def test_any_split_of_the_history_has_the_bits_of_the_whole(opened: Member, whole: RunRecord, stops: list[int]) -> None:
    member = opened
    for first, last in pairwise((0, *stops)):
        member, record = go_on(member, _after(opened.scenario, last))
        _same(whole, first, record)
    assert member.monday == opened.scenario.end and member.purchases.shape[0] == 52


def test_a_dataset_is_made_of_a_part(parted: Member, whole: RunRecord) -> None:
    part, run = to_dataset(go_on(parted)[1]), to_dataset(whole)
    assert part.drop_attrs().identical(run.drop_attrs().isel(week=slice(PARTING, None)))
    assert part.attrs["since"] == f"hyesan before the week of {parted.monday}" and not run.attrs["since"]


def test_going_on_leaves_the_member_as_it_was(parted: Member, whole: RunRecord) -> None:
    before = _digest(parted.world)
    records = [go_on(parted, scenario=asked)[1] for asked in (parted.scenario, _shut(parted.scenario), None)]
    assert _digest(parted.world) == before
    _same(whole, PARTING, records[0])
    _same(whole, PARTING, records[2])
    assert not np.array_equal(records[1].records["import_value"], records[0].records["import_value"])


def test_other_inputs_from_a_monday_on_are_those_of_a_branch(parted: Member) -> None:
    scenario = parted.scenario
    asked = {"shut": _shut(scenario), "bolder": scenario.with_changes(switches={"precaution": "off"})}
    branches = {name: Branch(other, parted.monday) for name, other in asked.items()}
    _, expected = run_branches(scenario, branches, seed=SEED, resolution="calibration", threads=1)
    for name, other in asked.items():
        _same(expected[name], PARTING, go_on(parted, scenario=other)[1])


def test_a_member_goes_on_in_another_process(parted: Member, whole: RunRecord) -> None:
    again = pickle.loads(pickle.dumps(parted))
    assert [array.dtype for array in again.world] == [array.dtype for array in parted.world]
    _same(whole, PARTING, go_on(again)[1])


def test_a_member_takes_little_memory(parted: Member) -> None:
    assert parted.nbytes < 2_500_000


def test_a_member_goes_on_from_its_monday_and_start_alone(parted: Member) -> None:
    with pytest.raises(InputError, match="must end after"):
        go_on(parted, parted.monday)
    with pytest.raises(InputError, match="starts on"):
        go_on(parted, scenario=parted.scenario.with_changes(start="2014-12-29"))


def test_draws_that_nobody_asks_for_again_are_not_kept(
    settled: World, cold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Scenario] = []

    def counted(scenario: Scenario) -> World:
        made.append(scenario)
        return settled

    scenario = load("hyesan").with_changes(parameters=DRAW)
    monkeypatch.setattr("jangmadang.engine.settling.settled_afresh", counted)
    monkeypatch.setattr("jangmadang.engine.run.BURN_IN_WEEKS", 2)
    unkept = open_member(scenario, SEED, "calibration")
    assert len(made) == 1 and not list(cold.glob("*"))
    kept = open_member(scenario, SEED, "calibration", keep=True)
    assert len(made) == 2 and len(list(cold.glob("*.npz"))) == 2
    read = open_member(scenario, SEED, "calibration")
    assert len(made) == 2
    assert _digest(read.world) == _digest(kept.world) == _digest(unkept.world)


@pytest.fixture
def elsewhere() -> Iterator[ProcessPoolExecutor]:
    """Another process that shares nothing with this one."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield pool


def test_a_settled_opening_is_a_function_of_the_parameters_alone(
    cold: Path, elsewhere: ProcessPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "SETTLING_YEARS", FEW_YEARS)
    scenario = load("hyesan").with_changes(parameters=DRAW)
    other = elsewhere.submit(_settled, DRAW)
    first = _digest(settled_world(scenario, keep=False))  # cold
    with ThreadPoolExecutor(2) as pool:  # beside and after other parameters
        _, beside = pool.map(_settled, ({"staple_need_kg": 12.9}, DRAW))
    settled_world(scenario)
    warm = _digest(settled_world(scenario, keep=False))
    assert len(list(cold.glob("settled-*.npz"))) == 1
    assert first == beside == warm == other.result()


def test_opening_afresh_or_from_a_kept_world_is_the_same(scenario: Scenario, opened: Member) -> None:
    assert _digest(opened.world) == _digest(opened_world(scenario, SEED, "calibration"))
