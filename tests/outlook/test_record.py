"""The shipped record: of the shipped evidence, and what the code makes of it."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from jangmadang.evidence.shipped import shipped_prices
from jangmadang.outlook.evaluation import POOL, evaluate, pool_of
from jangmadang.outlook.fitted import fitted_by, fitted_json, parameters_at, shipped_evidence, shipped_years
from jangmadang.outlook.members import LOCAL_LEVEL, forecasts, known_at
from jangmadang.outlook.shipped import (
    FOLDER,
    SKILL,
    evidence_hash,
    read_skills,
    shipped_past,
    shipped_skills,
    skill_table,
    write_record,
)
from jangmadang.outlook.skill import ALL, PERIODS, skills
from jangmadang.outlook.weekly import usable_reports, week_of, weekly_series
from tests.outlook.made_reports import FITTED, a_country

REPORTS = usable_reports(shipped_prices())


def test_the_record_is_of_the_shipped_evidence() -> None:
    assert shipped_evidence() == evidence_hash(REPORTS), "the evidence has changed: make evaluate"


def test_the_record_is_what_the_code_gives() -> None:
    """One origin made again: errors and scores of the local level as shipped."""
    days = sorted({past.origin for past in shipped_past()})
    origin = days[len(days) // 2]
    known = known_at(REPORTS, origin, parameters_at(origin, REPORTS))
    rows = [past for past in shipped_past() if past.origin == origin]
    assert len(rows) >= 5
    for past in rows:
        series = weekly_series(REPORTS, past.city, past.item)
        n = series.weeks.tolist().index(week_of(past.target))
        observed = float(series.log_price[n])
        said = forecasts(known, past.city, past.item, week_of(past.target), float(series.noise[n]))
        pool = pool_of(said)
        assert past.error == pytest.approx((observed - pool.middle) / pool.spread, abs=1e-3), "make evaluate"
        assert past.crps_local_level == pytest.approx(said[LOCAL_LEVEL].crps(observed), abs=1e-3)


def test_parameters_of_the_first_year_are_what_the_code_gives() -> None:
    year = min(shipped_years())
    found, shipped = fitted_by(REPORTS, year), shipped_years()[year]
    assert found.three_cities == pytest.approx(shipped.three_cities, rel=0.1)
    assert found.local_levels.keys() == shipped.local_levels.keys()


def test_past_forecasts_and_skill_agree() -> None:
    for weeks in (1, 13):
        (row,) = [
            s for s in shipped_skills() if (s.city, s.item, s.weeks, s.model, s.period) == (ALL, ALL, weeks, POOL, ALL)
        ]
        own = [past for past in shipped_past() if past.weeks == weeks]
        assert row.forecasts == len(own)
        assert row.held_most == pytest.approx(sum(past.held(0.9) for past in own) / len(own), abs=2e-3)
        gain = 1 - sum(past.crps for past in own) / sum(past.crps_local_level for past in own)
        assert row.gain == pytest.approx(gain, abs=1e-3)
    assert {s.period for s in shipped_skills()} == set(PERIODS)


def test_nothing_in_the_record_was_known_before_its_origin() -> None:
    assert all(past.known_on > past.origin for past in shipped_past())


def test_skill_reads_back_as_it_is_written() -> None:
    text = (FOLDER / SKILL).read_text("utf-8")
    assert skill_table(read_skills(text)) == text


def test_a_record_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jangmadang.outlook.evaluation.fitted_by", lambda *_: FITTED)
    scored, years = evaluate(a_country(1, 80, week_of(date(2016, 9, 1)) - 80))
    write_record(scored, years, skills(scored), "hash", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fitted.json", "scored.csv", "skill.csv"]
    assert (tmp_path / "fitted.json").read_text("utf-8") == fitted_json(years, "hash")
    assert not any(math.isnan(s.crps) for s in read_skills((tmp_path / "skill.csv").read_text("utf-8")))
