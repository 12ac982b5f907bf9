"""Names for the members of axes, so that no step writes a member's number: `openness[PRIVATE_SMUGGLING, IMPORT]`.

Household classes, sectors, flows and goods of the accounts have their names in `accounting.transactions`.
"""

from itertools import pairwise
from typing import Final

from jangmadang.axes import AXES, GARMENT_SEASON

GROUPS: Final = len(AXES["buyer_group"])
CHANNELS: Final = len(AXES["channel"])
DIRECTIONS: Final = len(AXES["flow"])
IMPORT_GOODS: Final = len(AXES["import_good"])
SEASON_GROUPS: Final = len(AXES["season_group"])
SPENDING_KINDS: Final = len(AXES["spending_kind"])
COVER_THIRDS: Final = len(AXES["cover_third"])
GATEWAYS: Final = len(AXES["gateway"])
GOODS_LINES: Final = len(AXES["goods_line"])
STRATEGIES: Final = len(AXES["strategy"])
TRADE_LINES: Final = len(AXES["trade_line"])
BUYERS: Final = 2  # kinds of buyers of collected goods

HYESAN: Final = AXES["place"].index("hyesan")
RYANGGANG_REST: Final = AXES["place"].index("ryanggang_rest")

FARMER_BAND: Final = AXES["household_band"].index("farmer")
LABOURING_BANDS: Final = ("ordinary", "poor", "destitute")
TRADING_BANDS: Final = ("strong_trader", "stallholder")


def _class_of_band(band: str) -> int:
    """Household class of a band."""
    of_class = "labourer" if band in LABOURING_BANDS else "stallholder" if band in TRADING_BANDS else band
    return AXES["household_class"].index(of_class)


BAND_CLASS: Final = tuple(_class_of_band(band) for band in AXES["household_band"])
ORDINARY_BAND: Final = AXES["household_band"].index("ordinary")

ORDINARY: Final = AXES["buyer_group"].index("ordinary")
WEALTHY: Final = AXES["buyer_group"].index("wealthy")

CUSTOMS: Final = AXES["channel"].index("customs")
STATE_SMUGGLING: Final = AXES["channel"].index("state_smuggling")
PRIVATE_SMUGGLING: Final = AXES["channel"].index("private_smuggling")
BORDER_GATEWAY: Final = AXES["gateway"].index("border_places")
OTHER_GATEWAYS: Final = AXES["gateway"].index("other_gateways")
BORDER_PLACES: Final = len(AXES["border_place"])  # the first places, in the same order
GATES: Final = BORDER_PLACES + 1  # the gate of each border place, then the other gateways
OTHER_GATE: Final = BORDER_PLACES
GARMENT_STOP, MEDICINE_STOP = range(2)  # lines of traders whose stops are told apart
STOP_LINES: Final = 2
IMPORT: Final = AXES["flow"].index("import")
EXPORT: Final = AXES["flow"].index("export")

INACTIVE: Final = AXES["strategy"].index("inactive")
MEDICINE_LINE: Final = AXES["trade_line"].index("medicine")  # the lines before it are the tiers

COMPANY: Final = 0
CREW: Final = 1

MASS: Final = AXES["tier"].index("mass")
LUXURY: Final = AXES["tier"].index("luxury")

IMPORTED_ORIGIN: Final = AXES["origin"].index("imported")
DOMESTIC_ORIGIN: Final = AXES["origin"].index("domestic")

RICE: Final = AXES["crop"].index("rice")
CORN: Final = AXES["crop"].index("corn")

REGIONS: Final = len(AXES["harvest_region"])
LOWLAND: Final = AXES["harvest_region"].index("lowland")
HARVEST_CROPS: Final = len(AXES["harvest_crop"])
HARVESTED_MAIZE: Final = AXES["harvest_crop"].index("maize")
HARVESTED_RICE: Final = AXES["harvest_crop"].index("rice")

HERBS: Final = AXES["export_good"].index("herbs")
OTHER_EXPORTS: Final = AXES["export_good"].index("other_exports")
GOLD: Final = AXES["export_good"].index("gold")
COLLECTED_GOODS: Final = OTHER_EXPORTS  # so many come first; households gather neither ore nor gold
OFFER_LEVELS: Final = 40  # points of a border market's supply curve of gathering

CLOTHING_IMPORT: Final = AXES["import_good"].index("clothing_mass")  # + tier
MEDICINE_IMPORT: Final = AXES["import_good"].index("medicine")
GOODS_IMPORT: Final = AXES["import_good"].index("imported_goods")
STAPLES_IMPORT: Final = AXES["import_good"].index("staples")
MACHINES_IMPORT: Final = AXES["import_good"].index("machines")

EVERYDAY: Final = AXES["goods_line"].index("everyday_goods")
MACHINES: Final = AXES["goods_line"].index("machines")
LINE_IMPORT: Final = (GOODS_IMPORT, MACHINES_IMPORT)  # import good of each line of dealers' goods

GARMENT_GROUP: Final = tuple(AXES["season_group"].index(GARMENT_SEASON[garment]) for garment in AXES["garment"])
FIRST_GARMENT: Final = tuple(
    sum(group < number for group in GARMENT_GROUP) for number in range(SEASON_GROUPS + 1)
)  # first garment of each season group, and one past the last
if any(later < earlier for earlier, later in pairwise(GARMENT_GROUP)):
    raise AssertionError("axes.py lists garments by season group")

GRAMS: Final = 1000.0  # of a kilogram: staples and export goods are counted in grams
TONNE: Final = 1e6  # the same of a tonne
UNITS: Final = 1000.0  # of a unit: the composite imported good is counted in 1/1000 units
