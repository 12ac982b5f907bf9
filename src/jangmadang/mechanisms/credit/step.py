"""Lenders put money into their fund; households repay what they can, and borrow what they can repay, money or grain."""

from typing import Any

import numpy as np

from jangmadang.accounting.payments import minor, serve_in_turn, take_staple
from jangmadang.accounting.transactions import (
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
)
from jangmadang.compiling import compiled, inlined
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
    settled = np.empty(last - first, np.int64)
    wanted = service_debts(m, first, last, w, p, settled)
    market.lending_wanted_kpw += wanted
    if wanted > market.loan_fund_kpw:
        serve_in_turn(settled, market.loan_fund_kpw)
    all_paid, all_lent = 0, 0
    for i in range(first, last):
        hh = w.households[i]
        lent = max(settled[i - first], 0)
        hh.debt_kpw += lent
        hh.cash_kpw += settled[i - first]
        all_lent += lent
        all_paid += lent - settled[i - first]
    market.claims_kpw += all_lent
    market.loan_fund_kpw += all_paid - all_lent
    c = w.households[first].household_class
    w.flows[m, LOAN_REPAYMENTS, c] += all_paid
    w.flows[m, LOANS, c] += all_lent


@inlined
def service_debts(m: int, first: int, last: int, w: World, p: Parameters, settled: Any) -> int:
    """Debts grow by interest, less what is paid and written off; returns the sum of loans wanted, 1/100 KPW.

    Fills settled[row] with the loan wanted or, negative, what is paid. Without a debt interest and payment are zero, so
    that no row need be asked whether it has one.
    """
    market = w.markets[m]
    price_rise, speed, loss_speed = market.price_rise, 1.0 / p.lender_memory_weeks, p.loan_write_off_speed
    rate, interest_rate, weeks = w.nation[0].exchange_rate, p.loan_interest, p.loan_weeks
    lends = p.use_credit > 0.0
    claims, wanted = 0, 0
    for i in range(first, last):
        hh = w.households[i]
        surplus = hh.income_kpw - (hh.needs_kpw - hh.treatment_kpw)
        usual_surplus = adjusted(price_rise * hh.usual_surplus_kpw, surplus, speed)
        scale = 100.0 * hh.weight
        beyond = hh.cash_kpw + hh.cash_cny * rate - hh.needs_kpw * scale
        interest = int(hh.debt_kpw * interest_rate)
        lost = int(written_off(hh.debt_kpw, interest, beyond, loss_speed))
        service = min(int(debt_service(hh.debt_kpw, interest_rate, weeks)) + 1, hh.debt_kpw + interest - lost)
        paid = max(min(service, int(beyond), hh.cash_kpw), 0)
        debt = hh.debt_kpw + interest - lost - paid
        limit = scale * lending_limit(usual_surplus, interest_rate, weeks) - debt
        loan = max(int(min(-beyond + 1.0, limit)), 0)
        loan = loan if beyond < 0.0 and lends else 0
        claims += debt - hh.debt_kpw
        wanted += loan
        hh.usual_surplus_kpw = usual_surplus
        hh.debt_kpw = debt
        settled[i - first] = loan - paid
    market.claims_kpw += claims
    return wanted


@compiled
def repay_grain(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """While the harvest comes in, who owes grain gives it to lenders, who sell it to traders as far as their won go."""
    market = w.markets[m]
    nation = w.nation[0]
    calendar = nation.harvest_calendar[int(x.week_of_year) % YEAR_WEEKS, market.harvest_region]
    if calendar[RICE] + calendar[CORN] == 0.0:
        return
    given, speed = 0, p.grain_repayment_speed
    for i in range(first, last):
        hh = w.households[i]
        grams = min(hh.debt_grain, int(speed * hh.own_grain))
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
    if p.use_credit == 0.0:
        return
    rate, price = w.nation[0].exchange_rate, market.staple_price[CORN]
    own_share, pledged_share = p.own_staple_share[w.households[first].household_class], p.pledged_harvest_share
    year_need, multiple = p.staple_need_kg * 365.25 / 7.0 * market.harvest_yield, p.grain_loan_multiple
    wanted, fund, corn, claims = 0, market.loan_fund_kpw, market.staple_allotment[CORN], 0
    needy, missing_kpw = np.empty(last - first, np.int64), np.empty(last - first)
    for k in range(find_needy(first, last, w, rate, needy, missing_kpw)):
        hh, missing = w.households[needy[k]], missing_kpw[k]
        row = GRAMS * hh.weight
        limit = grain_limit(own_share * hh.plot * year_need, pledged_share, hh.debt_grain / row, multiple)
        grams = min(int(min(limit, hh.need_kg, missing / price) * row), corn)
        wanted += minor(grams / GRAMS * price)
        grams = max(min(grams, int(10.0 * fund / price) - 1), 0)
        if grams == 0:
            continue
        fund -= min(minor(grams / GRAMS * price), fund)
        corn -= grams
        owed = int(multiple * grams)
        hh.debt_grain += owed
        claims += owed
        hh.need_kg -= grams / row
        lent = min(grams / row * price, hh.staple_budget_kpw)
        hh.staple_budget_kpw -= lent
        hh.needs_kpw -= lent
    market.lending_wanted_kpw += wanted
    market.claims_grain += claims
    w.flows[m, LENT_GRAIN_BOUGHT, 0] += market.loan_fund_kpw - fund
    market.due_kpw[FARMS] += market.loan_fund_kpw - fund
    market.loan_fund_kpw = fund
    take_staple(market, w.goods[m], CORN, market.staple_allotment[CORN] - corn)


@inlined
def find_needy(first: int, last: int, w: World, rate: float, needy: Any, missing_kpw: Any) -> int:
    """Fill `needy` with who has a plot but too little for its needs, and what each lacks, KPW; return how many."""
    for i in range(first, last):
        hh = w.households[i]
        missing = hh.needs_kpw - (hh.cash_kpw + hh.cash_cny * rate) * hh.per_household
        missing_kpw[i - first] = missing if hh.plot != 0.0 else 0.0
    count = 0
    for i in range(first, last):
        missing = missing_kpw[i - first]
        needy[count], missing_kpw[count] = i, missing
        count += missing > 0.0
    return count
