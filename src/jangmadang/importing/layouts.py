"""What each column of a table holds: by its tag, its heading, a layout that is known, or a mapping file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from jangmadang.errors import InputError, nearest_name
from jangmadang.evidence.cells import Cells
from jangmadang.importing.words import RATE, Words, currency_of, headings, item_of, named, place_of, plain, unit_of
from jangmadang.scenario.schema import Strict, validated
from jangmadang.scenario.yaml_files import read_yaml

#: Attributes of tags that make another thing of a column: a value in dollars, the code or kind of a good.
_OTHER_ATTRIBUTES = ("+usd", "+code", "+type", "+min", "+max")
#: Rows of a sheet in which its heading is looked for.
SEARCHED = 10
ROLES = tuple(headings()["roles"])


class MappingFile(Strict):
    """A mapping file: what a table does not say itself.

    `columns` names the heading of each role, `values` what stands for a role in all rows, `items` and `places` what the
    table's words stand for, `dates` whether day or month comes first, `decimal` the sign before decimals.
    """

    columns: dict[str, str] = {}
    values: dict[str, Any] = {}
    items: dict[str, str] = {}
    places: dict[str, str] = {}
    dates: Literal["", "day-first", "month-first"] = ""
    decimal: Literal["", ".", ","] = ""
    publisher: str = ""
    source: str = ""
    monthly: bool = False


@dataclass(frozen=True)
class Told:
    """What is told beside a table; `fixed` stands for a role in all rows."""

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Words = Words()
    order: str = ""
    decimal: str = ""
    publisher: str = ""
    source: str = ""
    monthly: bool = False


@dataclass(frozen=True)
class Wide:
    """A column of prices whose heading says of what, where or in what money."""

    column: int
    item: str | None
    place: str | None
    currency: str | None
    unit: str | None


@dataclass(frozen=True)
class Layout:
    """A table's layout: its name (empty: none known), the column of each role, columns of prices, and the rows.

    `cells` are those of its sheet, `heading` is the row numbered `heading_row` there, `numbers` are those of `rows`,
    `absent` names columns that are told and not there, `missing` the parts that no column says.
    """

    name: str
    cells: Cells
    heading: list[str]
    heading_row: int
    roles: dict[str, int]
    wide: list[Wide]
    rows: list[list[str]]
    numbers: list[int]
    fixed: dict[str, str]
    publisher: str
    monthly: bool
    absent: list[str]
    missing: list[str]


def told_by(path: Path | None) -> Told:
    """Read a mapping file; without one nothing is told."""
    if path is None:
        return Told()
    data = read_yaml(path)
    mapping = validated(
        MappingFile, {key: value for key, value in (data or {}).items() if value is not None}, str(path)
    )
    for role in (*mapping.columns, *mapping.values):
        if role not in (*ROLES, "per_qty"):
            raise InputError(f"{path}: no part of a table is called '{role}'; {nearest_name(role, ROLES)}")
    return Told(
        columns=mapping.columns,
        fixed={role: str(value) for role, value in mapping.values.items()},
        words=Words(named(mapping.items), named(mapping.places)),
        order=mapping.dates.removesuffix("-first"),
        decimal=mapping.decimal,
        publisher=mapping.publisher,
        source=mapping.source,
        monthly=mapping.monthly,
    )


def layout_of(sheets: Sequence[Cells], name: str, told: Told) -> Layout:
    """Find the heading and what each column holds, in the first sheet that says all that is needed.

    Raises
    ------
    InputError
        If columns that are needed are missing; the message names them and the remedy.
    """
    layout = _likeliest(sheets, told)
    where = f"{name}, sheet '{layout.cells.sheet}'" if len(sheets) > 1 else name
    if layout.absent:
        raise InputError(f"{where}: no column '{layout.absent[0]}'; {nearest_name(layout.absent[0], layout.heading)}")
    if layout.missing:
        seen = ", ".join(f"'{text}'" for text in layout.heading[:20] if text.strip())
        raise InputError(
            f"{where}: no column says the {', '.join(layout.missing)} (its columns: {seen}); write which does in a "
            "mapping file: jangmadang evidence import FILE --new-mapping map.yaml, then --mapping map.yaml"
        )
    return layout


def heading_of(sheets: Sequence[Cells]) -> list[str]:
    """The row that is likeliest to be the heading."""
    return _likeliest(sheets, Told()).heading


def _likeliest(sheets: Sequence[Cells], told: Told) -> Layout:
    """The layout under the row that is a heading, or looks most like one: titles and cover sheets may come first."""
    found: list[Layout] = []
    complete: list[Layout] = []
    for cells in sheets:
        here = [_layout_under(cells, start, told) for start in range(min(SEARCHED, len(cells.rows)))]
        found += here
        fitting = [layout for layout in here if not layout.absent and not layout.missing]
        if fitting:
            complete.append(max(fitting, key=_columns_known))
    if complete:
        return next((layout for layout in complete if layout.rows), complete[0])
    return max(found, key=lambda layout: (-len(layout.absent), _cells_of_words(layout.heading), _columns_known(layout)))


def _columns_known(layout: Layout) -> int:
    return len(layout.roles) + len(layout.wide)


def _cells_of_words(row: Sequence[str]) -> int:
    return sum(any(sign.isalpha() for sign in cell) for cell in row)


def _layout_under(cells: Cells, start: int, told: Told) -> Layout:
    """Read a row as the heading of those below it."""
    heading, body, numbers = cells.rows[start], cells.rows[start + 1 :], cells.numbers[start + 1 :]
    keys = [_key(text) for text in heading]
    roles: dict[str, int] = {}
    for role, words in headings()["roles"].items():
        known = [_key(str(word)) for word in words]
        for number, key in sorted(enumerate(keys), key=lambda pair: known.index(pair[1]) if pair[1] in known else 99):
            if key in known and number not in roles.values():
                roles.setdefault(role, number)
    if body and sum(cell.startswith("#") for cell in body[0]) >= len(body[0]) / 3:
        roles |= _by_tags(body[0])
        body, numbers = body[1:], numbers[1:]
    roles |= {role: keys.index(_key(wanted)) for role, wanted in told.columns.items() if _key(wanted) in keys}
    absent = [wanted for wanted in told.columns.values() if _key(wanted) not in keys]
    known_as, about = _known_layout(set(keys))
    wide = [] if "price" in roles or "low" in roles else _wide(heading, roles, told)
    if wide and "item" not in roles and not any(column.item for column in wide):
        items = _column_of_items(heading, body, roles, wide, told)
        if items is not None:
            roles["item"] = items
            wide = [column for column in wide if column.column != items]
    fixed = {**headings()["fixed"].get(known_as, {}), **told.fixed}
    return Layout(
        name=known_as,
        cells=cells,
        heading=heading,
        heading_row=cells.numbers[start],
        roles=roles,
        wide=wide,
        rows=body,
        numbers=numbers,
        fixed=fixed,
        publisher=told.publisher or str(about.get("publisher", "")),
        monthly=told.monthly or bool(about.get("monthly")),
        absent=absent,
        missing=_missing(roles, wide, fixed),
    )


def _key(text: str) -> str:
    return re.sub(r"[\s_-]", "", plain(text))


def _by_tags(tags: Sequence[str]) -> dict[str, int]:
    """Roles of columns by the tags of the Humanitarian Exchange Language."""
    found: dict[str, int] = {}
    for number, tag in enumerate(tags):
        bare = tag.strip().lower()
        for known, role in headings()["tags"].items():
            is_so = bare == known or bare.startswith(f"{known}+")
            if is_so and (role == "pricetype" or not any(attribute in bare for attribute in _OTHER_ATTRIBUTES)):
                found.setdefault(role, number)
                break
    return found


def _known_layout(keys: set[str]) -> tuple[str, dict[str, Any]]:
    """The layout that a heading gives away."""
    for known, about in headings()["layouts"].items():
        if any({_key(sign) for sign in signs} <= keys for signs in about["signs"]):
            return known, about
    return "", {}


def _wide(heading: Sequence[str], roles: Mapping[str, int], told: Told) -> list[Wide]:
    """Columns of prices by what their headings name."""
    found = []
    for number, text in enumerate(heading):
        if number in roles.values() or _key(text) in {_key(str(word)) for word in headings()["other"]}:
            continue
        unit = next((part for part in re.findall(r"[(\[]([^)\]]+)[)\]]|(\S+/\S+)$", text) for part in part if part), "")
        bare = re.sub(r"[(\[][^)\]]*[)\]]|\S+/\S+$", " ", text)
        parts = [part for part in re.split(r"[,;|/_\n]|\s-\s", bare) if part.strip()] or [bare]
        words = [bare, *parts, *bare.split()]
        item = next((known for word in words if (known := item_of(word, told.words.items))), None)
        place = next((known for word in words if (known := place_of(word, told.words.places))), None)
        if item or place:
            currency = currency_of(unit) or next((c for word in parts if (c := currency_of(word))), None)
            found.append(Wide(number, item, place, currency, unit if unit_of(unit) else None))
    return found


def _column_of_items(
    heading: Sequence[str], rows: Sequence[Sequence[str]], roles: Mapping[str, int], wide: Sequence[Wide], told: Told
) -> int | None:
    """The column whose cells name goods, in a table with a column for each place."""
    taken = {*roles.values(), *(column.column for column in wide)}
    for number in range(len(heading)):
        cells = [row[number] for row in rows if number < len(row)]
        if number not in taken and cells and all(item_of(cell, told.words.items) for cell in cells):
            return number
    return None


def _missing(roles: Mapping[str, int], wide: Sequence[Wide], fixed: Mapping[str, str]) -> list[str]:
    """Which of what, when, where and for how much a table does not say."""
    has = {*roles, *fixed}
    missing = []
    if not has & {"date", "start", "month"}:
        missing.append("date")
    if "item" not in has and not (wide and all(column.item for column in wide)):
        missing.append("item")
    if not has & {"place", "admin1", "admin2"} and not (wide and all(column.place for column in wide)):
        missing.append("place")
    if not has & {"price", "low", "high"} and not wide:
        missing.append("price")
    return missing


def new_mapping(heading: Sequence[str]) -> str:
    """A mapping file to fill in for a table with this heading."""
    columns = "\n".join(f"#   {text}" for text in heading if text.strip())
    return f"""\
# What the table does not say itself. Fill in what you need and take the # away; its columns are:
{columns}
columns: {{}}            # which column holds what: {{date: ..., place: ..., item: ..., price: ..., unit: ...}}
values: {{}}             # what holds for all rows: {{currency: KPW, unit: kg, place: Hyesan, date: 2026-03-15}}
items: {{}}              # words of the table: {{Reis: rice, Mais: corn}}
places: {{}}             # words of the table: {{Hjesan: Hyesan}}
#dates: day-first       # or month-first, for dates such as 03/04/2026
#decimal: ","           # the sign before decimals
#monthly: true          # a date stands for its month
#publisher: ""          # who published it
#source: ""             # where: an address
"""


RATE_ITEMS = (RATE, "cny", "usd")
