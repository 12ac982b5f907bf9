"""The `jangmadang` command: run a scenario, list and start scenarios, explain a name."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jangmadang import __version__
from jangmadang.errors import CheckError, InputError

if TYPE_CHECKING:
    from jangmadang.scenario import Scenario

Progress = Callable[[int, int], None]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jangmadang")
def cli() -> None:
    """Simulate the market economy of Hyesan, household by household.

    Example: jangmadang run hyesan --until 2019-12-30
    """


@cli.command()
@click.argument("scenario")
@click.option("--until", metavar="DATE", help="Stop before this day (YYYY-MM-DD) instead of at the scenario's end.")
@click.option("--seed", type=click.IntRange(0), help="Seed of the draws; default: the scenario's.")
@click.option("--runs", type=click.IntRange(0, 10_000), default=0, show_default=True, help="Replicates for the bands.")
@click.option("--resolution", metavar="default|calibration|full|N", help="Hyesan 1:N; default: the scenario's.")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Set a parameter, switch or theory.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the results; default: results/SCENARIO.")
@click.option("--threads", type=click.IntRange(1, 1024), help="Threads to use; default: all.")
@click.option("--json", "as_json", is_flag=True, help="Print figures as JSON.")
def run(
    scenario: str,
    until: str | None,
    seed: int | None,
    runs: int,
    resolution: str | None,
    settings: tuple[str, ...],
    out: Path | None,
    threads: int | None,
    as_json: bool,
) -> None:
    """Simulate SCENARIO (a shipped name or a YAML file), write the results store and a report.

    Example: jangmadang run hyesan --runs 20 --set spending_share=0.6
    """
    from jangmadang.command_settings import asked_scenario, last_day

    asked = asked_scenario(scenario, settings, seed, resolution)
    stop = last_day(asked, until)
    from jangmadang.results.store import check_writable

    folder = out or Path("results") / asked.name
    check_writable(folder)
    summary = _simulate(asked, runs, stop, threads, folder)
    click.echo(json.dumps(summary, indent=2, ensure_ascii=False)) if as_json else _print_summary(summary, folder)


def _simulate(scenario: Scenario, runs: int, until: Any, threads: int | None, folder: Path) -> dict[str, Any]:
    """Run a scenario with its replicates, write the store and return its summary."""
    from jangmadang.engine.ensemble import run_with_replicates
    from jangmadang.report.page import render_report
    from jangmadang.results.store import write_run

    with _progress_bar(f"{scenario.name}") as progress:
        main_run, replicates = run_with_replicates(
            scenario,
            seed=scenario.seed,
            resolution=scenario.resolution,
            runs=runs,
            until=until,
            threads=threads,
            progress=progress,
        )
    click.echo("Writing results ...", err=True)
    store = write_run(main_run, replicates, folder, render_report)
    summary: dict[str, Any] = json.loads((store / "summary.json").read_text("utf-8"))
    return summary


@contextmanager
def _progress_bar(what: str) -> Iterator[Progress]:
    """Show progress on standard error while the block runs."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_summary(summary: dict[str, Any], folder: Path) -> None:
    """Print the short table of a run."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{summary['scenario']}: Hyesan, last four weeks of {summary['weeks']}", title_justify="left")
    table.add_column("indicator")
    table.add_column("unit")
    for heading in ("now", "band", "change on a year"):
        table.add_column(heading, justify="right")
    for row in summary["table"]:
        change = row["change"]
        banded = row["low"] != row["high"]
        table.add_row(
            row["indicator"],
            row["unit"],
            f"{row['now']:,.4g}",
            f"{row['low']:,.4g} to {row['high']:,.4g}" if banded else "",
            "" if change is None else f"{change:+.0%}",
        )
    console = Console()
    console.print(table)
    rate = summary["household_weeks_per_second"] or 0.0
    console.print(
        f"{summary['households']:,} simulated households, {summary['seconds']:.1f} s, "
        f"{rate / 1e6:.1f} million household-weeks a second; accounts close.",
        f"Results: {folder}",
        sep="\n",
        highlight=False,
        soft_wrap=True,
    )
    if (folder / "report.html").exists():
        console.print(f"Report:  {folder / 'report.html'}", highlight=False, soft_wrap=True)


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
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))
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
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def explain(name: str, as_json: bool) -> None:
    """Explain NAME: a parameter, path, mechanism, indicator or recorded series.

    Example: jangmadang explain rice_price
    """
    from jangmadang.explaining import explanation

    found = explanation(name)
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for key, value in found.items():
        text = f"{key + ':':<14}{_spoken(value)}"
        click.echo("\n".join(line.rstrip() for line in text.split("\n")))


def _spoken(value: Any) -> str:
    """Write a value of an explanation on one line, or a table of members on one line each."""
    if isinstance(value, dict):
        lines = (f"{member:<22}{_spoken(inner)}" for member, inner in value.items())
        return "".join("\n  " + line.replace("\n", "\n  ") for line in lines)
    if isinstance(value, list):
        numbers = value and all(isinstance(item, float) for item in value)
        return " to ".join(f"{item:g}" for item in value) if numbers else ", ".join(map(str, value)) or "nothing yet"
    return f"{value:g}" if isinstance(value, float) else str(value)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 0 when done, 1 if a check did not hold, 2 on bad input, 130 if interrupted."""
    try:
        result = cli.main(args=arguments, prog_name="jangmadang", standalone_mode=False)
    except InputError as error:
        return _stop(str(error), 2)
    except CheckError as error:
        return _stop(str(error), 1)
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return _stop("interrupted; no results were written", 130)
    return result if isinstance(result, int) else 0


def _stop(message: str, code: int) -> int:
    """Print one line on standard error and return the exit code."""
    click.echo(f"jangmadang: {' '.join(message.split())}", err=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
