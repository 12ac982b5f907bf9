"""The eleven facts of the report on the clothing trade (C1 to C11), in the quiet years of scenario `baseline`."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import xarray as xr

from jangmadang.facts.experiment import BASE, Arms, Bound, Condition, Counter, Experiment, Fact
from jangmadang.facts.measures import (
    ORDINARY,
    WEALTHY,
    arc_elasticity,
    at_hyesan,
    between,
    centroid_week,
    change,
    group_spending,
    inland,
    iso_weeks,
    mean_of,
    total_of,
)

YEAR = datetime.date(2016, 1, 4)
SHOCK = datetime.date(2016, 8, 1)  # the first Monday of August
SHOCK_WEEKS = 26
AUTUMN = ["hoodie", "jacket", "shirt", "trousers"]
WINTER = ["knitwear", "padded_jacket", "coat"]
WEEKS_TO_MID_SEASON = ((AUTUMN, 22), (WINTER, 31))  # from the first samples on
SAMPLING = datetime.date(2016, 5, 2)  # before the samples of the autumn and winter seasons
SAMPLING_WEEKS = 47
SAMPLINGS = (SAMPLING, datetime.date(2017, 5, 1))  # two years of them
CLOSING = datetime.date(2017, 1, 2)
FEAR = datetime.date(2016, 1, 4)

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


def after(series: Any, weeks: int = SHOCK_WEEKS) -> Any:
    """Weeks from the start of the shock."""
    return between(series, SHOCK, weeks)


def pieces(run: xr.Dataset, tier: str, group: str) -> float:
    """Garments of a tier bought by a group at Hyesan after the shock."""
    bought = at_hyesan(after(run.clothing_purchases)).sel(tier=tier, buyer_group=group)
    return float(bought.sum())


def luxury_share(run: xr.Dataset) -> float:
    """Luxury share of the value of clothing imports after the shock."""
    value = after(run.import_value).sum(["channel", "week"])
    luxury, mass = (float(value.sel(import_good=f"clothing_{tier}")) for tier in ("luxury", "mass"))
    return luxury / (luxury + mass)


def imported_pieces(run: xr.Dataset, first: int, weeks: int) -> float:
    """Garments imported in some weeks counted from the shock."""
    return total_of(between(run.clothing_imports, SHOCK + datetime.timedelta(weeks=first), weeks))


def conversion(run: xr.Dataset) -> float:
    """Garments bought per visit after the shock."""
    return mean_of(at_hyesan(after(run.clothing_conversion_rate)))


def unsold(run: xr.Dataset) -> float:
    """Garments in Hyesan's stocks at the end of the winter season, weeks 24 to 26 from the shock."""
    stock = at_hyesan(between(run.clothing_stock, SHOCK + datetime.timedelta(weeks=24), 3))
    return mean_of(stock.sum(["garment", "tier"]))


def posted_price_ratio(runs: Arms, arm: str, tier: str) -> float:
    """Posted prices of a tier in an arm over the base arm's, weighted with the base arm's purchases."""
    bought = at_hyesan(after(runs[BASE].clothing_purchases)).sel(tier=tier).sum("buyer_group")
    price = {
        name: float((at_hyesan(after(runs[name].clothing_price)).sel(tier=tier).fillna(0.0) * bought).sum())
        for name in (arm, BASE)
    }
    return price[arm] / price[BASE]


def luxury_elasticity(runs: Arms) -> float:
    """Arc price elasticity of the luxury demand of the wealthy."""
    dearer, base = (pieces(runs[arm], "luxury", "wealthy") for arm in ("luxury dearer", BASE))
    return arc_elasticity(dearer, base, posted_price_ratio(runs, "luxury dearer", "luxury"))


def mass_elasticity(runs: Arms) -> float:
    """Arc price elasticity of the mass demand of ordinary households."""
    dearer, base = (pieces(runs[arm], "mass", "ordinary") for arm in ("mass dearer", BASE))
    return arc_elasticity(dearer, base, posted_price_ratio(runs, "mass dearer", "mass"))


