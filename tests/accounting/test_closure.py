"""Money closes exactly, every week, for every sector and currency; goods close in every week of every run."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from accounts import CURRENCIES, HOUSEHOLD_SECTORS, net_flows

from jangmadang.accounting.closure import CNY, KPW, relative_residual_of_money
from jangmadang.accounting.transactions import SECTORS, TRANSACTIONS
from jangmadang.engine.run import RunRecord, simulate
from jangmadang.scenario import load

WEEKS = 60


@pytest.fixture(scope="module")
def run() -> RunRecord:
    """The first 60 weeks of the standard scenario."""
    return simulate(load("hyesan"), resolution="calibration", until=datetime.date(2015, 1, 5) + WEEKS * _week())


def _week() -> datetime.timedelta:
    return datetime.timedelta(weeks=1)


def test_shapes_and_integers(run: RunRecord) -> None:
    assert run.ledger["flows"].shape == (WEEKS, len(TRANSACTIONS), len(HOUSEHOLD_SECTORS))
    assert run.ledger["balances"].shape == (WEEKS + 1, len(CURRENCIES), len(SECTORS))
    assert run.ledger["flows"].dtype == run.ledger["balances"].dtype == np.int64


def test_opening_and_flows_make_closing_exactly(run: RunRecord) -> None:
    gaps = np.diff(run.ledger["balances"], axis=0) - net_flows(run.ledger)
    assert not gaps.any(), "opening + flows - closing, by week, currency and sector"


def test_every_row_of_the_matrix_sums_to_zero(run: RunRecord) -> None:
    assert not net_flows(run.ledger).sum(-1).any()


def test_all_balances_together_never_change(run: RunRecord) -> None:
    totals = run.ledger["balances"].sum(-1)
    assert (totals == totals[0]).all()


def test_flows_are_booked_from_payer_to_payee(run: RunRecord) -> None:
    names = np.array(run.ledger["flow_names"])
    negative = names[(run.ledger["flows"].sum(-1) < 0).any(0)]
    assert set(negative) <= {"won_issue", "wages"}, "only the state's issue to money changers may run backwards"


def test_only_household_flows_have_classes(run: RunRecord) -> None:
    for f, flow in enumerate(TRANSACTIONS):
        if "household" not in (flow.payer, flow.payee):
            assert not run.ledger["flows"][:, f, 1:].any(), flow.name


def test_most_transactions_happen(run: RunRecord) -> None:
    happened = run.ledger["flows"].any((0, 2))
    silent = {flow.name for flow, moved in zip(TRANSACTIONS, happened, strict=True) if not moved}
    rare = {"crew_investment", "levy", "state_foreign_earnings", "company_dividends", "company_state_share"}
    rare |= {"grain_shop_sales", "grain_shop_purchases", "price_subsidy", "cash_transfer_kpw", "cash_transfer_cny"}
    rare.add("won_handed_out")  # only where a scenario asks for it
    rare |= {"staples_cny", "staple_margin_cny", "farm_cny_sold", "farm_cny_sold_for"}  # where won are scarce
    later = {flow.name for flow in TRANSACTIONS if "export_buyers" in (flow.payer, flow.payee)}  # since August 2023
    assert silent <= rare | later


def test_residuals_are_zero(run: RunRecord) -> None:
    assert run.ledger_residuals == {"kpw": 0.0, "cny": 0.0, "goods": 0.0}


def test_numpy_check_would_see_a_leak(run: RunRecord) -> None:
    ledger: dict[str, Any] = dict(run.ledger, balances=run.ledger["balances"].copy())
    ledger["balances"][30:, 0, SECTORS.index("farmer")] += 1
    gaps = np.argwhere(np.diff(ledger["balances"], axis=0) - net_flows(ledger))
    assert gaps.tolist() == [[29, 0, SECTORS.index("farmer")]]


def test_residual_of_money_sees_a_leak_in_the_ledger(run: RunRecord) -> None:
    flows, balances = run.ledger["flows"], run.ledger["balances"]
    assert relative_residual_of_money(balances, flows, KPW) == relative_residual_of_money(balances, flows, CNY) == 0.0
    tampered = balances.copy()
    tampered[5, CNY, 3] += 1000
    assert relative_residual_of_money(tampered, flows, KPW) == 0.0
    left = relative_residual_of_money(tampered, flows, CNY)
    mine = [number for number, currency in enumerate(run.ledger["flow_currency"]) if currency == "cny"]
    assert left == pytest.approx(1000 / flows[:, mine].sum((1, 2)).max())
