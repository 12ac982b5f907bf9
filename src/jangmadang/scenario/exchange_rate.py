"""The reported exchange rate, a weekly series made from the reports and shipped as evidence."""

from __future__ import annotations

import csv
import datetime
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jangmadang.errors import InputError
from jangmadang.scenario.members import Floats

REPORTED = Path(str(files("jangmadang"))) / "evidence" / "data" / "exchange_rate_weekly.csv"


@dataclass(frozen=True, eq=False)
class ReportedRate:
    """Won per yuan by week; days are counted from 0001-01-01 (`date.toordinal`)."""

    days: NDArray[np.int64]
    kpw_per_cny: Floats
    last_report: datetime.date

    def at(self, days: NDArray[np.int64]) -> Floats:
        """Return the rate of each day's week, the first held backward and the last forward."""
        row = np.searchsorted(self.days, days, side="right") - 1
        return self.kpw_per_cny[np.clip(row, 0, len(self.days) - 1)]


@cache
def reported_rate(path: Path = REPORTED) -> ReportedRate:
    """Read the reported weekly path."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        weeks = [datetime.date.fromisoformat(row["week"]) for row in rows]
        rates = np.array([float(row["kpw_per_cny"]) for row in rows])
        last = max(filter(None, (_last_report(row, week) for row, week in zip(rows, weeks, strict=True))))
    except FileNotFoundError:
        raise InputError(f"{path} is missing; install jangmadang again") from None
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(f"{path}: not a weekly exchange rate table: {error}") from None
    days = np.array([week.toordinal() for week in weeks], dtype=np.int64)
    if (np.diff(days) <= 0).any() or not (rates > 0).all():
        raise InputError(f"{path}: weeks must rise and rates be positive")
    return ReportedRate(days, rates, last)


def _last_report(row: dict[str, str], week: datetime.date) -> datetime.date | None:
    """Return the date of the last report a row knows of: a date, or a mark that the week has one."""
    text = (row.get("last_report") or "").strip()
    if text.lower() in ("", "0", "false"):
        return None
    return week if text.lower() in ("1", "true") else datetime.date.fromisoformat(text)
