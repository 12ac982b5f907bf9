"""Charts of the outlook: fans of prices and rates, and of what the economy makes of them."""

from __future__ import annotations

import math
from datetime import date
from typing import Any
from urllib.parse import urlencode

from jangmadang.economy_outlook.answer import EconomyOutlook, Told
from jangmadang.economy_outlook.figures import ALL, FIGURES
from jangmadang.economy_outlook.telling import amount, between
from jangmadang.labels import label
from jangmadang.outlook.ahead import Ahead, SeriesAhead
from jangmadang.outlook.predictive import HALF, MOST
from jangmadang.outlook.weekly import Report, monday_of
from jangmadang.report.fan_chart import UNITS
from jangmadang.report.now_and_next import CITY, WHAT, NowAndNext
from jangmadang.report.wording import number
from jangmadang.serve.charts import (
    Chart,
    Layer,
    Row,
    Spec,
    band,
    category_height,
    day_line,
    drawn,
    intervals,
    line,
    mid_week,
    points,
)

#: Horizons at which classes are set side by side, in weeks from the origin.
BESIDE_WEEKS = (0, 13)
HUNGER, HOME = "short_of_staples", "hyesan"


def price_chart(found: NowAndNext, series: SeriesAhead) -> Chart:
    """What stands beside the fan of a series."""
    return Chart(
        f"/now/{series.item}.json",
        _title(series.item),
        unit_of(series.item),
        f"Marks: reports of the last two years; click one for its source. From {found.origin} on: the median and bands "
        "that would hold 50 and 90 % of reports. The scale is logarithmic.",
        ("date", "median", "50 % of reports", "90 % of reports"),
        [
            [str(one.day), number(one.price(0.5)), *(_ends(one, share) for share in (HALF, MOST))]
            for one in told(series)
        ],
    )


def price_spec(found: NowAndNext, series: SeriesAhead) -> Spec:
    """The fan of a series: reports of the last two years, then the outlook."""
    ahead = told(series)
    layers = [
        *(
            band(_price_rows(ahead, share), f"{share * 100:.0f} % of reports", opacity=opacity)
            for share, opacity in ((MOST, 0.18), (HALF, 0.35))
        ),
        line([{"day": str(one.day), "value": one.price(0.5)} for one in ahead], "median"),
        day_line(found.origin, "newest report"),
        *_reported(found, series.item),
    ]
    now = ahead[0]
    alt = (
        f"{_title(series.item)}, reports of two years and outlook: {number(now.price(0.5))} at {found.origin}, "
        f"{number(ahead[-1].price(0.5))} ({_ends(ahead[-1], MOST)}) {ahead[-1].weeks} weeks later."
    )
    return drawn(_title(series.item), unit_of(series.item), layers, alt, scale="log")


def told(series: SeriesAhead) -> list[Ahead]:
    """The forecasts of a series that is not withheld, in order of time."""
    return [one for one in (series.now, *series.ahead) if one is not None]


def unit_of(item: str) -> str:
    """Unit of an item's price, in words."""
    return UNITS["kg" if item in ("rice", "corn") else "each"]


def economy_charts(answer: EconomyOutlook) -> list[Chart]:
    """The charts of an answer that tells of hunger."""
    return [hunger_chart(answer), class_chart(answer)]


def economy_specs(answer: EconomyOutlook) -> dict[str, Spec]:
    """Their specifications by name."""
    return {"hunger": hunger_spec(answer), "classes": class_spec(answer)}


def hunger_chart(answer: EconomyOutlook) -> Chart:
    """What stands beside the fan of hunger."""
    of = answer.of(HUNGER)
    return Chart(
        "/now/hunger.json",
        "Households short of staples at Hyesan",
        "per cent of all households",
        f"Model output: what the economy would make of such prices; bands of 50 and 90 % of {answer.members} members.",
        ("date", "median", "50 % of members", "90 % of members"),
        [
            [
                str(answer.day(one.weeks)),
                amount(of, one.median),
                between(of, one.low_half, one.high_half),
                between(of, one.low, one.high),
            ]
            for one in of.bands
        ],
    )


