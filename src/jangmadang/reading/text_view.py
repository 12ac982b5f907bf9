"""A view of a text to match on: same length, so that every offset in it is an offset in the text."""

from __future__ import annotations

import unicodedata

_SAME_MEANING = {
    "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2032": "'", "\u02bc": "'", "`": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-", "\uff0d": "-",
    "\u301c": "~", "\uff5e": "~", "\u223c": "~",
    "\u27a1": "\u2192", "\u21d2": "\u2192", "\u2794": "\u2192", "\u25b6": "\u2192", "\u2799": "\u2192",
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ", "\u3000": " ", "\u2002": " ",
    "\u2003": " ", "\u200b": " ", "\ufeff": " ", "\u00ad": " ", "\u200e": " ", "\u200f": " ",
}  # fmt: skip


def _plain(char: str) -> str:
    """One character that stands for `char` when words are compared."""
    if char in _SAME_MEANING:
        return _SAME_MEANING[char]
    if char in "￦￥":
        return char
    bare = unicodedata.normalize("NFKD", char)
    kept = "".join(c for c in bare if not unicodedata.combining(c)).lower()
    return kept if len(kept) == 1 else char


class _Folding(dict[int, str]):
    """A translation table that works out a character the first time it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code))
        return self[code]


_FOLDING = _Folding()


def matching_view(text: str) -> str:
    """Return `text` in lower case, without accents and typographic variants, at the same length.

    Parameters
    ----------
    text : str
        Any text.

    Examples
    --------
    >>> matching_view("Hyesan’s ￦4,200 – Ryŏngchŏn")
    "hyesan's ￦4,200 - ryongchon"
    """
    return text.translate(_FOLDING)
