"""Measure speed against the budgets and against the machine's own limit; print ratios first, write bench.json.

Run it with `make bench`, on a machine that does nothing else. Every ratio compares numbers measured in this run. Times
are the best of a few repetitions; settling, burn-in and compiling are told apart from the weekly loop.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba import njit

from benchmarks.serving import serving
from jangmadang import __version__
from jangmadang.engine.members import go_on, open_member
from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.run import copied, opened_afresh, simulate, threads_for
from jangmadang.engine.settling import BURN_IN_WEEKS, settled_afresh, settled_world, transplant
from jangmadang.results.running import ensemble
from jangmadang.scenario import Scenario, load
from jangmadang.scenario.mechanisms import mechanisms
from jangmadang.world.dtypes import KEPT_HOUSEHOLD
from jangmadang.world.synthesis import build_world
from jangmadang.world.tables import World

BUDGETS = {  # architecture.md, section 4; start-up as asked of a command line tool
    "default_run_s": 15.0,
    "calibration_run_s": 1.0,
    "household_week_ns": 50.0,
    "whole_country_year_s": 30.0,
    "growth_with_households": 1.25,
    "peak_gib": 6.0,
    "compile_s": 60.0,
    "parallel_efficiency": 0.8,
    "help_s": 0.5,
    "small_run_s": 3.0,
    "first_page_s": 1.0,
    "changed_setting_s": 3.0,
    "readers_p95_s": 0.2,
}
TRIAD_ELEMENTS = 20_000_000
TRIAD_BYTES = 3 * 8 * TRIAD_ELEMENTS
SAMPLE_WEEKS = 52
MORE_WEEKS = 26  # that a member passes on from memory
WHOLE_COUNTRY_WEEKS = 8
RUNS_A_WORKER = 6
FORKS = 10
BUSY_LOAD = 0.5
PEAK_UNITS_A_GIB = 2**30 if sys.platform == "darwin" else 2**20  # of getrusage
OUT = Path("bench.json")
ROOT = Path(__file__).parents[1]
PEERS_READY, PEERS_PYTHON = ROOT / ".venv-peers/installed", ROOT / ".venv-peers/bin/python"


@njit(cache=False, nogil=True)
def triad(a: Any, b: Any, c: Any, first: int, last: int) -> None:
    """a = b + s c, the kernel of STREAM (McCalpin 1995)."""
    for i in range(first, last):
        a[i] = b[i] + 3.0 * c[i]


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds of doing something once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def one_week(scenario: Scenario) -> None:
    """A week of the coarsest world, which compiles what is not yet compiled."""
    p, first = scenario.parameter_record(), scenario.start
    w = build_world(p, "calibration", scenario.seed)
    pass_weeks(w, scenario.weekly_paths(first, 1), p, scenario.seed, first, Recorder.of(1))


def best(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of several repetitions."""
    return min(seconds_of(work) for _ in range(times))


def stream_gb_per_s(threads: int) -> float:
    """Memory bandwidth of the triad on some threads."""
    a, b, c = np.zeros(TRIAD_ELEMENTS), np.ones(TRIAD_ELEMENTS), np.ones(TRIAD_ELEMENTS)
    triad(a, b, c, 0, 1)
    bounds = np.linspace(0, TRIAD_ELEMENTS, threads + 1).astype(int)

    def work() -> None:
        workers = [threading.Thread(target=triad, args=(a, b, c, bounds[k], bounds[k + 1])) for k in range(1, threads)]
        for worker in workers:
            worker.start()
        triad(a, b, c, bounds[0], bounds[1])
        for worker in workers:
            worker.join()

    return TRIAD_BYTES / best(5, work) / 1e9


