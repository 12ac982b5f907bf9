"""Responses of food: a bad harvest, aid and cash (R3, R9, R10)."""

from __future__ import annotations

import datetime

from jangmadang.facts.experiment import BASE, Bound, Condition, Experiment, Fact
from jangmadang.facts.response_measures import COUNTRY, cereal_price, change, difference, hunger

HARVEST = datetime.date(2016, 8, 1)  # before the main harvest
LEAN_SEASON = (datetime.date(2017, 4, 3), 22)  # April to August of the next year

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
)
