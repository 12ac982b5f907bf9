"""A question to the model as an address: everything that is asked stands in it, so that a link asks the same."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from pydantic import TypeAdapter, ValidationError

from jangmadang.axes import AXES
from jangmadang.errors import InputError, nearest_name
from jangmadang.scenario.reading import STANDARD
from jangmadang.scenario.schema import Day
from jangmadang.scenario.series import number_of
from jangmadang.serve.question import (
    FEWEST_RUNS,
    HOME,
    MOST_ENTRIES,
    MOST_RUNS,
    MOST_SCENARIOS,
    MOST_TITLE,
    MOST_WEEKS,
    OPERATIONS,
    REGIMES,
    RUNS,
    Dated,
    Question,
    Setting,
    Wanted,
    Weekly,
)

BETWEEN, WEEK_BETWEEN, OF_WEEK = "~", "!", ":"
_DAY: TypeAdapter[datetime.date] = TypeAdapter(Day)
_TARGET = re.compile(r"[A-Za-z][\w-]*(?:\[[\w*, -]+\])?")
_SETTING = re.compile(r"[\w.+-]{1,60}")


def query_of(question: Question) -> str:
    """A question as the query of an address; `question_of` reads it back exactly."""
    said: list[tuple[str, str]] = []
    for wanted in question.scenarios:
        said.append(("of", wanted.extends))
        said += [("title", wanted.title)] if wanted.title else []
        said += [("start", str(wanted.start))] if wanted.start else []
        said += [("end", str(wanted.end))] if wanted.end else []
        rate = str(wanted.floats) if wanted.regime == "from" else wanted.regime
        said += [("rate", rate)] if rate else []
        for one in wanted.dated:
            last = str(one.last) if one.last else ""
            parts = [one.what, str(one.first), last]
            parts += [one.how, repr(one.value), str(one.weeks)] if one.how else []
            said.append(("change" if one.how else "shock", BETWEEN.join(parts)))
        said += [("let", f"{one.name}{BETWEEN}{one.value}") for one in wanted.settings]
        for weekly in wanted.weekly:
            values = WEEK_BETWEEN.join(f"{monday}{OF_WEEK}{value!r}" for monday, value in weekly.values)
            said.append(("weekly", f"{weekly.what}{BETWEEN}{values}"))
    said += [("runs", str(question.runs))] if question.runs != RUNS else []
    draws = "posterior" if question.posterior else "" if question.draws else "no"
    said += [("draws", draws)] if draws else []
    said += [("place", question.place)] if question.place != HOME else []
    return urlencode(said, safe=f"{BETWEEN}{WEEK_BETWEEN}{OF_WEEK},*")


def question_of(query: str) -> Question:
    """The question that an address asks.

    Raises
    ------
    InputError
        If it is no address that `query_of` could have written; the message says where.
    """
    scenarios: list[Wanted] = []
    runs, draws, place = RUNS, "yes", HOME
    for name, text in parse_qsl(query, keep_blank_values=True):
        if name == "of":
            scenarios.append(Wanted(text))
        elif name == "runs":
            runs = whole_of("runs", text, FEWEST_RUNS, MOST_RUNS)
        elif name == "draws":
            draws = text
        elif name == "place":
            place = place_named(text)
        elif name not in _READERS:
            raise InputError(f"the address says {name!r}, which asks nothing; take it out")
        elif not scenarios:
            raise InputError(f"the address says {name!r} before any scenario; put of={STANDARD} in front of it")
        else:
            scenarios[-1] = _READERS[name](scenarios[-1], text)
    return checked(Question(tuple(scenarios) or (Wanted(),), runs, draws != "no", draws == "posterior", place))


def checked(question: Question) -> Question:
    """A question of a size that can be run and shown.

    Raises
    ------
    InputError
        If it is larger.
    """
    if len(question.scenarios) > MOST_SCENARIOS:
        raise InputError(f"a base and {MOST_SCENARIOS - 1} scenarios are the most; take some out")
    for wanted in question.scenarios:
        if len(wanted.dated) + len(wanted.settings) + len(wanted.weekly) > MOST_ENTRIES:
            raise InputError(f"a scenario has {MOST_ENTRIES} changes at most here; write a file for more")
        if len(wanted.title) > MOST_TITLE:
            raise InputError(f"a title has {MOST_TITLE} letters at most; shorten '{wanted.title[:30]}...'")
    return question


def day_of(where: str, text: str) -> datetime.date:
    """A day as typed; an InputError names where it stands."""
    try:
        return _DAY.validate_python(text.strip())
    except ValidationError as error:
        raise InputError(f"{where}: {str(error.errors()[0]['msg']).removeprefix('Value error, ')}") from None


def whole_of(where: str, text: str, least: int, most: int) -> int:
    """A whole number as typed; an InputError names where it stands."""
    if not (text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most):
        raise InputError(f"{where}: {text[:40]!r} is not a whole number from {least} to {most}")
    return int(text)


def place_named(text: str) -> str:
    """A place of the model."""
    if text not in AXES["place"]:
        raise InputError(f"place: no place named '{text[:40]}'; {nearest_name(text, AXES['place'])}")
    return text


def weeks_of(what: str, texts: Sequence[str]) -> tuple[tuple[datetime.date, float], ...]:
    """Mondays and their values, each a text such as 2027-01-04:0.5; an InputError names the one that is none."""
    if not 0 < len(texts) <= MOST_WEEKS:
        raise InputError(f"{what}, week by week: {MOST_WEEKS} weeks at most and one at least, not {len(texts)}")
    found = []
    for text in texts:
        day, _, value = text.strip().partition(OF_WEEK)
        found.append((day_of(f"{what}, week by week", day), number_of(value, f"{what}, week of {day[:10]}")))
    return tuple(found)


def regime_of(word: str, floats: str) -> tuple[str, datetime.date | None]:
    """The regime of the exchange rate, with the day from which it floats where it is of one."""
    if word not in REGIMES:
        raise InputError(
            f"rate: {word[:40]!r} is no regime; write reported, endogenous, or the day from which it floats"
        )
    return word, day_of("the day from which the rate floats", floats) if word == "from" else None


def target_of(text: str) -> str:
    """The name of a path, shock or parameter, with its members."""
    if not _TARGET.fullmatch(text):
        raise InputError(f"{text[:60]!r} names nothing; write a name, or name[member,member]")
    return text


def _with_title(wanted: Wanted, text: str) -> Wanted:
    return replace(wanted, title=text)


def _with_end(wanted: Wanted, text: str) -> Wanted:
    return replace(wanted, end=day_of("end", text))


def _with_start(wanted: Wanted, text: str) -> Wanted:
    return replace(wanted, start=day_of("start", text))


def _with_rate(wanted: Wanted, text: str) -> Wanted:
    regime, floats = regime_of(*(("from", text) if text[:1].isdigit() else (text, "")))
    return replace(wanted, regime=regime, floats=floats)


def _with_weekly(wanted: Wanted, text: str) -> Wanted:
    what, values = _parts("weekly", text, 2)
    weekly = Weekly(target_of(what), weeks_of(what, values.split(WEEK_BETWEEN)))
    return replace(wanted, weekly=(*wanted.weekly, weekly))


def _with_shock(wanted: Wanted, text: str) -> Wanted:
    what, first, last = _parts("shock", text, 3)
    return replace(wanted, dated=(*wanted.dated, Dated(target_of(what), *_days(what, first, last))))


def _with_change(wanted: Wanted, text: str) -> Wanted:
    what, first, last, how, value, weeks = _parts("change", text, 6)
    if how not in OPERATIONS:
        raise InputError(f"change {what}: {how!r} does nothing; write {', '.join(OPERATIONS)}")
    amount, over = number_of(value, f"change {what}"), whole_of(f"change {what}, weeks", weeks, 1, 1040)
    return replace(wanted, dated=(*wanted.dated, Dated(target_of(what), *_days(what, first, last), how, amount, over)))


def _with_setting(wanted: Wanted, text: str) -> Wanted:
    name, value = _parts("let", text, 2)
    if not _SETTING.fullmatch(value):
        raise InputError(f"let {name}: {value[:40]!r} is no value; write a number, on, off or the name of a theory")
    return replace(wanted, settings=(*wanted.settings, Setting(target_of(name), value)))


_READERS = {
    "title": _with_title,
    "start": _with_start,
    "end": _with_end,
    "rate": _with_rate,
    "shock": _with_shock,
    "change": _with_change,
    "let": _with_setting,
    "weekly": _with_weekly,
}


def _parts(name: str, text: str, count: int) -> Sequence[str]:
    parts = text.split(BETWEEN)
    if len(parts) != count:
        raise InputError(f"{name}={text[:60]}: {count} parts belong here, with {BETWEEN} between them")
    return parts


def _days(what: str, first: str, last: str) -> tuple[datetime.date, datetime.date | None]:
    return day_of(f"{what}, first day", first), day_of(f"{what}, last day", last) if last else None
