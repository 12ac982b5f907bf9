"""The dated paths of the history: sources, order, and the rules by which openness follows from the reports."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest
import yaml

from jangmadang.evidence.sources import unknown_sources

PACKAGE = resources.files("jangmadang")
HISTORY = yaml.safe_load((PACKAGE / "scenario" / "packs" / "scenarios" / "hyesan.yaml").read_text("utf-8"))
PATHS: dict[str, list[dict[str, Any]]] = HISTORY["paths"]
REGIMES = list(csv.DictReader((PACKAGE / "evidence" / "data" / "border_regimes.csv").read_text("utf-8").splitlines()))
OPENNESS = {"open": 1, "restricted": 0.3, "closed": 0}


def value_on(path: str, day: date) -> float:
    return next(float(s["value"]) for s in PATHS[path] if s["from"] <= day <= s.get("until", date.max))


@pytest.mark.parametrize("path", PATHS)
def test_spells_follow_each_other_without_gap_or_overlap(path: str) -> None:
    spells = PATHS[path]
    assert spells[0]["from"] == HISTORY["start"] and "until" not in spells[-1]
    for spell, following in pairwise(spells):
        assert spell["from"] <= spell["until"]
        assert spell["until"] + timedelta(days=1) == following["from"]


@pytest.mark.parametrize("path", PATHS)
def test_every_spell_has_known_sources_and_a_note(path: str) -> None:
    for spell in PATHS[path]:
        assert spell["note"] and spell["source"]
        assert not unknown_sources(spell["source"])
        if spell["source"] == ["assumed"]:
            assert spell.get("assumed") is True


@pytest.mark.parametrize("path", [path for path in PATHS if path.startswith("openness")])
def test_openness_is_the_status_of_the_rows_it_cites_unless_assumed(path: str) -> None:
    channel, _flow = path.removeprefix("openness[").removesuffix("]").split(",")
    for spell in PATHS[path]:
        numbers = [int(s.rsplit(" ", 1)[1]) for s in spell["source"] if s.startswith("border_regimes.csv row")]
        rows = [REGIMES[number - 1] for number in numbers]
        assert all(row["channel"] == channel for row in rows)
        if spell.get("assumed"):
            continue
        assert rows and not any("Samjiyon" in row["place"] and "Hyesan" not in row["place"] for row in rows)
        allowed = {OPENNESS[row["status"]] for row in rows}
        if path == "openness[customs,export]" and all(row["flow"] == "import" for row in rows):
            allowed = {0}  # these rows say that exports are not yet allowed
        assert spell["value"] in allowed, spell


def test_history_in_words() -> None:
    for flow in ("import", "export"):
        assert value_on(f"openness[private_smuggling,{flow}]", date(2016, 1, 1)) == 1
        assert value_on(f"openness[private_smuggling,{flow}]", date(2022, 5, 20)) == 0
        assert value_on(f"openness[state_smuggling,{flow}]", date(2021, 6, 1)) == 0
        assert value_on(f"openness[state_smuggling,{flow}]", date(2025, 4, 1)) == 1
        assert value_on(f"openness[state_smuggling,{flow}]", date(2025, 6, 1)) == 0
        assert value_on(f"openness[state_smuggling,{flow}]", date(2026, 1, 20)) == 0
        assert value_on(f"openness[state_smuggling,{flow}]", date(2026, 3, 16)) == 1
        assert value_on(f"openness[customs,{flow}]", date(2021, 6, 1)) == 0
    reopening = next(s for s in PATHS["openness[state_smuggling,import]"] if s["from"] == date(2026, 3, 16))
    assert reopening["assumed"] is True and reopening["source"] == ["assumed"]


def test_added_fever_cases_of_2022_are_those_counted() -> None:
    """Over the wave the multiplier adds the .19 cases a person of the official count, at the shipped incidence."""
    medicine = yaml.safe_load((PACKAGE / "scenario" / "packs" / "parameters" / "medicine.yaml").read_text("utf-8"))
    hazard = sum(medicine["illness_hazard"]["value"].values())
    wave = next(s for s in PATHS["epidemic_illness_multiplier"] if s["from"] == date(2022, 4, 15))
    weeks = ((wave["until"] - wave["from"]).days + 1) / 7
    assert hazard / 3.9 * weeks * (wave["value"] - 1) == pytest.approx(0.19, rel=0.15)
