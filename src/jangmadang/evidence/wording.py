"""Observations in words: their dates and their price, as they were printed."""

from __future__ import annotations

from jangmadang.evidence.observations import Observation, amount_in_words

_BOUNDS = {"lower": "at least ", "upper": "at most ", "about": "about "}


def dates_in_words(row: Observation) -> str:
    """The day or the days that a row stands for."""
    return f"{row.date_start}" if row.date_start == row.date_end else f"{row.date_start} to {row.date_end}"


def price_in_words(row: Observation) -> str:
    """A price as it is spoken."""
    ends = [amount_in_words(end) for end in (row.low, row.high) if end is not None]
    amount = ends[0] if len(set(ends)) == 1 else " to ".join(ends)
    quantity = f"per {amount_in_words(row.per_qty)} {row.unit}" if (row.per_qty, row.unit) != (1.0, "each") else "each"
    return f"{_BOUNDS.get(row.bound, '')}{amount} {row.currency} {quantity}"
