"""The table of mechanisms: what each moves when it is switched off, measured in paired runs.

A paired run shares everything up to the first week of a window: the opening state, the past and every later draw. The
effect is the relative change of the indicator's mean over the window at Hyesan, or where `SHOWN_AT` says.

Print it with `python tests/engine/mechanism_table.py --seeds 10`.
"""

from __future__ import annotations

import argparse
import datetime
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from forks import Past

from jangmadang.results.indicators import INDICATORS, Indicator, compute
from jangmadang.scenario import Scenario, load
from jangmadang.scenario.mechanisms import Mechanism, mechanisms

SEEDS = tuple(range(1, 1 + int(os.environ.get("JANGMADANG_MECHANISM_SEEDS", "3"))))
ADDITIVE_UNITS = {"CNY/week", "piece/week", "course/week", "inquiry/week", "CNY", "KPW", "piece", "person"}


class Window(NamedTuple):
    """A stretch of the standard scenario, and what is changed in both branches so that a mechanism can show."""

    meaning: str
    first: datetime.date
    weeks: int
    changes: tuple[dict[str, Any], ...] = ()


WINDOWS = {
    "open": Window("2018, an ordinary year", datetime.date(2018, 1, 1), 52),
    "closed": Window("2020 and 2021, the border shut", datetime.date(2020, 1, 6), 104),
    "first_closed_year": Window("2020, the border shut", datetime.date(2020, 1, 6), 52),
    "recovery": Window("January to October 2025", datetime.date(2025, 1, 6), 41),
    "outlook": Window("the year after the last report", datetime.date(2025, 10, 27), 52),
    "fallen_won": Window(
        "40 weeks from August 2018, the won losing a third in 12 weeks",
        datetime.date(2018, 8, 6),
        40,
        ({"path": "exchange_rate_multiplier", "from": "2018-08-06", "multiply": 1.5, "over_weeks": 12},),
    ),
    "fever": Window(
        "eight weeks of 2018 with four times the illness",
        datetime.date(2018, 2, 5),
        8,
        ({"path": "epidemic_illness_multiplier", "from": "2018-02-05", "until": "2018-04-01", "set": 4},),
    ),
    "wave": Window("April to July 2022, the fever wave", datetime.date(2022, 4, 4), 16),
    "stops": Window("June 2024 to December 2025, stop after stop", datetime.date(2024, 6, 3), 80),
    "feared_closure": Window(
        "2018, traders fearing a closure with 2 % a week",
        datetime.date(2018, 1, 1),
        52,
        ({"path": "closure_hazard", "from": "2018-01-01", "set": 0.02},),
    ),
    "stopped": Window("the stop of January to March 2026", datetime.date(2025, 12, 29), 11),
    "others_half_shut": Window(
        "two years from August 2016, the other gateways half shut",
        datetime.date(2016, 8, 1),
        104,
        ({"path": "other_gateways_openness", "from": "2016-08-01", "multiply": 0.5},),
    ),
}
SHOWN_IN = {
    "border": "closed",
    "gateway_choice": "others_half_shut",
    "replacement_cost": "stopped",
    "collecting": "open",
    "buyer_entry": "recovery",
    "concealment": "open",
    "wage_issue": "outlook",
    "order_flow": "outlook",
    "fading_pass_through": "closed",
    "gleaning": "closed",
    "rations": "open",
    "own_grain": "open",
    "import_response": "closed",
    "farm_labour": "closed",
    "credit": "first_closed_year",
    "setbacks": "open",
    "durables_sales": "first_closed_year",
    "working_time": "open",
    "handling": "open",
    "petty_trade": "closed",
    "confidence": "closed",
    "buffer": "closed",
    "imported_goods": "open",
    "waiting": "first_closed_year",
    "clothing": "open",
    "seasonal_needs": "open",
    "status_seeking": "open",
    "conversion_beliefs": "fallen_won",
    "markup_adjustment": "stops",
    "markdown": "open",
    "samples": "open",
    "wholesale": "open",
    "illness": "open",
    "precaution": "feared_closure",
    "capital_mobility": "feared_closure",
    "stop_learning": "closed",
    "hoarding": "wave",
    "withholding": "fever",
    "strategies": "closed",
}
# Grain that is not given or kept goes to market: it leaves those who had it, and cheapens food where all is bought.
# Medicine is held back while its price rises: most where the gateway is far and a fever lasts.
SHOWN_AT = {"rations": "pyongyang", "own_grain": "south_hwanghae_rest", "withholding": "south_pyongan_rest"}
RIVALS_SHOWN_IN = {"border": "stopped", "budget": "closed", "trading_companies": "recovery", "expectations": "open"}


