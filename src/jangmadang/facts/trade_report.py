"""The eleven facts of the report on trade over the border (S1 to S11), mostly in the standard scenario `hyesan`."""

from __future__ import annotations

import datetime
from typing import Any

from jangmadang.facts.experiment import BASE, Bound, Condition, Counter, Experiment, Fact
from jangmadang.facts.measures import at_hyesan, centroid_week, change, mean_of, real_turnover, total_of
from jangmadang.facts.trade_measures import (
    COMPANIES,
    LICENCES_SINCE_2023,
    LINGZHI,
    NINE_MONTHS_2019,
    NINE_MONTHS_2020,
    NOT_CLOSED,
    NOW,
    PULSE,
    PULSE_WEEKS,
    REOPENING,
    SPRING_2025,
    YEAR_2019,
    YEAR_2020,
    YEAR_2021,
    YEAR_2024,
    between_years,
    buyers_and_price,
    class_income,
    closeness,
    collected_exports,
    collectors_income,
    collectors_share,
    concealing_share,
    expectation,
    exported_in_season,
    farm_gate,
    farm_gate_rise,
    hoarders_profit,
    hyesan_over_inland,
    median_income,
    merchants_income,
    multiplier,
    officials_take,
    over,
    per_shipment,
    response,
    retail_turnover,
    rise_of_income,
    share_of,
    short_of_staples,
    smallest_open_quarter,
    spending_of,
    stallholders_income,
    unrecorded_now,
    value_of,
)


def regime(since: datetime.date, imports: float, exports: float, inflow: float = 1.0) -> list[dict[str, Any]]:
    """Dated changes that set openness (0 to 1) both ways at Hyesan, imports elsewhere, and inflow (1: 2015-2019)."""
    openness = {
        "openness[customs,import]": imports,
        "openness[state_smuggling,import]": imports,
        "openness[customs,export]": exports,
        "openness[state_smuggling,export]": exports,
        "openness[private_smuggling,*]": 0,
        "export_entitlement[*,*]": 1,
        "other_gateways_openness": 1 if imports else 0.05,
        "other_gateways_inflow": inflow,
    }
    return [{"path": path, "from": since, "set": value} for path, value in openness.items()]


FREE_RATE = {"mode": "reported", "endogenous_from": REOPENING}
STILL_OPEN = [
    {"path": path, "from": NOT_CLOSED, "set": value}
    for path, value in (
        ("openness[*,*]", 1),
        ("other_gateways_openness", 1),
        ("other_gateways_inflow", 1),
        ("market_lockdown", 0),
        ("country_movement_restriction", 0),
    )
]
HISTORY = Experiment(scenario="hyesan", since=LICENCES_SINCE_2023, until=datetime.date(2025, 12, 1))
CLOSURE = Experiment(scenario="hyesan", since=NOT_CLOSED, until=datetime.date(2025, 12, 1))
TRAFFIC = Experiment(
    scenario="hyesan",
    since=NOW[0],
    until=datetime.date(2025, 12, 1),
    arms={"few shipments": {"changes": [{"path": "openness[*,export]", "from": NOW[0], "set": 0.3}]}},
)
REOPENED = Experiment(
    scenario="hyesan",
    since=REOPENING,
    until=datetime.date(2024, 1, 1),
    arms={
        name: {"changes": regime(REOPENING, *open_ways), "exchange_rate": FREE_RATE}
        for name, *open_ways in (
            ("closed", 0, 0),
            ("import-only", 1, 0),
            ("export-only", 0, 1),
            ("both ways", 1, 1),
            ("import-only, inflow cut", 1, 0, 0.2),
            ("both ways, inflow cut", 1, 1, 0.2),
        )
    },
)
EXPORT_PRICES = Experiment(
    scenario="baseline",
    since=PULSE,
    until=datetime.date(2017, 7, 31),
    arms={
        "pulse": {
            "changes": [
                {
                    "path": "export_price_multiplier[*]",
                    "from": PULSE,
                    "until": PULSE + datetime.timedelta(days=7 * PULSE_WEEKS - 1),
                    "multiply": 1.3,
                }
            ]
        }
    },
)


