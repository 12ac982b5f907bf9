"""The report: one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from jangmadang.evidence.observations import Observation, shipped_prices
from jangmadang.facts.levels import shipped_level_records, summary
from jangmadang.facts.publishing import counts
from jangmadang.facts.records import as_record, shipped_verdicts
from jangmadang.report import answer, assumptions, evidence_age, fit_tables, forecast
from jangmadang.report.canvas import as_png, as_svg, embedded, section_figure
from jangmadang.report.facts_page import fact_rows, shipped_facts_page
from jangmadang.report.figures import SECTIONS
from jangmadang.report.flow_matrix import CURRENCIES, FlowMatrix, balance_change, chosen_year, flow_matrix
from jangmadang.report.observed import compared, marks
from jangmadang.report.palette import COLOURS, label
from jangmadang.report.section import Section, yearly_table
from jangmadang.report.templates import template
from jangmadang.report.wording import number
from jangmadang.results.bands import Bands
from jangmadang.results.record import RunLike

CURRENCY_WORDS = {"kpw": "million won", "cny": "million yuan"}


def run_pages(run: RunLike, dataset: xr.Dataset, bands: Bands) -> dict[str, str | bytes]:
    """The pages of a run by file name: its report, its figures, and the facts as the shipped parameters give them."""
    figures = section_figures(run, dataset, bands, shipped_prices())
    pictures = {key: as_png(figure) for key, figure in figures.items()}
    files: dict[str, str | bytes] = {f"figures/{key}.png": picture for key, picture in pictures.items()}
    files |= {f"figures/{key}.svg": as_svg(figure) for key, figure in figures.items()}
    report = render_report(run, dataset, bands, pictures=pictures)
    words = answer_words(run, dataset, bands, shipped_prices())
    return {"answer.txt": words, "report.html": report, "facts.html": shipped_facts_page(), **files}


def answer_words(run: RunLike, dataset: xr.Dataset, bands: Bands, reported: Sequence[Observation]) -> str:
    """The first page of the report as plain text: what is asked and changed, the answer, and how sure it is."""
    first = first_page(run, dataset, bands, reported)
    lines = [dataset.attrs["title"], *([first["question"]] if first["question"] else []), ""]
    lines += ["This scenario changes", *(f"- {change}" for change in first["changes"]), ""] if first["changes"] else []
    lines += [*first["leads"], ""]
    for card in first["cards"]:
        interval = f" {card.interval}" if card.interval else ""
        kind = f", {card.band}" if card.band else ""
        lines.append(f"{card.name}: {card.level}{interval}{kind}; {card.change}")
    lines += ["", *(f"Of {row.name}, {row.share} short of staples: {row.people} people" for row in first["classes"])]
    lines += ["", "In brackets: forecast bands where it says so, else 90 % of replicates with other dice."]
    lines += [first["coverage_sentence"]] if first["coverage_sentence"] else []
    lines += [
        f"Last report of the {age.kind}: {age.day}, {weeks} weeks before the end of the run: {age.says}."
        for age, weeks in first["ages"]
    ]
    lines += [
        f"{state.channel.capitalize()}, {state.direction}: {state.state} since {state.since}; {state.basis}."
        for state in first["states"]
    ]
    return "\n".join([*lines, first["bands"], ""])


def first_page(run: RunLike, dataset: xr.Dataset, bands: Bands, reported: Sequence[Observation]) -> dict[str, Any]:
    """What the first page says, for the template and for the text."""
    pairs = compared(dataset, reported)
    ages = evidence_age.last_reports(run.scenario, reported)
    last_day = dataset["week"].values[-1].astype("datetime64[D]").item()
    return {
        "question": getattr(run.scenario, "question", ""),
        "changes": assumptions.scenario_changes(run.scenario),
        "leads": answer.lead_sentences(bands, dataset, evidence_age.data_end(ages)),
        "cards": answer.cards(bands, forecast.bounds(pairs, reported, dataset)),
        "ages": [(age, age.weeks_before(last_day)) for age in ages],
        "states": assumptions.channel_states(run.scenario, dataset),
        "coverage_sentence": forecast.coverage_sentence(pairs, reported),
        "classes": answer.class_rows(bands, dataset),
        "bands": bands.statement,
    }


def section_figures(
    run: RunLike, dataset: xr.Dataset, bands: Bands, reported: Sequence[Observation]
) -> dict[str, Figure]:
    """The figure of each section by its key."""
    points = marks(compared(dataset, reported))
    data_end = evidence_age.data_end(evidence_age.last_reports(run.scenario, reported))
    return {section.key: section_figure(section, bands, dataset, points, data_end) for section in SECTIONS}


def render_report(
    run: RunLike,
    dataset: xr.Dataset,
    bands: Bands,
    flow_year: int | None = None,
    observations: Sequence[Observation] | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> str:
    """Make the page of a run.

    Parameters
    ----------
    run : the run, for its ledger and scenario.
    dataset, bands : its series, and its indicators with those of the replicates.
    flow_year : year of the flow matrices; by default the last full one.
    observations : reported prices; by default the shipped ones.
    pictures : the figure of each section as PNG, by its key; by default they are drawn here.
    """
    facts = [as_record(verdict) for verdict in shipped_verdicts()]
    reported = shipped_prices() if observations is None else observations
    pairs = compared(dataset, reported)
    if pictures is None:
        drawn = section_figures(run, dataset, bands, reported)
        pictures = {key: as_png(figure) for key, figure in drawn.items()}
    figures = [_figure(section, bands, dataset, embedded(pictures[section.key])) for section in SECTIONS]
    year = chosen_year(run.weeks) if flow_year is None else flow_year
    fits = fit_tables.fit_rows(pairs)
    context = {
        "run": dataset.attrs,
        "version": version("jangmadang"),
        "scenario_hash": run.scenario.content_hash()[:12],
        "first_week": _day(dataset, 0),
        "last_week": _day(dataset, -1),
        "weeks": dataset.sizes["week"],
        **first_page(run, dataset, bands, reported),
        "coverage": forecast.coverage_rows(pairs, reported),
        "places": answer.place_rows(bands),
        "spells": assumptions.assumed_spells(
            run.scenario.paths, dataset["week"].values[-1].astype("datetime64[D]").item()
        ),
        "count": assumptions.parameter_count(run.scenario),
        "rate_forced": bool(dataset["exchange_rate_forced"].values[-1] > 0),
        "rate_free_since": _free_since(dataset),
        "channels": [(label(name), COLOURS[name]) for name in map(str, dataset["channel"].values)],
        "figures": figures,
        "matrices": [_matrix(run.ledger, run.weeks, year, currency) for currency in CURRENCIES],
        "flow_year": year,
        "fits": fits,
        "fit_sentence": fit_tables.fit_sentence(fits),
        "skills": fit_tables.skill_rows(pairs),
        "skill_headings": fit_tables.SKILL_HEADINGS,
        "episodes": fit_tables.episode_rows(dataset),
        "residuals": dict(run.ledger_residuals),
        "facts": fact_rows(facts),
        "facts_counts": counts(facts),
        "levels_summary": summary(levels) if (levels := shipped_level_records()) else "",
    }
    return str(template("report.html").render(context))


def _figure(section: Section, bands: Bands, dataset: xr.Dataset, picture: str) -> dict[str, Any]:
    """What the template shows of a section."""
    return {
        "key": section.key,
        "title": section.title,
        "caption": section.caption,
        "sentence": section.sentence(bands, dataset),
        "picture": picture,
        "yearly": _cells(yearly_table(section, bands)),
    }


def _cells(frame: pd.DataFrame) -> dict[str, Any]:
    """A table as text."""
    return {
        "columns": [str(column) for column in frame.columns],
        "rows": [
            (str(key), [_plain(value) for value in row]) for key, row in zip(frame.index, frame.to_numpy(), strict=True)
        ],
    }


def _plain(value: float) -> str:
    """Four significant figures without separators, ready to paste into a spreadsheet."""
    return "" if not np.isfinite(value) else f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"


def _matrix(ledger: Mapping[str, Any], weeks: np.ndarray, year: int, currency: str) -> dict[str, Any]:
    """A flow matrix as text, with the sectors' gains and the change of their balances where it is kept."""
    matrix: FlowMatrix = flow_matrix(ledger, weeks, year, currency)
    balances = balance_change(ledger, weeks, year, currency)
    names = list(matrix.payments.index)
    return {
        "unit": CURRENCY_WORDS[currency],
        "sectors": [label(name) for name in names],
        "rows": [
            (label(name), ["" if value == 0 else number(value) for value in matrix.payments.loc[name]], number(paid))
            for name, paid in zip(names, matrix.payments.sum(axis=1), strict=True)
        ],
        "received": [number(value) for value in matrix.payments.sum(axis=0)],
        "gained": [_signed(matrix.gained[name]) for name in names],
        "balances": [_signed(balances[name]) if name in balances.index else "" for name in names],
    }


def _signed(value: float) -> str:
    rounded = round(float(value), 6)
    return "0" if rounded == 0 else ("+" if rounded > 0 else "-") + number(abs(rounded))


def _day(dataset: xr.Dataset, index: int) -> str:
    return str(np.datetime_as_string(dataset["week"].values[index], unit="D"))


def _free_since(dataset: xr.Dataset) -> str:
    """First week of the final stretch in which the exchange rate moves freely."""
    forced = np.flatnonzero(dataset["exchange_rate_forced"].values > 0)
    first = int(forced[-1]) + 1 if len(forced) else 0
    return _day(dataset, min(first, dataset.sizes["week"] - 1))
