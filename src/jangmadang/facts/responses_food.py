"""Responses of food: a bad harvest, aid and cash (R3, R9, R10)."""

from __future__ import annotations

import datetime

import xarray as xr

from jangmadang.facts.experiment import BASE, Arms, Bound, Condition, Experiment, Fact
from jangmadang.facts.measures import between, mean_of
from jangmadang.facts.response_measures import COUNTRY, cereal_price, change, difference, hunger, series
from jangmadang.scenario.parameters import parameters

HARVEST = datetime.date(2016, 8, 1)  # before the main harvest
LEAN_SEASON = (datetime.date(2017, 4, 3), 22)  # April to August of the next year
AID = datetime.date(2017, 3, 6)
AID_WEEKS = 4
SPRING = (AID, 13)  # from the first week of the aid on
TO_HARVEST = (datetime.date(2021, 3, 1), 26)  # from aid in a year with the border shut to the next harvest
RYANGGANG = ["hyesan", "ryanggang_rest"]
REST = "ryanggang_rest"
TONNES_A_WEEK = {"hyesan": 339.0, "ryanggang_rest": 911.0}  # 5,000 t in four weeks, by number of households
CNY_A_WEEK = 23.0  # for a household: what its part of the aid costs at 3.4 CNY/kg (households 1)


def dated(path: str, value: float, first: datetime.date) -> dict[str, object]:
    """A change of a path to a value, in its unit, that holds for the weeks of the aid."""
    until = first + datetime.timedelta(days=7 * AID_WEEKS - 1)
    return {"path": path, "from": first, "until": until, "set": value}


def hungry_of_ryanggang(run: xr.Dataset, base: xr.Dataset) -> xr.DataArray:
    """Share of Ryanggang's households short of staples."""
    return _of_ryanggang(run, "short_of_staples_share")


def _of_ryanggang(run: xr.Dataset, name: str) -> xr.DataArray:
    """Mean of a share over all households of Ryanggang."""
    households = run["households"].sel(place=RYANGGANG)
    dims = ["place", "household_class"]
    return (run[name].sel(place=RYANGGANG).fillna(0.0) * households).sum(dims) / households.sum(dims)


def energy_reached(runs: Arms) -> float:
    """Fall of what households went without in the spring over the aid that those short of staples received."""
    without = [mean_of(between(_of_ryanggang(runs[arm], "staples_missing_share"), *SPRING)) for arm in (BASE, "aid")]
    need = float(parameters()["staple_need_kg"].value) * SPRING[1]
    households = float(runs[BASE]["households"].sel(place=RYANGGANG).sum())
    hungry = mean_of(between(_of_ryanggang(runs[BASE], "short_of_staples_share"), AID, AID_WEEKS))
    given = 1000.0 * AID_WEEKS * sum(TONNES_A_WEEK.values()) / households
    return (without[0] - without[1]) * need / (given * hungry)


def helped(scenario: str, first: datetime.date, weeks: int) -> Experiment:
    """Rice, or its worth in yuan, to the households of Ryanggang in the four weeks from a Monday on."""
    rice = [dated(f"food_aid[{place},rice]", tonnes, first) for place, tonnes in TONNES_A_WEEK.items()]
    yuan = [dated(f"cash_transfer_cny[{place},*]", CNY_A_WEEK, first) for place in RYANGGANG]
    return Experiment(
        scenario=scenario,
        since=first,
        until=first + datetime.timedelta(weeks=weeks),
        arms={"aid": {"changes": rice}, "cash": {"changes": yuan}},
    )


HELPED = helped("baseline", *SPRING)
HELPED_IN_CLOSURE = helped("hyesan", *TO_HARVEST)

