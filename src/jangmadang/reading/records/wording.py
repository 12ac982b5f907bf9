"""Records in words: what each says, its value, and the words of the report that it rests on."""

from __future__ import annotations

from jangmadang.evidence.observations import amount_in_words
from jangmadang.reading.records.records import Record

HEADINGS = ("kind", "what", "value", "place", "time", "trust", "words")
#: Fields of flows and events that are no part of their claim.
BESIDE = ("channel", "status")
_BOUNDS = {"min": "at least ", "max": "at most ", "about": "about "}


def row_of(record: Record) -> tuple[str, ...]:
    """A record as a line of the table."""
    words = max(cues_of(record), key=len, default="")
    kind = record.type if record.modality == "asserted" else f"{record.type} ({record.modality})"
    trust = record.confidence.level if record.review == "unreviewed" else record.review
    place = record.place.id + _not_stated(record.place.basis) if record.place else ""
    time = (record.time.value or record.time.text) if record.time else ""
    return kind, what_of(record), value_of(record), place, time, trust, " ".join(words.split())


def cues_of(record: Record) -> list[str]:
    """The words that make a record's claim, without the clause around them and the words of its other fields."""
    cues = [evidence.exact for evidence in record.evidence if evidence.role not in ("clause", *BESIDE)]
    return cues or [evidence.exact for evidence in record.evidence]


def what_of(record: Record) -> str:
    """What a record is about: its good, money, target or kind."""
    if record.type == "price":
        return record.item_id
    if record.type == "fx":
        return record.base
    if record.type == "flow":
        return f"{record.direction} {record.item_id or ''}".strip()
    if record.type == "change":
        return f"{record.target} {record.item_id or ''}".strip()
    return record.event_type


def value_of(record: Record) -> str:
    """What a record says of it: the amount, or how it goes."""
    if record.type == "price" or record.type == "fx":
        amount = " to ".join(amount_in_words(end) for end in dict.fromkeys((record.low, record.high)))
        bound = _BOUNDS.get(record.bound, "")
        phase = "" if record.phase == "current" else f" ({record.phase})"
        if record.type == "fx":
            return f"{bound}{amount} KPW{phase}"
        per = f" per {amount_in_words(record.per_qty)} {record.per_unit}" if record.per_unit and record.per_qty else ""
        return f"{bound}{amount} {record.currency}{per}{phase}"
    if record.type == "change":
        return record.direction
    return ", ".join(field_in_words(record, name) for name in BESIDE if getattr(record, name, None))


def field_in_words(record: Record, name: str) -> str:
    """A field of a flow or an event beside its claim, and whether its clause states it."""
    field = getattr(record, name)
    return f"{field.value}{_not_stated(field.basis)}" if field else "not stated"


def _not_stated(basis: str) -> str:
    return "" if basis == "stated" else f" ({basis})"
