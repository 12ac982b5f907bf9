"""The first page as data and as text: what is asked and changed, the answer, the age of evidence, what carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import xarray as xr

from jangmadang.report.answer import (
    ASSUMED,
    MONTHS,
    NO_VALUE,
    SHARE_OF_ALL,
    Card,
    ClassRow,
    cards,
    class_rows,
    lead_sentences,
)
from jangmadang.report.assumptions import (
    ChannelState,
    channel_states,
    scenario_changes,
    standard_comparison,
)
from jangmadang.report.evidence_age import LastReport, last_reports
from jangmadang.report.forecast import apart_sentence, bounds, coverage_sentence, weeks_free
from jangmadang.report.reported import Reported
from jangmadang.report.wording import REFERENCE_YEAR, percent, spanned
from jangmadang.results.assumption_bands import headline_means, shipped_draws
from jangmadang.results.bands import Bands
from jangmadang.results.posterior_levels import posterior_levels
from jangmadang.scenario.draws import NEARBY
from jangmadang.scenario.reading import STANDARD

BRACKETS = (
    "In brackets: forecast bands and bands by what is assumed where it says so, else {of_what}; none where both ends "
    "round to the same."
)
CLASS_BRACKETS = "By class, brackets of shares and people are by what is assumed, those of changes {of_what}."
ASSUMED_BANDS = (
    "Bands by what is assumed hold 90 % of {draws} runs of the standard history with all ranged parameters drawn "
    "within {reach:.0f} % of their ranges either way. No report counts the hungry, so none was tried on reports."
)
FITTED = (
    "With parameters fitted to the evidence instead of its own (the posterior, {draws} draws, each with other dice) "
    "{told}. In brackets: nine in ten draws. Where these lie apart from the run, the evidence does not decide."
)


@dataclass(frozen=True)
class FirstPage:
    """What the first page says, in its order."""

    title: str
    question: str
    changes: list[str]
    comparison: str
    against: str
    leads: tuple[str, str]
    cards: list[Card]
    coverage: str
    ages: list[tuple[LastReport, int]]
    classes: list[ClassRow]
    states: list[ChannelState]
    bands: str
    of_what: str
    class_brackets: str
    fitted: str
    now_and_next: str


def first_page(
    scenario: Any, dataset: xr.Dataset, bands: Bands, reported: Reported, against: str = "", now_and_next: str = ""
) -> FirstPage:
    """Gather what the first page says."""
    last_day = dataset["week"].values[-1].astype("datetime64[D]").item()
    changes = scenario_changes(scenario)
    figures = cards(bands, bounds(reported, dataset))
    assumed = any(card.band == ASSUMED for card in figures)
    return FirstPage(
        title=str(dataset.attrs["title"]),
        question=scenario.question,
        changes=changes,
        comparison=standard_comparison(scenario),
        against=against,
        leads=lead_sentences(bands, dataset, reported.data_end),
        cards=figures,
        coverage=" ".join(
            (
                apart_sentence(reported) or coverage_sentence(reported.coverage, weeks_free(dataset)[-1]),
                _assumed_bands() if assumed else "",
            )
        ).strip(),
        ages=[(age, age.weeks_before(last_day)) for age in last_reports(scenario, reported.observations, last_day)],
        classes=class_rows(bands, dataset),
        states=channel_states(scenario, dataset["openness"]),
        bands=bands.statement,
        of_what=bands.of_what,
        class_brackets=CLASS_BRACKETS.format(of_what=bands.of_what) if assumed else "",
        fitted="" if changes or bands.drawn or scenario.name != STANDARD else fitted_sentence(bands.main),
        now_and_next=now_and_next,
    )


def _assumed_bands() -> str:
    """What bands by what is assumed hold."""
    return ASSUMED_BANDS.format(draws=shipped_draws(), reach=NEARBY * 100)


def fitted_sentence(indicators: xr.Dataset) -> str:
    """What the posterior says of hunger in the last year and month of the standard history, beside what its run does.

    Parameters
    ----------
    indicators : of the run; of one that ends in another month than the draws' runs nothing is said, for its year has
        other weeks.
    """
    last = indicators["week"].values[-1].astype("datetime64[D]").item()
    own, levels = headline_means(indicators), posterior_levels()
    if f"{last:%Y-%m}" != max(period for _, period in levels):
        return ""
    periods = {f"{last:%Y}": str(last.year), f"{last:%Y-%m}": f"{MONTHS[last.month - 1]} {last.year}"}
    found = [levels[SHARE_OF_ALL, period] for period in periods]
    told = " and ".join(
        f"{percent(level.middle)} ({spanned(percent(level.low), percent(level.high))}) of Hyesan's households would be "
        f"short of staple food in {words}, not {percent(own[SHARE_OF_ALL, period])}"
        for (period, words), level in zip(periods.items(), found, strict=True)
    )
    return FITTED.format(draws=found[0].draws, told=told)


def _class_in_words(row: ClassRow) -> str:
    """Shortage in one class: now, and over years that the run holds."""
    means = ((row.year, "the last 52 weeks"), (row.reference, str(REFERENCE_YEAR)))
    years = ", ".join(f"{share} over {name}" for share, name in means if share != NO_VALUE)
    return f"Of {row.name}, {row.share} short of staples: {row.people} people" + (f"; {years}" if years else "")


def as_text(page: FirstPage) -> str:
    """The first page as plain text, to paste."""
    changes = ["This scenario changes", *(f"- {change}" for change in page.changes), ""] if page.changes else []
    figures = [
        f"{card.name}: {card.level} {card.interval}".rstrip()
        + (f", {card.band}" if card.band else "")
        + f"; {card.change}"
        for card in page.cards
    ]
    classes = [_class_in_words(row) for row in page.classes]
    ages = [
        f"Last reported {age.kind}: {age.day}, {weeks} weeks before the end of the run: {age.says}."
        for age, weeks in page.ages
    ]
    states = [f"{state.channel.capitalize()}, {state.direction}: {state.told}; {state.basis}." for state in page.states]
    parts = (
        [page.title, page.question],
        changes,
        page.leads,
        [f"Against the base: {page.against}"] if page.against else [],
        figures,
        classes,
        [BRACKETS.format(of_what=page.of_what), page.class_brackets, page.coverage],
        [page.fitted] if page.fitted else [],
        ages,
        [page.now_and_next] if page.now_and_next else [],
        states,
    )
    return "\n\n".join("\n".join(line for line in part if line) for part in (*parts, [page.bands]) if part) + "\n"
