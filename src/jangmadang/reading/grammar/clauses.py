"""Clauses of one segment, each with its own subject and verb, which "and", "because" or a comma joins; their time."""

from __future__ import annotations

import re

from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.things import PRICE_VERB
from jangmadang.reading.mentions.times import TimeMention

_VERB = re.compile(
    rf"\b(?:{PRICE_VERB}|is|are|was|were|has|have|had|cost|saw|sees|asks?|asked|pays?|paid|buys?|bought|got|gets|offer\w*"
    r"|charge[sd]?|came|began|stopped|started|closed|opened|reopened|raised|banned|grew|remain(?:s|ed)|stayed)\b"
)
#: A joint, a subject, and a verb. A comma inside a number is part of its word, one behind a word ends the subject.
_NEXT_CLAUSE = re.compile(
    r"(?:\b(?:and|or|because|as|since|after|so)|,)\s(?:(?:since|by|after)\s(?:then|that)\s|then\s)?"
    r"(?!(?:then|also|now|later|still|again|even|well|of|by)\b)(?!" + _VERB.pattern + r")"
    r"(?:(?!(?:and|or|because|as|since|after|so|who|which|that|when|than)\b)"
    r"(?:[\w'$-]+(?:[.,]\d+)*)\s){1,8}?" + _VERB.pattern
)
#: What is only added of a thing: "rice, which rose last month, cost 21,400 won".
_ASIDE = re.compile(r",\s(?:which|who|whose|where)\s(?:[^,;]|,(?=\d))*(?:,|$)")
_NOW = re.compile(r"\b(?:costs|is|are|has|have|sells|stands|trades|fetches|goes|asks|pays|buys|gets|remains)\b")
#: What may stand before a time that heads its sentence, beside places.
_AT_HEAD = re.compile(r"(?:(?:in|on|at|by|during|the|of|for|from|around|back|early|late|mid|city|markets?)\b|[\s,-])*")


def clause_at(view: str, segment: tuple[int, int], position: int) -> tuple[int, int]:
    """Return the clause of a segment that holds a position.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    segment : tuple of int
        Where the segment begins and ends.
    position : int
        A place in it.
    """
    start, end = segment
    for match in _NEXT_CLAUSE.finditer(view, start, end):
        if not _VERB.search(view, start, match.start()):
            continue  # "rice and corn cost": what is joined is two goods
        if position < match.start():
            return start, match.start()
        start = match.start()
    return start, end


def is_aside(view: str, segment: tuple[int, int], inside: int, outside: int) -> bool:
    """Whether a place lies in a relative clause between commas, and another does not.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    segment : tuple of int
        The segment of both.
    inside : int
        The place that may lie in one.
    outside : int
        The place that must not.
    """
    asides = [match.span() for match in _ASIDE.finditer(view[: segment[1]], segment[0])]
    return any(start <= inside < end and not start <= outside < end for start, end in asides)


def governs(report: Report, segment: tuple[int, int], time: TimeMention, clause: tuple[int, int]) -> bool:
    """Whether a time of another clause is said of a clause too: it heads the segment, and the tense goes on.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    segment : tuple of int
        The segment of both.
    time : TimeMention
        A time in it.
    clause : tuple of int
        The clause that has no time of its own.
    """
    view, head = report.view, report.view[segment[0] : time.start]
    for place in report.within(report.places, segment[0], time.start):
        head = head.replace(view[place.start : place.end], " ")
    if not _AT_HEAD.fullmatch(head):
        return False
    first = clause_at(view, segment, time.start)
    return bool(_NOW.search(view, *first)) == bool(_NOW.search(view, *clause))
