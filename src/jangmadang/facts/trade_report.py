"""The eleven facts of the report on trade over the border (S1 to S11), mostly in the standard scenario `hyesan`."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import numpy as np
import xarray as xr

from jangmadang.facts.experiment import BASE, Arms, Bound, Condition, Counter, Experiment, Fact
from jangmadang.facts.measures import (
    HERBS_LINGZHI_LEECHES,
    at_hyesan,
    between,
    centroid_week,
    change,
    mean_inland,
    mean_of,
    real_income,
    real_turnover,
    total_of,
)

YEAR_2019 = (datetime.date(2018, 12, 31), 52)
YEAR_2021 = (datetime.date(2021, 1, 4), 52)
YEAR_2024 = (datetime.date(2024, 1, 1), 52)
NOW = (datetime.date(2025, 1, 6), 46)
SPRING_2025 = (datetime.date(2025, 3, 3), 13)
LICENCES_SINCE_2023 = datetime.date(2023, 8, 7)
NOT_CLOSED = datetime.date(2020, 1, 6)
REOPENING = datetime.date(2023, 1, 2)
SETTLED = (datetime.date(2023, 4, 3), 39)  # from the second quarter after the reopening on
PULSE = datetime.date(2016, 8, 1)
PULSE_WEEKS = 6
COMPANIES = ["customs", "state_smuggling"]
UNRECORDED = ["state_smuggling", "private_smuggling"]
LINGZHI = ["lingzhi_low", "lingzhi_middle", "lingzhi_high"]


def regime(since: datetime.date, imports: float, exports: float) -> list[dict[str, Any]]:
    """Dated changes that set both directions of trade at Hyesan and at the country's other border places."""
    openness = {
        "openness[customs,import]": imports,
        "openness[state_smuggling,import]": imports,
        "openness[customs,export]": exports,
        "openness[state_smuggling,export]": exports,
        "openness[private_smuggling,*]": 0,
        "other_gateways_openness": 1 if imports else 0.05,
        "other_gateways_inflow": 1 if exports else 0.2,
        "export_outlet_capacity": 6,
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
        name: {"changes": regime(REOPENING, imports, exports), "exchange_rate": FREE_RATE}
        for name, imports, exports in (("closed", 0, 0), ("import-only", 1, 0), ("both ways", 1, 1))
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


def over(window: tuple[datetime.date, int], series: Any) -> Any:
    """The weeks of a named window."""
    return between(series, *window)


def open_quarters(run: xr.Dataset, flow: str) -> list[float]:
    """Value carried by the state channel in each quarter since its reopening in which it was open, CNY."""
    value = run[f"{flow}_value"].sel(channel="state_smuggling").sum(f"{flow}_good")
    openness = run.openness.sel(channel="state_smuggling", flow=flow)
    since = value["week"] >= np.datetime64(LICENCES_SINCE_2023, "ns")
    found = []
    for _, quarter in value[since].resample(week="QS"):
        if float(openness.sel(week=quarter["week"]).mean()) > 0.3:
            found.append(total_of(quarter))
    return found


def smallest_open_quarter(flow: str) -> Callable[[Arms], float]:
    """Measure of the least value that the state channel carried in an open quarter, CNY."""
    return lambda runs: min(open_quarters(runs[BASE], flow))


def collected_exports(run: xr.Dataset, window: tuple[datetime.date, int]) -> xr.DataArray:
    """Value of herbs, lingzhi and leeches exported in a window by channel, CNY."""
    return over(window, run.export_value).sel(export_good=list(HERBS_LINGZHI_LEECHES)).sum(["week", "export_good"])


def share_of(channels: list[str], window: tuple[datetime.date, int]) -> Any:
    """Measure of the share of some channels in the exports of herbs, lingzhi and leeches."""

    def measure(runs: Arms) -> float:
        value = collected_exports(runs[BASE], window)
        return total_of(value.sel(channel=channels)) / total_of(value)

    return measure


def exported_in_season(runs: Arms) -> float:
    """Number of herbs, lingzhi and leeches (out of 3) with most of the year's exports in May to October."""
    value = over(NOW, runs[BASE].export_value).sum("channel")
    warm = value["week"].dt.month.isin(range(5, 11))
    found = 0
    for goods in (["herbs"], LINGZHI, ["leeches"]):
        series = value.sel(export_good=goods).sum("export_good")
        found += float(series[warm].sum()) > 0.6 * max(total_of(series), 1.0)
    return float(found)


def per_shipment(run: xr.Dataset) -> float:
    """Concealed value over export shipments, CNY."""
    return total_of(over(NOW, run.concealed_value)) / total_of(over(NOW, run.export_shipments))


def officials_take(run: xr.Dataset) -> float:
    """Officials' weekly take from concealed gold, CNY."""
    return mean_of(over(NOW, run.concealment_bribes))


def concealing_share(run: xr.Dataset) -> float:
    """Share of shipments with concealed gold, weighted by shipments."""
    window = over(NOW, run)
    return total_of(window.concealed_shipment_share * window.export_shipments) / total_of(window.export_shipments)


def farm_gate(goods: list[str], window: tuple[datetime.date, int], largest: bool) -> Any:
    """Measure of the lowest or highest mean farm-gate price of some goods in a window, CNY/kg."""

    def measure(runs: Arms) -> float:
        price = over(window, runs[BASE].farm_gate_price).sel(export_good=goods).mean("week")
        return float(price.max() if largest else price.min())

    return measure


def farm_gate_rise(good: str) -> Any:
    """Measure of the rise of a farm-gate price from 2024 to spring 2025."""

    def measure(runs: Arms) -> float:
        price = runs[BASE].farm_gate_price.sel(export_good=good)
        return mean_of(over(SPRING_2025, price)) / mean_of(over(YEAR_2024, price)) - 1.0

    return measure


def buyers_and_price(runs: Arms) -> float:
    """Correlation over weeks of 2024 and 2025 between the number of active buyers and the price of lingzhi."""
    window = (YEAR_2024[0], 98)
    price = over(window, runs[BASE].farm_gate_price).sel(export_good="lingzhi_middle")
    return float(np.corrcoef(over(window, runs[BASE].active_buyers), price)[0, 1])


def collectors_share(runs: Arms) -> float:
    """Farm-gate over border price of lingzhi in spring 2025."""
    window = over(SPRING_2025, runs[BASE]).sel(export_good=LINGZHI)
    return mean_of(window.farm_gate_price / window.border_price)


def response(runs: Arms, figure: Any) -> xr.DataArray:
    """Paired weekly difference of a series that the pulse brings, over 52 weeks."""
    return between(figure(runs["pulse"]) - figure(runs[BASE]), PULSE, 52)


def collectors_income(run: xr.Dataset) -> xr.DataArray:
    """Income from gathering of all households of Hyesan, KPW a week."""
    return run.collector_income * at_hyesan(run.gathering_share) * at_hyesan(run.households).sum()


def all_incomes(run: xr.Dataset) -> xr.DataArray:
    """Income of all households of Hyesan, KPW a week."""
    return at_hyesan((run.income_mean.fillna(0.0) * run.households).sum("household_class"))


def merchants_income(run: xr.Dataset) -> xr.DataArray:
    """Income of Hyesan's stallholders from their stalls, KPW a week."""
    return at_hyesan(run.merchant_income)


def retail_turnover(run: xr.Dataset) -> xr.DataArray:
    """Turnover of Hyesan's markets, KPW a week."""
    return at_hyesan(run.turnover)


def export_receipts(run: xr.Dataset) -> xr.DataArray:
    """Value of all exports of Hyesan, KPW a week."""
    return run.export_value.sum(["channel", "export_good"]) * run.exchange_rate


def multiplier(runs: Arms) -> float:
    """Rise of all incomes of Hyesan over the rise of its export receipts in the year from the pulse."""
    return total_of(response(runs, all_incomes)) / total_of(response(runs, export_receipts))


def median_income(run: xr.Dataset) -> float:
    """Real median income at Hyesan from the second quarter after the reopening on."""
    return mean_of(over(SETTLED, at_hyesan(real_income(run))))


def closeness(runs: Arms) -> float:
    """Part of the way from closed to both ways that import-only goes in real median income."""
    closed, imports, both = (median_income(runs[arm]) for arm in ("closed", "import-only", "both ways"))
    return (imports - closed) / (both - closed)


def hyesan_over_inland(runs: Arms) -> float:
    """Rise of real median income from closed to both ways at Hyesan less that inland."""
    abroad = {arm: mean_inland(over(SETTLED, real_income(runs[arm])), runs[arm]) for arm in ("closed", "both ways")}
    return change(runs, median_income, "both ways", "closed") - (abroad["both ways"] / abroad["closed"] - 1.0)


def stallholders_income(run: xr.Dataset) -> float:
    """Real median income of Hyesan's stallholders from the second quarter after the reopening on."""
    return mean_of(over(SETTLED, at_hyesan(real_income(run, "stallholder"))))


def short_of_staples(run: xr.Dataset, first: datetime.date = SETTLED[0], weeks: int = SETTLED[1]) -> float:
    """Share of Hyesan's households short of staples."""
    return mean_of(at_hyesan(between(run.short_of_staples_share_all, first, weeks)))


def expectation(run: xr.Dataset) -> float:
    """Confidence index of ordinary households of Hyesan from the second quarter after the reopening on."""
    return mean_of(at_hyesan(over(SETTLED, run.confidence)).sel(buyer_group="ordinary"))


def between_years(figure: Any, after: Any = YEAR_2021, before: Any = YEAR_2019) -> Any:
    """Measure of the relative change of a mean between two windows of history."""

    def measure(runs: Arms) -> float:
        series = figure(runs[BASE])
        return mean_of(over(after, series)) / mean_of(over(before, series)) - 1.0

    return measure


def class_income(household_class: str | None = None) -> Any:
    """Real median income at Hyesan of a class, or of all households."""
    return lambda run: at_hyesan(real_income(run, household_class))


def unrecorded_trade(run: xr.Dataset) -> xr.DataArray:
    """Value of trade by state and private smuggling, CNY a week."""
    return run.import_value.sel(channel=UNRECORDED).sum(["channel", "import_good"]) + run.export_value.sel(
        channel=UNRECORDED
    ).sum(["channel", "export_good"])


def unrecorded_now(runs: Arms) -> float:
    """Unrecorded trade in open quarters of the last year over that of 2019."""
    window = over(NOW, runs[BASE])
    open_share = window.openness.sel(channel="state_smuggling").mean("flow")
    open_weeks = open_share.resample(week="QS").mean().reindex(week=window["week"], method="ffill") > 0.3
    trade = over(NOW, unrecorded_trade(runs[BASE]))
    return float(trade[open_weeks.values].mean()) / mean_of(over(YEAR_2019, unrecorded_trade(runs[BASE])))


def value_of(flow: str) -> Any:
    """Weekly value of imports or exports at Hyesan, CNY."""
    return lambda run: run[f"{flow}_value"].sum(["channel", f"{flow}_good"])


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
        "History, 2024 and spring 2025.",
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
    ),
    Fact(
        "S7",
        "Higher export prices raise residents' incomes, then spending, then merchants' incomes.",
        "Export prices 30 % higher for six weeks, or not.",
        EXPORT_PRICES,
        (BASE, "pulse"),
        (
            Condition(
                "centroid of turnover after that of collectors' income",
                lambda runs: (
                    centroid_week(response(runs, retail_turnover)) - centroid_week(response(runs, collectors_income))
                ),
                "week",
                Bound(low=0.0, no_effect=0.0),
            ),
            Condition(
                "centroid of merchants' income after that of turnover",
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
        "From January 2023 closed, import-only or both ways, here and at the other border places; E moves freely.",
        REOPENED,
        ("closed", "import-only", "both ways"),
        (
            Condition("way from closed to both ways that import-only goes", closeness, "share", Bound(high=0.5)),
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
        ),
        Counter(
            "exports bring the yuan that pays for imports",
            arms={
                "both ways": {
                    "changes": [{"path": "other_gateways_inflow", "from": REOPENING, "set": 0.2}],
                    "switches": {"collecting": "off"},
                }
            },
            condition=0,
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
            Condition("real median income, change", between_years(class_income()), "share", Bound(-0.50, -0.25)),
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
        "History, 2019 and now.",
        CLOSURE,
        (BASE,),
        (
            Condition(
                "unrecorded trade in open quarters now over 2019 (evidence 0.4-1, for households 0.2-0.6)",
                unrecorded_now,
                "ratio",
                Bound(0.4, 1.3),
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
            "exports bring the yuan that pays for imports",
            arms={
                "both ways": {
                    "changes": [{"path": "other_gateways_inflow", "from": REOPENING, "set": 0.2}],
                    "switches": {"collecting": "off"},
                }
            },
            condition=1,
        ),
    ),
)
