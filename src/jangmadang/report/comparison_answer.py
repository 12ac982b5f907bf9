"""The answer of a comparison: a sentence and cards for each scenario, what moves with hunger, one table for all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jangmadang.labels import place_in_words
from jangmadang.report.assumptions import change_in_words
from jangmadang.report.base_forecast import BaseForecast
from jangmadang.report.wording import (
    level,
    number,
    percent,
    signed_level,
    signed_percent,
    signed_points,
    spanned,
    whole,
)
from jangmadang.results.compare import Comparison
from jangmadang.results.comparison_periods import Period, own_changes
from jangmadang.results.comparison_table import ALL
from jangmadang.results.indicators import INDICATORS
from jangmadang.scenario import Scenario

SHARE, PEOPLE = "short_of_staples_share_all", "short_of_staples_people"
#: What can move hunger, in words: indicator and member.
DRIVERS = (
    ("real_income_median", "labourer", "labourers' real income"),
    ("real_income_median", "stallholder", "stallholders' real income"),
    ("rice_price", ALL, "rice"),
    ("corn_price", ALL, "corn"),
    ("exchange_rate", ALL, "the yuan"),
    ("collector_income_real", ALL, "gathering income"),
    ("imports", ALL, "imports"),
    ("exports", ALL, "exports"),
)
SMALLEST_DRIVER = 0.02
#: Paths of what is given to households and markets.
GIVEN = ("food_aid", "market_food_aid", "cash_transfer_kpw", "cash_transfer_cny")
#: Rows of the table: indicator, member, words, unit and what the figure is divided by.
ROWS = (
    (SHARE, ALL, "Households short of staples", "%", 0.01),
    (PEOPLE, ALL, "People short of staples", "people", 1.0),
    ("short_of_staples_share", "labourer", "Labourers short of staples", "%", 0.01),
    ("real_income_median_all", ALL, "Median real income", "won of 2019 a week", 1.0),
    ("real_income_median", "labourer", "  of labourers", "won of 2019 a week", 1.0),
    ("real_income_median", "stallholder", "  of stallholders", "won of 2019 a week", 1.0),
    ("turnover_constant_prices", ALL, "Market turnover", "million won of 2019 a week", 1e6),
    ("rice_price", ALL, "Rice", "won/kg", 1.0),
    ("corn_price", ALL, "Corn", "won/kg", 1.0),
    ("exchange_rate", ALL, "Yuan", "won", 1.0),
    ("imports", ALL, "Imports at Hyesan, all channels", "thousand yuan a week", 1e3),
    ("exports", ALL, "Exports at Hyesan, all channels", "thousand yuan a week", 1e3),
    ("collector_income_real", ALL, "Gathering income of a collecting household", "won of 2019 a week", 1.0),
    ("mass_pieces", ALL, "Mass garments bought", "a week", 1.0),
    ("luxury_pieces", ALL, "Luxury garments bought", "a week", 1.0),
    ("medicine_courses", ALL, "Courses of medicine bought", "a week", 1.0),
    ("medicine_price", "imported", "Imported medicine", "won/course", 1.0),
)
assert {row[0] for row in (*DRIVERS, *ROWS)} <= {indicator.name for indicator in INDICATORS}


_NUMBERS = ("base", "other", "difference", "low", "high", "relative")


class ComparedCard(NamedTuple):
    """One figure of a scenario: its level, and the difference from the base with its interval, in words."""

    name: str
    level: str
    difference: str
    base: str


class Told(NamedTuple):
    """What is told of a period, in a sentence."""

    period: Period
    text: str


class ScenarioAnswer(NamedTuple):
    """The answer for one scenario: a sentence on the weeks in which it acts, why, cards, and other weeks."""

    name: str
    title: str
    period: Period
    lead: str
    why: str
    windows: tuple[Told, ...]
    cards: tuple[ComparedCard, ...]


class Cell(NamedTuple):
    """A scenario's level and its difference from the base; `sure` when the interval excludes zero."""

    level: str
    difference: str
    interval: str
    sure: bool


class Row(NamedTuple):
    """One indicator over all scenarios; `forecast` is the base's forecast band, empty where it has none."""

    name: str
    unit: str
    base: str
    forecast: str
    cells: tuple[Cell, ...]


