"""The text of a report in pieces, each marked as what rests on it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jangmadang.reading.records.records import Unread
from jangmadang.serve.report_view import FIGURES, UNREVIEWED, Entry, Report, Span

#: Characters of a long report that are shown around where one is.
MOST_SHOWN = 60_000


class Piece(NamedTuple):
    """A stretch of the text as it is shown: what it leads to (empty: nothing), and how it looks."""

    text: str
    key: str
    look: str


def pieces(report: Report, entries: Sequence[Entry], current: Entry | None) -> list[Piece]:
    """The text in pieces, each marked as the entry that rests on it; of several, the one that is looked at.

    Parameters
    ----------
    report : the report.
    entries : those of the report, in the order in which they are gone through.
    current : the one that is looked at.
    """
    first, last = shown_part(len(report.text), current.start if current else 0)
    marks = [(span, entry) for entry in entries if _is_marked(entry, current) for span in entry.spans]
    marks = [(span, entry) for span, entry in marks if span.start < last and first < span.end]
    near = [span for span in (current.around if current else []) if span.start < last and first < span.end]
    ends = {end for span in [*near, *(span for span, _ in marks)] for end in span if first < end < last}
    return list(_cut(report.text, [first, *sorted(ends), last], marks, near, current))


def shown_part(length: int, at: int) -> Span:
    """Which part of a text of a length is shown around a place in it."""
    start = max(0, min(at - MOST_SHOWN // 2, length - MOST_SHOWN))
    return Span(start, min(length, start + MOST_SHOWN))


def _is_marked(entry: Entry, current: Entry | None) -> bool:
    """Whole sentences and goods are marked only while one looks at them."""
    return not isinstance(entry.of, Unread) or entry.of.kind in FIGURES or entry == current


def _cut(
    text: str, ends: Sequence[int], marks: Sequence[tuple[Span, Entry]], near: Sequence[Span], current: Entry | None
) -> Iterator[Piece]:
    for start, end in itertools.pairwise(ends):
        here = [entry for span, entry in marks if span.start <= start and end <= span.end]
        top = current if current in here else next((one for one in here if one.state == UNREVIEWED), None)
        top = top or (here[0] if here else None)
        looks = [top.state] if top else []
        looks += ["current"] if top and top == current else []
        looks += ["near"] if any(span.start <= start and end <= span.end for span in near) else []
        yield Piece(text[start:end], top.key if top else "", " ".join(looks))
