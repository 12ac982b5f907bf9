"""The `jangmadang` command: run a scenario, compare scenarios, list and start them, explain a name."""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jangmadang import __version__
from jangmadang.command_printing import (
    print_comparison,
    print_explanation,
    print_facts,
    print_kinds,
    print_summary,
    progress_bar,
)
from jangmadang.errors import CheckError, InputError, NotWrittenError, RunLostError
from jangmadang.evidence_commands import evidence
from jangmadang.output import json_text, prepare_streams
from jangmadang.reading.commands import read, review
from jangmadang.sensitivity_command import sensitivity

if TYPE_CHECKING:
    import datetime
    from concurrent.futures import Executor

    from jangmadang.engine.run import RunRecord
    from jangmadang.engine.state import State
    from jangmadang.results.ensemble import KeptRuns
    from jangmadang.scenario import Scenario

MOST_FOLDER_BYTES = 200
NEW_OBJECTS = 50_000  # between two passes of Python's collector, instead of 700
SHOCK_HELP = "Lay a named shock over it, such as border-closed; see: jangmadang explain shocks."
REPLACE_HELP = "Write over the results of another question."
EXECUTORS = "threads|processes:N|dask://HOST:PORT|ray://HOST:PORT"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jangmadang")
def cli() -> None:
    """Simulate the market economy of Hyesan, household by household.

    Example: jangmadang run hyesan --until 2019-12-30
    """


