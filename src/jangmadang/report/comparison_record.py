"""A comparison as JSON: all that its page and its table say, periods named and dated, figures in the table's units."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from jangmadang.report.assumptions import changes_against
from jangmadang.report.base_forecast import BaseForecast, base_forecast
from jangmadang.report.comparison_answer import PEOPLE, SHARE, answer_of, found_row, partly_in_window
from jangmadang.results.compare import Comparison
from jangmadang.results.comparison_periods import Period
from jangmadang.results.indicators import INDICATORS
from jangmadang.results.summary import COUNTRY
from jangmadang.scenario import Scenario

UNITS = {indicator.name: indicator.unit for indicator in INDICATORS}
#: Figures of a sentence: what, indicator, unit, unit of a difference, and how many of it one is.
SHORT = (("households", SHARE, "%", "points", 100.0), ("people", PEOPLE, "people", "people", 1.0))
FIGURES = ("base", "other", "difference", "low", "high", "relative")


def comparison_record(
    comparison: Comparison, places: Sequence[str], by_year: bool, forecast: BaseForecast | None = None
) -> dict[str, Any]:
    """What `compare --json` prints: the answers, then rows of the table at places, by year too where that is asked.

    `forecast` is that of the base where it is at hand.
    """
    base, *others = comparison.scenarios
    forecast = forecast or base_forecast(comparison)
    return {
        "base": {"scenario": base.name, "title": base.title or base.name},
        "place": comparison.place,
        "seeds": list(comparison.seeds),
        "resolution": str(comparison.resolution),
        "statement": comparison.statement,
        "notes": [*comparison.notes, *partly_in_window(comparison)],
        "answers": [answer_record(comparison, other) for other in others],
        "forecast_bands": _forecast_bands(comparison, forecast),
        "forecast_statement": forecast.words,
        "rows": _rows(comparison, places, by_year),
    }


def answer_record(comparison: Comparison, other: Scenario) -> dict[str, Any]:
    """The answer for one scenario: its sentences, each with the weeks and the figures that it is of."""
    answer, base = answer_of(comparison, other), comparison.scenarios[0]
    told = [(answer.period, answer.lead), *answer.windows]
    return {
        "scenario": answer.name,
        "title": answer.title,
        "question": other.question,
        "changes": changes_against(base, other),
        "lead": answer.lead,
        "what_moves_with_it": answer.why.split("; ") if answer.why else [],
        "windows": [
            {**_dated(period), "text": text, "short_of_staples": _short(comparison, other.name, period)}
            for period, text in told
        ],
        "cards": [card._asdict() for card in answer.cards],
    }


def _dated(period: Period) -> dict[str, str]:
    """A period by name and Mondays."""
    return {"period": period.name, "first_week": str(period.first), "last_week": str(period.last)}


def _short(comparison: Comparison, scenario: str, period: Period) -> dict[str, dict[str, Any]]:
    """Households and people short of staples over a period: the figures of its sentence."""
    return {
        what: {"unit": unit, "difference_unit": step, **_figures(comparison, scenario, period, indicator, times)}
        for what, indicator, unit, step, times in SHORT
    }


def _figures(
    comparison: Comparison, scenario: str, period: Period, indicator: str, times: float
) -> dict[str, float | None]:
    """Base, other and their difference with its interval, in another unit; the relative difference is as it is."""
    row = found_row(comparison, scenario, period.name, indicator)
    scaled = {name: float(row[name]) * (1.0 if name == "relative" else times) for name in FIGURES}
    return {name: value if value == value else None for name, value in scaled.items()}


def _forecast_bands(comparison: Comparison, forecast: BaseForecast) -> list[dict[str, Any]]:
    """Forecast bands of the base over each period but calendar years: the mean of its ends, and the base's own."""
    other, found = comparison.scenarios[1].name, []
    for period in _named(comparison):
        for indicator in forecast.bands:
            if ends := forecast.over(comparison, indicator, period):
                level = float(found_row(comparison, other, period.name, indicator)["base"])
                figures = dict(zip(("base", "low", "high"), (level, *ends), strict=True))
                found.append({"indicator": indicator, "unit": UNITS[indicator], **_dated(period), **figures})
    return found


def _named(comparison: Comparison) -> list[Period]:
    """The window and the periods of single scenarios."""
    return [period for period in comparison.periods if not period.name.isdigit()]


def _rows(comparison: Comparison, places: Sequence[str], by_year: bool) -> list[dict[str, Any]]:
    """Rows of the table at places and of the country, without calendar years unless they are asked for."""
    table = comparison.table[comparison.table["place"].isin((*places, COUNTRY))]
    if not by_year:
        table = table[~table["period"].str.isdigit()]
    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records", double_precision=15))
    return rows
