"""What each column of a table holds: by its tag, its heading, a layout that is known, or a mapping file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from jangmadang.errors import InputError, nearest_name
from jangmadang.evidence.cells import Cells
from jangmadang.importing.figures import plain
from jangmadang.importing.titles import Title, is_words, joined_headings, title_of
from jangmadang.importing.words import Named, Words, headings, item_of, named_in, own_words
from jangmadang.scenario.schema import Strict, validated
from jangmadang.scenario.yaml_files import read_yaml

#: Rows of a sheet in which its heading is looked for.
SEARCHED = 10
ROLES = tuple(headings()["roles"])
_PLACES = {"place", "admin1", "admin2"}
_PRICES = ("price", "low", "high")
#: Roles of which a tag may say nothing that is not known; and attributes that make a code or kind of any other.
_STRICT = {*_PRICES, "date", "start", "end"}
_OTHER_ATTRIBUTES = {"code", "type"}
_HIDDEN_COLUMN = "hidden in the workbook; show the column there to import it"


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
    """A column of prices and what its heading names: of what, where or in what money."""

    column: int
    named: Named


@dataclass(frozen=True)
class Layout:
    """A table's layout: its name (empty: none known), the column of each role, columns of prices, and the rows.

    `cells` are those of its sheet, `heading` is the row numbered `heading_row` there (with a second row of headings
    below it), `numbers` are those of `rows`, `wide` holds only columns that can be read and `unread` why others cannot,
    `unused` names columns that say nothing that is known, `title` is what the rows above say of all prices, `unit` is
    that of its prices where nothing says it, `absent` names columns that are told and not there, `missing` the parts
    that no column says, `filled` columns whose merged cells were filled down.
    """

    name: str
    cells: Cells
    heading: list[str]
    heading_row: int
    roles: dict[str, int]
    wide: list[Wide]
    unread: list[str]
    unused: list[str]
    rows: list[list[str]]
    numbers: list[int]
    unit: str
    publisher: str
    monthly: bool
    absent: list[str]
    missing: list[str]
    title: Title = Title()
    filled: list[str] = field(default_factory=list)


def told_by(path: Path | None) -> Told:
    """Read a mapping file; without one nothing is told."""
    if path is None:
        return Told()
    data = read_yaml(path)
    if data is None or isinstance(data, dict):
        data = {key: value for key, value in (data or {}).items() if value is not None}
    mapping = validated(MappingFile, data, str(path))
    for role in (*mapping.columns, *mapping.values):
        if role not in ROLES:
            raise InputError(f"{path}: no part of a table is called '{role}'; {nearest_name(role, ROLES)}")
    return Told(
        columns=mapping.columns,
        fixed={role: str(value) for role, value in mapping.values.items()},
        words=own_words(mapping.items, mapping.places, str(path)),
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
    layout = _filled_down(_likeliest(sheets, told))
    above = layout.cells.rows[: layout.cells.numbers.index(layout.heading_row)]
    layout = replace(layout, title=title_of(above, layout.rows))
    where = f"{name}, sheet '{layout.cells.sheet}'" if len(sheets) > 1 else name
    if layout.absent:
        raise InputError(f"{where}: no column '{layout.absent[0]}'; {nearest_name(layout.absent[0], layout.heading)}")
    if layout.missing:
        seen = ", ".join(f"'{text}'" for text in layout.heading[:20] if text.strip())
        guessed = layout.cells.encoding.startswith("cp")
        odd = f"; if these words look wrong, it is not {layout.cells.encoding.upper()}: save it as CSV (UTF-8)"
        raise InputError(
            f"{where}: no column says the {', '.join(layout.missing)} (its columns: {seen}); write which does in a "
            "mapping file: jangmadang evidence import FILE --new-mapping map.yaml, then --mapping map.yaml"
            f"{odd if guessed else ''}"
        )
    return layout


def _filled_down(layout: Layout) -> Layout:
    """Give each row what a cell merged over it and those above says: a day, a place, a unit, ... but never a price."""
    told = {column for role, column in layout.roles.items() if role not in _PRICES}
    under = {number: index for index, number in enumerate(layout.numbers)}
    rows, filled = [list(row) for row in layout.rows], set()
    for (number, column), text in layout.cells.merged.items():
        if column in told and number in under and not rows[under[number]][column]:
            rows[under[number]][column] = text
            filled.add(column)
    return replace(layout, rows=rows, filled=[layout.heading[column] for column in sorted(filled)])


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
    roles, twice = _by_words(heading)
    if body and is_words(body[0]) and (joined := joined_headings(heading, body[0], _not_priced(heading))):
        heading, body, numbers = joined, body[1:], numbers[1:]
        roles, twice = _by_words(heading)
    keys = [_key(text) for text in heading]
    of_other_things: set[int] = set()
    if body and sum(cell.startswith("#") for cell in body[0]) >= len(body[0]) / 3:
        tagged, of_other_things = _by_tags(body[0])
        roles = {role: column for role, column in roles.items() if column not in of_other_things} | tagged
        twice = [role for role in twice if role not in tagged]
        body, numbers = body[1:], numbers[1:]
    roles |= {role: keys.index(_key(wanted)) for role, wanted in told.columns.items() if _key(wanted) in keys}
    absent = [wanted for wanted in told.columns.values() if _key(wanted) not in keys]
    known_as, about = _known_layout(set(keys))
    columns = [] if any(role in roles or role in twice for role in _PRICES) else _wide(heading, roles, told)
    columns = [column for column in columns if column.column not in of_other_things]
    if columns and "item" not in roles and not any(column.named.item for column in columns):
        items = _column_of_items(heading, body, roles, columns, told)
        if items is not None:
            roles["item"] = items
            columns = [column for column in columns if column.column != items]
    has = {*roles, *told.fixed}
    hidden = cells.hidden_columns
    why_not = _whys_unread(heading, [column for column in columns if column.column not in hidden], has)
    why_not |= {column.column: _HIDDEN_COLUMN for column in columns if column.column in hidden}
    return Layout(
        name=known_as,
        cells=cells,
        heading=heading,
        heading_row=cells.numbers[start],
        roles=roles,
        wide=[column for column in columns if column.column not in why_not],
        unread=[f"column '{heading[number]}': {why}" for number, why in why_not.items()],
        unused=_unused(heading, roles, columns),
        rows=body,
        numbers=numbers,
        unit=headings()["units"].get(known_as, ""),
        publisher=told.publisher or str(about.get("publisher", "")),
        monthly=told.monthly or bool(about.get("monthly")),
        absent=absent,
        missing=_missing(has, columns, twice),
    )


def _by_words(heading: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """The column of each role by the words of a heading, and the roles that two columns of one name have."""
    keys = [_key(text) for text in heading]
    roles: dict[str, int] = {}
    for role, words in headings()["roles"].items():
        known = [_key(str(word)) for word in words]
        for number, key in sorted(enumerate(keys), key=lambda pair: known.index(pair[1]) if pair[1] in known else 99):
            if key in known and number not in roles.values():
                roles.setdefault(role, number)
    twice = [role for role, number in roles.items() if keys.count(keys[number]) > 1]
    return {role: number for role, number in roles.items() if role not in twice}, twice


def _not_priced(heading: Sequence[str]) -> set[int]:
    """The columns that hold something else than prices."""
    return {number for role, number in _by_words(heading)[0].items() if role not in _PRICES}


def _unused(heading: Sequence[str], roles: Mapping[str, int], columns: Sequence[Wide]) -> list[str]:
    """The headings of columns that say nothing that is known."""
    other = {_key(str(word)) for word in headings()["other"]}
    used = {*roles.values(), *(column.column for column in columns)}
    return [
        text for number, text in enumerate(heading) if text.strip() and number not in used and _key(text) not in other
    ]


def _whys_unread(heading: Sequence[str], columns: Sequence[Wide], has: set[str]) -> dict[int, str]:
    """Why columns of prices cannot be read: their words, or another that says the same."""
    whys = {column.column: _why_unread(column.named, has) for column in columns}
    readable = [column for column in columns if not whys[column.column]]
    for column in readable:
        same = [other.column for other in readable if other.named == column.named and other is not column]
        if same:
            whys[column.column] = f"says the same as column '{heading[same[0]]}'; which of them holds is not said"
    return {number: why for number, why in whys.items() if why}


def _key(text: str) -> str:
    return re.sub(r"[\s_-]", "", plain(text))


def _by_tags(tags: Sequence[str]) -> tuple[dict[str, int], set[int]]:
    """Roles of columns by tags of the Humanitarian Exchange Language, and the columns that tags make another thing of.

    An attribute that is not known may make anything of a price or a day: a value in another money, of last year, ...
    """
    found: dict[str, int] = {}
    others: set[int] = set()
    harmless = set(headings()["harmless_attributes"])
    for number, tag in enumerate(tags):
        bare = re.sub(r"\s", "", tag.lower())
        known = next((known for known in headings()["tags"] if bare == known or bare.startswith(f"{known}+")), "")
        if not known:
            continue
        role, attributes = headings()["tags"][known], set(filter(None, bare[len(known) :].split("+")))
        if attributes <= harmless or role not in _STRICT and not attributes & _OTHER_ATTRIBUTES:
            found.setdefault(role, number)
        elif role in _STRICT:
            others.add(number)
    return found, others


def _known_layout(keys: set[str]) -> tuple[str, dict[str, Any]]:
    """The layout that a heading gives away."""
    for known, about in headings()["layouts"].items():
        if any({_key(sign) for sign in signs} <= keys for signs in about["signs"]):
            return known, about
    return "", {}


def _wide(heading: Sequence[str], roles: Mapping[str, int], told: Told) -> list[Wide]:
    """Columns whose headings name a good, a place or a price."""
    other = {_key(str(word)) for word in headings()["other"]}
    found = [
        Wide(number, named_in(text, told.words))
        for number, text in enumerate(heading)
        if number not in roles.values() and _key(text) not in other
    ]
    return [each for each in found if each.named.item or each.named.place or each.named.says_price]


def _why_unread(named: Named, has: set[str]) -> str:
    """Why a column of prices cannot be read; empty if it can."""
    if named.why:
        return f"{named.why}; say items or places in a mapping"
    if not named.item and "item" not in has:
        return "names no item that is known; say items in a mapping"
    if not named.place and not has & _PLACES:
        return "names no place that is known; say places in a mapping"
    return ""


def _column_of_items(
    heading: Sequence[str], rows: Sequence[Sequence[str]], roles: Mapping[str, int], wide: Sequence[Wide], told: Told
) -> int | None:
    """The column most of whose cells name goods, in a table with a column for each place."""
    taken = {*roles.values(), *(column.column for column in wide if not column.named.why)}
    for number in range(len(heading)):
        cells = [row[number] for row in rows if number < len(row) and row[number].strip()]
        if number not in taken and 2 * sum(item_of(cell, told.words) is not None for cell in cells) > len(cells):
            return number
    return None


def _missing(has: set[str], wide: Sequence[Wide], twice: Sequence[str]) -> list[str]:
    """Which of what, when, where and for how much a table does not say, or says in two columns of one name."""
    parts = {
        "date": has & {"date", "start", "month"},
        "item": "item" in has or any(column.named.item for column in wide),
        "place": has & _PLACES or any(column.named.place for column in wide),
        "price": has & {"price", "low", "high"} or wide,
    }
    missing = [part for part, is_said in parts.items() if not is_said]
    return missing + [f"{role} in one column alone" for role in twice if role not in (*has, *missing, "note", "source")]


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
