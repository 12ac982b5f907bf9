"""Food shortfall: households and people short of staples."""

from __future__ import annotations

from collections.abc import Sequence

from jangmadang.labels import label
from jangmadang.report.palette import COLOURS, INK
from jangmadang.report.section import Line, Panel, Section, series
from jangmadang.report.wording import Milestone, listed, mean_at, number, percent
from jangmadang.results.bands import Bands

CLASSES = ("labourer", "stallholder", "official", "donju")


def sentence(bands: Bands, points: Sequence[Milestone]) -> str:
    """Share by milestone, people now, and the class hit hardest."""
    share = series("short_of_staples_share_all")(bands.main)
    now = points[-1]
    people = mean_at(series("short_of_staples_people")(bands.main), now)
    by_class = {
        name: mean_at(series("short_of_staples_share", household_class=name)(bands.main), now) for name in CLASSES
    }
    worst = max(by_class, key=lambda name: by_class[name])
    told = listed(share * 100, points, ("numbered", "would number"))
    is_, are = ("would be",) * 2 if now.projected else ("is", "are")
    return (
        f"Of every 100 households at Hyesan, those short of staples {told}; that {is_} {number(people)} people; "
        f"{label(worst)} {are} hit hardest ({percent(by_class[worst])})."
    )


SECTION = Section(
    key="hunger",
    title="Food shortfall",
    caption=(
        "A household is short of staples when it has eaten less than 80 % of its need (167 kg a person and year) "
        "over the last four weeks. People: households short times 3.9 persons."
    ),
    panels=(
        Panel(
            "Households short of staples at Hyesan",
            "share",
            (
                *(
                    Line(label(name), COLOURS[name], series("short_of_staples_share", household_class=name))
                    for name in CLASSES
                ),
                Line("all households", INK, series("short_of_staples_share_all"), assumed="short_of_staples_share_all"),
            ),
            smooth_weeks=4,
            scale="share",
        ),
        Panel(
            "People in households short of staples at Hyesan",
            "thousand persons",
            (Line("people", INK, series("short_of_staples_people"), assumed="short_of_staples_people"),),
            smooth_weeks=4,
            divide_by=1e3,
        ),
    ),
    sentence=sentence,
)
