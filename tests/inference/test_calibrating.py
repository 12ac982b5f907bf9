"""A whole fit on a made-up economy that is linear in its parameters: it finds the truth, says so, and goes on."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import xarray as xr

import jangmadang.inference.calibrating as calibrating
import jangmadang.inference.fitting as fitting
import jangmadang.inference.members as members
from jangmadang.inference.calibrating import Calibration, Plan, calibrate
from jangmadang.inference.checking import check, coverage
from jangmadang.inference.diagnosing import diagnose
from jangmadang.inference.emulator import fit_emulator
from jangmadang.inference.evidence import Report, Target
from jangmadang.inference.members import SPREAD, Asked, Draw, Member, seed_of
from jangmadang.inference.posterior_file import parameter_table, write_posterior
from jangmadang.inference.prior import shipped_prior
from jangmadang.scenario import load
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.posterior import posterior_of

NAMES = (
    "storage_loss",
    "meals_substitution",
    "farmers_cash_weeks",
    "farm_gate_margin",
    "wild_food_kg",
    "harvest_weeks",
)
PRIOR = shipped_prior([parameters()[name] for name in NAMES])
WEEKS = 40
SLOPES = np.random.default_rng(5).normal(size=(2, PRIOR.size)) * np.array([0.4, 0.3, 0.25, 0.2, 0.0, 0.0])
TRUTH = np.array([0.8, -0.6, 0.4, -0.3, 0.0, 0.0])
PLAN = Plan(own=3, draws=40, steps=4)


def histories(z: np.ndarray) -> np.ndarray:
    """Two prices that move with the parameters, and a fortnight's wave."""
    levels = SLOPES @ (z - PRIOR.middle)
    weeks = np.arange(WEEKS)
    return np.concatenate([levels[0] + 0.1 * np.sin(weeks / 4.0), 0.5 + levels[1] * (weeks / WEEKS)])


def figures(z: np.ndarray) -> np.ndarray:
    return np.array([0.7 * (z[0] - PRIOR.middle[0]) - 0.4 * (z[3] - PRIOR.middle[3])])


def made_up(asked: Asked, draw: Draw) -> Member:
    """A run of the made-up economy, with a little agent noise that lasts."""
    z = np.frombuffer(draw.z)
    noise = 0.005 * np.random.default_rng(seed_of(draw)).standard_normal()
    error = "the accounts do not close" if draw.wave == SPREAD and draw.number == 7 else ""
    return Member(draw.wave, draw.number, z, histories(z) + noise, figures(z), error)


