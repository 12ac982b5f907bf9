"""Ensembles on real clusters of two worker processes, Dask's and, where Ray is installed, Ray's."""

from __future__ import annotations

import datetime
import os
import signal
import socket
import time
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
import xarray as xr

import jangmadang as jm
from jangmadang.engine.ensemble import TRIES, run_each
from jangmadang.engine.executors import executor_named
from jangmadang.errors import InputError
from jangmadang.facts.running import run_facts
from jangmadang.results import joined
from jangmadang.results.ensemble import Ensemble
from jangmadang.scenario import Scenario

SEEDS, UNTIL = (5, 6, 7), datetime.date(2015, 3, 16)


def tried(folder: Path, seed: int) -> int:
    """Note that a run is tried; return how often it has been."""
    with (folder / f"tries-{seed}").open("a") as file:
        file.write("x")
    return (folder / f"tries-{seed}").stat().st_size


def run_that_dies_once(ensemble: Ensemble, folder: Path, seed: int) -> xr.Dataset:
    """A run of an ensemble; the process of the last is killed the first time, when its results have been fetched."""
    if tried(folder, seed) == 1 and seed == SEEDS[-1]:
        end = time.monotonic() + 60
        while holds_results() and time.monotonic() < end:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGKILL)
    return ensemble.run(seed)


def holds_results() -> bool:
    """Whether this process is a Dask worker with results of runs; Ray's send them off with their end."""
    try:
        return bool(import_module("distributed").get_worker().data)
    except (ImportError, ValueError):
        return False


def fails_first(folder: Path, number: int) -> int:
    """A run whose worker fails the first two times, as one without memory does."""
    if tried(folder, number) < TRIES:
        raise MemoryError
    return number


def prints_and_stops(number: int) -> int:
    """A run that ends with an error of the model, and prints before."""
    print("printed by a worker", flush=True)
    raise InputError("no such place")


@pytest.fixture(scope="module", params=["dask", "ray"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Name of a cluster of two worker processes on this machine."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)
        yield from _dask() if request.param == "dask" else _ray()


def _dask() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": "ERROR"}
    with distributed.LocalCluster(host="127.0.0.1", **options) as cluster:
        yield str(cluster.scheduler_address).replace("tcp://", "dask://")


def _ray() -> Iterator[str]:
    """A head that makes no runs, and two nodes of one worker each."""
    pytest.importorskip("ray", reason="needs pip install 'jangmadang[ray]'")
    from ray.cluster_utils import Cluster

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    head = {"num_cpus": 0, "ray_client_server_port": port, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    try:
        for _ in range(2):
            cluster.add_node(num_cpus=1)
        name = f"ray://127.0.0.1:{port}"
        assert any(_answers(name) for _ in range(3))
        yield name
    finally:
        cluster.shutdown()


def _answers(name: str) -> bool:
    """Whether a cluster answers; Ray may refuse the first connection after its start."""
    try:
        with executor_named(name):
            return True
    except InputError:
        return False


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The standard scenario."""
    return jm.load("hyesan")


@pytest.fixture(scope="module")
def on_threads(scenario: Scenario) -> xr.Dataset:
    """The ensemble as threads make it."""
    return jm.ensemble(scenario, seed=SEEDS[0], until=UNTIL, runs=len(SEEDS))


def test_a_worker_that_dies_loses_only_its_own_run(
    address: str, scenario: Scenario, on_threads: xr.Dataset, tmp_path: Path
) -> None:
    found: dict[int, xr.Dataset] = {}
    work = partial(run_that_dies_once, Ensemble(scenario, "calibration", UNTIL), tmp_path)
    with executor_named(address) as executor:
        run_each(work, SEEDS, executor, found.__setitem__)
    assert {seed: (tmp_path / f"tries-{seed}").stat().st_size for seed in SEEDS} == {5: 1, 6: 1, 7: 2}
    xr.testing.assert_identical(joined(found[seed] for seed in SEEDS), on_threads)


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_ensemble_goes_on_where_it_stopped(
    address: str, scenario: Scenario, on_threads: xr.Dataset, tmp_path: Path
) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    ask = partial(
        jm.ensemble, scenario, seed=SEEDS[0], until=UNTIL, runs=len(SEEDS), executor=address, folder=tmp_path / "runs"
    )
    with pytest.raises(KeyboardInterrupt):
        ask(progress=stop)
    (kept,) = tmp_path.rglob("*.nc")
    made = kept.stat().st_mtime_ns
    seen: list[tuple[int, int]] = []
    xr.testing.assert_identical(ask(progress=lambda *done: seen.append(done)), on_threads)
    assert seen == [(2, 3), (3, 3)] and kept.stat().st_mtime_ns == made


def test_comparisons_and_facts_are_the_same(address: str, scenario: Scenario) -> None:
    base = scenario.with_changes(end="2015-06-01")
    shut = base.with_changes(name="shut", changes=[{"path": "openness[*,*]", "from": "2015-04-06", "set": 0}])
    here, there = (jm.compare(base, shut, runs=2, draws=False, executor=where) for where in (None, address))
    xr.testing.assert_identical(there.weekly, here.weekly)
    xr.testing.assert_identical(there.base_prices, here.base_prices)
    assert there.table.equals(here.table)
    assert run_facts(["C1"], seeds=2, executor=address) == run_facts(["C1"], seeds=2)


def test_what_is_the_workers_fault_is_tried_again_and_what_is_the_models_is_not(
    address: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found: dict[int, int] = {}
    with executor_named(address) as executor:
        run_each(partial(fails_first, tmp_path), [2], executor, found.__setitem__)
        with pytest.raises(InputError, match="no such place"):
            run_each(prints_and_stops, [3], executor, found.__setitem__)
    assert found == {2: 2}
    if address.startswith("ray"):  # workers of a local Dask cluster print where the test does
        assert "printed by a worker" not in capfd.readouterr().out


@pytest.mark.parametrize(("kind", "package"), [("dask", "distributed"), ("ray", "ray")])
@pytest.mark.parametrize("where", ["127.0.0.1:9", "nowhere.invalid:9", "127.0.0.1:99999"])
def test_a_cluster_that_does_not_answer(kind: str, package: str, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(package)
    monkeypatch.setattr("jangmadang.engine.executors.CONNECT_SECONDS", 1)
    with pytest.raises(InputError, match=f"no cluster answers at {kind}://{where}"):
        with executor_named(f"{kind}://{where}"):
            pass
