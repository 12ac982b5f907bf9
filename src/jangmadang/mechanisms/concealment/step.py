"""Panners bring gold, shippers hide it, officials take their share, inspectors confiscate some."""

from typing import Any, Final

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    ABROAD,
    CONFISCATED,
    CREWS,
    EXPORT_BUYERS,
    EXPORT_GOOD,
    EXPORTED,
    FARMER,
    GOLD_BOUGHT_BUYERS,
    GOLD_BOUGHT_CREWS,
    GOLD_BRIBES_BUYERS,
    GOLD_BRIBES_CREWS,
    GOLD_RECEIPTS_BUYERS,
    GOLD_RECEIPTS_CREWS,
    LABOURER,
    OFFICIAL,
    PRODUCED,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.concealment.equations import (
    concealing_share,
    consignment_grams,
    detection_probability,
    gold_brought,
    hidden_grams,
    net_gain,
)
from jangmadang.randomness import GOLD_LOT, GOLD_SEARCH, normal, stream, uniform
from jangmadang.shapes import season
from jangmadang.world.members import COLLECTED_GOODS, CUSTOMS, GOLD, GRAMS, PRIVATE_SMUGGLING
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World

MOST_CONSIGNMENTS: Final = 100


@compiled
def hide_gold(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """This week's gold: what panners bring, and what leaves in consignments of collected goods."""
    border = w.border[0]
    if p.use_concealment == 0.0:
        return
    bring_gold(w, x, p)
    licensed = consignments(w, p, CUSTOMS, PRIVATE_SMUGGLING)
    private = consignments(w, p, PRIVATE_SMUGGLING, PRIVATE_SMUGGLING + 1)
    shipments = licensed + private
    border.export_shipments = shipments
    if shipments < 0.01:
        return
    detection = p.searched_when_colluding * detection_probability(p.inspected_shipments * x.metal_inspection, shipments)
    ratio = p.gold_price_ratio * x.export_price_multiplier[GOLD]
    gain = net_gain(ratio, p.colluding_share, detection, p.gold_penalty_share)
    border.concealed_shipment_share = concealing_share(
        p.largest_concealment_share, gain, p.collusion_midpoint, p.collusion_spread
    )
    mean_grams = hidden_grams(gain, p.concealed_gold_g)
    for sector, count in ((EXPORT_BUYERS, licensed), (CREWS, private)):
        sent, taken = draw_consignments(
            w, p, count * border.concealed_shipment_share, mean_grams, detection, sector, seed, t
        )
        sell_gold(w, p, sector, sent, taken, ratio)


@inlined
def consignments(w: World, p: Parameters, first: int, after: int) -> float:
    """Consignments of collected goods that left through some channels this week."""
    kg = 0.0
    for h in range(first, after):
        for k in range(COLLECTED_GOODS):
            kg += w.border[0].export_value[h, k] / max(w.nation[0].border_price[k], 1e-9)
    return kg / GRAMS / p.shipment_t


@inlined
def panners(w: World, p: Parameters, m: int) -> float:
    """Households whose gold goes through Hyesan, counted by the chance that it does."""
    market = w.markets[m]
    passing = 1.0 if m < w.nation[0].border_markets else p.gold_through_hyesan_share
    return p.panning_share * passing * (market.real_households[LABOURER] + market.real_households[FARMER])


@compiled
def bring_gold(w: World, x: Given, p: Parameters) -> None:
    """Panners and small mines bring gold in the season; it waits with its owners until it is sold in China."""
    nation = w.nation[0]
    weekly = 0.0
    for m in range(w.markets.size):
        weekly += panners(w, p, m) * p.panned_gold_g
    height = season(x.iso_week, p.collecting_season_week[GOLD], p.collecting_season_width[GOLD])
    grams = int(gold_brought(weekly * height, float(nation.gold_waiting), weekly * p.gold_waiting_weeks))
    nation.gold_waiting += grams
    w.goods[w.markets.size, EXPORT_GOOD + GOLD, PRODUCED] += grams


@inlined
def draw_consignments(
    w: World, p: Parameters, expected: float, mean_grams: float, detection: float, sector: int, seed: int, t: int
) -> Any:
    """Gold that leaves hidden and is found, g, of consignments `expected`, each lost whole by a chance, `detection`."""
    nation = w.nation[0]
    lots, search = stream(seed, GOLD_LOT, t), stream(seed, GOLD_SEARCH, t)
    sent, taken = 0, 0
    for number in range(MOST_CONSIGNMENTS):
        key = sector * MOST_CONSIGNMENTS + number
        if uniform(search, key + 100_000) * MOST_CONSIGNMENTS >= expected:
            continue
        grams = min(int(consignment_grams(mean_grams, p.gold_lot_spread, normal(lots, key))), nation.gold_waiting)
        nation.gold_waiting -= grams
        sent += grams
        if uniform(search, key) < detection:
            taken += grams
            w.border[0].largest_gold_seizure_g = max(w.border[0].largest_gold_seizure_g, float(grams))
    return sent, taken


@compiled
def sell_gold(w: World, p: Parameters, sector: int, sent: int, taken: int, ratio: float) -> None:
    """What was not found, g, fetches `ratio` times the local price that its owners get; officials share the gain."""
    nation = w.nation[0]
    border = w.border[0]
    flows = w.flows[w.markets.size]
    goods = w.goods[w.markets.size]
    local_price = nation.border_price[GOLD] / ratio / GRAMS
    receipts = minor((sent - taken) * local_price * ratio)
    total = 0.0
    for m in range(w.markets.size):
        total += panners(w, p, m)
    paid = 0
    for m in range(w.markets.size):
        market = w.markets[m]
        mine = int((sent - taken) * local_price * 100.0 * panners(w, p, m) / max(total, 1e-9))
        farm = market.real_households[FARMER] / max(
            market.real_households[LABOURER] + market.real_households[FARMER], 1.0
        )
        farmers = int(mine * farm)
        market.pool_cny[FARMER] += farmers
        market.pool_cny[LABOURER] += mine - farmers
        paid += mine
    bribe = int(max(receipts - paid, 0) * p.colluding_share)
    w.markets[0].pool_cny[OFFICIAL] += bribe
    nation.cny[sector] += receipts - paid - bribe
    nation.cny[ABROAD] -= receipts
    flows[GOLD_BOUGHT_CREWS if sector == CREWS else GOLD_BOUGHT_BUYERS, 0] += paid
    flows[GOLD_RECEIPTS_CREWS if sector == CREWS else GOLD_RECEIPTS_BUYERS, 0] += receipts
    flows[GOLD_BRIBES_CREWS if sector == CREWS else GOLD_BRIBES_BUYERS, 0] += bribe
    goods[EXPORT_GOOD + GOLD, EXPORTED] += sent - taken
    goods[EXPORT_GOOD + GOLD, CONFISCATED] += taken
    border.concealed_value += sent * local_price * ratio
    border.concealed_gold_g += sent
    border.confiscated_gold_g += taken
    border.concealment_bribes += bribe / 100.0
    border.concealment_confiscated_value += taken * local_price
