"""What an item has cost in the reports of the evidence: an amount far outside that is never taken as confirmed."""

from __future__ import annotations

from datetime import date
from functools import cache

from jangmadang.evidence.observations import Observation, each_place, shipped_rows
from jangmadang.reading.observing import load_names

#: Times of the highest price reported near a day, and parts of the lowest, that a new report may still name.
MARGIN = 5.0
#: Years around a day in which reports are looked for, and the fewest that make a range.
NEAR_YEARS = 3
FEWEST = 5
#: Won that nothing sold on a market has cost less than since this day.
LEAST_WON, SINCE = 50.0, date(2012, 1, 1)
_FX_ITEMS = {"CNY": "cny", "USD": "usd"}


def is_plausible(item: str, value: float, currency: str, per_unit: str | None, day: date | None) -> bool:
    """Whether an amount lies within the margin of what the reports near that day say of the item.

    An item or a unit of which no report is known is held only against the least that anything costs.

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
    known = _known(item, currency, unit)
    if len(known) < FEWEST:
        return currency != "KPW" or bool(day and day < SINCE) or value >= LEAST_WON
    anchor = min(day, known[-1][0]) if day else known[-1][0]
    near = sorted(known, key=lambda entry: abs((entry[0] - anchor).days))
    near = near[: max(FEWEST, sum(abs((entry[0] - anchor).days) <= 365 * NEAR_YEARS for entry in near))]
    prices = [price for _, price in near]
    return min(prices) / MARGIN <= value <= max(prices) * MARGIN


@cache
def _known(item: str, currency: str, unit: str) -> tuple[tuple[date, float], ...]:
    """Days and prices of an item in the shipped table, in order of time."""
    rows: list[Observation] = each_place(shipped_rows())
    return tuple(
        sorted((row.date, row.value) for row in rows if (row.item, row.currency, row.unit) == (item, currency, unit))
    )
