"""The figures that are told: what each is, and its values in weeks around an origin."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from jangmadang.axes import AXES
from jangmadang.results.indicators import PERSONS_PER_HOUSEHOLD
from jangmadang.results.prices_index import consumer_price_index
from jangmadang.results.summary import COUNTRY, HOME, NOW_WEEKS, YEAR_WEEKS

Array = NDArray[np.float64]
SHARE, PEOPLE, INDEX = "share", "people", "index"
ALL = "all"
#: Figures by what they are of, in words.
TITLES = {
    "short_of_staples": "Households short of staples",
    "short_of_staples_people": "People in households short of staples",
    "real_income": "Median real income of households",
    "throughput": "Trade across the border",
    "imports": "Imports",
    "exports": "Exports",
}
#: Those that are told even where hunger and incomes are withheld.
OF_TRADE = ("throughput", "imports", "exports")


class Figure(NamedTuple):
    """What is told.

    Attributes
    ----------
    name : key of `TITLES`.
    place : hyesan or country.
    household_class : of whom; `all` for all.
    unit : share, people, or an index whose mean over the 52 weeks to the origin is 100.
    """

    name: str
    place: str
    household_class: str
    unit: str


def _figures() -> tuple[Figure, ...]:
    classes = AXES["household_class"]
    in_town = tuple(one for one in classes if one != "farmer")  # there are none at Hyesan
    return (
        Figure("short_of_staples", HOME, ALL, SHARE),
        *(Figure("short_of_staples", HOME, one, SHARE) for one in in_town),
        Figure("short_of_staples_people", HOME, ALL, PEOPLE),
        Figure("short_of_staples", COUNTRY, ALL, SHARE),
        Figure("short_of_staples_people", COUNTRY, ALL, PEOPLE),
        *(Figure("real_income", HOME, one, INDEX) for one in in_town),
        *(Figure("real_income", COUNTRY, one, INDEX) for one in classes),
        *(Figure(name, HOME, ALL, INDEX) for name in OF_TRADE),
    )


FIGURES = _figures()


def values_at(run: xr.Dataset, base: xr.Dataset, origin: int, weeks: NDArray[np.int64]) -> Array:
    """Values of all figures, means of the four weeks that end so many weeks after an origin's [figure, end].

    Parameters
    ----------
    run : a year before the origin at least, and the weeks after it.
    base : of the same run, with the weeks that real values are counted in prices of.
    origin : number of the origin's week in the run.
    weeks : from the origin on; 0 is now.
    """
    series = _series(run, base)
    ends = origin + 1 + weeks
    found = np.empty((len(FIGURES), len(weeks)))
    for n, figure in enumerate(FIGURES):
        values = series[figure.name, figure.place, figure.household_class]
        found[n] = [values[end - NOW_WEEKS : end].mean() for end in ends]
        if figure.unit == INDEX:
            found[n] *= 100.0 / values[origin + 1 - YEAR_WEEKS : origin + 1].mean()
    return found


def _series(run: xr.Dataset, base: xr.Dataset) -> dict[tuple[str, str, str], Array]:
    """Weekly series by figure, place and class."""
    households = run["households"].transpose("place", "household_class").values
    short_all = run["short_of_staples_share_all"].transpose("week", "place").values
    short = run["short_of_staples_share"].transpose("week", "place", "household_class").values
    incomes = run["income_median"].transpose("week", "place", "household_class").values
    real = incomes / consumer_price_index(run, base).transpose("week", "place").values[..., None]
    people, here = households.sum(axis=1) * PERSONS_PER_HOUSEHOLD, AXES["place"].index(HOME)
    hungry = short_all * people
    found = {
        ("short_of_staples", HOME, ALL): short_all[:, here],
        ("short_of_staples_people", HOME, ALL): hungry[:, here],
        ("short_of_staples", COUNTRY, ALL): hungry.sum(axis=1) / people.sum(),
        ("short_of_staples_people", COUNTRY, ALL): hungry.sum(axis=1),
    }
    for k, one in enumerate(AXES["household_class"]):
        found["short_of_staples", HOME, one] = short[:, here, k]
        found["real_income", HOME, one] = real[:, here, k]
        lived = households[:, k] > 0
        found["real_income", COUNTRY, one] = real[:, lived, k] @ households[lived, k] / households[lived, k].sum()
    for name, variable in (("imports", "import_value"), ("exports", "export_value")):
        values = run[variable]
        found[name, HOME, ALL] = values.sum([dim for dim in values.dims if dim != "week"]).values.astype(float)
    found["throughput", HOME, ALL] = found["imports", HOME, ALL] + found["exports", HOME, ALL]
    return found
