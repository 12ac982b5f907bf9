"""One picture of a run: the border, hunger, turnover and trade."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr
from matplotlib.figure import Figure

from jangmadang.evidence.observations import Observation, shipped_prices
from jangmadang.report.canvas import section_figure
from jangmadang.report.figures import hunger, prices, trade, turnover
from jangmadang.report.observed import compared, marks
from jangmadang.report.section import Section
from jangmadang.results.bands import Bands

OVERVIEW = Section(
    key="overview",
    title="Hyesan at a glance",
    caption="",
    panels=(hunger.SECTION.panels[0], turnover.SECTION.panels[0], prices.SECTION.panels[0], trade.SECTION.panels[0]),
    sentence=lambda bands, dataset: "",
)


def overview_figure(dataset: xr.Dataset, bands: Bands, observations: Sequence[Observation] | None = None) -> Figure:
    """The picture of a run that the README shows; printed prices are by default the shipped ones."""
    printed = shipped_prices() if observations is None else observations
    return section_figure(OVERVIEW, bands, dataset, marks(compared(dataset, printed)))
