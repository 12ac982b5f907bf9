"""The workbook of a comparison: scenarios side by side, all indicators, weekly series, changes and evidence."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from jangmadang.labels import label, place_in_words
from jangmadang.report.base_forecast import BaseForecast
from jangmadang.report.comparison_answer import ROWS, answer_of, found_row
from jangmadang.report.evidence_age import LastReport
from jangmadang.report.footnotes import Footnotes, Runs
from jangmadang.report.section import series
from jangmadang.report.workbook import (
    DAY,
    SHARE,
    SIGNED_SHARE,
    Column,
    Sheet,
    Shown,
    Value,
    number_format,
    unit_of,
    workbook_bytes,
)
from jangmadang.report.workbook_sheets import (
    ages_sheet,
    changes_sheet,
    coverage_sheet,
    made_with,
    parameters_sheet,
    sources_sheet,
)
from jangmadang.results.compare import Comparison
from jangmadang.results.comparison_periods import own_changes
from jangmadang.results.comparison_table import ALL
from jangmadang.results.indicators import HEADLINE, INDICATORS, Indicator
from jangmadang.results.intervals import ceiling_of, difference_interval, drawn_effect
from jangmadang.results.summary import COUNTRY

NAMES = {indicator.name: indicator.short_name for indicator in INDICATORS}
PERCENT = "% (differences: points)"


def comparison_workbook(
    comparison: Comparison,
    ages: Sequence[tuple[LastReport, int]],
    cited: Sequence[Runs],
    notes: Footnotes,
    forecast: BaseForecast,
    command: str,
) -> bytes:
    """The workbook of a comparison as bytes; `command` made it (empty: not named)."""
    base, *others = comparison.scenarios
    window = comparison.periods[0]
    about: list[tuple[str, Value]] = [
        *((f"answer: {other.name}", answer_of(comparison, other).lead) for other in others),
        ("base", f"{base.name}, hash {base.content_hash()[:12]}"),
        *(("compared", f"{other.name}, hash {other.content_hash()[:12]}") for other in others),
        ("window", f"Mondays of {window.first} to {window.last}"),
        ("seeds", f"{comparison.seeds[0]} to {comparison.seeds[-1]}"),
        ("resolution", str(comparison.resolution)),
        *made_with(command),
        ("intervals", comparison.statement),
        *([("forecast bands", forecast.words)] if forecast.words else []),
        *(("note", note) for note in comparison.notes),
        ("money", "won: KPW; yuan: CNY. Won of 2019: at the prices that the base had in 2019, or in its first year."),
    ]
    changes = {other.name: own_changes(base, other) for other in others}
    sheets = (
        _side_by_side(comparison, forecast),
        _all_indicators(comparison),
        _weekly(comparison),
        changes_sheet(changes, comparison.scenarios),
        coverage_sheet(forecast.coverage),
        ages_sheet(ages, cited, "the window"),
        sources_sheet(notes.notes),
        parameters_sheet(comparison.scenarios),
    )
    return workbook_bytes("; ".join(other.title or other.name for other in others), about, sheets)


def _side_by_side(comparison: Comparison, forecast: BaseForecast) -> Sheet:
    """The main indicators of the place over the window, a row each; every scenario beside the base."""
    window, base = comparison.periods[0], comparison.scenarios[0]
    names = [other.name for other in comparison.scenarios[1:]]
    rows = []
    for indicator, member, words, unit, _ in ROWS:
        found = [found_row(comparison, name, window.name, indicator, member) for name in names]
        if not np.isfinite(found[0]["base"]):
            continue
        written = unit.removeprefix("million ").removeprefix("thousand ")
        shown = SHARE if unit == "%" else number_format(written, indicator, found[0]["base"])
        cells: list[Value | Shown] = [
            words.strip(),
            PERCENT if unit == "%" else written,
            Shown(found[0]["base"], shown),
            *(Shown(end, shown) for end in forecast.over(comparison, indicator, window) or (None, None)),
        ]
        for row in found:
            cells += [Shown(row[key], shown) for key in ("other", "difference", "low", "high")]
            cells.append(row["relative"])
        rows.append(cells)
    columns = [Column("indicator"), Column("unit"), Column(base.name)]
    columns += [Column(f"{base.name}: forecast band, {end}") for end in ("low", "high")]
    for name in names:
        columns += [Column(name), *(Column(f"{name}: difference{end}") for end in ("", ", low", ", high"))]
        columns.append(Column(f"{name}: relative difference", "%", SIGNED_SHARE))
    where = place_in_words(comparison.place)
    holds = f"{where}, means of the weeks of {window.first} to {window.last}; differences with their 90 % interval."
    return Sheet("side by side", holds, columns, rows)


def _all_indicators(comparison: Comparison) -> Sheet:
    """The table of the comparison at its place and of the country: all indicators, over every period."""
    table = comparison.table[comparison.table["place"].isin((comparison.place, COUNTRY))]
    rows = [_table_row(row) for row in table.to_dict("records")]
    columns = (
        Column("scenario"), Column("period"), Column("first week", shown=DAY), Column("last week", shown=DAY),
        Column("indicator"), Column("place"), Column("class"), Column("unit"), Column("base"), Column("other"),
        Column("difference"), Column("low"), Column("high"), Column("relative difference", "%", SIGNED_SHARE),
        Column("indicator id"), Column("place id"), Column("class id"),
    )  # fmt: skip
    holds = (
        f"All indicators of {place_in_words(comparison.place)} and of the country, over the window, while changes "
        "last, after, and by year; other "
        "places are in table.csv, which the ids lead to."
    )
    return Sheet("all indicators", holds, columns, rows)


def _table_row(row: dict[Any, Any]) -> list[Value | Shown]:
    """A row of the table with its weeks as days."""
    days = {key: datetime.date.fromisoformat(row[key]) for key in ("first_week", "last_week")}
    shown = number_format(row["unit"], row["indicator"], row["base"])
    figures = {key: Shown(row[key], shown) for key in ("base", "other", "difference", "low", "high")}
    unit = unit_of(row["unit"], row["indicator"])
    words = {
        "indicator": NAMES[row["indicator"]],
        "place": place_in_words(row["place"]),
        "class": label(row["class"]) if row["class"] else "",
        "unit": PERCENT if unit == "%" else unit,
    }
    ids = [row[key] for key in ("indicator", "place", "class")]
    return [*{**row, **days, **figures, **words}.values(), *ids]


def _weekly(comparison: Comparison) -> Sheet:
    """A row for each week: the headline indicators of the base and the others, and the interval of the difference."""
    weekly = comparison.weekly
    columns, values = [Column("week", shown=DAY)], [weekly["week"].values.astype("datetime64[D]").tolist()]
    for indicator in HEADLINE:
        ceiling = ceiling_of(indicator, weekly.isel(scenario=0))
        drawn = dict(_lines(comparison.drawn, indicator)) if comparison.drawn is not None else {}
        for words, chosen in _lines(weekly, indicator):
            base = chosen.isel(scenario=0)
            typical = float(np.nanmean(np.abs(base.values))) if np.isfinite(base.values).any() else 0.0
            shown = number_format(indicator.unit, indicator.name, typical)
            unit = unit_of(indicator.unit, indicator.name)
            parts = [(f"{words}: {comparison.scenarios[0].name}", base.mean("seed"))]
            for number, other in enumerate(comparison.scenarios[1:], start=1):
                pair = base, chosen.isel(scenario=number)
                level = base.mean("seed")
                own = drawn.get(words)
                again = (
                    None
                    if own is None
                    else drawn_effect(indicator, own.isel(scenario=0), own.isel(scenario=number), level)
                )
                difference, low, high = difference_interval(*pair, indicator.floor, ceiling, again)
                ends = (("", difference), (", low", low), (", high", high))
                parts += [(f"{words}: {other.name}{end}", level + step) for end, step in ends]
            for heading, part in parts:
                columns.append(Column(heading, unit, shown))
                values.append(np.asarray(part.values, dtype=float).tolist())
    holds = (
        f"Headline indicators of {place_in_words(comparison.place)} by week, means over the seeds; low and high: the "
        "base plus the 90 % interval of the difference. A week is named by its Monday."
    )
    return Sheet("weekly", holds, columns, list(zip(*values, strict=True)))


def _lines(weekly: xr.Dataset, indicator: Indicator) -> list[tuple[str, Any]]:
    """The series of an indicator, where it stands for all together."""
    name = indicator.short_name
    values = weekly[indicator.name]
    further = [str(dim) for dim in values.dims if dim not in ("scenario", "seed", "week")]
    if not further:
        return [(name, values)]
    if "channel" in further:
        return [(f"{name}, all channels", series(indicator.name, None, channel=ALL)(weekly))]
    return []
