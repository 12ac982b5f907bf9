"""Shippers hide gold, officials take their share, inspectors confiscate some."""

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    ABROAD,
    COMPANIES,
    CONFISCATED,
    CREWS,
    EXPORT_GOOD,
    EXPORTED,
    GOLD_BOUGHT_COMPANIES,
    GOLD_BOUGHT_CREWS,
    GOLD_BRIBES_COMPANIES,
    GOLD_BRIBES_CREWS,
    GOLD_FINES_COMPANIES,
    GOLD_FINES_CREWS,
    GOLD_RECEIPTS_COMPANIES,
    GOLD_RECEIPTS_CREWS,
    LABOURER,
    OFFICIAL,
    PRODUCED,
    STATE,
)
from jangmadang.compiling import compiled
from jangmadang.mechanisms.concealment.equations import (
    concealing_share,
    detection_probability,
    hidden_grams,
    net_gain,
)
from jangmadang.randomness import GOLD_SEARCH, stream, uniform
from jangmadang.world.members import CUSTOMS, GOLD, GRAMS, PRIVATE_SMUGGLING, STATE_SMUGGLING
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


@compiled
def hide_gold(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """This week's concealed gold, by companies and crews in proportion to their shipments."""
    nation = w.nation[0]
    border = w.border[0]
    flows = w.flows[w.markets.size]
    goods = w.goods[w.markets.size]
    crew_weight = border.export_weight[PRIVATE_SMUGGLING]
    company_weight = border.export_weight[CUSTOMS] + border.export_weight[STATE_SMUGGLING]
    shipments = (company_weight + crew_weight) / p.shipment_t
    border.export_shipments = shipments
    if p.use_concealment == 0.0 or shipments < 0.01:
        return
    detection = p.searched_when_colluding * detection_probability(p.inspected_shipments * x.metal_inspection, shipments)
    ratio = p.gold_price_ratio * x.export_price_multiplier[GOLD]
    gain = net_gain(ratio, p.colluding_share, detection, p.gold_fine_share)
    share = concealing_share(p.largest_concealment_share, gain, p.collusion_midpoint, p.collusion_spread)
    grams_each = hidden_grams(gain, p.concealed_gold_g)
    local_price = nation.border_price[GOLD] / ratio / GRAMS
    for sector, weight, bought, received, bribed, fined in (
        (
            COMPANIES,
            company_weight,
            GOLD_BOUGHT_COMPANIES,
            GOLD_RECEIPTS_COMPANIES,
            GOLD_BRIBES_COMPANIES,
            GOLD_FINES_COMPANIES,
        ),
        (
            CREWS,
            border.export_weight[PRIVATE_SMUGGLING],
            GOLD_BOUGHT_CREWS,
            GOLD_RECEIPTS_CREWS,
            GOLD_BRIBES_CREWS,
            GOLD_FINES_CREWS,
        ),
    ):
        grams = int(grams_each * share * weight / p.shipment_t)
        cost = minor(grams * local_price)
        if cost * p.gold_money_cover > nation.cny[sector] or grams <= 0:
            continue
        taken = int(grams * detection + uniform(stream(seed, GOLD_SEARCH, t), sector))
        receipts = minor((grams - taken) * local_price * ratio)
        bribe = int(max(receipts - cost, 0) * p.colluding_share)
        fine = minor(taken * local_price * p.gold_fine_share)
        nation.cny[sector] += receipts - cost - bribe - fine
        nation.cny[ABROAD] -= receipts
        nation.cny[STATE] += fine
        each = cost // nation.border_markets
        w.markets[0].pool_cny[OFFICIAL] += bribe
        for m in range(nation.border_markets):
            w.markets[m].pool_cny[LABOURER] += each
        nation.cny[sector] += cost - each * nation.border_markets
        flows[bought, 0] += each * nation.border_markets
        flows[received, 0] += receipts
        flows[bribed, 0] += bribe
        flows[fined, 0] += fine
        goods[EXPORT_GOOD + GOLD, PRODUCED] += grams
        goods[EXPORT_GOOD + GOLD, EXPORTED] += grams - taken
        goods[EXPORT_GOOD + GOLD, CONFISCATED] += taken
        border.concealed_value += grams * local_price * ratio
        border.concealment_bribes += bribe / 100.0
        border.concealment_confiscated_value += taken * local_price
        border.concealed_shipment_share = share