class Sample:
    """A stretch of weeks from an opened world, timed again and again from the same state."""

    def __init__(self, scenario: Scenario, resolution: str | int, weeks: int) -> None:
        self.scenario, self.weeks = scenario, weeks
        p = scenario.parameter_record()
        self.world = build_world(p, resolution, scenario.seed)
        transplant(settled_world(scenario), self.world)
        first = scenario.start - timedelta(weeks=BURN_IN_WEEKS)
        warm_up = scenario.weekly_paths(first, 26)
        pass_weeks(self.world, warm_up, p, scenario.seed, first, Recorder.of(26))
        self.first = first + timedelta(weeks=26)
        self.inputs = scenario.weekly_paths(self.first, weeks)

    @property
    def household_weeks(self) -> int:
        """Households times weeks of one pass."""
        return len(self.world.households) * self.weeks

    def seconds(self, threads: int = 1, off: tuple[str, ...] = (), times: int = 2) -> float:
        """Seconds of a pass with some mechanisms switched off."""
        p = self.scenario.parameter_record()
        for name in off:
            p[f"use_{name}"] = 0.0
        worlds = [copied(self.world) for _ in range(times)]
        recorder = Recorder.of(self.weeks)

        def work() -> None:
            pass_weeks(worlds.pop(), self.inputs, p, self.scenario.seed, self.first, recorder, threads)

        return best(times, work)

    def ns(self, threads: int = 1, off: tuple[str, ...] = ()) -> float:
        """Nanoseconds of a household-week."""
        return 1e9 * self.seconds(threads, off) / self.household_weeks

    def ratio_without(self, off: tuple[str, ...]) -> float:
        """Time with some mechanisms off over time with all on, the two measured side by side."""
        return self.seconds(off=off) / self.seconds()


def fork(sample: Sample) -> dict[str, float]:
    """Milliseconds of copying a world and the records of a whole run to go on from them, beside those of a week.

    Returns
    -------
    `world_ms`, of copying the world alone; `copy_ms`, of world and records; `first_week_ms`, of both and the week after
    them; `week_ms`, of any week; `copy_weeks`, the weeks that could pass while world and records are copied.
    """
    scenario, threads = sample.scenario, threads_for(sample.world, None)
    p, passed, past = scenario.parameter_record(), scenario.weeks, Recorder.of(scenario.weeks)

    def copy() -> tuple[World, Recorder]:
        return copied(sample.world), past.followed_by(passed, 1)

    def go_on() -> None:
        world, recorder = copy()
        added = recorder.part(passed, passed + 1)
        pass_weeks(world, sample.inputs[:1], p, scenario.seed, sample.first, added, threads)

    works = {"world_ms": lambda: copied(sample.world), "copy_ms": copy, "first_week_ms": go_on}
    found = {name: 1e3 * best(FORKS, work) for name, work in works.items()}
    week_ms = 1e3 * sample.seconds(threads) / sample.weeks
    return {**found, "week_ms": week_ms, "copy_weeks": found["copy_ms"] / week_ms}


def member_costs(scenario: Scenario) -> dict[str, float]:
    """What a member of a fit costs at calibration resolution on one thread.

    Returns
    -------
    `settle_s`, of new parameters; `burn_in_s`; `history_s`, of the weeks but the last half year, and their number,
    `weeks`; `more_ms`, of that half year from memory, its record included; `bytes`, of memory that the member takes.
    """
    settle = seconds_of(lambda: settled_afresh(scenario))
    settled_world(scenario)  # at hand from here on
    burn_in = seconds_of(lambda: opened_afresh(scenario, scenario.seed, "calibration", threads=1))
    opened = open_member(scenario, resolution="calibration", keep=True)
    last = scenario.end - timedelta(weeks=MORE_WEEKS)
    history = best(2, lambda: go_on(opened, last))
    member, record = go_on(opened, last)
    more = best(FORKS, lambda: go_on(member))
    return {
        "settle_s": settle,
        "burn_in_s": burn_in,
        "history_s": history,
        "weeks": len(record.weeks),
        "more_ms": 1e3 * more,
        "bytes": member.nbytes,
    }


def peak_gib() -> float:
    """Highest resident memory so far; from /proc where there is one, for `getrusage` begins at the parent's."""
    status = Path("/proc/self/status")
    peak = re.search(r"VmHWM:\s*(\d+) kB", status.read_text("utf-8")) if status.exists() else None
    return int(peak[1]) / 2**20 if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PEAK_UNITS_A_GIB


def peak_gib_of_run(name: str, resolution: str) -> float:
    """Highest resident memory of this process once it has run a scenario."""
    simulate(load(name), resolution=resolution)
    return peak_gib()


