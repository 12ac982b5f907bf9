"""A posterior's file: written by a fit, read by every command and by ArviZ, refused where it is none."""

from __future__ import annotations

from pathlib import Path
from warnings import catch_warnings

import numpy as np
import pytest
import xarray as xr

import jangmadang as jm
from jangmadang.commands.main import main
from jangmadang.errors import InputError
from jangmadang.scenario import load
from jangmadang.scenario.draws import ranged
from jangmadang.scenario.posterior import SHIPPED, posterior_of


def test_the_shipped_posterior_holds_draws_of_every_ranged_parameter() -> None:
    posterior = posterior_of(SHIPPED)
    assert set(posterior.numbers) == {item.name for item in ranged()}
    assert posterior.draws >= 60
    for number in (0, 7):
        load("hyesan").with_changes(parameters=posterior.settings(number)).parameter_record()
    assert posterior.settings(0) == posterior.settings(posterior.draws)


def test_it_is_of_this_model_and_evidence() -> None:
    """One of its draws, run again, gives the prices and figures that it keeps: else `make posterior`."""
    from jangmadang.evidence.shipped import shipped_prices
    from jangmadang.inference.evidence import reports_of, target_figures, targets
    from jangmadang.inference.members import history
    from jangmadang.scenario.posterior import shipped_path

    with shipped_path() as path:
        kept = xr.open_datatree(path, engine="h5netcdf").load()
    predicted = kept["posterior_predictive"].to_dataset().stack(sample=("chain", "draw"))
    seed = int(kept["sample_stats"]["seed"].values[0, 0])
    run = history(load("hyesan").with_changes(parameters=posterior_of(SHIPPED).settings(0)), seed)
    reports, log_prices = reports_of(run, shipped_prices())
    assert [report.id for report in reports] == list(kept["observed_data"]["report"].values), "run make posterior"
    assert log_prices == pytest.approx(predicted["log_price"].values[:, 0], abs=1e-5), "run make posterior"
    figures = target_figures(run, targets())
    assert figures == pytest.approx(predicted["target"].values[:, 0], abs=1e-4, nan_ok=True), "run make posterior"


def test_arviz_opens_it() -> None:
    from jangmadang.scenario.posterior import shipped_path

    with catch_warnings(action="ignore"), shipped_path() as path:
        import arviz

        found = arviz.from_netcdf(str(path))
    assert {"posterior", "sample_stats", "posterior_predictive", "observed_data"} <= set(found.groups())
    assert found.posterior.sizes["draw"] == posterior_of(SHIPPED).draws


def test_runs_take_parameters_out_of_it_and_a_scenario_s_own_stay() -> None:
    short = load("hyesan").with_changes(end="2015-02-02")
    one, other = (jm.ensemble(short, 2, seed=3, posterior=SHIPPED) for _ in range(2))
    assert one.identical(other)
    assert one.attrs["posterior"] == SHIPPED
    plain = jm.ensemble(short, 2, seed=3)
    assert float(np.abs(one["rice_price"] - plain["rice_price"]).max()) > 0.0
    from jangmadang.results.ensemble import drawn

    set_by_hand = load("hyesan").with_changes(parameters={"storage_loss": 0.005})
    assert drawn(set_by_hand, 3, posterior_of(SHIPPED)).parameters["storage_loss"] == 0.005


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "hyesan", "--runs", "2", "--posterior", "none.nc"], "there is no posterior none.nc"),
        (["run", "hyesan", "--posterior", "shipped"], "--posterior is about replicates"),
        (["run", "hyesan", "--runs", "2", "--draws", "--posterior", "shipped"], "give one of them"),
        (["facts", "C8", "--posterior", "shipped"], "--posterior runs all facts"),
        (["calibrate", "hyesan", "--known-by", "soon"], "soon"),
        (["calibrate", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_is_said_in_a_line(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error


def test_another_file_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "text.nc"
    text.write_text("no netCDF")
    with pytest.raises(InputError, match="is no posterior in netCDF"):
        posterior_of(text)
    other = tmp_path / "other.nc"
    content = xr.Dataset({"no_such": (("chain", "draw"), np.zeros((1, 2)))})
    other.write_bytes(bytes(xr.DataTree.from_dict({"posterior": content}).to_netcdf(engine="h5netcdf")))
    with pytest.raises(InputError, match="'no_such' is no parameter of this version"):
        posterior_of(other)
    outside = xr.Dataset({"storage_loss": (("chain", "draw"), np.full((1, 2), 9.0))})
    other.write_bytes(bytes(xr.DataTree.from_dict({"posterior": outside}).to_netcdf(engine="h5netcdf")))
    with pytest.raises(InputError, match="outside its range"):
        posterior_of(other)
