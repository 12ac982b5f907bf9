"""Pairs of a comparison that have finished: kept in files while it runs, so that one that is stopped goes on there."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import xarray as xr

from jangmadang.engine.ensemble import model_version
from jangmadang.errors import NotWrittenError
from jangmadang.files import write_whole
from jangmadang.scenario import Scenario


class Found(NamedTuple):
    """Of one seed: period means everywhere, weekly indicators at a place, and prices of the base over all weeks."""

    means: xr.Dataset
    weekly: xr.Dataset
    base_prices: xr.Dataset


class KeptPairs:
    """What each seed gave, in a folder: a file each, complete or absent.

    Those of another comparison, or of another version of the model, lie in another folder below and are never taken.

    Parameters
    ----------
    folder : where they lie.
    plan : all that shapes them beside the scenarios, in words.
    scenarios : that are compared; what they are called in words does not matter.
    """

    def __init__(self, folder: Path, plan: str, scenarios: Sequence[Scenario]) -> None:
        parts = [plan, model_version()]
        for scenario in scenarios:
            parts += [scenario.model_dump_json(exclude={"title", "question", "seed", "resolution"})]
            parts += [scenario.content_hash(), scenario.opening_hash()]
        self.folder = folder / hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def read(self, seed: int) -> tuple[Found, Found | None] | None:
        """What a seed gave; None if it is not kept, or its file is damaged."""
        with suppress(OSError, ValueError, TypeError, LookupError, zipfile.BadZipFile):
            with zipfile.ZipFile(self._path(seed)) as archive:
                parts = {
                    name: xr.load_dataset(io.BytesIO(archive.read(name)), engine="scipy") for name in archive.namelist()
                }
            return _found("main", parts), _found("drawn", parts) if f"drawn {Found._fields[0]}" in parts else None
        return None

    def write(self, seed: int, found: tuple[Found, Found | None]) -> None:
        """Keep what a seed gave.

        Raises
        ------
        NotWrittenError
            If it cannot be written.
        """
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for kind, parts in zip(("main", "drawn"), found, strict=True):
                for name, part in parts._asdict().items() if parts else ():
                    archive.writestr(f"{kind} {name}", bytes(part.to_netcdf(engine="scipy")))
        try:
            write_whole(self._path(seed), lambda file: file.write(buffer.getvalue()))
        except OSError as error:
            raise NotWrittenError(f"{self._path(seed)} cannot be written: {error.strerror or error}") from None

    def _path(self, seed: int) -> Path:
        return self.folder / f"pair-{seed}.zip"


def _found(kind: str, parts: Mapping[str, xr.Dataset]) -> Found:
    """One kind of runs of a seed, by the names in its file."""
    return Found(*(parts[f"{kind} {name}"] for name in Found._fields))


def forget_pairs(folder: Path) -> None:
    """Delete the pairs that a comparison kept, once its results are written."""
    for path in folder.glob("*/pair-*.zip"):
        path.unlink(missing_ok=True)
        with suppress(OSError):
            path.parent.rmdir()
    with suppress(OSError):
        folder.rmdir()
