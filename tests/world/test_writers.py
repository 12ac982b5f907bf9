"""A column of state is assigned by the rooms that world/columns.yaml names, and by no other."""

from __future__ import annotations

import pytest
from written_columns import Room, rooms, writers

from jangmadang.world.declared import declared_columns


@pytest.mark.parametrize("table", declared_columns())
def test_writers_are_those_declared(table: str) -> None:
    found, declared = writers()[table], declared_columns()[table]
    assert not set(found) - set(declared), "no such columns"
    given = ("synthesis",)  # with the world, or while it settles: no room assigns it
    for name, column in declared.items():
        assert column.writers == found.get(name, given), f"writers of {table}.{name} in world/columns.yaml"


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
        "    w.tallies[m].wage += 1\n"
        "    w.goods[m, 3] += 1\n"
    )
    assert dict(room.written) == {
        "MARKET": {"wage"},
        "NATION": {"kpw", "need_chance"},
        "TRADER": {"stock"},
        "HOUSEHOLD": {"illness", "illness_weeks"},
        "TALLY": {"wage"},
    }
    assert room.unknown == ["10: other.cny"]
