"""What a report names: amounts, goods, places and times, found once and shared by all readers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from jangmadang.reading.mentions.amounts import Amount, find_amounts
from jangmadang.reading.mentions.goods import goods_in
from jangmadang.reading.mentions.phrases import Found, words_of
from jangmadang.reading.mentions.places import (
    PlaceMention,
    Spanned,
    named_places,
    places_outside,
    unknown_places,
)
from jangmadang.reading.mentions.tables import Tables
from jangmadang.reading.mentions.time_spans import with_spans
from jangmadang.reading.mentions.times import TimeMention, find_times
from jangmadang.reading.text.sentences import Sentence, split_sentences
from jangmadang.reading.text.text_view import matching_view

S = TypeVar("S", bound=Spanned)


@dataclass(frozen=True)
class Report:
    """A text with everything named in it; all offsets are those of `text`."""

    name: str
    text: str
    view: str
    published: date | None
    tables: Tables
    sentences: list[Sentence]
    amounts: list[Amount]
    items: list[Found]
    places: list[PlaceMention]
    times: list[TimeMention]
    unknown_places: list[PlaceMention]

    @cached_property
    def cue_view(self) -> str:
        """The view in which the month May, which is no verb there, is blank."""
        cues = self.view
        for time in self.times:
            named = self.view[time.start : time.end]
            cues = cues[: time.start] + re.sub(r"\bmay\b", "   ", named) + cues[time.end :]
        return cues

    def within(self, mentions: Sequence[S], start: int, end: int) -> list[S]:
        """Return the mentions that begin in a stretch of the text."""
        first = bisect_left(mentions, start, key=lambda mention: mention.start)
        last = bisect_left(mentions, end, key=lambda mention: mention.start)
        return list(mentions[first:last])

    def money(self, start: int, end: int) -> list[Amount]:
        """Return the amounts of money that begin in a stretch of the text."""
        return [amount for amount in self.within(self.amounts, start, end) if amount.is_money]

    def lists_of(self, mentions: Sequence[S], joint: re.Pattern[str]) -> list[list[S]]:
        """Group mentions into the lists that they stand in: "rice, corn and flour"; one alone is a list of its own."""
        lists: list[list[S]] = []
        for one in mentions:
            if lists and joint.fullmatch(self.view, lists[-1][-1].end, one.start):
                lists[-1].append(one)
            else:
                lists.append([one])
        return lists


def read_mentions(name: str, text: str, published: date | None, tables: Tables) -> Report:
    """Find everything a report names.

    Parameters
    ----------
    name : str
        What the report is called.
    text : str
        Its plain text.
    published : date or None
        Its day of publication.
    tables : Tables
        What to read with.
    """
    view = matching_view(text)
    words = words_of(view)
    places = named_places(view, tables.places.find(view, words))
    times = with_spans(view, find_times(view, published, text))
    unknown = [*unknown_places(text, view, [*places, *times]), *places_outside(view, places)]
    return Report(
        name=name,
        text=text,
        view=view,
        published=published,
        tables=tables,
        sentences=split_sentences(view, text),
        amounts=find_amounts(view, tables.data["money_and_units"]),
        items=goods_in(view, tables.items.find(view, words)),
        places=places,
        times=times,
        unknown_places=sorted(unknown, key=lambda place: place.start),
    )
