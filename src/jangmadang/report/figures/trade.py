"""Trade over the border by channel and direction, and what collectors are paid."""

from __future__ import annotations

import math
from collections.abc import Sequence

from jangmadang.labels import label
from jangmadang.report.palette import COLOURS
from jangmadang.report.section import Line, Panel, Section, series
from jangmadang.report.wording import AVERAGED, Milestone, changed, joined, listed, mean_at, percent
from jangmadang.results.bands import Bands

CHANNELS = ("customs", "state_smuggling", "private_smuggling")
GOODS = ("herbs", "lingzhi_low", "lingzhi_middle", "lingzhi_high", "leeches")


def sentence(bands: Bands, points: Sequence[Milestone]) -> str:
    """Imports and exports at the milestones, and who carries them now."""
    imports, exports = bands.main["imports"].sum("channel") / 1e6, bands.main["exports"].sum("channel") / 1e6
    now = points[-1]
    shares = {name: mean_at(bands.main["exports"].sel(channel=name) / 1e6, now) for name in CHANNELS}
    total = sum(shares.values())
    carried = ""
    if total > 0:
        went = "would go" if now.projected else "went"
        main = max(shares, key=lambda name: shares[name])
        carried = f"; in {now.name} {percent(shares[main] / total)} of exports {went} through {label(main)}"
    brought = listed(imports, points, AVERAGED, " million yuan a week")
    sent = listed(exports, points, AVERAGED, " million")
    return f"Imports at Hyesan {brought}; exports {sent}{carried}."


def farm_gate_sentence(bands: Bands, points: Sequence[Milestone]) -> str:
    """How farm-gate prices moved between the first and the last milestone."""
    first, now = points[0], points[-1]
    prices = {good: series("farm_gate_price", export_good=good)(bands.main) for good in GOODS}
    priced = {good: line for good, line in prices.items() if math.isfinite(mean_at(line, now))}
    parts = [f"{label(good)} {changed(line, first, now)}" for good, line in priced.items()]
    return (
        f"Between {first.name} and {now.name} the price paid to collectors: {joined(parts)}." if parts else "No prices."
    )


SECTION = Section(
    key="trade",
    title="Trade over the border",
    caption="Value at the border by channel, thirteen-week means.",
    panels=tuple(
        Panel(
            f"{title} at Hyesan",
            "million yuan a week",
            tuple(Line(label(name), COLOURS[name], series(key, channel=name)) for name in CHANNELS),
            smooth_weeks=13,
            divide_by=1e6,
        )
        for title, key in (("Imports", "imports"), ("Exports", "exports"))
    ),
    sentence=sentence,
)

FARM_GATE = Section(
    key="farm-gate",
    title="Farm-gate prices",
    caption=(
        "Price paid to collectors of export goods, four-week means; a gap where nobody gathers or no channel takes "
        "exports."
    ),
    panels=(
        Panel(
            "Farm-gate prices",
            "yuan a kilogram",
            tuple(Line(label(good), COLOURS[good], series("farm_gate_price", export_good=good)) for good in GOODS),
            smooth_weeks=4,
            scale="log",
        ),
    ),
    sentence=farm_gate_sentence,
)
