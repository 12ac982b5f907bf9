"""What the evidence commands show: observations, what was added, and the fit of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from jangmadang.commands.tables import print_prose, print_table
from jangmadang.evidence.observations import Observation
from jangmadang.evidence.table import COLUMNS
from jangmadang.evidence.wording import dates_in_words, price_in_words
from jangmadang.observation_tables import SHIPPED
from jangmadang.reading.records.adding import Added

if TYPE_CHECKING:
    from jangmadang.evidence.benchmarks import Skill
    from jangmadang.evidence.comparing import Comparison, LeftOut
    from jangmadang.evidence.error_bands import Coverage
    from jangmadang.evidence.fit import Fit
    from jangmadang.importing.merging import Merged
    from jangmadang.importing.table import Imported
    from jangmadang.report.later_reports import LaterReport

#: Ids printed for each reason that records were left out.
MOST_IDS = 4
#: Rows of an imported table that are shown.
MOST_ROWS = 10


def print_observations(rows: Sequence[Observation]) -> None:
    """Print rows of a table."""
    cells = [
        (row.id, dates_in_words(row), row.place, row.item, price_in_words(row), row.publisher, row.use or row.note)
        for row in rows
    ]
    headings = ("id", "dates", "place", "item", "price", "publisher", "note")
    print_table(f"{len(rows)} observations", headings, cells, lead=5)


def print_added(result: Added, path: Path) -> None:
    """Print what a table gained and lost, and what was left out and why."""
    counts = {name: len(getattr(result, name)) for name in ("added", "changed", "unchanged", "removed")}
    print_prose(f"{path}: {', '.join(f'{count} {name}' for name, count in counts.items())}.")
    for mark, rows in (("added", result.added), ("changed", result.changed)):
        for row in rows:
            print_prose(f"  {mark:<7}  {row.id}  {dates_in_words(row)}  {row.place}  {row.item}  {price_in_words(row)}")
    for row, why in result.removed:
        print_prose(f"  removed  {row.id}  {row.place}  {row.item}: {why}")
    for why, count in Counter(why for _, why in result.left_out).most_common():
        ids = [record.id for record, reason in result.left_out if reason == why]
        more = ", ..." if count > MOST_IDS else ""
        print_prose(f"  left out {count}: {why} ({', '.join(ids[:MOST_IDS])}{more})")


def print_imported(file: Path, found: Imported, merged: Merged | None, path: Path) -> None:
    """Print what a price table gave, the first rows in full, and what was left out and why."""
    layout = found.layout or "known by its headings"
    heading = f", heading in row {found.heading_row}" if found.heading_row > 1 else ""
    sheet = f", sheet '{found.sheet}'" if found.unread else ""
    print_prose(f"{file}{sheet}: {_prices(len(found.observations))}, layout {layout}{heading}, {found.encoding}.")
    if found.unread:
        names = ", ".join(f"'{name}'" for name in found.unread)
        print_prose(f"  not read: {names}; to import another sheet, save it as a file of its own")
    if found.unused:
        names = ", ".join(f"'{name}'" for name in found.unused)
        print_prose(f"  not used: column {names}; what it says of a price is not in the observations")
    if found.filled:
        names = ", ".join(f"'{name}'" for name in found.filled)
        print_prose(f"  filled down: merged cells of column {names}; every row they reach has what they say")
    if found.hidden:
        names = ", ".join(f"'{name}'" for name in found.hidden)
        print_prose(f"  read though the workbook hides it: column {names}")
    cells = [
        (dates_in_words(row), row.place, row.item, price_in_words(row), row.note)
        for row in found.observations[:MOST_ROWS]
    ]
    if cells:
        more = len(found.observations) - len(cells)
        title = f"The first {len(cells)} of {len(found.observations)}" if more else _prices(len(cells))
        print_table(title, ("dates", "place", "item", "price", "note"), cells, lead=4)
    for why, count in Counter(why for _, why in found.left_out).most_common():
        rows = [str(number) for number, reason in found.left_out if reason == why]
        more_rows = ", ..." if count > MOST_IDS else ""
        print_prose(f"  left out {count}: {why} (row {', '.join(rows[:MOST_IDS])}{more_rows})")
    if merged is None:
        print_prose("Nothing was written.")
        return
    counts = {name: len(getattr(merged, name)) for name in ("added", "changed", "unchanged")}
    said = [f"{count} {name}" for name, count in counts.items()]
    if merged.there_already:
        said.append(f"{len(merged.there_already)} there already, from elsewhere")
    print_prose(f"{path}: {', '.join(said)}.")
    print_prose(f"Next: jangmadang evidence fit results/hyesan --observations shipped --observations {path}")


def imported_json(found: Imported, merged: Merged | None, path: Path) -> dict[str, Any]:
    """What a price table gave as JSON."""
    kinds = ("added", "changed", "unchanged", "there_already")
    written = {} if merged is None else {name: len(getattr(merged, name)) for name in kinds}
    return {
        "layout": found.layout,
        "encoding": found.encoding,
        "heading_row": found.heading_row,
        "sheet": found.sheet,
        "sheets_not_read": found.unread,
        "columns_not_used": found.unused,
        "columns_filled_down": found.filled,
        "columns_read_though_hidden": found.hidden,
        "observations": [as_record(row) for row in found.observations],
        "left_out": [{"row": number, "why": why} for number, why in found.left_out],
        "table": str(path) if merged is not None else None,
        **written,
    }


def _prices(count: int) -> str:
    return f"{count} price{'s' if count != 1 else ''}"


def as_record(row: Observation) -> dict[str, Any]:
    """A row as JSON: its columns."""
    values = {column: getattr(row, column) for column in COLUMNS}
    return {column: v if isinstance(v, float | str) or v is None else str(v) for column, v in values.items()}


def added_json(result: Added, path: Path) -> dict[str, Any]:
    """What a table gained and lost as JSON."""
    return {
        "table": str(path),
        **{name: [as_record(row) for row in getattr(result, name)] for name in ("added", "changed")},
        "unchanged": len(result.unchanged),
        "removed": [{"id": row.id, "why": why} for row, why in result.removed],
        "left_out": [{"id": record.id, "why": why} for record, why in result.left_out],
    }


class FitFound(NamedTuple):
    """What there is to say of a run beside observations.

    `names` are those of the observation tables; `pairs` holds every comparison, `left_out` what could not be compared.
    """

    run: Path
    names: Sequence[str]
    pairs: Sequence[Comparison]
    left_out: Sequence[LeftOut]
    records: Sequence[Fit]
    skills: Sequence[Skill]
    coverage: Sequence[Coverage]
    later: Sequence[LaterReport]


def fit_json(found: FitFound) -> dict[str, Any]:
    """A fit as JSON."""
    return {
        "run": str(found.run),
        "observations": list(found.names),
        "compared": sum(pair.counted for pair in found.pairs),
        "not_counted": dict(Counter(pair.why_not_counted for pair in found.pairs if not pair.counted)),
        "left_out": dict(Counter(entry.why for entry in found.left_out)),
        "fit": [asdict(record) for record in found.records],
        "benchmarks": [asdict(skill) for skill in found.skills],
        "coverage": [asdict(row) | {"share": row.share} for row in found.coverage],
        "later": [row._asdict() | {"day": str(row.day), "held": row.held} for row in found.later],
    }


def print_fit(found: FitFound) -> None:
    """Print the fit, what it is no evidence of, and how many reports were left out and why."""
    from jangmadang.labels import place_in_words

    records = found.records
    cells = []
    for record in records:
        kind = "imposed" if record.forced else "changes only" if record.relative else ""
        size, bias = f"{record.mean_abs_log_error:.2f}", f"{record.bias:+.2f}"
        where = record.item, record.currency, place_in_words(record.place), record.period
        cells.append((*where, str(record.n), str(record.n_proxy or ""), size, bias, kind))
    figures = ("reports", "of the province", "mean |log error|", "bias")
    headings = ("item", "money", "place", "period", *figures, "")
    print_table(f"{found.run} beside {', '.join(found.names)}", headings, cells, figures)
    click.echo()
    if found.skills:
        print_skills(found.skills)
        click.echo()
    if found.coverage:
        print_coverage(found.coverage)
        click.echo()
    if found.later:
        print_later(found.later)
        click.echo()
    if any(record.forced for record in records):
        print_prose("imposed: the run was made to follow the reports of these weeks; its fit to them is no evidence.")
    if any(record.relative for record in records):
        print_prose("changes only: the run is in another unit; its mean is set on that of the reports of a place.")
    if SHIPPED in found.names and any(record.item in ("rice", "corn") for record in records):
        print_prose("Levels of rice and corn were set on the shipped table; their fit to it is in sample.")
    disputed = sum(pair.why_not_counted == "disputed" for pair in found.pairs)
    if disputed:
        print_prose(f"Not counted: {disputed} comparisons with disputed figures.")
    for why, count in Counter(entry.why for entry in found.left_out).most_common():
        print_prose(f"Not compared: {count}, {why}")


def print_later(rows: Sequence[LaterReport]) -> None:
    """Print reports that are later than the shipped ones, each beside its forecast band, and how many these held."""
    from jangmadang.report.wording import number

    cells = [
        (
            *(str(row.day), row.item, number(row.reported), number(row.modelled)),
            *(f"{number(row.low)} to {number(row.high)}", "yes" if row.held else "no"),
        )
        for row in rows
    ]
    headings = ("date", "item", "reported, won", "run", "forecast band of 90 %", "inside")
    print_table("Reports from Hyesan that are later than the shipped ones", headings, cells, headings[2:5])
    print_prose(f"{sum(row.held for row in rows)} of {len(rows)} lie inside; nine in ten should, of many.")


def print_coverage(rows: Sequence[Coverage]) -> None:
    """Print how many reports forecast bands held, each period left out of what its band is made from."""
    from jangmadang.report.wording import percent

    cells = []
    for row in rows:
        kind = f"{row.weeks_ahead} weeks ahead" if row.weeks_ahead else "the run"
        what = ("all of them", "", "") if row.item == "all" else (row.item, row.currency, kind)
        cells.append((*what, row.period, str(row.reports), str(row.held), percent(row.share)))
    figures = ("reports", "inside", "part")
    headings = ("item", "money", "errors of", "period left out", *figures)
    title = "Forecast bands of 90 % at Hyesan, made from the errors of the other periods"
    print_table(f"{title}; ahead: of the last reported rate", headings, cells, figures)


def print_skills(skills: Sequence[Skill]) -> None:
    """Print the run's error beside that of three simple rules."""
    from jangmadang.evidence.benchmarks import ERRORS, LEARNT_UNTIL, WORDS
    from jangmadang.labels import place_in_words

    cells = [
        (
            *(skill.item, skill.currency, place_in_words(skill.place), skill.period, str(skill.n)),
            *(f"{getattr(skill, name):.2f}" for name in ERRORS),
            "yes" if skill.held_out else "",
        )
        for skill in skills
    ]
    figures = ("reports", *(WORDS[name] for name in ERRORS))
    headings = ("item", "money", "place", "period", *figures, "held out")
    print_table("Mean |log error| on the same reports, beside three simple rules", headings, cells, figures)
    held = [skill for skill in skills if skill.held_out]
    better = sum(skill.beats_all for skill in held)
    print_prose(
        f"Model and rules have learnt from reports to {LEARNT_UNTIL}. In the hold-out the model's error is smaller "
        f"than every rule's for {better} of {len(held)} items and places."
    )