RESPONSES: tuple[Fact, ...] = (
    Fact(
        "R3",
        "A harvest 30 % short makes cereals dear until the next and is a hard spring, on farms too.",
        "Harvests of a year from August 2016 at 70 % of the norm, or at the norm.",
        Experiment(
            scenario="baseline",
            since=HARVEST,
            until=LEAN_SEASON[0] + datetime.timedelta(weeks=LEAN_SEASON[1]),
            arms={
                "bad harvest": {
                    "changes": [
                        {"path": "harvest_index[*]", "from": HARVEST, "until": datetime.date(2017, 6, 4), "set": 0.7}
                    ]
                }
            },
        ),
        (BASE, "bad harvest"),
        (
            Condition(
                "price of cereals in the country, April to August, change",
                change("bad harvest", cereal_price(COUNTRY), *LEAN_SEASON),
                "share",
                Bound(0.25, 1.0, no_effect=0.0),
                "a demand elasticity of -0.61 (Green et al. 2013) gives +79 % without stocks and trade; stocks and "
                "imports take up to two thirds of it, fear of worse adds a quarter (assumed)",
            ),
            Condition(
                "short of staples in the country, April to August, change",
                difference("bad harvest", hunger(COUNTRY), *LEAN_SEASON),
                "share",
                Bound(low=0.08, no_effect=0.0),
                "two harvests 5 and 11 % smaller left 40 % insecure (F008-F010); 8 points assumed as the least",
            ),
            Condition(
                "farmers short of staples, April to August, change",
                difference("bad harvest", hunger(COUNTRY, ["farmer"]), *LEAN_SEASON),
                "share",
                Bound(low=0.02, no_effect=0.0),
                "rural Ryanggang in 2022: 40-70 % missed meals (E0397, E0398); a tenth to a fifth of farm families "
                "short in an ordinary spring (F033)",
            ),
        ),
    ),
    Fact(
        "R9",
        "Food aid fills the stomachs it was sent to, and makes local grain cheaper.",
        "5,000 t of rice to the households of Ryanggang in March 2017, or none.",
        HELPED,
        (BASE, "aid"),
        (
            Condition(
                "food no longer missing, March to May, over the aid that reached households short of staples",
                energy_reached,
                "ratio",
                Bound(2 / 3, 4 / 3, no_effect=0.0),
                "what is given is eaten by who is short: one, within a third for what is kept, sold or saved (assumed)",
            ),
            Condition(
                "price of rice in Ryanggang, March to May, change",
                change("aid", series("rice_price", REST), *SPRING),
                "share",
                Bound(high=0.0, no_effect=0.0),
                "sign only: who is given rice buys less",
            ),
            Condition(
                "what farmers in Ryanggang are paid for grain, March to May, change",
                change("aid", series("grain_receipts", REST), *SPRING),
                "share",
                Bound(high=0.0, no_effect=0.0),
                "sign only: they sell less and cheaper",
            ),
        ),
    ),
    Fact(
        "R10",
        "Where supply is short, the same aid in cash feeds who gets it at the expense of others, and grain is dearer.",
        "Yuan worth the rice of R9 to the households of Ryanggang in March 2021, with the border shut, the rice, or "
        "neither.",
        HELPED_IN_CLOSURE,
        (BASE, "aid", "cash"),
        (
            Condition(
                "short of staples in Ryanggang, March to August, cash less none",
                difference("cash", hungry_of_ryanggang, *TO_HARVEST),
                "share",
                Bound(high=0.0, no_effect=0.0),
                "sign only: money buys food",
            ),
            Condition(
                "short of staples in the country, March to August, cash less aid",
                difference("cash", hunger(COUNTRY), *TO_HARVEST, against="aid"),
                "share",
                Bound(low=0.0, no_effect=0.0),
                "sign only: cash bids for the grain there is, aid adds to it; who gets cash may be fed better by it, "
                "for it buys corn, which is cheaper per calorie, and draws grain from others",
            ),
            Condition(
                "price of cereals in the country, March to August, change",
                change("cash", cereal_price(COUNTRY), *TO_HARVEST),
                "share",
                Bound(low=0.0, no_effect=0.0),
                "sign only: more money for as much grain",
            ),
        ),
    ),
)
