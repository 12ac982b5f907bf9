"""What grain traders import, and the yuan they buy and sell for it."""

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    ABROAD,
    CHANGERS,
    CROPS,
    FARM_CNY_BOUGHT,
    FARM_CNY_BOUGHT_FOR,
    FARM_CNY_SOLD,
    FARM_CNY_SOLD_FOR,
    FARMS,
    GRAIN_IMPORTS,
    IMPORTED,
    STAPLE_GOOD,
)
from jangmadang.compiling import inlined
from jangmadang.mechanisms.staples.equations import grain_imports
from jangmadang.world.members import GRAMS, STAPLES_IMPORT, TONNE
from jangmadang.world.rows import Given, Nation, Parameters
from jangmadang.world.tables import World


@inlined
def relative_source_price(nation: Nation, x: Given, k: int) -> float:
    """Price of a crop in China over its normal level."""
    return nation.relative_source_price[STAPLES_IMPORT] * x.grain_price_multiplier[k]


@inlined
def relative_grain_price(nation: Nation, x: Given, p: Parameters) -> float:
    """Price of grain in China over its normal level, crops weighted by their usual imports."""
    price, imports = 0.0, 0.0
    for k in range(CROPS):
        price += p.normal_grain_imports[k] * relative_source_price(nation, x, k)
        imports += p.normal_grain_imports[k]
    return price / imports


@inlined
def wanted_imports(nation: Nation, x: Given, p: Parameters, k: int) -> float:
    """Tonnes of a crop that traders import in a week at the prices of today, as far as licences go."""
    relative = nation.crop_price[k] / nation.exchange_rate * p.base_exchange_rate / p.base_crop_price[k]
    relative /= relative_source_price(nation, x, k)
    elasticity = p.grain_import_elasticity * p.use_import_response
    return grain_imports(p.normal_grain_imports[k], nation.openness, relative, elasticity, x.grain_import_licence[k])


@inlined
def import_grain(w: World, x: Given, p: Parameters) -> None:
    """Traders import where the price at home beats the price at the border, as far as yuan and licences go."""
    nation = w.nation[0]
    goods = w.goods[w.markets.size]
    for k in range(CROPS):
        aid = int(x.market_food_aid[k] * TONNE)
        nation.crop_stock[k] += aid
        goods[STAPLE_GOOD + k, IMPORTED] += aid
        grams = int(max(wanted_imports(nation, x, p, k), x.grain_import_contracts[k]) * TONNE)
        cost = minor(grams / GRAMS * p.grain_import_price_cny[k] * relative_source_price(nation, x, k))
        buy_yuan(w, p, cost - max(nation.cny[FARMS], 0))
        paid = min(cost, max(nation.cny[FARMS], 0))
        grams = int(grams * (paid / max(cost, 1)))
        nation.cny[FARMS] -= paid
        nation.cny[ABROAD] += paid
        w.flows[w.markets.size, GRAIN_IMPORTS, 0] += paid
        nation.crop_stock[k] += grams
        goods[STAPLE_GOOD + k, IMPORTED] += grams
        w.border[0].grain_imports[k] = grams / TONNE
    sell_yuan(w, p)


@inlined
def change(nation: Nation, yuan: int, won: int) -> None:
    """Traders get yuan from money changers for won, 1/100, or give both back where they are negative."""
    nation.kpw[FARMS] -= won
    nation.kpw[CHANGERS] += won
    nation.cny[CHANGERS] -= yuan
    nation.cny[FARMS] += yuan


@inlined
def buy_yuan(w: World, p: Parameters, wanted: int) -> None:
    """Traders buy the yuan, 1/100, that imports cost beyond what families paid, as far as won and changers' yuan go."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    ask = nation.exchange_rate * (1.0 + p.changer_spread)
    yuan = min(wanted, int(max(nation.kpw[FARMS], 0) / ask), int(p.grain_yuan_share * max(nation.cny[CHANGERS], 0)))
    yuan = max(yuan, 0)
    won = int(yuan * ask)
    change(nation, yuan, won)
    flows[FARM_CNY_BOUGHT, 0] += yuan
    flows[FARM_CNY_BOUGHT_FOR, 0] += won


@inlined
def sell_yuan(w: World, p: Parameters) -> None:
    """Traders change the yuan that families paid and no import needs, as far as money changers have won."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    bid = nation.exchange_rate * (1.0 - p.changer_spread)
    most = int(p.weekly_currency_allotment * max(nation.kpw[CHANGERS], 0) / bid)
    yuan = min(max(nation.cny[FARMS], 0), most)
    won = int(yuan * bid)
    change(nation, -yuan, -won)
    flows[FARM_CNY_SOLD, 0] += yuan
    flows[FARM_CNY_SOLD_FOR, 0] += won