FACTS: tuple[Fact, ...] = (
    Fact(
        "S1",
        "The state-run channel carries both imports and exports at Hyesan.",
        "History after 2023.",
        HISTORY,
        (BASE,),
        tuple(
            Condition(
                f"smallest {flow} value of an open quarter in the state channel",
                smallest_open_quarter(flow),
                "CNY",
                Bound(low=1.0),
            )
            for flow in ("import", "export")
        ),
        Counter(
            "the licensed channel's path",
            arms={
                BASE: {
                    "changes": [
                        {"path": "entitlement[state_smuggling,*]", "from": LICENCES_SINCE_2023, "set": 0},
                        {"path": "export_entitlement[state_smuggling,*]", "from": LICENCES_SINCE_2023, "set": 0},
                    ]
                }
            },
        ),
        restates_path=True,
    ),
    Fact(
        "S2",
        "Medicinal herbs, lingzhi and dried leeches go out.",
        "History, now.",
        HISTORY,
        (BASE,),
        (
            Condition("goods of three exported in their season", exported_in_season, "good", Bound(low=3.0)),
            Condition(
                "exports of herbs, lingzhi and leeches",
                lambda runs: total_of(collected_exports(runs[BASE], NOW)),
                "CNY",
                Bound(low=1.0),
            ),
        ),
        Counter("households gather them", {"switches": {"collecting": "off"}}),
        restates_path=True,
    ),
    Fact(
        "S3",
        "Before the closure private smugglers handled them, now trading companies buy them up and export.",
        "History, 2019 and now.",
        CLOSURE,
        (BASE,),
        (
            Condition(
                "private share of these exports in 2019",
                share_of(["private_smuggling"], YEAR_2019),
                "share",
                Bound(low=0.9),
            ),
            Condition("companies' share now", share_of(COMPANIES, NOW), "share", Bound(low=0.8)),
        ),
        Counter(
            "the private channel's closure",
            arms={BASE: {"changes": [{"path": "openness[private_smuggling,*]", "from": NOT_CLOSED, "set": 1}]}},
            condition=1,
        ),
        restates_path=True,
    ),
    Fact(
        "S4",
        "As shipments flourish, more gold is hidden in them, with officials' collusion, unauthorised by the state.",
        "Export channels open to 0.3 (few shipments), or as in history (many).",
        TRAFFIC,
        (BASE, "few shipments"),
        (
            Condition(
                "concealed value per shipment, many less few",
                lambda runs: per_shipment(runs[BASE]) - per_shipment(runs["few shipments"]),
                "CNY",
                Bound(low=0.0, no_effect=0.0),
            ),
            Condition(
                "officials' take, many less few",
                lambda runs: officials_take(runs[BASE]) - officials_take(runs["few shipments"]),
                "CNY/week",
                Bound(low=0.0, no_effect=0.0),
            ),
            Condition(
                "confiscated gold",
                lambda runs: mean_of(over(NOW, runs[BASE].concealment_confiscated_value)),
                "CNY/week",
                Bound(low=0.0, no_effect=0.0),
            ),
            Condition(
                "share of shipments with concealment, many less few",
                lambda runs: concealing_share(runs[BASE]) - concealing_share(runs["few shipments"]),
                "share",
                Bound(low=0.0, no_effect=0.0),
            ),
            Condition(
                "share of shipments with concealment",
                lambda runs: concealing_share(runs[BASE]),
                "share",
                Bound(0.05, 0.15),
            ),
        ),
        Counter(
            "detection is spread thin by traffic",
            arms={"few shipments": {"changes": [{"path": "metal_inspection", "from": NOW[0], "set": 0.55}]}},
        ),
    ),
    Fact(
        "S5",
        "With exports growing people are optimistic.",
        "Exports open or closed, with imports open.",
        REOPENED,
        ("import-only", "both ways"),
        (
            Condition(
                "expectation index of ordinary border households, exports open over closed",
                lambda runs: change(runs, expectation, "both ways", "import-only"),
                "share",
                Bound(low=0.0, no_effect=0.0),
            ),
        ),
        Counter(
            "confidence follows incomes, prices and traffic over the border",
            {
                "parameters": {
                    "confidence_income_weight": 1.0,
                    "confidence_inflation_weight": 0.5,
                    "confidence_volatility_weight": 0.5,
                    "confidence_traffic_weight": 0.2,
                }
            },
        ),
    ),
    Fact(
        "S6",
        "More buyers and handlers bid up what collectors get: lingzhi from 200-300 to 500-1,200 CNY/kg by quality.",
        "History, 2024 and spring 2025; capital at the reopening, reinvestment and entry are fitted to both.",
        HISTORY,
        (BASE,),
        (
            Condition("lingzhi 2024, lowest grade", farm_gate(LINGZHI, YEAR_2024, False), "CNY/kg", Bound(200, 300)),
            Condition("lingzhi 2024, highest grade", farm_gate(LINGZHI, YEAR_2024, True), "CNY/kg", Bound(200, 300)),
            Condition(
                "lingzhi spring 2025, lowest grade", farm_gate(LINGZHI, SPRING_2025, False), "CNY/kg", Bound(500, 1200)
            ),
            Condition(
                "lingzhi spring 2025, highest grade", farm_gate(LINGZHI, SPRING_2025, True), "CNY/kg", Bound(500, 1200)
            ),
            Condition("correlation of price and active buyers", buyers_and_price, "1", Bound(low=0.3, no_effect=0.0)),
            Condition("herb price, rise", farm_gate_rise("herbs"), "share", Bound(low=0.0, no_effect=0.0)),
            Condition("leech price, rise", farm_gate_rise("leeches"), "share", Bound(low=0.0, no_effect=0.0)),
            Condition(
                "collectors' share of the border price (evidence: 0.15-0.50)", collectors_share, "share", Bound()
            ),
        ),
        Counter("buyers enter within the licence ceiling", {"switches": {"buyer_entry": "off"}}, condition=2),
        restates_path=True,  # seed capital, reinvested share and speed of entry are fitted to both prices
    ),
    Fact(
        "S7",
        "Higher export prices raise residents' incomes, then spending, then merchants' incomes.",
        "Export prices 30 % higher for six weeks, or not.",
        EXPORT_PRICES,
        (BASE, "pulse"),
        (
            Condition(
                "mean lag of turnover behind collectors' income",
                lambda runs: (
                    centroid_week(response(runs, retail_turnover)) - centroid_week(response(runs, collectors_income))
                ),
                "week",
                Bound(low=0.0, no_effect=0.0),
            ),
            Condition(
                "mean lag of merchants' income behind turnover",
                lambda runs: (
                    centroid_week(response(runs, merchants_income)) - centroid_week(response(runs, retail_turnover))
                ),
                "week",
                Bound(low=0.0, no_effect=0.0),
            ),
            Condition("local income multiplier", multiplier, "ratio", Bound(1.0, 3.0, no_effect=1.0)),
        ),
        Counter(
            "local spending becomes the income of neighbours",
            {"changes": [{"path": "market_lockdown", "from": PULSE, "set": 1}]},
            condition=2,
        ),
    ),
    Fact(
        "S8",
        "Imports alone help little; both ways at once lifts incomes and revives markets.",
        "From January 2023 closed, one way or both ways at Hyesan, with the country's inflow of 2019; E moves freely.",
        REOPENED,
        ("closed", "import-only", "export-only", "both ways", "import-only, inflow cut", "both ways, inflow cut"),
        (
            Condition(
                "share of the way from closed to both ways that imports alone go", closeness, "share", Bound(high=0.5)
            ),
            Condition(
                "real median income, both ways over import-only",
                lambda runs: change(runs, median_income, "both ways", "import-only"),
                "share",
                Bound(low=0.1, no_effect=0.0),
            ),
            Condition(
                "rise from closed to both ways, Hyesan less inland",
                hyesan_over_inland,
                "share",
                Bound(0.0, no_effect=0.0),
            ),
            Condition(
                "stallholders' income, both ways over closed",
                lambda runs: change(runs, stallholders_income, "both ways", "closed"),
                "share",
                Bound(low=0.0, no_effect=0.0),
            ),
            *(
                Condition(f"real median income: {what}", rise_of_income(arm, against), "share", Bound())
                for what, arm, against in (
                    ("imports alone over closed", "import-only", "closed"),
                    ("exports alone over closed", "export-only", "closed"),
                    ("both ways over closed", "both ways", "closed"),
                    ("own exports, with the country's inflow cut", "both ways, inflow cut", "import-only, inflow cut"),
                    ("the country's inflow, with imports alone", "import-only", "import-only, inflow cut"),
                    ("own exports and inflow together", "both ways", "import-only, inflow cut"),
                )
            ),
        ),
        Counter(
            "Hyesan's exports bring the yuan that pays for imports",
            arms={"both ways": {"switches": {"collecting": "off"}}},
            condition=1,
        ),
    ),
    Fact(
        "S9",
        "When the border shut, legal trade and smuggling both ceased and market activity contracted dramatically.",
        "History, 2019 and 2021.",
        CLOSURE,
        (BASE,),
        (
            Condition("imports, change", between_years(value_of("import")), "share", Bound(high=-0.95)),
            Condition("exports, change", between_years(value_of("export")), "share", Bound(high=-0.95)),
            Condition(
                "turnover in constant prices, change",
                between_years(lambda run: at_hyesan(real_turnover(run))),
                "share",
                Bound(-0.65, -0.40),
            ),
            Condition(
                "spending of stallholders in yuan, January to September 2020 over 2019, change",
                between_years(spending_of("stallholder"), NINE_MONTHS_2020, NINE_MONTHS_2019),
                "share",
                Bound(-0.45, -0.20),
                "ten families of traders at Hyesan, the same months: -33 % (D-I015, D-I016)",
            ),
            Condition(
                "real median income, change", between_years(class_income()), "share", Bound(high=0.0, no_effect=0.0)
            ),
            Condition(
                "profit on medicine in 2020 over 2019, traders with most cover",
                between_years(hoarders_profit, YEAR_2020, YEAR_2019),
                "share",
                Bound(low=0.0, no_effect=0.0),
                "merchants hoarded and gained (E0049, E0050)",
            ),
            Condition(
                "loss of stallholders less that of officials",
                lambda runs: (
                    between_years(class_income("official"))(runs) - between_years(class_income("stallholder"))(runs)
                ),
                "share",
                Bound(low=0.0),
            ),
        ),
        Counter("the closure's path", arms={BASE: {"changes": STILL_OPEN}}),
        restates_path=True,
    ),
    Fact(
        "S10",
        "State smuggling now runs at about the level of private smuggling before the pandemic; the economy recovers.",
        "History, 2016 to 2018 and now.",
        CLOSURE,
        (BASE,),
        (
            Condition(
                "unrecorded trade in open quarters now over 2016-2018 (evidence 0.4-1, for households 0.2-0.6)",
                unrecorded_now,
                "ratio",
                Bound(0.7, 1.3),
                "about the level (the statement's own words): within 30 %; the evidence doubts it (0.4 to 1)",
            ),
            Condition(
                "turnover now over the closure's",
                between_years(lambda run: at_hyesan(real_turnover(run)), NOW, YEAR_2021),
                "share",
                Bound(low=0.0, no_effect=0.0),
            ),
        ),
        Counter(
            "the state channel carries consumer goods",
            {"changes": [{"path": "entitlement[state_smuggling,*]", "from": NOT_CLOSED, "set": 0}]},
        ),
    ),
    Fact(
        "S11",
        "People hope to escape hunger.",
        "The runs of S8, and history.",
        REOPENED,
        (BASE, "closed", "import-only", "both ways"),
        (
            Condition(
                "short of staples, import-only less closed",
                lambda runs: short_of_staples(runs["import-only"]) - short_of_staples(runs["closed"]),
                "share",
                Bound(high=0.0, no_effect=0.0),
            ),
            Condition(
                "short of staples, both ways less import-only",
                lambda runs: short_of_staples(runs["both ways"]) - short_of_staples(runs["import-only"]),
                "share",
                Bound(high=0.0, no_effect=0.0),
            ),
            Condition(
                "short of staples 2019", lambda runs: short_of_staples(runs[BASE], *YEAR_2019), "share", Bound(0.1, 0.3)
            ),
            Condition(
                "short of staples 2021", lambda runs: short_of_staples(runs[BASE], *YEAR_2021), "share", Bound(0.3, 0.6)
            ),
            Condition(
                "short of staples 2025", lambda runs: short_of_staples(runs[BASE], *NOW), "share", Bound(0.2, 0.45)
            ),
        ),
        Counter(
            "Hyesan's exports bring the yuan that pays for imports",
            arms={"both ways": {"switches": {"collecting": "off"}}},
            condition=1,
        ),
    ),
)
