"""The editable tables the reader reads with, and what an analyst taught on top of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from jangmadang.reading.mentions.phrases import PhraseTable, plural

NAMES = ("items", "places", "money_and_units", "changes", "flows", "events", "modality", "korean")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLACE_SUFFIXES = ("", " city", " county", " town", " district", " special city", " municipality")
_PROVINCE_SUFFIXES = ("", " province", " do", " provinces", " provincial", " prov")


@dataclass(frozen=True)
class Alias:
    """A word an analyst taught: `kind` is item or place."""

    kind: str
    words: str
    id: str


@dataclass(frozen=True, eq=False)
class Tables:
    """All tables, ready to match with; loaded once, so that grammars compiled from them can be kept."""

    items: PhraseTable
    places: PhraseTable
    data: dict[str, Any]
    item_ids: frozenset[str]
    place_ids: frozenset[str]
    digest: str  # of rules and tables


@lru_cache(maxsize=8)
def load_tables(aliases: tuple[Alias, ...] = ()) -> Tables:
    """Load the shipped tables and lay taught aliases over them.

    Parameters
    ----------
    aliases : tuple of Alias
        Words taught in review; they win over the shipped ones.
    """
    digest, data = hashlib.sha256(), {}
    room = resources.files("jangmadang.reading")
    folders = [room, *(inside for inside in room.iterdir() if inside.is_dir())]
    rules = {f"{folder.name}/{file.name}": file for folder in folders for file in folder.iterdir()}
    for _, file in sorted(rules.items()):
        if file.name.endswith(".py"):
            digest.update(file.read_bytes())
    for name in NAMES:
        text = room.joinpath("tables").joinpath(f"{name}.yaml").read_text("utf-8")
        digest.update(text.encode())
        data[name] = yaml.load(text, Loader=_LOADER)
    digest.update(repr(aliases).encode())
    items = [*_taught(aliases, "item"), *_item_phrases(data["items"])]
    places = [*_taught(aliases, "place"), *_place_phrases(data["places"])]
    return Tables(
        items=PhraseTable(items),
        places=PhraseTable(places),
        data=data,
        item_ids=frozenset(name for _, name in items),
        place_ids=frozenset(name for _, name in places),
        digest=digest.hexdigest()[:12],
    )


def _taught(aliases: tuple[Alias, ...], kind: str) -> Iterator[tuple[str, str]]:
    for alias in aliases:
        if alias.kind == kind:
            yield alias.words.lower(), alias.id
            yield plural(alias.words.lower()), alias.id


def _item_phrases(table: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for item_id, phrases in table.items():
        for phrase in phrases:
            yield str(phrase).lower(), item_id
    for item_id, phrases in table.items():
        for phrase in phrases:
            yield plural(str(phrase).lower()), item_id


def _place_phrases(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, suffixes in (("provinces", _PROVINCE_SUFFIXES), ("towns", _PLACE_SUFFIXES), ("countries", ("",))):
        for place_id, spellings in table[kind].items():
            for spelling in spellings:
                for suffix in suffixes:
                    yield spelling + suffix, place_id
