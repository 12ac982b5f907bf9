"""The report of a run: a self-contained page of the answer, its assumptions, figures, accounts and fit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import xarray as xr

import jangmadang.report.drawing  # noqa: F401  # before anything that imports Matplotlib
from jangmadang.report.comparison import write_workbook
from jangmadang.report.figures.overview import overview_figure
from jangmadang.report.page import render_report, run_pages
from jangmadang.results import store
from jangmadang.results.record import RunLike

__all__ = ["overview_figure", "render_report", "write_run", "write_workbook"]


def write_run(main: RunLike, replicates: Iterable[xr.Dataset], out: Path) -> Path:
    """Write the results store of a run with its report."""
    return store.write_run(main, replicates, out, run_pages)
