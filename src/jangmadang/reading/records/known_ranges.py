"""What an item has cost in the reports of the evidence: an amount far outside that is never taken as confirmed."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from statistics import median

from jangmadang.evidence.observations import Observation, each_place
from jangmadang.evidence.shipped import shipped_rows
from jangmadang.reading.records.observing import load_names

#: Times of the highest price reported near a day, and parts of the lowest, that a new report may still name.
MARGIN = 5.0
#: Years around a day in which reports are looked for, and the fewest that make a range.
NEAR_YEARS = 3
FEWEST = 5
#: Won that nothing sold on a market has cost less than since this day.
LEAST_WON, SINCE = 50.0, date(2012, 1, 1)
_FX_ITEMS = {"CNY": "cny", "USD": "usd"}
#: A litre of oil or fuel costs about what a kilogram costs.
_LIKE_UNITS = ("kg", "litre")
#: Kinds of an item that cost about what the item itself costs.
_AS_DEAR = re.compile(r"_(?:wholesale|imported)$")


def is_plausible(item: str, value: float, currency: str, per_unit: str | None, day: date | None) -> bool:
    """Whether an amount lies within the margin of what the reports near that day say of the item.

    An amount in yuan or dollars is held against what the won of the reports came to in that money. An item or a unit of
    which no report is known is held only against the least that anything costs; money of no known rate against nothing.

    Parameters
    ----------
    item : str
        The reader's id of a good, or the foreign money of a rate.
    value : float
        For one `per_unit`.
    currency : str
        Of the value.
    per_unit : str or None
        The reader's unit; None for a rate.
    day : date or None
        Of the price or of its report; None stands for the latest reports.
    """
    names = load_names()
    unit, holds = names.units.get(per_unit, (per_unit, 1.0)) if per_unit else ("each", 1.0)
    return _is_near_known(_FX_ITEMS.get(item) or names.items.get(item, item), value / holds, currency, unit, day)


def is_plausible_row(row: Observation) -> bool:
    """Whether the ends of an observation lie within the margin of what is known of its item."""
    ends = [end / row.per_qty for end in (row.low, row.high) if end is not None]
    return all(_is_near_known(row.item, end, row.currency, row.unit, row.date) for end in ends)


def _is_near_known(item: str, value: float, currency: str, unit: str, day: date | None) -> bool:
    """Whether a price per unit lies within the margin of the reports near a day."""
    if currency != "KPW" and currency not in _FX_ITEMS:
        return True
    ends = _ends_near(item, currency, unit, day)
    if ends is None:
        return bool(day and day < SINCE) or value * _won_for_one(currency, day or date.max) >= LEAST_WON
    return ends[0] / MARGIN <= value <= ends[1] * MARGIN


@cache
def _ends_near(item: str, currency: str, unit: str, day: date | None) -> tuple[float, float] | None:
    """The lowest and the highest price reported near a day; None where too few are known."""
    known = _known(item, currency, unit)
    if len(known) < FEWEST:
        known = _known(_AS_DEAR.sub("", item), currency, unit)
    if len(known) < FEWEST:
        return None
    anchor = min(day, known[-1][0]) if day else known[-1][0]
    near = sorted(known, key=lambda entry: abs((entry[0] - anchor).days))
    near = near[: max(FEWEST, sum(abs((entry[0] - anchor).days) <= 365 * NEAR_YEARS for entry in near))]
    prices = [price for _, price in near]
    return min(prices), max(prices)


@cache
def _known(item: str, currency: str, unit: str) -> tuple[tuple[date, float], ...]:
    """Days and prices of an item in the shipped table, in order of time.

    Prices in foreign money are those reported in it, and those in won at the exchange rate of their own day.
    """
    units = _LIKE_UNITS if unit in _LIKE_UNITS else (unit,)
    rows: list[Observation] = [row for row in each_place(shipped_rows()) if row.item == item and row.unit in units]
    return tuple(
        sorted(
            (row.date, row.value / (_won_for_one(currency, row.date) if row.currency == "KPW" else 1.0))
            for row in rows
            if row.currency in ("KPW", currency)
        )
    )


@cache
def _won_for_one(currency: str, day: date) -> float:
    """Won for one of a currency: the middle of the rates reported nearest to a day."""
    if currency == "KPW":
        return 1.0
    near = sorted(_known(_FX_ITEMS[currency], "KPW", "each"), key=lambda entry: abs((entry[0] - day).days))
    return median(price for _, price in near[:FEWEST])
