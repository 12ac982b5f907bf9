"""Weekly series of paths, one value a Monday: read from a table beside a scenario, and checked."""

from __future__ import annotations

import csv
import datetime
import io
import math
from itertools import combinations
from pathlib import Path

from jangmadang.errors import InputError
from jangmadang.scenario.members import check_range
from jangmadang.scenario.paths import SeriesLayer, locate, mask_of
from jangmadang.scenario.scenario import Scenario
from jangmadang.scenario.schema import read_day

WEEK = "week"
_HEAD = f"the first line names the columns, '{WEEK}' and then a path for each, in quotes if it holds a comma"


def read_series(path: Path, where: str) -> dict[str, dict[datetime.date, float]]:
    """Read a CSV file with a column `week` of Mondays and one of values for each target; an empty cell says nothing.

    Parameters
    ----------
    path : Path
        The file.
    where : str
        The scenario, for messages.
    """
    try:
        rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    except FileNotFoundError:
        raise InputError(f"{where}: series: no file {path}; its path is relative to the scenario's folder") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{where}: series: {path} cannot be read as UTF-8 text ({error})") from None
    head = [cell.strip() for cell in next(rows, [])]
    if head[:1] != [WEEK] or not all(head[1:]) or not 1 < len(head) == len(set(head)):
        raise InputError(f"{where}: series: {path.name}: {_HEAD}, not {','.join(head)!r}")
    found: dict[str, dict[datetime.date, float]] = {target: {} for target in head[1:]}
    lines: dict[datetime.date, int] = {}
    for row in rows:
        place = f"{where}: series: {path.name}, line {rows.line_num}"
        if not any(row):
            continue
        if len(row) != len(head):
            raise InputError(f"{place}: {len(row)} cells under {len(head)} names; {_HEAD}")
        week = _week(row[0], place)
        if week in lines:
            raise InputError(f"{place}: the week of {week} stands in line {lines[week]} already; delete one")
        lines[week] = rows.line_num
        for target, cell in zip(head[1:], row[1:], strict=True):
            if cell.strip():
                found[target][week] = number_of(cell, f"{place}: {target}")
    return found


def _week(cell: str, place: str) -> datetime.date:
    """A day as a file writes it."""
    try:
        day: datetime.date = read_day(cell.strip())
    except ValueError as error:
        raise InputError(f"{place}: {error}") from None
    return day


def number_of(cell: str, place: str) -> float:
    """A finite number as typed; an InputError names where it stands."""
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"{place}: {cell.strip()[:40]!r} is no number; write one with a decimal point, such as 0.5")
    return number


def check_series(layer: SeriesLayer, scenario: Scenario, packs: Path, where: str) -> None:
    """Refuse unknown targets, other days than Mondays, values out of range, and series that say the same twice."""
    known = []
    for target, weeks in layer.items():
        path, part, pinned = locate(target, packs, f"{where}: series")
        for week, number in weeks.items():
            if week.weekday():
                monday = week - datetime.timedelta(days=week.weekday())
                raise InputError(f"{where}: series {target}: {week} is no Monday; its week is that of {monday}")
            value = path.low.copy()
            value[part] = number
            check_range(value, path.low, path.high, path.axes, f"{where}: series {target}, week {week}, value")
        if weeks and not any(scenario.start <= week < scenario.end for week in weeks):
            raise InputError(
                f"{where}: series {target} from {min(weeks)} to {max(weeks)} lies outside the run, "
                f"{scenario.start} to {scenario.end}; correct its weeks, or start and end"
            )
        known.append((target, path.name, pinned, mask_of(path, part), weeks))
    for (target, *same, mask, weeks), (other, *as_other, covered, further) in combinations(known, 2):
        shared = set(weeks) & set(further)
        if same == as_other and (mask & covered).any() and shared:
            raise InputError(f"{where}: series {target} and {other} both give the week of {min(shared)}; keep one")
