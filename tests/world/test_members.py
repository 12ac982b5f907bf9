"""Names of members agree with the axes, and no step writes a member's number where it has a name."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import jangmadang
from jangmadang.accounting import transactions
from jangmadang.axes import AXES, GARMENT_SEASON
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.paths import paths
from jangmadang.world import members
from jangmadang.world.dtypes import dtypes_of_state
from jangmadang.world.places import places

ROOT = Path(jangmadang.__file__).parent
STEPS = [
    *(path for path in ROOT.glob("mechanisms/*/*.py") if path.name not in ("__init__.py", "equations.py")),
    *(ROOT / "engine").glob("*.py"),
    *(ROOT / "accounting").glob("*.py"),
]
PLAIN = {  # along these the number is the meaning: weeks back, one row, unnamed kinds
    "basket",
    "exchange_rate_memory",
    "eaten_percent",
    "nation",
    "border",
    "flows",
    "parameters",
    "inputs",
    "shape",
}
TABLES = set(dtypes_of_state())
NAMED = {
    *parameters(),
    *paths(),
    *(name for dtype in dtypes_of_state().values() for name in dtype.names or () if dtype[name].shape),
    "goods",
} - PLAIN


def numbers_written(source: str) -> list[str]:
    """Columns, parameters and paths of a module that are indexed with a number, as `line: name`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Attribute | ast.Name):
            continue
        name = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id
        indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if isinstance(node.value, ast.Attribute) and isinstance(node.value.value, ast.Attribute):
            indices = indices[node.value.value.attr in TABLES :]  # a column of a whole table: its row comes first
        written = [index for index in indices if isinstance(index, ast.Constant) and type(index.value) is int]
        if name in NAMED and written:
            found.append(f"{node.lineno}: {name}")
    return found


@pytest.mark.parametrize("path", STEPS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_member_is_written_as_a_number(path: Path) -> None:
    assert numbers_written(path.read_text("utf-8")) == []


def test_a_written_number_is_found() -> None:
    assert numbers_written(
        "a = x.openness[2, IMPORT]\nb = p.target_markup[0]\nc = market.basket[0]\nd = w.nation.kpw[0, 3]"
    ) == [
        "1: openness",
        "2: target_markup",
        "4: kpw",
    ]


@pytest.mark.parametrize(
    ("axis", "names"),
    {
        "buyer_group": "ORDINARY WEALTHY",
        "channel": "CUSTOMS STATE_SMUGGLING PRIVATE_SMUGGLING",
        "flow": "IMPORT EXPORT",
        "tier": "MASS LUXURY",
        "origin": "IMPORTED_ORIGIN DOMESTIC_ORIGIN",
        "crop": "RICE CORN",
        "import_good": "CLOTHING_IMPORT . MEDICINE_IMPORT GOODS_IMPORT STAPLES_IMPORT MACHINES_IMPORT",
        "export_good": "HERBS . . . . OTHER_EXPORTS GOLD",
    }.items(),
)
def test_members_stand_in_the_order_of_their_axis(axis: str, names: str) -> None:
    numbers = {name: number for number, name in enumerate(names.split()) if name != "."}
    assert len(names.split()) == len(AXES[axis])
    assert {name: getattr(members, name) for name in numbers} == numbers


def test_classes_and_bands() -> None:
    classes = [name.upper() for name in AXES["household_class"]]
    assert [getattr(transactions, name) for name in classes] == list(range(transactions.HOUSEHOLD_CLASSES))
    of_band = dict(zip(AXES["household_band"], members.BAND_CLASS, strict=True))
    assert of_band == {
        "donju": transactions.DONJU,
        "official": transactions.OFFICIAL,
        "strong_trader": transactions.STALLHOLDER,
        "stallholder": transactions.STALLHOLDER,
        "ordinary": transactions.LABOURER,
        "poor": transactions.LABOURER,
        "destitute": transactions.LABOURER,
        "farmer": transactions.FARMER,
    }


def test_garments_of_a_season_follow_one_another() -> None:
    for group, season in enumerate(AXES["season_group"]):
        mine = AXES["garment"][members.FIRST_GARMENT[group] : members.FIRST_GARMENT[group + 1]]
        assert mine == tuple(garment for garment in AXES["garment"] if GARMENT_SEASON[garment] == season)
    assert members.FIRST_GARMENT[0] == 0 and members.FIRST_GARMENT[-1] == transactions.GARMENTS


def test_border_places_come_first() -> None:
    border: Any = np.array([place["border"] for place in places()])
    assert border[members.HYESAN] and not border[members.RYANGGANG_REST]
    assert (np.diff(border.astype(int)) <= 0).all()  # markets of border places are counted from the first one on
