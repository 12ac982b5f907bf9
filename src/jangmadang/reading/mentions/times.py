"""Times a text states: dates, months, seasons and relative times, resolved only where they can be."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "week", "month", "year", "relative"]
Basis = Literal["stated", "published", "unresolved"]
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_MONTH_OF_WEEK = _MONTH.replace("<month>", "<month3>")
_WEEKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
#: Names of months that are other words too, and what may stand before a month but no subject of "may".
_ALSO_WORDS = ("may", "march", "mar", "dec", "sep")
_NO_SUBJECT = re.compile(
    r"the|a|its|their|our|for|with|than|over|between|before|after|till|vs|each|every|on|at|when|as|while|\w+['\u2019]s?"
)
_SPOKEN = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(_SPOKEN) + r"|a few|several)"
#: A year in words behind a day or month: "June 3 last year". Of others than last and this one it is not known which.
_OF_YEAR = (
    r"(?:\s(?:of\s|in\s)?(?P<of_year{0}>(?:last|this) year|the (?:previous|same|following) year"
    r"|the year (?:before|earlier)(?: last)?|a year (?:ago|before|earlier))\b(?!'s|\u2019s))?"
)
_LEAP_YEAR = 2024
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_TIME = re.compile(
    r"\b(?:"
    r"(?P<iso>(?:19|20)\d\d(?P<mark>[-./])\d{1,2}(?P=mark)\d{1,2})(?![\d])"
    r"|(?P<basic>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![\d,])(?!\s?(?:won|kpw|yuan|kg|people)\b)"
    r"|(?P<european>\d{1,2}(?P<mark2>[-./])\d{1,2}(?P=mark2)(?:19|20)\d\d)(?!\d)"
    rf"|(?:the\s)?(?P<week>first|second|third|fourth|last|final|[1-4](?:st|nd|rd|th))\sweek\s(?:of|in)\s{_MONTH_OF_WEEK}"
    rf"(?:,?\s(?:of\s)?(?P<year3>(?:19|20)\d\d))?"
    r"|(?:in|during)\s(?:the\s)?(?P<bare_week>first|second|third|fourth|[1-4](?:st|nd|rd|th))\sweek\b(?!\sof)"
    r"|(?:the\s)?(?P<bare_part>beginning|start|middle|end|first half|second half|latter half) of (?:the|that) month\b"
    rf"|(?:(?P<part>early|mid|late|the beginning of|the start of|the end of|end of|beginning of"
    rf"|the middle of|(?:the )?(?:first|second|latter) half of|(?P<next>next))[\s-]*)?"
    rf"(?:(?P<which_one>last|this)\s)?{_MONTH}"
    r"(?:\s(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|:\d|,\d))?(?:,?\s(?:of\s)?(?P<year>(?:19|20)\d\d))?"
    + _OF_YEAR.format("")
    + rf"|(?:the\s)?(?P<day2>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?\s(?:of\s)?(?P<month2>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b(?:,?\s(?P<year2>(?:19|20)\d\d))?"
    + _OF_YEAR.format("2")
    + r"|(?:the\s)?(?P<nth>[12]?\d|3[01])(?:st|nd|rd|th)(?!\s\w*\s?(?:anniversary|congress|party|century|grade|birthday"
    r"|weeks?|months?|years?|quarters?|half|times?|days?|sessions?|rounds?|plenary|class|floor|place|straight|row)\b)"
    r"|(?:in\s|of\s|since\s|(?:early|late|mid)[\s-])?(?P<only_year>(?:19|20)\d\d)\b(?![-./]\d)(?!\s?(?:won|yuan|kg|people))"
    rf"|{_COUNT}\s(?P<unit>day|week|month|year)s?\s(?P<way>ago|earlier|before|later|after)"
    r"|(?P<one_before>the (?:day|week|month) (?:before|earlier))(?=[.,;:)]|\s(?:and|but)\b|$)"
    r"|(?P<which>last|this|next|the previous|previous|past|the past|early this|late last|early last|late this)\s"
    r"(?P<period>week|month|year|spring|summer|autumn|fall|winter)"
    r"|(?P<word>today|yesterday|recently|nowadays|these days|currently|at present|right now|now)"
    r")"
)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time in a text; `first` and `last` are the days it spans, None where they cannot be known."""

    start: int
    end: int
    first: date | None
    last: date | None
    precision: Precision
    basis: Basis


def find_times(view: str, published: date | None, text: str = "") -> list[TimeMention]:
    """Return the times of a text.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    text : str
        The text itself, whose capitals tell the month May from the verb.
    published : date or None
        The day of publication; without it a relative time, or a date without year, stays unresolved.
    """
    found: list[TimeMention] = []
    for match in _TIME.finditer(view):
        if not _is_other_word(view, match, text):
            time = _read(match, published)
            if found and (match["bare_week"] or match["bare_part"]):
                time = _in_month_of(time, found[-1], match["bare_week"], match["bare_part"])
            found.append(time)
    return found


