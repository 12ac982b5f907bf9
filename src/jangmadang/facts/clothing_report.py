"""The eleven facts of the report on the clothing trade (C1 to C11), in the quiet years of scenario `baseline`."""

from __future__ import annotations

import datetime

from jangmadang.facts.clothing_measures import (
    CLOSING,
    FEAR,
    SAMPLING,
    SHOCK,
    after,
    autumn_lead,
    autumn_share,
    best_design_share,
    best_sellers,
    cold_over_rest,
    cold_over_summer,
    conversion,
    courses,
    cover_before_closing,
    early_profit,
    imported_medicine_share,
    imported_over_domestic_price,
    imported_pieces,
    importer_profit,
    inland_mass_pieces,
    inquiries,
    luxury_elasticity,
    luxury_share,
    mass_elasticity,
    medicine_capital,
    move_to_what_sold,
    pieces,
    price_rise,
    purchases,
    sample_share,
    spending_ratio,
    turned_to_luxury,
    unsold,
)
from jangmadang.facts.experiment import BASE, Bound, Condition, Counter, Experiment, Fact
from jangmadang.facts.measures import at_hyesan, change, inland, mean_of, total_of

WON_LOSES_A_THIRD = [{"path": "exchange_rate_multiplier", "from": SHOCK, "multiply": 1.5, "over_weeks": 12}]
SHUT = [
    {"path": "openness[*,*]", "from": CLOSING, "set": 0},
    {"path": "other_gateways_openness", "from": CLOSING, "set": 0},
    {"path": "other_gateways_inflow", "from": CLOSING, "set": 0.2},
]
NO_FEAR = {"path": "closure_hazard", "from": FEAR, "set": 0}
FEARED = {"path": "closure_hazard", "from": FEAR, "set": 0.02}

QUIET_YEAR = Experiment(
    scenario="baseline",
    since=SHOCK,
    until=datetime.date(2017, 7, 31),
    arms={
        "shock": {"changes": WON_LOSES_A_THIRD},
        "shock, conversion ignored": {"changes": WON_LOSES_A_THIRD, "switches": {"conversion_beliefs": "off"}},
        "luxury dearer": {"changes": [{"path": "luxury_price_wedge", "from": SHOCK, "set": 1.2}]},
        "mass dearer": {"changes": [{"path": "mass_price_wedge", "from": SHOCK, "set": 1.2}]},
        "levy": {"changes": [{"path": "ordinary_income_levy", "from": SHOCK, "set": 0.2}]},
    },
)
SEASONS_OF_A_YEAR = Experiment(scenario="baseline", since=datetime.date(2015, 7, 6), until=datetime.date(2017, 1, 2))
SEASONS = Experiment(
    scenario="baseline",
    since=SAMPLING,
    until=datetime.date(2018, 3, 26),
    arms={"no samples": {"switches": {"samples": "off"}}},
)
FEAR_OF_CLOSURE = Experiment(
    scenario="baseline",
    since=FEAR,
    until=CLOSING + datetime.timedelta(weeks=48),
    arms={
        "no fear": {"changes": [NO_FEAR]},
        "fear": {"changes": [FEARED]},
        "fear, closed": {"changes": [FEARED, *SHUT]},
    },
)


