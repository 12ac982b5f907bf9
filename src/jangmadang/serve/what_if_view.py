"""What the page What if says beside its fields: questions to start from, and the answer that is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from jangmadang.errors import InputError
from jangmadang.scenario import load, shipped_scenarios
from jangmadang.scenario.reading import STANDARD
from jangmadang.scenario.schema import Change, ScenarioFile, validated
from jangmadang.scenario.yaml_files import read_yaml
from jangmadang.serve.address import query_of
from jangmadang.serve.asked import Asked, changes_of, shipped_end, title_of
from jangmadang.serve.charts import Chart
from jangmadang.serve.jobs.table import ANSWER, WEEKLY
from jangmadang.serve.known import stamp_of
from jangmadang.serve.question import Dated, Question, Wanted
from jangmadang.serve.question_form import example, first_days
from jangmadang.serve.what_if_charts import FIRST, Told, chart_of, number_of_panel, panels_of, weekly_of


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
    said = f"{cell['level']}: {cell['difference']}{interval}{'' if cell['sure'] else ', not sure'}"
    return said.replace(" %", "\u00a0%")  # a narrow column would part them
