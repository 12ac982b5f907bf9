"""Lenders put money into their fund; households repay what they can, and borrow what they can repay, money or grain."""

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    CONSUMED,
    DONJU,
    FARMS,
    HANDED_OVER,
    LENDING_CAPITAL,
    LENDING_PROFITS,
    LENT_GRAIN_BOUGHT,
    LOAN_REPAYMENTS,
    LOANS,
    OWN_GRAIN_GOOD,
    REPAID_GRAIN_SOLD,
    STALLHOLDER,
    STAPLE_GOOD,
)
from jangmadang.compiling import compiled
from jangmadang.mechanisms.credit.equations import debt_service, grain_limit, lending_limit, written_off
from jangmadang.shapes import adjusted
from jangmadang.world.members import CORN, GRAMS, RICE
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import YEAR_WEEKS, World


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
    rate, interest_rate, weeks = w.nation[0].exchange_rate, p.loan_interest, p.loan_weeks
    for i in range(first, last):
        hh = w.households[i]
        surplus = hh.income_kpw - (hh.needs_kpw - hh.treatment_kpw)
        hh.usual_surplus_kpw = adjusted(market.price_rise * hh.usual_surplus_kpw, surplus, 1.0 / p.lender_memory_weeks)
        scale = 100.0 * hh.weight
        beyond = hh.cash_kpw + hh.cash_cny * rate - hh.needs_kpw * scale
        if hh.debt_kpw > 0:
            interest = int(hh.debt_kpw * interest_rate)
            lost = int(written_off(hh.debt_kpw, interest, beyond, p.loan_write_off_speed))
            service = min(int(debt_service(hh.debt_kpw, interest_rate, weeks)) + 1, hh.debt_kpw + interest - lost)
            paid = max(min(service, int(beyond), hh.cash_kpw), 0)
            hh.debt_kpw += interest - lost - paid
            market.claims_kpw += interest - lost - paid
            hh.cash_kpw -= paid
            market.loan_fund_kpw += paid
            flows[LOAN_REPAYMENTS, hh.household_class] += paid
        if beyond < 0.0 and p.use_credit > 0.0:
            limit = scale * lending_limit(hh.usual_surplus_kpw, interest_rate, weeks) - hh.debt_kpw
            wanted = max(int(min(-beyond + 1.0, limit)), 0)
            market.lending_wanted_kpw += wanted
            lent = min(wanted, market.loan_fund_kpw)
            hh.debt_kpw += lent
            market.claims_kpw += lent
            hh.cash_kpw += lent
            market.loan_fund_kpw -= lent
            flows[LOANS, hh.household_class] += lent


@compiled
def repay_grain(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """While the harvest comes in, who owes grain gives it to lenders, who sell it to traders as far as their won go."""
    market = w.markets[m]
    nation = w.nation[0]
    calendar = nation.harvest_calendar[int(x.week_of_year) % YEAR_WEEKS, market.harvest_region]
    if calendar[RICE] + calendar[CORN] == 0.0:
        return
    given = 0
    for i in range(first, last):
        hh = w.households[i]
        grams = min(hh.debt_grain, int(p.grain_repayment_speed * hh.own_grain))
        hh.own_grain -= grams
        hh.debt_grain -= grams
        given += grams
    market.claims_grain -= given
    market.own_grain_sold[CORN] += given
    w.goods[m, OWN_GRAIN_GOOD, HANDED_OVER] += given
    worth = minor(given / GRAMS * (1.0 - p.farm_gate_margin) * nation.crop_price[CORN])
    paid = min(worth, market.grain_cash)
    market.grain_cash -= paid
    market.due_kpw[FARMS] -= paid
    market.loan_fund_kpw += paid
    w.flows[m, REPAID_GRAIN_SOLD, 0] += paid


@compiled
def lend_grain(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Whose money, durables and credit leave needs unpaid borrows corn against the own harvest, and eats it."""
    market = w.markets[m]
    rate = w.nation[0].exchange_rate
    price = market.staple_price[CORN]
    if p.use_credit == 0.0:
        return
    year_need = p.staple_need_kg * 365.25 / 7.0 * market.harvest_yield
    for i in range(first, last):
        hh = w.households[i]
        missing = hh.needs_kpw - (hh.cash_kpw + hh.cash_cny * rate) * (0.01 / hh.weight)
        if missing <= 0.0 or hh.plot == 0.0:
            continue
        row = GRAMS * hh.weight
        harvest = p.own_staple_share[hh.household_class] * hh.plot * year_need
        limit = grain_limit(harvest, p.pledged_harvest_share, hh.debt_grain / row, p.grain_loan_multiple)
        grams = min(int(min(limit, hh.need_kg, missing / price) * row), market.staple_allotment[CORN])
        market.lending_wanted_kpw += minor(grams / GRAMS * price)
        grams = max(min(grams, int(10.0 * market.loan_fund_kpw / price) - 1), 0)
        cost = min(minor(grams / GRAMS * price), market.loan_fund_kpw)
        market.loan_fund_kpw -= cost
        market.due_kpw[FARMS] += cost
        w.flows[m, LENT_GRAIN_BOUGHT, 0] += cost
        market.staple_allotment[CORN] -= grams
        market.staple_bought[CORN] += grams
        w.goods[m, STAPLE_GOOD + CORN, CONSUMED] += grams
        owed = int(p.grain_loan_multiple * grams)
        hh.debt_grain += owed
        market.claims_grain += owed
        hh.need_kg -= grams / row
        lent = min(grams / row * price, hh.staple_budget_kpw)
        hh.staple_budget_kpw -= lent
        hh.needs_kpw -= lent