FACTS: tuple[Fact, ...] = (
    Fact(
        "C1",
        "Autumn garments come in ahead of and sell in autumn; hoodies and jackets lead.",
        "A year of the baseline.",
        SEASONS_OF_A_YEAR,
        (BASE,),
        (
            Condition("share of autumn garments sold in ISO weeks 35-46", autumn_share, "share", Bound(low=0.6)),
            Condition("weeks by which imports lead sales", autumn_lead, "week", Bound(low=2, high=8)),
            Condition("hoodie and jacket over the other autumn garments", best_sellers, "ratio", Bound(low=1.0)),
        ),
        Counter(
            "needs arise with the season",
            {"switches": {"seasonal_needs": "off"}},
        ),
    ),
    Fact(
        "C2",
        "Before winter importers bring small lots of several designs and price ranges, watch, then order what sells.",
        "Sampling on or off from May.",
        SEASONS,
        (BASE, "no samples"),
        (
            Condition("sample lots over the season's pieces", sample_share, "share", Bound(low=0.001, high=0.05)),
            Condition(
                "share of bulk orders in the best of four designs, sampling on less off",
                lambda runs: best_design_share(runs[BASE]) - best_design_share(runs["no samples"]),
                "share",
                Bound(low=0.0, no_effect=0.0),
            ),
            Condition(
                "importers' season profit, sampling on over off",
                lambda runs: change(runs, importer_profit, BASE, "no samples"),
                "share",
                Bound(low=0.0, no_effect=0.0),
            ),
            Condition(
                "bulk orders move toward the price range that drew purchases at the samples (correlation)",
                move_to_what_sold,
                "1",
                Bound(low=0.0, no_effect=0.0),
            ),
        ),
        Counter(
            "designs differ in appeal, and orders follow beliefs about it",
            {"parameters": {"appeal_spread": 0.15}, "switches": {"conversion_beliefs": "off"}},
            condition=1,
        ),
    ),
    Fact(
        "C3",
        "When prices rise and ordinary trade thins, luxury imports stand out.",
        "The won loses a third in 12 weeks, or not.",
        QUIET_YEAR,
        (BASE, "shock"),
        (
            Condition(
                "luxury share of clothing import value, rise",
                lambda runs: luxury_share(runs["shock"]) - luxury_share(runs[BASE]),
                "share",
                Bound(low=0.05, no_effect=0.0),
            ),
            Condition(
                "share of Hyesan's traders who have turned to luxury, rise",
                lambda runs: turned_to_luxury(runs["shock"]) - turned_to_luxury(runs[BASE]),
                "share",
                Bound(low=0.0, no_effect=0.0),
                "some traders target the wealthy (the statement's own words); sign only",
            ),
        ),
        Counter("orders follow beliefs about conversion rates", {"switches": {"conversion_beliefs": "off"}}),
    ),
    Fact(
        "C4",
        "Hyesan importers wholesale to other regions; in a weak year less.",
        "The won loses a third in 12 weeks, or not.",
        QUIET_YEAR,
        (BASE, "shock"),
        (
            Condition(
                "share of imported pieces that goes inland in a normal year",
                lambda runs: (
                    total_of(after(runs[BASE].clothing_inland_shipments, 52))
                    / total_of(after(runs[BASE].clothing_imports, 52))
                ),
                "share",
                Bound(low=1 / 3),
            ),
            Condition(
                "inland shipments, change",
                lambda runs: change(runs, lambda run: total_of(inland(after(run.clothing_inland_shipments))), "shock"),
                "share",
                Bound(high=-0.15, no_effect=0.0),
            ),
        ),
        Counter("inland retailers order through Hyesan", {"switches": {"wholesale": "off"}}),
    ),
    Fact(
        "C5",
        "Many ask the price, few buy; importers bring in only what they can sell.",
        "The won loses a third in 12 weeks, or not; and with orders that ignore conversion rates.",
        QUIET_YEAR,
        (BASE, "shock", "shock, conversion ignored"),
        (
            Condition(
                "conversion rate (purchases per visit), change",
                lambda runs: change(runs, conversion, "shock"),
                "share",
                Bound(high=0.0, no_effect=0.0),
            ),
            Condition(
                "inquiries at Hyesan, change",
                lambda runs: change(runs, inquiries, "shock"),
                "share",
                Bound(low=-0.05),
                "many ask the price: inquiries do not fall; 5 % allowed, assumed",
            ),
            Condition(
                "garments bought at Hyesan, change",
                lambda runs: change(runs, purchases, "shock"),
                "share",
                Bound(high=0.0, no_effect=0.0),
            ),
            Condition(
                "import pieces in weeks 4 to 12, change",
                lambda runs: change(runs, lambda run: imported_pieces(run, 4, 8), "shock"),
                "share",
                Bound(high=0.0, no_effect=0.0),
            ),
            Condition(
                "unsold stock at season's end against orders that ignore conversion rates",
                lambda runs: change(runs, unsold, "shock", "shock, conversion ignored"),
                "share",
                Bound(high=0.0, no_effect=0.0),
            ),
        ),
        Counter(
            "orders follow beliefs about conversion rates", {"switches": {"conversion_beliefs": "off"}}, condition=4
        ),
    ),
    Fact(
        "C6",
        "Less volume, less profit for clothing traders.",
        "The won loses a third in 12 weeks, or not.",
        QUIET_YEAR,
        (BASE, "shock"),
        (
            Condition(
                "median weekly profit of clothing traders in yuan, change",
                lambda runs: change(runs, lambda run: mean_of(at_hyesan(after(run.trader_profit_median))), "shock"),
                "share",
                Bound(high=0.0, no_effect=0.0),
            ),
        ),
        Counter("garments are needed and bought", {"switches": {"clothing": "off"}}),
    ),
    Fact(
        "C7",
        "Officials' wives and the wealthy buy what looks high-end even when dear.",
        "Price of luxury, or of mass garments, 20 % higher for one season.",
        QUIET_YEAR,
        (BASE, "luxury dearer", "mass dearer"),
        (
            Condition("price elasticity of luxury demand of the wealthy", luxury_elasticity, "1", Bound(-0.7, 0.0)),
            Condition("price elasticity of mass demand of ordinary households", mass_elasticity, "1", Bound(high=-0.7)),
            Condition(
                "mass less luxury elasticity",
                lambda runs: mass_elasticity(runs) - luxury_elasticity(runs),
                "1",
                Bound(high=-0.4, no_effect=0.0),
            ),
        ),
        Counter(
            "the wealthy pay for looking high-end",
            {"parameters": {"status_taste": {"official": 1.9, "donju": 1.9}}},
            condition=2,
        ),
    ),
    Fact(
        "C8",
        "Currency and price spikes hurt ordinary confidence; luxury stays steady; the gap grows.",
        "The won loses a third in 12 weeks, or not.",
        QUIET_YEAR,
        (BASE, "shock"),
        (
            Condition(
                "ordinary confidence, change",
                lambda runs: change(
                    runs, lambda run: mean_of(at_hyesan(after(run.confidence)).sel(buyer_group="ordinary")), "shock"
                ),
                "share",
                Bound(high=0.0, no_effect=0.0),
            ),
            Condition(
                "mass pieces of ordinary households, change",
                lambda runs: change(runs, lambda run: pieces(run, "mass", "ordinary"), "shock"),
                "share",
                Bound(low=-0.5, high=-0.2, no_effect=0.0),
            ),
            Condition(
                "luxury pieces of the wealthy, change",
                lambda runs: change(runs, lambda run: pieces(run, "luxury", "wealthy"), "shock"),
                "share",
                Bound(low=-0.08),
            ),
            Condition(
                "wealthy over ordinary spending, change",
                lambda runs: change(runs, spending_ratio, "shock"),
                "share",
                Bound(low=0.0, no_effect=0.0),
            ),
            Condition(
                "mass pieces inland, change",
                lambda runs: change(runs, inland_mass_pieces, "shock"),
                "share",
                Bound(high=0.0, no_effect=0.0),
            ),
        ),
        Counter(
            "lost confidence lowers what ordinary households will pay and spend",
            {"switches": {"confidence": "off"}},
            condition=1,
        ),
    ),
    Fact(
        "C9",
        "Clothing traders add medicines when the season comes.",
        "A year of the baseline, and the won losing a third in 12 weeks.",
        QUIET_YEAR,
        (BASE, "shock"),
        (
            Condition(
                "value of clothing traders' medicine stock, ISO weeks 40-8 over the rest of the year",
                lambda runs: cold_over_rest(at_hyesan(after(runs[BASE].medicine_stock_value, 52))),
                "ratio",
                Bound(low=1.05),
            ),
            Condition(
                "share of working capital in medicine in the shock, rise",
                lambda runs: medicine_capital(runs["shock"]) - medicine_capital(runs[BASE]),
                "share",
                Bound(low=0.02, no_effect=0.0),
                "two points of 5 to 20 % (mechanism 8) assumed as the least that a report would see",
            ),
            Condition(
                "courses sold, weeks 40-8 over summer",
                lambda runs: cold_over_summer(at_hyesan(after(runs[BASE].medicine_purchases, 52)).sum("origin")),
                "ratio",
                Bound(low=1.4),
            ),
            Condition(
                "inland shipments of medicine, weeks 40-8 over the rest",
                lambda runs: cold_over_rest(inland(after(runs[BASE].medicine_inland_shipments, 52))),
                "ratio",
                Bound(low=1.0, no_effect=1.0),
            ),
        ),
        Counter(
            "illness has seasons",
            {
                "parameters": {
                    "illness_winter_rise": dict.fromkeys(("cold", "fever", "pain"), 0.0),
                    "illness_autumn_rise": dict.fromkeys(("cold", "fever", "pain"), 0.0),
                    "illness_summer_level": 1.0,
                }
            },
            condition=2,
        ),
    ),
    Fact(
        "C10",
        "Medicine is a necessity: demand holds when life gets harder.",
        "A levy takes 20 % of ordinary incomes, or not.",
        QUIET_YEAR,
        (BASE, "levy"),
        (
            Condition(
                "courses of medicine, change",
                lambda runs: change(runs, courses, "levy"),
                "share",
                Bound(low=-0.05),
            ),
            Condition(
                "mass garments of ordinary households, change",
                lambda runs: change(runs, lambda run: pieces(run, "mass", "ordinary"), "levy"),
                "share",
                Bound(high=-0.15, no_effect=0.0),
            ),
            Condition("imported courses over all", imported_medicine_share, "share", Bound(low=0.6)),
            Condition("imported over domestic price", imported_over_domestic_price, "ratio", Bound(1.5, 3.0)),
        ),
        Counter(
            "the sick draw on savings and weeks of income",
            {"parameters": {"medicine_income_elasticity": 1.0}},
        ),
    ),
    Fact(
        "C11",
        "Borders may close again, so traders stock up early, and gain hugely if they do close.",
        "Perceived hazard of a closure 0 or 2 % a week; then a closure, or none.",
        FEAR_OF_CLOSURE,
        ("no fear", "fear", "fear, closed"),
        (
            Condition(
                "stock cover with fear less without",
                lambda runs: cover_before_closing(runs["fear"]) - cover_before_closing(runs["no fear"]),
                "week",
                Bound(low=0.0, no_effect=0.0),
            ),
            Condition(
                "price of imported medicine within 26 weeks of closure", price_rise, "ratio", Bound(3.0, no_effect=1.0)
            ),
            Condition(
                "profit on medicine over 48 weeks: third of traders with most cover at the closure over the rest",
                early_profit,
                "ratio",
                Bound(2.0, no_effect=1.0),
            ),
        ),
        Counter("traders stock up in proportion to the hazard they see", {"switches": {"precaution": "off"}}),
    ),
)
