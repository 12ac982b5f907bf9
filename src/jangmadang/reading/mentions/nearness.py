"""What stands nearest to a statement: its time and its place."""

from __future__ import annotations

import re

from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.places import PlaceMention
from jangmadang.reading.mentions.times import TimeMention
from jangmadang.reading.text.sentences import Sentence

#: What follows a time that heads a sentence: "May 4: rice cost 5,000 won".
_HEADS = re.compile(r"\)?\s?[:\u2014-]\s")


def nearest_time(report: Report, sentence: Sentence, span: tuple[int, int]) -> TimeMention | None:
    """Return the time stated nearest to a stretch, in its own segment of the sentence or before a colon at its head.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        The sentence of the stretch.
    span : tuple of int
        The stretch.
    """
    start, end = sentence.segment_at(span[0])
    times = report.within(report.times, start, end)
    if not times:
        before = report.within(report.times, sentence.start, start)
        times = [time for time in before if _HEADS.match(report.view, time.end)][-1:]
    return min(times, key=lambda time: distance(time.start, time.end, span), default=None)


def place_of(report: Report, sentence: Sentence, span: tuple[int, int]) -> tuple[PlaceMention | None, str]:
    """Return where a statement holds, and whether that is stated, carried, or where the source sits.

    The place nearest in the same segment wins, then in the sentence, then the last one named before.
    """
    inside = [p for p in report.within(report.places, sentence.start, sentence.end) if p.role == "place"]
    narrow = [place for place in inside if place.id != "KP"] or inside
    if narrow:
        return min(narrow, key=lambda place: distance(place.start, place.end, span)), "stated"
    if report.within(report.unknown_places, sentence.start, sentence.end):
        return None, "carried"
    before = [p for p in report.places if p.start < sentence.start and p.role == "place"]
    local = [place for place in before if place.id.startswith("KP.")]
    if local:
        return local[-1], "carried"
    sources = [place for place in report.places if place.role == "source" and place.id.startswith("KP.")]
    if sources:
        return sources[0], "source"
    return (before[-1], "carried") if before else (None, "carried")


def distance(start: int, end: int, span: tuple[int, int]) -> int:
    """How many characters lie between two stretches."""
    return max(span[0] - end, start - span[1], 0)
