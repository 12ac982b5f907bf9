"""A quote: an amount of money with what it is the price of, what it buys, where and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jangmadang.reading.mentions.amounts import Amount
from jangmadang.reading.mentions.places import PlaceMention
from jangmadang.reading.mentions.things import Thing
from jangmadang.reading.mentions.times import TimeMention
from jangmadang.reading.text.sentences import Sentence

#: Between two amounts of one list.
NEXT_IN_LIST = re.compile(
    r"(?:\s?(?:per|a|/)\s?(?:kg|kilo|kilogram|lit(?:er|re)))?(?:,|,?\s(?:and|or))\s(?:about\s|around\s|for\s|at\s)?"
)
#: That the things of two lists belong together one by one.
SHARED = re.compile(r"\brespectively\b|\bin that order\b")


@dataclass(slots=True)
class Quote:
    """An amount with what it is the price of; `unclear` where the words allow another place, thing or time for it."""

    amount: Amount
    thing: Thing
    sentence: Sentence
    linked: str
    per_qty: float | None = None
    per_unit: str | None = None
    unit_span: tuple[int, int] | None = None
    unit_basis: str = ""
    places: list[PlaceMention] = field(default_factory=list)
    place_basis: str = "stated"
    phase: str = "current"
    flags: list[str] = field(default_factory=list)
    unclear: bool = False
    time: TimeMention | None = None


def last_match(words: re.Pattern[str], view: str, start: int, end: int) -> re.Match[str] | None:
    """Return the last of the words that a pattern finds in a stretch of a view."""
    found = list(words.finditer(view, max(start, 0), end))
    return found[-1] if found else None
