"""Rows of a price table into observations, each with where it comes from, and what was left out and why."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from jangmadang.errors import InputError
from jangmadang.evidence.cells import read_sheets
from jangmadang.evidence.observations import (
    Basis,
    Bound,
    Currency,
    Observation,
    amount_in_words,
    known_item,
    known_place,
)
from jangmadang.evidence.table import read_observations, write_observations
from jangmadang.importing.layouts import RATE_ITEMS, Layout, Told, Wide, layout_of, told_by
from jangmadang.importing.words import (
    RATE,
    currency_of,
    days_of,
    is_this_country,
    item_of,
    number_of,
    place_of,
    unit_of,
)
from jangmadang.reading.known_ranges import is_plausible_row
from jangmadang.reading.observing import load_names, one_line

#: Flags of prices that nobody has seen: predicted or filled in.
_NO_PRICE = re.compile(r"forecast|estimate|interpolat|imputed|missing|예측|추정", re.IGNORECASE)
_SHORT = 12


class _LeftOut(Exception):
    """Why a cell gives no observation."""


@dataclass(frozen=True)
class Imported:
    """What a table gave: its layout and encoding, observations, and rows left out by number with the reason.

    `sheet` names the sheet of a workbook that was read, `unread` the others that hold rows.
    """

    layout: str
    encoding: str
    heading_row: int
    sheet: str
    unread: list[str]
    observations: list[Observation]
    left_out: list[tuple[int, str]]


@dataclass(frozen=True)
class Merged:
    """What an observation table gained; `there_already` has the same figures in rows of other ids, such as a copy's."""

    added: list[Observation]
    changed: list[Observation]
    unchanged: list[Observation]
    there_already: list[Observation]


def import_table(
    path: Path, mapping: Path | None = None, publisher: str = "", source: str = "", keep_unlikely: bool = False
) -> Imported:
    """Read a price table.

    Parameters
    ----------
    path : the table; see `evidence.cells.read_sheets`.
    mapping : a mapping file; see `layouts.MappingFile`.
    publisher, source : who printed it and where; default: as the mapping or the layout says, and the file's name.
    keep_unlikely : take prices far from all that is known of their item as disputed, rather than leave them out.

    Raises
    ------
    InputError
        If the file cannot be read, or its columns are not known.
    """
    told = told_by(mapping)
    told = replace(told, publisher=publisher or told.publisher, source=source or told.source)
    sheets = read_sheets(path)
    layout = layout_of(sheets, path.name, told)
    unread = [cells.sheet for cells in sheets if cells is not layout.cells]
    reader = _Reader(
        path, f"{path.name}, sheet {layout.cells.sheet}" if unread else path.name, layout, told, keep_unlikely
    )
    found: list[Observation] = []
    left_out: list[tuple[int, str]] = []
    for number, row in zip(layout.numbers, layout.rows, strict=True):
        for outcome in reader.read(number, row):
            if isinstance(outcome, str):
                left_out.append((number, outcome))
            else:
                found.append(outcome)
    if not found and not left_out:
        raise InputError(f"{path}: holds a heading and no rows")
    return Imported(
        layout=layout.name,
        encoding=layout.cells.encoding,
        heading_row=layout.heading_row,
        sheet=layout.cells.sheet,
        unread=unread,
        observations=_with_own_ids(found),
        left_out=left_out,
    )


def merge_into(path: Path, new: list[Observation]) -> Merged:
    """Lay observations over a table, by their ids, and write it if anything changed; a row's `use` stays.

    An observation that a row of another id holds already is not added, as often as there are such rows.
    """
    rows = {row.id: row for row in read_observations(path)} if path.exists() else {}
    laid = [replace(o, use=rows[o.id].use or o.use) for o in new if o.id in rows]
    by_id = {o.id: o for o in laid}
    others = Counter(_figure(row) for name, row in rows.items() if name not in by_id)
    added, there_already = [], []
    for o in new:
        if o.id in rows:
            continue
        if others[_figure(o)]:
            others[_figure(o)] -= 1
            there_already.append(o)
        else:
            added.append(o)
    merged = Merged(
        added=added,
        changed=[o for o in laid if rows[o.id] != o],
        unchanged=[o for o in laid if rows[o.id] == o],
        there_already=there_already,
    )
    if merged.added or merged.changed:
        write_observations(path, [*(by_id.get(name, row) for name, row in rows.items()), *merged.added])
    return merged


