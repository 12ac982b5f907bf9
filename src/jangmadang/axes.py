"""The named axes of parameters, paths and results, each with its members in order."""

from __future__ import annotations

from importlib.resources import files

import yaml

from jangmadang.errors import InputError


def _place_ids() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the shipped places in file order, Hyesan first, and of those on the border."""
    pack = files("jangmadang") / "scenario" / "packs" / "places.yaml"
    try:
        places = yaml.load(pack.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileNotFoundError:
        raise InputError(f"{pack} is missing; install jangmadang again") from None
    ids = tuple(str(place["id"]) for place in places)
    if not ids or ids[0] != "hyesan" or len(set(ids)) != len(ids):
        raise InputError(f"{pack}: places need unique ids and hyesan first")
    return ids, tuple(str(place["id"]) for place in places if place["border"])


PLACES, BORDER_PLACES = _place_ids()


AXES: dict[str, tuple[str, ...]] = {
    "household_class": ("labourer", "stallholder", "official", "donju", "farmer"),
    "household_band": (
        "donju",
        "official",
        "strong_trader",
        "stallholder",
        "ordinary",
        "poor",
        "destitute",
        "farmer",
    ),
    "buyer_group": ("ordinary", "wealthy"),
    "channel": ("customs", "state_smuggling", "private_smuggling"),
    "flow": ("import", "export"),
    "season_group": ("spring", "summer", "autumn", "winter"),
    "garment": (
        "windbreaker",
        "cardigan",
        "t_shirt",
        "blouse",
        "hoodie",
        "jacket",
        "shirt",
        "trousers",
        "knitwear",
        "padded_jacket",
        "coat",
    ),
    "tier": ("mass", "luxury"),
    "design": ("a", "b", "c", "d"),
    "ailment": ("cold", "fever", "pain"),
    "cover_third": ("low", "middle", "high"),
    "origin": ("imported", "domestic"),
    "crop": ("rice", "corn"),
    "harvest_region": ("lowland", "highland"),
    "harvest_crop": ("early", "maize", "potatoes", "rice"),
    "ration_area": ("capital", "provinces"),
    "collected_good": ("herbs", "lingzhi_low", "lingzhi_middle", "lingzhi_high", "leeches"),  # the first export goods
    "export_good": (
        "herbs",
        "lingzhi_low",
        "lingzhi_middle",
        "lingzhi_high",
        "leeches",
        "other_exports",
        "gold",
    ),
    "import_good": (
        "clothing_mass",
        "clothing_luxury",
        "medicine",
        "imported_goods",
        "staples",
        "machines",
    ),
    "goods_line": ("everyday_goods", "machines"),
    "gateway": ("border_places", "other_gateways"),
    "strategy": ("mass", "luxury", "mass_and_medicine", "luxury_and_medicine", "inactive"),
    "trade_line": ("mass", "luxury", "medicine"),
    "spending_kind": (
        "cereals",
        "other_food",
        "fuel",
        "dues",
        "services",
        "imported_goods",
        "clothing",
        "medicine",
    ),
    "month": (
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ),
    "place": PLACES,
    "border_place": BORDER_PLACES,  # along paths it comes last, and a target that leaves it out is about all of them
}

GARMENT_SEASON: dict[str, str] = {
    "windbreaker": "spring",
    "cardigan": "spring",
    "t_shirt": "summer",
    "blouse": "summer",
    "hoodie": "autumn",
    "jacket": "autumn",
    "shirt": "autumn",
    "trousers": "autumn",
    "knitwear": "winter",
    "padded_jacket": "winter",
    "coat": "winter",
}
"""Which season group each garment belongs to."""
