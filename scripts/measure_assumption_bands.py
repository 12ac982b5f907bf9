"""Measure how far headline figures lie apart when all ranged parameters move, for `make assumption-bands`."""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

from rich.progress import Progress

import jangmadang as jm
from jangmadang.files import write_whole
from jangmadang.results.assumption_bands import COLUMNS, FILE, headline_means, measured_rows

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "jangmadang" / "results" / FILE


def main() -> None:
    """Run the draws, which a stopped call keeps under build/, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=60)
    count = parser.parse_args().draws
    with Progress() as progress:
        bar = progress.add_task("draws", total=count)
        runs = jm.ensemble(
            "hyesan",
            count,
            draws=True,
            folder=ROOT / "build" / "assumption_bands",
            progress=lambda done, _: progress.update(bar, completed=done),
        )
    rows = measured_rows(headline_means(runs.isel(seed=k)) for k in range(count))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([*row[:3], f"{row[3]:.3f}", f"{row[4]:.3f}"] for row in rows)
    write_whole(TARGET, lambda file: file.write(text.getvalue().encode()))


if __name__ == "__main__":
    main()