def peak_gib_alone(name: str, resolution: str) -> float:
    """Highest resident memory of a run in a process of its own, the world it starts from being kept."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(peak_gib_of_run, name, resolution).result()


def burn_in_seconds(scenario: Scenario, resolution: str | int) -> float:
    """Seconds before the weeks where no burnt-in world is kept."""
    return seconds_of(lambda: opened_afresh(scenario, scenario.seed, resolution))


def processor() -> str:
    """The machine's processor as it calls itself."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def commit() -> str:
    """The commit that is measured, with a plus if its code has changed since; empty where there is no telling."""
    changed = git("status", "--porcelain", "--", "src", "benchmarks", ":!benchmarks/history")
    return git("rev-parse", "--short", "HEAD") + "+" * bool(changed)


def git(*words: str) -> str:
    """What git says of this folder; nothing where it cannot."""
    try:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def measure(quick: bool) -> dict[str, Any]:
    """All measurements of a bench run."""
    scenario, load_before = load("hyesan"), os.getloadavg()[0]
    model = {"version": __version__, "commit": commit()}  # as it stands when measuring begins
    one_week(scenario)
    settling = seconds_of(lambda: settled_afresh(scenario))
    calibration = min((simulate(scenario, resolution="calibration") for _ in range(4)), key=lambda one: one.seconds)
    sample = Sample(scenario, "default", 13 if quick else SAMPLE_WEEKS)
    total, two = sample.ns(1), sample.ns(2)
    bandwidth = {threads: stream_gb_per_s(threads) for threads in (1, 2)}
    rooms: dict[str, list[str]] = defaultdict(list)
    for mechanism in mechanisms().values():
        rooms[mechanism.room].append(mechanism.name)
    without = {room: total * sample.ratio_without(tuple(names)) for room, names in rooms.items()}
    traffic = 2 * KEPT_HOUSEHOLD.itemsize  # a household-week reads and writes the household's row at least once
    found: dict[str, Any] = {
        "model": model,
        "machine": {
            "date": date.today().isoformat(),
            "processor": processor(),
            "cores": os.cpu_count(),
            "system": f"{platform.system()} {platform.release()}",
            "python": platform.python_version(),
            "numba": numba.__version__,
            "numpy": np.__version__,
            "load_before": load_before,
            "busy": load_before > BUSY_LOAD,
        },
        "stream_gb_per_s": bandwidth[1],
        "stream_gb_per_s_two_threads": bandwidth[2],
        "household_week_ns": {"total": total, "two_threads": two, "without": without},
        "limit_ns": traffic / bandwidth[1],
        "limit_share": traffic / bandwidth[1] / total,
        "parallel_efficiency": total / two / 2.0,
        "stream_parallel_efficiency": bandwidth[2] / bandwidth[1] / 2.0,
        "households": {"default": len(sample.world.households), "calibration": calibration.households},
        "calibration_run_s": calibration.seconds,
        "calibration_prepare_s": calibration.prepare_seconds,
        "calibration_burn_in_s": burn_in_seconds(scenario, "calibration"),
        "settling_s": settling,
        "forks": {
            "calibration": fork(Sample(scenario, "calibration", SAMPLE_WEEKS)),
            "default": fork(sample),
        },
        "member": member_costs(scenario),
        "peak_gib": {"calibration": peak_gib_alone(scenario.name, "calibration")},
        **start_up(scenario),
        "serving": serving(),
        "ensemble_runs_per_minute": {workers: runs_per_minute(scenario, workers) for workers in (1, 2)},
    }
    if not quick:
        default = simulate(scenario, resolution="default")
        found["default_run_s"] = default.seconds
        found["default_prepare_s"] = default.prepare_seconds
        found["peak_gib"]["default"] = peak_gib_alone(scenario.name, "default")
        found["default_burn_in_s"] = burn_in_seconds(scenario, "default")
        found["growth_with_weeks"] = 1e9 * default.seconds / (default.households * scenario.weeks) / two
        found |= whole_country(scenario, total)
    found["against_budget"] = against_budget(found)
    return found


def process_seconds(*arguments: str, times: int = 3, **changed: str) -> float:
    """Seconds of Python with some arguments in a new process, the environment changed: the best of some times."""
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"} | changed
    command = [sys.executable, *arguments]
    return best(times, lambda: subprocess.run(command, check=True, capture_output=True, env=environment))


