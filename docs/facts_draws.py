"""Measure how often facts hold over the whole plausible ranges, and what they depend on: the figures of facts.md.

`make facts-draws` and `make facts-screening` run it. Draws are kept in build/, so that it goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.progress import track

from jangmadang.facts.robustness import drawn_settings, read_draws, run_draws, shares
from jangmadang.facts.running import FACTS

HERE = Path(__file__).resolve().parent
SEED = 1
ROBUSTNESS, SCREENING = HERE / "facts_robustness.json", HERE / "facts_screening.json"


def run(name: str, settings: list[dict[str, Any]], seeds: Sequence[int]) -> list[dict[str, Any]]:
    """Run all facts with each of some settings, with progress, and return the lines."""
    path = HERE.parent / "build" / f"facts_{name}.jsonl"
    path.parent.mkdir(exist_ok=True)
    steps = iter(track(range(len(settings)), description=name))
    done = 0

    def progress(count: int, _: int) -> None:
        nonlocal done
        for _ in range(count - done):
            next(steps, None)
        done = count

    run_draws(path, settings, seeds, progress=progress)
    return read_draws(path)


def measure_robustness(draws: int) -> dict[str, Any]:
    """Share of draws in which each fact holds."""
    records = run(f"draws_{draws}", drawn_settings(draws, SEED), range(1, draws + 1))
    return {
        "draws": len(records),
        "points": draws,
        "seed": SEED,
        "errors": sum("error" in record for record in records),
        "shares": [share._asdict() for share in shares(records)],
    }


def measure_screening(count: int) -> dict[str, Any]:
    """The parameters that each fact depends on most."""
    from jangmadang.facts.sensitivity import influences, screened_settings, trajectories

    points = trajectories(count, SEED)
    records = run(f"screening_{count}", *screened_settings(count, SEED))
    return {
        "trajectories": count,
        "seed": SEED,
        "runs": len(records),
        "influences": {fact: [item._asdict() for item in influences(records, fact, points)] for fact in FACTS},
    }


def main() -> None:
    """Measure one or the other and write it beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["robustness", "screening"])
    parser.add_argument("--count", type=int, required=True, help="draws, or trajectories")
    asked = parser.parse_args()
    robust = asked.what == "robustness"
    found = measure_robustness(asked.count) if robust else measure_screening(asked.count)
    target = ROBUSTNESS if robust else SCREENING
    new = target.with_suffix(".new")
    new.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    new.replace(target)


if __name__ == "__main__":
    main()
