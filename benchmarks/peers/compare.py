"""Check that the versions of the clothing market agree, then time each against ours; ratios first.

Run it with `make bench`, or alone: `.venv-peers/bin/python -m benchmarks.peers.compare`. Every measurement has a fresh
process and one thread unless said otherwise. A version that cannot be had here is left out, and the report says why.
The exit code is 1 if a version does not agree with ours.
"""

from __future__ import annotations

import argparse
import importlib
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

OURS = "ours"
PEERS = {
    "mesa": "mesa_market",
    "agentpy": "agentpy_market",
    "laser-core": "laser_market",
    "numpy": "numpy_market",
    "plain C": "c_market",
}
THREADED = ("laser-core", OURS)
SIZES = (10_000, 1_000_000)

AGGREGATES = ("needs", "inquiries", "purchases", "conversion", "price")
CHECK_HOUSEHOLDS, CHECK_WEEKS, CHECK_SEEDS = 10_000, 52, 16
LARGEST_GAP = 4.0  # in standard errors: 25 comparisons stay below it 99 times in 100 where nothing differs
LARGEST_ERROR = 0.01  # standard error of a difference over the mean: the check would see more than four times this

STRETCHES, STRETCH_SECONDS = 3, 0.1  # at least so many, each at least so long
TIMED_SECONDS, TIME_LIMIT = 3.0, 60.0  # all stretches together, and with building; the stretch under way is the last


class Speed(NamedTuple):
    """Cost of a household-week in the fastest stretch, weeks timed, seconds until the first week was over."""

    ns: float
    weeks: int
    start_s: float


def peer(name: str) -> Any:
    """Module of a version."""
    return importlib.import_module(f"benchmarks.peers.{PEERS.get(name, name)}")


def why_not(name: str) -> str:
    """Why a version cannot be had here; empty if it can."""
    try:
        peer(name)
    except ImportError as error:
        return str(error)
    return ""


def aggregates(name: str, households: int, weeks: int, seeds: int) -> NDArray[np.float64]:
    """Means over weeks of what a version gives, by [seed, aggregate]; counts are per week."""
    runs = []
    for seed in range(seeds):
        needs, inquiries, purchases, price = np.mean(list(islice(peer(name).weeks(households, seed), weeks)), axis=0)
        runs.append((needs, inquiries, purchases, purchases / inquiries, price))
    return np.array(runs)


