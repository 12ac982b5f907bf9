"""Responses to what happens at the border: imports squeezed, closures, stops (R1, R2, R7, R8, R11)."""

from __future__ import annotations

import datetime

from jangmadang.facts.experiment import BASE, Arms, Bound, Condition, Counter, Experiment, Fact
from jangmadang.facts.measures import between, total_of
from jangmadang.facts.response_measures import (
    COUNTRY,
    Figure,
    change,
    difference,
    highest_ratio,
    hunger,
    imports,
    price_cny,
    real_income,
    series,
    spending_cny,
    turnover,
)

HYESAN = "hyesan"
SQUEEZE = datetime.date(2016, 8, 1)
SETTLED = (SQUEEZE + datetime.timedelta(weeks=13), 39)  # from the second quarter of the squeeze on
CLOSING = datetime.date(2017, 1, 2)
CLOSED_WEEKS = 104
FIRST_NINE_MONTHS = (CLOSING, 39)
SECOND_YEAR = (CLOSING + datetime.timedelta(weeks=52), 52)
STOP = datetime.date(2024, 10, 28)
STOP_WEEKS = 5
REOPENED = STOP + datetime.timedelta(weeks=STOP_WEEKS)
STOPS = (datetime.date(2017, 1, 2), datetime.date(2017, 7, 3))  # two within a year, of six weeks
BEFORE_THE_THIRD = (datetime.date(2018, 1, 1), 8)
SIGN = "sign only: what is not imported is missing, and nothing else is made in its place (economic theory)"
NOISE = "sign only, with one percent allowed for chance"
STALL_RECORDS = "ten families of traders at Hyesan, January to September 2020 over 2019: -33 % (D-I015, D-I016)"


def halved(path: str, since: datetime.date) -> dict[str, object]:
    """A change that halves a path for good."""
    return {"path": path, "from": since, "multiply": 0.5}


def shut(since: datetime.date, until: datetime.date | None = None, inflow: float = 0.2) -> list[dict[str, object]]:
    """Changes that shut every channel at Hyesan and elsewhere, as in 2020 and 2021; `inflow` is a part of the usual."""
    values = {"openness[*,*]": 0.0, "other_gateways_openness": 0.1, "other_gateways_inflow": inflow}
    end = {} if until is None else {"until": until}
    return [{"path": path, "from": since, **end, "set": value} for path, value in values.items()]


def stop(since: datetime.date, weeks: int) -> list[dict[str, object]]:
    """Changes that stop all trade at Hyesan and nearly all elsewhere for some weeks."""
    return shut(since, since + datetime.timedelta(days=7 * weeks - 1), inflow=1.0)


def holders_profit(runs: Arms) -> float:
    """Profit on medicine of the third of traders with most cover in half a year of closure, over that without one."""
    profit = {
        arm: total_of(between(runs[arm]["medicine_profit_mean"], CLOSING, 26).sel(place=HYESAN, cover_third="high"))
        for arm in ("closed", BASE)
    }
    return profit["closed"] / profit[BASE]


GOODS_PRICE: Figure = price_cny("imported_goods_price", HYESAN)
MACHINES_PRICE: Figure = price_cny("machines_price", HYESAN)
STOCK: Figure = series("medicine_stock", HYESAN, origin="imported")
MEDICINE_PRICE: Figure = price_cny("medicine_price", HYESAN, origin="imported")