def hunger_spec(answer: EconomyOutlook) -> Spec:
    """The fan of hunger at Hyesan."""
    chart, of = hunger_chart(answer), answer.of(HUNGER)
    days = [str(answer.day(one.weeks)) for one in of.bands]
    most, half, middle = (
        [{"day": day, **values} for day, values in zip(days, found, strict=True)]
        for found in (
            [{"low": 100 * one.low, "high": 100 * one.high} for one in of.bands],
            [{"low": 100 * one.low_half, "high": 100 * one.high_half} for one in of.bands],
            [{"value": 100 * one.median} for one in of.bands],
        )
    )
    layers = [
        band(most, "90 % of members", opacity=0.18),
        band(half, "50 % of members", opacity=0.35),
        line(middle, "median"),
    ]
    first, *_, last = of.bands
    alt = (
        f"{chart.title}: {amount(of, first.median)} % at {answer.origin}, {amount(of, last.median)} % "
        f"{last.weeks} weeks later."
    )
    return drawn(chart.title, chart.unit, layers, alt, from_zero=True)


def class_chart(answer: EconomyOutlook) -> Chart:
    """What stands beside the intervals of hunger by class."""
    weeks = [band_.weeks for band_ in answer.of(HUNGER).bands]
    return Chart(
        "/now/classes.json",
        "Households short of staples at Hyesan, by class",
        "per cent of the class",
        f"Model output: medians and bands that hold 90 % of {answer.members} members, of the same answer.",
        ("class", *(when(answer, one) for one in weeks)),
        [
            [name, *(f"{amount(of, one.median)} [{between(of, one.low, one.high)}]" for one in of.bands)]
            for name, of in by_class(answer)
        ],
    )


def class_spec(answer: EconomyOutlook) -> Spec:
    """Intervals of hunger by class, then and a quarter later."""
    chart = class_chart(answer)
    rows: list[Row] = [
        {
            "what": f"{name}, {when(answer, one.weeks)}",
            "value": 100 * one.median,
            "low": 100 * one.low,
            "high": 100 * one.high,
        }
        for name, of in by_class(answer)
        for one in of.bands
        if one.weeks in BESIDE_WEEKS
    ]
    alt = "Hunger by class: " + "; ".join(f"{row['what']} {row['value']:.0f} %" for row in rows) + "."
    layers = intervals(rows, "90 % of members", "median")
    return drawn(chart.title, chart.unit, layers, alt, height=category_height(len(rows)), from_zero=True)


def by_class(answer: EconomyOutlook) -> list[tuple[str, Told]]:
    """Hunger at Hyesan of each class that lives there."""
    classes = [one.household_class for one in FIGURES if one[:2] == (HUNGER, HOME) and one.household_class != ALL]
    return [(label(one), answer.of(HUNGER, HOME, one)) for one in classes]


def when(answer: EconomyOutlook, weeks: int) -> str:
    """A horizon in words; the first is a day, for a reader's now is later."""
    return f"{weeks} weeks later" if weeks > 1 else "1 week later" if weeks else str(answer.origin)


def _reported(found: NowAndNext, item: str) -> list[Layer]:
    """Reports as points; those for the province are triangles."""
    layers = []
    for stands_in, name, shape in ((False, "report", "circle"), (True, "report for Ryanggang", "triangle-up")):
        chosen = [one for one in found.marks if one.item == item and one.stands_in is stands_in]
        if chosen:
            layers.append(points([_mark(one) for one in chosen], name, shape=shape))
    return layers


def _mark(report: Report) -> dict[str, Any]:
    """A report as a point that opens the evidence of its week."""
    monday = monday_of(report.week)
    place = "Ryanggang" if report.stands_in else report.city
    price = math.exp(report.log_price)
    asked = urlencode({"item": report.item, "place": place, "since": monday, "until": _sunday(monday)})
    return {
        "day": str(mid_week(monday)),
        "value": price,
        "tells": f"{number(price)} won, {place}, week of {monday}",
        "at": f"/evidence?{asked}",
    }


def _sunday(monday: date) -> date:
    return date.fromordinal(monday.toordinal() + 6)


def _price_rows(ahead: list[Ahead], share: float) -> list[Row]:
    found = [(one.day, *one.interval(share)) for one in ahead]
    return [{"day": str(day), "low": low, "high": high} for day, low, high in found]


def _ends(ahead: Ahead, share: float) -> str:
    return " to ".join(number(end) for end in ahead.interval(share))


def _title(item: str) -> str:
    return f"{WHAT[item]} at {CITY}"
