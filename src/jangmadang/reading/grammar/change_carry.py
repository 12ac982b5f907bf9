"""Changes of something named before: "it then fell", "and rose again on the 22nd", "the sharp increase"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jangmadang.reading.grammar.change_words import ChangeGrammar, Cue, names_season

#: Words that say no more than which way something moved.
_MOVES = re.compile(
    r"r[io]se|risen|rises|rising|increas(?:e|ed|ing|es)|climb(?:ed|ing|s)?|jump(?:ed|ing)?|soar(?:ed|ing)?|surged?|hike"
    r"|leap|skyrocket(?:ed|ing)|spiked?|fall(?:en|ing|s)?|fell|drop(?:ped|ping|s)?|declin(?:e|ed|ing)|decreas(?:e|ed|ing)"
    r"|plunged?|plummeted|slid|dipped|reduction|rebound(?:ed)?"
)
_VERB_LEAD = re.compile(
    r"(?:,?\s(?:and|but|before|after|then|which|that|having|since)|\b(?:it|they|prices|rates?)|\b(?:has|have|had|began|started|keeps?"
    r"|kept|continued))\s(?:(?:has|have|had|to|then|again|later|\w+ly|began|started|also|even|even\smore|once)\s)*$"
)
_NOUN_LEAD = re.compile(r"\b(?:the|this|that|such)\s(?:(?!of\b|in\b|price|exchange|rate|demand|supply)[\w-]+\s){0,2}$")
_OF_SOMETHING = re.compile(
    r"\s(?:in|of|to|from)\s(?!\d|about|around|over|more|nearly)|\s(?:prices?|rates?|demand|suppl)"
)
_MOVED = ("price", "fx_rate")


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved, as a text said it last."""

    target: str
    item_id: str | None
    end: int


def carried_cues(
    view: str, span: tuple[int, int], grammar: ChangeGrammar, taken: Sequence[tuple[int, int]], last: Sequence[Moved]
) -> list[tuple[Cue, Moved]]:
    """Return the words of direction of a sentence that speak of what moved before, with what that is.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    span : tuple of int
        The sentence.
    grammar : ChangeGrammar
        The words of change.
    taken : sequence of tuple of int
        Stretches that other changes of the sentence rest on.
    last : sequence of Moved
        What the text said to have moved, in order.
    """
    found = []
    for match in grammar.cues.finditer(view, *span):
        direction, form = grammar.cue_names[int((match.lastgroup or "c0")[1:])]
        before = [one for one in last if one.end <= match.start() and match.start() - one.end < 400]
        if (
            not before
            or direction not in ("up", "down")
            or not _MOVES.fullmatch(match.group())
            or names_season(view, match)
            or any(start < match.end() and match.start() < end for start, end in taken)
        ):
            continue
        lead = view[max(span[0], match.start() - 50) : match.start()]
        noun = _NOUN_LEAD.search(lead) and not _OF_SOMETHING.match(view, match.end())
        verb = form != "noun" and before[-1].end > span[0] and _VERB_LEAD.search(lead)
        if (noun or verb) and before[-1].target in _MOVED:
            found.append((Cue(*match.span(), direction, form), before[-1]))
    return found
