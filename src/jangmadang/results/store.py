"""The results store: a directory written aside and renamed when it is complete."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterable, Mapping
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xarray as xr

from jangmadang.errors import InputError
from jangmadang.results.bands import Bands, joined
from jangmadang.results.dataset import GIVEN, to_dataset
from jangmadang.results.indicators import compute
from jangmadang.results.record import RunLike
from jangmadang.results.replacing import replacing
from jangmadang.results.summary import summary_json, summary_rows
from jangmadang.results.tables import write_ledger, write_tables

if TYPE_CHECKING:
    from jangmadang.results.compare import Comparison

PACKAGES = ("jangmadang", "numpy", "numba", "scipy", "xarray", "zarr", "pyarrow", "pandas", "pydantic", "matplotlib")

BLOCK = 25  # replicates held at a time, and in a file

Pages = Callable[[RunLike, xr.Dataset, Bands], Mapping[str, str | bytes]]


def write_run(main: RunLike, replicates: Iterable[xr.Dataset], out: Path, pages: Pages | None = None) -> Path:
    """Write the results store of a run.

    Parameters
    ----------
    main : the run whose values are reported.
    replicates : reduced runs with other seeds, from which bands come; few are held at a time; may be empty.
    out : directory to write; an older result there is replaced once the new one is complete.
    pages : makes pages and pictures by file name from the run, its dataset and its bands; none are written without it.
    """
    out = Path(out)
    dataset = to_dataset(main)
    with replacing(out) as folder:
        write_dataset(dataset, folder / "data.zarr")
        bands = Bands(compute(dataset), write_replicates(replicates, folder / "replicates.zarr"))
        write_tables(bands, folder / "tables")
        write_ledger(main.ledger, main.weeks, folder / "ledger")
        _write_json(folder / "summary.json", summary(main, dataset, bands, out))
        _write_json(folder / "manifest.json", manifest(main, bands))
        for name, content in (pages(main, dataset, bands) if pages else {}).items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return out


def summary(main: RunLike, dataset: xr.Dataset, bands: Bands, out: Path) -> dict[str, Any]:
    """Figures of `run --json`, the short table, and what its bands mean."""
    rows = [row._asdict() for row in summary_rows(dataset, bands)]
    return {**summary_json(main, bands.main, out), "table": rows, "bands": bands.statement}


def write_dataset(dataset: xr.Dataset, path: Path) -> None:
    """Write a dataset as Zarr (format 2, whose text coordinates every reader understands).

    It is laid out in memory first: Zarr's own writing to disk passes each of hundreds of small files to a thread.
    """
    from zarr.storage import MemoryStore  # not above: Zarr takes a while to import, and most commands write none

    path.mkdir(parents=True)
    files: dict[str, Any] = {}
    dataset.to_zarr(MemoryStore(files), zarr_format=2, consolidated=True)
    for name, content in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.to_bytes())


def write_replicates(runs: Iterable[xr.Dataset], path: Path) -> xr.Dataset | None:
    """Write reduced runs along `seed`, some at a time, and return them as read from the file when asked for."""
    runs = iter(runs)
    while block := list(islice(runs, BLOCK)):
        if path.exists():
            joined(block).to_zarr(path, append_dim="seed", zarr_format=2, consolidated=True)
        else:
            write_dataset(joined(block), path)
    return read_replicates(path)


def read_replicates(path: Path) -> xr.Dataset | None:
    """Reduced runs along `seed`, read from their file when they are asked for; None where there are none."""
    if not path.exists():
        return None
    replicates: xr.Dataset = xr.open_dataset(path, engine="zarr", chunks=None, cache=False, consolidated=True)
    return replicates


def open_results(store: Path | str) -> xr.Dataset:
    """Weekly results of a run, out of the folder where it was written.

    Parameters
    ----------
    store : the folder, such as results/hyesan.

    Raises
    ------
    InputError
        If it holds no results, damaged ones, or those of another version.
    """
    path = Path(store) / "data.zarr"
    if not os.path.isdir(path):  # False, where Path.is_dir raises, for a name that no folder can have
        raise InputError(f"{store} is not a results store: it has no data.zarr. Write one with 'jangmadang run'.")
    try:
        with xr.open_zarr(path, consolidated=True) as dataset:
            absent = [name for name in GIVEN if name not in dataset]
            found: xr.Dataset = dataset if absent else dataset.load()
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError):  # as codecs and Zarr have them
        raise InputError(f"{path} cannot be read, for it is damaged or not whole; make the run again") from None
    if absent:
        raise InputError(f"{store} was written by another version, without {absent[0]}; make the run again")
    return found


def manifest(main: RunLike, bands: Bands) -> dict[str, Any]:
    """All that is needed to run again: the scenario in full, seeds, versions and host."""
    replicates = bands.replicates
    return {
        "scenario": main.scenario.model_dump(mode="json"),
        "scenario_hash": main.scenario.content_hash(),
        "seed": int(main.seed),
        "resolution": str(main.resolution),
        "weeks": len(main.weeks),
        "since": main.since,
        "replicates": []
        if replicates is None
        else [{"seed": int(seed), "resolution": replicates.attrs["resolution"]} for seed in replicates["seed"]],
        "draws": _draws_of(replicates),
        "households_simulated": int(main.households),
        "seconds": float(main.seconds),
        "prepare_seconds": float(main.prepare_seconds),
        "ledger_residuals": {key: float(value) for key, value in main.ledger_residuals.items()},
        **_made_with(),
    }


def write_comparison(comparison: Comparison, out: Path, render: Callable[[Comparison], dict[str, bytes]]) -> Path:
    """Write the table of a comparison, what is needed to make it again, and the files that `render` makes of it.

    An older result in `out` is replaced once the new one is complete.
    """
    with replacing(out) as folder:
        comparison.table.to_csv(folder / "table.csv", index=False, float_format="%.6g")
        for name, content in render(comparison).items():
            (folder / name).write_bytes(content)
        scenarios = [
            {"scenario": scenario.model_dump(mode="json"), "scenario_hash": scenario.content_hash()}
            for scenario in comparison.scenarios
        ]
        runs: dict[str, Any] = {
            "seeds": comparison.seeds,
            "resolution": str(comparison.resolution),
            "notes": comparison.notes,
            "draws": comparison.posterior.key if comparison.posterior else comparison.drawn is not None,
        }
        _write_json(folder / "manifest.json", {"scenarios": scenarios, **runs, **_made_with()})
    return out


def _made_with() -> dict[str, Any]:
    """Versions and host."""
    host = {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
    }
    return {"versions": _versions(), "host": host}


def _versions() -> dict[str, str]:
    """Versions of Python and of the packages that shape the numbers."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed as a package"
    return found


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")


def _draws_of(replicates: xr.Dataset | None) -> bool | str:
    """Whether replicates have parameters of their own; the hash of the posterior that these are out of."""
    about = {} if replicates is None else replicates.attrs
    return str(about["posterior_key"]) if "posterior_key" in about else bool(about.get("draws"))
