"""Fit made-up histories whose truth is known, with the real evidence's dates and gaps, for `make check-inference`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from jangmadang.evidence.shipped import shipped_prices
from jangmadang.files import write_whole
from jangmadang.inference.calibrating import Plan, evidence_of
from jangmadang.inference.checking import Truth, check, coverage
from jangmadang.inference.emulator import fit_emulator
from jangmadang.inference.fitting import basis_of, to_be_moved_alone
from jangmadang.inference.members import ALONE, MOVED, OWN, SPREAD, Asked, answering, read_members
from jangmadang.inference.prior import shipped_prior
from jangmadang.scenario import load

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "inference_check.json"
PICTURE = ROOT / "docs" / "images" / "inference_ranks.svg"
WHAT = {
    "ranks": "Directions that the evidence speaks of",
    "others": "Directions of which it says nothing",
    "figures": "Printed figures",
}


def main() -> None:
    """Read the runs that `make posterior` kept, check, and write figures and picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=60)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "posterior")
    asked = parser.parse_args()
    files = sorted(asked.folder.glob("members-*.jsonl"))
    if not files:
        raise SystemExit(f"{asked.folder} holds no runs of a fit: make posterior first")
    runs = sorted((run for path in files for run in read_members(path) if not run.error), key=lambda run: run[:2])
    own, moved, alone, spread = ([run for run in runs if run.wave == wave] for wave in (OWN, MOVED, ALONE, SPREAD))
    prior = shipped_prior()
    evidence, _ = evidence_of(answering(Asked(load("hyesan"), tuple(shipped_prices()), prior)), own)
    numbers = to_be_moved_alone(prior, basis_of(prior, evidence, own, moved, spread))
    basis = basis_of(prior, evidence, own, moved, spread, alone, numbers)
    drawn = [run for run in runs if run.wave >= SPREAD]
    economy = fit_emulator(prior.middle, basis.slopes, np.array([run.z for run in drawn]), basis.figures(drawn))
    plan = Plan()
    truths = check(basis, economy, asked.histories, plan.draws, plan.steps)
    record = {
        "histories": len(truths),
        "coverage_90": {what: coverage(truths, what) for what in WHAT},
        "misfit": float(np.mean([truth.misfit for truth in truths])),
    }
    print(json.dumps(record, indent=2))
    write_whole(TARGET, lambda file: file.write((json.dumps(record, indent=2) + "\n").encode()))
    draw(truths)


def draw(truths: list[Truth]) -> None:
    """Histograms of the truths' ranks: flat where a posterior is right."""
    from matplotlib.figure import Figure

    picture = Figure(figsize=(9, 2.8), layout="constrained")
    for axes, (what, title) in zip(picture.subplots(1, 3), WHAT.items(), strict=True):
        ranks = np.concatenate([getattr(truth, what) for truth in truths])
        axes.hist(ranks, bins=10, range=(0.0, 1.0), color="#4c78a8")
        axes.axhline(len(ranks) / 10, color="black", linewidth=0.8, linestyle="--")
        inside, low, high = coverage(truths, what)
        axes.set_title(f"{title}\n{inside:.0%} in 90 % intervals ({low:.0%} to {high:.0%})", fontsize=9)
        axes.set_xlabel("rank of the truth among the draws")
    PICTURE.parent.mkdir(exist_ok=True)
    picture.savefig(PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    main()
