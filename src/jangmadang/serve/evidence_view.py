"""The observations that are asked for, and the kept run beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from jangmadang.evidence.observations import MODEL_PLACES, Observation, known_place
from jangmadang.evidence.run_series import RunSeries, Values, series_of
from jangmadang.observation_tables import chosen_rows
from jangmadang.report.section import HOME, series
from jangmadang.serve.kept_run import KeptRun, kept_names, kept_run
from jangmadang.serve.known import known_rows, stamp_of
from jangmadang.serve.settings import Settings
from jangmadang.typed_settings import asked_days

ITEM, PLACE = "rice", "Hyesan"
Ends = tuple[float, float]


@dataclass(frozen=True)
class Asked:
    """What the page is asked for, as its address has it; empty texts ask for all, of runs for the standard one."""

    item: str = ITEM
    place: str = PLACE
    publisher: str = ""
    since: str = ""
    until: str = ""
    run: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """What an address asks for; the address alone asks for rice at Hyesan."""
        known = {name: query[name].strip() for name in cls.__dataclass_fields__ if name in query}
        return cls(**known)

    @property
    def query(self) -> str:
        """The part of an address that asks for this."""
        return urlencode(self.__dict__)


@dataclass(frozen=True)
class BesideWeek:
    """A kept run in a week: its value, what other seeds gave, and what reports would say; None where no band is."""

    monday: date
    value: float
    seeds: Ends | None
    reports: Ends | None


@dataclass(frozen=True)
class Beside:
    """The kept run beside the observations.

    Attributes
    ----------
    name : of the run.
    weeks : those that have a price.
    statement : what the bands hold, in words.
    """

    name: str
    weeks: tuple[BesideWeek, ...]
    statement: str


@dataclass(frozen=True)
class View:
    """What there is to show.

    Attributes
    ----------
    asked : what was asked for.
    rows : all that match, the newest first.
    currency, unit : those of most of them, which the chart shows.
    beside : the kept run; None where none answers for the item and the place.
    """

    asked: Asked
    rows: tuple[Observation, ...]
    currency: str
    unit: str
    beside: Beside | None

    @property
    def drawn(self) -> list[Observation]:
        """The rows of the chart, in order of time: of one money and unit, none that is only a bound or left out."""
        shown = [row for row in self.rows if (row.currency, row.unit) == (self.currency, self.unit)]
        return sorted((row for row in shown if _is_drawn(row)), key=lambda row: row.date)


def view_of(settings: Settings, asked: Asked) -> View:
    """The observations that are asked for, and the run beside them.

    Raises
    ------
    InputError
        If a name or a day is not known.
    """
    rows = known_rows(stamp_of(settings.evidence))
    first, last = asked_days("from", asked.since or None, "to", asked.until or None)
    chosen = chosen_rows(rows, asked.item or None, asked.place or None, first, last)
    chosen = [row for row in chosen if not asked.publisher or row.publisher == asked.publisher]
    chosen.sort(key=lambda row: (row.date, row.id), reverse=True)
    kinds = Counter((row.currency, row.unit) for row in chosen if _is_drawn(row))
    (currency, unit), _ = (kinds.most_common(1) or [(("KPW", "kg"), 0)])[0]
    beside = _beside(settings.results, asked, currency, unit)
    return View(asked, tuple(chosen), currency, unit, beside and _within(beside, chosen, first, last))


def choices(settings: Settings) -> tuple[list[str], list[str], list[str]]:
    """Items, places and publishers of all observations, those with most of them first."""
    rows = known_rows(stamp_of(settings.evidence))
    counted = (
        Counter(row.item for row in rows),
        Counter(place for row in rows for place in row.places),
        Counter(row.publisher for row in rows),
    )
    items, places, publishers = ([name for name, _ in one.most_common()] for one in counted)
    return items, places, publishers


def _is_drawn(row: Observation) -> bool:
    return row.use != "exclude" and row.bound not in ("lower", "upper")


def _beside(results: Path, asked: Asked, currency: str, unit: str) -> Beside | None:
    """The kept run that is asked for, where it has the item at the place in this money and unit."""
    names, of = ([asked.run] if asked.run else kept_names(results)), series_of(asked.item)
    place = MODEL_PLACES.get(known_place(asked.place))
    if not names or of is None or place is None or of.movement or of.currency != currency or of.unit not in ("", unit):
        return None
    run = kept_run(results, names[0])
    values = Values(run.dataset)
    if not values.holds(of) or not values.has_place(of, place):
        return None
    mondays = [week.astype("datetime64[D]").item() for week in run.dataset["week"].values]
    found = [values.at(of, n, place) for n in range(len(mondays))]
    seeds, reports = _of_seeds(run, of, place), _of_reports(run, of, place)
    weeks = tuple(
        BesideWeek(monday, value, _ends(seeds, n), _ends(reports, n))
        for n, (monday, value) in enumerate(zip(mondays, found, strict=True))
        if value > 0
    )
    return Beside(run.name, weeks, run.bands.statement)


def _of_seeds(run: KeptRun, of: RunSeries, place: str) -> np.ndarray | None:
    """What 90 % of the replicates gave [end, week]; None where they did not keep it."""
    replicates = run.bands.replicates
    if replicates is None or of.series not in replicates or of.members:
        return None
    _, low, high = run.bands.interval(series(of.series, place))
    return np.stack([low.values, high.values])


def _of_reports(run: KeptRun, of: RunSeries, place: str) -> np.ndarray | None:
    """What 90 % of reports would say by past errors [end, week], after the last of them; None where none is known."""
    if place != HOME:
        return None
    band = run.forecast_bands.get(of.series)
    if band is None:
        return None
    value = series(of.series)(run.dataset)
    return np.stack([(value * band.low).values, (value * band.high).values])


def _ends(band: np.ndarray | None, week: int) -> Ends | None:
    if band is None or not np.isfinite(band[:, week]).all():
        return None
    return float(band[0, week]), float(band[1, week])


def _within(beside: Beside, rows: list[Observation], first: date | None, last: date | None) -> Beside:
    """The weeks that were asked for; without a first day, those from the first observation on."""
    start = first or min((row.date_start for row in rows), default=date.min)
    weeks = [week for week in beside.weeks if week.monday + timedelta(days=6) >= start]
    return Beside(beside.name, tuple(week for week in weeks if last is None or week.monday <= last), beside.statement)
