"""A run that has finished and is not yet written: kept in a file, so that its results can be written again."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numba
import numpy as np

from jangmadang.compiled_cache import kept_folder, source_hash
from jangmadang.engine.run import RunRecord
from jangmadang.engine.state import write_arrays
from jangmadang.scenario import Scenario

_ARRAYS = ("weeks", "real_households")


class KeptRecord:
    """The file of one run, beside its store or, where that is full, among what jangmadang keeps for this user.

    Parameters
    ----------
    folder : where the store is to be; the file lies in `folder`.unfinished.
    scenario, seed, resolution, weeks, since : all that shapes the run; `since` is the hash of a state it goes on from.
    """

    def __init__(
        self, folder: Path, scenario: Scenario, seed: int, resolution: str | int, weeks: int, since: str = ""
    ) -> None:
        self._scenario = scenario
        parts = [scenario.model_dump_json(exclude={"title", "question"}), scenario.content_hash()]
        parts += [
            scenario.opening_hash(),
            source_hash(),
            numba.__version__,
            str(seed),
            str(resolution),
            str(weeks),
            since,
        ]
        name = f"run-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:16]}.npz"
        places = (folder.with_name(f"{folder.name}.unfinished"), kept_folder() / "runs", Path(tempfile.gettempdir()))
        self._paths = [place / name for place in places]

    def path(self) -> Path | None:
        """The file, if the run is kept."""
        return next((path for path in self._paths if path.is_file()), None)

    def read(self) -> RunRecord | None:
        """Return the run, or None if it is not kept or its file is damaged."""
        path = self.path()
        if path is None:
            return None
        with suppress(OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, EOFError):
            with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
                about = json.loads(str(archive["about"]))
                arrays = {name: archive[name] for name in archive.files if name != "about"}
            records = {name.removeprefix("records "): a for name, a in arrays.items() if name.startswith("records ")}
            ledger = {name.removeprefix("ledger "): a for name, a in arrays.items() if name.startswith("ledger ")}
            own = {name: arrays[name] for name in _ARRAYS}
            plain = {**about["plain"], "ledger": {**about["ledger"], **ledger}}
            return RunRecord(scenario=self._scenario, records=records, **own, **plain)
        return None

    def write(self, run: RunRecord) -> None:
        """Keep a run in the first place that takes it; one that none takes is not kept."""
        content = dict(_arrays_of(run))
        others = (*_ARRAYS, "records", "ledger", "scenario")
        plain = {field.name: getattr(run, field.name) for field in fields(run) if field.name not in others}
        ledger = {name: value for name, value in run.ledger.items() if not isinstance(value, np.ndarray)}
        about = np.array(json.dumps({"plain": plain, "ledger": ledger}, default=_plain))
        for path in self._paths:
            with suppress(OSError):
                write_arrays(path, {"about": about, **content})
                return

    def remove(self) -> None:
        """Delete the file, and the folder it was in if that is empty."""
        for path in self._paths:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        with suppress(OSError):
            self._paths[0].parent.rmdir()


def _arrays_of(run: RunRecord) -> Iterator[tuple[str, Any]]:
    """Every array of a run by a name of its own."""
    for name in _ARRAYS:
        yield name, getattr(run, name)
    for kind, parts in (("records", run.records), ("ledger", run.ledger)):
        for name, value in parts.items():
            if isinstance(value, np.ndarray):
                yield f"{kind} {name}", value


def _plain(value: Any) -> Any:
    """A value of a record as JSON has it."""
    return value.item() if isinstance(value, np.generic) else asdict(value)
