"""What a kept run says of places and of goods between them in a week."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

import numpy as np
import xarray as xr

from jangmadang.errors import InputError
from jangmadang.labels import place_in_words
from jangmadang.report.section import HOME
from jangmadang.report.wording import is_projected
from jangmadang.results.assumption_bands import INDICATORS as ASSUMED
from jangmadang.results.assumption_bands import weekly_ends
from jangmadang.serve.kept_run import KeptRun
from jangmadang.serve.map_figures import FIGURES, FLOWS, Amount, Ends, Figure, Flow


@dataclass(frozen=True)
class Asked:
    """What the page is asked for, as its address has it; an empty day asks for the last week."""

    run: str = ""
    figure: str = "hunger"
    flow: str = "garments"
    day: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """What an address asks for.

        Raises
        ------
        InputError
            If it is no figure or no flow.
        """
        asked = cls(**{name: query[name].strip() for name in cls.__dataclass_fields__ if name in query})
        for name, known in ((asked.figure, FIGURES), (asked.flow, FLOWS)):
            if name not in known:
                raise InputError(f"the map has no '{name}'; choose {', '.join(known)}")
        return asked

    @property
    def query(self) -> str:
        """The part of an address that asks for this."""
        return urlencode(self.__dict__)


@dataclass(frozen=True)
class Place:
    """A place in a week.

    Attributes
    ----------
    key, name : its id, and as it is called.
    households : that it stands for.
    amount : of the figure; None where the run has none.
    shade : of five, by the figure's bounds; the highest is 4.
    sent : goods sent there from Hyesan.
    """

    key: str
    name: str
    households: float
    amount: Amount | None
    shade: int
    sent: float


class Passed(NamedTuple):
    """Imports and exports by a channel in yuan a week, and how open it is to each."""

    channel: str
    imports: Amount
    exports: Amount
    open_to_imports: float
    open_to_exports: float


@dataclass(frozen=True)
class Week:
    """A week of a run on the map.

    Attributes
    ----------
    monday, number, first, last : the week, its number in the run, and the run's first and last.
    is_projected : whether it lies after the last report of any kind.
    figure, flow : what is shown.
    places : all of them, in the model's order.
    mean : of the figure over all households' places; None where it is not relative.
    wider : the widest band known at Hyesan, and what it holds.
    people : in households short of staples, in the whole country.
    border : what passed at Hyesan, by channel.
    """

    monday: date
    number: int
    first: date
    last: date
    is_projected: bool
    figure: Figure
    flow: Flow
    places: tuple[Place, ...]
    mean: float | None
    wider: tuple[Ends, str] | None
    people: Amount
    border: tuple[Passed, ...]


def week_of(run: KeptRun, asked: Asked) -> Week:
    """A week of a run.

    Raises
    ------
    InputError
        If the day is none, or none of the run.
    """
    mondays = run.dataset["week"].values.astype("datetime64[D]")
    week = _number_of(asked.day, mondays)
    figure, flow = FIGURES[asked.figure], FLOWS[asked.flow]
    households = run.dataset["households"].sum("household_class")
    amounts = _amounts_of(run, figure.indicator, week)
    sent = flow.series(run.dataset).isel(week=week)
    mean = float(np.average(amounts[0], weights=households)) if figure.relative else None
    places = tuple(
        Place(
            key=str(key),
            name=place_in_words(str(key)),
            households=float(households[n]),
            amount=Amount(*(float(end[n]) for end in amounts)) if np.isfinite(amounts[0][n]) else None,
            shade=int(np.searchsorted(figure.bounds, amounts[0][n] / (mean or 1.0), side="right")),
            sent=float(sent[n]),
        )
        for n, key in enumerate(run.dataset["place"].values)
    )
    ends = mondays[[week, 0, -1]].tolist()
    return Week(
        *(ends[0], week, ends[1], ends[2]),
        is_projected=is_projected(mondays[week], run.reported.data_end),
        figure=figure,
        flow=flow,
        places=places,
        mean=mean,
        wider=_wider(run, figure, week, places),
        people=Amount(
            *map(float, _amounts(run, lambda data: data["short_of_staples_people"].isel(week=week).sum("place")))
        ),
        border=_border(run, week),
    )


def _number_of(day: str, mondays: np.ndarray) -> int:
    """The number of the week that holds a day; of the last where none is given."""
    if not day:
        return len(mondays) - 1
    try:
        asked = np.datetime64(date.fromisoformat(day))
    except ValueError:
        raise InputError(f"'{day}' is not a date; write YYYY-MM-DD") from None
    week = int(np.searchsorted(mondays, asked, side="right")) - 1
    last = mondays[-1] + np.timedelta64(6, "D")
    if week < 0 or asked > last:
        raise InputError(f"the run holds {mondays[0]} to {last}; choose a day of it")
    return week


def _amounts_of(run: KeptRun, name: str, week: int) -> tuple[np.ndarray, ...]:
    """Value, low and high of an indicator by its name in a week."""
    return _amounts(run, lambda data: data[name].isel(week=week))


def _amounts(run: KeptRun, of: Callable[[xr.Dataset], xr.DataArray]) -> tuple[np.ndarray, ...]:
    """Value, low and high of an indicator in a week."""
    return tuple(np.asarray(part.values, dtype=float) for part in run.bands.interval(of))


def _wider(run: KeptRun, figure: Figure, week: int, places: tuple[Place, ...]) -> tuple[Ends, str] | None:
    """The widest band known of a figure at Hyesan, and what it holds; None where only the seeds bound it."""
    amount = next((place.amount for place in places if place.key == HOME), None)
    if amount is None:
        return None
    weeks = run.dataset["week"]
    if figure.indicator in run.forecast_bands:
        ends = [float(end[week]) for end in run.forecast_bands[figure.indicator]]
        says = "by past errors nine in ten reports would lie within"
    elif figure.indicator in ASSUMED:
        ends = [float(end[0]) for end in weekly_ends(figure.indicator, weeks.values[[week]])]
        says = "as what is assumed moves, nine in ten runs would lie within"
    else:
        return None
    low, high = (amount.value * end for end in ends)
    return ((low, high), says) if np.isfinite([low, high]).all() else None


def _border(run: KeptRun, week: int) -> tuple[Passed, ...]:
    """What passed the border at Hyesan, by channel."""
    imports, exports = _amounts_of(run, "imports", week), _amounts_of(run, "exports", week)
    open_ = run.dataset["openness"].isel(week=week)
    return tuple(
        Passed(
            str(channel),
            Amount(*(float(end[n]) for end in imports)),
            Amount(*(float(end[n]) for end in exports)),
            *(float(open_.sel(channel=channel, flow=flow)) for flow in ("import", "export")),
        )
        for n, channel in enumerate(run.dataset["channel"].values)
    )