def _in_month_of(time: TimeMention, before: TimeMention, week: str | None, part: str | None) -> TimeMention:
    """A week or a part of a month that is not named is of the month named just before it, a week of one with weeks."""
    if before.basis == "unresolved" or not before.first or time.start - before.end > 120:
        return time
    if before.precision not in (("week",) if week else ("day", "week", "month")):
        return time
    first = before.first.replace(day=1)
    length = calendar.monthrange(first.year, first.month)[1]
    if week:
        return TimeMention(
            time.start, time.end, *_week(week, (first, first.replace(day=length), "month", before.basis))
        )
    low, high = days_of_part(part or "", length)
    return TimeMention(time.start, time.end, first.replace(day=low), first.replace(day=high), "month", before.basis)


def _is_other_word(view: str, match: re.Match[str], text: str) -> bool:
    """Whether a word that is a month's name is another word here: "prices may rise", "the Arduous March"."""
    month = match["month"] or match["month2"]
    if month not in _ALSO_WORDS or match["day"] or match["year"] or match["part"] or match["which_one"]:
        return False
    start = match.start("month") if match["month"] else match.start("month2")
    before, after = view[max(match.start() - 16, 0) : match.start()], view[match.end() : match.end() + 24]
    if re.search(r"\bthe\s$", before) and re.match(r"\s(?:\w+\s)?(?:prices?|rates?|averages?|figures?)\b", after):
        return False
    if month == "may" and text and text[start].islower():
        return not match["year2"] and not re.search(r"\b(?:in|on|of|since|until|by|last|during)\s$", before)
    if match["day2"] or re.search(
        r"\b(?:in|of|since|until|by|last|this|from|and|to|through|during|previous)\s$", before
    ):
        return False
    return not (text and text[start].isupper() and _is_name(text, match, month))


def _is_name(text: str, match: re.Match[str], month: str) -> bool:
    """Whether a word with a capital is the name of a month, no word of a heading, wish or event."""
    word = re.search(r"([\w'\u2019]+)[ \t]$", text[max(match.start() - 24, 0) : match.start()])
    after = text[match.end() : match.end() + 24]
    if re.match(r"\s(?:of|day)\b", after, re.IGNORECASE):
        return False
    if word is None:
        return month != "may" or not re.match(
            r"\s(?:i|we|you|he|she|it|they|the|this|these|god)\b", after, re.IGNORECASE
        )
    if _NO_SUBJECT.fullmatch(word[1].lower()) or re.match(r"\s(?:prices?|rates?|averages?|figures?)\b", after):
        return True
    return not word[1][0].isupper() and not re.match(r"\s[A-Z]", after)


def _read(match: re.Match[str], published: date | None) -> TimeMention:
    first, last, precision, basis = _span(match, published)
    return TimeMention(match.start(), match.end(), first, last, precision, basis)


_Span = tuple[date | None, date | None, Precision, Basis]


def _span(match: re.Match[str], published: date | None) -> _Span:
    if match["iso"] or match["basic"] or match["european"]:
        return _in_figures(match)
    if match["week"]:
        return _week(match["week"], _calendar(MONTHS[match["month3"]], None, match["year3"], "", published))
    if match["bare_week"] or match["bare_part"]:
        return None, None, "week" if match["bare_week"] else "month", "unresolved"
    if match["next"]:
        return None, None, "day" if match["day"] else "month", "unresolved"
    if month := match["month"] or match["month2"]:
        return _of_month(match, MONTHS[month], published)
    if match["only_year"]:
        year = int(match["only_year"])
        return date(year, 1, 1), date(year, 12, 31), "year", "stated"
    if published is None:
        return None, None, "day" if match["nth"] else "relative", "unresolved"
    return _nth(int(match["nth"]), published) if match["nth"] else _relative(match, published)


def _in_figures(match: re.Match[str]) -> _Span:
    if basic := match["basic"]:
        return _or_unknown(int(basic[:4]), int(basic[4:6]), int(basic[6:]))
    if match["iso"]:
        year, month, day = re.split(r"[-./]", match["iso"])
        return _or_unknown(int(year), int(month), int(day))
    one, other, year = re.split(r"[-./]", match["european"])
    if int(one) <= 12 and int(other) <= 12 and one != other:  # day or month first: not known
        return None, None, "relative", "unresolved"
    day, month = (one, other) if int(other) <= 12 else (other, one)
    return _or_unknown(int(year), int(month), int(day))


def _of_month(match: re.Match[str], month: int, published: date | None) -> _Span:
    """Of a year that is written, said in words, or the latest before publication."""
    day, year, part = match["day"] or match["day2"], match["year"] or match["year2"], match["part"] or ""
    if year or _is_of_latest_year(match, month, published):
        return _calendar(month, day, year, part, published)
    number = _year_in_words(match, month, published)
    if not number:
        return None, None, "day" if day else "month", "unresolved"
    first, last, precision, basis = _calendar(month, day, str(number), part, published)
    return first, last, precision, "published" if basis == "stated" else basis