def start_up(scenario: Scenario) -> dict[str, float]:
    """Seconds of processes that do little, once everything is compiled and kept: a year at calibration resolution.

    `compile_s` is what the first of them takes more, settling included.
    """
    until = str(scenario.start + timedelta(weeks=52))
    words = f"import jangmadang as jm; jm.run(jm.load('hyesan').with_changes(end='{until}'), resolution='calibration')"
    asked = ["run", scenario.name, "--resolution", "calibration", "--until", until]
    with tempfile.TemporaryDirectory() as folder:
        first, small = process_seconds("-c", words, times=1, XDG_CACHE_HOME=folder), process_seconds("-c", words)
        return {
            "compile_s": first - small,
            "help_s": process_seconds("-m", "jangmadang", "--help"),
            "small_run_s": small,
            "small_command_s": process_seconds("-m", "jangmadang", *asked, "--out", f"{folder}/small"),
        }


def runs_per_minute(scenario: Scenario, workers: int) -> float:
    """Runs at calibration resolution that some threads finish in a minute, opening and indicators included."""
    runs = RUNS_A_WORKER * workers
    return 60.0 * runs / seconds_of(lambda: ensemble(scenario, runs, executor=f"threads:{workers}"))


def whole_country(scenario: Scenario, default_ns: float) -> dict[str, Any]:
    """A year of all households of the country, and the growth of cost with households, from a stretch of weeks."""
    year = simulate(scenario, resolution="full", until=scenario.start + timedelta(weeks=52))
    peak = peak_gib()
    sample = Sample(scenario, "full", WHOLE_COUNTRY_WEEKS)
    return {
        "whole_country": {
            "households": year.households,
            "year_s": year.seconds,
            "prepare_s": year.prepare_seconds,
            "peak_gib": peak,
            "bytes_per_household": sum(array.nbytes for array in sample.world) / year.households,
            "growth_with_households": sample.ns(1) / default_ns,
        }
    }


def against_budget(found: dict[str, Any]) -> dict[str, float]:
    """Measured over allowed: below 1 is inside the budget."""
    efficiency = min(BUDGETS["parallel_efficiency"], found["stream_parallel_efficiency"])
    ratios = {
        "calibration run": found["calibration_run_s"] / BUDGETS["calibration_run_s"],
        "household-week": found["household_week_ns"]["total"] / BUDGETS["household_week_ns"],
        "compiling": found["compile_s"] / BUDGETS["compile_s"],
        "parallel efficiency": efficiency / found["parallel_efficiency"],
        "jangmadang --help": found["help_s"] / BUDGETS["help_s"],
        "a small run, warm": found["small_run_s"] / BUDGETS["small_run_s"],
    }
    names = {"first_page_s": "first page", "changed_setting_s": "changed setting", "readers_p95_s": "50 readers, p95"}
    ratios |= {words: found["serving"][name] / BUDGETS[name] for name, words in names.items()}
    if "default_run_s" in found:
        country = found["whole_country"]
        ratios["default run"] = found["default_run_s"] / BUDGETS["default_run_s"]
        ratios["whole country, a year"] = country["year_s"] / BUDGETS["whole_country_year_s"]
        ratios["whole country, memory"] = country["peak_gib"] / BUDGETS["peak_gib"]
        ratios["cost, 6 million rows"] = country["growth_with_households"] / BUDGETS["growth_with_households"]
    return ratios


