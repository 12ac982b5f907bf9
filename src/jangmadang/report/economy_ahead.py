"""What the economy makes of the prices ahead, for the section *Now and next*: the shipped answer of its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from jangmadang.economy_outlook.answer import HELD, PARTS, EconomyOutlook, Told
from jangmadang.economy_outlook.record import shipped_economy_outlook
from jangmadang.economy_outlook.telling import (
    EXPLAINED,
    STATEMENT,
    WORDS,
    amount,
    between,
    border_in_words,
    caution,
    part_of,
    pushing_in_words,
    title_of,
    unit_of_change,
)

SHOWN = (
    ("short_of_staples", "hyesan", "all"),
    ("short_of_staples", "hyesan", "labourer"),
    ("short_of_staples_people", "hyesan", "all"),
    ("short_of_staples", "country", "all"),
    ("real_income", "hyesan", "labourer"),
    ("real_income", "hyesan", "stallholder"),
    ("throughput", "hyesan", "all"),
    ("imports", "hyesan", "all"),
    ("exports", "hyesan", "all"),
)
SHOWN_WEEKS = (0, 4, 13, 26)


def economy_context(origin: date, headings: Sequence[str]) -> dict[str, Any] | None:
    """What the template shows of the shipped answer; None unless it is of this origin, this evidence and this model.

    `headings` are those of the columns, a horizon of `SHOWN_WEEKS` each.
    """
    answer = shipped_economy_outlook()
    return None if answer is None or answer.origin != origin else as_context(answer, headings)


def as_context(answer: EconomyOutlook, headings: Sequence[str]) -> dict[str, Any]:
    """What the template shows of an answer."""
    of = {told.figure[:3]: told for told in answer.shown}
    return {
        "sentence": _sentence(answer),
        "statement": STATEMENT.format(members=answer.members),
        "border": border_in_words(answer),
        "caution": "" if answer.gate_holds else caution(answer),
        "pushing": [pushing_in_words(one, answer.members) for one in answer.pushing],
        "headings": headings,
        "figures": [(title_of(of[name]), _bands(of[name])) for name in SHOWN if name in of],
        "parts": [WORDS[name] for name in (*PARTS, *HELD)],
        "why": [row for name in EXPLAINED if name in of for row in why_rows(of[name])],
    }


def _sentence(answer: EconomyOutlook) -> str:
    """Hunger at Hyesan then and later, in a sentence; empty where it is withheld."""
    if answer.withheld:
        return ""
    told = answer.of("short_of_staples")
    now, later, last = (band for band in told.bands if band.weeks in (0, 13, 26))
    figures = [f"{amount(told, band.median)} % ({between(told, band.low, band.high)})" for band in (now, later, last)]
    return (
        f"At such prices, with the border and China as in the week of {answer.last_week}, {figures[0]} of Hyesan's "
        f"households would be short of staples, {figures[1]} 13 and {figures[2]} 26 weeks later."
    )


def _bands(told: Told) -> list[str]:
    """A figure at the horizons shown."""
    return [
        f"{amount(told, band.median)} [{between(told, band.low, band.high)}]"
        for band in told.bands
        if band.weeks in SHOWN_WEEKS
    ]


def why_rows(told: Told) -> list[tuple[str, str, list[str]]]:
    """Why a figure changes by each horizon explained: the change, then its parts, then what is held."""
    return [
        (
            f"{title_of(told)}, by {why.weeks} weeks",
            f"{part_of(told, why.change)} {unit_of_change(told)}",
            [part_of(told, {**why.parts, **why.held}[name]) for name in (*PARTS, *HELD)],
        )
        for why in told.why
    ]