def _or_unknown(year: int, month: int, number: int) -> _Span:
    try:
        day = date(year, month, number)
    except ValueError:
        return None, None, "relative", "unresolved"
    return day, day, "day", "stated"


def _is_of_latest_year(match: re.Match[str], month: int, published: date | None) -> bool:
    """Whether the year of a day or month is the latest one not after publication, as where nothing says another."""
    words, which = match["of_year"] or match["of_year2"], match["which_one"]
    return not words and (not which or published is None or which == "last" and month > published.month)


def _year_in_words(match: re.Match[str], month: int, published: date | None) -> int | None:
    """The year that words give a day or month; None where they may give another: "last May" in June."""
    words = match["of_year"] or match["of_year2"] or match["which_one"]
    if published is None:
        return None
    if words in ("this", "this year"):
        return published.year
    return published.year - 1 if words == "last year" or words == "last" and month == published.month else None


def _calendar(month: int, day: str | None, year: str | None, part: str, published: date | None) -> _Span:
    """The span of a month or a day in it; a missing year is the latest one not after publication."""
    if not year and published is None:
        longest = calendar.monthrange(_LEAP_YEAR, month)[1]
        return None, None, "month" if not day else "day" if 1 <= int(day) <= longest else "relative", "unresolved"
    basis: Basis = "stated" if year else "published"
    number = int(year) if year else published.year if published else 0
    if not year and published and (month, int(day or 1)) > (published.month, published.day):
        number -= 1
    length = calendar.monthrange(number, month)[1]
    if day:
        if not 1 <= int(day) <= length:
            return None, None, "relative", "unresolved"
        exact = date(number, month, int(day))
        return exact, exact, "day", basis
    low, high = days_of_part(part, length)
    return date(number, month, low), date(number, month, high), "month", basis


def days_of_part(part: str, length: int) -> tuple[int, int]:
    """First and last day of a part of a month of so many days; of all of it where no part is named."""
    halves = {"first half": (1, 15), "second half": (16, length), "latter half": (16, length)}
    thirds = {"early": (1, 10), "begin": (1, 10), "start": (1, 10), "mid": (11, 20), "late": (21, length)}
    spoken = halves | thirds | {"end": (21, length)}
    return next((days for word, days in spoken.items() if word in part), (1, length))


def _week(which: str, month: _Span) -> _Span:
    """The week of a month: of seven days from the first on, or the last seven."""
    first, last, _, basis = month
    if first is None or last is None:
        return None, None, "week", "unresolved"
    if which not in _WEEKS:
        return last - timedelta(6), last, "week", basis
    return first + timedelta(7 * (_WEEKS[which] - 1)), first + timedelta(7 * _WEEKS[which] - 1), "week", basis


def _nth(day: int, published: date) -> _Span:
    """The latest day of that number not after publication."""
    year, month = published.year, published.month
    if day > published.day:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None, None, "relative", "unresolved"
    return date(year, month, day), date(year, month, day), "day", "published"


def _relative(match: re.Match[str], published: date) -> _Span:
    if match["word"]:
        back = {"today": (0, 0), "yesterday": (1, 1), "recently": (30, 0)}.get(match["word"], (14, 0))
        precision: Precision = "day" if back[0] == back[1] else "week"
        return published - timedelta(back[0]), published - timedelta(back[1]), precision, "published"
    if match["one_before"] or (match["unit"] and match["way"] != "ago"):
        return None, None, "relative", "unresolved"
    if match["unit"]:
        count = int(match["count"]) if match["count"].isdigit() else _SPOKEN.get(match["count"], 3)
        middle = published - timedelta(count * _UNIT_DAYS[match["unit"]])
        half = timedelta(_UNIT_DAYS[match["unit"]] // 2)
        spoken: dict[str, Precision] = {"day": "day", "week": "week", "month": "month", "year": "year"}
        return middle - half, min(middle + half, published), spoken[match["unit"]], "published"
    return _named_period(match["which"], match["period"], published)


def _named_period(which: str, period: str, published: date) -> _Span:
    back = 1 if "last" in which or "previous" in which else 0
    if "next" in which or period not in _UNIT_DAYS:
        return None, None, "relative", "unresolved"
    if period == "week":
        monday = published - timedelta(published.weekday() + 7 * back)
        return monday, monday + timedelta(6), "week", "published"
    if period == "month":
        year, month = divmod(published.year * 12 + published.month - 1 - back, 12)
        return (
            date(year, month + 1, 1),
            date(year, month + 1, calendar.monthrange(year, month + 1)[1]),
            "month",
            "published",
        )
    return date(published.year - back, 1, 1), date(published.year - back, 12, 31), "year", "published"
