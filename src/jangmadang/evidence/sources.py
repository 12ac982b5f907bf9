"""The registry of evidence ids: what a parameter, place or spell may name as its source."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

#: The word for a value without evidence; allowed wherever a source is named.
ASSUMED = "assumed"
#: Sections of docs/evidence/households.md, and parts and sections of docs/evidence/mechanism_evidence.md.
HOUSEHOLD_SECTIONS = range(1, 8)
MECHANISM_PARTS = range(1, 6)
MECHANISM_SECTIONS = range(1, 25)

_TABLES = (
    "prices_press.csv",
    "border_trade.csv",
    "border_regimes.csv",
    "china_trade.csv",
    "structure.csv",
    "food_system.csv",
)


@cache
def known_sources() -> dict[str, str]:
    """Every evidence id, and where it is found.

    Ids of structure.csv are named without their leading `D-`. A whole table, a row of border_regimes.csv (as
    "border_regimes.csv row 7", the heading not counted) and the address of any row's source are ids too.
    """
    known = {table: table for table in _TABLES}
    for table in _TABLES:
        for number, row in enumerate(_rows(table), start=1):
            if "id" in row:
                known[row["id"].removeprefix("D-")] = table
            if table == "border_regimes.csv":
                known[f"{table} row {number}"] = table
            address = row.get("source_url") or row.get("source")
            if address:
                known.setdefault(address, table)
    known |= {f"households {n}": "households.md" for n in HOUSEHOLD_SECTIONS}
    known |= {f"mechanism part {n}": "mechanism_evidence.md" for n in MECHANISM_PARTS}
    known |= {f"mechanism {n}": "mechanism_evidence.md" for n in MECHANISM_SECTIONS}
    return known


def is_known(source: str) -> bool:
    """Whether a source is an evidence id or the word *assumed*."""
    return source == ASSUMED or source in known_sources()


def unknown_sources(sources: list[str] | tuple[str, ...]) -> list[str]:
    """The sources of a list that are neither evidence ids nor *assumed*."""
    return [source for source in sources if not is_known(source)]


def describe(source: str) -> str:
    """One line about an evidence id: what it says, for what place and date."""
    for table in ("structure.csv", "food_system.csv", "border_trade.csv"):
        for row in _rows(table):
            if row["id"].removeprefix("D-") == source:
                low, high = (row["value_low"], row["value_high"]) if "value_low" in row else (row["low"], row["high"])
                value = low if low == high else f"{low} to {high}".strip()
                origin = row["source_url"] or table
                return f"{row['quantity']}: {value} {row['unit']}, {row['place']}, {row['date']} ({origin})"
    place = known_sources().get(source)
    return source if place is None or source.startswith(place) else f"{source} ({place})"


@cache
def _rows(table: str) -> tuple[dict[str, str], ...]:
    text = (resources.files("jangmadang.evidence") / "data" / table).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
