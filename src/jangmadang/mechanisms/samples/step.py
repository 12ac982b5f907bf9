"""Order samples eight weeks before a season; show them when they have arrived."""

from jangmadang.accounting.transactions import DESIGNS, TIERS
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.samples.equations import sample_pieces
from jangmadang.randomness import SAMPLE_VISITOR, stream, uniform
from jangmadang.shapes import season
from jangmadang.world.members import FIRST_GARMENT, SEASON_GROUPS
from jangmadang.world.rows import Given, Market, Parameters
from jangmadang.world.tables import World

MOST_VISITORS = 1000  # a trader shows samples to fewer


@inlined
def starts_in(p: Parameters, group: int, iso_week: float, weeks: float) -> bool:
    """Whether the selling season of a group starts in this number of weeks."""
    now = season(iso_week + weeks, p.season_week[group], p.season_width[group])
    before = season(iso_week + weeks - 1.0, p.season_week[group], p.season_width[group])
    return now > 0.0 and before == 0.0


@compiled
def order_samples(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Hyesan's importers order a lot of every design of the coming season."""
    market = w.markets[m]
    for k in range(market.first_trader, market.last_trader):
        trader = w.traders[k]
        trader.samples_ordered[:] = 0
        if not market.is_border or p.use_samples * p.use_clothing == 0.0:
            continue
        served = market.real_households.sum() / max(market.last_trader - market.first_trader, 1)
        for group in range(SEASON_GROUPS):
            if starts_in(p, group, x.iso_week, p.sample_lead_weeks):
                for g in range(FIRST_GARMENT[group], FIRST_GARMENT[group + 1]):
                    for tier in range(TIERS):
                        pieces = int(sample_pieces(p.sample_lot[tier], served, p.customers_per_trader) + 0.5)
                        for d in range(DESIGNS):
                            trader.samples_ordered[g, tier, d] = pieces


@inlined
def sample_visitor(w: World, market: Market, seed: int, t: int, trader_identity: int, number: int) -> int:
    """Row of the household that looks at a trader's samples as visitor `number`."""
    draw = uniform(stream(seed, SAMPLE_VISITOR, t), trader_identity * MOST_VISITORS + number)
    return market.first + int(draw * (market.last - market.first))
