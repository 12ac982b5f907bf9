"""Real incomes of households by class, and of collectors."""

from __future__ import annotations

from collections.abc import Sequence

from jangmadang.labels import label
from jangmadang.report.figures.hunger import CLASSES
from jangmadang.report.palette import COLOURS, GREEN, INK
from jangmadang.report.section import Line, Panel, Section, series
from jangmadang.report.wording import AVERAGED, Milestone, changed, joined, listed, moved
from jangmadang.results.bands import Bands


def household_sentence(bands: Bands, points: Sequence[Milestone]) -> str:
    """How the median moved, and the classes that lost most and least."""
    first, now = points[0], points[-1]
    text = f"Median real income at Hyesan {moved(series('real_income_median_all')(bands.main), points)}"
    if len(points) == 1:
        return text + "."
    by_class = [
        f"that of {label(name)} {changed(series('real_income_median', household_class=name)(bands.main), first, now)}"
        for name in CLASSES
    ]
    return f"{text}; between {first.name} and {now.name} {joined(by_class)}."


def collector_sentence(bands: Bands, points: Sequence[Milestone]) -> str:
    """Collectors' gathering income at the milestones."""
    income = series("collector_income_real", None)(bands.main) / 1e3
    told = listed(income, points, AVERAGED, " thousand won a week")
    return f"A collecting household's real gathering income {told}."


HOUSEHOLDS = Section(
    key="incomes",
    title="Household incomes by class",
    caption="Income smoothed over 13 weeks and deflated by consumer prices at Hyesan (2019 = 1).",
    panels=(
        Panel(
            "Median real income by class at Hyesan",
            "thousand won of 2019 a week",
            (
                *(
                    Line(label(name), COLOURS[name], series("real_income_median", household_class=name))
                    for name in CLASSES
                ),
                Line("all households", INK, series("real_income_median_all"), assumed="real_income_median_all"),
            ),
            scale="log",
            divide_by=1e3,
        ),
    ),
    sentence=household_sentence,
)

COLLECTORS = Section(
    key="collectors",
    title="Income of collectors",
    caption="Gathering income of a household that collects in the week, deflated by consumer prices; four-week means.",
    panels=(
        Panel(
            "Real gathering income of a collecting household",
            "thousand won of 2019 a week",
            (Line("collectors", GREEN, series("collector_income_real")),),
            smooth_weeks=4,
            divide_by=1e3,
        ),
    ),
    sentence=collector_sentence,
)
