"""A column of state is assigned by one room, or by those that docs/writers.yaml admits."""

from __future__ import annotations

import pytest
import yaml
from written_columns import DECLARED, Room, rooms, shared_columns, writers

from jangmadang.world import tables

MADE_ONCE = {  # given by the synthesis of a world and the settling before a run
    "HOUSEHOLD": {
        "identity",
        "weight",
        "household_class",
        "band",
        "patience",
        "earning_weight",
        "gathering_taste",
        "plot",
    },
    "MARKET": {
        "place",
        "is_border",
        "first",
        "last",
        "first_trader",
        "last_trader",
        "agent_weight",
        "real_households",
        "earning_weight_total",
        "usual_gateway_share",
        "transport_kpw_per_kg",
        "transit_weeks",
        "gate",
        "harvest_region",
        "harvest_yield",
        "foreign_earnings",
        "ration_area",
    },
    "TRADER": {"identity", "market", "hazard_factor", "hazard_memory_weeks", "interest_factor", "length_factor"},
    "NATION": {
        "border_markets",
        "first_border_market",
        "border_capacity",
        "learning",
        "other_exports_cny",
        "farm_harvest",
        "own_harvest",
    },
}


def test_columns_of_several_writers_are_the_admitted_ones() -> None:
    admitted = yaml.safe_load(DECLARED.read_text("utf-8"))
    assert shared_columns() == admitted, "see python tests/world/written_columns.py"


@pytest.mark.parametrize("table", MADE_ONCE)
def test_every_column_has_a_writer(table: str) -> None:
    columns = set(getattr(tables, table).names)
    assert set(writers()[table]) == columns - MADE_ONCE[table]


def test_every_assignment_is_understood() -> None:
    assert [place for modules in rooms().values() for module in modules for place in module.unknown] == []


def test_ways_to_assign() -> None:
    room = Room(
        "def step(m, w: World, trader: Trader, other):\n"
        "    market = w.markets[m]\n"
        "    market.wage = 1.0\n"
        "    w.nation[0].kpw[3] += 1\n"
        "    trader.stock[1, 2] -= 1\n"
        "    chance = w.nation[0].need_chance\n"
        "    chance[0] = 0.5\n"
        "    for hh in w.households[1:3]:\n"
        "        hh.illness, hh.illness_weeks = 0, 0\n"
        "    other.cny = 1\n"
    )
    assert dict(room.written) == {
        "MARKET": {"wage"},
        "NATION": {"kpw", "need_chance"},
        "TRADER": {"stock"},
        "HOUSEHOLD": {"illness", "illness_weeks"},
    }
    assert room.unknown == ["10: other.cny"]