def _figure(o: Observation) -> tuple[Any, ...]:
    """What an observation says, whoever wrote it down and in whichever file."""
    place, item = known_place(o.place), known_item(o.item)
    return o.date_start, o.date_end, place, item, o.low, o.high, o.bound, o.currency, o.per_qty, o.unit, o.publisher


@dataclass(frozen=True)
class _Reader:
    """Reads the rows of one table."""

    path: Path
    where: str
    layout: Layout
    told: Told
    keep_unlikely: bool

    def read(self, number: int, row: list[str]) -> Iterator[Observation | str]:
        """Yield a row's observations, or why a price of it gives none."""
        columns: list[Wide | None] = [*self.layout.wide] or [None]
        for column in columns:
            if column is not None and (column.column >= len(row) or not row[column.column].strip(" -\u2013.")):
                continue
            try:
                yield self._observation(number, row, column)
            except _LeftOut as reason:
                yield str(reason)

    def _observation(self, number: int, row: list[str], wide: Wide | None) -> Observation:
        country = self._cell(row, "country")
        if country and not is_this_country(country):
            raise _LeftOut(f"of another country ({country})")
        flag = self._cell(row, "flag")
        if _NO_PRICE.search(flag):
            raise _LeftOut(f"no price that was seen ({flag})")
        first, last, basis = self._days(row)
        place = (wide and wide.place) or self._place(row)
        item = (wide and wide.item) or self._item(row)
        low, high, currency, item = self._prices(row, wide, item, first)
        per_qty, unit, assumed = self._unit(row, wide, item)
        item += self._price_type(row, item)
        low, high = (end if end is None else round(end, 9) for end in (low, high))
        observation = Observation(
            id=self._id(first, last, place, item, currency, unit, per_qty),
            date_start=first,
            date_end=last,
            place=place,
            item=item,
            low=low,
            high=high,
            bound=_bound(low, high),
            currency=cast(Currency, currency),
            per_qty=per_qty,
            unit=unit,
            known_on=last,
            source=one_line(self.told.source or self._cell(row, "source") or self.path.name),
            publisher=one_line(self.layout.publisher),
            series=load_names().publishers.get(self.layout.publisher, {}).get("series", "other"),
            basis=basis,
            note=one_line(self._note(number, row, flag, assumed)),
        )
        if not is_plausible_row(observation):
            price = f"{amount_in_words(observation.value, 6)} {currency} per {unit} of {item}"
            why = f"{price} is far from all reports of its years"
            if not self.keep_unlikely:
                raise _LeftOut(f"{why}: unit or currency wrong? --keep-unlikely takes it as disputed")
            observation = replace(observation, use="disputed")
        return observation

    def _cell(self, row: list[str], role: str) -> str:
        """What a row says in a role; what is told for all rows where it says nothing."""
        column = self.layout.roles.get(role)
        text = row[column].strip() if column is not None and column < len(row) else ""
        return text or self.layout.fixed.get(role, "")

    def _days(self, row: list[str]) -> tuple[date, date, Basis]:
        start, end, day = (self._cell(row, role) for role in ("start", "end", "date"))
        if not day and self._cell(row, "month"):
            day = f"{self._cell(row, 'year')}-{self._cell(row, 'month')}"
        if start and end and not day:
            first, last = (days_of(text, self.told.order) for text in (start, end))
            if not first or not last or last[1] < first[0]:
                raise _LeftOut(f"no days '{start}' to '{end}'")
            return first[0], last[1], "day" if first == last else "week" if (last[1] - first[0]).days < 8 else "month"
        found = days_of(day or start or end, self.told.order)
        if not found:
            raise _LeftOut(f"no day '{day or start or end}' (day or month first? say dates in a mapping)")
        first_day, last_day = found
        if self.layout.monthly and first_day == last_day:
            whole = days_of(f"{first_day:%Y-%m}", "")
            assert whole is not None
            first_day, last_day = whole
        return first_day, last_day, "day" if first_day == last_day else "month"

    def _place(self, row: list[str]) -> str:
        named = [text for role in ("place", "admin2", "admin1") if (text := self._cell(row, role))]
        for text in named:
            if found := place_of(text, self.told.words.places):
                return found
        raise _LeftOut(f"no place that is known ({', '.join(named) or 'empty'}): say places in a mapping")

    def _item(self, row: list[str]) -> str:
        text = self._cell(row, "item")
        found = item_of(text, self.told.words.items)
        if not found:
            raise _LeftOut(f"no item that is known ('{text}'): say items in a mapping")
        return found

    def _prices(
        self, row: list[str], wide: Wide | None, item: str, day: date
    ) -> tuple[float | None, float | None, str, str]:
        """Low and high, the money they are in, and the item: of an exchange rate the money that is priced."""
        written = self._cell(row, "currency") or (wide and wide.currency) or self._cell(row, "unit").partition("/")[0]
        currency = currency_of(written) if written else None
        if self._cell(row, "currency") and currency is None:
            raise _LeftOut(f"in {written}; a table takes KPW, CNY, USD")
        texts = [row[wide.column]] * 2 if wide else [self._cell(row, "low"), self._cell(row, "high")]
        if not wide and not any(texts):
            texts = [self._cell(row, "price")] * 2
        ends = [number_of(text, self.told.decimal, currency in (None, "KPW")) for text in texts]
        if any(text and not end for text, end in zip(texts, ends, strict=True)) or not any(ends):
            raise _LeftOut(f"no positive number '{' '.join(dict.fromkeys(texts))}'")
        if min(end for end in ends if end is not None) <= 0:
            raise _LeftOut(f"no positive number '{' '.join(dict.fromkeys(texts))}'")
        low, high = ends
        if low and high and low > high:
            raise _LeftOut(f"the low {amount_in_words(low)} is above the high {amount_in_words(high)}")
        if item == RATE:
            item = self._money_of_rate(low or high or 0.0, day)
        return low, high, currency or "KPW", item

    def _money_of_rate(self, value: float, day: date) -> str:
        """Whether a rate is of the yuan or the dollar: the one whose rates of those years it fits."""
        fits = [item for item in ("cny", "usd") if is_plausible_row(_rate(item, value, day))]
        if len(fits) != 1:
            raise _LeftOut(
                f"an exchange rate of {amount_in_words(value)} won: of the yuan or the dollar? say items in a mapping"
            )
        return fits[0]

    def _unit(self, row: list[str], wide: Wide | None, item: str) -> tuple[float, str, bool]:
        """For how many of which unit the price is, and whether that is assumed."""
        if item in RATE_ITEMS:
            return 1.0, "each", False
        text = self._cell(row, "unit") or (wide.unit if wide and wide.unit else "")
        if not text:
            return 1.0, "litre" if item == "cooking_oil_litre" else "kg", True
        found = unit_of(text)
        if not found:
            raise _LeftOut(f"no unit that is known ('{text}'): say values in a mapping, such as {{unit: kg}}")
        return *found, False

    def _price_type(self, row: list[str], item: str) -> str:
        """What is added to an item's name for a price that is not what buyers pay on a market."""
        text = self._cell(row, "pricetype").lower()
        if item in RATE_ITEMS or not text:
            return ""
        types: Mapping[str, str] = load_names().price_types
        return next((suffix for kind, suffix in types.items() if kind in text), "")

    def _note(self, number: int, row: list[str], flag: str, assumed: bool) -> str:
        """Where a row comes from."""
        parts = [f"imported from {self.where}, row {number}", f"layout {self.layout.name or 'by its headings'}"]
        parts += [text for text in (flag, self._cell(row, "pricetype"), self._cell(row, "note")) if text]
        if assumed:
            parts.append("unit assumed: kg")
        if not self._cell(row, "currency") and not any(column.currency for column in self.layout.wide):
            parts.append("currency assumed: KPW")
        return "; ".join(parts)

    def _id(self, first: date, last: date, place: str, item: str, currency: str, unit: str, per_qty: float) -> str:
        """The id of a row: the same when the table is imported again, whatever its price."""
        printed_by = self.layout.publisher or self.path.stem
        parts: tuple[Any, ...] = (printed_by, first, last, place, item, currency, unit, per_qty)
        return f"import-{hashlib.sha256(repr(parts).encode()).hexdigest()[:_SHORT]}"


def _with_own_ids(rows: list[Observation]) -> list[Observation]:
    """Tell rows of one id apart: several sellers or qualities of one day."""
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        seen[row.id] = seen.get(row.id, 0) + 1
        found.append(row if seen[row.id] == 1 else replace(row, id=f"{row.id}-{seen[row.id]}"))
    return found


def _bound(low: float | None, high: float | None) -> Bound:
    if low is None:
        return "upper"
    if high is None:
        return "lower"
    return "exact" if low == high else "range"


def _rate(item: str, value: float, day: date) -> Observation:
    """A rate to hold against those that are known."""
    return Observation(
        "", day, day, "", item, value, value, "exact", "KPW", 1.0, "each", day, "", "", "", "day", ""
    )  # fmt: skip
