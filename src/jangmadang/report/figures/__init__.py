"""The figures of the report, one file for each subject; `SECTIONS` is their order."""

from __future__ import annotations

from jangmadang.report.figures import clothing, confidence, hunger, incomes, medicine, prices, trade, turnover
from jangmadang.report.section import Section

SECTIONS: tuple[Section, ...] = (
    hunger.SECTION,
    incomes.HOUSEHOLDS,
    incomes.COLLECTORS,
    turnover.SECTION,
    prices.SECTION,
    trade.SECTION,
    trade.FARM_GATE,
    clothing.PIECES,
    clothing.CONVERSION,
    medicine.SECTION,
    confidence.SECTION,
)

__all__ = ["SECTIONS"]
