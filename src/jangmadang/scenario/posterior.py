"""Draws of the parameters as the evidence leaves them: a posterior in a file, the shipped one or another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.errors import InputError
from jangmadang.scenario.draws import settings_of
from jangmadang.scenario.parameters import Parameter, parameters

SHIPPED = "shipped"  # the word for the posterior that comes with the product
FILE = "posterior.nc"
REMEDY = "make one with: jangmadang calibrate hyesan"


@dataclass(frozen=True)
class Posterior:
    """Draws of all parameters that were fitted.

    Attributes
    ----------
    name : `shipped`, or the path of its file.
    numbers : by parameter, [draw, ...] its values in axis order.
    about : what the file says of itself: evidence, model, diagnostics.
    key : hash of its content.
    """

    name: str
    numbers: Mapping[str, NDArray[np.float64]]
    about: Mapping[str, Any]
    key: str

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Posterior) and other.key == self.key

    def __repr__(self) -> str:
        return f"Posterior({self.name!r}, {self.draws} draws, {self.key})"

    @property
    def draws(self) -> int:
        """How many draws it has, each as likely as any other."""
        return len(next(iter(self.numbers.values())))

    @property
    def failing(self) -> list[str]:
        """What should hold of a posterior before it is read as an estimate, and does not, in words."""
        gates = json.loads(self.about.get("diagnosis", "{}")).get("gates", [])
        return [gate["what"] for gate in gates if not gate["holds"]]

    def settings(self, number: int) -> dict[str, Any]:
        """Parameter settings of one draw, as for `Scenario.with_changes(parameters=...)`; numbers go round."""
        known = parameters()
        chosen = [known[name] for name in self.numbers]
        values = [self.numbers[item.name][number % self.draws].ravel() for item in chosen]
        return settings_of(np.concatenate(values), chosen)

    def range_of(self, item: Parameter, part: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Ends between which that part of the draws of a parameter lies; its whole range if it was not fitted."""
        if item.name not in self.numbers:
            return item.low, item.high
        low, high = np.quantile(self.numbers[item.name], [0.5 * (1.0 - part), 0.5 * (1.0 + part)], axis=0)
        return low, high


def posterior_of(name: Path | str) -> Posterior:
    """Read a posterior.

    Parameters
    ----------
    name : `shipped`, or the path of a file that `jangmadang calibrate` wrote.

    Raises
    ------
    InputError
        If there is no such file, it is no posterior, or a draw lies outside a parameter's range.
    """
    if str(name) == SHIPPED:
        return _shipped()
    return _read(Path(name), str(name))


def shipped_path() -> AbstractContextManager[Path]:
    """The shipped posterior's file, for the length of a block."""
    return resources.as_file(resources.files("jangmadang.scenario") / "packs" / FILE)


@cache
def _shipped() -> Posterior:
    with shipped_path() as path:
        return _read(path, SHIPPED)


def _read(path: Path, name: str) -> Posterior:
    """Read and check the draws of a file."""
    import xarray as xr  # not above: it takes a second to import, and few runs read a posterior

    try:
        content = path.read_bytes()
        with xr.open_dataset(path, group="posterior", engine="h5netcdf") as dataset:
            found = dataset.load()
    except FileNotFoundError:
        raise InputError(f"there is no posterior {name}; {REMEDY}") from None
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{name} is no posterior in netCDF: {' '.join(str(error).split())}; {REMEDY}") from None
    known = parameters()
    numbers = {}
    for variable in found.data_vars:
        item = known.get(str(variable))
        values = found[variable].to_numpy()
        if item is None or values.shape[2:] != item.value.shape:
            raise InputError(f"{name}: '{variable}' is no parameter of this version, or has other members; {REMEDY}")
        draws = values.reshape(-1, *item.value.shape).astype(float)
        if not ((draws >= item.low) & (draws <= item.high)).all():
            raise InputError(f"{name}: draws of '{variable}' lie outside its range; {REMEDY}")
        numbers[item.name] = draws
    if not numbers:
        raise InputError(f"{name} holds no draws; {REMEDY}")
    return Posterior(name, numbers, dict(found.attrs), hashlib.sha256(content).hexdigest()[:12])
