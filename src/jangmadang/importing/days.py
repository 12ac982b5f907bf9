"""The days that dates of price tables stand for, in English and Korean."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from jangmadang.evidence.observations import Basis
from jangmadang.importing.figures import plain
from jangmadang.reading.mentions.times import MONTHS

_WEEK = re.compile(r"(?:w|wk|week|제)?\s?([1-5])(?:st|nd|rd|th)?\s?(?:week|주차|주|째\s?주)?")
_DAY_AND_MONTH = r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})"
#: Days between first and last that one figure may stand for: a month.
_LONGEST = 31


class LeftOut(Exception):
    """Why a cell gives no observation."""


def days_of(text: str, order: str, monthly: bool = False) -> tuple[date, date] | None:
    """First and last day that a date stands for; None if it is no date, or cannot be told from another.

    Parameters
    ----------
    text : such as `2026-03-15`, `2026.3.15`, `2026-03`, `15/03/2026`, `15th March 2026` or `2026년 3월 15일`.
    order : `day` or `month`, whichever of them stands first in `03/04/2026`; empty: not known.
    monthly : whether it stands for a month, so that the number of `Mar-26` is a year.
    """
    word = plain(text).rstrip(".")
    word = re.sub(r"[t ]\d{1,2}:\d{2}.*$", "", word)
    if match := re.fullmatch(r"(\d{4})[-./년]\s?(\d{1,2})[-./월]\s?(\d{1,2})일?", word):
        return _span(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", word):
        return _span(int(match[1]), int(match[2]), int(match[3]))
    if (match := re.fullmatch(r"(\d{4})[-./년]\s?(\d{1,2})월?", word)) and not re.fullmatch(r"\d{4}\.1", word):
        return _span(int(match[1]), int(match[2]), None)
    if match := re.fullmatch(r"(\d{1,2})[-/](\d{4})", word):
        return _span(int(match[2]), int(match[1]), None)
    if match := re.fullmatch(_DAY_AND_MONTH, word):
        one, other, year = int(match[1]), int(match[3]), int(match[4])
        if order == "day" or one > 12 or one == other:
            return _span(year, other, one)
        if order == "month" or other > 12:
            return _span(year, one, other)
        return None
    return _with_a_month_in_words(word, monthly)


def _with_a_month_in_words(word: str, monthly: bool) -> tuple[date, date] | None:
    """The days of `8 February 2026`, `8-Feb-26`, `February 8th, 2026`, `February 2026` or, of a month, `Feb-26`."""
    match = re.fullmatch(
        r"(?:(\d{1,2})(?:st|nd|rd|th)?[- ])?([a-z]{3,9})[-., ]+(?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4}|\d{2})", word
    )
    if not match or match[2] not in MONTHS or match[1] and match[3]:
        return None
    day = match[1] or match[3]
    if len(match[4]) == 2 and not (match[1] or monthly):
        return None
    return _span(int(match[4]) + (2000 if len(match[4]) == 2 else 0), MONTHS[match[2]], int(day) if day else None)


def _span(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return None
    return first, first if day else first.replace(day=calendar.monthrange(year, month)[1])


def joined_day(year: str, month: str, day: str) -> str:
    """A date whose parts stand in columns of their own; a month in words or as `3월`, a column `month` may hold all."""
    number = MONTHS.get(plain(month).rstrip("."), plain(month).removesuffix("월"))
    if not year.strip():
        return month
    return "-".join(part for part in (plain(year).removesuffix("년"), str(number), day) if part)


def _month_number(text: str) -> int | None:
    """The month that a cell names alone, such as `3`, `March` or `3월`."""
    word = plain(text).rstrip(".").removesuffix("월")
    return MONTHS.get(word) or (int(word) if re.fullmatch(r"0?[1-9]|1[0-2]", word) else None)


def check_agrees(year: str, month: str, first: date, last: date) -> None:
    """Leave out a row whose columns of year and month say other days than its date, from `first` to `last`."""
    said = f"its date {first}" if first == last else f"its dates {first} to {last}"
    if (match := re.fullmatch(r"(?:\d\d)?(\d\d)년?", plain(year))) and int(match[1]) not in (
        first.year % 100,
        last.year % 100,
    ):
        raise LeftOut(f"its year is '{year}', {said}")
    if (number := _month_number(month)) and number not in (first.month, last.month):
        raise LeftOut(f"its month is '{month}', {said}")


def is_whole_month(first: date, last: date) -> bool:
    """Whether days are those of a month."""
    return first.day == 1 and last == first.replace(day=calendar.monthrange(first.year, first.month)[1])


def week_of_month(text: str, first: date, last: date) -> tuple[date, date]:
    """First and last day of a week of a month, such as `2`, `week 2` or `2주`: of seven days from the first on.

    Raises
    ------
    LeftOut
        If it is none, such as a week of the year.
    """
    match = _WEEK.fullmatch(plain(text))
    start = first + timedelta(7 * (int(match[1]) - 1)) if match else first
    if not match or start > last:
        raise LeftOut(f"no week of {first:%Y-%m} ('{text}', of the year? write its days)")
    return start, min(start + timedelta(6), last)


def why_no_day(text: str) -> str:
    """Why `days_of` gives nothing for a text, and what to write."""
    word = plain(text)
    if not word:
        return "no date (where cells were merged, fill in all of them)"
    if re.fullmatch(_DAY_AND_MONTH, word):
        return f"no day '{text}' (day or month first? say dates in a mapping)"
    if re.fullmatch(r"[a-z]{3,9}[-., ]+\d{1,2}", word):
        return f"no day '{text}' (a day without a year, or a month of a year? write 2026-03-15 or 2026-03)"
    if re.fullmatch(r"\d{4}\.1", word):
        return f"no month '{text}' (January, or October written as a number? write {word[:4]}-01 or {word[:4]}-10)"
    if re.fullmatch(r"\d{5}(?:\.\d+)?", word):
        return f"no day '{text}' (a date that a sheet shows as a number? give its cells the format of a date)"
    return f"no day '{text}' (write it as 2026-03-15, a month as 2026-03)"


def period_of(start: str, end: str, order: str, monthly: bool) -> tuple[date, date, Basis]:
    """The days from one date to another, of a monthly table the whole month, and how they are known.

    Raises
    ------
    LeftOut
        If they are no dates, longer than a month or in the future.
    """
    spans = [days_of(text, order, monthly) for text in (start, end)]
    if not spans[0] or not spans[1]:
        raise LeftOut(why_no_day(end if spans[0] else start))
    first, last = spans[0][0], spans[1][1]
    if monthly:
        first, last = first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
    days = (last - first).days
    if not 0 <= days <= _LONGEST:
        raise LeftOut(f"no days '{start}' to '{end}' (the first before the last, a month at most)")
    if first > date.today():
        raise LeftOut(f"in the future ('{start}')")
    return first, last, "day" if not days else "week" if days < 8 else "month"
