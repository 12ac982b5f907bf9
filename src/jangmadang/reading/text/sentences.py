"""Where sentences and their segments begin and end."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|no|nos|st|vs|gen|col|prof|approx|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|al|etc"
    r"|co|ltd|inc|kg|e\.g|i\.e|a\.m|p\.m|u\.s|u\.n|n\.k|d\.c)|\b[a-z])\.$"
)
#: Abbreviations that can end a sentence; a capital behind them says that they do.
_CAN_END = re.compile(r"(?:\b(?:kg|kgs|etc)|(?:\bper |\ba |/|\d)\s?(?:g|l|t|m|lb|cm|km))\.$")
_END = re.compile(r"[.!?\u3002\uff01\uff1f]+[\"')\]]*(?=\s|$)|\n[ \t]*\n\s*|\n")
_SEGMENT = re.compile(
    r"[;:]\s|\s[-\u2014]+\s|\u2014|,?\s\b(?:but|while|whereas|although|though|however|yet|even though|which is why)\b"
    r"|,\s+(?:now|then|so)\b|,\s+and\s+(?:the|in|at|now|today|this|prices?)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text read as one statement; `segments` are its halves around but, while, semicolons."""

    start: int
    end: int
    paragraph: int
    segments: tuple[tuple[int, int], ...]

    def segment_at(self, position: int) -> tuple[int, int]:
        """Return the segment that holds a position."""
        for start, end in self.segments:
            if start <= position < end:
                return start, end
        return self.segments[-1]


def split_sentences(view: str, text: str = "") -> list[Sentence]:
    """Split a matching view into sentences.

    A line break that `matching_view` left standing ends a sentence.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it; offsets are those of the text.
    text : str
        The text itself, whose capitals tell "per kg. On" from "kg. of".
    """
    found, start, paragraph = [], 0, 0
    for cut, new_paragraph in _cuts(view, text):
        if sentence := _trimmed(view, start, cut, paragraph):
            found.append(sentence)
        start = cut
        paragraph += new_paragraph
    if sentence := _trimmed(view, start, len(view), paragraph):
        found.append(sentence)
    return found


def _cuts(view: str, text: str) -> Iterator[tuple[int, bool]]:
    for match in _END.finditer(view):
        mark = match.group()
        if mark.startswith("\n"):
            yield match.end(), True
        elif mark != "." or _ends_here(view, text, match.start()):
            yield match.end(), False


def _ends_here(view: str, text: str, stop: int) -> bool:
    """Whether a full stop ends a sentence rather than an abbreviation."""
    near = max(stop - 8, 0), stop + 1
    if not _ABBREVIATION.search(view, *near):
        return True
    return bool(_CAN_END.search(view, *near)) and text[stop + 1 : stop + 8].lstrip(" \n\"'\u201c\u2018(")[:1].isupper()


def _trimmed(view: str, start: int, end: int, paragraph: int) -> Sentence | None:
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    bounds = [start, *(match.start() for match in _SEGMENT.finditer(view, start + 1, end)), end]
    return Sentence(start, end, paragraph, tuple(itertools.pairwise(bounds)))