def answer_of(comparison: Comparison, other: Scenario) -> ScenarioAnswer:
    """The answer for one scenario against the base: over the weeks in which its own changes act."""
    window, main = comparison.periods[0], comparison.answered(other.name)
    base = comparison.scenarios[0]
    lead = _nothing_differs(comparison, other, main) or _lead(comparison, other, main, base.title or base.name)
    after = [period for period in comparison.lasting(other.name) if period != main]
    further = [(f"After it (weeks of {period.first} to {period.last})", period) for period in after]
    if main != window:
        further.append((f"Over the weeks of {window.first} to {window.last}, the table's", window))
    windows = tuple(
        Told(period, f"{words}: {_people(found_row(comparison, other.name, period.name, PEOPLE))}")
        for words, period in further
        if not _nothing_differs(comparison, other, period)
    )
    shown = ((SHARE, ALL), ("real_income_median_all", ALL), ("rice_price", ALL), ("imports", ALL), ("exports", ALL))
    rows = {(row[0], row[1]): row for row in ROWS}
    found = [(found_row(comparison, other.name, main.name, *key), rows[key]) for key in shown]
    cards = tuple(_card(row, words) for row, words in found if np.isfinite(row["base"]))
    title = called(other, base)
    return ScenarioAnswer(other.name, title, main, lead, _why(comparison, other.name, main), windows, cards)


def called(other: Scenario, base: Scenario) -> str:
    """What a scenario is called beside its base: its title, if that is its own."""
    return other.name if other.title == base.title else other.title or other.name


def changes_nothing(other: Scenario, base: Scenario) -> str:
    """That a scenario changes nothing of its base, in a sentence."""
    return f"Nothing differs in any week: “{called(other, base)}” changes nothing of “{base.title or base.name}”."


def _nothing_differs(comparison: Comparison, other: Scenario, period: Period) -> str:
    """Why nothing can differ from the base in a period; empty where something can."""
    base = comparison.scenarios[0]
    parted = comparison.parted[[item.name for item in comparison.scenarios[1:]].index(other.name)]
    if parted is None and own_changes(base, other):
        return (
            f"Nothing differs in any week: what “{called(other, base)}” sets is what “{base.title or base.name}” "
            "has in those weeks already."
        )
    if parted is None:
        return changes_nothing(other, base)
    if period.last < parted:
        return (
            f"Nothing differs in the weeks of {period.first} to {period.last}: the first week that does is that of "
            f"{parted}. Choose a window that begins then or later."
        )
    return ""


def _lead(comparison: Comparison, other: Scenario, period: Period, base: str) -> str:
    share = found_row(comparison, other.name, period.name, SHARE)
    people = found_row(comparison, other.name, period.name, PEOPLE)
    weeks = round((period.last - period.first).days / 7) + 1
    weeks_said = "week" if weeks == 1 else f"{weeks} weeks"
    openings = {"while": f"While it lasts, in the {weeks_said}", "since": f"In its first {weeks_said}"}
    when = openings.get(period.name.partition(" ")[0], f"Over the {weeks_said}")
    return (
        f"{when} from {period.first}, {percent(share['other'])} of {_whose(comparison)} households would be short "
        f"of staple food, {whole(people['other'])} people, against {percent(share['base'])} in “{base}”: "
        + _people(people)
    )


def _whose(comparison: Comparison) -> str:
    """Whose households the answer speaks of."""
    return f"{place_in_words(comparison.place)}'s"


def _people(row: pd.Series) -> str:
    """A difference of people in words, with its interval."""
    size, low, high = row["difference"], row["low"], row["high"]
    if not (low > 0 or high < 0):
        return f"no sure difference ({signed_level(low, 'people')} to {signed_level(high, 'people')} people)."
    word = "more" if size > 0 else "fewer"
    ends = sorted((abs(low), abs(high)))
    return f"{whole(abs(size))} people {word} ({whole(ends[0])} to {whole(ends[1])})."


