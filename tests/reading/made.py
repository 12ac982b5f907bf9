"""Records made by hand for tests, and a reading folder that holds them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from jangmadang.reading.records.records import (
    Confidence,
    EventRecord,
    FxRecord,
    Place,
    PriceRecord,
    Reading,
    Record,
    Run,
    Time,
)  # fmt: skip
from jangmadang.reading.records.store import write_readings

SHA = "ab" * 32
HYESAN = "KP.ryanggang.hyesan"


def _common(name: str, place: str | None, level: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name,
        "report": "report.txt",
        "text_sha256": SHA,
        "published": date(2026, 5, 15),
        "evidence": [],
        "sentence": "Words of the report.",
        "place": Place(id=place, text=place, basis="stated") if place else None,
        "confidence": Confidence(level=level, score=0.9, readers=["grammar"]),  # type: ignore[arg-type]
        "run": Run(version="1", tables="t"),
        **fields,
    }


def price(name: str, place: str | None = HYESAN, level: str = "confirmed", **fields: Any) -> PriceRecord:
    wanted = {
        "item_id": "grain.rice", "item_text": "rice", "low": 5200.0, "high": 5200.0, "bound": "exact",
        "currency": "KPW", "per_qty": 1.0, "per_unit": "kg",
    }  # fmt: skip
    return PriceRecord(**_common(name, place, level, {**wanted, **fields}))


def fx(name: str, place: str | None = HYESAN, level: str = "confirmed", **fields: Any) -> FxRecord:
    wanted = {"base": "USD", "low": 8200.0, "high": 8200.0, "bound": "exact"}
    return FxRecord(**_common(name, place, level, {**wanted, **fields}))


def event(name: str, kind: str, day: str | None, place: str | None = HYESAN, **fields: Any) -> EventRecord:
    time = on(day) if day else None
    wanted = {"event_type": kind, "status": "occurred", "time": time, "sentence": f"{kind} on {day}."}
    return EventRecord(**_common(name, place, "likely", {**wanted, **fields}))


def on(first: str, last: str | None = None, precision: str = "day", basis: str = "stated") -> Time:
    last = last or first
    value = first if first == last else f"{first}/{last}"
    return Time(text=value, value=value, start=first, end=last, precision=precision, basis=basis)  # type: ignore[arg-type]


def keep(folder: Path, *records: Record, text: str = "A source told Daily NK.") -> None:
    reading = Reading(
        report="report.txt", text_sha256=SHA, characters=len(text), published=date(2026, 5, 15),
        records=list(records), unread=[],
    )  # fmt: skip
    write_readings(folder, [reading], {SHA: text})
