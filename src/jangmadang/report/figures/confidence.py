"""Confidence of ordinary and wealthy households."""

from __future__ import annotations

from collections.abc import Sequence

from jangmadang.labels import label
from jangmadang.report.palette import COLOURS
from jangmadang.report.section import Line, Panel, Section, series
from jangmadang.report.wording import AVERAGED, Milestone, listed
from jangmadang.results.bands import Bands

GROUPS = ("ordinary", "wealthy")


def sentence(bands: Bands, points: Sequence[Milestone]) -> str:
    """Both groups at the milestones."""
    ordinary, wealthy = (series("confidence", buyer_group=group)(bands.main) for group in GROUPS)
    return (
        f"Confidence of ordinary households at Hyesan {listed(ordinary, points, AVERAGED)}; "
        f"that of officials and donju {listed(wealthy, points, AVERAGED)}."
    )


SECTION = Section(
    key="confidence",
    title="Confidence",
    caption=(
        "Index between 0 and 1 from real income growth, inflation of staples, volatility of the exchange rate and "
        "traffic over the border."
    ),
    panels=(
        Panel(
            "Confidence at Hyesan",
            "index, 0 to 1",
            tuple(Line(label(group), COLOURS[group], series("confidence", buyer_group=group)) for group in GROUPS),
        ),
    ),
    sentence=sentence,
)
