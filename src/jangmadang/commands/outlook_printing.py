"""What `jangmadang outlook` shows: a table, JSON, and the quantile table of forecast hubs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from jangmadang.commands.outlook_news_printing import NEWS_NOTE, Told, amount, news_json, print_news
from jangmadang.commands.tables import print_prose, print_table
from jangmadang.outlook.ahead import FEWEST_SCORED, OLD_WEEKS, Ahead, PastSkill, SeriesAhead
from jangmadang.outlook.predictive import HALF, LEVELS, MOST

#: Columns of a hubverse table of quantiles.
HUB_COLUMNS = (
    "origin_date", "target", "horizon", "target_end_date", "location", "output_type", "output_type_id", "value",
)  # fmt: skip
_NOTES = (
    "held: share of the reports that past 50 % and 90 % intervals held, and of how many. gain: part of the score "
    "(CRPS) of the local level of one series that past forecasts saved. Both are of forecasts as they would have been "
    "made, scored by reports known by the origin.",
    "Intervals are of what a report will say. A change that no report hints at yet, such as a reform of the currency, "
    "is in none of them; see docs/outlook.md.",
)


def print_outlook(origin: date, found: Sequence[SeriesAhead], told: Told) -> None:
    """Print the outlook of each series with its record and the news."""
    headings = ("weeks", "date", "median", "50 % interval", "90 % interval", "held", "gain")
    for series in found:
        if series.ahead:
            title = f"{series.item}, {series.city}, {series.ahead[0].unit}: {_age(series)}"
            rows = [_row(ahead) for ahead in (*filter(None, [series.now]), *series.ahead)]
            print_table(title, headings, rows, figures=headings[:3] + headings[5:])
            print_news(told, series)
        else:
            print_prose(f"{series.item}, {series.city}: withheld, {series.why_withheld}")
        print_prose("")
    print_prose(f"Origin {origin}: nothing known later is used.")
    for note in (*_NOTES, NEWS_NOTE):
        print_prose(note)


def _age(series: SeriesAhead) -> str:
    old = ", which is old" if series.age_weeks > OLD_WEEKS else ""
    return f"newest report to {series.newest}, {series.age_weeks} weeks before the origin{old}"


def _row(ahead: Ahead) -> tuple[str, ...]:
    skill = ahead.skill
    held, gain = f"too few ({skill.forecasts})" if ahead.weeks else "not scored", "-"
    if skill.held_half is not None and skill.held_most is not None and skill.gain is not None:
        held = f"{skill.held_half:.2f} and {skill.held_most:.2f} of {skill.forecasts}"
        gain = f"{100.0 * skill.gain:+.0f} %"
    half, most = (" to ".join(map(amount, ahead.interval(share))) for share in (HALF, MOST))
    weeks = str(ahead.weeks) if ahead.weeks else "now"
    return weeks, str(ahead.day), amount(ahead.price(0.5)), half, most, held, gain


def outlook_json(origin: date, found: Sequence[SeriesAhead], told: Told) -> dict[str, Any]:
    """The outlook as it is printed with `--json`."""
    return {
        "origin": str(origin),
        "nowcast": [_ahead_json(series, series.now) for series in found if series.now],
        "series": [_ahead_json(series, ahead) for series in found for ahead in series.ahead],
        "skill": [
            {"item": ahead.item, "place": ahead.city, "weeks": ahead.weeks, **_skill_json(ahead.skill)}
            for series in found
            for ahead in series.ahead
        ],
        "withheld": [
            {"item": series.item, "place": series.city, "why": series.why_withheld}
            for series in found
            if not series.ahead
        ],
        **news_json(told),
    }


def _ahead_json(series: SeriesAhead, ahead: Ahead) -> dict[str, Any]:
    return {
        "item": ahead.item,
        "place": ahead.city,
        "unit": ahead.unit,
        "weeks": ahead.weeks,
        "date": str(ahead.day),
        "quantiles": {f"{level:g}": round(ahead.price(level), 2) for level in LEVELS},
        "newest_report": str(series.newest),
        "age_weeks": series.age_weeks,
    }


def _skill_json(skill: PastSkill) -> dict[str, Any]:
    rounded = {name: None if value is None else round(value, 4) for name, value in asdict(skill).items()}
    return {**rounded, "enough": skill.forecasts >= FEWEST_SCORED}


def hub_table(origin: date, found: Sequence[SeriesAhead]) -> str:
    """The outlook as forecast hubs take it (hubverse): a row for each quantile."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HUB_COLUMNS)
    for series in found:
        for ahead in series.ahead:
            target = f"{ahead.item} {ahead.unit}"
            row = (origin, target, ahead.weeks, ahead.day, ahead.city, "quantile")
            writer.writerows((*row, f"{level:g}", f"{ahead.price(level):.2f}") for level in LEVELS)
    return text.getvalue()
