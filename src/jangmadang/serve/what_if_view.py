"""What the page What if says: the question with what is known of each of its fields, and the answer that is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from jangmadang.dictionary import found_by_meaning
from jangmadang.errors import InputError
from jangmadang.labels import label
from jangmadang.report.assumptions import changes_against, target_in_words
from jangmadang.report.wording import number, spanned, unit_in_words
from jangmadang.scenario import load, shipped_scenarios
from jangmadang.scenario.mechanisms import mechanisms, theories
from jangmadang.scenario.members import parse_target
from jangmadang.scenario.parameters import Parameter, parameters
from jangmadang.scenario.paths import REPORTED_RATE, ExogenousPath, paths
from jangmadang.scenario.reading import STANDARD
from jangmadang.scenario.schema import Change, ScenarioFile, validated
from jangmadang.scenario.shocks import shocks
from jangmadang.scenario.yaml_files import PACKS, read_yaml
from jangmadang.serve.address import Dated, Question, Setting, Wanted, Weekly, query_of
from jangmadang.serve.asked import Asked, changes_of, shipped_end, title_of
from jangmadang.serve.charts import Chart
from jangmadang.serve.jobs.table import ANSWER, WEEKLY
from jangmadang.serve.known import stamp_of
from jangmadang.serve.question_form import INTERVENTIONS, choices_of, example, first_days, members_of
from jangmadang.serve.what_if_charts import FIRST, Told, chart_of, number_of_panel, panels_of, weekly_of

#: Kinds of names that a search finds, and the button that adds one.
ADDED_BY = {"shock": "add-change", "path": "add-change", "parameter": "add-setting", "mechanism": "add-setting"}
MOST_FOUND, WEEKS_AROUND = 15, 8
MOST_TICKS, DAYS_OF_YEARS = 6, 1500
SCALE_DAYS = 7 * WEEKS_AROUND


@dataclass(frozen=True)
class Known:
    """What is known of a field: what it means, its unit, the plausible range, why, and by whom."""

    name: str
    meaning: str
    unit: str = ""
    shipped: str = ""
    span: str = ""
    low: str = ""
    high: str = ""
    reason: str = ""
    source: str = ""


@dataclass(frozen=True)
class Start:
    """A question to start from."""

    title: str
    says: str
    address: str


@dataclass(frozen=True)
class Answered:
    """The answer that is kept.

    Attributes
    ----------
    record : as the comparison wrote it.
    first, others : charts that stand open, and those one click away.
    headings, rows : all scenarios side by side.
    """

    record: dict[str, Any]
    first: Sequence[Chart]
    others: Sequence[Chart]
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


@lru_cache(maxsize=1)
def starts() -> tuple[Start, ...]:
    """Questions to start from: two that show what can be asked, then the shipped scenarios against the history."""
    first, last = first_days()
    own = [
        Start("The border closes for three months", f"From {first} to {last}; change the days, add other changes.",
              f"/what-if?{query_of(example())}"),
        Start("Food aid, or cash of the same worth?", "5,000 t of rice for Ryanggang in March, beside yuan.",
              _address("food-aid", "cash-transfer")),
    ]  # fmt: skip
    shipped = [
        Start(load(name).title or name, load(name).question, _address(name))
        for name in shipped_scenarios()
        if name not in (STANDARD, "food-aid", "cash-transfer", "baseline")
    ]
    return (*own, *shipped)


def _address(*names: str) -> str:
    return f"/what-if?{query_of(Question((Wanted(), *map(written_out, names))))}"


def written_out(name: str) -> Wanted:
    """A shipped scenario with its dated changes as fields of the form, where it has nothing else."""
    said = read_yaml(shipped_scenarios()[name])
    if set(said) - {"name", "title", "question", "extends", "end", "changes"} or said.get("extends") != STANDARD:
        return Wanted(name)
    changes = validated(ScenarioFile, {"changes": said.get("changes", [])}, name).changes
    return Wanted(STANDARD, said["title"], shipped_end(name), tuple(_as_dated(change) for change in changes))


def _as_dated(change: Change) -> Dated:
    told = {"set": change.set_to, "multiply": change.multiply, "add": change.add}
    how, value = next((how, value) for how, value in told.items() if value is not None)
    return Dated(change.path, change.from_day, change.until, how, value, change.over_weeks)


def offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """What has dates and can be added, by kind: names with words."""
    given = [(name, _sentence(label(name))) for name in INTERVENTIONS]
    rest = [(name, _sentence(label(name))) for name in paths() if name not in (*INTERVENTIONS, REPORTED_RATE)]
    return [
        ("Shocks", [(name, shock.title) for name, shock in shocks().items()]),
        ("Food, money and subsidies", given),
        ("All else that has dates", sorted(rest, key=lambda item: item[1])),
    ]


def offered_whole() -> list[tuple[str, list[tuple[str, str]]]]:
    """What holds for the whole run and can be added, by kind: names with a value, and words."""
    rivals = [
        (f"{room} {theory}", f"{_sentence(label(room))}: {label(theory)}")
        for room, known in theories().items()
        for theory in known[1:]
    ]
    switches = [
        (f"{name} {'off' if one.default else 'on'}", f"{one.title}: {'off' if one.default else 'on'}")
        for name, one in mechanisms().items()
    ]
    return [("Rival theories", rivals), ("Mechanisms", switches)]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def found(words: str) -> list[tuple[str, str, Known]]:
    """What a search finds: name, button that adds it, and what is known of it."""
    if not words:
        return []
    try:
        entries = found_by_meaning(words, PACKS, ADDED_BY)
    except InputError:
        return []
    chosen = [entry for entry in entries if entry.name != REPORTED_RATE]
    return [(entry.name, ADDED_BY[entry.kind], known_of(entry.name)) for entry in chosen[:MOST_FOUND]]


def known_of(target: str) -> Known:
    """What is known of a path, shock, parameter, mechanism or theory, of the members that a target is of."""
    name = parse_target(target, target)[0]
    if name in shocks():
        return Known(name, f"{shocks()[name].title}: {shocks()[name].meaning}")
    if name in paths():
        path = paths()[name]
        return _with_numbers(path, path.default)
    if name in parameters():
        parameter = parameters()[name]
        return _with_numbers(parameter, parameter.value)
    if name in mechanisms():
        one = mechanisms()[name]
        return Known(name, f"{one.title}: {one.meaning}", "on or off", "on" if one.default else "off")
    if name in theories():
        return Known(name, f"Rival theories: {', '.join(theories()[name])}", "theory", theories()[name][0])
    return Known(name, "nothing of this name is known")


def _with_numbers(of: ExogenousPath | Parameter, value: np.ndarray[Any, Any]) -> Known:
    low, high = float(np.min(of.low)), float(np.max(of.high))
    unit = {"1": "a plain number", "share": "share, 0 to 1"}.get(of.unit, unit_in_words(of.unit))
    shipped = spanned(number(float(np.min(value))), number(float(np.max(value))))
    if float(np.min(value)) == float(np.max(value)):
        shipped = number(float(np.min(value)))
    source = ", ".join(of.source)
    span = f"{number(low)} to {number(high)}"
    return Known(of.name, of.meaning, unit, shipped, span, f"{low:.10g}", f"{high:.10g}", of.reason, source)


@dataclass(frozen=True)
class Field:
    """A dated change or a setting in the form: its own fields, and what is known of it."""

    at: str
    one: Any
    title: str
    members: Sequence[tuple[str, list[tuple[str, str]], str]]
    known: Known
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class Form:
    """A scenario in the form.

    Attributes
    ----------
    number : 0 for the base.
    wanted : as the address has it.
    title : what it is called.
    end : the first Monday that is not simulated.
    dated, settings, weekly : its fields.
    shipped : what the scenario that it starts from changes of the standard history, in words.
    """

    number: int
    wanted: Wanted
    title: str
    end: date
    dated: Sequence[Field]
    settings: Sequence[Field]
    weekly: Sequence[Field]
    shipped: Sequence[str]


def forms_of(question: Question) -> list[Form]:
    """The scenarios of a question as their fields."""
    return [
        Form(
            number_,
            wanted,
            title_of(wanted),
            wanted.end or shipped_end(wanted.extends),
            [_dated_field(number_, i, one) for i, one in enumerate(wanted.dated)],
            [_setting_field(number_, i, one) for i, one in enumerate(wanted.settings)],
            [_weekly_field(number_, i, one) for i, one in enumerate(wanted.weekly)],
            _shipped_changes(wanted.extends),
        )
        for number_, wanted in enumerate(question.scenarios)
    ]


@lru_cache(maxsize=32)
def _shipped_changes(name: str) -> tuple[str, ...]:
    if name == STANDARD or name not in shipped_scenarios():
        return ()
    return tuple(changes_against(load(STANDARD), load(name)))


def _dated_field(number_: int, i: int, one: Dated) -> Field:
    known = known_of(one.what)
    title = known.meaning.partition(":")[0] if not one.how else _spoken(one.what)
    return Field(f"{number_}.{i}", one, title, members_of(one.what) if one.how else [], known)


def _setting_field(number_: int, i: int, one: Setting) -> Field:
    return Field(f"{number_}.{i}", one, _sentence(label(parse_target(one.name, one.name)[0])), members_of(one.name),
                 known_of(one.name), choices_of(one.name))  # fmt: skip


def _weekly_field(number_: int, i: int, one: Weekly) -> Field:
    return Field(f"{number_}.{i}", one, _spoken(one.what), members_of(one.what), known_of(one.what))


def _spoken(target: str) -> str:
    try:
        return _sentence(target_in_words(target))
    except (InputError, LookupError):
        return target


def span_of(question: Question) -> tuple[date, date]:
    """First and last day of the timeline: all dated changes, and some weeks around them."""
    days = [day for wanted in question.scenarios for one in wanted.dated for day in (one.first, one.last) if day]
    ends = [form.end for form in forms_of(question)]
    first, last = min(days, default=first_days()[0]), max([*days, *ends])
    return date.fromordinal(first.toordinal() - SCALE_DAYS), date.fromordinal(last.toordinal() + 1)


@dataclass(frozen=True)
class Bar:
    """A dated change on the timeline: where it begins and how far it goes, in parts of a hundred."""

    left: float
    width: float


def bar_of(one: Dated, first: date, last: date) -> Bar:
    """Where a change lies on a timeline from a first to a last day; one without a last day goes to its end."""
    days = (last - first).days
    left = (one.first - first).days / days
    right = min(((one.last - first).days + 1) / days, 1.0) if one.last else 1.0
    return Bar(round(100 * left, 3), round(100 * max(right - left, 0.0), 3))


def ticks_of(first: date, last: date) -> list[tuple[float, str]]:
    """Marks of a timeline, half-years or years: where they lie, in parts of a hundred, and what they say."""
    months = (1, 7) if (last - first).days < DAYS_OF_YEARS else (1,)
    starts = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in months]
    inside = [day for day in starts if first <= day <= last]
    every = -(-len(inside) // MOST_TICKS) or 1
    return [
        (round(100 * (day - first).days / (last - first).days, 2), day.strftime("%b %Y")) for day in inside[::every]
    ]


def told_changes(asked: Asked) -> list[tuple[str, list[str]]]:
    """Each scenario's title and what it changes, in words."""
    return [(title_of(wanted), changes_of(wanted)) for wanted in asked.question.scenarios]


