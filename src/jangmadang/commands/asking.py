"""From what a command is asked to a scenario: its settings, shocks, workers and places; new files."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Sequence
from itertools import combinations, product
from pathlib import Path

import click

from jangmadang.axes import AXES
from jangmadang.errors import InputError, nearest_name
from jangmadang.evidence.observations import MODEL_PLACES, known_place
from jangmadang.files import write_whole
from jangmadang.labels import place_in_words
from jangmadang.scenario import Scenario, load, shipped_scenarios
from jangmadang.scenario.arguments import resolution_of, seed_of
from jangmadang.scenario.mechanisms import mechanisms
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.paths import cover_together
from jangmadang.scenario.posterior import Posterior, posterior_of
from jangmadang.scenario.reading import STANDARD, end_after, overlaid
from jangmadang.scenario.shocks import dated, shock_named
from jangmadang.scenario.yaml_files import PACKS, read_yaml
from jangmadang.typed_settings import FEWEST_WEEKS_AFTER, asked_days, settings_in_file

#: By which an editor completes and checks scenarios; written by `make schema`.
SCHEMA = PACKS.parent / "scenario.schema.json"
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
NEW_SCENARIO = """\
# yaml-language-server: $schema={schema}
# {name}: a question to the model. Run it with: jangmadang run {name}.yaml
name: {name}
title: The border closes again                   # one line for tables and the report
question: What if the state channel stays shut?  # what you want to know
extends: hyesan                                  # everything not said here is as in that scenario
end: 2026-11-23                                  # the first Monday not simulated
changes:                                         # dated: set, multiply or add; over_weeks: 8 makes it gradual
  - {{path: "{path}", from: 2026-03-16, set: 0}}
parameters: {{}}                                   # for example {{{parameter}: {value:g}}}; see: jangmadang explain
switches: {{}}                                     # for example {{{mechanism}: off}}
"""


def asked_scenario(name: str, settings: Sequence[str], seed: int | None, resolution: str | None) -> Scenario:
    """Return the scenario with the command line's settings laid over it."""
    scenario = load(name)
    overrides = settings_in_file(settings, scenario.packs)
    if seed is not None:
        overrides["seed"] = seed_of(seed)
    if resolution is not None:
        overrides["resolution"] = resolution_of(asked_resolution(resolution))
    return overlaid(scenario, overrides, "--set") if overrides else scenario


def shocked(scenario: Scenario, names: Sequence[str], first: str | None, last: str | None) -> Scenario:
    """Return the scenario under named shocks from a first day on, prolonged for them if it ends too early."""
    if not names:
        raise InputError("--from is the first day of a shock; give --shock NAME with it")
    start, end = asked_days("--from", first, "--until", last)
    if start is None:
        raise InputError(f"--shock {names[0]}: give its first day with --from DATE")
    chosen = [shock_named(name, scenario.packs, "--shock") for name in names]
    _check_apart(names, scenario.packs)
    changes = [change for name in names for change in dated(name, start, end, scenario.packs, "--shock")]
    span = f"from {start}" + (f" to {end}" if end else "")
    shocks = f"{', '.join(shock.title for shock in chosen)}, {span}"
    title = f"{scenario.title or scenario.name}; {shocks}" if scenario.name != STANDARD else shocks
    shown_after = datetime.timedelta(weeks=FEWEST_WEEKS_AFTER)
    to = scenario.end if (end or start) + shown_after <= scenario.end else end_after(end or start)
    if to > scenario.end:
        click.echo(f"{scenario.name} ends on {scenario.end}; for the shock it goes on to {to}.", err=True)
    name = "-".join((scenario.name, *names))
    return scenario.with_changes(name=name, title=title, question="", changes=changes, end=max(to, scenario.end))


