"""The model's own kernels, drawing by hash, agree with a Monte Carlo of the same chances that draws from Philox."""

from __future__ import annotations

import datetime

import numpy as np
from numpy.random import Generator, Philox

from jangmadang.engine.passing import week_number
from jangmadang.engine.run import opened_afresh
from jangmadang.mechanisms.illness.equations import illness_hazard
from jangmadang.mechanisms.illness.step import fall_ill, tabulate_seasons
from jangmadang.scenario import load
from jangmadang.shapes import season

WEEKS = 52
FIRST = datetime.date(2015, 1, 5)


def test_cases_of_illness_in_a_year() -> None:
    """Nobody is cured but by time, so that a Monte Carlo needs no market."""
    scenario = load("hyesan")
    p, inputs = scenario.parameter_record(), scenario.weekly_paths(FIRST, WEEKS)
    w = opened_afresh(scenario, 5, "calibration", burn_in=False)
    market = w.markets[0]
    rows = slice(int(market.first), int(market.last))
    w.households.illness[rows] = 0
    w.tallies[:] = np.zeros_like(w.tallies)
    for k in range(WEEKS):
        tabulate_seasons(w, inputs[k], p)
        fall_ill(0, rows.start, rows.stop, w, inputs[k], p, 5, week_number(FIRST) + k)
    ours = float(w.tallies.illness_cases[0])

    chances = []
    for week in inputs.iso_week:
        winter = season.py_func(week, p.illness_winter_week, p.illness_winter_width)
        autumn = season.py_func(week, p.illness_autumn_week, p.illness_autumn_width)
        hazard = sum(
            illness_hazard.py_func(
                p.illness_hazard[a],
                p.illness_summer_level,
                p.illness_winter_rise[a],
                winter,
                p.illness_autumn_rise[a],
                autumn,
                1.0,
            )
            for a in range(3)
        )
        chances.append(1.0 - np.exp(-hazard))
    theirs = [cases(Generator(Philox(run)), chances, w.households.weight[rows]) for run in range(60)]
    error = np.std(theirs, ddof=1) * np.sqrt(1 + 1 / len(theirs))
    assert abs(ours - np.mean(theirs)) < 4 * error
    assert ours > 0


def cases(dice: Generator, chances: list[float], weights: np.ndarray) -> float:  # type: ignore[type-arg]
    """Cases of a year: the healthy fall ill by chance, an illness lasts four weeks."""
    weeks_left = np.zeros(len(weights), dtype=int)
    total = 0.0
    for chance in chances:
        weeks_left = np.maximum(weeks_left - 1, 0)
        falls = (weeks_left == 0) & (dice.random(len(weights)) < chance)
        weeks_left[falls] = 4
        total += float(weights[falls].sum())
    return total
