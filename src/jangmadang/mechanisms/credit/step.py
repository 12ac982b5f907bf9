"""Lenders put money into their fund; households repay what they can, and borrow what they can repay."""

from jangmadang.accounting.transactions import (
    DONJU,
    LENDING_CAPITAL,
    LENDING_PROFITS,
    LOAN_REPAYMENTS,
    LOANS,
    STALLHOLDER,
)
from jangmadang.compiling import compiled
from jangmadang.mechanisms.credit.equations import debt_service, lending_limit, written_off
from jangmadang.shapes import adjusted
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


@compiled
def fund_lenders(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Stallholders and donju of a market put earnings into lending as it is asked for, and draw what is idle."""
    market = w.markets[m]
    market.lending_expected_kpw = adjusted(market.lending_expected_kpw, market.lending_wanted_kpw, p.lending_memory)
    market.lending_wanted_kpw = 0
    gap = p.loan_fund_weeks * market.lending_expected_kpw - market.loan_fund_kpw
    earnings = max(market.pool_kpw[STALLHOLDER] + market.pool_kpw[DONJU], 1)
    for lender in (STALLHOLDER, DONJU):
        part = int(gap * market.pool_kpw[lender] / earnings)
        if part > 0:
            part = min(part, int(p.lendable_share * market.pool_kpw[lender]))
            w.flows[m, LENDING_CAPITAL, 0] += part
        else:
            w.flows[m, LENDING_PROFITS, 0] -= part
        market.pool_kpw[lender] -= part
        market.loan_fund_kpw += part


@compiled
def settle_debts(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Who has more than its needs services its debt; who has less borrows what its income will repay.

    Lenders know what a household's income leaves in a usual year: they lend for a season and a crisis's first months.
    """
    market = w.markets[m]
    flows = w.flows[m]
    rate = w.nation[0].exchange_rate
    for i in range(first, last):
        hh = w.households[i]
        surplus = hh.income_kpw - (hh.needs_kpw - hh.treatment_kpw)
        hh.usual_surplus_kpw = adjusted(hh.usual_surplus_kpw, surplus, 1.0 / p.lender_memory_weeks)
        scale = 100.0 * hh.weight
        beyond = hh.cash_kpw + hh.cash_cny * rate - hh.needs_kpw * scale
        if hh.debt_kpw > 0:
            interest = int(hh.debt_kpw * p.loan_interest)
            lost = int(written_off(hh.debt_kpw, interest, beyond, p.loan_write_off_speed))
            service = min(
                int(debt_service(hh.debt_kpw, p.loan_interest, p.loan_weeks)) + 1, hh.debt_kpw + interest - lost
            )
            paid = max(min(service, int(beyond), hh.cash_kpw), 0)
            hh.debt_kpw += interest - lost - paid
            market.claims_kpw += interest - lost - paid
            hh.cash_kpw -= paid
            market.loan_fund_kpw += paid
            flows[LOAN_REPAYMENTS, hh.household_class] += paid
        if beyond < 0.0 and p.use_credit > 0.0:
            limit = scale * lending_limit(hh.usual_surplus_kpw, p.loan_interest, p.loan_weeks) - hh.debt_kpw
            wanted = max(int(min(-beyond + 1.0, limit)), 0)
            market.lending_wanted_kpw += wanted
            lent = min(wanted, market.loan_fund_kpw)
            hh.debt_kpw += lent
            market.claims_kpw += lent
            hh.cash_kpw += lent
            market.loan_fund_kpw -= lent
            flows[LOANS, hh.household_class] += lent
