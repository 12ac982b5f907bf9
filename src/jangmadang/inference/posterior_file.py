"""A calibration as a file: ArviZ's InferenceData in netCDF, which `--posterior` and ArviZ read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from jangmadang.axes import AXES
from jangmadang.compiled_cache import source_hash
from jangmadang.files import write_whole
from jangmadang.inference.calibrating import Calibration
from jangmadang.inference.diagnosing import Diagnosis
from jangmadang.inference.members import seed_of
from jangmadang.scenario.draws import settings_of
from jangmadang.scenario.parameters import Parameter


def write_posterior(found: Calibration, diagnosis: Diagnosis, path: Path) -> None:
    """Write the groups posterior, sample_stats, posterior_predictive, observed_data and constant_data, whole or not."""
    content = as_tree(found, diagnosis).to_netcdf(engine="h5netcdf")
    write_whole(path, lambda file: file.write(content))


def as_tree(found: Calibration, diagnosis: Diagnosis) -> xr.DataTree:
    """The groups of an InferenceData."""
    evidence = found.evidence
    draws = len(found.z)
    where = {"chain": [0], "draw": np.arange(draws)}
    reports, wanted = evidence.reports, evidence.wanted
    report, target = [r.id for r in reports], [t.name for t in wanted]

    places = evidence.places

    def by_draw(rows: Sequence[NDArray[np.float64]]) -> NDArray[np.float32]:
        return np.array(rows, np.float32).reshape(1, draws, -1)

    groups = {
        "posterior": xr.Dataset(
            {item.name: _variable(item, values) for item, values in _values(found)},
            coords=where | {axis: list(AXES[axis]) for item in found.prior.parameters for axis in item.axes},
            attrs=_about(found, diagnosis),
        ),
        "sample_stats": xr.Dataset(
            {
                "lp": (("chain", "draw"), found.basis.log_likelihood(found.basis.figures(found.members))[None]),
                "seed": (("chain", "draw"), np.array([[seed_of(member) for member in found.members]])),
            },
            coords=where,
        ),
        "posterior_predictive": xr.Dataset(
            {
                "log_price": (
                    ("chain", "draw", "report"),
                    by_draw([m.log_prices[places] for m in found.members]),
                ),
                "target": (("chain", "draw", "target_name"), by_draw([m.figures for m in found.members])),
            },
            coords=where | {"report": report, "target_name": target},
        ),
        "observed_data": xr.Dataset(
            {
                "log_price": ("report", evidence.log_prices),
                "target_low": ("target_name", [t.ends[0] for t in wanted]),
                "target_high": ("target_name", [t.ends[1] for t in wanted]),
            },
            coords={"report": report, "target_name": target},
        ),
        "constant_data": xr.Dataset(
            {
                "item": ("report", [r.item for r in reports]),
                "place": ("report", [r.place for r in reports]),
                "day": ("report", np.array([r.day for r in reports], "datetime64[ns]")),
                "noise": ("report", [r.noise for r in reports]),
                "target_scale": ("target_name", [t.scale for t in wanted]),
                "target_error": ("target_name", [t.error for t in wanted]),
            },
            coords={"report": report, "target_name": target},
        ),
    }
    return xr.DataTree.from_dict(groups)


def _variable(item: Parameter, values: NDArray[Any]) -> tuple[Any, ...]:
    """A parameter's draws with their axes, unit and meaning."""
    return ("chain", "draw", *item.axes), values, {"units": item.unit, "long_name": item.meaning}


def _values(found: Calibration) -> list[tuple[Parameter, NDArray[np.float64]]]:
    """Each parameter's draws [chain, draw, ...] as runs take them: shares that sum to one do."""
    known = found.prior.parameters
    settings = [settings_of(x, known) for x in found.prior.numbers_at(found.z)]
    return [(item, np.array([item.with_value(one[item.name], item.name) for one in settings])[None]) for item in known]


def _about(found: Calibration, diagnosis: Diagnosis) -> dict[str, Any]:
    """What a posterior says of itself."""
    return {
        "scenario": found.scenario.name,
        "scenario_hash": found.scenario.content_hash(),
        "model": source_hash(),
        "evidence": found.evidence_hash,
        "reports": len(found.evidence.reports),
        "plan": json.dumps(found.plan.__dict__),
        "diagnosis": json.dumps(diagnosis.as_record()),
    }


def parameter_table(found: Calibration) -> pd.DataFrame:
    """A row for each number: its range and shipped value, and the posterior's mean and 5, 50 and 95 % quantiles."""
    prior = found.prior
    numbers = prior.numbers_at(found.z)
    fifth, middle, ninety_fifth = np.quantile(numbers, [0.05, 0.5, 0.95], axis=0)
    columns = {
        "parameter": prior.names,
        "unit": [prior.parameters[k].unit for k in prior.groups],
        "low": prior.low,
        "value": prior.value,
        "high": prior.high,
        "mean": numbers.mean(0),
        "quantile_05": fifth,
        "quantile_50": middle,
        "quantile_95": ninety_fifth,
        "narrowed_to": found.z.std(0),
    }
    return pd.DataFrame(columns)
