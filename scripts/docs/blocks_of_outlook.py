"""Parts of the page on the outlook, made from the shipped record of past forecasts."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from blocks_of_code import table

from jangmadang.economy_outlook.answer import EXPLAINED_WEEKS, HELD, PARTS, Band, Told
from jangmadang.economy_outlook.record import recorded_answer
from jangmadang.economy_outlook.telling import (
    EXPLAINED,
    WORDS,
    amount,
    between,
    border_in_words,
    caution,
    pushing_in_words,
    title_of,
)
from jangmadang.outlook.evaluation import FIRST_ORIGIN, HORIZONS, POOL, origins
from jangmadang.outlook.fitted import shipped_years
from jangmadang.outlook.shipped import read_skills, shipped_past, shipped_skills
from jangmadang.outlook.skill import ALL, MODELS, PERIODS, Skill
from jangmadang.outlook.weekly import CITIES, ITEMS
from jangmadang.report.economy_ahead import why_rows
from jangmadang.report.wording import joined

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXTRA, ECONOMY = DOCS / "outlook_extra.csv", DOCS / "outlook_economy.csv"
HOME = next(iter(CITIES))
#: What was to be reached: the gain at these horizons, and the share of reports inside the 90 % interval at every one.
WANTED_GAIN, WANTED_WEEKS = 0.05, (4, 8, 13)
WANTED_HELD = (0.85, 0.95)
TENTHS = 10
WITHOUT_SLIDE = "without 2024-2026"
_AHEAD = [f"{weeks} weeks" if weeks > 1 else "1 week" for weeks in HORIZONS]


def outlook_verdict() -> str:
    """Whether what was to be reached is reached, in words."""
    own = [s for s in shipped_skills() if (s.city, s.item, s.model) == (HOME, ALL, POOL)]
    whole = [s for s in own if s.period == ALL]
    count = len(origins(max(past.known_on for past in shipped_past())))
    words = [
        f"{count} origins, every four weeks from {FIRST_ORIGIN}; {len(shipped_past()):,} forecasts that a report came "
        f"for, {sum(s.forecasts for s in whole):,} of them at {HOME}.",
        _gains_in_words(whole, "all origins"),
        _gains_in_words([s for s in own if s.period == WITHOUT_SLIDE], "origins before 2024 only, without the slide"),
        _held_in_words(whole),
    ]
    return "\n".join(f"- {line}" for line in words)


def _gains_in_words(rows: Sequence[Skill], which: str) -> str:
    asked = [s for s in rows if s.weeks in WANTED_WEEKS]
    said = joined([f"{_gain(s)} at {s.weeks}" for s in asked])
    good = [s for s in asked if s.gain >= WANTED_GAIN and s.gain_low is not None and s.gain_low > 0.0]
    reached = "reached at all three" if len(good) == len(asked) else f"reached at {len(good)} of {len(asked)} horizons"
    return f"Gain of the pool over the local level, {which}: {said} weeks. At least 5 %, interval above 0: {reached}."


def _held_in_words(rows: Sequence[Skill]) -> str:
    low, high = WANTED_HELD
    off = [f"{s.held_most:.2f} at {s.weeks}" for s in rows if not low <= s.held_most <= high]
    said = joined([f"{s.held_most:.2f}" for s in rows])
    ahead = joined([str(weeks) for weeks in HORIZONS])
    reached = "reached at every horizon" if not off else f"not reached: {joined(off)}"
    return f"Reports inside the 90 % interval {ahead} weeks ahead: {said}. Between .85 and .95: {reached}."


def outlook_periods() -> str:
    """Gain and coverage of the pool by period."""
    return _periods(list(shipped_skills()))


def _periods(skills: Sequence[Skill]) -> str:
    parts = []
    for city, title in ((HOME, f"{HOME}, all four items"), (ALL, "All three cities, all four items")):
        rows = []
        for period in PERIODS:
            chosen = {s.weeks: s for s in skills if (s.city, s.item, s.model, s.period) == (city, ALL, POOL, period)}
            rows += _rows_of_pool(period, chosen)
        parts += [f"**{title}**", table(["origins", "", *_AHEAD], rows)]
    return "\n\n".join(parts)


def outlook_items() -> str:
    """Gain and coverage of the pool by item at Hyesan."""
    return _items(list(shipped_skills()))


def _items(skills: Sequence[Skill]) -> str:
    rows = []
    for item in ITEMS:
        chosen = {s.weeks: s for s in skills if (s.city, s.item, s.model, s.period) == (HOME, item, POOL, ALL)}
        rows += _rows_of_pool(item, chosen)
    return table(["item", "", *_AHEAD], rows)


def _rows_of_pool(name: str, chosen: Mapping[int, Skill]) -> list[list[str]]:
    """Gain, coverage and count of the pool's forecasts by weeks ahead."""
    return [
        [name, "gain", *(_gain(chosen[weeks]) for weeks in HORIZONS)],
        ["", "held by 50 and 90 %", *(_held(chosen[weeks]) for weeks in HORIZONS)],
        ["", "forecasts", *(str(chosen[weeks].forecasts) for weeks in HORIZONS)],
    ]


def outlook_models() -> str:
    """CRPS and weighted interval score of every model at Hyesan, all items and origins."""
    return _models(list(shipped_skills()))