@cli.command()
@click.argument("scenario")
@click.option("--until", metavar="DATE", help="Stop before this day (YYYY-MM-DD); of a shock: its last day.")
@click.option("--shock", "shocks", metavar="NAME", multiple=True, help=SHOCK_HELP)
@click.option("--from", "first", metavar="DATE", help="First day of the shock.")
@click.option("--seed", type=click.IntRange(0), help="Seed of the draws; default: the scenario's.")
@click.option("--runs", type=click.IntRange(0, 10_000), default=0, show_default=True, help="Replicates for the bands.")
@click.option("--draws", is_flag=True, help="Give each replicate parameters of its own, drawn near the scenario's.")
@click.option("--resolution", metavar="default|calibration|full|N", help="Hyesan 1:N; default: the scenario's.")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Set a parameter, switch or theory.")
@click.option("--save-state", metavar="DATE", help="Keep the run as it stands before the week of this day, in a file.")
@click.option("--from-state", type=click.Path(path_type=Path), help="Go on from a kept run; SCENARIO holds from there.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the results; default: results/SCENARIO.")
@click.option("--replace", is_flag=True, help=REPLACE_HELP)
@click.option("--threads", type=click.IntRange(1, 1024), help="Threads to use; default: all.")
@click.option("--executor", metavar=EXECUTORS, default="threads", show_default=True, help="What makes the replicates.")
@click.option("--json", "as_json", is_flag=True, help="Print figures as JSON.")
def run(
    scenario: str,
    until: str | None,
    shocks: tuple[str, ...],
    first: str | None,
    seed: int | None,
    runs: int,
    draws: bool,
    resolution: str | None,
    settings: tuple[str, ...],
    save_state: str | None,
    from_state: Path | None,
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
    from jangmadang.command_settings import asked_day, asked_scenario, last_day, shocked

    asked, since = asked_scenario(scenario, settings, seed, resolution), None
    if from_state:
        from jangmadang.engine.state import load_state

        since = load_state(from_state)
        if not since.is_of_this_model:
            click.echo(f"The weeks before {since.monday} were saved by another version of the model.", err=True)
        own = since.seed if seed is None else seed
        asked = asked_scenario(scenario, settings, own, resolution or str(since.resolution))
    if draws and not runs:
        raise InputError("--draws is about replicates; say how many with --runs N")
    if shocks or first:
        asked, until = shocked(asked, shocks, first, until), None
    stop, day = last_day(asked, until), asked_day("--save-state", save_state)
    from jangmadang.engine.executors import executor_named
    from jangmadang.engine.run import weeks_until
    from jangmadang.results.kept_record import KeptRecord
    from jangmadang.results.replacing import check_same_question, check_writable, question_of_run

    folder = out or Path("results") / asked.name
    weeks = weeks_until(asked, stop)
    with executor_named(executor, threads) as workers:
        check_writable(folder)
        question = question_of_run(asked, asked.seed, asked.resolution, weeks, runs, draws)
        check_same_question(folder, question, replace)
        record = KeptRecord(folder, asked, asked.seed, asked.resolution, weeks, since.hash if since else "")
        kept = None if day else record.read()
        if kept:
            click.echo("The run is there from a command that could not write its results.", err=True)
        main_run = kept or _simulate(asked, stop, threads, folder, since, day)
        if not kept:
            record.write(main_run)
        replicates = _replicates(asked, runs, draws, stop, from_state, workers, folder) if runs else None
    from jangmadang.report.page import run_pages
    from jangmadang.results.store import write_run

    click.echo("Writing results ...", err=True)
    chosen = (replicates[number] for number in _seeds(asked, runs)) if replicates else ()
    try:
        store = write_run(main_run, chosen, folder, run_pages)
    except BaseException:
        if path := record.path():
            click.echo(f"The run is kept in {path}; the same command writes its results without running it.", err=True)
        raise
    record.remove()
    if replicates:
        _remove(replicates)
    summary: dict[str, Any] = json.loads((store / "summary.json").read_text("utf-8"))
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


def _replicates(
    scenario: Scenario,
    runs: int,
    draws: bool,
    until: datetime.date | None,
    from_state: Path | None,
    workers: Executor,
    folder: Path,
) -> KeptRuns:
    """Make a run's replicates but for those that a stopped run has kept; they lie beside the store until it is written.

    From a state all go on with their own draws; else they begin at the start, at calibration resolution.
    """
    from jangmadang.results.ensemble import REPLICATE_RESOLUTION, Ensemble, KeptRuns, ensemble_from, run_missing

    if from_state:
        ensemble = ensemble_from(scenario, None, until, from_state, draws)
    else:
        ensemble = Ensemble(scenario, REPLICATE_RESOLUTION, until, draws=draws)
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


@cli.command()
@click.argument("base")
@click.argument("others", nargs=-1, metavar="[OTHER]...")
@click.option("--runs", type=click.IntRange(2, 10_000), default=10, show_default=True, help="Pairs of runs.")
@click.option("--draws", is_flag=True, help="Give each pair parameters of its own, drawn near the scenario's.")
@click.option("--seed", type=click.IntRange(0), help="First seed of the pairs; default: that of BASE.")
@click.option("--resolution", metavar="default|calibration|full|N", default="calibration", show_default=True)
@click.option("--shock", "shocks", metavar="NAME", multiple=True, help="Compare BASE with itself under a named shock.")
@click.option("--from", "first", metavar="DATE", help="Average from this day; of a shock: its first day.")
@click.option("--until", metavar="DATE", help="Average to before this day; of a shock: its last day.")
@click.option("--by-year", is_flag=True, help="Print calendar years instead.")
@click.option("--place", metavar="PLACE|all", default="hyesan", show_default=True, help="Print this place.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the results; default: results/compare-NAMES.")
@click.option("--replace", is_flag=True, help=REPLACE_HELP)
@click.option("--threads", type=click.IntRange(1, 1024), help="Runs at a time; default: one for each core.")
@click.option("--executor", metavar=EXECUTORS, default="threads", show_default=True, help="What makes the runs.")
@click.option("--json", "as_json", is_flag=True, help="Print figures as JSON.")
def compare(
    base: str,
    others: tuple[str, ...],
    runs: int,
    draws: bool,
    seed: int | None,
    resolution: str,
    shocks: tuple[str, ...],
    first: str | None,
    until: str | None,
    by_year: bool,
    place: str,
    out: Path | None,
    replace: bool,
    threads: int | None,
    executor: str,
    as_json: bool,
) -> None:
    """Run BASE and each OTHER scenario in pairs; print how every indicator differs, with its interval.

    Writes a table with all places and years, a picture and a page. Unless dates say otherwise it averages the 52 weeks
    from the first that differs.

    Example: jangmadang compare hyesan border-closed import-only
    """
    from jangmadang.command_settings import asked_day, asked_places, asked_resolution, asked_scenario, shocked
    from jangmadang.results.replacing import check_same_question, check_writable, question_of_comparison
    from jangmadang.results.store import write_comparison

    scenarios = [asked_scenario(name, (), seed, resolution) for name in (base, *others)]
    if shocks:
        scenarios.append(shocked(scenarios[0], shocks, first, until))
        first = until = None
    if len(scenarios) < 2:
        raise InputError("compare needs BASE and at least one OTHER scenario, or a --shock with its dates")
    window = asked_day("--from", first), asked_day("--until", until)
    places = asked_places(place)
    folder = out or Path("results") / _comparison_folder([scenario.name for scenario in scenarios])
    check_writable(folder)
    question = question_of_comparison(scenarios, scenarios[0].seed, runs, asked_resolution(resolution), draws)
    check_same_question(folder, question, replace)
    from jangmadang.report.comparison import comparison_files, selected
    from jangmadang.results.compare import compare as run_pairs

    with progress_bar("pairs of runs") as progress:
        found = run_pairs(
            *scenarios,
            runs=runs,
            draws=draws,
            seed=seed,
            resolution=asked_resolution(resolution),
            window=window,
            executor=executor,
            threads=threads,
            progress=progress,
        )
    click.echo("Writing results ...", err=True)
    lost = None
    try:
        write_comparison(found, folder, comparison_files)
    except NotWrittenError as error:  # the table is worth printing all the same
        lost = error
    if as_json:
        rows = selected(found, places, by_year).to_json(orient="records", double_precision=15)
        click.echo(json_text(json.loads(rows)))
    else:
        print_comparison(found, places, by_year, folder)
    if lost:
        raise lost


def _comparison_folder(names: list[str]) -> str:
    """Name of a comparison's folder: all scenarios, or their number if there are many."""
    whole = "-".join(("compare", *names))
    fits = len(names) <= 4 and len(whole.encode()) <= MOST_FOLDER_BYTES
    return whole if fits else f"compare-{names[0]}-{len(names) - 1}-others"


@cli.command()
@click.argument("names", metavar="[ID]...", nargs=-1)
@click.option("--seeds", type=click.IntRange(2, 10_000), default=10, show_default=True, help="Paired seeds.")
@click.option("--seed-base", type=click.IntRange(0), default=1, show_default=True, help="The first seed.")
@click.option("--resolution", metavar="default|calibration|full|N", default="calibration", show_default=True)
@click.option("--counters", is_flag=True, help="Run each fact's counter-experiment too.")
@click.option("--levels", is_flag=True, help="Hold printed figures (L1, ...) against the model's instead.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for a page and its figures; default: none.")
@click.option("--replace", is_flag=True, help=REPLACE_HELP)
@click.option("--threads", type=click.IntRange(1, 1024), help="Threads to use; default: all.")
@click.option("--executor", metavar=EXECUTORS, default="threads", show_default=True, help="What makes the runs.")
@click.option("--json", "as_json", is_flag=True, help="Print figures as JSON.")
def facts(
    names: tuple[str, ...],
    seeds: int,
    seed_base: int,
    resolution: str,
    counters: bool,
    levels: bool,
    out: Path | None,
    replace: bool,
    threads: int | None,
    executor: str,
    as_json: bool,
) -> int:
    """Run the facts of the two source reports (C, S) and the responses expected of any economy (R); say which hold.

    An ID names one of them or a whole group; without any, all are run.

    Example: jangmadang facts C8 R --seeds 20 --seed-base 1000
    """
    if levels:
        return _levels(names, seeds, seed_base, resolution, counters, out, threads, executor, as_json)
    from jangmadang.command_settings import asked_scenario
    from jangmadang.facts.records import as_record
    from jangmadang.facts.running import facts_named, run_facts
    from jangmadang.results.replacing import check_same_question, check_writable

    asked = [fact.name for fact in facts_named(names)]
    checked = asked_scenario("hyesan", (), seed_base, resolution).resolution
    if out:
        check_writable(out)
        made = {"facts": asked, "seeds": [0] * seeds, "resolution": str(checked)}
        check_same_question(out, made, replace)
    with progress_bar(f"{len(asked)} facts") as progress:
        verdicts = run_facts(
            asked,
            seeds=seeds,
            seed_base=seed_base,
            resolution=checked,
            counters=counters,
            executor=executor,
            threads=threads,
            progress=progress,
        )
    records = [as_record(verdict) for verdict in verdicts]
    lost = None
    if out:
        from jangmadang.report.facts_page import write_facts

        try:
            write_facts(verdicts, out)
        except NotWrittenError as error:  # the verdicts are worth printing all the same
            lost = error
    click.echo(json_text(records)) if as_json else print_facts(records)
    if lost:
        raise lost
    if out:
        click.echo(f"Page: {out / 'facts.html'}", err=True)
    return 0 if all(record["holds"] for record in records) else 1


def _levels(
    names: tuple[str, ...],
    seeds: int,
    seed_base: int,
    resolution: str,
    counters: bool,
    out: Path | None,
    threads: int | None,
    executor: str,
    as_json: bool,
) -> int:
    """Measure the levels and print them; 0 whatever they say, for a miss is a finding and not a failure."""
    from jangmadang.command_printing import print_levels
    from jangmadang.command_settings import asked_scenario
    from jangmadang.facts.levels import as_record, levels_named, run_levels

    if counters or out:
        raise InputError("--levels only prints: it goes without --counters and --out")
    asked = [level.name for level in levels_named(names)]
    checked = asked_scenario("hyesan", (), seed_base, resolution).resolution
    with progress_bar(f"{len(asked)} levels") as progress:
        measured = run_levels(
            asked,
            seeds=seeds,
            seed_base=seed_base,
            resolution=checked,
            executor=executor,
            threads=threads,
            progress=progress,
        )
    records = [as_record(level) for level in measured]
    click.echo(json_text(records)) if as_json else print_levels(records)
    return 0


@cli.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_context
def scenarios(context: click.Context, as_json: bool) -> None:
    """List the shipped scenarios, or start a new one.

    Example: jangmadang scenarios new my_question
    """
    if context.invoked_subcommand:
        return
    from jangmadang.command_settings import scenario_list

    listed = scenario_list()
    if as_json:
        click.echo(json_text(listed))
        return
    for item in listed:
        click.echo(f"{item['name']:<24} {item['title']}")
        if item["question"]:
            click.echo(f"{'':<24} {item['question']}")


@scenarios.command()
@click.argument("name")
def new(name: str) -> None:
    """Write NAME.yaml here: a short commented scenario to change and run.

    Example: jangmadang scenarios new my_question
    """
    from jangmadang.command_settings import write_new_scenario

    path = write_new_scenario(name, Path())
    click.echo(f"Wrote {path}. Change it, then: jangmadang run {path}")


@cli.command()
@click.argument("name", nargs=-1, metavar="[NAME]")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def explain(name: tuple[str, ...], as_json: bool) -> None:
    """Explain NAME: a parameter, path, mechanism, equation, indicator, series, column, scenario, shock, place or item.

    A plain word is looked for in all meanings; `paths`, `equations` and the like list a kind; without NAME, the kinds.

    Example: jangmadang explain rice_price
    """
    from jangmadang.explaining import explanation, overview

    if not name:
        kinds = overview()
        click.echo(json_text(kinds)) if as_json else print_kinds(kinds)
        return
    found = explanation(" ".join(name))
    if as_json:
        click.echo(json_text(found))
        return
    print_explanation(found)


cli.add_command(read)
cli.add_command(review)
cli.add_command(evidence)
cli.add_command(sensitivity)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 0 when done, 1 if a check or a run failed, 2 on bad input, 130 if interrupted."""
    _collect_seldom()
    prepare_streams()
    before: Any = None
    with suppress(ValueError):  # not in the main thread
        before = signal.signal(signal.SIGTERM, _end_in_order)
    try:
        result = cli.main(args=arguments, prog_name="jangmadang", standalone_mode=False)
    except InputError as error:
        return _stop(str(error), 2)
    except (CheckError, NotWrittenError, RunLostError) as error:
        return _stop(str(error), 1)
    except _EndedError:
        return _stop("ended by a signal; no results were written", 128 + signal.SIGTERM)
    except BrokenPipeError:  # what reads the output, such as head, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return _stop("interrupted; no results were written", 130)
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)
    return result if isinstance(result, int) else 0


class _EndedError(BaseException):
    """The process was told to end."""


def _end_in_order(*_: object) -> None:
    """Clean up before ending."""
    raise _EndedError


def _collect_seldom() -> None:
    """Spare a command the collector's passes: nearly all that it makes lives to its end, and is then left as it is.

    They take a quarter of a short run's time, a third of that while Python ends.
    """
    gc.set_threshold(NEW_OBJECTS)
    atexit.register(gc.freeze)


def _stop(message: str, code: int) -> int:
    """Print one line on standard error and return the exit code."""
    click.echo(f"jangmadang: {' '.join(message.split())}", err=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
