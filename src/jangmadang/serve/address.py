"""A question to the model as an address: everything that is asked stands in it, so that a link asks the same."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from pydantic import TypeAdapter, ValidationError

from jangmadang.errors import InputError
from jangmadang.scenario.reading import STANDARD
from jangmadang.scenario.schema import Day

MOST_SCENARIOS, MOST_ENTRIES, MOST_TITLE = 4, 40, 120
FEWEST_RUNS, MOST_RUNS, RUNS = 2, 200, 6
#: What a change does to its path.
OPERATIONS = {"set": "set to", "multiply": "multiplied by", "add": "raised by"}
BETWEEN = "~"
_DAY: TypeAdapter[datetime.date] = TypeAdapter(Day)
_TARGET = re.compile(r"[A-Za-z][\w-]*(?:\[[\w*, -]+\])?")
_SETTING = re.compile(r"[\w.+-]{1,60}")


@dataclass(frozen=True)
class Dated:
    """A dated change: of a path, or a named shock.

    Attributes
    ----------
    what : a target, such as `openness[customs,*]`, or the name of a shock.
    first, last : its days, both included; without a last one it stays.
    how : a word of `OPERATIONS`; empty for a shock.
    value : what the path is set to, multiplied by or raised by.
    weeks : over which it comes.
    """

    what: str
    first: datetime.date
    last: datetime.date | None = None
    how: str = ""
    value: float = 0.0
    weeks: int = 1


@dataclass(frozen=True)
class Setting:
    """A parameter, switch or theory: `name` or `name[member]`, and what it is set to, as typed at the command line."""

    name: str
    value: str


@dataclass(frozen=True)
class Wanted:
    """One scenario of a question: a shipped one, and what is changed of it.

    Attributes
    ----------
    extends : name of the shipped scenario.
    title : what it is called; empty for what its changes say.
    end : the first Monday that is not simulated; None for that of the shipped one.
    dated, settings : what is changed.
    """

    extends: str = STANDARD
    title: str = ""
    end: datetime.date | None = None
    dated: tuple[Dated, ...] = ()
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True)
class Question:
    """A base and up to three scenarios, run in pairs.

    Attributes
    ----------
    scenarios : the base first.
    runs : pairs of runs.
    draws : whether intervals are by what is assumed.
    """

    scenarios: tuple[Wanted, ...] = (Wanted(),)
    runs: int = RUNS
    draws: bool = True


def query_of(question: Question) -> str:
    """A question as the query of an address; `question_of` reads it back exactly."""
    said: list[tuple[str, str]] = []
    for wanted in question.scenarios:
        said.append(("of", wanted.extends))
        said += [("title", wanted.title)] if wanted.title else []
        said += [("end", str(wanted.end))] if wanted.end else []
        for one in wanted.dated:
            last = str(one.last) if one.last else ""
            parts = [one.what, str(one.first), last]
            parts += [one.how, repr(one.value), str(one.weeks)] if one.how else []
            said.append(("change" if one.how else "shock", BETWEEN.join(parts)))
        said += [("let", f"{one.name}{BETWEEN}{one.value}") for one in wanted.settings]
    said += [("runs", str(question.runs))] if question.runs != RUNS else []
    said += [] if question.draws else [("draws", "no")]
    return urlencode(said, safe=f"{BETWEEN},*")


def question_of(query: str) -> Question:
    """The question that an address asks.

    Raises
    ------
    InputError
        If it is no address that `query_of` could have written; the message says where.
    """
    scenarios: list[Wanted] = []
    runs, draws = RUNS, True
    for name, text in parse_qsl(query, keep_blank_values=True):
        if name == "of":
            scenarios.append(Wanted(text))
        elif name == "runs":
            runs = whole_of("runs", text, FEWEST_RUNS, MOST_RUNS)
        elif name == "draws":
            draws = text != "no"
        elif name not in _READERS:
            raise InputError(f"the address says {name!r}, which asks nothing; take it out")
        elif not scenarios:
            raise InputError(f"the address says {name!r} before any scenario; put of={STANDARD} in front of it")
        else:
            scenarios[-1] = _READERS[name](scenarios[-1], text)
    return checked(Question(tuple(scenarios) or (Wanted(),), runs, draws))


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
        if len(wanted.dated) + len(wanted.settings) > MOST_ENTRIES:
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


def number_of(where: str, text: str) -> float:
    """A number as typed; an InputError names where it stands."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{where}: {text[:40]!r} is no number; write one with a decimal point, such as 0.5")
    return value


def whole_of(where: str, text: str, least: int, most: int) -> int:
    """A whole number as typed; an InputError names where it stands."""
    if not (text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most):
        raise InputError(f"{where}: {text[:40]!r} is not a whole number from {least} to {most}")
    return int(text)


def target_of(text: str) -> str:
    """The name of a path, shock or parameter, with its members."""
    if not _TARGET.fullmatch(text):
        raise InputError(f"{text[:60]!r} names nothing; write a name, or name[member,member]")
    return text


def _with_title(wanted: Wanted, text: str) -> Wanted:
    return replace(wanted, title=text)


def _with_end(wanted: Wanted, text: str) -> Wanted:
    return replace(wanted, end=day_of("end", text))


def _with_shock(wanted: Wanted, text: str) -> Wanted:
    what, first, last = _parts("shock", text, 3)
    return replace(wanted, dated=(*wanted.dated, Dated(target_of(what), *_days(what, first, last))))


def _with_change(wanted: Wanted, text: str) -> Wanted:
    what, first, last, how, value, weeks = _parts("change", text, 6)
    if how not in OPERATIONS:
        raise InputError(f"change {what}: {how!r} does nothing; write {', '.join(OPERATIONS)}")
    amount, over = number_of(f"change {what}", value), whole_of(f"change {what}, weeks", weeks, 1, 1040)
    return replace(wanted, dated=(*wanted.dated, Dated(target_of(what), *_days(what, first, last), how, amount, over)))


def _with_setting(wanted: Wanted, text: str) -> Wanted:
    name, value = _parts("let", text, 2)
    if not _SETTING.fullmatch(value):
        raise InputError(f"let {name}: {value[:40]!r} is no value; write a number, on, off or the name of a theory")
    return replace(wanted, settings=(*wanted.settings, Setting(target_of(name), value)))


_READERS = {
    "title": _with_title,
    "end": _with_end,
    "shock": _with_shock,
    "change": _with_change,
    "let": _with_setting,
}


def _parts(name: str, text: str, count: int) -> Sequence[str]:
    parts = text.split(BETWEEN)
    if len(parts) != count:
        raise InputError(f"{name}={text[:60]}: {count} parts belong here, with {BETWEEN} between them")
    return parts


def _days(what: str, first: str, last: str) -> tuple[datetime.date, datetime.date | None]:
    return day_of(f"{what}, first day", first), day_of(f"{what}, last day", last) if last else None
