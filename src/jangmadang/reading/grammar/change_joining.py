"""A word of direction and what it moves: "rising prices", "a rise in demand", "sales have fallen", "rice rose"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jangmadang.reading.grammar.change_items import group_of, items_of_target
from jangmadang.reading.grammar.change_quotes import by_quote
from jangmadang.reading.grammar.change_words import AUXILIARIES, Change, Cue, Target, as_moved
from jangmadang.reading.grammar.quote import Quote
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.text.sentences import Sentence

_PLAIN_GAP = re.compile(
    r"(?:\s(?:the|their|its|his|a|an|of|in|for|this|that|these|our|overall|total|local|domestic|market|north"
    r"|korean|korea's|chinese|border|foreign|state"
    r"|average|some|all|most|many|both|such|and|consumer|public|current|already|fall|[\w'-]+))?(?:\s(?:[\w'-]+)){0,2}\s"
)
_IN_GAP = re.compile(r"\s(?:in|of|for|to|on)\s(?:(?:the|their|its|both|all|a|an|some|overall|[\w'.-]+)\s){0,5}")
_SUBJECT_GAP = re.compile(
    r"(?:'s?)?(?:\s(?:of|in|for|at|on|across|around|among|to|from|by|with|near|against|between|per|like|such as"
    r"|along|targeting|over)\s(?:\bn\.|[^.;:]){1,90}?)?"
    r"(?:,?\s(?:which|that|who)\s[^.;:]{1,80}?,?)?(?:\s?\([^)]*\))?(?:,[^.;:,]{1,60},)?\s(?:and\s[\w' -]{1,30}\s)?"
    + AUXILIARIES
)
_BREAKING = re.compile(
    r"[.;:]|\b(?:but|while|whereas|because|although|since|so that|as a result|if|when|who|due to|caused|causing"
    r"|says?|said|told|after|before|despite|until|amid)\b"
)
_ITEM_GAP = re.compile(
    r"(?:,[^.;:,]{1,60},|\s\([^)]*\)|\s(?:sold |traded )?(?:in|at|across)\s[^.;:,]{1,44})?\s" + AUXILIARIES
)
_PRICE_VERBS_OF_ITEMS = re.compile(
    r"(?:to|by|from|in|at|\d|again|sharply|slightly|significantly|$|,|\.|a lot|further|rapidly|as well|too"
    r"|steadily|this|last|since|recently|over|nearly|about|around|up|more than)"
)
#: "to boost": what is meant to happen, not what did.
_PURPOSE = re.compile(
    r"\sto (?:boost|raise|lower|cut|increase|reduce|stabili[sz]e|ease|relax|loosen|tighten|expand|improve)"
)
_HEAD_GAP = re.compile(r"(?:'s)?\s(?:of|for|in|toward|towards|on|at|from|to|with)\s(?:[\w'-]+\s){0,5}")
_REACHING = re.compile(r"hits?|reached|topped|surpass\w+|exceed\w*")
#: "prices lower than in other markets" compares places, not times.
_BETWEEN_PLACES = re.compile(
    r"(?:\s(?!than)[\w'-]+){0,2}\sthan\s(?:those |that )?(?:(?:in|of|at)\s(?!\d"
    r"|[a-z]+uary|march|april|may|june|july"
    r"|august|[a-z]+ber|last|the (?:past|same|previous)|early|late|mid|normal)|other\b|elsewhere|markets?\b"
    r"|neighbou?ring|(?:the )?(?:state|official|government|other regions))"
)
_NO_PLAIN_GAP = re.compile(r"\b(?:in|to|at|by|from|with|on|as|than|and|due|the price)\b")
_AND_ANOTHER = re.compile(r",?\s(?:and|or)\s(?:the\s)?(?:[\w'-]+\s){0,2}")
#: How far a target may stand behind and before a word of direction, in characters.
_BEHIND, _BEFORE = 60, 110


def changes_of_cue(
    report: Report, sentence: Sentence, cue: Cue, targets: list[Target], own: list[Quote], quotes: Sequence[Quote]
) -> list[Change]:
    """Return what a word of direction moves, by the first way of joining the two that fits.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        The sentence.
    cue : Cue
        The word of direction.
    targets : list of Target
        What the sentence names that can move.
    own, quotes : sequence of Quote
        The quotes of the sentence and of the whole text.
    """
    view = report.view
    is_meant = _PURPOSE.fullmatch(view, max(cue.start - 4, 0), cue.end)
    if is_meant or cue.direction in ("up", "down") and _BETWEEN_PLACES.match(view, cue.end):
        return []
    if joined := _to_target_beside(report, sentence, cue, targets):
        return joined
    if not _REACHING.fullmatch(view, cue.start, cue.end):
        if joined := _to_subject(report, sentence, cue, targets, own) or _to_item(report, sentence, cue):
            return joined
    return by_quote(report, sentence, cue, own, quotes)


def _to_target_beside(report: Report, sentence: Sentence, cue: Cue, targets: list[Target]) -> list[Change]:
    """ "Price rises", "a rise in prices", "rising prices", "raised prices"."""
    view = report.view
    for target in targets:
        if target.end <= cue.start and re.fullmatch(r"'?\s", view[target.end : cue.start]) and _noun_like(view, cue):
            return [_joined(report, sentence, target, cue, "noun")]
    after = next((t for t in targets if t.start >= cue.end and t.start - cue.end < _BEHIND), None)
    if not after:
        return []
    gap = view[cue.end : after.start]
    if _IN_GAP.fullmatch(gap) and not _is_agent(view, after):
        return [_joined(report, sentence, after, cue, "noun")]
    if gap == " " or _PLAIN_GAP.fullmatch(gap) and not _NO_PLAIN_GAP.search(gap):
        is_adjectival = _is_adjectival(view, cue)
        moves_it = is_adjectival or cue.form in ("transitive", "enforcement") or after.name == "enforcement"
        if moves_it and (is_adjectival or cue.form != "adjective"):
            return [_joined(report, sentence, after, cue, "adjective" if is_adjectival else "object")]
    return []


def _to_subject(report: Report, sentence: Sentence, cue: Cue, targets: list[Target], own: list[Quote]) -> list[Change]:
    """ "Sales and demand have fallen": the subject, and what stands beside it."""
    view = report.view
    before = [target for target in targets if target.end <= cue.start]
    for target in reversed(before[-3:]):
        if any(other.end < target.start and _HEAD_GAP.fullmatch(view, other.end, target.start) for other in before):
            continue
        gap = view[target.end : cue.start]
        if len(gap) < _BEFORE and _SUBJECT_GAP.fullmatch(gap) and not _BREAKING.search(_without_relative(gap)):
            beside = [
                other
                for other in before
                if other is not target and _AND_ANOTHER.fullmatch(view, other.end, target.start)
            ]
            joined = [_joined(report, sentence, other, cue, "subject") for other in beside]
            return [_joined(report, sentence, target, cue, "subject", own), *joined]
    return []


def _to_item(report: Report, sentence: Sentence, cue: Cue) -> list[Change]:
    """ "Rice rose sharply": the price of a good."""
    view = report.view
    items = [item for item in report.within(report.items, sentence.start, cue.start) if item.id != "goods"]
    if not items or cue.form not in ("verb", "transitive") or view.startswith("run", cue.start):
        return []
    last = items[-1]
    follows = _PRICE_VERBS_OF_ITEMS.match(view[cue.end : cue.end + 12].strip())
    if not follows or not _ITEM_GAP.fullmatch(view[last.end : cue.start]):
        return []
    span = (cue.start, cue.end)
    spans = {"target": (last.start, last.end), "cue": span}
    return [Change("price", cue.direction, spans, span, "item", group_of(report, sentence, last))]


def _without_relative(gap: str) -> str:
    return re.sub(r",\s(?:which|that|who)\s[^,]*,|\b[a-z]\.(?=\s|korea)|\bu\.s\.", " ", gap)


def _noun_like(view: str, cue: Cue) -> bool:
    return (
        cue.form == "noun"
        or not re.match(r"\s(?:to|by|from)\s\d", view[cue.end : cue.end + 8])
        and view[cue.start : cue.end].endswith(("e", "es", "p", "ps", "ise", "ike"))
    )


def _is_agent(view: str, target: Target) -> bool:
    return bool(
        re.match(
            r"\s(?:officials?|traders?|merchants?|authorities|companies|price)\b", view[target.end : target.end + 14]
        )
    )


def _is_adjectival(view: str, cue: Cue) -> bool:
    word = view[cue.start : cue.end]
    if cue.form == "adjective" or word.endswith("ing"):
        return not re.search(
            r"\b(?:(?<!there )(?:is|are|was|were)|be|been|by|of|to)\s(?:\w+ly\s|also\s|now\s)?$",
            view[max(cue.start - 16, 0) : cue.start],
        )
    return word.endswith("ed") and bool(
        re.search(
            r"(?:^|\b(?:the|a|an|of|to|in|with|and|by|due to|from|for|despite|amid|their|its|this)\s|[.,]\s)$",
            view[max(cue.start - 10, 0) : cue.start],
        )
    )


def _joined(
    report: Report, sentence: Sentence, target: Target, cue: Cue, how: str, own: Sequence[Quote] = ()
) -> Change:
    """One target with one direction, and the goods it is of."""
    name, direction = as_moved(target.name, cue.direction)
    spans = {"target": (target.start, target.end), "cue": (cue.start, cue.end)}
    items = items_of_target(report, sentence, target) if name != "fx_rate" else []
    quoted = next((q for q in own if 0 <= q.amount.start - cue.end < 40 and not q.thing.is_money), None)
    item_id = quoted.thing.id if name == "price" and quoted and not items else None
    return Change(name, direction, spans, (cue.start, cue.end), how, items, item_id)