def autumn_sales(run: xr.Dataset) -> xr.DataArray:
    """Autumn garments bought at Hyesan in the base year, by week and garment."""
    return at_hyesan(between(run.clothing_purchases, YEAR, 52)).sel(garment=AUTUMN).sum(["tier", "buyer_group"])


def autumn_share(runs: Arms) -> float:
    """Share of autumn garments that sell in ISO weeks 35 to 46."""
    sales = autumn_sales(runs[BASE]).sum("garment")
    week = iso_weeks(sales)
    return float(sales[(week >= 35) & (week <= 46)].sum() / sales.sum())


def autumn_lead(runs: Arms) -> float:
    """Weeks by which the centroid of autumn imports leads that of sales."""
    imports = between(runs[BASE].clothing_imports, YEAR, 52).sel(garment=AUTUMN).sum(["garment", "tier"])
    return centroid_week(autumn_sales(runs[BASE]).sum("garment")) - centroid_week(imports)


def best_sellers(runs: Arms) -> float:
    """Sales of the lesser of hoodie and jacket over those of the better of the other autumn garments."""
    sold = autumn_sales(runs[BASE]).sum("week")
    return float(sold.sel(garment=AUTUMN[:2]).min() / sold.sel(garment=AUTUMN[2:]).max())


def season(series: xr.DataArray) -> xr.DataArray:
    """Knitwear and padded jackets from the first samples on."""
    return between(series, SAMPLING, SAMPLING_WEEKS).sel(garment=WINTER[:2])


def sample_share(runs: Arms) -> float:
    """Sample lots over the pieces of the season."""
    run = runs[BASE]
    return total_of(season(run.clothing_samples)) / total_of(season(run.clothing_imports))


def best_design_share(run: xr.Dataset) -> float:
    """Share of bulk orders that goes to the best design of four."""
    bulk = total_of(season(run.clothing_imports)) - total_of(season(run.clothing_samples))
    return total_of(season(run.clothing_best_design_imports)) / bulk


def importer_profit(run: xr.Dataset) -> float:
    """Importers' profit of the season, CNY."""
    return total_of(at_hyesan(between(run.trader_profit, SAMPLING, SAMPLING_WEEKS)))


def luxury_part(pieces_by_tier: xr.DataArray) -> np.ndarray[Any, Any]:
    """Luxury share of pieces by garment."""
    return (pieces_by_tier.sel(tier="luxury") / pieces_by_tier.sum("tier")).values


def move_to_what_sold(runs: Arms) -> float:
    """Correlation, over garments and two years, of what drew purchases at the samples and where sampling moves orders.

    The first is the luxury share of purchases at the samples, the second that of bulk orders up to the middle of the
    season, sampling on less off; both over their mean of the season's garments.
    """
    drew, moved = [], []
    for first in SAMPLINGS:
        bought = at_hyesan(between(runs[BASE].clothing_sample_purchases, first, SAMPLING_WEEKS)).sum("week")
        for garments, weeks in WEEKS_TO_MID_SEASON:
            bulk = {
                arm: luxury_part(
                    (between(run.clothing_imports, first, weeks) - between(run.clothing_samples, first, weeks))
                    .sum("week")
                    .sel(garment=garments)
                )
                for arm, run in runs.items()
            }
            pull, move = luxury_part(bought.sel(garment=garments)), bulk[BASE] - bulk["no samples"]
            drew.append(pull - pull.mean())
            moved.append(move - move.mean())
    return float(np.corrcoef(np.concatenate(drew), np.concatenate(moved))[0, 1])


def cold_weeks(series: xr.DataArray) -> np.ndarray[Any, Any]:
    """Whether each week lies in ISO weeks 40 to 8."""
    week = iso_weeks(series)
    return (week >= 40) | (week <= 8)


def cold_over_rest(series: xr.DataArray) -> float:
    """Mean of the year's weeks 40 to 8 over that of the others."""
    cold = cold_weeks(series)
    return float(series[cold].mean() / series[~cold].mean())


