"""Staple prices in won and yuan and the exchange rate, against every reported price that applies."""

from __future__ import annotations

from collections.abc import Sequence

from jangmadang.report.palette import BLUE, INK, ORANGE
from jangmadang.report.section import Line, Observed, Panel, Section, series
from jangmadang.report.wording import COST, Milestone, listed
from jangmadang.results.bands import Bands


def sentence(bands: Bands, points: Sequence[Milestone]) -> str:
    """Rice in both moneys and the rate."""
    main = bands.main
    won = listed(series("rice_price")(main), points, COST, " won")
    yuan = listed(series("rice_price_cny")(main), points, COST)
    rate = listed(series("exchange_rate")(main), points, ("stood at", "would stand at"), " won")
    return f"A kilogram of rice {won}; in yuan it {yuan}; the yuan {rate}."


SECTION = Section(
    key="prices",
    title="Prices and the exchange rate",
    caption=(
        "Lines: the run. Marks: prices reported for Hyesan, each as the middle of its range, and the average of "
        "Ryanggang where Hyesan has none within two weeks. Won prices are also shown in yuan, at a rate reported "
        "within two weeks or else the smoothed path of the reports. The exchange rate of the run follows the reports "
        "while it is imposed, so its agreement there is no test."
    ),
    panels=(
        Panel(
            "Rice",
            "won a kilogram",
            (Line("rice", BLUE, series("rice_price"), forecast="rice_price"),),
            scale="log",
            observed=Observed("rice", "KPW"),
        ),
        Panel(
            "Rice", "yuan a kilogram", (Line("rice", BLUE, series("rice_price_cny")),), observed=Observed("rice", "CNY")
        ),
        Panel(
            "Corn",
            "won a kilogram",
            (Line("corn", ORANGE, series("corn_price"), forecast="corn_price"),),
            scale="log",
            observed=Observed("corn", "KPW"),
        ),
        Panel(
            "Corn",
            "yuan a kilogram",
            (Line("corn", ORANGE, series("corn_price_cny")),),
            observed=Observed("corn", "CNY"),
        ),
        Panel(
            "Exchange rate",
            "won per yuan",
            (Line("market rate", INK, series("exchange_rate"), forecast="exchange_rate"),),
            scale="log",
            observed=Observed("cny", "KPW"),
        ),
    ),
    sentence=sentence,
)
