"""Rows of the evidence as pages show them, and why others were left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from jangmadang.evidence.observations import Observation
from jangmadang.evidence.wording import dates_in_words, price_in_words
from jangmadang.labels import item_in_words
from jangmadang.serve.forms import in_words_of_forms
from jangmadang.serve.known import source_of

HEADINGS = ("dates", "place", "item", "price", "publisher", "note")
MOST_NUMBERS = 8


def cells_of(row: Observation) -> list[object]:
    """A row as it is shown."""
    note = f"{row.use}: {row.note}" if row.use and row.note else row.use or row.note
    return [dates_in_words(row), row.place, item_in_words(row.item), price_in_words(row), source_of(row), note]


def left_out_rows(entries: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Why rows were left out, the commonest reason first: how many, why, and which."""
    counted = Counter(why for _, why in entries)
    found = []
    for why, count in counted.most_common():
        which = [name for name, reason in entries if reason == why]
        more = ", ..." if count > MOST_NUMBERS else ""
        found.append((str(count), in_words_of_forms(why), ", ".join(which[:MOST_NUMBERS]) + more))
    return found
