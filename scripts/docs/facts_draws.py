"""Measure how often facts and responses hold: on fresh seeds, near the shipped parameters, over posterior and ranges.

`make facts-seeds`, `make facts-nearby`, `make facts-posterior`, `make levels-posterior`, `make facts-draws` and
`make facts-screening` run it, for facts.md; the last also says what moves them. What is done with this state of the
model is kept in build/, so that it goes on there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.progress import track

import jangmadang
from jangmadang.compiled_cache import source_hash
from jangmadang.facts.levels import level_figures
from jangmadang.facts.robustness import Share, condition_shares, level_shares, read_draws, run_draws, shares
from jangmadang.facts.running import FACTS, figures_of, run_facts
from jangmadang.scenario.draws import NEARBY, drawn_settings, nearby_settings, ranged
from jangmadang.scenario.posterior import SHIPPED, posterior_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
PACKAGE = Path(jangmadang.__file__).parent
SEED = 1
ROBUSTNESS, SCREENING = DOCS / "facts_robustness.json", DOCS / "facts_screening.json"
NEARBY_SHARES, POSTERIOR_SHARES, LEVEL_SHARES = (
    PACKAGE / "facts" / f"{name}_shares.json" for name in ("nearby", "posterior", "posterior_level")
)
NEAR, SEEDS = DOCS / "facts_nearby.json", DOCS / "facts_seeds.json"
POSTERIOR = DOCS / "facts_posterior.json"
SEED_BASES = (1001, 2001, 3001, 4001, 5001)


def kept(name: str) -> Path:
    """Return the file of what is done, of this state of the model, its scenarios and the facts, and of no other."""
    state = hashlib.sha256(source_hash().encode())
    for file in sorted([*PACKAGE.glob("scenario/packs/**/*.yaml"), *PACKAGE.glob("facts/*.py")]):
        state.update(file.read_bytes())
    path = DOCS.parent / "build" / state.hexdigest()[:12] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def run(
    name: str, settings: list[dict[str, Any]], seeds: Sequence[int], figures: Any = figures_of
) -> list[dict[str, Any]]:
    """Run all facts, or what else `figures` measures, with each of some settings, with progress; return the lines."""
    path = kept(f"facts_{name}.jsonl")
    steps = iter(track(range(len(settings)), description=name))
    done = 0

    def progress(count: int, _: int) -> None:
        nonlocal done
        for _ in range(count - done):
            next(steps, None)
        done = count

    run_draws(path, settings, seeds, progress=progress, figures=figures)
    return read_draws(path)


def measure_robustness(draws: int) -> dict[str, Any]:
    """Share of draws from the whole ranges in which each fact and response holds."""
    return found_in(run(f"draws_{draws}", drawn_settings(draws, SEED), range(1, draws + 1)), draws)


def measure_nearby(draws: int) -> dict[str, Any]:
    """The same of draws near the shipped parameters, with every condition's figures."""
    records = run(f"nearby_{draws}", nearby_settings(draws, SEED), range(1, draws + 1))
    return {**found_in(records, draws), "reach": NEARBY, "figures": records}


def measure_posterior(draws: int) -> dict[str, Any]:
    """The same of draws of the shipped posterior, with every condition's figures."""
    posterior = posterior_of(SHIPPED)
    seeds = range(1, draws + 1)
    records = run(f"posterior_{posterior.key}_{draws}", [posterior.settings(seed) for seed in seeds], seeds)
    return {**found_in(records, draws), "posterior": posterior.key, "figures": records}


def measure_levels(draws: int) -> dict[str, Any]:
    """Share of draws of the shipped posterior in which each level is near what is reported."""
    posterior = posterior_of(SHIPPED)
    seeds = range(1, draws + 1)
    settings = [posterior.settings(seed) for seed in seeds]
    records = run(f"levels_{posterior.key}_{draws}", settings, seeds, level_figures)
    return for_pages(draws, level_shares(records))


def found_in(records: list[dict[str, Any]], draws: int) -> dict[str, Any]:
    """Shares by fact and by condition."""
    return {
        "draws": len(records),
        "parameters": len(ranged()),
        "points": draws,
        "seed": SEED,
        "errors": sum("error" in record for record in records),
        "shares": [share._asdict() for share in shares(records)],
        "conditions": [share._asdict() for share in condition_shares(records)],
    }


def measure_seeds(count: int) -> dict[str, Any]:
    """Which facts hold with some seeds from each of five fresh bases, and half as many at the default resolution."""
    file = kept(f"facts_seeds_{count}.json")
    done = json.loads(file.read_text("utf-8")) if file.exists() else {}
    wanted = [(base, "calibration") for base in SEED_BASES] + [(1, "default")]
    for base, resolution in track(wanted, description="seeds"):
        name = f"{resolution} {base}"
        if name not in done:
            seeds = count if resolution == "calibration" else count // 2
            verdicts = run_facts(seeds=seeds, seed_base=base, resolution=resolution)
            done[name] = {verdict.fact.name: verdict.holds for verdict in verdicts}
            file.write_text(json.dumps(done), encoding="utf-8")
    return {"seeds": count, "holds": done}


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
    """Measure one of them and write it into docs/ or the package."""
    measures = {
        "seeds": (measure_seeds, SEEDS),
        "nearby": (measure_nearby, NEAR),
        "posterior": (measure_posterior, POSTERIOR),
        "levels": (measure_levels, LEVEL_SHARES),
        "robustness": (measure_robustness, ROBUSTNESS),
        "screening": (measure_screening, SCREENING),
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=list(measures))
    parser.add_argument("--count", type=int, required=True, help="seeds, draws, or trajectories")
    asked = parser.parse_args()
    measured, target = measures[asked.what]
    write(measured(asked.count), target)
    if target in (NEAR, POSTERIOR):
        found = json.loads(target.read_text("utf-8"))
        shares = for_pages(found["draws"], [Share(**one) for one in found["shares"]], found.get("reach"))
        write(shares, NEARBY_SHARES if target == NEAR else POSTERIOR_SHARES)


def for_pages(draws: int, found: Sequence[Share], reach: float | None = None) -> dict[str, Any]:
    """The shares that the package ships for its pages."""
    return {"draws": draws, "reach": reach, "shares": {one.fact: [one.share, one.low, one.high] for one in found}}


def write(content: dict[str, Any], target: Path) -> None:
    """Write a file whole."""
    new = target.with_suffix(".new")
    new.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    new.replace(target)


if __name__ == "__main__":
    main()