def _check_apart(names: Sequence[str], packs: Path) -> None:
    """Refuse shocks that change one thing: all of them act from the first day to the last."""
    for one, other in combinations(names, 2):
        if one == other:
            raise InputError(f"--shock {one} is given twice; give it once")
        targets = ([change["path"] for change in shock_named(name, packs, "--shock").changes] for name in (one, other))
        shared = [theirs for ours, theirs in product(*targets) if cover_together(ours, theirs, packs)]
        if shared:
            raise InputError(
                f"--shock {one} and --shock {other} both change {shared[0]}; leave one of them out, or give each its "
                "dates in a scenario file: jangmadang scenarios new NAME"
            )


def asked_resolution(text: str) -> str | int:
    """Return the resolution that an option names, for a scenario to check."""
    return int(text) if text.isdecimal() else text


def check_workers(executor: str, threads: int | None) -> None:
    """Refuse a number of threads beside an executor that says another, or has workers of its own."""
    names = ("threads", "processes")
    if threads is not None and executor not in (*names, *(f"{name}:{threads}" for name in names)):
        raise InputError(f"--threads does nothing with --executor {executor}; leave one of them out")


def asked_posterior(name: str | None) -> Posterior | None:
    """The posterior that an option names; says on standard error what keeps it from being an estimate."""
    if name is None:
        return None
    found = posterior_of(name)
    if found.failing:
        lacking = f"What should hold of one and does not: {'; '.join(found.failing)}."
        said = f"The {found.name} posterior is a set of plausible parameters, not an estimate (docs/inference.md)."
        click.echo(f"{said} {lacking}", err=True)
    return found


def asked_place(name: str) -> str:
    """Return the place of the model that a name stands for, as the model or the evidence writes it, or `all`.

    Says on standard error where the model has the place only as part of another, or as what is left of a province.
    """
    from jangmadang.importing.words import place_of  # not above: most places are asked for by the model's names

    known = (*AXES["place"], "all")
    for place in (name, name.casefold()):
        if place in known:
            return place
    for written in (known_place(name), place_of(name) or ""):
        if found := MODEL_PLACES.get(written):
            if written.casefold() != found:
                whole = f"the model has no {written} by itself; the answer is for {place_in_words(found)}"
                click.echo(f"--place {name}: {whole}.", err=True)
            return found
    raise InputError(f"--place: no place named '{name}'; {nearest_name(name, known)}")


def asked_places(name: str) -> tuple[str, ...]:
    """Return the places that a name stands for: one, or all."""
    place = asked_place(name)
    return AXES["place"] if place == "all" else (place,)


def scenario_list(packs: Path = PACKS) -> list[dict[str, str]]:
    """Return name, title and question of each shipped scenario."""
    listed = []
    for name, path in shipped_scenarios(packs).items():
        data = read_yaml(path) or {}
        listed.append({"name": name, **{key: str(data.get(key) or "") for key in ("title", "question")}})
    return listed


def write_new_scenario(name: str, folder: Path, packs: Path = PACKS) -> Path:
    """Write a commented scenario file to start from, and never over another file."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,63}", name):
        raise InputError(f"'{name}' cannot name a scenario; use letters, digits, _ and -, a letter first")
    if name in shipped_scenarios(packs):
        raise InputError(f"a shipped scenario is named '{name}'; choose another name")
    parameter = next(item for item in parameters(packs).values() if not item.axes)
    text = NEW_SCENARIO.format(
        schema=SCHEMA.as_uri(),
        name=name,
        path="openness[state_smuggling,*]",
        parameter=parameter.name,
        value=float(parameter.value),
        mechanism=next(iter(mechanisms(packs)), "mechanism"),
    )
    path = folder / f"{name}.yaml"
    write_new_file(path, text)
    return path


def check_csv(option: str, path: Path) -> None:
    """Refuse the name of a workbook for a table, which is written as CSV: a spreadsheet would call it damaged."""
    if path.suffix.lower() in WORKBOOKS:
        raise InputError(f"{option} {path}: what is written is CSV; name it {path.with_suffix('.csv')}")


def write_new_file(path: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all; an InputError says if it is, or cannot be written."""
    if os.path.lexists(path):
        raise InputError(f"{path} exists already; choose another name or move it")
    try:
        write_whole(path, lambda file: file.write(text.encode()))
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from None
