"""Accepted records into observations, the rows of an observation table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, get_args

import yaml

from jangmadang.evidence.observations import SOMEWHERE, Basis, Bound, Currency, Observation
from jangmadang.reading.records.records import FxRecord, PriceRecord, Record

Priced = PriceRecord | FxRecord
_FX_ITEMS = {"CNY": "cny", "USD": "usd"}
_PLACE_NOTES = {"carried": "place carried over", "source": "place of the source"}
_BASES: dict[str, Basis] = {"day": "day", "week": "week", "month": "month", "relative": "month"}


class _LeftOut(Exception):
    """Why a record gives no observation."""


@dataclass(frozen=True)
class Names:
    """The table from the reader's words to those of an observation table; see `tables/evidence_names.yaml`."""

    items: Mapping[str, str]
    price_types: Mapping[str, str]
    gathered: Sequence[str]
    sold_by_the_piece: Sequence[str]
    units: Mapping[str, tuple[str, float]]
    places: Mapping[str, str]
    publishers: Mapping[str, Mapping[str, Any]]


@cache
def load_names() -> Names:
    """Load the shipped table of names."""
    file = resources.files("jangmadang.reading") / "tables" / "evidence_names.yaml"
    return Names(**yaml.safe_load(file.read_text("utf-8")))


def observed(
    records: Iterable[Record],
    among: Iterable[Record] = (),
    text_of: Callable[[Record], str] = lambda record: "",
    publisher: str | None = None,
) -> tuple[list[Observation], list[tuple[Record, str]]]:
    """Turn prices and exchange rates into observations.

    Parameters
    ----------
    records : iterable of Record
        As `review.usable_records` gives them; records of other kinds are passed over.
    among : iterable of Record
        All records of their reports, among which the other end of a comparison is looked for.
    text_of : callable
        The text of a record's report, in which its publisher is looked for.
    publisher : str or None
        The publisher of them all; None: look for it.

    Returns
    -------
    tuple of two lists
        Observations with the ids of their records; records that give none, each with the reason.
    """
    priced = [record for record in records if isinstance(record, Priced)]
    partners = _partners([*priced, *(record for record in among if isinstance(record, Priced))])
    names = load_names()
    found: list[Observation] = []
    left_out: list[tuple[Record, str]] = []
    for record in priced:
        try:
            printed_by = publisher if publisher is not None else publisher_of(record.report, text_of(record), names)
            found.append(_observation(record, partners.get(record.id), printed_by, names))
        except _LeftOut as reason:
            left_out.append((record, str(reason)))
    return found, left_out


