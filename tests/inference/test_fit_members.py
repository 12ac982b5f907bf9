"""Members of a fit: kept as they finish, gone on with, and told as the evidence speaks of them."""

from __future__ import annotations

import datetime
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import jangmadang.inference.members as module
from jangmadang.errors import CheckError
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.inference.evidence import reports_of, target_figures, targets
from jangmadang.inference.members import MOVED, OWN, SPREAD, Asked, Draw, Member, read_members, run_members, seed_of
from jangmadang.inference.prior import shipped_prior
from jangmadang.results.running import run
from jangmadang.scenario import load


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Draw]:
    """Runs that are made up; the draws that were run."""
    done: list[Draw] = []

    def made_up(_: Asked, draw: Draw) -> Member:
        done.append(draw)
        z = np.frombuffer(draw.z)
        return Member(draw.wave, draw.number, z, np.array([z[0] / 3.0, math.nan]), np.array([draw.number / 7.0]))

    monkeypatch.setattr(module.Asked, "run", made_up)
    return done


def draws(count: int) -> list[Draw]:
    rng = np.random.default_rng(1)
    return [Draw(SPREAD, k, rng.standard_normal(3).tobytes()) for k in range(count)]


def test_a_stopped_fit_goes_on_with_the_same_bits(tmp_path: Path, made: list[Draw]) -> None:
    path, asked = tmp_path / "members-0.jsonl", Asked(load("hyesan"), (), shipped_prior())
    counts: list[int] = []
    with ThreadPoolExecutor(2) as executor:
        first = run_members(asked, draws(5), executor, path)
        path.write_text(path.read_text() + '{"wave": 3, "num')  # cut short by a crash
        made.clear()
        again = run_members(asked, draws(7), executor, path, lambda done, _: counts.append(done))
    assert sorted(draw.number for draw in made) == [5, 6]
    assert counts[0] == 5 and counts[-1] == 7
    for one, other in zip(first, again, strict=False):
        assert one.number == other.number
        for name in ("z", "log_prices", "figures"):
            assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
    assert len(read_members(path)) >= 5


def test_moved_runs_share_the_seed_of_the_first_and_no_others_do() -> None:
    z = np.zeros(1).tobytes()
    assert {seed_of(Draw(MOVED, k, z)) for k in range(3)} == {seed_of(Draw(OWN, 0, z))}
    seeds = [seed_of(Draw(wave, k, z)) for wave in (OWN, SPREAD, 4, 5) for k in range(300)]
    assert len(set(seeds)) == len(seeds)


def test_a_run_that_fails_is_a_member_without_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise CheckError("the accounts do not close")

    monkeypatch.setattr(module, "history", fails)
    asked = Asked(load("hyesan"), (), shipped_prior())
    member = asked.run(Draw(SPREAD, 0, asked.prior.middle.tobytes()))
    assert member.error == "the accounts do not close"
    assert np.isnan(member.figures).all() and len(member.figures) == len(targets())


@pytest.fixture(scope="module")
def short():
    return run(load("hyesan").with_changes(end="2017-01-02"), seed=1, resolution="calibration")


def test_each_report_counts_once_in_its_own_currency(short) -> None:
    reports, modelled = reports_of(short, shipped_prices())
    assert len({report.id for report in reports}) == len(reports) == len(modelled)
    assert np.isfinite(modelled).all()
    assert all(datetime.date(2015, 1, 1) <= report.day for report in reports)
    assert {"rice", "corn"} <= {report.item for report in reports}
    assert all(report.noise > 0.0 for report in reports)


def test_targets_are_printed_and_no_parameter_cites_them(short) -> None:
    wanted = targets()
    assert {"L2", "L20", "S11.2"} <= {target.name for target in wanted}
    assert not {"L26", "L9"} & {target.name for target in wanted}  # cited by a parameter; a month
    figures = dict(zip((target.name for target in wanted), target_figures(short, wanted), strict=True))
    assert figures["L2"] == pytest.approx(math.log(4.0), abs=0.3)  # rice at Hyesan, 2015-2016
    assert math.isnan(figures["L1"])  # of 2024, after the run
