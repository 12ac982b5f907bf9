"""One picture of a run: the border, hunger, turnover and trade."""

from __future__ import annotations

from typing import Any

import xarray as xr
from matplotlib.figure import Figure

from jangmadang.report.canvas import section_figure
from jangmadang.report.figures import hunger, prices, trade, turnover
from jangmadang.report.forecast import weekly_bands
from jangmadang.report.observed import marks
from jangmadang.report.reported import reported_beside
from jangmadang.report.section import Section
from jangmadang.results.bands import Bands

OVERVIEW = Section(
    key="overview",
    title="Hyesan at a glance",
    caption="",
    panels=(hunger.SECTION.panels[0], turnover.SECTION.panels[0], prices.SECTION.panels[0], trade.SECTION.panels[0]),
    sentence=lambda bands, points: "",
)


def overview_figure(scenario: Any, dataset: xr.Dataset, bands: Bands) -> Figure:
    """The picture of a run that the README shows, with the shipped reports and the day of the last of them."""
    reported = reported_beside(scenario, dataset)
    forecast = weekly_bands(reported, dataset)
    return section_figure(OVERVIEW, bands, dataset, marks(reported.pairs), reported.data_end, forecast)
