"""The form of a question: what its fields say, and what its buttons do to it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from starlette.datastructures import FormData

from jangmadang.axes import AXES
from jangmadang.errors import InputError
from jangmadang.labels import label, place_in_words
from jangmadang.scenario.mechanisms import mechanisms, theories
from jangmadang.scenario.members import parse_target
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.paths import paths
from jangmadang.scenario.reading import STANDARD
from jangmadang.scenario.series import number_of
from jangmadang.scenario.shocks import shocks
from jangmadang.serve.address import (
    OF_WEEK,
    checked,
    day_of,
    place_named,
    regime_of,
    target_of,
    weeks_of,
    whole_of,
)
from jangmadang.serve.asked import needed_end, shipped_end
from jangmadang.serve.forms import text_of
from jangmadang.serve.question import FEWEST_RUNS, HOME, MOST_RUNS, RUNS, Dated, Question, Setting, Wanted, Weekly

#: Paths that hand something out, in the order in which they are offered.
INTERVENTIONS = (
    "food_aid",
    "market_food_aid",
    "cash_transfer_cny",
    "cash_transfer_kpw",
    "extra_ration_share",
    "staple_price_subsidy",
)
#: Members that a new change is of, by axis; of other axes it is of all.
FIRST_OF = {"place": "hyesan", "crop": "rice"}
WHOLE = "*"
#: The axis along which a target that says nothing is about all.
LEFT_OUT = "border_place"
WEEKS_AT_FIRST = 4
T = TypeVar("T")


def question_in(form: FormData) -> Question:
    """The question that the fields say.

    Raises
    ------
    InputError
        If a field cannot be read; the message names it.
    """
    scenarios: list[Wanted] = []
    while f"of.{len(scenarios)}" in form:
        scenarios.append(_wanted_in(form, len(scenarios)))
    runs = whole_of("pairs of runs", text_of(form, "runs") or str(RUNS), FEWEST_RUNS, MOST_RUNS)
    draws, place = text_of(form, "draws"), place_named(text_of(form, "place") or HOME)
    return checked(Question(tuple(scenarios) or (Wanted(),), runs, draws != "no", draws == "posterior", place))


def _wanted_in(form: FormData, number: int) -> Wanted:
    end, start = text_of(form, f"end.{number}"), text_of(form, f"start.{number}")
    regime = text_of(form, f"rate.{number}")
    regime, floats = regime_of(regime, text_of(form, f"floats.{number}") or str(shipped_end(STANDARD)))
    dated: list[Dated] = []
    settings: list[Setting] = []
    weekly: list[Weekly] = []
    while f"what.{number}.{len(dated)}" in form:
        dated.append(_dated_in(form, f"{number}.{len(dated)}"))
    while f"let.{number}.{len(settings)}" in form:
        settings.append(_setting_in(form, f"{number}.{len(settings)}"))
    while f"path.{number}.{len(weekly)}" in form:
        weekly.append(_weekly_in(form, f"{number}.{len(weekly)}"))
    return Wanted(
        text_of(form, f"of.{number}"),
        text_of(form, f"title.{number}"),
        day_of("end", end) if end else None,
        tuple(dated),
        tuple(one for one in settings if one.value),
        day_of("start", start) if start else None,
        regime,
        floats,
        tuple(weekly),
    )


def _dated_in(form: FormData, at: str) -> Dated:
    what = _with_members(form, text_of(form, f"what.{at}"), f"dated.{at}")
    first = day_of(f"{what}, first day", text_of(form, f"first.{at}"))
    last = text_of(form, f"last.{at}")
    until = day_of(f"{what}, last day", last) if last else None
    how = text_of(form, f"how.{at}")
    if not how:
        return Dated(what, first, until)
    weeks = whole_of(f"{what}, weeks", text_of(form, f"weeks.{at}") or "1", 1, 1040)
    return Dated(what, first, until, how, number_of(text_of(form, f"value.{at}"), what), weeks)


def _setting_in(form: FormData, at: str) -> Setting:
    return Setting(_with_members(form, text_of(form, f"let.{at}"), f"setting.{at}"), text_of(form, f"to.{at}"))


def _weekly_in(form: FormData, at: str) -> Weekly:
    what = _with_members(form, text_of(form, f"path.{at}"), f"weekly.{at}")
    return Weekly(
        what,
        weeks_of(
            what, [OF_WEEK.join(line.split()) for line in text_of(form, f"weeks.{at}").splitlines() if line.strip()]
        ),
    )


def _with_members(form: FormData, name: str, at: str) -> str:
    """A name with the members that its fields choose; without brackets where all are meant."""
    chosen: list[str] = []
    bare = parse_target(name, name)[0]
    while f"of.{at}.{len(chosen)}" in form:
        chosen.append(text_of(form, f"of.{at}.{len(chosen)}"))
    chosen = [member for member in chosen if member]
    if not chosen:
        return target_of(name)
    return target_of(bare if bare in parameters() and WHOLE in chosen else f"{bare}[{','.join(chosen)}]")


def done(question: Question, what: str) -> Question:
    """A question after a button: `drop-scenario 1`, `add-change 1 border-closed`, `drop-setting 1 0`, and the like.

    Raises
    ------
    InputError
        If the button is none of the form's, or the question becomes too large.
    """
    verb, *told = what.split(" ")
    if verb not in _DOES:
        return question
    try:
        return checked(_DOES[verb](question, *told))
    except (IndexError, TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"'{what[:60]}' is no button of this form; load the page anew") from None


def first_days() -> tuple[datetime.date, datetime.date]:
    """Days that a new change has at first: three months from the new year after the standard history."""
    year = shipped_end(STANDARD).year + 1
    return datetime.date(year, 1, 1), datetime.date(year, 3, 31)


def example() -> Question:
    """A question to begin with: the border closes for three months."""
    first, last = first_days()
    border = Wanted(dated=(Dated("border-closed", first, last),))
    return Question((Wanted(), replace(border, end=needed_end(border))))


def _add_scenario(question: Question, name: str = STANDARD) -> Question:
    return replace(question, scenarios=(*question.scenarios, Wanted(name)))


def _copy_scenario(question: Question, number: str) -> Question:
    return replace(question, scenarios=(*question.scenarios, question.scenarios[int(number)]))


def _drop_scenario(question: Question, number: str) -> Question:
    return replace(question, scenarios=_without(question.scenarios, number))


def _add_change(question: Question, number: str, name: str) -> Question:
    def add(wanted: Wanted) -> Wanted:
        first, last = first_days()
        new = Dated(name, first, last) if name in shocks() else _new_change(name, first, last)
        added = replace(wanted, dated=(*wanted.dated, new))
        return replace(added, end=needed_end(added))

    return _at(question, number, add)


def _new_change(name: str, first: datetime.date, last: datetime.date) -> Dated:
    """A change of a path that leaves it as it is shipped, to be filled in."""
    if name not in paths():
        raise InputError(f"'{name[:60]}' can have no dates; it is no path and no shock")
    path = paths()[name]
    members = ",".join(FIRST_OF.get(axis, WHOLE) for axis in path.axes if axis != LEFT_OUT)
    value = float(path.default.flat[0]) if path.default.size else 0.0
    return Dated(f"{name}[{members}]" if members else name, first, last, "set", value)


def _add_weekly(question: Question, number: str, name: str) -> Question:
    if name in shocks():
        raise InputError(
            f"'{shocks()[name].title}' goes from day to day, not week by week; add it with dates, or choose a single "
            "path below the shocks"
        )

    def add(wanted: Wanted) -> Wanted:
        new, monday = _new_change(name, *first_days()), shipped_end(wanted.extends)
        weeks = [monday - datetime.timedelta(weeks=back) for back in range(WEEKS_AT_FIRST, 0, -1)]
        return replace(wanted, weekly=(*wanted.weekly, Weekly(new.what, tuple((week, new.value) for week in weeks))))

    return _at(question, number, add)


def _add_setting(question: Question, number: str, name: str, value: str = "") -> Question:
    new = Setting(name, value or _shipped(name))
    return _at(question, number, lambda wanted: replace(wanted, settings=(*wanted.settings, new)))


def _shipped(name: str) -> str:
    """What a parameter, switch or theory is set to at first: a switch to what it is not, others to what they are."""
    if name in parameters():
        return f"{float(parameters()[name].value.flat[0]):g}"
    if name in mechanisms():
        return "off" if mechanisms()[name].default else "on"
    if name in theories():
        return theories()[name][-1]
    raise InputError(f"'{name[:60]}' is no parameter, mechanism or theory")


def _drop_change(question: Question, number: str, which: str) -> Question:
    return _at(question, number, lambda wanted: replace(wanted, dated=_without(wanted.dated, which)))


def _drop_setting(question: Question, number: str, which: str) -> Question:
    return _at(question, number, lambda wanted: replace(wanted, settings=_without(wanted.settings, which)))


def _drop_weekly(question: Question, number: str, which: str) -> Question:
    return _at(question, number, lambda wanted: replace(wanted, weekly=_without(wanted.weekly, which)))


def _at(question: Question, number: str, change: Callable[[Wanted], Wanted]) -> Question:
    """A question with one scenario changed."""
    place = int(number)
    scenarios = list(question.scenarios)
    scenarios[place] = change(scenarios[place])
    return replace(question, scenarios=tuple(scenarios))


def _without(entries: Sequence[T], which: str) -> tuple[T, ...]:
    left = list(entries)
    del left[int(which)]
    return tuple(left)


_DOES: dict[str, Callable[..., Question]] = {
    "add-scenario": _add_scenario,
    "copy-scenario": _copy_scenario,
    "drop-scenario": _drop_scenario,
    "add-change": _add_change,
    "drop-change": _drop_change,
    "add-setting": _add_setting,
    "drop-setting": _drop_setting,
    "add-weekly": _add_weekly,
    "drop-weekly": _drop_weekly,
}


def choices_of(name: str) -> list[str]:
    """What a mechanism or a room of rival theories can be set to; nothing of a parameter, which is a number."""
    if name in parameters():
        return []
    return [*(("on", "off") if name in mechanisms() else ()), *theories().get(name, ())]


def members_of(target: str) -> list[tuple[str, list[tuple[str, str]], str]]:
    """For each axis of a target its name in words, what can be chosen, and what is; nothing where it names nothing."""
    name, members = parse_target(target, target)
    known = paths().get(name) or parameters().get(name)
    if known is None:
        return []
    found = []
    for number, axis in enumerate(known.axes):
        left_out = "" if axis == LEFT_OUT else WHOLE
        chosen = members[number] if number < len(members) else left_out
        every = chosen if chosen in ("", WHOLE) else left_out
        found.append((label(axis), [(every, "all"), *((one, place_in_words(one)) for one in AXES[axis])], chosen))
    return found
