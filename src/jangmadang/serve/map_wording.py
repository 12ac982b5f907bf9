"""A week of the map in words: what stands out, the legend, and the numbers as tables."""

from __future__ import annotations

import itertools

from jangmadang.labels import label
from jangmadang.report.section import HOME
from jangmadang.report.wording import number, percent, spanned, whole
from jangmadang.serve.map_figures import Amount, Figure
from jangmadang.serve.map_view import Place, Week

BORDER_HEADINGS = ["channel", "imports, yuan [90 %]", "exports, yuan [90 %]", "openness to imports", "to exports"]
#: Below it nothing is said to be sent.
LEAST_SENT = 0.5


def sentences(week: Week) -> tuple[str, str]:
    """What the map shows, and what is known of how far it may be off."""
    were, lived = ("would be", "would live") if week.is_projected else ("was", "lived")
    shown = [place for place in week.places if place.amount]
    if not shown:
        return f"The run has no {week.figure.name} in this week.", ""
    high, low = (pick(shown, key=lambda place: place.amount.value) for pick in (max, min))  # type: ignore[union-attr]
    figure = week.figure
    what = "The share short of staples" if figure.indicator.startswith("short") else f"The {figure.name}"
    lead = (
        f"{what} {were} highest in {high.name}, {_told(high, figure)}, and lowest in {low.name}, {_told(low, figure)}. "
        f"In the whole country {_people(week.people)} people {lived} in households short of staples."
    )
    home = next((place for place in shown if place.key == HOME), None)
    return lead, _at_home(week, home) if home else ""


def _at_home(week: Week, home: Place) -> str:
    """The figure at Hyesan, with the widest band that is known."""
    told = f"At Hyesan: {_told(home, week.figure)}"
    if week.wider is None:
        return f"{told}; no wider band is known of it."
    ends, says = week.wider
    return f"{told}; {says} {week.figure.spans(ends)}."


def _told(place: Place, figure: Figure) -> str:
    return figure.told(place.amount) if place.amount else "no value"


def _people(people: Amount) -> str:
    return f"{number(people.value)} [{spanned(number(people.low), number(people.high))}]"


def legend(week: Week) -> list[str]:
    """What the five shades stand for, from the lowest."""
    bounds = week.figure.bounds
    ends = [percent(bound) if week.figure.relative else week.figure.says(bound) for bound in bounds]
    between = [spanned(low.removesuffix(" %"), high) for low, high in itertools.pairwise(ends)]
    return [f"below {ends[0]}", *between, f"{ends[-1]} or more"]


def headings(week: Week) -> list[str]:
    """Of the table of places."""
    return [
        "place",
        "households",
        f"{week.figure.name}, {week.figure.unit} [90 %]",
        f"{week.flow.name}, {week.flow.unit}",
    ]


def map_rows(week: Week) -> list[list[str]]:
    """The table of places."""
    return [
        [
            place.name,
            f"{place.households:,.0f}",
            banded(week.figure, place.amount),
            "" if place.key == HOME else whole(place.sent) if place.sent >= LEAST_SENT else "none",
        ]
        for place in week.places
    ]


def banded(figure: Figure, amount: Amount | None) -> str:
    """A value with the ends of its band, without its unit."""
    if amount is None:
        return "no value"
    return f"{figure.says(amount.value)} [{figure.spans(amount[1:])}]".replace(" %", "")


def border_rows(week: Week) -> list[list[str]]:
    """The table of what passed the border at Hyesan."""
    return [
        [
            label(one.channel),
            *(f"{number(a.value)} [{spanned(number(a.low), number(a.high))}]" for a in (one.imports, one.exports)),
            f"{one.open_to_imports:.2f}",
            f"{one.open_to_exports:.2f}",
        ]
        for one in week.border
    ]
