"""What the facts on clothing and medicine measure: windows of quiet years, and figures of one run or of arms."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import xarray as xr

from jangmadang.facts.experiment import BASE, Arms
from jangmadang.facts.measures import (
    ORDINARY,
    WEALTHY,
    arc_elasticity,
    at_hyesan,
    between,
    centroid_week,
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


def after(series: Any, weeks: int = SHOCK_WEEKS) -> Any:
    """Weeks from the start of the shock."""
    return between(series, SHOCK, weeks)


def pieces(run: xr.Dataset, tier: str, group: str) -> float:
    """Number of garments of a tier bought by a group at Hyesan after the shock."""
    bought = at_hyesan(after(run.clothing_purchases)).sel(tier=tier, buyer_group=group)
    return float(bought.sum())


def luxury_share(run: xr.Dataset) -> float:
    """Luxury share of the value of clothing imports after the shock."""
    value = after(run.import_value).sum(["channel", "week"])
    luxury, mass = (float(value.sel(import_good=f"clothing_{tier}")) for tier in ("luxury", "mass"))
    return luxury / (luxury + mass)


def turned_to_luxury(run: xr.Dataset) -> float:
    """Share of Hyesan's traders who sell to the wealthy, from the second quarter of the shock on."""
    traders = at_hyesan(between(run.traders_by_strategy, SHOCK + datetime.timedelta(weeks=13), 39))
    return mean_of(traders.sel(strategy=["luxury", "luxury_and_medicine"]).sum("strategy") / traders.sum("strategy"))


def imported_pieces(run: xr.Dataset, first: int, weeks: int) -> float:
    """Number of garments imported in some weeks counted from the shock."""
    return total_of(between(run.clothing_imports, SHOCK + datetime.timedelta(weeks=first), weeks))


def conversion(run: xr.Dataset) -> float:
    """Garments bought per visit, a mean over the weeks after the shock."""
    return mean_of(at_hyesan(after(run.clothing_conversion_rate)))


def inquiries(run: xr.Dataset) -> float:
    """Number of inquiries at Hyesan's stalls after the shock."""
    return total_of(at_hyesan(after(run.clothing_inquiries)))


def purchases(run: xr.Dataset) -> float:
    """Number of garments bought at Hyesan after the shock."""
    return total_of(at_hyesan(after(run.clothing_purchases)))


def unsold(run: xr.Dataset) -> float:
    """Number of garments in Hyesan's stocks at the end of the winter season, weeks 24 to 26 from the shock."""
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
    """Ratio of sales of the lesser of hoodie and jacket to those of the better of the other autumn garments."""
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
    """Number of courses of medicine bought at Hyesan after the levy."""
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
    """Profit on medicine in 48 weeks of closure: the third of traders with most stock at its start over the others."""
    profit = at_hyesan(between(runs["fear, closed"].medicine_profit_mean, CLOSING, 48)).sum("week")
    others = profit.sel(cover_third=["low", "middle"]).mean()
    return float(profit.sel(cover_third="high") / others)


def spending_ratio(run: xr.Dataset) -> float:
    """Spending of wealthy over ordinary households at Hyesan."""
    window = after(run)
    return mean_of(at_hyesan(group_spending(window, WEALTHY) / group_spending(window, ORDINARY)))


def inland_mass_pieces(run: xr.Dataset) -> float:
    """Number of mass garments bought inland after the shock."""
    return total_of(inland(after(run.clothing_purchases)).sel(tier="mass"))