def publisher_of(report: str, text: str, names: Names) -> str:
    """Return the publisher that a report's name gives away, or else its text most often; empty if none does."""
    for words in (report.lower(), text.lower()):
        counts = {
            publisher: sum(len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", words)) for word in entry["words"])
            for publisher, entry in names.publishers.items()
        }
        best = max(counts, key=lambda publisher: counts[publisher])
        if counts[best]:
            return best
    return ""


def _partners(records: Sequence[Priced]) -> dict[str, Priced]:
    """The other end of each comparison, by record id."""
    pairs: dict[str, list[Priced]] = {}
    for record in records:
        if record.pair_id:
            pairs.setdefault(record.pair_id, []).append(record)
    return {
        record.id: next(other for other in pair if other.phase != record.phase)
        for pair in pairs.values()
        for record in pair
        if any(other.phase != record.phase for other in pair)
    }


def _observation(record: Priced, partner: Priced | None, publisher: str, names: Names) -> Observation:
    """Return a record as an observation, or raise why it gives none."""
    start, end, basis = _dates(record, partner)
    item, per_qty, unit = _thing(record, names)
    currency = record.currency if record.type == "price" else record.quote
    if currency not in get_args(Currency):
        raise _LeftOut(f"in {currency}; a table takes {', '.join(get_args(Currency))}")
    if record.low <= 0:
        raise _LeftOut("no positive price")
    if record.review == "unreviewed" and "unknown_place" in record.flags:
        raise _LeftOut("at a place that no table holds, perhaps abroad; give it one in review")
    low, high, bound = _ends(record)
    place = record.place.id if record.place else ""
    return Observation(
        id=record.id,
        date_start=start,
        date_end=end,
        place=names.places.get(place, place) or SOMEWHERE,
        item=item,
        low=low,
        high=high,
        bound=bound,
        currency=currency,  # type: ignore[arg-type]
        per_qty=per_qty,
        unit=unit,
        known_on=record.published or end,
        source=one_line(record.report),
        publisher=one_line(publisher),
        series=names.publishers.get(publisher, {}).get("series", "other"),
        basis=basis,
        note=one_line(_note(record, partner)),
    )


def _dates(record: Priced, partner: Priced | None) -> tuple[date, date, Basis]:
    """The days a price stands for: those its time says, or else the day of publication."""
    time, published = record.time, record.published
    if time is None:
        if record.phase == "before":
            raise _LeftOut("an earlier price without a date of its own; give it one in review")
        if published is None:
            raise _LeftOut("no date, and no day of publication; read the report again with --published")
        return published, published, "published"
    if time.start is None or time.end is None or time.basis == "unresolved":
        raise _LeftOut("its date is not resolved; read the report again with --published, or edit the time")
    if time.precision == "year":
        raise _LeftOut("its date is known only to the year")
    if record.phase == "before" and partner and partner.time and partner.time.value == time.value:
        raise _LeftOut("an earlier price without a date of its own; give it one in review")
    if published and time.start > published:
        raise _LeftOut("dated after its publication; edit the time in review")
    return time.start, min(time.end, published) if published else time.end, _BASES[time.precision]


def _thing(record: Priced, names: Names) -> tuple[str, float, str]:
    """What is priced, and for how many of which unit."""
    if record.type == "fx":
        return _FX_ITEMS[record.base], 1.0, "each"
    item = names.items.get(record.item_id, record.item_id)
    if item not in names.gathered or record.price_type != "purchase":
        item += names.price_types.get(record.price_type, "")
    if record.per_unit is None:
        if not any(f"{record.item_id}.".startswith(f"{above}.") for above in names.sold_by_the_piece):
            raise _LeftOut("no unit; give it per_qty and per_unit in review")
        return item, record.per_qty or 1.0, "each"
    unit, holds = names.units.get(record.per_unit, (record.per_unit, 1))
    return item, round((record.per_qty or 1.0) * holds, 9), unit


def _ends(record: Priced) -> tuple[float | None, float | None, Bound]:
    if record.bound == "min":
        return record.low, None, "lower"
    if record.bound == "max":
        return None, record.high, "upper"
    if record.bound == "about":
        return record.low, record.high, "about"
    return record.low, record.high, "exact" if record.low == record.high else "range"


def _note(record: Priced, partner: Priced | None) -> str:
    """What a user of the row should know of its reading."""
    parts = [f"unreviewed ({record.confidence.level})" if record.review == "unreviewed" else record.review]
    if record.type == "price":
        parts += [f"'{record.item_text}'"]
        parts += [record.origin] if record.origin else []
    if record.phase == "before":
        parts.append("earlier price of a comparison")
    elif partner and partner.time and record.time and partner.time.value == record.time.value:
        parts.append("date shared with the earlier price")
    if record.place is None:
        parts.append("no place stated")
    elif record.place.basis in _PLACE_NOTES:
        parts.append(_PLACE_NOTES[record.place.basis])
    parts += ["currency assumed"] if "assumed_currency" in record.flags else []
    if record.published is None:
        parts.append("day of publication unknown")
    return "; ".join(parts)


def one_line(text: str) -> str:
    """Return a text on one line, without characters that do not print."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())
