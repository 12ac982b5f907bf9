"""North Korea as lines of a picture: provinces' outlines and places, from degrees to units of the drawing.

`outline.json` holds both, with their sources; `scripts/make_outline.py` makes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

UNITS_A_DEGREE = 112.0
#: Where lengths are true: in the middle of the country.
TRUE_LATITUDE = math.cos(math.radians(40.3))
WEST, NORTH, SOUTH, EAST = 124.2, 43.02, 37.67, 130.71
MARGIN, MARGIN_WEST, MARGIN_EAST = 14.0, 64.0, 84.0


class Point(NamedTuple):
    """A place in the drawing, from its upper left corner."""

    x: float
    y: float


WIDTH = round((EAST - WEST) * TRUE_LATITUDE * UNITS_A_DEGREE + MARGIN_WEST + MARGIN_EAST)
HEIGHT = round((NORTH - SOUTH) * UNITS_A_DEGREE + 2 * MARGIN)


@dataclass(frozen=True)
class Outline:
    """What is drawn whatever the figures are.

    Attributes
    ----------
    provinces : name and outline (an SVG path) of each.
    places : where the model's places lie, by their ids.
    sources : of the lines and of the places, in words.
    """

    provinces: tuple[tuple[str, str], ...]
    places: dict[str, Point]
    sources: tuple[str, ...]


@cache
def outline() -> Outline:
    """The shipped outlines and places."""
    known = json.loads(resources.files("jangmadang.serve").joinpath("outline.json").read_text("utf-8"))
    return Outline(
        provinces=tuple((name, " ".join(map(_path, rings))) for name, rings in known["provinces"].items()),
        places={place: projected(*at) for place, at in known["places"].items()},
        sources=(known["outlines"], known["cities"], known["remainders"]),
    )


def projected(longitude: float, latitude: float) -> Point:
    """Degrees east and north as a place in the drawing: an equirectangular projection, true along `TRUE_LATITUDE`."""
    x = (longitude - WEST) * TRUE_LATITUDE * UNITS_A_DEGREE + MARGIN_WEST
    return Point(round(x, 1), round((NORTH - latitude) * UNITS_A_DEGREE + MARGIN, 1))


def _path(ring: Sequence[tuple[float, float]]) -> str:
    points = [projected(*at) for at in ring[:-1]]
    return "M" + "L".join(f"{point.x:g},{point.y:g}" for point in points) + "Z"
