"""The workbook of a run: its answer, weekly series, reports beside it, evidence and parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import xarray as xr

from jangmadang.evidence.comparing import FORCED, Comparison
from jangmadang.evidence.error_bands import Interval
from jangmadang.labels import item_in_words, label, place_in_words
from jangmadang.report.answer import (
    ASSUMED,
    FORECAST,
    PEOPLE_BY_CLASS,
    SHARE_BY_CLASS,
    SHARE_OF_ALL,
    assumed_ends,
    has_year_before,
    headline,
    recent_interval,
)
from jangmadang.report.citing import Cited
from jangmadang.report.first_page import FirstPage
from jangmadang.report.footnotes import reference_of
from jangmadang.report.forecast import bounds, coverage_rows
from jangmadang.report.reported import Reported
from jangmadang.report.section import HOME, series
from jangmadang.report.wording import unit_in_words
from jangmadang.report.workbook import (
    DAY,
    PLAIN,
    SHARE,
    SIGNED,
    SIGNED_SHARE,
    SIGNED_WHOLE,
    WHOLE,
    Column,
    Sheet,
    Shown,
    Value,
    number_format,
    unit_of,
    workbook_bytes,
)
from jangmadang.report.workbook_sheets import (
    ages_sheet,
    changes_sheet,
    coverage_sheet,
    made_with,
    parameters_sheet,
    sources_sheet,
)
from jangmadang.results.assumption_bands import of_class
from jangmadang.results.bands import Bands, Transform
from jangmadang.results.indicators import HEADLINE, PERSONS_PER_HOUSEHOLD, Indicator
from jangmadang.results.record import RunLike
from jangmadang.results.summary import (
    PEOPLE,
    SHORT_TABLE,
    YEAR_WEEKS,
    at_place,
    change_in,
    change_on_year,
    change_unit,
    year_difference,
)

NOT_COUNTED = {FORCED: "the rate is imposed"}
SEEDS_BAND = "90 % of replicates"


def run_workbook(
    run: RunLike,
    dataset: xr.Dataset,
    bands: Bands,
    reported: Reported,
    first: FirstPage,
    cited: Cited,
    command: str,
) -> bytes:
    """The workbook of a run as bytes; `command` made it (empty: not named)."""
    weeks = dataset["week"].values.astype("datetime64[D]")
    about: list[tuple[str, Value]] = [
        ("question", first.question),
        ("answer", " ".join(first.leads)),
        ("scenario", f"{run.scenario.name}, hash {run.scenario.content_hash()[:12]}"),
        ("weeks", f"Mondays of {weeks[0]} to {weeks[-1]}"),
        ("seed", int(run.seed)),
        ("replicates", _replicates(bands)),
        ("resolution", str(run.resolution)),
        *made_with(command),
        ("bands", f"{first.bands} {first.coverage}".strip()),
        ("weekly series", "The first figure is the run's own; median, low and high are those of replicates around it."),
        ("money", "won: KPW; yuan: CNY. Won of 2019: deflated by consumer prices of the place, 2019 = 1."),
    ]
    plain = [item for item in HEADLINE if not _members(bands.main[item.name])]
    by_member = [item for item in HEADLINE if _members(bands.main[item.name])]
    changes = [change for layer in getattr(run.scenario, "changes", ()) for change in layer]
    sheets = (
        _answer(bands, reported, dataset),
        _by_class(bands, dataset),
        _places(bands),
        _weekly("weekly", "Headline indicators at Hyesan by week, all classes together.", plain, bands),
        _weekly("weekly by class", "The same by class, channel or group of buyers.", by_member, bands),
        _reports(reported, cited),
        changes_sheet({run.scenario.name: changes}, [run.scenario]),
        coverage_sheet(coverage_rows(reported.coverage)),
        ages_sheet(first.ages, cited.ages, "the end of the run"),
        sources_sheet(cited.footnotes.notes),
        parameters_sheet([run.scenario]),
    )
    return workbook_bytes(first.title, about, sheets)


def _replicates(bands: Bands) -> str:
    """The replicates by their seeds."""
    if bands.replicates is None:
        return "none: no bands"
    seeds = [int(seed) for seed in bands.replicates["seed"]]
    return f"{len(seeds)}, seeds {min(seeds)} to {max(seeds)}, at {bands.replicates.attrs['resolution']} resolution"


def _members(values: xr.DataArray) -> list[str]:
    """Members of the axis beside week and place; none for channels, which are added up where it stands alone."""
    further = [str(dim) for dim in values.dims if dim not in ("week", "place")]
    return [str(member) for member in values[further[0]].values] if further else []


def _answer(bands: Bands, reported: Reported, dataset: xr.Dataset) -> Sheet:
    """The short table: the last four weeks, the year, and the change on a year, each indicator in its own unit."""
    forecast = bounds(reported, dataset)
    rows = []
    for name in SHORT_TABLE:
        about = bands.main[name].attrs
        unit = str(about["units"])
        words = str(about["long_name"]).replace(", by channel", ", all channels")
        rows.append([words, unit_of(unit, name), *_figures(bands, name, unit, forecast)])
    columns = (
        Column("indicator"), Column("unit"), Column("last four weeks"), Column("low"), Column("high"), Column("band"),
        Column("last 52 weeks, mean"), Column("change on the same weeks a year before"), Column("change, low"),
        Column("change, high"), Column("unit of the change"),
    )  # fmt: skip
    holds = "Hyesan: mean of the last four weeks with its band, of the last 52, and the change on a year."
    return Sheet("answer", holds, columns, rows)


def _figures(bands: Bands, name: str, unit: str, forecast: Mapping[str, Interval]) -> list[Value | Shown]:
    """Level, band and its kind, mean of the year, change on a year with its band."""

    chosen = headline(name)
    level, low, high = recent_interval(bands, chosen)
    band = SEEDS_BAND if bands.count else ""
    if name in forecast:
        low, high = forecast[name].around(level)
        band = FORECAST
    elif assumed := assumed_ends(bands, name, level):
        low, high = assumed
        band = ASSUMED
    shown = number_format(unit, name, level)
    ends = [low, high] if band else [None, None]
    year = float(chosen(bands.main).isel(week=slice(-YEAR_WEEKS, None)).mean())
    told_in = change_unit(name, unit)
    change: tuple[Value, ...] = change_in(told_in, bands, chosen) if has_year_before(bands) else (None, None, None)
    if not bands.count:
        change = (change[0], None, None)
    steps = (Shown(step, SIGNED_WHOLE if told_in == PEOPLE else SIGNED) for step in change)
    return [Shown(level, shown), *(Shown(end, shown) for end in ends), band, Shown(year, shown), *steps, told_in]


def _by_class(bands: Bands, dataset: xr.Dataset) -> Sheet:
    """Shortage of staples by class at Hyesan, and of all households last."""
    households = dataset["households"].sel(place=HOME)
    rows: list[list[Value]] = []
    for name in (str(member) for member in dataset["household_class"].values):
        count = float(households.sel(household_class=name))
        if count > 0:
            share, people = (series(key, household_class=name) for key in (SHARE_BY_CLASS, PEOPLE_BY_CLASS))
            rows.append(
                [label(name), count, *_shortage(bands, share, people, of_class(SHARE_BY_CLASS, name), count), name]
            )
    everybody = series(SHARE_OF_ALL), series("short_of_staples_people")
    count = float(households.sum())
    rows.append(["all households", count, *_shortage(bands, *everybody, SHARE_OF_ALL, count), None])
    columns = (
        Column("class"), Column("households", shown=WHOLE),
        *(Column(f"short of staples{end}", "%", SHARE) for end in ("", ", low", ", high")),
        *(Column(f"people short of staples{end}", "persons", WHOLE) for end in ("", ", low", ", high")),
        *(Column(f"change on a year{end}", "persons", SIGNED_WHOLE) for end in ("", ", low", ", high")),
        Column("class id"),
    )  # fmt: skip
    ends = "those of the runs" if bands.drawn else "by what is assumed"
    holds = f"Shortage of staples at Hyesan by class, mean of the last four weeks; ends of levels are {ends}."
    return Sheet("by class", holds, columns, rows)


def _shortage(bands: Bands, share: Transform, people: Transform, figure: str, households: float) -> list[Value]:
    """Share and people with their band by what is assumed, that of `figure`, and the change on a year with its own."""
    found: list[Value] = []
    for transform, most in ((share, 1.0), (people, households * PERSONS_PER_HOUSEHOLD)):
        level, low, high = recent_interval(bands, transform)
        ends = assumed_ends(bands, figure, level, most=most) or ((low, high) if bands.count else (None, None))
        found += [level, *ends]
    change = year_difference(bands, people) if has_year_before(bands) else None
    return found + ([None] * 3 if change is None else [*change] if bands.count else [change[0], None, None])


def _places(bands: Bands) -> Sheet:
    """Every place: the last four weeks."""
    rows: list[list[Value]] = []
    for place in (str(member) for member in bands.main["place"].values):
        row: list[Value] = [place_in_words(place)]
        for name in ("short_of_staples_share_all", "short_of_staples_people", "real_income_median_all"):
            row.append(recent_interval(bands, series(name, place))[0])
        turnover = series("turnover_constant_prices", place)
        rows.append([*row, change_on_year(bands, turnover)[0] if has_year_before(bands) else None, place])
    columns = (
        Column("place"), Column("households short of staples", "%", SHARE),
        Column("people short of staples", "persons", WHOLE), Column("median real income", "won of 2019/week", WHOLE),
        Column("turnover in constant prices, change on a year", "%", SIGNED_SHARE), Column("place id"),
    )  # fmt: skip
    holds = "All places, mean of the last four weeks; outside Hyesan evidence is thinner."
    return Sheet("places", holds, columns, rows)


def _weekly(name: str, holds: str, indicators: Sequence[Indicator], bands: Bands) -> Sheet:
    """A row for each week: each indicator at Hyesan, with median and ends of its band where there are replicates."""
    columns, values = [Column("week", shown=DAY)], [bands.main["week"].values.astype("datetime64[D]").tolist()]
    for indicator in indicators:
        for words, transform in _lines(indicator, bands.main[indicator.name]):
            value, low, high = bands.interval(transform)
            parts = {"": value, ", median": bands.median(transform), ", low": low, ", high": high}
            figures = [np.minimum(part.values.astype(float), indicator.ceiling) for part in parts.values()]
            typical = float(np.nanmean(np.abs(figures[0]))) if np.isfinite(figures[0]).any() else 0.0
            shown = number_format(indicator.unit, indicator.name, typical)
            unit = unit_of(indicator.unit, indicator.name)
            for end, part in zip(parts if bands.count else ("",), figures, strict=False):
                columns.append(Column(words + end, unit, shown))
                values.append(part.tolist())
    return Sheet(name, f"{holds} A week is named by its Monday.", columns, list(zip(*values, strict=True)))


def _lines(indicator: Indicator, values: xr.DataArray) -> Iterator[tuple[str, Transform]]:
    """The series of an indicator at Hyesan with their names: one, or one for each member of its further axis."""
    name = indicator.short_name
    further = [str(dim) for dim in values.dims if dim not in ("week", "place")]
    if not further:
        yield name, series(indicator.name)
    if "channel" in further:
        yield f"{name}: all channels", lambda data: at_place(data[indicator.name])
    for member in _members(values):
        yield f"{name}: {label(member)}", series(indicator.name, HOME, **{further[0]: member})


def _reports(reported: Reported, cited: Cited) -> Sheet:
    """Reports beside the run, in the order of their days."""
    by_id = {report.id: report for report in reported.observations}
    rows: list[list[Value]] = []
    for pair in sorted(reported.pairs, key=lambda pair: (pair.date, pair.id, pair.currency)):
        rows.append(_report_row(pair))
        report = by_id.get(pair.id)
        address = reference_of(report).address if report else ""
        rows[-1] += [report.publisher if report else "", cited.footnotes.number_of(address), address]
    columns = (
        Column("date", shown=DAY), Column("item"), Column("place"), Column("unit"), Column("reported", shown=PLAIN),
        Column("run", shown=PLAIN), Column("ln(run / reported)", shown="+0.00;-0.00;0.00"), Column("counted"),
        Column("item id"), Column("place id"), Column("row of the evidence"), Column("publisher"),
        Column("source", "number in sources"), Column("address"),
    )  # fmt: skip
    return Sheet("reports", "Reported prices and rates beside the run in the same week and place.", columns, rows)


def _report_row(pair: Comparison) -> list[Value]:
    """A report beside the run; why it is not counted, if it is not."""
    counted = "yes" if pair.counted else f"no: {NOT_COUNTED.get(pair.why_not_counted, pair.why_not_counted)}"
    if pair.proxy:
        counted += ", of the province"
    unit = unit_in_words(pair.currency) + (f"/{pair.unit}" if pair.unit not in ("", "each") else "")
    return [
        pair.date, item_in_words(pair.item), place_in_words(pair.place), unit, pair.observed, pair.modelled,
        pair.log_error, counted, pair.item, pair.place, pair.id,
    ]  # fmt: skip