def answered(asked: Asked) -> Answered | None:
    """The answer to a question, or the first look at it, if it is kept.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    if (folder := asked.shown) is None:
        return None
    path = folder / ANSWER
    try:
        record = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise InputError(f"{path} cannot be read; delete its folder and run the question again") from None
    record["forecast_statement"] = record["forecast_statement"].replace("Hatched", "In brackets", 1)
    table, told = weekly_of(stamp_of(folder / WEEKLY)), told_of(record)
    charts = [
        chart_of(table, panel, told, f"/what-if/charts/{number_of_panel(panel)}.json?{asked.query}")
        for panel in panels_of(table)
    ]
    count = sum(chart.title in FIRST for chart in charts)
    return Answered(record, charts[:count], charts[count:], *_side_by_side(record))


def told_of(record: dict[str, Any]) -> Told:
    """What charts need of an answer."""
    titles = {record["base"]["scenario"]: record["base"]["title"]}
    titles |= {one["scenario"]: one["title"] for one in record["answers"]}
    data_end, parting = (date.fromisoformat(record[key]) if record[key] else None for key in ("data_end", "parting"))
    return Told(titles, data_end, parting, len(record["seeds"]))


def _side_by_side(record: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """All scenarios beside the base: level, difference and its interval."""
    headings = ["", "unit", record["base"]["title"], *(one["title"] for one in record["answers"])]
    rows, above = [], ""
    for row in record["side_by_side"]:
        is_member = row["name"].startswith(" ")  # such as '  of labourers', under the name that it belongs to
        name = f"{above} {row['name'].strip()}" if is_member else row["name"]
        above = above if is_member else name
        rows.append([name, row["unit"], _base(row), *map(_compared, row["cells"])])
    return headings, rows


def _base(row: dict[str, Any]) -> str:
    return f"{row['base']} [{row['forecast']}]" if row["forecast"] else str(row["base"])


def _compared(cell: dict[str, Any]) -> str:
    interval = f" ({cell['interval']})" if cell["interval"] else ""
    return f"{cell['level']}: {cell['difference']}{interval}{'' if cell['sure'] else ', not sure'}"
