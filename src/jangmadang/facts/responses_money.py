"""Responses of money: won handed out, a dearer yuan, quiet decades (R4, R5, R6, R12)."""

from __future__ import annotations

import datetime
from typing import Any

import xarray as xr

from jangmadang.facts.experiment import BASE, Arms, Bound, Condition, Experiment, Fact
from jangmadang.facts.measures import ORDINARY, between, mean_of
from jangmadang.facts.response_measures import (
    COUNTRY,
    change,
    consumer_prices,
    difference,
    exchange_rate,
    hunger,
    pass_through,
    real_spending,
    series,
    turnover,
)

HYESAN = "hyesan"
SHOCK = datetime.date(2016, 8, 1)


def weeks_later(weeks: int) -> datetime.date:
    """The Monday some weeks after the shock."""
    return SHOCK + datetime.timedelta(weeks=weeks)


THIRD_YEAR_END = (weeks_later(143), 26)  # half a year around the end of the third year
SECOND_YEAR_END = (weeks_later(98), 13)
AFTER_A_QUARTER = (weeks_later(13), 39)
QUIET = "thirty years"
EARLY, LATE = (datetime.date(2017, 1, 2), 104), (datetime.date(2043, 1, 5), 104)
NEUTRALITY = "money is neutral in the long run: +20 % less or more a quarter of itself (McCandless and Weber 1995)"
STEADY = "what nothing moves must not move; 2 % assumed as the most that is not a drift"


def drift(figure: Any, relative: bool = True) -> Any:
    """Measure of a mean's change, a share or in its unit, from years 3 and 4 to the last two of thirty quiet ones."""

    def measure(runs: Arms) -> float:
        run = runs[QUIET]
        early, late = (mean_of(between(figure(run), *window)) for window in (EARLY, LATE))
        return late / early - 1.0 if relative else late - early

    return measure


def wealth(household_class: str) -> Any:
    """Money of a class in yuan, all places together."""
    return lambda run: (
        (run["household_cny"] + run["household_kpw"] / run["exchange_rate"])
        .sel(household_class=household_class)
        .sum("place")
    )


def national_turnover(run: xr.Dataset) -> xr.DataArray:
    """Turnover of the country in constant prices."""
    return turnover(COUNTRY)(run, run)


def national_hunger(run: xr.Dataset) -> xr.DataArray:
    """Share of the country's households short of staples."""
    return hunger(COUNTRY)(run, run)


