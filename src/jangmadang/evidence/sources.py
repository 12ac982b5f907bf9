"""The registry of evidence ids: what a parameter, place or spell may name as its source."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import NamedTuple
from urllib.parse import urlsplit

#: The word for a value without evidence; allowed wherever a source is named.
ASSUMED = "assumed"
#: Who says what has no address.
OWN = "evidence of this project"
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


class Reference(NamedTuple):
    """A document that evidence comes from: what it is cited for, by whom and when it was said, and where it lies.

    `address` is a link, or a file of the package's documentation.
    """

    says: str
    publisher: str
    date: str
    address: str


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


def reference(source: str) -> Reference | None:
    """The document behind an evidence id or an address; None for *assumed* and for what is not known."""
    if source == ASSUMED or source not in known_sources():
        return None
    rows = _cited_rows()
    if source in rows:
        return rows[source]
    table = known_sources()[source]
    return Reference(source, OWN, "", f"docs/evidence/{table}" if table.endswith(".md") else table)


@cache
def _cited_rows() -> dict[str, Reference]:
    """Every row of the tables under its id, and every address under itself, with what its first row says."""
    found: dict[str, Reference] = {}
    publishers = {row["source"]: row["publisher"] for row in _rows("prices_press.csv")}
    for table in _TABLES:
        for number, row in enumerate(_rows(table), start=1):
            address = row.get("source_url") or row.get("source") or table
            publisher = row.get("publisher") or publishers.get(address) or _host(address)
            says, day = _said(table, row)
            entry = Reference(says, publisher, day, address)
            found[row["id"].removeprefix("D-") if "id" in row else f"{table} row {number}"] = entry
            found.setdefault(address, entry)
    return found


def _said(table: str, row: dict[str, str]) -> tuple[str, str]:
    """What a row says in a few words, and when."""
    if table == "border_regimes.csv":
        channel = row["channel"].replace("_", " ")
        span = f"{row['start']} to {row['end']}" if row["end"] else f"since {row['start']}"
        return f"{channel} {row['status']}, {row['place']}", span
    if table == "china_trade.csv":
        return f"China's trade with North Korea, {row['series']}", row["period"]
    if table == "prices_press.csv":
        return f"{row['item'].replace('_', ' ')}, {row['place']}", row["known_on"]
    return f"{row['quantity'].replace('_', ' ')}, {row['place']}", row["date"]


def _host(address: str) -> str:
    """The site that an address lies on; the evidence of this project where it is none."""
    return urlsplit(address).netloc.removeprefix("www.") or OWN


@cache
def _rows(table: str) -> tuple[dict[str, str], ...]:
    text = (resources.files("jangmadang.evidence") / "data" / table).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
