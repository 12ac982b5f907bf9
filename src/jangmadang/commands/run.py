"""`jangmadang run`: simulate a scenario, write its store and its report."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from jangmadang.commands.options import (
    RESOLUTIONS,
    SHOCK_HELP,
    asked_command,
    out_option,
    posterior_option,
    workbook_option,
    worker_options,
)
from jangmadang.commands.printing import print_summary, progress_bar
from jangmadang.errors import InputError
from jangmadang.output import json_text, printing

if TYPE_CHECKING:
    import datetime
    from concurrent.futures import Executor

    from jangmadang.engine.run import RunRecord
    from jangmadang.engine.state import State
    from jangmadang.report.against_base import AgainstBase
    from jangmadang.results.ensemble import KeptRuns
    from jangmadang.scenario import Scenario
    from jangmadang.scenario.posterior import Posterior


@click.command()
@click.argument("scenario")
@click.option("--until", metavar="DATE", help="Stop before this day (YYYY-MM-DD); of a shock: its last day.")
@click.option("--shock", "shocks", metavar="NAME", multiple=True, help=SHOCK_HELP)
@click.option("--from", "first", metavar="DATE", help="First day of the shock.")
@click.option("--seed", type=click.IntRange(0), help="Seed of the draws; default: the scenario's.")
@click.option("--runs", type=click.IntRange(0, 10_000), default=0, show_default=True, help="Replicates for the bands.")
@click.option("--draws", is_flag=True, help="Give each replicate parameters of its own, drawn near the scenario's.")
@posterior_option("Give each replicate parameters of its own, out of a posterior.")
@click.option("--resolution", metavar=RESOLUTIONS, help="Hyesan 1:N; default: the scenario's.")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Set a parameter, switch or theory.")
@click.option("--save-state", metavar="DATE", help="Keep the run as it stands before the week of this day, in a file.")
@click.option("--from-state", type=click.Path(path_type=Path), help="Go on from a kept run; SCENARIO holds from there.")
@workbook_option("report.xlsx")
@out_option("results/SCENARIO")
@worker_options("Threads to use; default: all.", "What makes the replicates.")
def run(
    scenario: str,
    until: str | None,
    shocks: tuple[str, ...],
    first: str | None,
    seed: int | None,
    runs: int,
    draws: bool,
    posterior: str | None,
    resolution: str | None,
    settings: tuple[str, ...],
    save_state: str | None,
    from_state: Path | None,
    xlsx: bool,
    out: Path | None,
    replace: bool,
    threads: int | None,
    executor: str,
    as_json: bool,
) -> None:
    """Simulate SCENARIO (a shipped name or a YAML file), write the results store and a report.

    Replicates that have finished when a run stops are kept: the same command goes on from there.

    Example: jangmadang run hyesan --runs 20 --shock border-closed --from 2027-01-01 --until 2027-03-31
    """
    from jangmadang.commands.asking import asked_posterior, asked_scenario, shocked
    from jangmadang.scenario.arguments import check_drawn_once, stop_of
    from jangmadang.typed_settings import asked_day

    asked, since = asked_scenario(scenario, settings, seed, resolution), None
    if from_state:
        from jangmadang.engine.state import load_state

        since = load_state(from_state)
        if not since.is_of_this_model:
            click.echo(f"The weeks before {since.monday} were saved by another version of the model.", err=True)
        own = since.seed if seed is None else seed
        asked = asked_scenario(scenario, settings, own, resolution or str(since.resolution))
    for option in ("--draws",) * draws + ("--posterior",) * bool(posterior):
        if not runs:
            raise InputError(f"{option} is about replicates; say how many with --runs N")
    check_drawn_once(draws, posterior, "--")
    if not runs and click.get_current_context().get_parameter_source("executor") is ParameterSource.COMMANDLINE:
        raise InputError("--executor makes replicates; say how many with --runs N")
    base = None
    if shocks or first:
        base, asked, until = asked, shocked(asked, shocks, first, until), None
    stop, day = stop_of(asked, "--until", until), asked_day("--save-state", save_state)
    from jangmadang.engine.executors import executor_named
    from jangmadang.engine.run import weeks_until
    from jangmadang.results.kept_record import KeptRecord
    from jangmadang.results.replacing import check_free, question_of_run

    folder = out or Path("results") / asked.name
    weeks = weeks_until(asked, stop)
    known = asked_posterior(posterior)
    with executor_named(executor, threads) as workers:
        question = question_of_run(asked, asked.seed, asked.resolution, weeks, runs, known.key if known else draws)
        check_free(folder, question, replace)
        record = KeptRecord(folder, asked, asked.seed, asked.resolution, weeks, since.hash if since else "")
        kept = None if day else record.read()
        if kept:
            click.echo("The run is there from a command that could not write its results.", err=True)
        main_run = kept or _simulate(asked, stop, threads, folder, since, day)
        if not kept:
            record.write(main_run)
        replicates = _replicates(asked, runs, draws, known, stop, from_state, workers, folder) if runs else None
        against = None if since else _against(base, asked, stop, workers)
    from jangmadang.report.page import run_pages
    from jangmadang.results.store import write_run

    click.echo("Writing results ...", err=True)
    chosen = (replicates[number] for number in _seeds(asked, runs)) if replicates else ()
    workbook_of = asked_command() if xlsx else None
    pages = partial(run_pages, workbook_of=workbook_of, against=against) if xlsx or against else run_pages
    try:
        check_free(folder, question, replace)  # what another command has written there meanwhile stays
        store = write_run(main_run, chosen, folder, pages)
    except BaseException:
        if path := record.path():
            click.echo(f"The run is kept in {path}; the same command writes its results without running it.", err=True)
        raise
    record.remove()
    if replicates:
        _remove(replicates)
    summary: dict[str, Any] = json.loads((store / "summary.json").read_text("utf-8"))
    for part in ("forecast_bands", "assumption_bands", "against_base"):
        if (file := store / f"{part}.json").exists():
            summary[part] = json.loads(file.read_text("utf-8"))
    with printing(folder):
        click.echo(json_text(summary)) if as_json else print_summary(summary, folder)


def _simulate(
    scenario: Scenario,
    until: datetime.date | None,
    threads: int | None,
    folder: Path,
    since: State | None,
    keep_day: datetime.date | None,
) -> RunRecord:
    """Run a scenario once."""
    from jangmadang.engine.run import Keep, check_goes_on, simulate, weeks_until
    from jangmadang.engine.state import past_of, save_state

    if since:
        check_goes_on(scenario, scenario.resolution, weeks_until(scenario, until), since)
        if since.past != past_of(scenario, since.weeks):
            click.echo(f"The weeks before {since.monday} are those of the state, not of this scenario.", err=True)
    kept = folder.with_name(f"{folder.name}-{keep_day}.state.npz")
    keep = Keep(keep_day, lambda state: save_state(state, kept)) if keep_day else None
    with progress_bar(scenario.name) as progress:
        seed, resolution = scenario.seed, scenario.resolution
        main_run = simulate(scenario, seed, resolution, until, threads, progress, since=since, keep=keep)
    if keep_day:
        click.echo(f"State:  {kept}", err=True)
    return main_run


def _against(
    base: Scenario | None, asked: Scenario, until: datetime.date | None, workers: Executor
) -> AgainstBase | None:
    """What a scenario does against its base, the standard one unless a shock names another; None for none.

    Neither runs on beyond the scenario's own weeks, of which alone its report speaks.
    """
    from jangmadang.report.against_base import against_base, base_of

    base = base or base_of(asked)
    if base is None:
        return None
    click.echo("Comparing with the base ...", err=True)
    end = min(until or asked.end, asked.end)
    base, asked = (item.with_changes(end=end) if end < item.end else item for item in (base, asked))
    return against_base(base, asked, workers)


def _replicates(
    scenario: Scenario,
    runs: int,
    draws: bool,
    posterior: Posterior | None,
    until: datetime.date | None,
    from_state: Path | None,
    workers: Executor,
    folder: Path,
) -> KeptRuns:
    """Make a run's replicates but for those that a stopped run has kept; they lie beside the store until it is written.

    From a state all go on with their own draws; else they begin at the start, at calibration resolution.
    """
    from jangmadang.results.ensemble import REPLICATE_RESOLUTION, Ensemble, KeptRuns, ensemble_from, run_missing

    draws = draws or posterior is not None
    if from_state:
        ensemble = ensemble_from(scenario, None, until, from_state, draws, posterior)
    else:
        ensemble = Ensemble(scenario, REPLICATE_RESOLUTION, until, draws=draws, posterior=posterior)
    kept = KeptRuns(folder.with_name(f"{folder.name}.unfinished"), ensemble)
    seeds = _seeds(scenario, runs)
    if before := sum(seed in kept for seed in seeds):
        click.echo(f"{before} of {runs} replicates are there from a run that stopped.", err=True)
    try:
        with progress_bar(f"{scenario.name}: replicates") as progress:
            run_missing(ensemble, seeds, workers, kept, progress)
    except BaseException:
        if done := sum(seed in kept for seed in seeds):
            click.echo(f"{done} of {runs} replicates are kept; the same command goes on from there.", err=True)
        raise
    return kept


def _remove(kept: KeptRuns) -> None:
    """Delete replicates that the store now holds; say if those of other ensembles are left."""
    kept.remove()
    if kept.folder.parent.exists():
        others = f"{kept.folder.parent} holds replicates of other scenarios or versions"
        click.echo(f"{others}; delete it if you do not want to go on with them.", err=True)


def _seeds(scenario: Scenario, runs: int) -> range:
    """Seeds of the replicates: those after the run's own."""
    return range(scenario.seed + 1, scenario.seed + runs + 1)
