"""Made-up members for the tests of the economy's outlook."""

from __future__ import annotations

from datetime import date

import numpy as np

from jangmadang.economy_outlook.answer import EconomyOutlook, answer_from
from jangmadang.economy_outlook.figures import FIGURES
from jangmadang.economy_outlook.members import AHEAD, ENDS, FUTURES, EconomyMember
from jangmadang.results.summary import YEAR_WEEKS

ORIGIN, LAST_WEEK = date(2026, 2, 1), date(2026, 1, 26)


def a_member(seed: int, pushed: float = 0.0, error: str = "") -> EconomyMember:
    """Figures that wander from values shared by all futures; innovations with a mean of so many standard errors."""
    draw = np.random.default_rng(seed)
    values = 0.2 + 0.05 * draw.random((len(FUTURES), len(FIGURES), len(ENDS)))
    values[:, :, 0] = values[0, :, 0]
    innovations = 0.05 * draw.standard_normal((YEAR_WEEKS, 2))
    innovations -= innovations.mean(axis=0)
    innovations += pushed * innovations.std(axis=0, ddof=1) / np.sqrt(YEAR_WEEKS)
    return EconomyMember(values, innovations, 0.01 * draw.standard_normal((YEAR_WEEKS + AHEAD, 2)), error)


def an_answer(*pushed: float) -> EconomyOutlook:
    """The answer of members that are pushed by so many standard errors each."""
    return answer_from(ORIGIN, LAST_WEEK, [a_member(seed, push) for seed, push in enumerate(pushed)])
