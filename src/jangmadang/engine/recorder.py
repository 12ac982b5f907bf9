"""The arrays that a run fills week by week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jangmadang.accounting.transactions import GOODS, HOUSEHOLD_CLASSES, SECTORS, TRANSACTIONS
from jangmadang.world.dtypes import BORDER_TALLY, TALLY
from jangmadang.world.places import places


@dataclass
class Recorder:
    """Arrays that a run fills week by week."""

    tallies: NDArray[np.float64]
    border: NDArray[np.float64]
    balances: NDArray[np.int64]
    stocks: NDArray[np.int64]
    flows: NDArray[np.int64]
    goods_gaps: NDArray[np.int64]

    @classmethod
    def of(cls, weeks: int) -> Recorder:
        """Return empty arrays for a number of weeks."""
        return cls(
            np.zeros((weeks, len(places()), TALLY.itemsize // 8)),
            np.zeros((weeks, BORDER_TALLY.itemsize // 8)),
            np.zeros((weeks + 1, 2, len(SECTORS)), dtype=np.int64),
            np.zeros((weeks + 1, GOODS), dtype=np.int64),
            np.zeros((weeks, len(TRANSACTIONS), HOUSEHOLD_CLASSES), dtype=np.int64),
            np.zeros(weeks, dtype=np.int64),
        )

    def part(self, start: int, stop: int) -> Recorder:
        """A view of some weeks; writing to it writes to the whole."""
        return Recorder(
            self.tallies[start:stop],
            self.border[start:stop],
            self.balances[start : stop + 1],
            self.stocks[start : stop + 1],
            self.flows[start:stop],
            self.goods_gaps[start:stop],
        )

    def followed_by(self, weeks: int, more: int) -> Recorder:
        """A copy of the first weeks with room for more."""
        longer = Recorder.of(weeks + more)
        for name, array in vars(self).items():
            kept = array[: weeks + 1 if name in ("balances", "stocks") else weeks]
            getattr(longer, name)[: len(kept)] = kept
        return longer