def cold_over_summer(series: xr.DataArray) -> float:
    """Mean of the year's weeks 40 to 8 over that of weeks 22 to 35."""
    week = iso_weeks(series)
    summer = (week >= 22) & (week <= 35)
    return float(series[cold_weeks(series)].mean() / series[summer].mean())


def medicine_capital(run: xr.Dataset) -> float:
    """Share of clothing traders' working capital in medicine over the year from the shock."""
    return mean_of(at_hyesan(after(run.trader_medicine_capital_share, 52)))


def courses(run: xr.Dataset) -> float:
    """Courses of medicine bought at Hyesan after the levy."""
    return total_of(at_hyesan(after(run.medicine_purchases)))


def imported_medicine_share(runs: Arms) -> float:
    """Imported courses over all."""
    bought = at_hyesan(after(runs[BASE].medicine_purchases)).sum("week")
    return float(bought.sel(origin="imported") / bought.sum())


def imported_over_domestic_price(runs: Arms) -> float:
    """Price of a course of imported over domestic medicine."""
    price = at_hyesan(after(runs[BASE].medicine_price)).mean("week")
    return float(price.sel(origin="imported") / price.sel(origin="domestic"))


def cover_before_closing(run: xr.Dataset) -> float:
    """Stock cover of imported medicine in the quarter before the closure, weeks."""
    return mean_of(at_hyesan(between(run.medicine_stock_cover, CLOSING - datetime.timedelta(weeks=13), 13)))


def price_rise(runs: Arms) -> float:
    """Highest price of imported medicine within 26 weeks of the closure over that without one, at Hyesan."""
    price = {
        arm: at_hyesan(between(runs[arm].medicine_price, CLOSING, 26)).sel(origin="imported")
        for arm in ("fear, closed", "fear")
    }
    return float(price["fear, closed"].max() / price["fear"].mean())


def early_profit(runs: Arms) -> float:
    """Profit on medicine in 48 weeks of closure: the third of traders with most cover over the mean of the others."""
    profit = at_hyesan(between(runs["fear, closed"].medicine_profit_mean, CLOSING, 48)).sum("week")
    others = profit.sel(caution_third=["low", "middle"]).mean()
    return float(profit.sel(caution_third="high") / others)


def spending_ratio(run: xr.Dataset) -> float:
    """Spending of wealthy over ordinary households at Hyesan."""
    window = after(run)
    return mean_of(at_hyesan(group_spending(window, WEALTHY) / group_spending(window, ORDINARY)))


def inland_mass_pieces(run: xr.Dataset) -> float:
    """Mass garments bought inland after the shock."""
    return total_of(inland(after(run.clothing_purchases)).sel(tier="mass"))


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
        ),
        Counter("orders follow beliefs about conversion", {"switches": {"conversion_beliefs": "off"}}),
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
        "The won loses a third in 12 weeks, or not; and with orders that ignore conversion.",
        QUIET_YEAR,
        (BASE, "shock", "shock, conversion ignored"),
        (
            Condition(
                "conversion (purchases per visit), change",
                lambda runs: change(runs, conversion, "shock"),
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
                "unsold stock at season's end against orders that ignore conversion",
                lambda runs: change(runs, unsold, "shock", "shock, conversion ignored"),
                "share",
                Bound(high=0.0, no_effect=0.0),
            ),
        ),
        Counter("orders follow beliefs about conversion", {"switches": {"conversion_beliefs": "off"}}, condition=2),
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
                Bound(low=0.0, no_effect=0.0),
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
            {"parameters": {"medicine_willingness_weeks": 0.1}},
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
                "profit on medicine over 48 weeks: third of traders with most cover over the rest",
                early_profit,
                "ratio",
                Bound(2.0, no_effect=1.0),
            ),
        ),
        Counter("traders stock up in proportion to the hazard they see", {"switches": {"precaution": "off"}}),
    ),
)
