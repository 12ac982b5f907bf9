"""`jangmadang calibrate`: what the evidence says of the parameters, as a posterior that other commands take."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jangmadang.commands.options import out_option, worker_options
from jangmadang.commands.printing import kept_runs_named
from jangmadang.commands.tables import print_prose, print_table
from jangmadang.errors import NotWrittenError
from jangmadang.output import json_text, printing

if TYPE_CHECKING:
    from jangmadang.evidence.observations import Observation
    from jangmadang.inference.calibrating import Calibration
    from jangmadang.inference.diagnosing import Coverage, Diagnosis

PRINTED = 15


@click.command()
@click.argument("scenario")
@click.option("--known-by", metavar="DATE", help="Only prices that were known on this day (YYYY-MM-DD).")
@click.option(
    "--evidence", "tables", type=click.Path(path_type=Path), multiple=True, help="Your own table of prices too."
)
@click.option("--draws", type=click.IntRange(20, 5_000), default=60, show_default=True, help="Draws of the posterior.")
@click.option("--steps", type=click.IntRange(1, 100), default=6, show_default=True, help="Runs of each from the prior.")
@out_option("results/posterior-SCENARIO")
@worker_options("Runs at a time; default: one for each core.", "What makes the runs.")
def calibrate(
    scenario: str,
    known_by: str | None,
    tables: tuple[Path, ...],
    draws: int,
    steps: int,
    out: Path | None,
    replace: bool,
    threads: int | None,
    executor: str,
    as_json: bool,
) -> None:
    """Fit all parameters that have a range to the evidence, and write their posterior.

    Some nine hundred runs, three quarters of an hour on two quiet cores. Those that have finished when it stops are
    kept: the same command goes on from there. Writes posterior.nc, which run, compare, facts and sensitivity take as
    --posterior and ArviZ opens, parameters.csv and diagnosis.json.

    Example: jangmadang calibrate hyesan --known-by 2022-12-31
    """
    from jangmadang.commands.asking import asked_scenario, check_workers
    from jangmadang.typed_settings import asked_day

    check_workers(executor, threads)
    asked, day = asked_scenario(scenario, (), None, None), asked_day("--known-by", known_by)
    from jangmadang.inference.calibrating import Plan
    from jangmadang.inference.calibrating import calibrate as fit
    from jangmadang.inference.diagnosing import diagnose
    from jangmadang.inference.posterior_file import parameter_table, write_posterior
    from jangmadang.results.replacing import check_free, question_of_calibration

    plan = Plan(draws=draws, steps=steps)
    folder = out or Path("results") / f"posterior-{asked.name}"
    observations = _observations(tables)
    asks = question_of_calibration(asked, known_by, [str(table) for table in tables], plan.__dict__)
    check_free(folder, asks, replace)
    with kept_runs_named(folder, "members-*.jsonl", "posterior"), _stages() as progress:
        found = fit(
            asked, observations, plan=plan, known_by=day, executor=executor, threads=threads, folder=folder,
            progress=progress,
        )  # fmt: skip
    diagnosis = diagnose(found)
    table = parameter_table(found)
    from jangmadang.files import write_whole

    try:
        write_posterior(found, diagnosis, folder / "posterior.nc")
        write_whole(folder / "parameters.csv", lambda file: file.write(table.to_csv(index=False).encode()))
        for name, record in (("diagnosis", diagnosis.as_record()), ("manifest", asks)):
            text = json.dumps(record, indent=2, default=str).encode()
            write_whole(folder / f"{name}.json", partial(_write, text))
    except OSError as error:
        raise NotWrittenError(f"{folder} could not be written: {error.strerror or error}") from None
    with printing(folder):
        if as_json:
            click.echo(json_text(_as_record(found, diagnosis)))
            return
        _print(diagnosis)
        click.echo(f"Posterior: {folder / 'posterior.nc'}")


def _write(content: bytes, file: Any) -> None:
    file.write(content)


def _observations(tables: Sequence[Path]) -> list[Observation]:
    """The shipped prices, and those of a user's own tables."""
    from jangmadang.evidence.observations import each_place
    from jangmadang.evidence.shipped import shipped_rows
    from jangmadang.evidence.table import read_observations

    return each_place([*shipped_rows(), *(row for table in tables for row in read_observations(table))])


@contextmanager
def _stages() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error for each stage of a fit."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, Any] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=total)

        yield progress


def _as_record(found: Calibration, diagnosis: Diagnosis) -> dict[str, Any]:
    """What `--json` prints."""
    from jangmadang.inference.posterior_file import parameter_table

    rows = parameter_table(found).to_dict("records")
    fit: dict[str, dict[str, Any]] = {}
    for row in diagnosis.coverage:
        fit.setdefault(row.item, {})[row.period] = {
            "reports": row.reports,
            "bias": row.bias,
            "mean_abs_log_error": row.mean_abs_log_error,
            "coverage_90": row.inside,
        }
    return {
        "parameters": {row.pop("parameter"): row for row in rows},
        "fit": fit,
        "diagnostics": diagnosis.as_record(),
    }


def _print(diagnosis: Diagnosis) -> None:
    """Print whether the posterior may be shown, what it covers and what it learnt."""
    rows = [("holds" if holds else "FAILS", what) for what, holds in diagnosis.gates()]
    print_table("What must hold before these are shown as estimates", ("", ""), rows)
    _print_coverage("Reports in the posterior's bands (logarithms)", diagnosis.coverage)
    _print_coverage("Reports that were not fitted", diagnosis.later)
    learnt = [(name, f"{part:.2f}") for name, part in list(diagnosis.narrowed.items())[:PRINTED]]
    print_table("Standard deviation over the prior's", ("parameter", "part"), learnt, ("part",))
    count = len(diagnosis.narrowed)
    are = "number is" if count == 1 else "numbers are"
    print_prose(f"{count} {are} narrower than seven tenths of their prior; of others the evidence says little.")


def _print_coverage(title: str, rows: Sequence[Coverage]) -> None:
    """Print the share of reports inside bands by item and period; nothing where there are none."""
    if not rows:
        return
    cells = [
        (c.item, c.period, f"{c.reports}", f"{c.inside:.0%}", f"{c.bias:+.2f}", f"{c.mean_abs_log_error:.2f}")
        for c in rows
    ]
    headings = ("item", "period", "reports", "inside 90 %", "bias", "mean error")
    print_table(title, headings, cells, headings[2:])