RESPONSES: tuple[Fact, ...] = (
    Fact(
        "R4",
        "A fifth more won, once, makes prices and the yuan a fifth dearer and changes little else.",
        "Won worth a fifth of all in circulation is handed to households in the first week of August 2016, or not.",
        Experiment(
            scenario="baseline",
            since=SHOCK,
            until=weeks_later(169),
            arms={
                "more won": {
                    "changes": [
                        {
                            "path": "won_handed_out",
                            "from": SHOCK,
                            "until": SHOCK + datetime.timedelta(days=6),
                            "set": 0.2,
                        }
                    ]
                }
            },
        ),
        (BASE, "more won"),
        (
            Condition(
                "consumer prices after three years, change",
                change("more won", consumer_prices(COUNTRY), *THIRD_YEAR_END),
                "share",
                Bound(0.15, 0.25, no_effect=0.0),
                NEUTRALITY,
            ),
            Condition(
                "exchange rate after three years, change",
                change("more won", exchange_rate, *THIRD_YEAR_END),
                "share",
                Bound(0.15, 0.25, no_effect=0.0),
                NEUTRALITY,
            ),
            Condition(
                "turnover of the country after three years, change",
                change("more won", turnover(COUNTRY), *THIRD_YEAR_END),
                "share",
                Bound(-0.02, 0.02),
                "the same: nothing real",
            ),
        ),
    ),
    Fact(
        "R5",
        "A yuan 30 % dearer than money backs comes half-way back within two years.",
        "The yuan jumps by 30 % in August 2016 and then moves freely, or not; money stays as it is.",
        Experiment(
            scenario="baseline",
            since=SHOCK,
            until=weeks_later(111),
            arms={"dearer yuan": {"changes": [{"path": "exchange_rate_multiplier", "from": SHOCK, "multiply": 1.3}]}},
        ),
        (BASE, "dearer yuan"),
        (
            Condition(
                "exchange rate in the first month, change",
                change("dearer yuan", exchange_rate, SHOCK, 4),
                "share",
                Bound(low=0.2, no_effect=0.0),
                "the shock itself",
            ),
            Condition(
                "exchange rate after two years, change",
                change("dearer yuan", exchange_rate, *SECOND_YEAR_END),
                "share",
                Bound(-0.05, 0.15),
                "half of 30 % gone: half-lives of one to two years in small open economies with much foreign cash "
                "(assumed), shorter than the three to five of rich ones (Rogoff 1996)",
            ),
            Condition(
                "consumer prices after two years, change",
                change("dearer yuan", consumer_prices(COUNTRY), *SECOND_YEAR_END),
                "share",
                Bound(-0.05, 0.15),
                "the same",
            ),
        ),
    ),
    Fact(
        "R6",
        "When the won halves rice follows, more of the country go hungry, ordinary households buy less, and holders of "
        "yuan do not.",
        "The yuan becomes twice as dear within 12 weeks from August 2016, or not.",
        Experiment(
            scenario="baseline",
            since=SHOCK,
            until=weeks_later(52),
            arms={
                "won halves": {
                    "changes": [{"path": "exchange_rate_multiplier", "from": SHOCK, "multiply": 2.0, "over_weeks": 12}]
                }
            },
        ),
        (BASE, "won halves"),
        (
            Condition(
                "pass-through of the yuan to rice in the third and fourth quarter (elasticity)",
                pass_through("won halves", series("rice_price", HYESAN), weeks_later(26), 26),
                "1",
                Bound(0.6, 1.3, no_effect=0.0),
                "0.4-0.8 within a quarter, 0.8-1.3 in the long run (mechanism evidence, part 4)",
            ),
            Condition(
                "short of staples in the country from the second quarter on, change",
                difference("won halves", hunger(COUNTRY), *AFTER_A_QUARTER),
                "share",
                Bound(low=0.0, no_effect=0.0),
                "sign only: rice follows the yuan, won pay lags (mechanism 5); Hyesan, which earns yuan, may be spared",
            ),
            Condition(
                "ordinary real spending at Hyesan from the second quarter on, change",
                change("won halves", real_spending(HYESAN, ORDINARY), *AFTER_A_QUARTER),
                "share",
                Bound(high=0.0, no_effect=0.0),
                "sign only: a fall of the won hits won earners (mechanism 5)",
            ),
            Condition(
                "real spending of donju at Hyesan from the second quarter on, change",
                change("won halves", real_spending(HYESAN, ["donju"]), *AFTER_A_QUARTER),
                "share",
                Bound(low=-0.05),
                "yuan holders stay whole (mechanism 5); 5 % allowed, assumed",
            ),
        ),
    ),
    Fact(
        "R12",
        "In thirty quiet years nothing drifts.",
        "The baseline for thirty years: the last two against the third and fourth.",
        Experiment(
            scenario="baseline",
            since=datetime.date(2016, 1, 4),
            until=LATE[0] + datetime.timedelta(weeks=LATE[1]),
            arms={QUIET: {"end": LATE[0] + datetime.timedelta(weeks=LATE[1])}},
        ),
        (QUIET,),
        (
            Condition("turnover of the country, drift", drift(national_turnover), "share", Bound(-0.02, 0.02), STEADY),
            Condition(
                "short of staples in the country, drift",
                drift(national_hunger, relative=False),
                "share",
                Bound(-0.02, 0.02),
                f"{STEADY}: two points",
            ),
            *(
                Condition(
                    f"money of {name}s in yuan, drift".replace("donjus", "donju"),
                    drift(wealth(name)),
                    "share",
                    Bound(-0.02, 0.02),
                    STEADY,
                )
                for name in ("labourer", "stallholder", "official", "donju", "farmer")
            ),
        ),
    ),
)
