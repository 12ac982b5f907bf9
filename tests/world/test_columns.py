"""Blocks of columns: every number has its own place, what goes in comes back, and nothing else moves."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numba import njit, uint64

from jangmadang.world.columns import (
    BLOCK_BYTES,
    BLOCK_ROWS,
    COLUMNS,
    LINE,
    enter_block,
    leave_block,
)
from jangmadang.world.dtypes import HOUSEHOLD, KEPT_HOUSEHOLD, OF_THE_WEEK

ROWS = 40


@njit
def touched(room: Any, households: Any, first: int, last: int) -> int:
    """Change some columns of a block and add up others."""
    block = enter_block(room, households, first, last)
    found = 0
    for i in range(uint64(last - first)):
        hh = block[i]
        found += hh.cash_kpw + hh.eaten_percent[2] + hh.household_class
        hh.cash_kpw += 1000
        hh.eaten_percent[1] = 7
        hh.permanent_income_kpw = 0.1
        hh.need_kg = 1.0
    leave_block(block, households, first, last)
    return found


@pytest.fixture
def table() -> Any:
    """Households with other numbers in each row and column."""
    bits = np.random.default_rng(1).integers(0, 100, (ROWS, KEPT_HOUSEHOLD.itemsize), dtype=np.uint8)
    return bits.reshape(-1).view(KEPT_HOUSEHOLD)


def test_columns_lie_apart_at_the_begin_of_cache_lines() -> None:
    columns = sorted(COLUMNS.values(), key=lambda column: column.first_byte)
    assert set(COLUMNS) == set(HOUSEHOLD.names or ())
    assert all(column.first_byte % LINE == 0 for column in columns)
    assert all(one.end <= other.first_byte for one, other in pairwise(columns)) and columns[-1].end <= BLOCK_BYTES
    begins = [column.first_byte % 4096 for column in columns if column.size == 8]
    assert len(set(begins)) == len(begins), "columns 4,096 bytes apart drive each other out of the cache"


@pytest.mark.parametrize(("first", "last"), [(0, 1), (3, 17), (0, ROWS)])
def test_rows_come_back_changed_where_they_were_changed(table: Any, first: int, last: int) -> None:
    before, room = table.copy(), np.full(BLOCK_BYTES + LINE, 0xEE, np.uint8)
    found = touched(room, table, np.uint64(first), np.uint64(last))
    mine = before[first:last]
    assert found == mine["cash_kpw"].sum() + mine["eaten_percent"][:, 2].sum() + mine["household_class"].sum()
    before["cash_kpw"][first:last] += 1000
    before["eaten_percent"][first:last, 1] = 7
    before["permanent_income_kpw"][first:last] = np.float32(0.1)
    moved = [name for name in KEPT_HOUSEHOLD.names or () if not np.array_equal(table[name], before[name])]
    assert moved == [], "no other row, nothing of the week alone"


def test_what_is_of_the_week_is_neither_kept_nor_money() -> None:
    assert set(OF_THE_WEEK) <= set(HOUSEHOLD.names or ()) and not set(OF_THE_WEEK) & set(KEPT_HOUSEHOLD.names or ())
    assert all(name.endswith(("_budget_kpw", "_kg", "_kpw", "per_household")) for name in OF_THE_WEEK)
    assert not {name for name in OF_THE_WEEK if HOUSEHOLD[name].kind != "f"}, "balances are whole numbers"
    assert BLOCK_ROWS % 64 == 0
