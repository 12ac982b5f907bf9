"""Rows of observation tables that are asked for: by table, item, place and days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jangmadang.errors import InputError, nearest_name

if TYPE_CHECKING:
    from datetime import date

    from jangmadang.evidence.observations import Observation

#: Name of the shipped table.
SHIPPED = "shipped"


def rows_of(names: Sequence[str]) -> list[Observation]:
    """The rows of several tables, each once.

    Raises
    ------
    InputError
        If two rows have one id and say different things: which of them holds, no table says.
    """
    rows = dict.fromkeys(row for name in names for row in rows_of_table(name))
    by_id: dict[str, Observation] = {}
    for row in rows:
        if by_id.setdefault(row.id, row) is not row:
            tables = " and ".join(names)
            raise InputError(f"two rows of {tables} have the id {row.id} and differ: give one of them another id")
    return list(rows)


def rows_of_table(name: str) -> list[Observation]:
    """The rows of a table, the shipped one under the name `shipped`."""
    from jangmadang.evidence.shipped import shipped_rows
    from jangmadang.evidence.table import read_observations

    return shipped_rows() if name == SHIPPED else read_observations(Path(name))


def chosen_rows(
    rows: Sequence[Observation], item: str | None, place: str | None, first: date | None, last: date | None
) -> list[Observation]:
    """The rows that the options ask for; a name that no row has is a mistake."""
    item = asked_item(item, {row.item for row in rows})
    place = asked_place(place, {name for row in rows for name in row.places})
    return [
        row
        for row in rows
        if (not item or is_of_item(row.item, item))
        and (not place or any(_same(name, place) for name in row.places))
        and (not first or row.date_end >= first)
        and (not last or row.date_start <= last)
    ]


def asked_item(asked: str | None, known: set[str]) -> str | None:
    """The item that an option names, by any of the names that files may have; a name that no row has is a mistake."""
    if not asked or not known:
        return asked
    from jangmadang.importing.words import item_of

    for name in (asked, item_of(asked)):
        if name and any(is_of_item(item, name) for item in known):
            return name
    raise InputError(f"no item '{asked}' in the table; {nearest_name(asked, sorted(known))}")


def asked_place(asked: str | None, known: set[str]) -> str | None:
    """The place that an option names, by any of the names that files may have; a name that no row has is a mistake."""
    if not asked or not known:
        return asked
    from jangmadang.evidence.observations import known_place
    from jangmadang.importing.words import place_of

    for name in (asked, known_place(asked), place_of(asked)):
        for place in sorted(known):
            if name and _same(place, name):
                return place
    raise InputError(f"no place '{asked}' in the table; {nearest_name(asked, sorted(known))}")


def is_of_item(item: str, asked: str) -> bool:
    name, wanted = (text.casefold().replace(" ", "_") for text in (item, asked))
    return name == wanted or name.startswith(f"{wanted}.")


def _same(name: str, asked: str) -> bool:
    return name.casefold() == asked.casefold()
