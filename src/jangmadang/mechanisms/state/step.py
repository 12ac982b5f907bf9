"""Wages, state imports, foreign earnings of the rest of the country, remittances."""

from jangmadang.accounting.closure import sum_households
from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    ABROAD,
    CASH_TRANSFER_KPW,
    DONJU,
    HOUSEHOLD_CLASSES,
    LABOURER,
    LEVY,
    MINOR_UNITS,
    OTHER_EXPORTS,
    REMITTANCES,
    STATE,
    STATE_IMPORTS,
    STATE_PURCHASES,
    WAGES,
    WON_HANDED_OUT,
)
from jangmadang.compiling import compiled
from jangmadang.mechanisms.state.equations import hired_part, newly_issued_wage
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


@compiled
def pay_wages(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Pay printed wages out of last week's receipts, order local services for the rest; a rise of wages is new won."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    weights, households = 0.0, 0.0
    for m in range(w.markets.size):
        for c in range(HOUSEHOLD_CLASSES):
            weights += w.markets[m].real_households[c] * p.state_wage_weight[c]
            households += w.markets[m].real_households[c]
    issued = minor(newly_issued_wage(p.state_wage_kpw, x.state_wage_multiplier))
    if p.use_wage_issue == 0.0:
        issued = 0
    receipts = max(nation.dues_to_pay, 0)
    covered = min(minor(p.state_wage_kpw), receipts / max(weights, 1.0))
    left = receipts - covered * weights
    nation.won_issued = 0
    for m in range(w.markets.size):
        market = w.markets[m]
        market.state_orders += int(left * market.real_households.sum() / households)
        for c in range(HOUSEHOLD_CLASSES):
            workers = market.real_households[c] * p.state_wage_weight[c]
            wage = int((covered + issued) * workers)
            market.pool_kpw[c] += wage
            nation.kpw[STATE] -= wage
            nation.won_issued += int(issued * workers)
            flows[WAGES, 0] += wage
            w.tallies[m].state_wages[c] += wage / MINOR_UNITS


@compiled
def hand_out_won(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Issue won worth a share of all in circulation to households, each in proportion to the won it holds."""
    if x.won_handed_out <= 0.0:
        return
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    held = 0
    for i in range(w.households.size):
        held += w.households[i].cash_kpw
    each = x.won_handed_out * max(-nation.kpw[STATE], 0) / max(held, 1)
    for i in range(w.households.size):
        hh = w.households[i]
        won = int(each * hh.cash_kpw)
        hh.cash_kpw += won
        nation.kpw[STATE] -= won
        nation.won_issued += won
        flows[WON_HANDED_OUT, hh.household_class] += won
    sum_households(w)


@compiled
def collect_dues(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Merge what markets owe national accounts; remember what the state will spend, levies and transfers aside."""
    nation = w.nation[0]
    received = 0
    for m in range(w.markets.size):
        market = w.markets[m]
        kept_apart = w.flows[m, STATE_PURCHASES].sum() + w.flows[m, CASH_TRANSFER_KPW].sum()
        received += market.due_kpw[STATE] - w.flows[m, LEVY].sum() + kept_apart
        for s in range(market.due_kpw.size):
            nation.kpw[s] += market.due_kpw[s]
            nation.cny[s] += market.due_cny[s]
            market.due_kpw[s] = 0
            market.due_cny[s] = 0
    nation.dues_to_pay = received


@compiled
def receive_foreign_earnings(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Yuan that comes from abroad to the inland (other exports) and to Hyesan's families; the state's imports."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    for m in range(w.markets.size):
        market = w.markets[m]
        if market.is_border:
            amount = minor(p.remittances_cny) // nation.border_markets
            market.pool_cny[LABOURER] += amount
            nation.cny[ABROAD] -= amount
            flows[REMITTANCES, 0] += amount
            continue
        each = nation.other_exports_cny * market.foreign_earnings
        amount = minor(each * x.other_gateways_inflow * market.real_households.sum())
        hired = hired_part(p.other_exports_share[LABOURER], market.wage, nation.exchange_rate / p.base_exchange_rate)
        for c in range(HOUSEHOLD_CLASSES):
            share = hired if c == LABOURER else p.other_exports_share[c]
            if c == DONJU:
                share = max(share + p.other_exports_share[LABOURER] - hired, 0.0)
            part = int(amount * share)
            market.pool_cny[c] += part
            nation.cny[ABROAD] -= part
            flows[OTHER_EXPORTS, 0] += part
    spent = max(int(nation.cny[STATE] * p.state_import_speed), 0)
    nation.cny[STATE] -= spent
    nation.cny[ABROAD] += spent
    flows[STATE_IMPORTS, 0] += spent
