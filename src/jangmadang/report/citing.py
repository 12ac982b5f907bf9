"""What the page of a run cites, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from jangmadang.evidence.comparing import Comparison
from jangmadang.report.assumptions import border_sources
from jangmadang.report.figures import SECTIONS
from jangmadang.report.first_page import FirstPage
from jangmadang.report.fit_tables import HOME, EpisodeRow
from jangmadang.report.footnotes import Footnotes, Runs, references_behind, references_of
from jangmadang.report.reported import Reported


class Cited(NamedTuple):
    """Numbers of footnotes by place, and the footnotes."""

    ages: Sequence[Runs]
    states: Sequence[Runs]
    border: Runs
    prices: Runs
    episodes: Sequence[Runs]
    footnotes: Footnotes


def cited_by(scenario: Any, reported: Reported, first: FirstPage, episodes: Iterable[EpisodeRow]) -> Cited:
    """Number the documents that a page cites."""
    notes = Footnotes()
    return Cited(
        ages=[notes.cite(age.references) for age, _ in first.ages],
        states=[notes.cite(references_behind(state.sources)) for state in first.states],
        border=notes.cite(references_behind(border_sources(scenario))),
        prices=notes.cite(references_of(drawn(reported.pairs), reported.observations)),
        episodes=[notes.cite(references_behind(row.sources)) for row in episodes],
        footnotes=notes,
    )


def drawn(pairs: Iterable[Comparison]) -> list[Comparison]:
    """Reports that stand as marks in the figures."""
    marked = {panel.observed.item for section in SECTIONS for panel in section.panels if panel.observed}
    return [pair for pair in pairs if pair.place == HOME and pair.item in marked]
