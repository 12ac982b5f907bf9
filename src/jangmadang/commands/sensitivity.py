"""`jangmadang sensitivity`: which parameters an answer depends on."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jangmadang.commands.options import out_option, posterior_option, resolution_option, worker_options
from jangmadang.commands.printing import kept_runs_named, progress_bar
from jangmadang.commands.tables import print_prose, print_table
from jangmadang.output import json_text, printing

if TYPE_CHECKING:
    from jangmadang.results.sensitivity import Sensitivity

PRINTED = 15
ENOUGH = 10  # trajectories for an order, the fewest that Campolongo and others (2007) recommend
UNDETERMINED = 0.5  # half-width of a share of the variance: its interval spans all of it
METHOD_HELP = "Mean effects from few runs, or shares of the variance from many."


@click.command()
@click.argument("scenario")
@click.option("--indicator", required=True, metavar="NAME", help="What is asked about, e.g. rice_price.")
@click.option("--place", metavar="PLACE", default="hyesan", show_default=True, help="Where.")
@click.option("--member", metavar="NAME", default="", help="Class, channel, good, ... of an indicator that has them.")
@click.option("--from", "first", metavar="DATE", help="Average from this day; default: the last 52 weeks.")
@click.option("--until", metavar="DATE", help="Average to before this day; default: the end.")
@click.option("--only", multiple=True, metavar="NAME", help="Only this parameter, or this file of them; repeatable.")
@click.option("--method", type=click.Choice(("morris", "sobol")), default="morris", show_default=True, help=METHOD_HELP)
@click.option("--trajectories", type=int, metavar="N", help="Trajectories of morris; default: 4.")
@click.option("--samples", type=int, metavar="N", help="Samples of sobol, a power of two; default: 64.")
@posterior_option("Rank over what a posterior leaves of the ranges.")
@resolution_option()
@out_option("results/sensitivity-SCENARIO-INDICATOR (sobol-... with sobol)")
@worker_options("Runs at a time; default: one for each core.", "What makes the runs.")
def sensitivity(
    scenario: str,
    indicator: str,
    place: str,
    member: str,
    first: str | None,
    until: str | None,
    only: tuple[str, ...],
    method: str,
    trajectories: int | None,
    samples: int | None,
    posterior: str | None,
    resolution: str,
    out: Path | None,
    replace: bool,
    threads: int | None,
    executor: str,
    as_json: bool,
) -> None:
    """Rank the parameters by how much they move one INDICATOR of SCENARIO over their plausible ranges.

    Each trajectory of Morris screening takes one run more than there are parameters, each sample of Sobol indices two.
    Runs that have finished when it stops are kept: the same command goes on from there. Writes a table and a picture.

    Example: jangmadang sensitivity hyesan --indicator short_of_staples_share_all --only grain --trajectories 2
    """
    from jangmadang.commands.asking import (
        asked_place,
        asked_posterior,
        asked_resolution,
        asked_scenario,
        check_workers,
    )
    from jangmadang.errors import NotWrittenError
    from jangmadang.typed_settings import asked_days

    check_workers(executor, threads)
    place = asked_place(place)
    asked = asked_scenario(scenario, (), None, resolution)
    days = asked_days("--from", first, "--until", until)
    from jangmadang.results.replacing import check_free, question_of_screening
    from jangmadang.results.sensitivity import Question, asked_parameters, count_asked, runs_asked
    from jangmadang.results.sensitivity import sensitivity as screen

    known, count = asked_parameters(only), count_asked(method, trajectories, samples)
    folder = out or Path("results") / f"{'sobol' if method == 'sobol' else 'sensitivity'}-{asked.name}-{indicator}"
    question = Question(indicator, place, member, *days).checked(asked)
    known_to_fit = asked_posterior(posterior)
    left = known_to_fit.key if known_to_fit else ""
    asks = question_of_screening(asked, question, method, count, only, asked_resolution(resolution), left)
    check_free(folder, asks, replace)
    runs = runs_asked(method, count, len(known))
    each = "samples" if method == "sobol" else "trajectories"
    click.echo(f"{len(known)} parameters, {count} {each}: {runs} runs.", err=True)
    with kept_runs_named(folder, "runs-*.jsonl", "table"), progress_bar("runs") as progress:
        found = screen(
            asked,
            question,
            method=method,
            trajectories=trajectories,
            samples=samples,
            only=only,
            posterior=posterior,
            resolution=asked_resolution(resolution),
            executor=executor,
            threads=threads,
            folder=folder,
            progress=progress,
        )
    from jangmadang.files import write_whole
    from jangmadang.report.figures.sensitivity import sensitivity_figure

    picture = sensitivity_figure(found)
    table = found.table.to_csv(index=False, float_format="%.6g").encode()
    manifest = json.dumps(asks, indent=2, default=str).encode()
    try:
        for suffix in ("png", "svg"):
            write_whole(folder / f"sensitivity.{suffix}", partial(picture.savefig, format=suffix, dpi=140))
        write_whole(folder / "sensitivity.csv", lambda file: file.write(table))
        write_whole(folder / "manifest.json", lambda file: file.write(manifest))
    except OSError as error:
        raise NotWrittenError(f"{folder} could not be written: {error.strerror or error}") from None
    if found.failed:
        click.echo(f"{found.failed} of {runs} runs had no figure: the median stands for it.", err=True)
    with printing(folder):
        if as_json:
            click.echo(json_text(json.loads(found.table.to_json(orient="records"))))
            return
        _print(found)
        click.echo(f"Results: {folder}")


def _print(found: Sensitivity) -> None:
    """Print the largest effects, or shares of the variance, with their intervals."""
    from jangmadang.report.wording import effect_unit, number
    from jangmadang.results.indicators import INDICATORS

    indicator = found.question.indicator
    largest = found.table.head(PRINTED).to_dict("records")

    def with_width(row: dict[Any, Any], share: str, width: str) -> str:
        return f"{number(row[share] * scale)} ± {number(row[width] * scale)}"

    scale = 1.0

    if found.method == "sobol":
        parts = [("total", "total", "total_half_width"), ("own", "first_order", "first_order_half_width")]
        title = f"Shares of the variance of {indicator}, 1 being all of it"
    else:
        unit, scale = effect_unit(indicator, next(item.unit for item in INDICATORS if item.name == indicator))
        parts = [(f"mean absolute change{', ' if unit else ''}{unit}", "effect", "half_width")]
        title = f"Change of {indicator} over two thirds of each parameter's range"
    rows = [(str(row["parameter"]), *(with_width(row, *names) for _, *names in parts)) for row in largest]
    print_table(title, ("parameter", *(heading for heading, *_ in parts)), rows)
    print_prose(_about(found))
    if any(row[width] >= UNDETERMINED for row in largest for *_, width in parts if found.method == "sobol"):
        print_prose("So few samples do not determine these shares: an interval is as wide as all of the variance.")


def _about(found: Sensitivity) -> str:
    """Where and when the figure is measured, what the intervals are of, and what so many runs can tell."""
    from jangmadang.labels import label, place_in_words

    asked = found.question
    since, before = f" from {asked.first}" * bool(asked.first), f" before {asked.until}" * bool(asked.until)
    weeks = f"the weeks{since}{before}" if since or before else "the last 52 weeks"
    whose = f", {label(asked.member)}" * bool(asked.member)
    words = f"{place_in_words(asked.place)}{whose}, mean of {weeks}. ±: 90 % interval"
    if found.method == "sobol":
        return f"{words}."
    trajectories = len(found.figures) // (len(found.table) + 1)
    words += (
        f" over {trajectories} trajectories, on which the other parameters asked about lie anywhere in their ranges."
    )
    return words if trajectories >= ENOUGH else f"{words} So few tell large effects from small, not neighbours apart."