def _models(skills: Sequence[Skill]) -> str:
    rows = []
    for model in MODELS:
        chosen = {s.weeks: s for s in skills if (s.city, s.item, s.model, s.period) == (HOME, ALL, model, ALL)}
        scores = [f"{chosen[w].crps:.3f} / {chosen[w].interval_score:.3f}" for w in HORIZONS]
        rows += [
            [model, "CRPS / WIS", *scores],
            ["", "gain", *(_gain(chosen[w]) for w in HORIZONS)],
            ["", "held by 50 and 90 %", *(_held(chosen[w]) for w in HORIZONS)],
        ]
    return table(["model", "", *_AHEAD], rows)


def outlook_tenths() -> str:
    """Share of reports in each tenth of the pool's forecast (PIT), all three cities and items."""
    rows = []
    for weeks, name in zip(HORIZONS, _AHEAD, strict=True):
        tenths = [min(int(past.below * TENTHS), TENTHS - 1) for past in shipped_past() if past.weeks == weeks]
        rows.append([name, *(f"{tenths.count(n) / len(tenths):.2f}" for n in range(TENTHS))])
    return table(["", *(f"{n}0-{n + 1}0 %" for n in range(TENTHS))], rows)


def outlook_extra() -> str:
    """The same with the denser series that is not shipped."""
    if not EXTRA.exists():
        return "Not measured yet: `make evaluate EXTRA=FILE`."
    skills = read_skills(EXTRA.read_text("utf-8"))
    return "\n\n".join([_periods(skills), f"**{HOME} by item**", _items(skills), "**Models**", _models(skills)])


def outlook_economy() -> str:
    """What the economy's own change adds to the pool."""
    if not ECONOMY.exists():
        return "Not measured yet: `make evaluate ECONOMY=5`."
    found = list(csv.DictReader(ECONOMY.read_text("utf-8").splitlines()))
    rows = []
    for item in dict.fromkeys(row["item"] for row in found):
        for period in PERIODS:
            chosen = [row for row in found if (row["item"], row["period"]) == (item, period)]
            rows.append([item, period, *(_worth(row) for row in chosen)])
    return table(["item", "origins", *_AHEAD], rows)


def _worth(row: dict[str, str]) -> str:
    """What the third member adds in per cent with its interval, and how its changes go with the level's errors."""
    ends = "" if not row["low"] else f" [{100 * float(row['low']):.0f}, {100 * float(row['high']):.0f}]"
    return f"{100 * float(row['difference']):+.0f} %{ends}, {float(row['correlation']):.2f}"


def outlook_parameters() -> str:
    """The parameters of the three cities by year."""
    years = shipped_years()
    names = next(iter(years.values())).three_cities._fields
    rows = [[str(year), *(f"{value:.3g}" for value in fitted.three_cities)] for year, fitted in years.items()]
    return table(["year", *(f"`{name}`" for name in names)], rows)


def _gain(skill: Skill) -> str:
    """A gain in per cent with its interval."""
    said = f"{100.0 * skill.gain:+.0f}"
    if skill.gain_low is None or skill.gain_high is None:
        return f"{said} %"
    return f"{said} % [{100.0 * skill.gain_low:.0f}, {100.0 * skill.gain_high:.0f}]"


def _held(skill: Skill) -> str:
    return f"{skill.held_half:.2f}, {skill.held_most:.2f}"


def economy_ahead() -> str:
    """The shipped answer of the economy: figures, why they change, and whether the model had to be pushed."""
    answer = recorded_answer()
    if answer is None:
        return "Not measured yet: `make outlook-economy`."
    when = ["now" if not band.weeks else f"{band.weeks} weeks" for band in answer.told[0].bands]
    chosen = [n for n, band in enumerate(answer.told[0].bands) if band.weeks in (0, 4, *EXPLAINED_WEEKS)]
    rows = [[title_of(told), *(_band(told, told.bands[n]) for n in chosen)] for told in answer.shown]
    explained = [told for told in answer.shown if told.figure[:3] in EXPLAINED]
    parts = [[figure, change, *cells] for told in explained for figure, change, cells in why_rows(told)]
    cautions = [] if answer.gate_holds else [f"**{caution(answer)}**"]
    return "\n\n".join(
        [
            *cautions,
            border_in_words(answer),
            f"Origin {answer.origin}, {answer.members} members: median, 50 % in brackets, 90 % in square brackets.",
            table(["figure", *(when[n] for n in chosen)], rows),
            "Why: mean and the interval of 90 % of members. The first four parts add up to the change.",
            table(["figure", "change", *(WORDS[name] for name in (*PARTS, *HELD))], parts),
            " ".join(pushing_in_words(one, answer.members) for one in answer.pushing),
        ]
    )


def _band(told: Told, band: Band) -> str:
    """Median, half and most of the members."""
    half, most = between(told, band.low_half, band.high_half), between(told, band.low, band.high)
    return f"{amount(told, band.median)} ({half}) [{most}]"


BLOCKS = {
    "economy_ahead": economy_ahead,
    "outlook_verdict": outlook_verdict,
    "outlook_periods": outlook_periods,
    "outlook_items": outlook_items,
    "outlook_models": outlook_models,
    "outlook_tenths": outlook_tenths,
    "outlook_extra": outlook_extra,
    "outlook_economy": outlook_economy,
    "outlook_parameters": outlook_parameters,
}
