"""The registry of evidence ids, and the sources named by the shipped places and history."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from jangmadang.evidence.sources import (
    HOUSEHOLD_SECTIONS,
    MECHANISM_PARTS,
    MECHANISM_SECTIONS,
    describe,
    is_known,
    known_sources,
    unknown_sources,
)

DOCS = Path(__file__).parents[2] / "docs" / "evidence"
PACKS = resources.files("jangmadang.scenario") / "packs"


def pack(name: str) -> Any:
    return yaml.safe_load((PACKS / name).read_text("utf-8"))


def test_registry_holds_every_kind_of_id() -> None:
    for source in ("W005", "E0027", "households 3", "mechanism part 4", "mechanism 12", "border_regimes.csv row 43"):
        assert is_known(source)
    assert is_known("assumed")
    assert unknown_sources(["E9999", "D-W005", "households 8", "border_regimes.csv row 45", "W005"]) == [
        "E9999", "D-W005", "households 8", "border_regimes.csv row 45",
    ]  # fmt: skip
    assert len(known_sources()) > 287 + 422 + 44


def test_sections_are_those_of_the_documents() -> None:
    households = (DOCS / "households.md").read_text("utf-8")
    mechanisms = (DOCS / "mechanism_evidence.md").read_text("utf-8")
    assert [int(n) for n in re.findall(r"^## (\d+)\.", households, re.M)] == list(HOUSEHOLD_SECTIONS)
    assert [int(n) for n in re.findall(r"^## Part (\d+)", mechanisms, re.M)] == list(MECHANISM_PARTS)
    assert [int(n) for n in re.findall(r"^### (\d+)\.", mechanisms, re.M)] == list(MECHANISM_SECTIONS)


def test_description_of_a_row() -> None:
    assert "192680 persons, Hyesan" in describe("P050")
    assert describe("households 3") == "households 3 (households.md)"


def test_places_name_known_sources_and_add_up() -> None:
    places = pack("places.yaml")
    assert [place["id"] for place in places][0] == "hyesan" and len(places) == 19
    assert sum(place["households"] for place in places) == 5_887_471
    assert sum(place["markets"] for place in places) == 404
    assert (places[0]["households"], places[0]["markets"], places[0]["stalls"]) == (49_405, 5, 7_627)
    inland = places[1:]
    assert sum(p["gateway_share"] * p["households"] for p in inland) == pytest.approx(360_000, rel=0.02)
    assert sum(p["farmer_share"] * p["households"] for p in places) / 5_887_471 == pytest.approx(0.36, abs=0.01)
    for place in places:
        assert not unknown_sources(place["sources"]), place["id"]
