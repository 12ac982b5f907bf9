"""Clothing: mass and luxury pieces, conversion of inquiries and the importers' orders."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from jangmadang.report.palette import COLOURS, INK
from jangmadang.report.section import Line, Panel, Section, series
from jangmadang.report.wording import Milestone, listed, moved
from jangmadang.results.bands import Bands

TIERS = ("mass", "luxury")


def conversion(data: xr.Dataset) -> xr.DataArray:
    """Pieces bought at Hyesan per inquiry, over 13 weeks."""
    return series("clothing_conversion_rate")(data).rolling(week=13, center=True, min_periods=1).mean()


def pieces_sentence(bands: Bands, points: Sequence[Milestone]) -> str:
    """How both tiers moved."""
    mass, luxury = (series(f"{tier}_pieces")(bands.main) for tier in TIERS)
    return f"Mass pieces bought at Hyesan {moved(mass, points)}; luxury pieces {moved(luxury, points)}."


def conversion_sentence(bands: Bands, points: Sequence[Milestone]) -> str:
    """Conversion and orders at the milestones."""
    orders = bands.main["clothing_imports"].sum("tier")
    bought = listed(conversion(bands.main) * 100, points, ("came to", "would come to"))
    return f"Purchases on 100 inquiries {bought}; imports of garments {moved(orders, points)}."


PIECES = Section(
    key="clothing",
    title="Clothing, mass and luxury",
    caption="Garments bought at Hyesan by tier, and luxury's share of the import value of clothing; 13-week means.",
    panels=(
        Panel(
            "Garments bought at Hyesan",
            "pieces a week",
            tuple(Line(tier, COLOURS[tier], series(f"{tier}_pieces")) for tier in TIERS),
            smooth_weeks=13,
        ),
        Panel(
            "Luxury in the import value of clothing",
            "share",
            (Line("luxury", COLOURS["luxury"], series("luxury_import_share")),),
            smooth_weeks=13,
            scale="share",
        ),
    ),
    sentence=pieces_sentence,
)

CONVERSION = Section(
    key="conversion",
    title="Purchases per inquiry, and orders",
    caption=(
        "Purchases per inquiry at Hyesan (a customer who asks at a stall), and garments brought in for Hyesan and "
        "inland; 13-week means."
    ),
    panels=(
        Panel("Purchases per inquiry at Hyesan", "share", (Line("purchases", INK, conversion),), scale="share"),
        Panel(
            "Garments imported",
            "pieces a week",
            tuple(Line(tier, COLOURS[tier], series("clothing_imports", tier=tier)) for tier in TIERS),
            smooth_weeks=13,
        ),
    ),
    sentence=conversion_sentence,
)
