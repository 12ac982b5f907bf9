"""Market turnover in constant prices."""

from __future__ import annotations

from collections.abc import Sequence

from jangmadang.report.palette import BLUE, INK, PURPLE
from jangmadang.report.section import Line, Panel, Section, series
from jangmadang.report.wording import Milestone, listed, moved
from jangmadang.results.bands import Bands


def sentence(bands: Bands, points: Sequence[Milestone]) -> str:
    """How turnover moved, and the gap in spending."""
    ratio = series("wealthy_to_ordinary_spending")(bands.main)
    turnover = moved(series("turnover_constant_prices")(bands.main), points)
    spent = listed(ratio, points, ("spent", "would spend"), " times as much as an ordinary one")
    return f"Turnover of Hyesan's markets in constant prices {turnover}; an official or donju household {spent}."


SECTION = Section(
    key="turnover",
    title="Market turnover",
    caption=(
        "Quantities sold (rice, corn, fuel, clothing, medicine, imported goods, local services) at mean prices of "
        "2019, four-week means; consumer prices; mean spending of wealthy (officials, donju) over other households."
    ),
    panels=(
        Panel(
            "Market turnover in constant prices at Hyesan",
            "million won of 2019 a week",
            (Line("turnover", BLUE, series("turnover_constant_prices"), assumed="turnover_constant_prices"),),
            smooth_weeks=4,
            divide_by=1e6,
        ),
        Panel(
            "Consumer prices at Hyesan",
            "2019 = 1",
            (Line("consumer price index", INK, series("consumer_price_index")),),
            scale="log",
        ),
        Panel(
            "Spending of wealthy over ordinary households",
            "ratio",
            (Line("ratio", PURPLE, series("wealthy_to_ordinary_spending")),),
            smooth_weeks=4,
        ),
    ),
    sentence=sentence,
)
