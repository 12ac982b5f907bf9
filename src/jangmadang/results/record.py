"""What the results layer asks of a run and of its scenario."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


class ScenarioLike(Protocol):
    """The part of a scenario that results are labelled and explained with."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    def weekly_paths(self, first_monday: date, weeks: int) -> Any: ...

    def model_dump(self, *, mode: str = ...) -> dict[str, Any]: ...


class RunLike(Protocol):
    """A finished run: weekly arrays by name (`week` first), the ledger and how it was made."""

    @property
    def weeks(self) -> NDArray[np.datetime64]: ...

    @property
    def records(self) -> Mapping[str, NDArray[Any]]: ...

    @property
    def ledger(self) -> Mapping[str, Any]: ...

    @property
    def scenario(self) -> Any: ...

    @property
    def seed(self) -> int: ...

    @property
    def resolution(self) -> str | int: ...

    @property
    def households(self) -> int: ...

    @property
    def real_households(self) -> Any: ...

    @property
    def seconds(self) -> float: ...

    @property
    def prepare_seconds(self) -> float: ...

    @property
    def ledger_residuals(self) -> Mapping[str, float]: ...

    @property
    def since(self) -> str: ...
