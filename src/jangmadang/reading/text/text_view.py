"""A view of a text to match on: same length, so that every offset in it is an offset in the text."""

from __future__ import annotations

import re
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
_LONE_BREAK = re.compile(r"(?<!\n)\n(?!\s*\n)")
#: A line that ends so cannot be whole.
_OPEN_END = re.compile(
    r"(?:[a-z)],|\b(?:in|of|to|at|for|and|or|the|an|was|were|is|are|cost|costs|by|with|from|per|on|as|that))$"
)
#: The unit of a number at the end of a line, no label of the next ("Yuan 5,100").
_UNIT_NEXT = re.compile(
    r"(?:kpw|won|north korean won|chinese yuan|yuan|rmb|us dollars|dollars|percent|kg|kilograms?)\b(?![^\w\n]*\d)"
)
_WIDEST_COLUMN = 110
_SHORTEST_CUT_LINE = 30


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
    return _unwrapped(text, text.translate(_FOLDING))


def _unwrapped(text: str, view: str) -> str:
    """Put a blank where a line was only cut at a column, so that words and amounts read on."""
    lines = [line for line in text.split("\n") if line.strip()]
    longest = max(map(len, lines), default=0)
    is_wrapped = longest <= _WIDEST_COLUMN and sum(len(line) > 40 for line in lines) >= len(lines) / 2

    def blank_or_break(match: re.Match[str]) -> str:
        start = text.rfind("\n", 0, match.start()) + 1
        line, following = text[start : match.start()].rstrip(), text[match.end() : match.end() + 1]
        if line[-1:].isdigit() and _UNIT_NEXT.match(view, match.end()):
            return " "
        if _OPEN_END.search(line.lower()) and "|" not in line:
            return " "
        shortest = _SHORTEST_CUT_LINE if not is_wrapped or following.isupper() else 12
        if (
            len(line) < shortest
            or sum(map(str.isdigit, line)) > len(line) / 5
            or line[-1] in '.!?:;"”|'
            or "|" in line
            or "\t" in line
        ):
            return "\n"
        goes_on = following.islower() or is_wrapped and (following.isalnum() or following in "($\"“'‘")
        return " " if goes_on else "\n"

    return _LONE_BREAK.sub(blank_or_break, view)
