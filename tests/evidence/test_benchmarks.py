"""Three simple rules on the reports that the run is compared with: their errors have closed forms."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta

import pytest

from jangmadang.evidence.benchmarks import LEARNT_UNTIL, _rate, skills
from jangmadang.evidence.comparing import Comparison

FIRST = date(2016, 1, 11)
DAYS = [FIRST + timedelta(days=91 * k) for k in range(38)]


def pair(day: date, observed: float, modelled: float, **fields: object) -> Comparison:
    """A report of rice at Hyesan beside a run."""
    given = {"item": "rice", "currency": "KPW", "place": "hyesan", "source": "", "proxy": False, "counted": True}
    return Comparison(date=day, observed=observed, modelled=modelled, **{**given, **fields})  # type: ignore[arg-type]


def test_a_constant_yuan_price_is_hit_by_the_rules_that_know_the_rate_and_missed_by_the_one_that_does_not() -> None:
    pairs = [pair(day, 4.0 * _rate(day), 4.0 * _rate(day) * math.e) for day in DAYS]
    found = {skill.period: skill for skill in skills(pairs)}
    assert set(found) == {"2015-2019", "2020-2022", "2023-2026", "all"}
    late = found["2023-2026"]
    assert late.held_out and not found["2015-2019"].held_out
    assert (late.model, late.by_rate, late.constant_yuan) == pytest.approx((1.0, 0.0, 0.0), abs=1e-9)
    moves = [abs(math.log(_rate(b) / _rate(a))) for a, b in itertools.pairwise(DAYS) if b.year >= 2023]
    assert late.carried == pytest.approx(sum(moves) / len(moves)) and late.carried > 0.0
    assert late.n == len(moves) and not late.beats_all


def test_in_yuan_the_rule_of_the_rate_is_a_constant() -> None:
    pairs = [pair(day, 4.0, 4.0, currency="CNY") for day in DAYS]
    late = next(skill for skill in skills(pairs) if skill.period == "2023-2026")
    assert (late.model, late.by_rate, late.carried, late.constant_yuan) == pytest.approx((0.0,) * 4, abs=1e-9)


def test_rules_learn_nothing_from_the_hold_out() -> None:
    plain = [pair(day, 4.0 * _rate(day), 5.0 * _rate(day)) for day in DAYS]
    odd = [p if p.date <= LEARNT_UNTIL else pair(p.date, 9.0 * p.observed, p.modelled) for p in plain]
    early = [next(skill for skill in skills(pairs) if skill.period == "2020-2022") for pairs in (plain, odd)]
    assert early[0] == early[1]
    late = next(skill for skill in skills(odd) if skill.period == "2023-2026")
    assert late.constant_yuan == pytest.approx(math.log(9.0)) and late.by_rate == pytest.approx(math.log(9.0))


def test_what_is_not_counted_or_cannot_be_learnt_is_left_out() -> None:
    assert skills([pair(day, 4.0, 4.0, counted=False) for day in DAYS]) == []
    assert skills([pair(day, 4.0, 4.0, relative=True) for day in DAYS]) == []
    assert skills([pair(day, 4.0, 4.0) for day in DAYS if day > LEARNT_UNTIL]) == []
