"""An answer as plain data, and the shipped one: made at the newest shipped report, `make outlook-economy`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jangmadang.compiled_cache import source_hash
from jangmadang.economy_outlook.answer import Band, EconomyOutlook, Part, Pushing, Told, Why
from jangmadang.economy_outlook.figures import Figure
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.files import write_whole
from jangmadang.outlook.shipped import FOLDER, evidence_hash
from jangmadang.outlook.weekly import Report, usable_reports
from jangmadang.scenario import Scenario, load
from jangmadang.scenario.draws import draw_near

FILE = "economy.json"
HISTORY = "hyesan"
_DIGITS = 6


def as_record(answer: EconomyOutlook) -> dict[str, Any]:
    """An answer as it is printed with `--json` and shipped."""
    return {
        "origin": str(answer.origin),
        "last_week": str(answer.last_week),
        "members": answer.members,
        "ended": answer.ended,
        "unpushed": answer.unpushed,
        "gate_holds": answer.gate_holds,
        "pushing": [_rounded(asdict(one)) for one in answer.pushing],
        "figures": [
            {
                "figure": told.figure.name,
                "place": told.figure.place,
                "class": told.figure.household_class,
                "unit": told.figure.unit,
                "ahead": [{"date": str(answer.day(one.weeks)), **_rounded(asdict(one))} for one in told.bands],
                "unpushed": _rounded(list(told.unpushed)),
                "why": [_rounded(asdict(one)) for one in told.why],
            }
            for told in answer.shown
        ],
    }


def answer_of(record: dict[str, Any]) -> EconomyOutlook:
    """An answer from plain data."""
    return EconomyOutlook(
        date.fromisoformat(record["origin"]),
        date.fromisoformat(record["last_week"]),
        record["members"],
        record["ended"],
        record["unpushed"],
        tuple(_told(entry) for entry in record["figures"]),
        tuple(Pushing(**entry) for entry in record["pushing"]),
    )


def _told(entry: dict[str, Any]) -> Told:
    figure = Figure(entry["figure"], entry["place"], entry["class"], entry["unit"])
    bands = tuple(Band(**{name: value for name, value in one.items() if name != "date"}) for one in entry["ahead"])
    why = tuple(
        Why(one["weeks"], Part(**one["change"]), _parts(one["parts"]), _parts(one["held"])) for one in entry["why"]
    )
    return Told(figure, bands, tuple(entry["unpushed"]), why)


def _parts(entry: dict[str, dict[str, float]]) -> dict[str, Part]:
    return {name: Part(**one) for name, one in entry.items()}


def _rounded(value: Any) -> Any:
    """Plain data with floats to some figures."""
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value


def write_shipped(answer: EconomyOutlook) -> None:
    """Write the record that is shipped."""
    write_answer(answer, usable_reports(shipped_prices()), FOLDER / FILE)


def write_answer(answer: EconomyOutlook, reports: Sequence[Report], path: Path) -> None:
    """Write an answer with the hashes of what it rests on, whole or not at all; an older file is replaced."""
    body = {"evidence": evidence_hash(reports), "model": model_of(load(HISTORY)), **as_record(answer)}
    text = json.dumps(body, separators=(",", ":")).replace('{"figure"', '\n{"figure"') + "\n"
    write_whole(path, lambda file: file.write(text.encode()))


def kept_economy_outlook(path: Path, reports: Sequence[Report]) -> EconomyOutlook | None:
    """The answer that a file keeps; None without one, or where it is of other reports or another model."""
    try:
        record = json.loads(path.read_text("utf-8"))
        fits = (record["evidence"], record["model"]) == (evidence_hash(reports), model_of(load(HISTORY)))
        return answer_of(record) if fits else None
    except (OSError, ValueError, LookupError, TypeError):  # not there, or no answer: one can be made
        return None


def shipped_economy_outlook() -> EconomyOutlook | None:
    """The shipped answer; None where the shipped evidence or this model is another than it was made with."""
    record = _shipped()
    if not record or (record["evidence"], record["model"]) != (_evidence(), model_of(load(HISTORY))):
        return None
    return answer_of(record)


def recorded_answer() -> EconomyOutlook | None:
    """The shipped answer as it was made, for its page, whatever has changed since; None before one was made."""
    return answer_of(_shipped()) if _shipped() else None


def evidence_of_shipped() -> str:
    """Hash of the evidence that the shipped answer is from; empty without one."""
    return str(_shipped().get("evidence", ""))


def model_of(scenario: Scenario) -> str:
    """Hash of the equations, of a scenario's numbers, and of the ranges that draws are made from."""
    parts = (source_hash(), scenario.content_hash(), draw_near(1, scenario.parameters))
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


@cache
def _evidence() -> str:
    return evidence_hash(usable_reports(shipped_prices()))


@cache
def _shipped() -> dict[str, Any]:
    """The record; empty before one was made."""
    path = resources.files("jangmadang.outlook") / "data" / FILE
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}
