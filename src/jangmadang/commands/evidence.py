"""The commands `jangmadang evidence list`, `add`, `import`, `export`, `fit` and `regimes`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from jangmadang.commands.options import json_option, replace_option, rows_options, tables_option
from jangmadang.errors import InputError
from jangmadang.observation_tables import (
    SHIPPED,
    asked_item,
    asked_place,
    chosen_rows,
    is_of_item,
    rows_of,
    rows_of_table,
)
from jangmadang.output import json_text

if TYPE_CHECKING:
    from jangmadang.reading.records.proposing import Proposal

READINGS = Path("results") / "reading"
TABLE = Path("results") / "evidence" / "observations.csv"


@click.group()
def evidence() -> None:
    """Observations: list them, add those of reports, compare a run with them, propose changes of a scenario.

    Example: jangmadang evidence list --item rice --place Hyesan --since 2025-01-01
    """


@evidence.command("list")
@click.argument("file", default=SHIPPED, metavar="[FILE]")
@rows_options()
@json_option("the rows")
def list_(file: str, item: str | None, place: str | None, since: str | None, until: str | None, as_json: bool) -> None:
    """List the observations of FILE, an observation table; default: the shipped one.

    Example: jangmadang evidence list results/evidence/observations.csv --item rice
    """
    from jangmadang.commands.evidence_printing import as_record, print_observations
    from jangmadang.typed_settings import asked_days

    first, last = asked_days("--since", since, "--until", until)
    rows = chosen_rows(rows_of_table(file), item, place, first, last)
    if as_json:
        click.echo(json_text([as_record(row) for row in rows]))
        return
    print_observations(rows)


@evidence.command()
@click.argument("folder", type=click.Path(path_type=Path), default=READINGS, metavar="[READING_FOLDER]")
@click.option("--include-likely", is_flag=True, help="Also take likely records nobody has reviewed, marked so.")
@click.option("--to", "path", type=click.Path(path_type=Path), default=TABLE, show_default=True, metavar="FILE.csv")
@click.option("--publisher", metavar="NAME", help="Publisher of the reports; default: as their names or texts say.")
@json_option("what was done")
def add(folder: Path, include_likely: bool, path: Path, publisher: str | None, as_json: bool) -> None:
    """Add the accepted prices and exchange rates of READING_FOLDER to an observation table.

    Rows go by the ids of their records: a second call changes nothing, a changed decision changes its row, a rejected
    record's row goes.

    Example: jangmadang evidence add results/reading --to observations.csv
    """
    from jangmadang.commands.asking import check_csv
    from jangmadang.commands.evidence_printing import added_json, print_added
    from jangmadang.reading.records.adding import add_to_table

    check_csv("--to", path)
    result = add_to_table(folder, path, include_likely, publisher)
    if as_json:
        click.echo(json_text(added_json(result, path)))
        return
    print_added(result, path)


@evidence.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "path", type=click.Path(path_type=Path), default=TABLE, show_default=True, metavar="FILE.csv")
@click.option("--preview", is_flag=True, help="Show what would be taken and what not, and write nothing.")
@click.option(
    "--mapping", type=click.Path(path_type=Path), metavar="MAP.yaml", help="What the table does not say itself."
)
@click.option("--new-mapping", type=click.Path(path_type=Path), metavar="MAP.yaml", help="Write one to fill in.")
@click.option("--publisher", metavar="NAME", default="", help="Who published it; default: as its layout says.")
@click.option("--source", metavar="ADDRESS", default="", help="Where it was published; default: the file's name.")
@click.option("--keep-unlikely", is_flag=True, help="Take prices far from all reports, as disputed.")
@json_option("what was done")
def import_(
    file: Path,
    path: Path,
    preview: bool,
    mapping: Path | None,
    new_mapping: Path | None,
    publisher: str,
    source: str,
    keep_unlikely: bool,
    as_json: bool,
) -> None:
    """Import a price table FILE (CSV or .xlsx) into an observation table.

    Layouts of WFP on HDX (with tags), FAO FPMA, FEWS NET and Daily NK are known, as are tables with a price a row or a
    column for each place or good, in English or Korean. A second call changes nothing but prices that have changed.
    Hidden rows, price columns and sheets of a workbook are left out, and said to be.

    Example: jangmadang evidence import prices.xlsx --preview
    """
    from jangmadang.commands.asking import check_csv
    from jangmadang.commands.evidence_printing import imported_json, print_imported
    from jangmadang.importing.merging import merge_into
    from jangmadang.importing.table import import_table

    if new_mapping:
        _check_goes_alone("new_mapping", ("file", "new_mapping"))
        _write_new_mapping(file, new_mapping)
        return
    check_csv("--to", path)
    found = import_table(file, mapping, publisher, source, keep_unlikely)
    merged = None if preview or not found.observations else merge_into(path, found.observations)
    if as_json:
        click.echo(json_text(imported_json(found, merged, path)))
    else:
        print_imported(file, found, merged, path)
    if not preview and not found.observations:
        raise InputError(f"{file}: no price could be taken, for the reasons above; {path} is as it was")


def _check_goes_alone(name: str, with_it: Collection[str]) -> None:
    """Refuse options beside one that does nothing with them."""
    context = click.get_current_context()
    for other in context.params:
        if other not in with_it and context.get_parameter_source(other) is ParameterSource.COMMANDLINE:
            options = {option.name: option.opts[0] for option in context.command.params}
            raise InputError(f"{options[name]} does nothing with {options[other]}; leave one of them out")


def _write_new_mapping(file: Path, path: Path) -> None:
    """Write a mapping file for a table, and never over another file."""
    from jangmadang.commands.asking import write_new_file
    from jangmadang.evidence.cells import read_sheets
    from jangmadang.importing.layouts import heading_of, new_mapping
    from jangmadang.importing.table import shown

    write_new_file(path, new_mapping(heading_of(shown(file, read_sheets(file)))))
    click.echo(f"Wrote {path}. Fill it in, then: jangmadang evidence import {file} --mapping {path} --preview")


@evidence.command("export")
@click.argument("file", default=SHIPPED, metavar="[FILE]")
@click.option("--hxl", "to", type=click.Path(path_type=Path), required=True, metavar="OUT.csv", help="Write it here.")
@rows_options()
@replace_option("a file of that name")
def export(
    file: str, to: Path, item: str | None, place: str | None, since: str | None, until: str | None, replace: bool
) -> None:
    """Write the observations of FILE as WFP's price tables on HDX hold them, with HXL tags; default: the shipped table.

    Example: jangmadang evidence export --item rice --hxl rice_hxl.csv
    """
    from jangmadang.commands.asking import check_csv
    from jangmadang.importing.hxl import write_hxl
    from jangmadang.typed_settings import asked_days

    check_csv("--hxl", to)
    if to.is_file() and not replace:
        raise InputError(f"{to} exists already: give another --hxl to keep it, or --replace to write over it")
    first, last = asked_days("--since", since, "--until", until)
    count = write_hxl(to, chosen_rows(rows_of_table(file), item, place, first, last))
    click.echo(f"Wrote {count} prices to {to}.")


@evidence.command("fit")
@click.argument("run", type=click.Path(path_type=Path))
@tables_option()
@click.option("--item", metavar="ITEM", help="Only this item, or the dotted ids below it.")
@click.option("--place", metavar="PLACE", help="Only this place of the model, such as hyesan.")
@json_option("figures")
def fit_(run: Path, tables: tuple[str, ...], item: str | None, place: str | None, as_json: bool) -> None:
    """Compare RUN, a folder of results, with observations, by item, currency, place and period.

    The error stands beside that of three simple rules on the same reports, and of rice, corn and the yuan at Hyesan how
    many reports forecast bands of 90 % held; reports that are later than the shipped ones stand beside their band.

    Several tables are taken together; `shipped` names the shipped one.

    Example: jangmadang evidence fit results/hyesan --observations shipped --observations observations.csv
    """
    from jangmadang.commands.evidence_printing import FitFound, fit_json, print_fit
    from jangmadang.evidence.benchmarks import skills
    from jangmadang.evidence.comparing import compare_with
    from jangmadang.evidence.error_bands import all_coverage
    from jangmadang.evidence.fit import fit_of
    from jangmadang.evidence.observations import MODEL_PLACES, each_place, known_place
    from jangmadang.report.later_reports import later_reports
    from jangmadang.results.store import open_results

    names = tables or (SHIPPED,)
    observations = each_place(rows_of(names))
    item = asked_item(item, {row.item for row in observations})
    named = asked_place(place, {*MODEL_PLACES, *MODEL_PLACES.values(), *(row.place for row in observations)})
    place = named and MODEL_PLACES.get(known_place(named), named)
    dataset = open_results(run)
    forced = [bool(week) for week in dataset["exchange_rate_imposed"].values]
    pairs, left_out = compare_with(dataset, observations, forced)
    pairs = [p for p in pairs if (not item or is_of_item(p.item, item)) and (not place or p.place == place)]
    left_out = [entry for entry in left_out if not item or is_of_item(entry.item, item)]
    left_out = [entry for entry in left_out if not place or MODEL_PLACES.get(entry.place, entry.place) == place]
    if not pairs and not left_out:
        asked = ", ".join(name for name in (item, place) if name) or "anything"
        raise InputError(f"no observation of {asked}; see: jangmadang evidence list")
    records = sorted(fit_of(pairs), key=lambda record: (record.item, record.place, record.currency))
    beside = sorted(skills(pairs), key=lambda skill: (skill.item, skill.place, skill.currency))
    covered = [row for row in all_coverage(pairs, observations) if _is_asked(row.item, item, place)]
    later = later_reports(run, dataset, pairs)
    found = FitFound(run, names, pairs, left_out, records, beside, covered, later)
    click.echo(json_text(fit_json(found))) if as_json else print_fit(found)


def _is_asked(item: str, asked: str | None, place: str | None) -> bool:
    """Whether the coverage of an item, tried at Hyesan, is asked for."""
    from jangmadang.evidence.error_bands import HOME

    return (not asked or is_of_item(item, asked)) and (not place or place == HOME)


@evidence.command()
@click.argument("folder", type=click.Path(path_type=Path), default=READINGS, metavar="[READING_FOLDER]")
@click.option("--scenario", "asked", required=True, metavar="NAME|FILE.yaml", help="The scenario to change.")
@click.option("--to", "path", type=click.Path(path_type=Path), metavar="NEW.yaml", help="Default: NAME-events.yaml.")
@click.option("--yes", is_flag=True, help="Write without asking.")
def regimes(folder: Path, asked: str, path: Path | None, yes: bool) -> int:
    """Propose dated changes of a scenario from the accepted events of READING_FOLDER, as a diff to confirm.

    Events of Hyesan, its province or the whole country count: borders, smuggling, trade, lockdowns, markets. Nothing is
    written without confirmation.

    Example: jangmadang evidence regimes results/reading --scenario hyesan --to hyesan_now.yaml
    """
    from jangmadang.reading.records.proposing import propose, scenario_text
    from jangmadang.reading.records.review import usable_records
    from jangmadang.scenario import load
    from jangmadang.scenario.files import extends_name, unified_diff, write_scenario

    scenario = load(asked)
    new = path or Path(f"{scenario.name}-events.yaml")
    extends = extends_name(asked, new)
    proposal = propose(usable_records(folder), scenario)
    _print_left_out(proposal)
    if not proposal.changes:
        click.echo("No change to propose: no accepted event with a date says anything new. Nothing was written.")
        return 0
    text = scenario_text(proposal, scenario, new.stem, extends)
    diff = unified_diff(new, text)
    if not diff:
        click.echo(f"{new} says this already. Nothing was written.")
        return 0
    click.echo(diff, nl=False)
    if not yes and not _confirmed(f"Write {new}?"):
        click.echo("Nothing was written.")
        return 0
    write_scenario(new, text)
    click.echo(f"Wrote {new}. Next: jangmadang run {new}")
    return 0


def _confirmed(question: str) -> bool:
    try:
        return click.confirm(question)
    except click.Abort:
        raise InputError("no answer, nothing was written; --yes writes without asking") from None


def _print_left_out(proposal: Proposal) -> None:
    for event, why in proposal.left_out:
        click.echo(f"left out  {event.id}  {event.event_type}: {why}", err=True)
