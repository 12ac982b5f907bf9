"""The report: one self-contained page."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from jangmadang import __version__
from jangmadang.facts.levels import shipped_level_records
from jangmadang.facts.publishing import counts
from jangmadang.facts.records import as_record, shipped_verdicts
from jangmadang.labels import label
from jangmadang.report import answer, assumptions, fit_tables, forecast
from jangmadang.report import now_and_next as next_page
from jangmadang.report.against_base import AgainstBase
from jangmadang.report.canvas import as_png, as_svg, embedded, section_figure
from jangmadang.report.citing import Cited, cited_by
from jangmadang.report.facts_page import fact_rows, levels_words, robust_words, shipped_facts_page
from jangmadang.report.fan_chart import fan_chart
from jangmadang.report.figures import SECTIONS
from jangmadang.report.first_page import FirstPage, as_text, first_page
from jangmadang.report.flow_matrix import CURRENCIES, chosen_year, matrix_in_words, year_weeks
from jangmadang.report.now_and_next import NowAndNext, now_and_next
from jangmadang.report.observed import marks
from jangmadang.report.palette import COLOURS
from jangmadang.report.reported import Reported, reported_beside
from jangmadang.report.run_workbook import run_workbook
from jangmadang.report.section import Section, series, yearly_table
from jangmadang.report.sheet import PAGE, PHONE, Sheet
from jangmadang.report.templates import template
from jangmadang.report.wording import REFERENCE_YEAR, is_projected, milestones, number
from jangmadang.results.assumption_bands import INDICATORS
from jangmadang.results.bands import Bands
from jangmadang.results.record import RunLike

#: Years that stand side by side across a printed page.
MOST_YEARS = 14
PHONE_DOTS_PER_INCH = 150
#: Key of the section and the figure of the outlook.
NEXT = "now_and_next"
ASSUMED_CAPTION = "Palest: the band by what is assumed, as on the first page."


def run_pages(
    run: RunLike, dataset: xr.Dataset, bands: Bands, workbook_of: str | None = None, against: AgainstBase | None = None
) -> dict[str, str | bytes]:
    """The files of a run by name: its report, its figures, its answer as text, and the facts as shipped.

    `against` says what the scenario does against its base; None where it has none.
    `workbook_of` is the command that asks for a workbook besides (empty: none is named); None asks for none.
    """
    reported, ahead, first, cited, figures = _parts(run, dataset, bands, against.text if against else "")
    pictures = {key: as_png(figure) for key, figure in figures.items()}
    further: dict[str, str | bytes] = {}
    if against:
        further["against_base.json"] = json.dumps(against.record, indent=1, ensure_ascii=False)
    if workbook_of is not None:
        further["report.xlsx"] = run_workbook(run, dataset, bands, reported, first, cited, workbook_of)
    return {
        "answer.txt": as_text(first),
        "forecast_bands.json": _forecast_bands(bands, dataset, reported),
        "assumption_bands.json": _assumption_bands(bands),
        "report.html": _rendered(run, dataset, bands, reported, first, cited, pictures, ahead),
        "facts.html": shipped_facts_page(),
        **{f"figures/{key}.png": picture for key, picture in pictures.items()},
        **{f"figures/{key}.svg": as_svg(figure) for key, figure in figures.items()},
        **further,
    }


def _forecast_bands(bands: Bands, dataset: xr.Dataset, reported: Reported) -> str:
    """Mean of the last four weeks of each headline price, with its forecast band, for other programs."""
    found = {}
    for name, interval in forecast.bounds(reported, dataset).items():
        level = answer.recent_interval(bands, series(name))[0]
        found[name] = dict(zip(("now", "low", "high"), (level, *interval.around(level)), strict=True))
    return json.dumps(found, indent=1)


def _assumption_bands(bands: Bands) -> str:
    """Mean of the last four weeks of each other headline figure, with its band by what is assumed."""
    found = {}
    for name in INDICATORS:
        level = answer.recent_interval(bands, answer.headline(name))[0]
        if ends := answer.assumed_ends(bands, name, level):
            found[name] = dict(zip(("now", "low", "high"), (level, *ends), strict=True))
    return json.dumps(found, indent=1)


def section_figures(bands: Bands, dataset: xr.Dataset, reported: Reported, sheet: Sheet = PAGE) -> dict[str, Figure]:
    """The figure of each section by its key."""
    points, forecast_bands = marks(reported.pairs), forecast.weekly_bands(reported, dataset)
    return {
        section.key: section_figure(section, bands, dataset, points, reported.data_end, forecast_bands, sheet)
        for section in SECTIONS
    }


def render_report(run: RunLike, dataset: xr.Dataset, bands: Bands) -> str:
    """Make the page of a run from the run, its dataset, and its indicators with those of the replicates."""
    reported, ahead, first, cited, figures = _parts(run, dataset, bands)
    pictures = {key: as_png(figure) for key, figure in figures.items()}
    return _rendered(run, dataset, bands, reported, first, cited, pictures, ahead)


def _parts(
    run: RunLike, dataset: xr.Dataset, bands: Bands, against: str = ""
) -> tuple[Reported, NowAndNext | None, FirstPage, Cited, dict[str, Figure]]:
    """What a page is made of: the reports, the outlook beside them, the first page, sources, figures by key."""
    reported = reported_beside(run.scenario, dataset)
    ahead = now_and_next(dataset, reported.observations)
    first = first_page(run.scenario, dataset, bands, reported, against, next_page.answer_line(ahead))
    cited = cited_by(run.scenario, reported, first, fit_tables.episode_rows(dataset))
    figures = section_figures(bands, dataset, reported)
    return reported, ahead, first, cited, figures | ({NEXT: fan_chart(ahead)} if ahead else {})


def _rendered(
    run: RunLike,
    dataset: xr.Dataset,
    bands: Bands,
    reported: Reported,
    first: FirstPage,
    cited: Cited,
    pictures: Mapping[str, bytes],
    ahead: NowAndNext | None,
) -> str:
    """Fill the template; `pictures` are the figures of the sections as PNG, by key."""
    facts = [as_record(verdict) for verdict in shipped_verdicts()]
    for_phones = section_figures(bands, dataset, reported, PHONE)
    narrow = {key: as_png(figure, PHONE_DOTS_PER_INCH) for key, figure in for_phones.items()}
    year = chosen_year(run.weeks)
    fits = fit_tables.fit_rows(reported.pairs)
    last_day = dataset["week"].values[-1].astype("datetime64[D]").item()
    context = {
        "run": dataset.attrs,
        "first": first,
        "ahead": next_page.as_context(ahead, embedded(pictures[NEXT])) if ahead else None,
        "version": __version__,
        "reference_year": REFERENCE_YEAR,
        "written": datetime.date.today().isoformat(),
        "scenario_hash": run.scenario.content_hash()[:12],
        "first_week": _day(dataset, 0),
        "last_week": _day(dataset, -1),
        "coverage": forecast.coverage_rows(reported.coverage),
        "places": answer.place_rows(bands),
        "spells": assumptions.assumed_spells(run.scenario.paths, last_day),
        "count": assumptions.parameter_count(run.scenario),
        "rate_forced": bool(dataset["exchange_rate_imposed"].values[-1] > 0),
        "rate_free_since": _free_since(dataset),
        "channels": [(label(name), COLOURS[name]) for name in map(str, dataset["channel"].values)],
        "figures": [
            _figure(section, bands, dataset, reported, pictures[section.key], narrow[section.key])
            for section in SECTIONS
        ],
        "matrices": [matrix_in_words(run.ledger, year_weeks(run.weeks, year), currency) for currency in CURRENCIES],
        "flow_year": year,
        "flows_projected": _projected_from(run.weeks[year_weeks(run.weeks, year)[-1]], reported),
        "projected_from": _projected_from(dataset["week"].values[-1], reported),
        "fits": [row._replace(verdict="") for row in fits] if reported.apart_since else fits,
        "fit_sentence": forecast.apart_sentence(reported) or fit_tables.fit_sentence(fits),
        "skills": fit_tables.skill_rows(reported.pairs),
        "skill_headings": fit_tables.SKILL_HEADINGS,
        "episodes": fit_tables.episode_rows(dataset),
        "cited": cited,
        "residuals": dict(run.ledger_residuals),
        "facts": fact_rows(facts),
        "facts_counts": counts(facts),
        "robust": robust_words(),
        "levels_summary": levels_words(levels) if (levels := shipped_level_records()) else "",
    }
    return str(template("report.html").render(context))


def _figure(
    section: Section, bands: Bands, dataset: xr.Dataset, reported: Reported, picture: bytes, narrow_picture: bytes
) -> dict[str, Any]:
    """What the template shows of a section."""
    hatched = any(line.forecast for panel in section.panels for line in panel.lines)
    hatched = hatched and bool(forecast.weekly_bands(reported, dataset))
    assumed = not bands.drawn and any(line.assumed for panel in section.panels for line in panel.lines)
    return {
        "key": section.key,
        "title": section.title,
        "caption": section.caption
        + (f" {forecast.caption_sentence(reported.coverage)}" if hatched else "")
        + (f" {ASSUMED_CAPTION}" if assumed else ""),
        "sentence": section.sentence(bands, milestones(dataset, reported.data_end)),
        "picture": embedded(picture),
        "narrow_picture": embedded(narrow_picture),
        "panels": len(section.panels),
        "observed": any(panel.observed for panel in section.panels),
        "yearly": _cells(_lying(yearly_table(section, bands))),
    }


def _projected_from(week: np.datetime64, reported: Reported) -> str:
    """The day of the last report of any kind, where a week lies after it; empty where it does not."""
    return str(reported.data_end) if is_projected(week, reported.data_end) else ""


def _lying(frame: pd.DataFrame) -> pd.DataFrame:
    """Years side by side where they fit a printed page: a few low rows under a figure, not a page of them."""
    return frame.T if len(frame) <= MOST_YEARS else frame


def _cells(frame: pd.DataFrame) -> dict[str, Any]:
    """A table as text."""
    return {
        "columns": [str(column) for column in frame.columns],
        "rows": [
            (str(key), [_plain(value) for value in row]) for key, row in zip(frame.index, frame.to_numpy(), strict=True)
        ],
    }


def _plain(value: float) -> str:
    """A mean as the page writes numbers; nothing for none."""
    return number(value) if np.isfinite(value) else ""


def _day(dataset: xr.Dataset, index: int) -> str:
    return str(np.datetime_as_string(dataset["week"].values[index], unit="D"))


def _free_since(dataset: xr.Dataset) -> str:
    """First week of the final stretch in which the exchange rate moves freely."""
    forced = np.flatnonzero(dataset["exchange_rate_imposed"].values > 0)
    first = int(forced[-1]) + 1 if len(forced) else 0
    return _day(dataset, min(first, dataset.sizes["week"] - 1))
