"""Medicine: stock cover and prices."""

from __future__ import annotations

from collections.abc import Sequence

from jangmadang.report.palette import BLUE, COLOURS
from jangmadang.report.section import Line, Panel, Section, series
from jangmadang.report.wording import COST, Milestone, listed
from jangmadang.results.bands import Bands

ORIGINS = ("imported", "domestic")


def sentence(bands: Bands, points: Sequence[Milestone]) -> str:
    """Cover and price at the milestones."""
    cover = series("medicine_stock_cover")(bands.main)
    price = series("medicine_price_cny", origin="imported")(bands.main)
    held = listed(cover, points, ("lasted", "would last"), " weeks of sales")
    cost = listed(price, points, COST, " yuan")
    return f"Traders' imported medicine at Hyesan {held}; a course of it {cost}."


SECTION = Section(
    key="medicine",
    title="Medicine",
    caption="Stock cover: traders' stock over mean weekly sales. Prices of a course in yuan at the rate of the week.",
    panels=(
        Panel(
            "Stock cover of imported medicine at Hyesan",
            "weeks",
            (Line("stock cover", BLUE, series("medicine_stock_cover")),),
            smooth_weeks=4,
        ),
        Panel(
            "Price of a course of medicine at Hyesan",
            "yuan",
            tuple(Line(name, COLOURS[name], series("medicine_price_cny", origin=name)) for name in ORIGINS),
            smooth_weeks=4,
            scale="log",
        ),
    ),
    sentence=sentence,
)