def _why(comparison: Comparison, name: str, window: Period) -> str:
    """What moves with it, largest first; empty where nothing does."""
    moved = []
    for indicator, member, words in DRIVERS:
        row = found_row(comparison, name, window.name, indicator, member)
        if (row["low"] > 0 or row["high"] < 0) and abs(row["relative"]) >= SMALLEST_DRIVER:
            moved.append((abs(row["relative"]), f"{words} {signed_percent(row['relative'])}"))
    return "; ".join([*_given(comparison, name), *(text for _, text in sorted(moved, reverse=True)[:5])])


def _given(comparison: Comparison, name: str) -> list[str]:
    """Food and money that a scenario gives out: no indicator moves as much as what its households are handed."""
    base, other = comparison.scenarios[0], next(found for found in comparison.scenarios if found.name == name)
    return [change_in_words(change) for change in own_changes(base, other) if change.path.partition("[")[0] in GIVEN]


def _card(row: pd.Series, words: tuple[str, str, str, str, float]) -> ComparedCard:
    _, _, name, unit, divide_by = words
    cell = _cell(row, unit, divide_by)
    difference = f"{cell.difference} ({cell.interval})" if cell.interval else cell.difference
    if unit == "%":
        return ComparedCard(name, percent(row["other"]), difference, f"from {percent(row['base'])}")
    for scale in ("thousand ", "million "):  # a card says its own scale: 0 yuan, 2.98 million yuan
        unit = unit.removeprefix(scale)
    said, before = (f"{level(row[key], unit)} {unit}" for key in ("other", "base"))
    return ComparedCard(name, said, difference, f"from {before}")


def side_by_side(comparison: Comparison, forecast: BaseForecast) -> list[Row]:
    """The main indicators of the place over the window, one row each, all scenarios beside the base."""
    window = comparison.periods[0].name
    names = [other.name for other in comparison.scenarios[1:]]
    rows = []
    for indicator, member, words, unit, divide_by in ROWS:
        found = [found_row(comparison, name, window, indicator, member) for name in names]
        if not np.isfinite(found[0]["base"]):  # trade at the border of Hyesan, where another place is asked for
            continue
        cells = tuple(_cell(row, unit, divide_by) for row in found)
        ends = forecast.over(comparison, indicator, comparison.periods[0])
        band = "" if ends is None else " to ".join(number(end / divide_by) for end in ends)
        rows.append(Row(words, unit, level(found[0]["base"] / divide_by, unit), band, cells))
    return rows


def _cell(row: pd.Series, unit: str, divide_by: float) -> Cell:
    """Level, and the difference with its interval, both in points or both in per cent of the base."""
    if unit == "%":
        difference = f"{signed_points(row['difference'])} points"
        low, high = (signed_points(row[end]) for end in ("low", "high"))
    else:
        difference = signed_percent(row["relative"])
        low, high = (signed_percent(row[end] / row["base"] if row["base"] > 0 else None) for end in ("low", "high"))
    interval = spanned(low, high) if low != high else ""
    return Cell(level(row["other"] / divide_by, unit), difference, interval, bool(row["low"] > 0 or row["high"] < 0))


def partly_in_window(comparison: Comparison) -> list[str]:
    """A sentence for each scenario whose changes do not act as long as the window: the table mixes its weeks."""
    window, said = comparison.periods[0], []
    for other in comparison.scenarios[1:]:
        period = comparison.answered(other.name)
        if (period.first, period.last) == (window.first, window.last):
            continue
        inside = (min(period.last, window.last) - max(period.first, window.first)).days // 7 + 1
        lasts = period.name.startswith("while ")
        said.append(
            f"“{called(other, comparison.scenarios[0])}” {'lasts' if lasts else 'acts'} in {max(inside, 0)} of these "
            f"{(window.last - window.first).days // 7 + 1} weeks; its answer above is of the weeks "
            f"{'while it lasts' if lasts else f'from its first on, {period.first} to {period.last}'}."
        )
    return said


def found_row(comparison: Comparison, scenario: str, period: str, indicator: str, member: str = ALL) -> pd.Series:
    """The row of the table at the comparison's place (or of the country, where an indicator has no place)."""
    number = comparison.rows_spoken_of.get((scenario, period, indicator, member))
    return pd.Series(dict.fromkeys(_NUMBERS, np.nan)) if number is None else comparison.table.iloc[number]