def report(found: dict[str, Any]) -> str:
    """What was found, ratios first."""
    ns, machine, member = found["household_week_ns"], found["machine"], found["member"]
    page = found["serving"]
    lines = [
        "Measured over allowed (below 1 is inside the project's budget)",
        *(
            f"  {name:<22} {ratio:6.2f}  {'' if ratio <= 1 else 'OVER'}"
            for name, ratio in found["against_budget"].items()
        ),
        "",
        "Against the machine's limit",
        f"  share of the bandwidth limit      {100 * found['limit_share']:6.1f} %  (one row read and written)",
        f"  parallel efficiency, 2 threads    {100 * found['parallel_efficiency']:6.1f} %"
        f"  (the triad's own: {100 * found['stream_parallel_efficiency']:.1f} %)",
        "",
        "A household-week with a room's mechanisms off, over all on (1 - ratio is what they cost)",
        *(
            f"  {room:<22} {value / ns['total']:6.2f}"
            for room, value in sorted(ns["without"].items(), key=lambda item: item[1])
        ),
        "",
        f"Times of {machine['date']} on {machine['processor']}, {machine['cores']} cores, "
        f"Python {machine['python']}, Numba {machine['numba']}, load {machine['load_before']:.1f} before"
        f"{' (BUSY: other programs were running, times are too long)' if machine['busy'] else ''}",
        f"  household-week        {ns['total']:8.1f} ns on one thread, {ns['two_threads']:.1f} ns on two; "
        f"limit {found['limit_ns']:.1f} ns",
        f"  STREAM triad          {found['stream_gb_per_s']:8.1f} GB/s, "
        f"{found['stream_gb_per_s_two_threads']:.1f} GB/s on two threads",
        f"  calibration run       {found['calibration_run_s']:8.2f} s of weeks "
        f"({found['households']['calibration']:,} rows, both cores), {found['calibration_burn_in_s']:.2f} s before the "
        f"first time, {found['calibration_prepare_s']:.2f} s again",
        "  ensemble              "
        + ", ".join(f"{rate:.0f} runs a minute with {n}" for n, rate in found["ensemble_runs_per_minute"].items())
        + " threads",
        *(
            f"  fork, {name:<16}{one['world_ms']:8.1f} ms for the world, {one['copy_ms']:.1f} ms with the records "
            f"({one['copy_weeks']:.2f} weeks' time), {one['first_week_ms']:.1f} ms with the week after them"
            for name, one in found["forks"].items()
        ),
        f"  member                {member['settle_s']:8.2f} s to settle, {member['burn_in_s']:.2f} s to burn in, "
        f"{member['history_s']:.2f} s of {member['weeks']} weeks, {member['more_ms']:.0f} ms for {MORE_WEEKS} more "
        f"from memory; {member['bytes'] / 1e6:.1f} MB",
        "  memory                "
        + ", ".join(f"{peak:.2f} GiB at most in a {name} run" for name, peak in found["peak_gib"].items()),
        f"  settling              {found['settling_s']:8.2f} s once per scenario",
        f"  start-up              {found['help_s']:8.2f} s for --help; a year at calibration resolution in a new "
        f"process {found['small_run_s']:.2f} s, with tables and report {found['small_command_s']:.2f} s",
        f"  observatory           {page['start_s']:8.2f} s to start, {page['first_page_s']:.2f} s for its first page; "
        f"{page['changed_setting_s']:.2f} s from a changed setting to a first look at its answer; 95 of 100 pages of "
        f"50 readers within {1e3 * page['readers_p95_s']:.0f} ms",
        f"  compiling             {found['compile_s']:8.2f} s, the first time only (settling included)",
    ]
    if "default_run_s" in found:
        lines.append(
            f"  default run           {found['default_run_s']:8.2f} s of weeks "
            f"({found['households']['default']:,} rows), {found['default_burn_in_s']:.2f} s before them once, "
            f"{found['default_prepare_s']:.2f} s again; "
            f"a household-week over one of its first year {found['growth_with_weeks']:.2f}"
        )
        country = found["whole_country"]
        lines.append(
            f"  whole country         {country['year_s']:8.2f} s of 52 weeks ({country['households']:,} rows), "
            f"{country['prepare_s']:.2f} s before them; {country['bytes_per_household']:.0f} bytes a household, "
            f"{country['peak_gib']:.1f} GiB at most; a household-week over the default's "
            f"{country['growth_with_households']:.2f}"
        )
    return "\n".join(lines)


def measure_peers(quick: bool) -> tuple[dict[str, Any], bool]:
    """What other frameworks take for a clothing market (it prints its own report), and whether all versions agree.

    Without .venv-peers those that need nothing installed are measured.
    """
    python = str(PEERS_PYTHON) if PEERS_READY.exists() else sys.executable
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "peers.json"
        command = [python, "-m", "benchmarks.peers.compare", "--out", str(out), *["--quick"] * quick]
        print(flush=True)
        agreed = subprocess.run(command, cwd=ROOT).returncode == 0
        return json.loads(out.read_text("utf-8")) if out.exists() else {}, agreed


def main() -> int:
    """Measure, print, write; 1 if the peers' versions do not agree with ours."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a shorter sample, no default run, small peers")
    parser.add_argument("--out", type=Path, default=OUT, help="where to write the numbers (default: bench.json)")
    asked = parser.parse_args()
    found = measure(asked.quick)
    asked.out.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    print(report(found))
    peers, agreed = measure_peers(asked.quick)
    asked.out.write_text(json.dumps({**found, **peers}, indent=2) + "\n", "utf-8")
    print(f"\nWritten to {asked.out}", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.keeping", str(asked.out.resolve())], cwd=ROOT)
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())
