"""`jangmadang compare`: scenarios in pairs of runs, and how every indicator differs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from jangmadang.commands.options import (
    asked_command,
    out_option,
    posterior_option,
    resolution_option,
    workbook_option,
    worker_options,
)
from jangmadang.commands.printing import kept_runs_named, print_comparison, progress_bar
from jangmadang.errors import InputError, NotWrittenError
from jangmadang.output import json_text, printing

MOST_FOLDER_BYTES = 200


@click.command()
@click.argument("base")
@click.argument("others", nargs=-1, metavar="[OTHER]...")
@click.option("--runs", type=click.IntRange(2, 10_000), default=10, show_default=True, help="Pairs of runs.")
@click.option(
    "--draws/--no-draws",
    default=True,
    show_default=True,
    help="Intervals by what is assumed: run each pair again with parameters drawn near the scenario's.",
)
@posterior_option("Take these parameters out of a posterior.")
@click.option("--seed", type=click.IntRange(0), help="First seed of the pairs; default: that of BASE.")
@resolution_option()
@click.option("--shock", "shocks", metavar="NAME", multiple=True, help="Compare BASE with itself under a named shock.")
@click.option("--from", "first", metavar="DATE", help="Average from this day; of a shock: its first day.")
@click.option("--until", metavar="DATE", help="Average to before this day; of a shock: its last day.")
@click.option("--by-year", is_flag=True, help="Print calendar years instead.")
@click.option("--place", metavar="PLACE|all", default="hyesan", show_default=True, help="Answer for this place.")
@workbook_option("comparison.xlsx")
@out_option("results/compare-NAMES")
@worker_options("Runs at a time; default: one for each core.", "What makes the runs.")
def compare(
    base: str,
    others: tuple[str, ...],
    runs: int,
    draws: bool,
    posterior: str | None,
    seed: int | None,
    resolution: str,
    shocks: tuple[str, ...],
    first: str | None,
    until: str | None,
    by_year: bool,
    place: str,
    xlsx: bool,
    out: Path | None,
    replace: bool,
    threads: int | None,
    executor: str,
    as_json: bool,
) -> None:
    """Run BASE and each OTHER scenario in pairs; print how every indicator differs, with its interval.

    Writes a table with all places and years, a picture and a page. Unless dates say otherwise it averages the 52 weeks
    from the first that differs. Pairs that have finished when it stops are kept: the same command goes on from there.

    Example: jangmadang compare hyesan border-closed import-only
    """
    from jangmadang.commands.asking import (
        asked_places,
        asked_posterior,
        asked_resolution,
        asked_scenario,
        check_workers,
        shocked,
    )
    from jangmadang.results.replacing import check_free, question_of_comparison
    from jangmadang.results.store import write_comparison
    from jangmadang.scenario.arguments import check_drawn
    from jangmadang.typed_settings import asked_days

    check_workers(executor, threads)
    scenarios = [asked_scenario(name, (), seed, resolution) for name in (base, *others)]
    if shocks:
        scenarios.append(shocked(scenarios[0], shocks, first, until))
        first = until = None
    if len(scenarios) < 2:
        raise InputError("compare needs BASE and at least one OTHER scenario, or a --shock with its dates")
    window = asked_days("--from", first, "--until", until)
    places = asked_places(place)
    check_drawn(draws, posterior)
    known = asked_posterior(posterior)
    drawn = known.key if known else draws
    folder = out or Path("results") / _comparison_folder([scenario.name for scenario in scenarios])
    question = question_of_comparison(scenarios, scenarios[0].seed, runs, asked_resolution(resolution), drawn)
    check_free(folder, question, replace)
    from jangmadang.report.comparison import comparison_files
    from jangmadang.report.comparison_record import comparison_record
    from jangmadang.results.compare import compare as run_pairs

    unfinished = folder.with_name(f"{folder.name}.unfinished")
    with kept_runs_named(unfinished, "*/seed-*", "comparison"), progress_bar("pairs of runs") as progress:
        found = run_pairs(
            *scenarios,
            runs=runs,
            draws=draws,
            posterior=posterior,
            seed=seed,
            resolution=asked_resolution(resolution),
            window=window,
            place=places[0],  # Hyesan, if all are asked for
            executor=executor,
            threads=threads,
            folder=unfinished,
            progress=progress,
        )
    click.echo("Writing results ...", err=True)
    lost, kept = None, found.kept_in(unfinished)
    try:
        check_free(folder, question, replace)  # what another command has written there meanwhile stays
        write_comparison(found, folder, partial(comparison_files, workbook_of=asked_command() if xlsx else None))
        kept.remove()
    except (InputError, NotWrittenError) as error:  # the table is worth printing all the same
        lost = error
    with printing(None if lost else folder):
        if as_json:
            click.echo(json_text(comparison_record(found, places, by_year)))
        else:
            print_comparison(found, places, by_year, None if lost else folder)
    if lost:
        if kept:
            click.echo(f"The pairs are kept in {kept.folder}; the same command writes its results at once.", err=True)
        raise lost


def _comparison_folder(names: list[str]) -> str:
    """Name of a comparison's folder: all scenarios, or their number if there are many."""
    whole = "-".join(("compare", *names))
    fits = len(names) <= 4 and len(whole.encode()) <= MOST_FOLDER_BYTES
    return whole if fits else f"compare-{names[0]}-{len(names) - 1}-others"
