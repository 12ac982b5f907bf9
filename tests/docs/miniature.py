"""Facts, fits, the economy's outlook and the bench in miniature: few facts, parameters, members and weeks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from benchmarks import bench
from jangmadang.commands import calibrate as calibrate_command
from jangmadang.commands import outlook_economy_printing
from jangmadang.economy_outlook import answer, asking
from jangmadang.engine.executors import executor_named
from jangmadang.facts import robustness, running
from jangmadang.inference import calibrating, members
from jangmadang.inference.evidence import targets
from jangmadang.inference.prior import shipped_prior
from jangmadang.scenario import Scenario, load
from jangmadang.scenario.parameters import parameters
from tests.coarse import begin_later, take_parts

Put = Callable[[Any, str, Any], None]
FACTS = ("C8", "S6", "R1")
#: S6 looks at the weeks since August 2023, the economy's outlook at two years and a half, C8 at a year from August 2016
PARTS = {"hyesan": {"start": "2023-07-03"}, "baseline": {"start": "2016-05-30", "end": "2017-08-28"}}
FITTED = ("storage_loss", "meals_substitution", "farm_gate_margin")
PRICES = ("rice_price", "corn_price")
EVERY = 8  # report
TARGETS = ("L22", "S6.0")
TRIAD_ELEMENTS, BENCH_WEEKS = 200_000, 4


def one_thread(*_: Any) -> Any:
    """An executor of this process, for what is set here holds in no other."""
    return executor_named("threads:1")


def few_facts(put: Put) -> None:
    """A fact of each report and a response, the histories no longer than they look at."""
    chosen = {name: running.FACTS[name] for name in FACTS}
    for module in (running, robustness):
        put(module, "FACTS", chosen)
    put(robustness, "executor_named", one_thread)
    take_parts(put, lambda name: PARTS.get(name, {}))


def few_parameters(put: Put) -> None:
    """Fit a few parameters, of which the first raises the prices of one run that all members share, to some reports."""
    wanted = [target for target in targets() if target.name in TARGETS]
    reports = calibrate_command._observations
    prior = shipped_prior([parameters()[name] for name in FITTED])
    own: list[xr.Dataset] = []
    of_a_run = members.history

    def history(scenario: Scenario, seed: int) -> xr.Dataset:
        if not own:
            own.append(of_a_run(load("hyesan"), 1))
        value = scenario.parameter_record()[FITTED[0]] / prior.value[0]
        rise = np.exp(0.1 * (value - 1.0) + 0.01 * np.random.default_rng(seed).standard_normal())
        return own[0].assign({name: own[0][name] * float(rise) for name in PRICES})

    take_parts(put, lambda _: {})
    put(members, "history", history)
    put(calibrate_command, "_observations", lambda tables: reports(tables)[::EVERY])
    for module in (calibrating, members):
        put(module, "targets", lambda: wanted)
    put(calibrating, "shipped_prior", lambda: prior)
    put(calibrating, "Plan", partial(calibrating.Plan, own=2))


def few_members(put: Put) -> None:
    """Ask the economy again, whatever answer is shipped, of two members."""
    take_parts(put, lambda name: PARTS.get(name, {}))
    put(answer, "FEWEST", 2)
    put(asking, "opened", one_thread)
    put(outlook_economy_printing, "shipped_economy_outlook", lambda: None)
    put(outlook_economy_printing, "economy_outlook", partial(asking.economy_outlook, members=2))


IN_MINIATURE: dict[str, Callable[[Put], None]] = {  # by command
    "facts": few_facts,
    "calibrate": few_parameters,
    "outlook": few_members,
}


def short_bench(put: Put) -> None:
    """Measure a few weeks of one world; other processes, which know no miniature, are asked for nothing but help.

    The observatory and the peers have tests of their own: test_serving.py, test_peers.py.
    """
    ask = bench.process_seconds
    page = {"start_s": 1.0, "first_page_s": 1.0, "changed_setting_s": 1.0, "readers_p95_s": 0.1}
    for name, number in (("TRIAD_ELEMENTS", TRIAD_ELEMENTS), ("RUNS_A_WORKER", 1), ("FORKS", 1)):
        put(bench, name, number)
    for name in ("SAMPLE_WEEKS", "WHOLE_COUNTRY_WEEKS"):
        put(bench, name, BENCH_WEEKS)
    put(bench, "process_seconds", lambda *_, **__: ask("-m", "jangmadang", "--help", times=1))
    put(bench, "peak_gib_alone", lambda *_: bench.peak_gib())
    put(bench, "serving", lambda: page)
    put(bench, "measure_peers", lambda _: ({"peers": {}}, True))
    put(bench, "commit", lambda: "")  # of no commit, so that it is not kept
    begin_later(put, "2025-09-01")


@contextmanager
def arguments(words: list[str]) -> Iterator[None]:
    """Words as the arguments of this process."""
    before, sys.argv = sys.argv, words
    try:
        yield
    finally:
        sys.argv = before


def run_module(line: str) -> None:
    """Run `python -m MODULE [ARGUMENT]... > FILE` in this process."""
    command, _, target = line.partition(" > ")
    program, flag, module, *words = command.split()
    assert (Path(program).name, flag) == ("python", "-m")
    with Path(target).open("w", encoding="utf-8") as file, redirect_stdout(file), arguments([module, *words]):
        assert import_module(module).main() == 0, line
    assert Path(target).read_text("utf-8")
