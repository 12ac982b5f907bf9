"""The chart of observations over the bands of a kept run."""

from __future__ import annotations

from datetime import date

from jangmadang.evidence.exchange_rate import monday
from jangmadang.evidence.observations import Observation
from jangmadang.evidence.wording import price_in_words
from jangmadang.labels import item_in_words
from jangmadang.report.palette import OBSERVED
from jangmadang.report.wording import number, spanned, unit_in_words
from jangmadang.serve.charts import Chart, Layer, Link, Row, Spec, band, drawn, line, mid_week, points
from jangmadang.serve.evidence_view import BesideWeek, Ends, View

UNITS = {"kg": "kilogram"}
REPORTED, DISPUTED = "reported", "reported, disputed"
OF_SEEDS, OF_REPORTS = "90 % of runs with other seeds", "90 % forecast band"


def chart_of(view: View) -> Chart:
    """What stands beside the chart; its table has each mark, and the run of its week."""
    weeks = {week.monday: week for week in view.beside.weeks} if view.beside else {}
    headings = ["date", "place", REPORTED, *(["the run", OF_SEEDS, OF_REPORTS] if view.beside else [])]
    rows = [[*_cells(row), *(_of_run(weeks.get(monday(row.date))) if view.beside else [])] for row in view.drawn]
    return Chart(f"/evidence/chart.json?{view.asked.query}", title_of(view), unit_of(view), _says(view), headings, rows)


def spec_of(view: View) -> Spec:
    """The run's bands and line, then the marks."""
    layers: list[Layer] = []
    if view.beside:
        weeks = view.beside.weeks
        layers += [
            band(_band_rows([(week.monday, week.reports) for week in weeks]), OF_REPORTS, opacity=0.16),
            band(_band_rows([(week.monday, week.seeds) for week in weeks]), OF_SEEDS, opacity=0.32),
            line(
                [{"day": str(mid_week(week.monday)), "value": week.value} for week in weeks], f"run {view.beside.name}"
            ),
        ]
    for name, disputed, shape in ((REPORTED, False, "circle"), (DISPUTED, True, "cross")):
        chosen = [row for row in view.drawn if row.disputed is disputed]
        layers.append(points([_mark(row) for row in chosen], name, OBSERVED, shape))
    layers = [one for one in layers if one.spec["data"]["values"]]
    alt = f"{title_of(view)}: {_span(view)}" if view.drawn else f"{title_of(view)}: no observation to draw."
    return drawn(title_of(view), unit_of(view), layers, alt, scale="log", height=380)


def title_of(view: View) -> str:
    """Item and place."""
    what = item_in_words(view.asked.item) if view.asked.item else "all items"
    return f"{what[0].upper()}{what[1:]}, {view.asked.place or 'all places'}"


def unit_of(view: View) -> str:
    """Money and unit of the chart."""
    money = unit_in_words(view.currency)
    return money if view.unit == "each" else f"{money} a {UNITS.get(view.unit, view.unit)}"


def anchor_of(row: Observation) -> str:
    """Where a row stands on the page."""
    return f"row-{row.id}".replace(" ", "_")


def _cells(row: Observation) -> list[str | Link]:
    return [Link(str(row.date), f"#{anchor_of(row)}"), row.place, number(row.value)]


def _of_run(week: BesideWeek | None) -> list[str]:
    if week is None:
        return ["", "", ""]
    return [number(week.value), _in_words(week.seeds), _in_words(week.reports)]


def _in_words(ends: Ends | None) -> str:
    return spanned(*map(number, ends)) if ends else ""


def _band_rows(weeks: list[tuple[date, Ends | None]]) -> list[Row]:
    return [{"day": str(mid_week(week)), "low": ends[0], "high": ends[1]} for week, ends in weeks if ends]


def _mark(row: Observation) -> Row:
    tells = f"{price_in_words(row)}, {row.place}, {row.date}\n{row.publisher}"
    return {"day": str(row.date), "value": row.value, "tells": tells, "at": f"#{anchor_of(row)}"}


def _says(view: View) -> str:
    """The line under the chart."""
    said = "Each mark is the middle of what was printed; click one for its source."
    other = len(view.rows) - len(view.drawn)
    if other:
        said += (
            f" {other} of {len(view.rows)} are in another money or unit, bounds or left out: only in the table below."
        )
    if view.beside is None:
        return f"{said} No kept run answers for this item and place. The scale is logarithmic."
    ahead = (
        " The palest band, after the last report, is where nine in ten reports should lie by past errors of the run."
    )
    return (
        f"{said} The line is the kept run {view.beside.name}. {view.beside.statement}"
        f"{ahead if any(week.reports for week in view.beside.weeks) else ''} After the last report of all the run says "
        "what would be. The scale is logarithmic."
    )


def _span(view: View) -> str:
    values = [row.value for row in view.drawn]
    first, last = view.drawn[0], view.drawn[-1]
    return (
        f"{len(values)} observations of {first.date} to {last.date}, between {number(min(values))} and "
        f"{number(max(values))}, the last {number(last.value)}."
    )