def gaps(found: NDArray[np.float64], reference: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Difference of means over its standard error, and that error over the mean, by aggregate."""
    error = np.sqrt(sum(runs.var(axis=0, ddof=1) / len(runs) for runs in (found, reference)))
    return (found.mean(axis=0) - reference.mean(axis=0)) / error, error / reference.mean(axis=0)


def agree(found: NDArray[np.float64], reference: NDArray[np.float64]) -> bool:
    """Whether all aggregates lie within sampling error, and the error is small enough to say so."""
    in_errors, relative_error = gaps(found, reference)
    return bool((np.abs(in_errors) < LARGEST_GAP).all() and (relative_error < LARGEST_ERROR).all())


def speed(name: str, households: int, threads: int = 1) -> Speed:
    """Time stretches of weeks; the first week builds and compiles and is told apart."""
    options = {"threads": threads} if name in THREADED else {}
    began = time.perf_counter()
    market = peer(name).weeks(households, 1, **options)
    next(market)
    start = time.perf_counter() - began
    took: list[float] = []  # of a week, by stretch
    passed, timed = 0, 0.0
    while (len(took) < STRETCHES or timed < TIMED_SECONDS) and time.perf_counter() - began < TIME_LIMIT:
        weeks, since = 0, time.perf_counter()
        while time.perf_counter() - since < STRETCH_SECONDS:
            next(market)
            weeks += 1
        elapsed = time.perf_counter() - since
        took.append(elapsed / weeks)
        passed, timed = passed + weeks, timed + elapsed
    return Speed(1e9 * min(took, default=start) / households, passed, start)


def alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """Result of a function called in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def clothing_rooms_ns() -> float:
    """Cost of the product's own clothing rooms."""
    return importlib.import_module("benchmarks.peers.product").clothing_rooms_ns()


def measure(sizes: tuple[int, ...]) -> dict[str, Any]:
    """All checks and timings."""
    load_before = os.getloadavg()[0]
    left_out = {name: reason for name in PEERS if (reason := alone(why_not, name))}
    names = [name for name in (*PEERS, OURS) if name not in left_out]
    runs = {name: alone(aggregates, name, CHECK_HOUSEHOLDS, CHECK_WEEKS, CHECK_SEEDS) for name in names}
    cases = [(name, threads) for threads in (1, 2) for name in names if threads == 1 or name in THREADED]
    if (os.cpu_count() or 1) < 2:
        cases = [case for case in cases if case[1] == 1]
    speeds = {n: {case: alone(speed, case[0], n, case[1]) for case in cases} for n in sizes}
    again = {n: alone(speed, OURS, n) for n in sizes}  # ours before and after; the faster counts
    for n in sizes:
        speeds[n][OURS, 1] = min(speeds[n][OURS, 1], again[n])
    timings = [
        {"peer": name, "threads": threads, "households": n, **found._asdict()}
        for n in sizes
        for (name, threads), found in speeds[n].items()
    ]
    for line in timings:
        line["ratio"] = line["ns"] / speeds[line["households"]][OURS, 1].ns
    checks = {
        name: {
            "agrees": agree(runs[name], runs[OURS]),
            "mean": dict(zip(AGGREGATES, runs[name].mean(axis=0).tolist(), strict=True)),
            "gap_in_standard_errors": dict(zip(AGGREGATES, gaps(runs[name], runs[OURS])[0].tolist(), strict=True)),
        }
        for name in names
    }
    largest = {line["peer"]: line["ratio"] for line in timings if line["threads"] == 1}  # sizes grow: the last stays
    return {
        "peers": {name: largest[name] for name in names if name != OURS},
        "peers_left_out": left_out,
        "peer_timings": timings,
        "peer_load_before": load_before,
        "peer_checks": checks,
        "clothing_rooms_ns": alone(clothing_rooms_ns),
    }


def report(found: dict[str, Any]) -> str:
    """What was found, ratios first."""
    lines = [
        "A clothing-market week in other frameworks, over ours (one thread unless said; measured in one run; "
        f"load {found['peer_load_before']:.1f} before)",
        *(f"  {name:<22} left out: {reason}" for name, reason in found["peers_left_out"].items()),
    ]
    for line in found["peer_timings"]:
        name = line["peer"] + (f", {line['threads']} threads" if line["threads"] > 1 else "")
        lines.append(
            f"  {name:<22} {line['ratio']:8.2f}  at {line['households']:>9,} households: {line['ns']:8.1f} ns per "
            f"household-week ({line['weeks']:,} weeks; {line['start_s']:.1f} s to the end of the first week)"
        )
    lines += [
        f"  The product's own clothing rooms, which do more: {found['clothing_rooms_ns']:.1f} ns per household-week "
        "at the default resolution",
        "",
        f"The same aggregates? Weekly means of {CHECK_SEEDS} runs of {CHECK_WEEKS} weeks with {CHECK_HOUSEHOLDS:,} "
        f"households; in brackets the difference from ours in standard errors (at most {LARGEST_GAP:g})",
        "  " + " " * 12 + "".join(f"{name:>20}" for name in AGGREGATES),
    ]
    for name, check in found["peer_checks"].items():
        cells = [
            f"{check['mean'][key]:,.4g} ({check['gap_in_standard_errors'][key]:+.1f})"
            if key == "conversion"
            else f"{check['mean'][key]:,.1f} ({check['gap_in_standard_errors'][key]:+.1f})"
            for key in AGGREGATES
        ]
        verdict = "agrees" if check["agrees"] else "DOES NOT AGREE"
        lines.append(f"  {name:<12}" + "".join(f"{cell:>20}" for cell in cells) + f"   {verdict}")
    return "\n".join(lines)


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="only the smaller size")
    parser.add_argument("--out", type=Path, help="where to write the numbers, as JSON")
    asked = parser.parse_args()
    found = measure(SIZES[:1] if asked.quick else SIZES)
    if asked.out:
        asked.out.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    print(report(found))
    return 0 if all(check["agrees"] for check in found["peer_checks"].values()) else 1


if __name__ == "__main__":
    sys.exit(main())
