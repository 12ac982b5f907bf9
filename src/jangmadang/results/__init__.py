"""What happened: series with units, indicators (one definition each), bands and the results store."""

from jangmadang.results.bands import Bands, joined, reduced
from jangmadang.results.dataset import to_dataset
from jangmadang.results.indicators import HEADLINE, INDICATORS, Indicator, headline
from jangmadang.results.store import write_run

__all__ = [
    "HEADLINE",
    "INDICATORS",
    "Bands",
    "Indicator",
    "headline",
    "joined",
    "reduced",
    "to_dataset",
    "write_run",
]