RESPONSES: tuple[Fact, ...] = (
    Fact(
        "R1",
        "Half the imports everywhere, cereals among them, make Hyesan poorer and the country no richer.",
        "Openness to imports at half at Hyesan and at the other border places for a year, or not.",
        Experiment(
            scenario="baseline",
            since=SQUEEZE,
            until=datetime.date(2017, 7, 31),
            arms={
                "half": {
                    "changes": [
                        halved(path, SQUEEZE)
                        for path in ("openness[*,import]", "other_gateways_openness", "grain_import_licence[*]")
                    ]
                }
            },
        ),
        (BASE, "half"),
        (
            Condition(
                "real median income at Hyesan, change",
                change("half", real_income(HYESAN), *SETTLED),
                "share",
                Bound(high=0.0, no_effect=0.0),
                SIGN,
            ),
            Condition(
                "turnover at Hyesan, change",
                change("half", turnover(HYESAN), *SETTLED),
                "share",
                Bound(high=0.0, no_effect=0.0),
                SIGN,
            ),
            Condition(
                "real median income in the country, change",
                change("half", real_income(COUNTRY), *SETTLED),
                "share",
                Bound(high=0.01),
                NOISE,
            ),
            Condition(
                "turnover in the country, change",
                change("half", turnover(COUNTRY), *SETTLED),
                "share",
                Bound(high=0.01),
                NOISE,
            ),
            Condition(
                "short of staples at Hyesan, change",
                difference("half", hunger(HYESAN), *SETTLED),
                "share",
                Bound(low=-0.005),
                "sign only, with half a point allowed for chance",
            ),
            Condition(
                "short of staples in the country, change",
                difference("half", hunger(COUNTRY), *SETTLED),
                "share",
                Bound(low=-0.005),
                "sign only, with half a point allowed for chance",
            ),
        ),
    ),
    Fact(
        "R2",
        "With its own gates half open Hyesan imports less, and what it imports is dearer.",
        "Openness of Hyesan's channels to imports at half for a year, or not.",
        Experiment(
            scenario="baseline",
            since=SQUEEZE,
            until=datetime.date(2017, 7, 31),
            arms={"half open": {"changes": [halved("openness[*,import]", SQUEEZE)]}},
        ),
        (BASE, "half open"),
        (
            Condition(
                "Hyesan's imports, change",
                change("half open", imports, *SETTLED),
                "share",
                Bound(-0.5, -0.15, no_effect=0.0),
                "half at most; that channels were full says the fall of vehicles by 70-90 % in the patrols of 2019 and "
                "November 2025 (E0243, E0216); -15 % assumed as the least that is not chance",
            ),
            Condition(
                "price of imported goods at Hyesan in yuan, change",
                change("half open", GOODS_PRICE, *SETTLED),
                "share",
                Bound(low=0.0, no_effect=0.0),
                "sign only: less supply at the same demand",
            ),
        ),
    ),
    Fact(
        "R7",
        "A long closure takes a third of traders' spending, spares labourers nothing, and enriches who holds stock.",
        "Every channel of the country shut for 104 weeks, E moving freely, or not.",
        Experiment(
            scenario="baseline",
            since=CLOSING,
            until=CLOSING + datetime.timedelta(weeks=CLOSED_WEEKS),
            arms={"closed": {"changes": shut(CLOSING)}},
        ),
        (BASE, "closed"),
        (
            Condition(
                "spending of stallholders in yuan, first nine months, change",
                change("closed", spending_cny(HYESAN, ["stallholder"]), *FIRST_NINE_MONTHS),
                "share",
                Bound(-0.45, -0.20, no_effect=0.0),
                STALL_RECORDS,
            ),
            Condition(
                "spending of labourers in yuan, second year, change",
                change("closed", spending_cny(HYESAN, ["labourer"]), *SECOND_YEAR),
                "share",
                Bound(high=0.0),
                "sign only: porters and collectors lost their work (mechanism 17)",
            ),
            Condition(
                "profit on medicine in half a year of the traders with most cover, closed over open",
                holders_profit,
                "ratio",
                Bound(low=1.0, no_effect=1.0),
                "merchants emptied factories and hoarded (E0049, E0050, E0075-E0091); sign only",
            ),
            Condition(
                "highest price of imported goods within two years over that without closure, in won",
                highest_ratio("closed", series("imported_goods_price", HYESAN), CLOSING, CLOSED_WEEKS),
                "ratio",
                Bound(3.0, 6.0, no_effect=1.0),
                "Chinese industrial goods four to five times dearer (E0017); three to six allows reporting noise",
            ),
        ),
    ),
    Fact(
        "R8",
        "A stop of the state channel makes its goods dearer while it lasts, and rice hardly.",
        "History of late 2024, the state channel shut for five weeks from 28 October, or not.",
        Experiment(
            scenario="hyesan",
            since=STOP,
            until=REOPENED + datetime.timedelta(weeks=13),
            arms={
                "stopped": {
                    "changes": [
                        {
                            "path": "openness[state_smuggling,*]",
                            "from": STOP,
                            "until": REOPENED - datetime.timedelta(days=1),
                            "set": 0,
                        }
                    ]
                }
            },
        ),
        (BASE, "stopped"),
        (
            Condition(
                "price of vehicles and machines in yuan, last two weeks of the stop, change",
                change("stopped", MACHINES_PRICE, STOP + datetime.timedelta(weeks=STOP_WEEKS - 2), 2),
                "share",
                Bound(0.10, 0.35, no_effect=0.0),
                "stops of 10 to 46 days: used sedans +21 % (E0207, E0209), freezers +20 % (E0189, E0190), children's "
                "coats +33 %, shoes +15 % (E0042-E0044)",
            ),
            Condition(
                "price of vehicles and machines in yuan, 9 to 13 weeks after the reopening, change",
                change("stopped", MACHINES_PRICE, REOPENED + datetime.timedelta(weeks=8), 5),
                "share",
                Bound(-0.05, 0.05),
                "reversal within weeks of reopening (mechanism 20); 5 % is the noise of a report",
            ),
            Condition(
                "price of rice in won, the stop's weeks, change",
                change("stopped", series("rice_price", HYESAN), STOP, STOP_WEEKS),
                "share",
                Bound(-0.10, 0.10),
                "no report of rice in the stops leaves its noise of 4 to 8 % (evidence, README)",
            ),
        ),
    ),
    Fact(
        "R11",
        "Who has seen two stops within a year holds more before the third.",
        "Two stops of six weeks, in January and July 2017, or none; then both wait for January 2018.",
        Experiment(
            scenario="baseline",
            since=STOPS[0],
            until=BEFORE_THE_THIRD[0] + datetime.timedelta(weeks=BEFORE_THE_THIRD[1]),
            arms={"two stops": {"changes": [change for since in STOPS for change in stop(since, 6)]}},
        ),
        (BASE, "two stops"),
        (
            Condition(
                "imported medicine in stock at Hyesan, change",
                change("two stops", STOCK, *BEFORE_THE_THIRD),
                "share",
                Bound(low=0.0, no_effect=0.0),
                "sign only: precaution follows what was seen (mechanisms 10 and 20)",
            ),
            Condition(
                "price of imported medicine in yuan, change",
                change("two stops", MEDICINE_PRICE, *BEFORE_THE_THIRD),
                "share",
                Bound(low=0.0, no_effect=0.0),
                "sign only: what is held back is not offered",
            ),
        ),
        Counter("traders stock up in proportion to the hazard they see", {"switches": {"precaution": "off"}}),
    ),
)
