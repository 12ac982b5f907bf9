"""The page Map: its numbers are the run's, its lines are where they should be, its address says what is shown."""

from __future__ import annotations

import html
import json
import re
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from matplotlib.path import Path as Polygon
from starlette.testclient import TestClient

from jangmadang.labels import place_names
from jangmadang.report.wording import percent
from jangmadang.scenario.yaml_files import PACKS, read_yaml
from jangmadang.serve.application import make_application
from jangmadang.serve.kept_run import KeptRun, kept_run
from jangmadang.serve.map_drawing import LARGEST_RADIUS, LEAST_RADIUS, drawing_of
from jangmadang.serve.map_figures import FIGURES
from jangmadang.serve.map_outline import HEIGHT, WIDTH, outline, projected
from jangmadang.serve.map_view import Asked, week_of
from jangmadang.serve.settings import Settings
from tests.serve.as_read import as_it_reads

OUTLINE = resources.files("jangmadang.serve").joinpath("outline.json")
MOST_OUTLINE_BYTES = 60_000
#: How far a harbour may lie off a coast that was simplified.
OFF_COAST_DEGREES = 0.03


@pytest.fixture(scope="module")
def shown(store: Path) -> TestClient:
    """Who asks for the made-up run where it lies: it is read once for all tests."""
    browser = TestClient(make_application(Settings(store.parent)), "http://127.0.0.1:8600")
    browser.event_hooks["response"].append(as_it_reads)
    return browser


@pytest.fixture
def run(store: Path) -> KeptRun:
    """That run."""
    return kept_run(store.parent, store.name)


def rows_of(text: str) -> list[list[str]]:
    """Rows of the table of places."""
    table = text[text.index('<table class="stack">') : text.index("</table>")]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table.split("<tr>")[2:]]
    return [[html.unescape(cell) for cell in row] for row in cells]


def test_every_place_of_the_model_lies_in_its_province() -> None:
    assert len(OUTLINE.read_bytes()) <= MOST_OUTLINE_BYTES
    known = json.loads(OUTLINE.read_text("utf-8"))
    for place in read_yaml(PACKS / "places.yaml"):
        rings = [Polygon(ring) for ring in known["provinces"][place["province"]]]
        at = known["places"][place["id"]]
        inside = any(ring.contains_point(at) for ring in rings)
        near = min(np.hypot(*(ring.vertices - at).T).min() for ring in rings)
        assert inside or (near < OFF_COAST_DEGREES and not place["id"].endswith("_rest")), place["id"]
    assert set(known["places"]) == set(place_names())


def test_the_projection_is_true_in_the_middle_and_all_fits() -> None:
    north, east = projected(127.0, 41.3), projected(127.0 + 1.0 / np.cos(np.radians(40.3)), 40.3)
    middle = projected(127.0, 40.3)
    assert middle.y - north.y == pytest.approx(east.x - middle.x, abs=0.2) and middle.x == north.x
    numbers = np.array(re.findall(r"([\d.]+),([\d.]+)", " ".join(path for _, path in outline().provinces)), float)
    assert numbers.min() > 0 and numbers[:, 0].max() < WIDTH and numbers[:, 1].max() < HEIGHT


def test_its_numbers_are_the_run_s(shown: TestClient, run: KeptRun) -> None:
    data = run.dataset
    for day, number in (("2019-07-01", 234), ("2019-07-07", 234), ("2019-07-08", 235)):  # Monday, Sunday, Monday
        rows = rows_of(shown.get("/map", params={"day": day}).text)
        hunger = data["short_of_staples_share_all"].isel(week=number).values
        assert [row[2].partition(" [")[0] for row in rows] == [percent(value).replace(" %", "") for value in hunger]
        assert [row[1] for row in rows] == [
            f"{value:,.0f}" for value in data["households"].sum("household_class").values
        ]
    assert len(rows) == len(place_names()) and rows[0][3] == ""
    week = week_of(run, Asked(figure="rice", flow="medicine", day="2019-07-01"))
    _, low, high = run.bands.interval(lambda of: of["rice_price"].isel(week=234))
    assert [place.amount.low for place in week.places if place.amount] == pytest.approx(low.values)
    assert [place.amount.high for place in week.places if place.amount] == pytest.approx(high.values)
    assert [p.sent for p in week.places] == pytest.approx(data["medicine_inland_shipments"].isel(week=234).values)
    imports = data["import_value"].isel(week=234).sum("import_good").values
    assert [one.imports.value for one in week.border] == pytest.approx(imports)


