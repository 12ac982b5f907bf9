"""Weekly inputs of fits and forecasts: their sign, and what each comes to in closed form."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest

from jangmadang.axes import AXES
from jangmadang.engine.members import Member, go_on, open_member
from jangmadang.engine.run import RunRecord
from jangmadang.scenario import load
from jangmadang.world.members import CORN, HYESAN, MASS, RICE

BEFORE, WEEKS = 4, 26


@pytest.fixture(scope="module")
def member() -> Member:
    """A member after some weeks of open borders."""
    opened = open_member(load("hyesan"), 1, "calibration")
    return go_on(opened, opened.monday + datetime.timedelta(weeks=BEFORE))[0]


@pytest.fixture(scope="module")
def base(member: Member) -> RunRecord:
    """Half a year with every input at its default."""
    return _passed(member)


@pytest.fixture(scope="module")
def p(member: Member) -> Any:
    """Its parameters."""
    return member.scenario.parameter_record()


def _passed(member: Member, *changes: dict[str, Any], **first_week: float) -> RunRecord:
    """Half a year with some changes from its first week on, or values in that week alone."""
    dated = [{"from": member.monday, **change} for change in changes]
    series = {target: {member.monday: value} for target, value in first_week.items()}
    scenario = member.scenario.with_changes(changes=dated, series=series)
    return go_on(member, member.monday + datetime.timedelta(weeks=WEEKS), scenario)[1]


def _same_bits(one: RunRecord, other: RunRecord) -> None:
    for name, series in one.records.items():
        np.testing.assert_array_equal(series, other.records[name], err_msg=name)
    np.testing.assert_array_equal(one.ledger["flows"], other.ledger["flows"])


def test_a_shock_moves_one_price_at_once_and_fades_as_prices_move(member: Member, base: RunRecord, p: Any) -> None:
    found = _passed(member, **{"staple_price_shock[rice]": 1.1})
    excess = found.records["rice_price"] / base.records["rice_price"] - 1.0
    np.testing.assert_allclose(excess[0], 0.1, rtol=1e-9)
    np.testing.assert_array_equal(found.records["corn_price"][0], base.records["corn_price"][0])
    for week in (1, 2, 4):
        assert excess[week, HYESAN] == pytest.approx(0.1 * (1.0 - p.staple_price_speed) ** week, rel=0.05)
    assert found.records["rice_sold"][0].sum() < base.records["rice_sold"][0].sum()


def test_a_dear_crop_in_china_is_imported_less_and_paid_in_full(member: Member, base: RunRecord, p: Any) -> None:
    found = _passed(member, {"path": "grain_price_multiplier[rice]", "set": 1.25})
    imports, usual = found.records["grain_imports"], base.records["grain_imports"]
    price = (found.records["rice_price"] / base.records["rice_price"])[:, HYESAN]
    assert imports[0, RICE] / usual[0, RICE] == pytest.approx((price[0] / 1.25) ** p.grain_import_elasticity, rel=1e-4)
    cny = found.ledger["flows"][:, found.ledger["flow_names"].index("grain_imports")].sum(-1) / 100.0
    cost = 1000.0 * (1.25 * p.grain_import_price_cny[RICE] * imports[:, RICE])
    cost += 1000.0 * (p.grain_import_price_cny[CORN] * imports[:, CORN])
    np.testing.assert_allclose(cny, cost, rtol=1e-6)
    share = p.normal_grain_imports[RICE] / p.normal_grain_imports.sum()
    assert 1.0 < price[0] < price[13] < price[-1] < 1.0 + 0.5 * 0.25 + 0.25 * share, "parity, and rice that lacks"


def test_the_price_of_staples_is_that_of_all_crops(member: Member) -> None:
    crops = _passed(member, {"path": "grain_price_multiplier", "set": 1.25})
    _same_bits(crops, _passed(member, {"path": "import_price_multiplier[staples]", "set": 1.25}))


def test_dear_garments_are_posted_and_paid_in_full(member: Member, base: RunRecord, p: Any) -> None:
    found = _passed(member, {"path": "import_price_multiplier[clothing_mass]", "set": 1.25})
    posted = found.records["clothing_price"][0, HYESAN] / base.records["clothing_price"][0, HYESAN]
    assert np.isfinite(posted).any()
    np.testing.assert_allclose(posted[..., MASS][np.isfinite(posted[..., MASS])], 1.25, rtol=1e-9)
    np.testing.assert_array_equal(posted[..., 1 - MASS][np.isfinite(posted[..., 1 - MASS])], 1.0)
    good = AXES["import_good"].index("clothing_mass")
    value = found.records["import_value"][..., good].sum(-1)
    pieces = found.records["clothing_imports"][..., MASS]
    np.testing.assert_allclose(value, 1.25 * (pieces * p.source_price_cny).sum(-1), rtol=1e-9)
    bought, usual = (run.records["clothing_purchases"].sum((0, 1)) for run in (found, base))
    assert bought.sum() < usual.sum()


@pytest.mark.parametrize(
    ("good", "price"),
    [("imported_goods", "imported_goods_price"), ("machines", "machines_price"), ("medicine", "medicine_price")],
)
def test_dear_goods_cost_more_at_home(member: Member, base: RunRecord, good: str, price: str) -> None:
    found = _passed(member, {"path": f"import_price_multiplier[{good}]", "set": 1.25})
    dearer = (found.records[price] / base.records[price])[:, HYESAN].reshape(WEEKS, -1)[:, 0]
    assert 1.0 <= dearer[0] < dearer[4] < dearer[-1]
    assert dearer[-1] == pytest.approx(1.25, rel=0.08)


@pytest.mark.parametrize("flow", AXES["flow"])
def test_half_the_throughput_is_half_the_openness(member: Member, flow: str) -> None:
    halved = _passed(member, {"path": f"throughput_factor[{flow}]", "set": 0.5})
    _same_bits(halved, _passed(member, {"path": f"openness[*,{flow}]", "multiply": 0.5}))


def test_more_passes_where_more_is_let_through(member: Member, base: RunRecord) -> None:
    found = _passed(member, {"path": "throughput_factor", "set": 1.5})
    for name in ("export_value", "grain_imports"):
        assert found.records[name].sum() > base.records[name].sum()


@pytest.mark.parametrize(
    "target",
    ["throughput_factor[import]", "staple_price_shock[rice]", "import_price_multiplier", "grain_price_multiplier"],
)
def test_the_first_week_does_not_reach_into_the_opening(member: Member, target: str) -> None:
    asked = member.scenario.with_changes(series={target: {member.start: 0.5}})
    assert asked.opening_hash() == member.scenario.opening_hash()
    assert asked.content_hash() != member.scenario.content_hash()
