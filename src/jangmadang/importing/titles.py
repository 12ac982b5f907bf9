"""What stands around the heading of a price table: titles above it, and a second row of headings below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from jangmadang.importing.figures import Said, money_and_unit, plain, take_figures
from jangmadang.importing.words import Words, named_in

#: What is said of all prices: in brackets, or behind or before a word for it. A unit may stand without money.
_SAID_OF_ALL = re.compile(
    r"(?=[(\[]([^)\]]*)[)\]])|\b(?:in|per|for)\s+(?=(\S+(?:\s+\S+)?))|(?:단위|통화|units?|currency)\s*:?\s*(?=([^()]+))"
    r"|(?=\b(\d[\d.,]*\s?\w+)\s?(?:기준|당))"
)
_KIND = re.compile(
    r"(?:wholesale|farm[- ]?gate|producer|purchase|state|official|도매|국정|수매)\s?(?:market\s)?"
    r"(?:price|가격|값|가\b|시세)"
)
_NO_VALUE = ("-", "\u2013", "--", "..", "n/a", "na", "n.a.", "없음", "x")
_NOT_SEEN = re.compile(r"forecast|projected|projection|predicted|예측|전망")


class Title(NamedTuple):
    """What the rows above a heading say of all prices: units, money and kinds (more than one: not known which)."""

    units: frozenset[tuple[float, str]] = frozenset()
    moneys: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    not_seen: bool = False


def title_of(above: Sequence[Sequence[str]], below: Sequence[Sequence[str]] = ()) -> Title:
    """What titles and notes say of all prices of a table, such as `Wholesale prices in yuan` or `(단위: 원/500g)`.

    Parameters
    ----------
    above : rows above the heading.
    below : rows below it. One with a single cell is a note, of which only the unit counts: the rest may be of a few.
    """
    texts = [plain(cell) for row in above for cell in row if cell.strip()]
    single = [cells[0] for row in below if len(cells := [cell for cell in row if cell.strip()]) == 1]
    said = _said_in(texts)
    noted = _said_in([plain(cell) for cell in single if " " in cell.strip()])
    kinds = [named_in(text, Words()).kinds for text in texts if _KIND.search(text)]
    return Title(
        frozenset(each.unit for each in (*said, *noted) if each.unit),
        frozenset(each.currency for each in said if each.currency),
        frozenset().union(*kinds),
        any(_NOT_SEEN.search(text) for text in texts),
    )


def _said_in(texts: Sequence[str]) -> list[Said]:
    """Money and units that texts name as those of prices."""
    found = (match.groups() for text in texts for match in _SAID_OF_ALL.finditer(text))
    parts = [*texts, *(part.strip(" ,;.") for groups in found for part in groups if part and part.strip(" ,;."))]
    said = (money_and_unit(re.sub(r"^.*:", "", part)) or money_and_unit(part.split()[0].rstrip(",;")) for part in parts)
    return [each for each in said if each]


def is_words(row: Sequence[str]) -> bool:
    """Whether a row holds words alone, as a second row of headings does: no number but that of a unit, no tag."""
    cells = [plain(cell) for cell in row if cell.strip()]
    return bool(cells) and not any(
        cell.startswith("#") or cell in _NO_VALUE or any(sign.isdigit() for sign in take_figures(cell)[2])
        for cell in cells
    )


def joined_headings(upper: Sequence[str], lower: Sequence[str], not_priced: Collection[int]) -> list[str] | None:
    """Two rows of headings as one; None if the lower says nothing of prices, or the upper is a title.

    Parameters
    ----------
    upper, lower : the rows. What one cell of the upper says holds for the empty ones to its right.
    not_priced : columns of the upper that hold something else than prices.
    """
    written = [number for number, text in enumerate(upper) if text.strip()]
    if not written or written == [0]:
        return None
    below = [number for number, text in enumerate(lower) if text.strip()]
    if not set(below) - set(not_priced):
        return None
    joined, last = list(upper), ""
    for number in range(max(len(upper), len(lower))):
        above = upper[number].strip() if number < len(upper) else ""
        last = "" if number in not_priced else above or last
        if number in below and number not in not_priced:
            joined[number : number + 1] = [f"{last} {lower[number].strip()}".strip()]
    return joined