def test_shades_are_by_the_figure_s_bounds(run: KeptRun) -> None:
    for name, figure in FIGURES.items():
        week = week_of(run, Asked(figure=name, day="2019-07-01"))
        of = week.mean if figure.relative else 1.0
        assert (of is not None) and (week.mean is not None) == figure.relative
        for place in week.places:
            assert place.amount
            assert place.shade == sum(place.amount.value / of >= bound for bound in figure.bounds)


def test_circles_are_as_large_as_places_and_arrows_go_where_goods_went(run: KeptRun) -> None:
    week = week_of(run, Asked(day="2019-07-01"))
    drawing = drawing_of(week)
    largest = max(place.households for place in week.places)
    for circle in drawing.circles:
        area = (circle.radius / LARGEST_RADIUS) ** 2
        assert area == pytest.approx(circle.place.households / largest, abs=0.02) or circle.radius == LEAST_RADIUS
        assert 0 < circle.at.x < drawing.width and 0 < circle.at.y < drawing.height
    sent = {place.name: place.sent for place in week.places if place.sent >= 0.5 and place.key != "hyesan"}
    told = {arrow.tells.partition(":")[0].removeprefix("To "): arrow.width for arrow in drawing.arrows}
    assert set(told) == set(sent) and not drawing.missing
    ordered = sorted(sent, key=sent.__getitem__)
    assert [told[name] for name in ordered] == sorted(told.values())


def test_after_the_last_report_it_says_what_would_be(shown: TestClient) -> None:
    then, now = shown.get("/map?day=2019-07-01").text, shown.get("/map").text
    assert "what would be" in now and "people would live" in now and "people lived" in then
    assert "what would be" not in then
    rice = shown.get("/map?figure=rice").text
    assert "by past errors nine in ten reports would lie within" in rice and "won/kg" in rice


def test_the_address_says_what_is_shown(shown: TestClient) -> None:
    for figure, flow in (("hunger", "medicine"), ("income", "garments")):
        text = shown.get("/map", params={"figure": figure, "flow": flow, "day": "2019-07-03"}).text
        assert f'value="{figure}" selected' in text and f'value="{flow}" selected' in text
        assert 'name="day" type="date" value="2019-07-01"' in text and 'value="234" disabled' in text
    part = shown.get("/map/week?day=2019-07-01").text
    assert "<html" not in part and part.strip() in shown.get("/map?day=2019-07-01").text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("day=soon", "'soon' is not a date"),
        ("day=2001-01-01", "the run holds 2015-01-05 to 20"),
        ("day=2031-01-01", "choose a day of it"),
        ("figure=<script>", "the map has no '<script>'"),
        ("flow=gold", "choose garments, medicine"),
        ("run=../../etc", "no run '../../etc'"),
    ],
)
def test_what_it_cannot_show_is_said(shown: TestClient, query: str, message: str) -> None:
    said = shown.get(f"/map/week?{query}")
    assert said.status_code == 400 and message in html.unescape(said.text)
    assert "<script>'" not in said.text and "T00:00" not in said.text  # days are told as days


def test_without_a_run_it_says_how_to_make_one(ask: TestClient) -> None:
    assert "jangmadang run hyesan" in ask.get("/map").text and ask.get("/map/week").status_code == 200


def test_a_title_is_text(ask: TestClient, kept: Path) -> None:
    manifest = kept / "manifest.json"
    known = json.loads(manifest.read_text("utf-8"))
    known["scenario"]["title"] = "<script>alert(1)</script>"
    manifest.write_text(json.dumps(known), "utf-8")
    text = ask.get("/map").text
    assert "<script>alert" not in text and "&lt;script&gt;alert" in text
