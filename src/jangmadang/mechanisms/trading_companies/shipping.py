"""Produce other exports and ship what the channels carry."""

import numpy as np

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    COMPANIES,
    CONFISCATED,
    EXPORT_GOOD,
    EXPORT_GOODS,
    EXPORTED,
    LABOURER,
    OTHER_EXPORT_WAGES,
    PRODUCED,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.trading_companies.channels import (
    BRIBE,
    FEE,
    HANDLING,
    ORE,
    carries,
    export_openness,
    weekly_crossing,
)
from jangmadang.shapes import season
from jangmadang.world.costs import seizure_hazard
from jangmadang.world.gates import passable
from jangmadang.world.members import (
    BORDER_PLACES,
    CHANNELS,
    CREW,
    CUSTOMS,
    EXPORT,
    GOLD,
    GRAMS,
    OTHER_EXPORTS,
    STATE_SMUGGLING,
    TONNE,
)
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import RECEIPT_WEEKS, SHIPPERS, World


@compiled
def produce_other_exports(w: World, x: Given, p: Parameters, gate: int) -> None:
    """Companies pay wages for ore, timber, nuts and berries in proportion to the openness of their channels."""
    nation = w.nation[0]
    last = w.markets.size
    height = (
        1.0
        - p.other_exports_seasonality
        + p.other_exports_seasonality
        * season(x.iso_week, p.collecting_season_week[OTHER_EXPORTS], p.collecting_season_width[OTHER_EXPORTS])
    )
    openness = min(
        1.0,
        export_openness(x, gate, CUSTOMS, OTHER_EXPORTS)
        + p.state_channel_ore_share * export_openness(x, gate, STATE_SMUGGLING, OTHER_EXPORTS),
    )
    wage = nation.border_price[OTHER_EXPORTS] * p.other_exports_wage_share
    affordable = max(nation.cny[COMPANIES], 0) / 100.0 / max(wage, 1e-9)
    tonnes = p.other_exports_t * height * openness * nation.border_capacity[gate]
    grams = int(min(tonnes * GRAMS, affordable) * GRAMS)
    wages = int(grams / GRAMS * wage * 100.0)
    nation.export_stock[gate, ORE, OTHER_EXPORTS] += grams
    w.goods[last, EXPORT_GOOD + OTHER_EXPORTS, PRODUCED] += grams
    first, after = nation.first_border_market[gate], nation.first_border_market[gate + 1]
    each = wages // (after - first)
    for m in range(first, after):
        w.markets[m].pool_cny[LABOURER] += each
        nation.cny[COMPANIES] -= each
        w.flows[last, OTHER_EXPORT_WAGES, 0] += each


@compiled
def ship(w: World, x: Given, p: Parameters, t: int) -> None:
    """Ship stocks through the channels up to capacity; the cost of what leaves goes with it."""
    nation = w.nation[0]
    held, sent = np.zeros(SHIPPERS), np.zeros(SHIPPERS)
    for gate in range(BORDER_PLACES):
        ship_from(w, x, p, t, gate, held, sent)
    for shipper in range(SHIPPERS):
        moved = int(nation.stock_cost[shipper] * sent[shipper] / max(held[shipper], 1e-9))
        nation.stock_cost[shipper] -= moved
        nation.claim_cost[shipper, payment_slot(p, t)] += moved


@compiled
def ship_from(w: World, x: Given, p: Parameters, t: int, gate: int, held: np.ndarray, sent: np.ndarray) -> None:
    """Ship a border place's stocks through its channels, shared by weight among all that use a channel."""
    nation = w.nation[0]
    shares = np.zeros((SHIPPERS, EXPORT_GOODS, CHANNELS))
    load = np.zeros(CHANNELS)
    for shipper in range(SHIPPERS):
        for k in range(GOLD):
            room = 0.0
            for h in range(CHANNELS):
                if carries(shipper, h):
                    shares[shipper, k, h] = export_openness(x, gate, h, k) * p.channel_capacity_t[h]
                    room += shares[shipper, k, h]
            for h in range(CHANNELS):
                shares[shipper, k, h] /= max(room, 1e-9)
                load[h] += shares[shipper, k, h] * nation.export_stock[gate, shipper, k] / TONNE
    for shipper in range(SHIPPERS):
        for k in range(GOLD):
            stock = nation.export_stock[gate, shipper, k]
            held[shipper] += stock * nation.border_price[k]
            for h in range(CHANNELS):
                capacity = x.openness[h, EXPORT, gate] * passable(x, gate, EXPORT) * p.channel_capacity_t[h]
                capacity *= nation.border_capacity[gate]
                leaving = 1.0 if shipper == ORE else weekly_crossing(p, export_openness(x, gate, h, k))
                grams = int(stock * shares[shipper, k, h] * min(leaving, capacity / max(load[h], 1e-9)))
                if grams > 0:
                    nation.export_stock[gate, shipper, k] -= grams
                    sent[shipper] += grams * nation.border_price[k]
                    send(w, x, p, shipper, k, h, grams, t)


@inlined
def payment_slot(p: Parameters, t: int) -> int:
    """Place, in the ring of claims, of what is shipped this week."""
    return (t + int(p.receipt_lag_weeks)) % RECEIPT_WEEKS


@inlined
def send(w: World, x: Given, p: Parameters, shipper: int, k: int, h: int, grams: int, t: int) -> None:
    """Send one good through one channel: some is seized, for the rest a claim stands with what is due out of it."""
    nation = w.nation[0]
    border = w.border[0]
    goods = w.goods[w.markets.size]
    seized = int(grams * seizure_hazard(x, p, h))
    value = (grams - seized) / GRAMS * nation.border_price[k]
    goods[EXPORT_GOOD + k, CONFISCATED] += seized
    goods[EXPORT_GOOD + k, EXPORTED] += grams - seized
    border.export_value[h, k] += value
    border.export_weight[h] += (grams - seized) / TONNE
    border.state_fees[h, EXPORT] += value * p.export_fee_share[h, k]
    border.bribes[h, EXPORT] += value * p.bribe_share[h]
    border.confiscated_value[h, EXPORT] += seized / GRAMS * nation.border_price[k]
    slot = payment_slot(p, t)
    nation.receivable[shipper, slot] += minor(value * (1.0 - p.receipt_deduction))
    if shipper != CREW:
        nation.export_dues[shipper, slot, FEE] += minor(value * p.export_fee_share[h, k])
    nation.export_dues[shipper, slot, BRIBE] += minor(value * p.bribe_share[h])
    if shipper != ORE:
        nation.export_dues[shipper, slot, HANDLING] += minor(value * p.handling_cost_share)
