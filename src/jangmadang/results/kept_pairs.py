"""Pairs of runs of a comparison that has not been written yet, kept a file for each seed."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import xarray as xr

from jangmadang.engine.ensemble import model_version
from jangmadang.results.comparison_periods import Period
from jangmadang.results.kept_files import KeptFiles
from jangmadang.scenario import Scenario
from jangmadang.scenario.posterior import Posterior


class Found(NamedTuple):
    """Of one seed: period means everywhere, weekly indicators at a place, and prices of the base over all weeks."""

    means: xr.Dataset
    weekly: xr.Dataset
    base_prices: xr.Dataset


#: What a seed gives, and what it gives with parameters of its own; None without draws.
Pair = tuple[Found, Found | None]


class KeptPairs(KeptFiles[Pair]):
    """The pairs of one comparison: a zip of netCDF files each.

    Parameters
    ----------
    folder : holds a folder for each comparison.
    scenarios : the base, then the others, to one end.
    periods, resolution, place, draws, posterior : what else shapes what a seed gives.
    """

    suffix = ".zip"

    def __init__(
        self,
        folder: Path,
        scenarios: Sequence[Scenario],
        periods: Sequence[Period],
        resolution: str | int,
        place: str,
        draws: bool,
        posterior: Posterior | None,
    ) -> None:
        parts = [model_version(), *map(str, (*periods, resolution, place, draws, posterior))]
        for asked in scenarios:
            parts += [asked.model_dump_json(exclude={"seed", "resolution", "title", "question"})]
            parts += [asked.content_hash(), asked.opening_hash()]
        super().__init__(folder, hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16])

    def _packed(self, run: Pair) -> bytes:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for which, found in zip(("own", "drawn"), run, strict=True):
                for name, dataset in found._asdict().items() if found else ():
                    archive.writestr(f"{which}/{name}.nc", bytes(dataset.to_netcdf(engine="scipy")))
        return content.getvalue()

    def _unpacked(self, content: bytes, seed: int) -> Pair:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:

            def found(which: str) -> Found:
                parts = (io.BytesIO(archive.read(f"{which}/{name}.nc")) for name in Found._fields)
                return Found(*(xr.load_dataset(part, engine="scipy") for part in parts))

            return found("own"), found("drawn") if "drawn/means.nc" in archive.namelist() else None
