"""The fields of a question: what is known of each, what can be added, and where its dates lie on the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
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
from jangmadang.scenario.shocks import shocks
from jangmadang.scenario.yaml_files import PACKS
from jangmadang.serve.asked import shipped_end, title_of
from jangmadang.serve.question import Dated, Question, Setting, Wanted, Weekly
from jangmadang.serve.question_form import INTERVENTIONS, choices_of, first_days, members_of

#: Kinds of names that a search finds, and the button that adds one.
ADDED_BY = {"shock": "add-change", "path": "add-change", "parameter": "add-setting", "mechanism": "add-setting"}
#: Paths by what they are about, in the order of the list; those that hand something out come before them.
KINDS = {
    "Border and customs": (
        "openness", "entitlement", "export_entitlement", "clearance_days", "throughput_factor", "licences",
        "inspection_strictness", "metal_inspection", "private_seizure_multiplier", "chinese_openness",
        "other_gateways_openness", "other_gateways_inflow", "closure_hazard",
    ),
    "Prices and the exchange rate": (
        "exchange_rate_multiplier", "export_price_multiplier", "import_price_multiplier", "grain_price_multiplier",
        "staple_price_shock", "luxury_price_wedge", "mass_price_wedge",
    ),
    "Harvest, grain and rations": (
        "harvest_index", "grain_import_licence", "grain_import_contracts", "grain_shop_share", "ration_delivery",
        "food_aid_class_weight",
    ),
    "State wages, levies and new won": ("state_wage_multiplier", "ordinary_income_levy", "won_handed_out"),
    "Illness and lockdowns": ("epidemic_illness_multiplier", "country_movement_restriction", "market_lockdown"),
}  # fmt: skip
OTHERS = "All else that has dates"
MOST_LETTERS = 90
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


def offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """What has dates and can be added, by kind: names with words."""
    told = {name for names in KINDS.values() for name in names} | {*INTERVENTIONS, REPORTED_RATE}
    kinds = {**KINDS, OTHERS: tuple(name for name in paths() if name not in told)}
    return [
        ("Shocks", [(name, shock.title) for name, shock in shocks().items()]),
        ("Food, money and subsidies given", [(name, _explained(name)) for name in INTERVENTIONS]),
        *((kind, sorted(((name, _explained(name)) for name in names), key=itemgetter(1)))
          for kind, names in kinds.items() if names),
    ]  # fmt: skip


def _explained(name: str) -> str:
    """A path in words, with what it means as far as a line of a list holds it."""
    meaning = paths()[name].meaning.partition(";")[0].partition(" (")[0]
    told = f"{_sentence(label(name))}: {meaning}"
    return told if len(told) <= MOST_LETTERS else f"{told[:MOST_LETTERS].rpartition(' ')[0].rstrip(',')} …"


def offered_whole() -> list[tuple[str, list[tuple[str, str]]]]:
    """What holds for the whole run and can be added, by kind: names with a value, and words."""
    rivals = [
        (f"{room} {theory}", f"{_sentence(label(room))}: {label(theory)}")
        for room, known in theories().items()
        for theory in known[1:]
    ]
    rivals.sort(key=itemgetter(1))
    switches = [
        (f"{name} {'off' if one.default else 'on'}", f"{one.title}: {'off' if one.default else 'on'}")
        for name, one in mechanisms().items()
    ]
    switches.sort(key=itemgetter(1))
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
