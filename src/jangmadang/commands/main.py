"""The `jangmadang` command: run a scenario, compare scenarios, list and start them, explain a name."""

from __future__ import annotations

import atexit
import gc
import shlex
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from jangmadang import __version__
from jangmadang.commands.calibrate import calibrate
from jangmadang.commands.compare import compare
from jangmadang.commands.evidence import evidence
from jangmadang.commands.facts import facts
from jangmadang.commands.outlook import outlook
from jangmadang.commands.printing import print_explanation, print_kinds
from jangmadang.commands.reading import read, review
from jangmadang.commands.run import run
from jangmadang.commands.sensitivity import sensitivity
from jangmadang.commands.serve import serve
from jangmadang.commands.tables import print_table
from jangmadang.errors import CheckError, InputError, NotWrittenError, RunLostError
from jangmadang.output import discard_if_lost, json_text, prepare_streams, printing

NEW_OBJECTS = 50_000  # between two passes of Python's collector, instead of 700


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jangmadang")
def cli() -> None:
    """Simulate the market economy of Hyesan, household by household.

    Example: jangmadang run hyesan --until 2025-12-29
    """


@cli.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_context
def scenarios(context: click.Context, as_json: bool) -> None:
    """List the shipped scenarios, or start a new one.

    Example: jangmadang scenarios new my_question
    """
    if context.invoked_subcommand:
        return
    from jangmadang.commands.asking import scenario_list

    listed = scenario_list()
    if as_json:
        click.echo(json_text(listed))
        return
    rows = []
    for item in listed:
        rows.append((item["name"], item["title"]))
        if item["question"]:
            rows.append(("", item["question"]))
    print_table("", ("", ""), rows)


@scenarios.command()
@click.argument("name")
def new(name: str) -> None:
    """Write NAME.yaml here: a short commented scenario to change and run.

    Example: jangmadang scenarios new my_question
    """
    from jangmadang.commands.asking import write_new_scenario

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
    from jangmadang.explaining.explanation import explanation, overview

    if not name:
        kinds = overview()
        click.echo(json_text(kinds)) if as_json else print_kinds(kinds)
        return
    found = explanation(" ".join(name))
    if as_json:
        click.echo(json_text(found))
        return
    print_explanation(found)


for command in (run, compare, facts, sensitivity, calibrate, outlook, read, review, evidence, serve):
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 0 when done, 1 if a check or a run failed, 2 on bad input, 130 if interrupted."""
    _collect_seldom()
    prepare_streams()
    before: Any = None
    with suppress(ValueError):  # not in the main thread
        before = signal.signal(signal.SIGTERM, _end_in_order)
    try:
        typed = shlex.join(sys.argv[1:] if arguments is None else arguments)
        with printing():
            result = cli.main(args=arguments, prog_name="jangmadang", standalone_mode=False, obj=typed)
    except InputError as error:
        return _stop(str(error), 2)
    except (CheckError, NotWrittenError, RunLostError) as error:
        return _stop(str(error), 1)
    except _EndedError as error:
        return _stop(f"ended by a signal; {_left(error)}", 128 + signal.SIGTERM)
    except BrokenPipeError:  # what reads the output, such as head, has enough
        discard_if_lost(sys.stdout)
        return 0
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt) as error:
        return _stop(f"interrupted; {_left(error)}", 130)
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)
    return result if isinstance(result, int) else 0


def _left(error: BaseException) -> str:
    """What an interrupted command leaves behind, as it noted on what ended it."""
    notes = [*getattr(error, "__notes__", ()), *getattr(error.__cause__, "__notes__", ())]
    return "; ".join(notes) or "no results were written"


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
    try:
        click.echo(f"jangmadang: {' '.join(message.split())}", err=True)
    except OSError:
        discard_if_lost(sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
