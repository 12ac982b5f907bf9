"""`jangmadang facts`: facts, responses and levels, and what of them the model shows."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from jangmadang.commands.options import out_option, posterior_option, resolution_option, worker_options
from jangmadang.commands.printing import kept_runs_named, print_facts, progress_bar
from jangmadang.errors import InputError, NotWrittenError
from jangmadang.output import json_text, printing


@click.command()
@click.argument("names", metavar="[ID]...", nargs=-1)
@click.option("--seeds", type=click.IntRange(2, 10_000), default=10, show_default=True, help="Paired seeds.")
@click.option("--seed-base", type=click.IntRange(0), default=1, show_default=True, help="The first seed.")
@resolution_option()
@click.option("--counters", is_flag=True, help="Run each fact's counter-experiment too.")
@click.option("--levels", is_flag=True, help="Hold reported figures (L1, ...) against the model's instead.")
@posterior_option("Print in what share of a posterior's draws each holds (levels: is near), a draw for each seed.")
@out_option("none")
@worker_options("Threads to use; default: all.", "What makes the runs.")
def facts(
    names: tuple[str, ...],
    seeds: int,
    seed_base: int,
    resolution: str,
    counters: bool,
    levels: bool,
    posterior: str | None,
    out: Path | None,
    replace: bool,
    threads: int | None,
    executor: str,
    as_json: bool,
) -> int:
    """Run the facts of the two source reports (C, S) and the responses expected of any economy (R); say which hold.

    An ID names one of them or a whole group; without any, all are run. With --out, runs that have finished when it
    stops, or cannot write, are kept: the same command goes on from there.

    Example: jangmadang facts C8 R --seeds 20 --seed-base 1000
    """
    from jangmadang.commands.asking import asked_scenario, check_workers

    check_workers(executor, threads)
    checked = asked_scenario("hyesan", (), seed_base, resolution).resolution
    how = {"seeds": seeds, "seed_base": seed_base, "resolution": checked, "executor": executor, "threads": threads}
    if replace and not out:
        raise InputError("--replace is about a folder of results; say which with --out FOLDER")
    if levels and (counters or out):
        raise InputError("--levels only prints: it goes without --counters and --out")
    if posterior:
        if counters or out or names or executor != "threads" or checked != "calibration":
            raise InputError(
                "--posterior runs all facts, or with --levels all levels, at calibration resolution on processes: it "
                "goes with --seeds, --threads"
            )
        return _over_draws(posterior, levels, seeds, seed_base, threads, as_json)
    if levels:
        return _levels(names, how, as_json)
    from jangmadang.facts.levels import levels as known_levels
    from jangmadang.facts.records import as_record
    from jangmadang.facts.running import facts_named, remove_kept, run_facts
    from jangmadang.results.replacing import check_free

    for name in names:
        if name.upper() in known_levels():
            raise InputError(f"{name} is a level, a reported figure held against the model's: give --levels with it")
    asked = facts_named(names)
    ids = [fact.name for fact in asked]
    unfinished = None
    if out:
        check_free(out, {"facts": ids, "seeds": [0] * seeds, "resolution": str(checked)}, replace)
        unfinished = out.with_name(f"{out.name}.unfinished")
    with ExitStack() as around:
        if unfinished:
            around.enter_context(kept_runs_named(unfinished, "*/seed-*", "page"))
        progress = around.enter_context(progress_bar(f"{len(asked)} facts"))
        verdicts = run_facts(ids, counters=counters, folder=unfinished, progress=progress, **how)
    records = [as_record(verdict) for verdict in verdicts]
    lost = None
    if out and unfinished:
        from jangmadang.report.facts_page import write_facts

        try:
            write_facts(verdicts, out)
            remove_kept(unfinished, asked, checked, counters)
        except NotWrittenError as error:  # the verdicts are worth printing all the same
            lost = error
    with printing(None if lost else out):
        click.echo(json_text(records)) if as_json else print_facts(records)
    if lost:
        if unfinished and any(unfinished.glob("*/seed-*")):
            click.echo(f"The runs are kept in {unfinished}; the same command writes its results at once.", err=True)
        raise lost
    if out:
        click.echo(f"Page: {out / 'facts.html'}", err=True)
    return 0 if all(record["holds"] for record in records) else 1


def _over_draws(name: str, of_levels: bool, seeds: int, seed_base: int, threads: int | None, as_json: bool) -> int:
    """Run all facts, or levels, with a draw of a posterior for each seed; 0 whatever they say: a share is a finding."""
    from jangmadang.commands.asking import asked_posterior
    from jangmadang.commands.tables import print_table
    from jangmadang.compiled_cache import kept_folder, source_hash
    from jangmadang.facts.levels import level_figures, levels
    from jangmadang.facts.robustness import level_shares, read_draws, run_draws, shares
    from jangmadang.facts.running import FACTS, figures_of

    posterior = asked_posterior(name)
    assert posterior is not None
    chosen = range(seed_base, seed_base + seeds)
    what = "levels" if of_levels else "facts"
    path = kept_folder() / "facts" / f"draws-{what}-{posterior.key}-{source_hash()}-{seed_base}-{seeds}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with progress_bar(f"all {what} with {seeds} draws") as progress:
        settings = [posterior.settings(seed) for seed in chosen]
        run_draws(path, settings, chosen, threads, progress, level_figures if of_levels else figures_of)
    found = level_shares(read_draws(path)) if of_levels else shares(read_draws(path))
    path.unlink()
    if as_json:
        click.echo(json_text([share._asdict() for share in found]))
        return 0
    told = {name: level.what for name, level in levels().items()} | {name: f.statement for name, f in FACTS.items()}
    rows = [(s.fact, told[s.fact], f"{s.share:.0%}", f"{s.low:.0%} to {s.high:.0%}") for s in found]
    holds = "draws within a factor of 1.5" if of_levels else "draws in which it holds"
    headings = ("id", "what" if of_levels else "statement", holds, "90 % interval")
    print_table(f"{seeds} draws of the {posterior.name} posterior", headings, rows, headings[2:])
    return 0


def _levels(names: tuple[str, ...], how: dict[str, Any], as_json: bool) -> int:
    """Measure the levels and print them; 0 whatever they say, for a miss is a finding and not a failure."""
    from jangmadang.commands.printing import print_levels
    from jangmadang.facts.levels import as_record, levels_named, run_levels

    asked = [level.name for level in levels_named(names)]
    with progress_bar(f"{len(asked)} levels") as progress:
        measured = run_levels(asked, progress=progress, **how)
    records = [as_record(level) for level in measured]
    click.echo(json_text(records)) if as_json else print_levels(records)
    return 0
