"""Times that two dates bound, or one a week: "between May 1 and May 10", "May 1 to 10", "the week ending 9 May"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from jangmadang.reading.mentions.times import Precision, TimeMention, days_of_part

_JOINS = re.compile(r"\s?(?:-|to|through|till|until|and)\s?(?:the\s)?")
_BETWEEN = re.compile(r"\bbetween\s(?:the\s)?$")
_LEAD = re.compile(r"\b(?:from|between|during)\s(?:the\s)?$")
_LAST_DAY = re.compile(
    r"\s?(?P<joins>-|to|through|till|until|and)\s?(?:the\s)?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:,?\s(?P<year>(?:19|20)\d\d))?(?![\d,.]*\d)(?!\s?(?:%|[a-z]*won\b|yuan|rmb|dollars?|percent|kg|kilo|tons?|lit|people))"
)
_FIRST_DAY = re.compile(r"(?<![\d,.])(?P<day>\d{1,2})(?:st|nd|rd|th)?\s?(?P<joins>-|to|through|and)\s?(?:the\s)?$")
#: The day of a second date that shares the month of the first: "on May 5 and 20, rice cost ...".
_SECOND_DAY = re.compile(
    r"\sand\s(?:the\s)?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?=[,;.)]|$|\s(?:rice|respectively|in|at)\b)(?![,.]\d)"
)
#: A part of a month that is named behind it: "early to mid May", "early and mid-May".
_FIRST_PART = re.compile(
    r"\b(?P<part>early|mid|the (?:beginning|start|middle) of)[\s-]*\b(?P<joins>-|to|through|until|till|and)"
    r"[\s-]+(?:the\s)?$"
)
_LATER_PART = re.compile(r"(?:the )?(?:mid|late|end of|middle of)")
#: A week that a day names: the one it lies in, begins or ends; "this week" is a time of its own.
_DAY_OF_WEEK = re.compile(
    r"(?:\bthe\s|(?<![\w-]\s)(?<!\w))week\s"
    r"(?:of|(?P<begins>(?:that\s)?(?:beg(?:inning|an|ins)|start(?:ing|ed|s)|commenc(?:ing|ed))|from)"
    r"|(?P<ends>(?:that\s)?end(?:ing|ed|s)|(?:up\s)?to|until|through))\s"
    r"(?:on\s)?(?:the\s)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?$"
)
_SEVERAL_WEEKS = re.compile(r"\bweeks\s(?:of|(?:beginn|start|end)ing)\s[^.;]*$")
_LONGEST_LEAD = 48
_AND = re.compile(r"\s(?:and|or)\s(?:in\s)?")
_ONLY_DAY = re.compile(r"(?:the\s)?\d{1,2}(?:st|nd|rd|th)")
_HAS_MONTH = re.compile(r"[a-z]{3}")
_LONGEST: tuple[tuple[Precision, int], ...] = (("day", 0), ("week", 13), ("month", 92), ("year", 100_000))


def with_spans(view: str, times: list[TimeMention]) -> list[TimeMention]:
    """Return times in which the two ends of a span are one; its ends are those of the words, with what leads them."""
    joined: list[TimeMention] = []
    for time in times:
        last = joined[-1] if joined else None
        if last and _are_ends(view, last, time):
            joined[-1] = _between(view, last, time)
        else:
            joined += _each_of(view, _with_days(view, time))
    return [_week_of(view, time) for time in joined]


def _week_of(view: str, time: TimeMention) -> TimeMention:
    """The week that a day names: "the week of 5 May" from Monday on, "the week ending 9 May"."""
    if time.precision != "day":
        return time
    before = max(time.start - _LONGEST_LEAD, 0), time.start
    if _SEVERAL_WEEKS.search(view, *before):
        return replace(time, first=None, last=None, precision="relative", basis="unresolved")
    lead = _DAY_OF_WEEK.search(view, *before)
    if lead is None:
        return time
    week = replace(time, start=lead.start(), precision="week")
    if time.first is None:
        return week
    back = 6 if lead["ends"] else 0 if lead["begins"] else time.first.weekday()
    first = time.first - timedelta(back)
    return replace(week, first=first, last=first + timedelta(6))


def run_on(view: str, one: TimeMention, other: TimeMention) -> TimeMention | None:
    """Two months, or parts of them, as one time where they meet: "late May and early June"; else None."""
    if not _AND.fullmatch(view, one.end, other.start) or {one.precision, other.precision} != {"month"}:
        return None
    both = _between(view, one, other)
    last = _in_year(one.last, both.first.year) if one.last and both.first else None
    return both if last and other.first == last + timedelta(1) else None


def _each_of(view: str, time: TimeMention) -> list[TimeMention]:
    """A day and the day behind it, or a part of a month and the part before it: "May 5 and 20", "early and mid-May"."""
    second = _SECOND_DAY.match(view, time.end) if time.precision == "day" and time.first else None
    if second and time.first and not _follows_between(view, time.start):
        day = _day_of(time.first, int(second["day"]))
        return (
            [time, replace(time, start=second.start("day"), end=second.end(), first=day, last=day)] if day else [time]
        )
    before = _FIRST_PART.search(view, max(time.start - 32, 0), time.start)
    if not before or not time.first or not _LATER_PART.match(view, time.start):
        return [time]
    return _with_first_part(view, before, time)


def _with_first_part(view: str, before: re.Match[str], time: TimeMention) -> list[TimeMention]:
    """A part of a month with the part named before it: one span, or two times where "and" joins them."""
    assert time.first is not None
    low, high = days_of_part(before["part"], time.first.day - 1)
    first = time.first.replace(day=low) if low <= high < time.first.day else None
    if first and before["joins"] == "and" and not _follows_between(view, before.start()):
        last = time.first.replace(day=high)
        return [replace(time, start=before.start(), end=before.end("part"), first=first, last=last), time]
    return [_span(view, before.start(), time.end, first, time.last, time)]


def _are_ends(view: str, one: TimeMention, other: TimeMention) -> bool:
    """Whether two times are the ends of a span."""
    gap = view[one.end : other.start]
    if not _JOINS.fullmatch(gap) or {one.precision, other.precision} - {"day", "month"}:
        return False
    return "and" not in gap or _follows_between(view, one.start)


def _follows_between(view: str, start: int) -> bool:
    return bool(_BETWEEN.search(view, max(start - 16, 0), start))


def _between(view: str, one: TimeMention, other: TimeMention) -> TimeMention:
    """The span of two times; a month or a year that is said of one end holds for the other."""
    first, last = one.first, other.last
    if first and last and one.precision == other.precision == "day":
        if _ONLY_DAY.fullmatch(view, one.start, one.end):
            first = _day_of(last, first.day)
        elif _ONLY_DAY.fullmatch(view, other.start, other.end):
            last = _day_of(first, last.day)
    if first and last and other.basis == "stated" and one.basis == "published":
        year = last.year - ((first.month, first.day) > (last.month, last.day))
        first = _in_year(first, year)
    return _span(view, one.start, other.end, first, last, other if other.basis != "stated" else one)


def _with_days(view: str, time: TimeMention) -> TimeMention:
    """A day with the number of another day behind or before it: "May 1 to 10", "1-10 May"."""
    if time.precision != "day" or not _HAS_MONTH.search(view[time.start : time.end].removeprefix("the ")):
        return time
    after = _LAST_DAY.match(view, time.end)
    if after and (after["joins"] != "and" or _follows_between(view, time.start)):
        first = time.first if not after["year"] or not time.first else _in_year(time.first, int(after["year"]))
        number = int(after["day"])
        last = _day_of(first, number) if first and number > first.day else None
        return _span(view, time.start, after.end(), first, last, time)
    before = _FIRST_DAY.search(view, max(time.start - 16, 0), time.start) if view[time.start].isdigit() else None
    if before and (before["joins"] != "and" or _follows_between(view, before.start())):
        number = int(before["day"])
        first = _day_of(time.last, number) if time.last and number < time.last.day else None
        return _span(view, before.start(), time.end, first, time.last, time)
    return time


def _span(view: str, start: int, end: int, first: date | None, last: date | None, like: TimeMention) -> TimeMention:
    """One time from a first to a last day; unresolved where they are not known or out of order."""
    lead = _LEAD.search(view, max(start - 16, 0), start)
    start = lead.start() if lead else start
    if first is None or last is None or first > last:
        return TimeMention(start, end, None, None, "relative", "unresolved")
    precision = next(name for name, longest in _LONGEST if (last - first).days <= longest)
    return replace(like, start=start, end=end, first=first, last=last, precision=precision)


def _day_of(month: date, number: int) -> date | None:
    """A day of the month of another; None if there is none."""
    try:
        return month.replace(day=number)
    except ValueError:
        return None


def _in_year(day: date, year: int) -> date | None:
    """The same day of another year; None if there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return None
