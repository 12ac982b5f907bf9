"""One colour for each channel, class, tier and origin: the Okabe-Ito set, safe for colour-blind readers."""

from __future__ import annotations

INK = "#1f2933"
MUTED = "#6b7785"
GRID = "#e3e7eb"
CLOSED_SHADE = "#eceef1"
OBSERVED = "#b3261e"

BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY = "#CC79A7", "#56B4E9"

COLOURS: dict[str, str] = {
    "customs": BLUE,
    "state_smuggling": ORANGE,
    "private_smuggling": GREEN,
    "labourer": VERMILION,
    "stallholder": BLUE,
    "official": GREEN,
    "donju": PURPLE,
    "farmer": ORANGE,
    "ordinary": BLUE,
    "wealthy": PURPLE,
    "mass": BLUE,
    "luxury": PURPLE,
    "imported": BLUE,
    "domestic": ORANGE,
    "herbs": GREEN,
    "leeches": VERMILION,
    "lingzhi_low": SKY,
    "lingzhi_middle": BLUE,
    "lingzhi_high": INK,
}
