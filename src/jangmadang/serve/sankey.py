"""A Sankey diagram as SVG: payers on the left, receivers on the right, a ribbon for what one paid to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

from jangmadang.report import palette

SVG = "http://www.w3.org/2000/svg"
#: A sector has one colour in every quarter and money; small ones and others share the last.
HUES = {
    "household": palette.BLUE,
    "income_pools": palette.ORANGE,
    "changers": palette.GREEN,
    "abroad": palette.VERMILION,
    "import_dealers": palette.PURPLE,
    "traders": palette.SKY,
    "state": palette.INK,
}
OTHER_HUE = palette.MUTED
SLOT, GAP, NODE, FONT, THINNEST = 17.0, 5.0, 12.0, 13.0, 0.6


@dataclass(frozen=True)
class Ribbon:
    """What one paid to another; `says` is shown when it is pointed at."""

    payer: str
    receiver: str
    amount: float
    says: str


@dataclass(frozen=True)
class Size:
    """Width and height of a diagram, and the room for names on either side, in pixels."""

    width: float
    height: float
    names: float


WIDE, NARROW = Size(1060.0, 460.0, 190.0), Size(366.0, 560.0, 114.0)


@dataclass
class _Node:
    """A place on a side: its top, its height, and how much of it is taken."""

    top: float
    height: float
    taken: float = 0.0


def sankey(
    ribbons: Sequence[Ribbon], size: Size, alt: str, words: Mapping[str, str], hue: Callable[[str], str], ink: str
) -> Markup:
    """The diagram.

    Parameters
    ----------
    ribbons : in any order; amounts above zero.
    size : of it.
    alt : what it shows in a sentence.
    words : what is written at a payer and a receiver, by `payer NAME` and `receiver NAME`.
    hue : colour that a colour of the palette is drawn in, such as a variable of the page's style.
    ink : colour of the text.
    """
    left, right = (_totals(ribbons, side) for side in ("payer", "receiver"))
    scale = min(_scale(side, size) for side in (left, right))
    nodes = {"payer": _placed(left, scale), "receiver": _placed(right, scale)}
    height = max(node.top + max(node.height, SLOT) for side in nodes.values() for node in side.values()) + 2.0
    colours = {name: HUES.get(name, OTHER_HUE) for name in (*left, *right)}
    svg = Element(
        "svg",
        {"xmlns": SVG, "viewBox": f"0 0 {size.width:g} {height:.1f}", "role": "img", "aria-label": alt,
         "font-family": "system-ui, sans-serif", "font-size": f"{FONT:g}"},
    )  # fmt: skip
    order = {side: {name: n for n, name in enumerate(found)} for side, found in nodes.items()}
    for one in sorted(ribbons, key=lambda r: (order["payer"][r.payer], order["receiver"][r.receiver])):
        _draw_ribbon(svg, one, nodes, scale, size, hue(colours[one.payer]))
    for side, at, anchor, text_at in (
        ("payer", size.names, "end", size.names - 6.0),
        ("receiver", size.width - size.names - NODE, "start", size.width - size.names + 6.0),
    ):
        for name, node in nodes[side].items():
            bar = {"x": f"{at:g}", "y": f"{node.top:.1f}", "width": f"{NODE:g}", "height": f"{node.height:.1f}"}
            SubElement(svg, "rect", {**bar, "fill": hue(colours[name])})
            middle = node.top + node.height / 2.0
            _write(svg, words[f"{side} {name}"], text_at, middle, anchor, ink)
    return Markup(tostring(svg, encoding="unicode"))  # noqa: S704 - the tree escapes what it holds


def _totals(ribbons: Sequence[Ribbon], side: str) -> dict[str, float]:
    """What each pays, or receives, the largest first."""
    found: dict[str, float] = {}
    for one in ribbons:
        found[getattr(one, side)] = found.get(getattr(one, side), 0.0) + one.amount
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _scale(totals: Mapping[str, float], size: Size) -> float:
    """Pixels of a unit, so that a side fits with its gaps."""
    return max(size.height - (SLOT + GAP) * len(totals), size.height / 3.0) / sum(totals.values())


def _placed(totals: Mapping[str, float], scale: float) -> dict[str, _Node]:
    """Nodes one under another, each with room for its name."""
    found, top = {}, 2.0
    for name, total in totals.items():
        height = max(total * scale, THINNEST)
        room = max(height, SLOT)
        found[name] = _Node(top + (room - height) / 2.0, height)
        top += room + GAP
    return found


def _draw_ribbon(
    svg: Element, one: Ribbon, nodes: Mapping[str, dict[str, _Node]], scale: float, size: Size, fill: str
) -> None:
    payer, receiver = nodes["payer"][one.payer], nodes["receiver"][one.receiver]
    thick = max(one.amount * scale, THINNEST)
    start, end = payer.top + payer.taken, receiver.top + receiver.taken
    payer.taken += one.amount * scale
    receiver.taken += one.amount * scale
    x0, x1 = size.names + NODE, size.width - size.names - NODE
    bend = (x0 + x1) / 2.0
    shape = (
        f"M{x0:g},{start:.2f} C{bend:g},{start:.2f} {bend:g},{end:.2f} {x1:g},{end:.2f} v{thick:.2f} "
        f"C{bend:g},{end + thick:.2f} {bend:g},{start + thick:.2f} {x0:g},{start + thick:.2f} Z"
    )
    path = SubElement(svg, "path", {"d": shape, "fill": fill, "fill-opacity": "0.42", "class": "ribbon"})
    SubElement(path, "title").text = one.says


def _write(svg: Element, text: str, x: float, y: float, anchor: str, ink: str) -> None:
    at = {"x": f"{x:g}", "y": f"{y:.1f}", "dy": "0.35em", "text-anchor": anchor, "fill": ink}
    SubElement(svg, "text", at).text = text
