"""The page and the picture of a comparison, and its rows in words."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from jangmadang import __version__
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.files import write_whole
from jangmadang.labels import label, place_in_words
from jangmadang.report.assumptions import border_sources, changes_against, channel_states, given_openness
from jangmadang.report.base_forecast import BaseForecast, base_forecast
from jangmadang.report.canvas import as_png, as_svg, embedded
from jangmadang.report.comparison_answer import answer_of, called, partly_in_window, side_by_side
from jangmadang.report.comparison_lines import weekly_table
from jangmadang.report.comparison_record import comparison_record
from jangmadang.report.comparison_workbook import NAMES, comparison_workbook
from jangmadang.report.evidence_age import LastReport, last_reports
from jangmadang.report.figures.comparison import comparison_figure
from jangmadang.report.footnotes import Footnotes, Runs, references_behind
from jangmadang.report.templates import template
from jangmadang.report.wording import (
    level,
    percent,
    signed_level,
    signed_percent,
    signed_points,
    spanned,
    unit_in_words,
)
from jangmadang.results.compare import Comparison
from jangmadang.results.comparison_periods import Period
from jangmadang.results.indicators import HEADLINE
from jangmadang.results.summary import COUNTRY, HOME

DOTS_PER_INCH = 140
HEADLINES = frozenset(indicator.name for indicator in HEADLINE)


class Line(NamedTuple):
    """One difference in words; it is clear when its interval excludes zero."""

    indicator: str
    unit: str
    base: str
    other: str
    difference: str
    interval: str
    relative: str
    clear: bool


class Block(NamedTuple):
    """The differences of one scenario in one period at one place."""

    scenario: str
    period: Period
    place: str
    lines: tuple[Line, ...]


def blocks(comparison: Comparison, places: Sequence[str] = (HOME,), by_year: bool = False) -> Iterator[Block]:
    """The headline indicators of places in words: over the window, or by year; those of the country are everywhere."""
    periods = {period.name: period for period in comparison.periods}
    for place in places:
        chosen = _selected(comparison, place, by_year)
        chosen = chosen[chosen["indicator"].isin(HEADLINES)]
        for (scenario, period), rows in chosen.groupby(["scenario", "period"], sort=False):
            yield Block(str(scenario), periods[str(period)], place, tuple(_lines(rows)))


def _selected(comparison: Comparison, place: str, by_year: bool) -> pd.DataFrame:
    """Rows of the table at a place and of the country, over the window or by year."""
    table = comparison.table
    chosen = table["period"].str.isdigit() if by_year else table["period"] == comparison.periods[0].name
    return table[table["place"].isin((place, COUNTRY)) & chosen]


def _lines(rows: pd.DataFrame) -> Iterator[Line]:
    """Rows in words, those left out in which nothing ever happens; a name is written once for its members."""
    above = ""
    for _, row in rows[(rows["base"] != 0) | (rows["other"] != 0)].iterrows():
        name, member = NAMES[row["indicator"]], label(row["class"]) if row["class"] else ""
        low, high = row["low"], row["high"]
        if "share" in row["indicator"]:
            yield _share_line(row, name, member, above)
            above = name
            continue
        yield Line(
            indicator=f"  {member}" if name == above else f"{name}{': ' if member else ''}{member}",
            unit=unit_in_words(row["unit"]),
            base=level(row["base"], row["unit"]),
            other=level(row["other"], row["unit"]),
            difference=signed_level(row["difference"], row["unit"]),
            interval=spanned(signed_level(low, row["unit"]), signed_level(high, row["unit"])),
            relative=_percent(row["relative"]) if row["base"] > 0 else "",
            clear=bool(low > 0 or high < 0),
        )
        above = name


def _share_line(row: pd.Series, name: str, member: str, above: str) -> Line:
    """A share in per cent, its difference in points."""
    low, high = row["low"], row["high"]
    return Line(
        indicator=f"  {member}" if name == above else f"{name}{': ' if member else ''}{member}",
        unit="%, points",
        base=percent(row["base"]).removesuffix(" %"),
        other=percent(row["other"]).removesuffix(" %"),
        difference=signed_points(row["difference"]),
        interval=spanned(signed_points(low), signed_points(high)),
        relative=_percent(row["relative"]) if row["base"] > 0 else "",
        clear=bool(low > 0 or high < 0),
    )


def _percent(share: float) -> str:
    """A relative difference with its sign; one decimal below 10 %."""
    if abs(share) < 0.0005:
        return "0 %"
    return f"{share * 100:+.1f} %" if abs(share) < 0.0995 else signed_percent(share)


def comparison_files(comparison: Comparison, workbook_of: str | None = None) -> dict[str, bytes]:
    """Contents of `comparison.html` (self-contained) and of the picture, `comparison.png` and `comparison.svg`.

    Besides, the lines of the picture as a table, `weekly.csv`, and the answers in words, `answer.json`.

    `workbook_of` is the command that asks for `comparison.xlsx` besides (empty: none is named); None asks for none.
    """
    base, *others = comparison.scenarios
    window, evidence = comparison.periods[0], _evidence_of(comparison)
    forecast = base_forecast(comparison)
    figure = comparison_figure(comparison, forecast.data_end, forecast.bands)
    picture, drawing = as_png(figure, DOTS_PER_INCH), as_svg(figure)
    narrow = as_png(comparison_figure(comparison, forecast.data_end, forecast.bands, columns=1), DOTS_PER_INCH)
    page = template("comparison.html").render(
        base=base,
        others=[(other, changes_against(base, other)) for other in others],
        answers=[answer_of(comparison, other) for other in others],
        side_by_side=side_by_side(comparison, forecast),
        forecast=forecast.words,
        coverage=forecast.coverage,
        window=window,
        ages=[(*age, cited) for age, cited in zip(evidence.ages, evidence.cited_ages, strict=True)],
        cited_border=evidence.cited_border,
        sources=evidence.notes.notes,
        blocks=list(blocks(comparison, (comparison.place,))),
        place=place_in_words(comparison.place),
        elsewhere=comparison.place != HOME,
        partial=partly_in_window(comparison),
        notes=comparison.notes,
        statement=comparison.statement,
        picture=embedded(picture),
        narrow_picture=embedded(narrow),
        titles={
            item.name: called(item, base) if number else base.title or base.name
            for number, item in enumerate(comparison.scenarios)
        },
        states=list(zip(*(channel_states(item, given_openness(item)) for item in comparison.scenarios), strict=True)),
        written=datetime.date.today().isoformat(),
        version=__version__,
        runs=len(comparison.seeds),
        seed=comparison.seeds[0],
        resolution=comparison.resolution,
    )
    files = {
        "comparison.png": picture,
        "comparison.svg": drawing,
        "comparison.html": page.encode("utf-8"),
        **answer_files(comparison, forecast),
    }
    if workbook_of is not None:
        files["comparison.xlsx"] = _workbook(comparison, evidence, forecast, workbook_of)
    return files


def answer_files(comparison: Comparison, forecast: BaseForecast) -> dict[str, bytes]:
    """The answers in words, `answer.json`, and the lines of the picture as a table, `weekly.csv`."""
    weekly = weekly_table(comparison, forecast.bands).to_csv(index=False, float_format="%.6g")
    return {"answer.json": _answer(comparison, forecast), "weekly.csv": weekly.encode("utf-8")}


def _answer(comparison: Comparison, forecast: BaseForecast) -> bytes:
    """What `compare --json` prints but for its rows, with the table of all scenarios side by side in words."""
    record = comparison_record(comparison, (comparison.place,), by_year=False, forecast=forecast)
    window = comparison.periods[0]
    told = {
        **{key: value for key, value in record.items() if key != "rows"},
        "window": {"first_week": str(window.first), "last_week": str(window.last)},
        "data_end": None if forecast.data_end is None else str(forecast.data_end.astype("datetime64[D]")),
        "parting": comparison.parting and str(comparison.parting),
        "side_by_side": [
            {**row._asdict(), "cells": [cell._asdict() for cell in row.cells]}
            for row in side_by_side(comparison, forecast)
        ],
    }
    return json.dumps(told, indent=1, ensure_ascii=False).encode("utf-8")


def write_workbook(comparison: Comparison, path: Path) -> None:
    """Write the workbook of a comparison, whole or not at all; an older file is replaced."""
    content = _workbook(comparison, _evidence_of(comparison), base_forecast(comparison), "")
    write_whole(Path(path), lambda file: file.write(content))


class _Evidence(NamedTuple):
    """How old the evidence is before the window, and what the page cites, in its order."""

    ages: list[tuple[LastReport, int]]
    cited_border: Runs
    cited_ages: list[Runs]
    notes: Footnotes


def _evidence_of(comparison: Comparison) -> _Evidence:
    """What the base rests on."""
    base, notes = comparison.scenarios[0], Footnotes()
    border = notes.cite(references_behind(border_sources(base)))
    window = comparison.periods[0]
    last = last_reports(base, shipped_prices(), window.last)
    ages = [(age, age.weeks_before(window.first)) for age in last]
    return _Evidence(ages, border, [notes.cite(age.references) for age in last], notes)


def _workbook(comparison: Comparison, evidence: _Evidence, forecast: BaseForecast, command: str) -> bytes:
    return comparison_workbook(comparison, evidence.ages, evidence.cited_ages, evidence.notes, forecast, command)
