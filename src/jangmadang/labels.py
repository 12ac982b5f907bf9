"""Members of axes, places and items of the evidence in words."""

from __future__ import annotations

from functools import cache

from jangmadang.scenario.yaml_files import PACKS, read_yaml

#: A channel that is less open is called closed, one that is as open, open; between them it is restricted.
RESTRICTED_FROM, OPEN_FROM = 0.05, 0.65

LABELS: dict[str, str] = {
    "customs": "customs",
    "state_smuggling": "state smuggling",
    "private_smuggling": "private smuggling",
    "labourer": "labourers",
    "stallholder": "stallholders",
    "official": "officials",
    "donju": "donju",
    "farmer": "farmers",
    "ordinary": "ordinary households",
    "wealthy": "officials and donju",
    "income_pools": "income pools",
    "household": "households",
    "changers": "money changers",
    "crews": "private smugglers",
    "cash_transfer_cny": "yuan given to each household",
    "cash_transfer_kpw": "won given to each household",
    "cny": "yuan",
    "kpw": "won",
    "usd": "dollar",
    "med": "medicine",
    "lingzhi_low": "lingzhi, low grade",
    "lingzhi_middle": "lingzhi, middle grade",
    "lingzhi_high": "lingzhi, high grade",
}


@cache
def place_names() -> dict[str, str]:
    """Names of the model's places by their ids."""
    return {str(place["id"]): str(place["name"]) for place in read_yaml(PACKS / "places.yaml")}


def place_in_words(place: str) -> str:
    """Name of a place of the model."""
    return place_names().get(place, label(place))


def item_in_words(item: str) -> str:
    """An item of the evidence: each part of its dotted id."""
    return ", ".join(map(label, item.split(".")))


def label(member: str) -> str:
    """A member of an axis in words."""
    return LABELS.get(member, member.replace("_", " "))


def openness_in_words(value: float) -> str:
    """Closed, restricted or open, with the value."""
    shut = "closed" if value == 0.0 else "almost closed"
    words = shut if value < RESTRICTED_FROM else "open" if value >= OPEN_FROM else "restricted"
    return f"{words} ({value:g})"