def evidence() -> tuple[list[Report], list[Target]]:
    """Reports and a printed range of a truth."""
    rng = np.random.default_rng(11)
    day = datetime.date(2019, 1, 7)
    prices = histories(PRIOR.middle + TRUTH) + 0.03 * rng.standard_normal(2 * WEEKS)
    days = [day + datetime.timedelta(weeks=4 * (k % WEEKS)) for k in range(2 * WEEKS)]
    reports = [
        Report(f"E{k}", ("rice", "corn")[k // WEEKS], "Hyesan", "A", days[k], float(prices[k]), 0.03, days[k])
        for k in range(2 * WEEKS)
    ]
    figure = float(figures(PRIOR.middle + TRUTH)[0])
    return reports, [Target("L0", "made up", figure - 0.1, figure + 0.1, "1", "as is", 0.1)]


@pytest.fixture(scope="module")
def economy() -> Iterator[None]:
    """The made-up economy in place of the model, and a shorter fit."""
    reports, wanted = evidence()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(calibrating, "shipped_prior", lambda: PRIOR)
        patched.setattr(calibrating, "answering", lambda asked: replace(asked, reports=tuple(reports)))
        patched.setattr(calibrating, "targets", lambda: wanted)
        patched.setattr(members.Asked, "run", made_up)
        patched.setattr(fitting, "whitened", partial(fitting.whitened, count=4))
        yield


class Fit(NamedTuple):
    """A fit, the folder of its runs, and what was said on the way."""

    found: Calibration
    folder: Path
    said: list[str]


@pytest.fixture(scope="module")
def fit(economy: None, tmp_path_factory: pytest.TempPathFactory) -> Fit:
    """A fit of the made-up economy on two threads."""
    folder, said = tmp_path_factory.mktemp("fit"), list[str]()
    found = calibrate(
        load("hyesan"),
        [],
        plan=PLAN,
        executor="threads:2",
        folder=folder,
        progress=lambda what, *_: said.append(what),
    )
    return Fit(found, folder, said)


def test_a_fit_finds_the_truth_and_its_file_is_read(fit: Fit, tmp_path: Path) -> None:
    found = fit.found
    assert found.z.shape == (40, PRIOR.size)
    points = found.z - PRIOR.middle
    told, exact = points @ SLOPES.T, SLOPES @ TRUTH
    assert np.abs(told.mean(0) - exact).max() < 0.2
    assert (told.std(0) < 0.45 * np.linalg.norm(SLOPES, axis=1)).all()
    assert points[:, 4:].std() == pytest.approx(1.0, abs=0.3)  # of these the evidence says nothing
    diagnosis = diagnose(found)
    assert diagnosis.misfit < 1.0 < diagnosis.misfit_start
    assert abs(diagnosis.misfit - diagnosis.misfit_before) < 0.05
    assert 0.7 < diagnosis.width < 1.05
    assert diagnosis.inside == 1.0
    assert all(row.inside >= 0.8 for row in diagnosis.coverage)
    assert "runs after step 4 of 4" in fit.said
    write_posterior(found, diagnosis, tmp_path / "posterior.nc")
    posterior = posterior_of(tmp_path / "posterior.nc")
    assert posterior.draws == 40 and set(posterior.numbers) == set(NAMES)
    assert posterior.settings(3)["storage_loss"] == pytest.approx(PRIOR.settings_at(found.z[3])["storage_loss"], abs=0)
    table = parameter_table(found).set_index("parameter")
    assert (table["quantile_05"] <= table["quantile_95"]).all()
    assert (table["low"] <= table["mean"]).all() and (table["mean"] <= table["high"]).all()


def test_the_same_call_gives_the_same_posterior_from_kept_runs(fit: Fit) -> None:
    again = calibrate(load("hyesan"), [], plan=PLAN, executor="threads:1", folder=fit.folder)
    assert np.array_equal(again.z, fit.found.z)
    assert again.evidence_hash == fit.found.evidence_hash
    made: list[str] = []
    further = calibrate(
        load("hyesan"),
        [],
        plan=replace(PLAN, steps=5),
        executor="threads:1",
        folder=fit.folder,
        progress=lambda what, done, total: made.append(what) if done < total else None,
    )
    assert set(made) == {"runs after step 5 of 5"}
    assert diagnose(further).misfit_before == pytest.approx(diagnose(again).misfit)


def test_a_fit_to_what_was_known_is_written_and_tried_on_what_came_later(economy: None, tmp_path: Path) -> None:
    split = datetime.date(2020, 6, 1)
    found = calibrate(
        load("hyesan"), [], plan=Plan(own=3, draws=6, steps=1), known_by=split, executor="threads:1", folder=tmp_path
    )
    known, later = found.evidence.reports, found.later.reports
    assert known and later and max(r.known_on for r in known) <= split < min(r.known_on for r in later)
    diagnosis = diagnose(found)
    assert sum(row.reports for row in diagnosis.later if row.period == "all") == len(later)
    write_posterior(found, diagnosis, tmp_path / "posterior.nc")
    with xr.open_datatree(tmp_path / "posterior.nc", engine="h5netcdf") as kept:
        assert kept["posterior_predictive"]["log_price"].sizes["report"] == len(known)


def test_known_truths_lie_where_they_should(fit: Fit) -> None:
    found = fit.found
    rng = np.random.default_rng(2)
    runs = [made_up(None, Draw(SPREAD, 100 + k, rng.standard_normal(PRIOR.size).tobytes())) for k in range(60)]
    economy = fit_emulator(
        PRIOR.middle, found.basis.slopes, np.array([run.z for run in runs]), found.basis.figures(runs)
    )
    truths = check(found.basis, economy, 60, 40, 4)
    for what, most in (("ranks", 0.97), ("others", 0.97), ("figures", 1.0)):  # a range is wider than its figure's error
        inside, low, high = coverage(truths, what)
        assert low <= inside <= high
        assert 0.8 <= inside <= most
    assert np.mean([truth.misfit for truth in truths]) == pytest.approx(1.0, abs=0.4)  # errors are as assumed
