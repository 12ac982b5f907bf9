"""The map as shapes of a picture: a circle for each place, an arrow for goods sent there."""

from __future__ import annotations

import math
from dataclasses import dataclass

from jangmadang.report.section import HOME
from jangmadang.report.wording import number, whole
from jangmadang.serve.map_outline import HEIGHT, WIDTH, Outline, Point, outline
from jangmadang.serve.map_view import Place, Week

LARGEST_RADIUS, LEAST_RADIUS = 23.0, 4.0
WIDEST_ARROW, LEAST_ARROW = 9.0, 0.8
HEAD, BEND = 9.0, 0.14
LEAST_SENT = 0.5
#: Where a city's name stands beside its circle, if not at its right: which end of it, and how far right and down.
NAMED = {
    "hyesan": ("start", 2.0, -14.0),
    "chongjin": ("start", -6.0, 16.0),
    "sinuiju": ("start", -14.0, -16.0),
    "kanggye": ("end", -8.0, 0.0),
    "pyongyang": ("end", -25.0, 4.0),
    "pyongsong": ("start", 6.0, -11.0),
    "sariwon": ("end", -4.0, -12.0),
    "haeju": ("start", 4.0, 13.0),
}
#: Where arrows over the border begin or end, from Hyesan: no place of the world, and no route.
ABROAD = {"imports": Point(-62.0, -62.0), "exports": Point(-20.0, -92.0)}


@dataclass(frozen=True)
class Circle:
    """A place as it is drawn."""

    place: Place
    at: Point
    radius: float
    label_at: Point
    anchor: str
    value: str
    tells: str

    @property
    def is_city(self) -> bool:
        """Whether it is a city, not what is outside one."""
        return is_city(self.place.key)

    @property
    def label(self) -> str:
        """Its name in short: of a remainder, its province."""
        return self.place.name.partition(" outside ")[0]


@dataclass(frozen=True)
class Arrow:
    """Goods on their way: a bent line of a width, its head, and what it tells."""

    line: str
    head: str
    width: float
    tells: str


@dataclass(frozen=True)
class Drawing:
    """All that is drawn; `missing` are places that have no coordinates."""

    width: int
    height: int
    outline: Outline
    circles: tuple[Circle, ...]
    arrows: tuple[Arrow, ...]
    border: tuple[tuple[str, Arrow, Point], ...]
    missing: tuple[str, ...]


def drawing_of(week: Week) -> Drawing:
    """The map of a week."""
    lines = outline()
    known = [place for place in week.places if place.key in lines.places]
    largest = max(place.households for place in week.places)
    most = max((place.sent for place in known), default=0.0)
    circles = [_circle(place, lines.places[place.key], largest, week) for place in known]
    home = lines.places[HOME]
    arrows = [
        _arrow(home, circle.at, circle.radius, WIDEST_ARROW * circle.place.sent / most, BEND, _sent(circle.place, week))
        for circle in circles
        if circle.place.sent >= LEAST_SENT and circle.place.key != HOME
    ]
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
        outline=lines,
        circles=tuple(sorted(circles, key=lambda circle: -circle.radius)),
        arrows=tuple(arrows),
        border=_over_the_border(week, home),
        missing=tuple(place.name for place in week.places if place.key not in lines.places),
    )


def is_city(key: str) -> bool:
    """Whether a place of the model is a city."""
    return not key.endswith("_rest")


def _circle(place: Place, at: Point, largest: float, week: Week) -> Circle:
    radius = max(LEAST_RADIUS, LARGEST_RADIUS * math.sqrt(place.households / largest))
    anchor, right, down = NAMED.get(place.key, ("start", radius + 4, 0.0))
    value = week.figure.says(place.amount.value) if place.amount else "no value"
    tells = f"{place.name}: {week.figure.name} {value}, {number(place.households)} households"
    label_at = Point(round(at.x + right, 1), round(at.y + down, 1)) if is_city(place.key) else at
    return Circle(place, at, round(radius, 1), label_at, anchor if is_city(place.key) else "middle", value, tells)


def _sent(place: Place, week: Week) -> str:
    return f"To {place.name}: {whole(place.sent)} {week.flow.unit} of {week.flow.name}"


def _over_the_border(week: Week, home: Point) -> tuple[tuple[str, Arrow, Point], ...]:
    """Imports and exports of all channels together, in yuan a week, as two arrows beside Hyesan."""
    imports = sum(one.imports.value for one in week.border)
    exports = sum(one.exports.value for one in week.border)
    found = []
    for name, total in (("imports", imports), ("exports", exports)):
        abroad = Point(home.x + ABROAD[name].x, home.y + ABROAD[name].y)
        start, end = (abroad, home) if name == "imports" else (home, abroad)
        told = f"{name} {number(total)} yuan"
        room = LEAST_RADIUS + 3 if name == "imports" else 0.0
        width = WIDEST_ARROW * total / max(imports, exports, 1.0)
        arrow = _arrow(start, end, room, width, 0.0, f"{told} a week, by all channels")
        found.append((told, arrow, Point(abroad.x - 7, abroad.y)))
    return tuple(found)


def _arrow(start: Point, end: Point, room: float, width: float, bend: float, tells: str) -> Arrow:
    """An arrow that ends so far before a point; `bend` is how far its middle lies aside, in parts of its length."""
    dx, dy = end.x - start.x, end.y - start.y
    middle = Point((start.x + end.x) / 2 - dy * bend, (start.y + end.y) / 2 + dx * bend)
    away = math.hypot(end.x - middle.x, end.y - middle.y) or 1.0
    ux, uy = (end.x - middle.x) / away, (end.y - middle.y) / away
    tip = Point(end.x - ux * room, end.y - uy * room)
    width = max(LEAST_ARROW, width)
    head = HEAD + width / 2
    foot = Point(tip.x - ux * head, tip.y - uy * head)
    half = head / 2
    corners = (tip, Point(foot.x - uy * half, foot.y + ux * half), Point(foot.x + uy * half, foot.y - ux * half))
    return Arrow(
        line=f"M{start.x:.1f},{start.y:.1f}Q{middle.x:.1f},{middle.y:.1f} {foot.x:.1f},{foot.y:.1f}",
        head=" ".join(f"{corner.x:.1f},{corner.y:.1f}" for corner in corners),
        width=round(width, 1),
        tells=tells,
    )
