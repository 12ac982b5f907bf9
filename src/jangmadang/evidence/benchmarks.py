"""Is the fit skill? The run's error beside that of three simple rules, on the same reports.

Parameters of the model are set on evidence up to the end of 2022, and so are the rules' own numbers; what comes later
is a hold-out for all of them, but for episodes whose rows a parameter cites.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache

import numpy as np

from jangmadang.evidence.comparing import Comparison
from jangmadang.evidence.exchange_rate import monday, shipped_weekly_rate
from jangmadang.evidence.fit import PERIODS

LEARNT_UNTIL = date(2022, 12, 31)
FEWEST_TO_LEARN = 5
HELD_OUT = "2023-2026"


@dataclass(frozen=True, slots=True)
class Skill:
    """Mean absolute log errors on the reports of one item at one place in one period that all four can predict.

    Attributes
    ----------
    n : number of these reports.
    model : error of the run.
    by_rate : of ln p = a + b ln E, E the reported exchange rate.
    carried : of the last report of the item and place before.
    constant_yuan : of a constant price in yuan.
    held_out : whether the period lies after what model and rules have learnt from.
    """

    item: str
    currency: str
    place: str
    period: str
    n: int
    model: float
    by_rate: float
    carried: float
    constant_yuan: float
    held_out: bool

    @property
    def best_rule(self) -> str:
        """Name of the rule with the smallest error."""
        return min(RULES, key=lambda name: float(getattr(self, name)))

    @property
    def beats_all(self) -> bool:
        """Whether the run's error is smaller than that of every rule."""
        return self.model < float(getattr(self, self.best_rule))


RULES = ("by_rate", "carried", "constant_yuan")
ERRORS = ("model", *RULES)
WORDS = {
    "model": "model",
    "by_rate": "ln p = a + b ln E",
    "carried": "last report carried forward",
    "constant_yuan": "constant yuan price",
}
assert set(ERRORS) <= {field.name for field in fields(Skill)}


def skills(pairs: Iterable[Comparison]) -> list[Skill]:
    """The run beside the three rules, by item, currency, place and period, with the reports in order of date."""
    groups: dict[tuple[str, str, str], list[Comparison]] = defaultdict(list)
    for pair in pairs:
        if pair.counted and not pair.relative and pair.observed > 0.0 and pair.modelled > 0.0:
            groups[pair.item, pair.currency, pair.place].append(pair)
    found = []
    for (item, currency, place), members in groups.items():
        ordered = sorted(members, key=lambda pair: (pair.date, pair.id))
        errors = [(pair.date, error) for pair, error in zip(ordered, _errors(ordered), strict=True) if error]
        for period, (first, last) in PERIODS.items():
            inside = [error for day, error in errors if first <= day <= last]
            if inside:
                means = {name: float(np.mean([error[name] for error in inside])) for name in ERRORS}
                found.append(Skill(item, currency, place, period, len(inside), **means, held_out=period == HELD_OUT))
    return found


def _errors(ordered: Sequence[Comparison]) -> list[dict[str, float] | None]:
    """Absolute log errors of the run and the rules for each report; None where a rule has nothing to go by."""
    price = np.log([pair.observed for pair in ordered])
    rate = np.log([_rate(pair.date) for pair in ordered])
    in_yuan = rate if ordered[0].currency == "KPW" else np.zeros(len(ordered))  # what turns a yuan price into this one
    learnt = np.array([pair.date <= LEARNT_UNTIL for pair in ordered]) & np.isfinite(rate)
    if learnt.sum() < FEWEST_TO_LEARN or np.ptp(rate[learnt]) == 0.0:
        return [None] * len(ordered)
    slope, level = np.polyfit(rate[learnt], price[learnt], 1)
    constant = float((price - in_yuan)[learnt].mean())
    found: list[dict[str, float] | None] = []
    for k, pair in enumerate(ordered):
        before = [j for j in range(k) if ordered[j].date < pair.date]
        if not before or not math.isfinite(rate[k]):
            found.append(None)
            continue
        said = {
            "model": math.log(pair.modelled),
            "by_rate": level + slope * rate[k],
            "carried": price[before[-1]],
            "constant_yuan": constant + in_yuan[k],
        }
        found.append({name: abs(float(value - price[k])) for name, value in said.items()})
    return found


def _rate(day: date) -> float:
    """Won per yuan of the reports in the week of a day; NaN where there is none."""
    return _rates().get(monday(day), math.nan)


@cache
def _rates() -> Mapping[date, float]:
    """Smoothed reported rate by week."""
    smoothed = shipped_weekly_rate()
    return dict(zip(smoothed.weeks, smoothed.kpw_per_cny.tolist(), strict=True))
