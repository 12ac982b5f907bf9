"""The words of change: what can change, which way, and set phrases; compiled from the table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.phrases import Found
from jangmadang.reading.mentions.tables import Tables

_OPPOSITE = {"up": "down", "down": "up", "steady": "steady", "mixed": "mixed"}
_AT_PLACE = re.compile(r"\b(?:in|at|of|to|from|on|into|across|near|around|by|throughout)\s(?:[\w'-]+\s){0,4}$")
#: What may stand between a subject and its verb.
AUXILIARIES = (
    r"(?:(?:has|have|had|is|are|was|were|be|been|being|will|would|could|may|might|can|also|now|keeps?|kept"
    r"|recently|become|becomes|became|continu\w+|to|suddenly|again|then|later"
    r"|subsequently|actually|only|still|once|all|both|slightly|sharply|steadily|greatly|significantly|gradually"
    r"|rapidly|slowly|generally|usually|not|n't"
    r"|began|begun|started|reportedly|even|just|further|temporarily|dramatically|moderately|quickly|reported"
    r"|seem(?:s|ed)?|appear(?:s|ed)?|understood|said|expected|likely|already|been|briefly|largely|overall|almost"
    r"|nearly|since|so|too|more|both|instead|\w+ly)\s)*"
)
_SEASON_FALL = re.compile(
    r"fall\s(?:clothing|clothes|apparel|harvest|season|jackets?|garments?|and winter)|(?:this|last|early|late"
    r"|next) fall\b|in the fall\b(?! in| of)"
)


@dataclass(frozen=True, slots=True)
class Cue:
    start: int
    end: int
    direction: str
    form: str


@dataclass(frozen=True, slots=True)
class Target:
    start: int
    end: int
    name: str


@dataclass(slots=True)
class Change:
    """What moved which way; `how` says how the two were joined, `cue` where the word of direction stands."""

    target: str
    direction: str
    spans: dict[str, tuple[int, int]]
    cue: tuple[int, int]
    how: str
    items: list[Found] = field(default_factory=list)
    item_id: str | None = None


@dataclass(frozen=True)
class ChangeGrammar:
    targets: re.Pattern[str]
    target_names: tuple[str, ...]
    cues: re.Pattern[str]
    cue_names: tuple[tuple[str, str], ...]
    phrases: tuple[tuple[str, str, re.Pattern[str]], ...]
    phrase_gate: re.Pattern[str]


@lru_cache(maxsize=4)
def _grammar(tables: Tables) -> ChangeGrammar:
    table = tables.data["changes"]
    names = tuple(table["targets"])
    targets = re.compile(
        "|".join(rf"(?P<t{i}>(?<![\w-])(?:{'|'.join(table['targets'][name])})(?![\w]))" for i, name in enumerate(names))
    )
    cue_names = [
        (direction, form)
        for form in ("verb", "transitive", "noun", "adjective")
        for direction in ("steady", "mixed", "up", "down")
        if table[direction][form]
    ]
    cue_names += [("up", "enforcement"), ("down", "enforcement")]
    words = [table[d][f] if f != "enforcement" else table[f"enforcement_{d}"] for d, f in cue_names]
    cues = re.compile(
        "|".join(
            rf"(?P<c{i}>(?<![\w-])(?:{'|'.join(sorted(group, key=len, reverse=True))})(?![\w-]))"
            for i, group in enumerate(words)
        )
    )
    phrases = tuple((t, d, re.compile(rf"(?<![\w-])(?:{text})(?!\w)")) for t, d, text in table["phrases"])
    gate = re.compile(r"(?<![\w-])(?:" + "|".join(text for _, _, text in table["phrases"]) + r")(?!\w)")
    return ChangeGrammar(targets, names, cues, tuple(cue_names), phrases, gate)


def change_grammar(report: Report) -> ChangeGrammar:
    """Return the compiled words of change of the tables a report is read with."""
    return _grammar(report.tables)


def as_moved(name: str, direction: str) -> tuple[str, str]:
    """What moves which way: the worth of the won goes against the rate, that of foreign money with it."""
    if name == "won_value":
        return "fx_rate", _OPPOSITE[direction]
    return "fx_rate" if name == "foreign_value" else name, direction


def names_season(view: str, cue: re.Match[str]) -> bool:
    """Whether a word of direction is the autumn: "fall jackets", "this fall"."""
    start, end = cue.span()
    before_and_in = _SEASON_FALL.search(view[max(start - 9, 0) : end])
    return cue.group().startswith("fall") and bool(_SEASON_FALL.match(view, start) or before_and_in)


def moves(report: Report, target: Target) -> bool:
    """Whether a word that can name a target does: not the won of an amount, not the market things are sold at."""
    view = report.view
    if any(
        a.start < target.end and target.start < a.end
        for a in report.within(report.amounts, target.start - 40, target.end)
    ):
        return False
    bare = bool(re.fullmatch(r"(?:black[- ])?market(?:place)?s?", view[target.start : target.end]))
    if target.name == "market_activity":
        return not (bare and _AT_PLACE.search(view[max(target.start - 46, 0) : target.start])) and not re.match(
            r"'?\s(?:prices?|officials?|managers?)"
            + (r"|\sin\s" if view[target.start : target.end] in ("market", "markets") else ""),
            view[target.end : target.end + 14],
        )
    if target.name in ("won_value", "foreign_value"):
        return not re.search(
            r"(?:against|for|to|in|of|per|with|toward|into|use|using)\s(?:the\s|a\s|one\s)?(?:\w+\s)?$",
            view[max(target.start - 24, 0) : target.start],
        )
    return True