def made(name: str, make: Callable[[], Any]) -> Any:
    """Make what is costly; tests put in place of it what makes a thing once for all their workers."""
    return make()


class Effect(NamedTuple):
    """Mean paired relative change of an indicator with its standard error."""

    mean: float
    standard_error: float

    def agrees(self, direction: str) -> bool:
        """Whether it goes the stated way by more than two standard errors."""
        signed = self.mean if direction == "up" else -self.mean
        return signed > 2.0 * self.standard_error


@lru_cache(maxsize=1)
def standard() -> Scenario:
    """The standard scenario."""
    return load("hyesan")


@lru_cache(maxsize=16)
def past(seed: int) -> Past:
    """The standard scenario's past of a seed, kept at the windows' first weeks."""
    dates = {window.first for window in WINDOWS.values()}
    found: Past = made(f"past-{seed}", lambda: Past(standard(), seed, dates))
    return found


def indicator(name: str) -> Indicator:
    """The definition of an indicator."""
    found = {candidate.name: candidate for candidate in INDICATORS}
    if name not in found:
        raise KeyError(f"no indicator named '{name}' in results/indicators.py; known: {', '.join(found)}")
    return found[name]


@lru_cache(maxsize=64)
def branch(window: str, seed: int, switches: tuple[str, ...] = (), theories: tuple[tuple[str, str], ...] = ()) -> Any:
    """Dataset of a window, with some mechanisms off and some rival theories."""
    asked = standard()
    if WINDOWS[window].changes:
        asked = asked.with_changes(changes=list(WINDOWS[window].changes))
    if switches:
        asked = asked.with_changes(switches=dict.fromkeys(switches, "off"))
    if theories:
        asked = asked.with_changes(theories=dict(theories))
    return past(seed).fork(WINDOWS[window].first, WINDOWS[window].weeks, asked)


def level(dataset: xr.Dataset, asked: Indicator, weeks: int, place: str) -> np.ndarray[Any, Any]:
    """Mean of an indicator over a window at a place: one number, or one per member of an axis that does not add up."""
    series = compute(dataset, (asked,))[asked.name].isel(week=slice(-weeks, None))
    if "place" in series.dims:
        series = series.sel(place=place, drop=True)
    mean = series.mean("week", skipna=True)
    return np.atleast_1d(mean.sum().values if asked.unit in ADDITIVE_UNITS else mean.values).ravel()


def paired_changes(
    name: str,
    window: str,
    switches: tuple[str, ...] = (),
    theories: tuple[tuple[str, str], ...] = (),
    place: str = "hyesan",
) -> np.ndarray[Any, Any]:
    """Relative change of an indicator [seed, member] over a window as mechanisms are off or theories are rivals."""
    asked, weeks = indicator(name), WINDOWS[window].weeks
    changes = []
    for seed in SEEDS:
        base = level(branch(window, seed), asked, weeks, place)
        other = level(branch(window, seed, switches, theories), asked, weeks, place)
        there = np.isfinite(base) & np.isfinite(other) & (base != 0)
        changes.append((other - base)[there] / np.abs(base[there]))
    return np.array(changes)


def effect_in(changes: np.ndarray[Any, Any]) -> Effect:
    """Mean of some changes, one a seed, with its standard error."""
    return Effect(float(np.mean(changes)), float(np.std(changes, ddof=1) / np.sqrt(len(changes))))


def effect_of(mechanism: Mechanism) -> Effect:
    """Effect of switching a mechanism off on its own indicator in the window where it shows."""
    place = SHOWN_AT.get(mechanism.name, "hyesan")
    changes = paired_changes(mechanism.indicator, SHOWN_IN[mechanism.name], (mechanism.name,), place=place)
    return effect_in(changes.mean(1))


def table() -> str:
    """The table as Markdown."""
    lines = [
        "| mechanism | switch | indicator | when and where | off: expected | measured | standard error | holds |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for mechanism in mechanisms().values():
        effect = effect_of(mechanism)
        lines.append(
            f"| {mechanism.title} | `{mechanism.name}` | `{mechanism.indicator}` "
            f"| {WINDOWS[SHOWN_IN[mechanism.name]].meaning}; {SHOWN_AT.get(mechanism.name, 'hyesan')} "
            f"| {mechanism.direction} | {100 * effect.mean:+.2f} % "
            f"| {100 * effect.standard_error:.2f} % | {'yes' if effect.agrees(mechanism.direction) else '**no**'} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Print the table of mechanisms.")
    parser.add_argument("--seeds", type=int, default=len(SEEDS), help="paired runs of each mechanism")
    SEEDS = tuple(range(1, 1 + parser.parse_args().seeds))
    print(table())
