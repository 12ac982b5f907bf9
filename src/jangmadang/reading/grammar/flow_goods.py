"""Which goods a verb or noun of trade speaks of: its object, its subject in the passive, or in a compound."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jangmadang.reading.grammar.flow_words import is_noun
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.phrases import Found
from jangmadang.reading.text.sentences import Sentence

#: Words at which a list of goods is over.
_NO_MEMBER = (
    r"(?!(?:in|of|for|to|from|by|at|on|with|than|is|are|was|were|has|have|had|will|would|who|which|that|while|but|when"
    r"|because|after|before|since|price|prices|also|they|it|he|she|buy\w*|bought|sell\w*|sold|import\w*|export\w*|sen[dt]\w*"
    r"|said|says|receiv\w*|bring\w*|brought)\b)"
)
_QUANTITY = r"(?:(?:about|some|nearly|over|around)\s)?(?:\d[\d.,]*\s(?:[\w-]+\s){1,2}of\s)?"
_WORDS = _QUANTITY + rf"(?:{_NO_MEMBER}[\w'-]+\s){{0,3}}"
#: Between two goods of a list, perhaps with goods between them that no table holds: "rice, seaweed snacks and flour".
_COORDINATION = re.compile(
    rf"(?:\s?\([^)]*\))?(?:\s{_NO_MEMBER}[\w'-]+){{0,2}}(?:\s?,\s{_NO_MEMBER}(?:[\w'-]+\s?){{1,3}}){{0,3}}"
    rf"\s?(?:,\s(?:and|or)|,|and|or|&|,?\sas well as|,?\salong with|,?\stogether with|,?\sand even)\s{_WORDS}"
)
_OBJECT_GAP = re.compile(
    r"\s(?:(?!(?:to|for|that|because|so|when|while|if|after|before|who|which|price|prices|than|since|by|at|during"
    r"|amid|between|is|was|are|were)\b)[\w',.-]+\s){0,7}"
)
_EXAMPLES = re.compile(
    r"[^.;]{0,40}?,?\s(?:such as|like|including|for example|e\.g\.|especially"
    r"|particularly)\s(?:\[[^\]]*\]\s)?(?:[\w'-]+\s){0,4}"
)
_PASSIVE_GAP = re.compile(
    r"(?:\s(?:that|which|have|has|had|is|are|was|were|been|being|be|mostly|mainly|recently|also|now|often"
    r"|previously|usually|currently|all|began|begun|started|\w+ly))*\s"
)
_NOUN_OF = re.compile(
    r"\s(?:of|for)\s(?:(?:the|all|some|various|chinese|north|korean|large|small|quantities|amounts|of|refined|a"
    r"|lot|such)\s)*"
    # "exports to China included coal"
    r"|\s(?:(?:to|from)\s(?:china|russia|north korea|the north)\s)?(?:last year\s|in \d{4}\s)?"
    r"(?:includ(?:e|ed|es)|consist(?:s|ed)? (?:mainly |mostly )?of|compris(?:e|ed))\s(?:\w+\s){0,2}"
)
_PASSIVE_OR_MOVING = re.compile(
    r"\w*(?:ed|ought|ent|old|come|coming|came|enter\w*|arriv\w*|pass\w*|flow\w*|roll\w*|flood\w*|mov\w*)\b"
)
_IN_COMPOUND = re.compile(r"(?:imports?|exports?|smuggling|sales)\b")
_OF_SUCH = re.compile(r"\b(?:these|those|such)\s$")
#: How far the first good may stand from its verb where another verb follows, in characters.
_OBJECT_WITHIN = 45


def goods_of_cue(
    report: Report, sentence: Sentence, cue: tuple[int, int], stop: int, last: Sequence[Found]
) -> tuple[list[Found], str]:
    """Return the goods of a verb or noun of trade and how they hang on it: object, subject, carried, or not at all.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        The sentence of the verb or noun.
    cue : tuple of int
        The verb or noun.
    stop : int
        Where the next one begins, or the sentence ends.
    last : sequence of Found
        The goods of the last sentence that named any, for "these goods" and "it".
    """
    view = report.view
    items, how = _named(report, sentence, cue, stop)
    if items and items[0].id == "goods" and last and _OF_SUCH.search(view[max(items[0].start - 6, 0) : items[0].start]):
        return list(last), "carried"
    if not items and re.match(r"\s(?:them|it)\b", view[cue[1] : cue[1] + 6]):
        before = [item for item in report.within(report.items, sentence.start, cue[0]) if item.id != "goods"]
        return (_leading_group(view, before) if before else list(last)), "carried"
    return [item for item in items if item.id != "goods"] or items, how


def _named(report: Report, sentence: Sentence, cue: tuple[int, int], stop: int) -> tuple[list[Found], str]:
    view = report.view
    items = report.within(report.items, sentence.start, sentence.end)
    after = [item for item in items if item.start >= cue[1]]
    if after and _is_object(view, cue, after[0]) and after[0].start < max(stop, cue[1] + _OBJECT_WITHIN):
        return _following_group(view, after), "object"
    before = [item for item in items if item.end <= cue[0]]
    if before and _is_subject(view, before[-1], cue):
        return _leading_group(view, before), "subject"
    return [], ""


def _is_object(view: str, cue: tuple[int, int], item: Found) -> bool:
    if view[cue[1] : item.start].strip() in ("from", "with"):
        return False
    of_noun = _NOUN_OF.fullmatch(view, cue[1], item.start)
    return bool(of_noun or not is_noun(view, cue) and _OBJECT_GAP.fullmatch(view, cue[1], item.start))


def _is_subject(view: str, item: Found, cue: tuple[int, int]) -> bool:
    gap, word = view[item.end : cue[0]], view[cue[0] : cue[1]]
    return bool(
        gap == " " and _IN_COMPOUND.match(word) or _PASSIVE_GAP.fullmatch(gap) and _PASSIVE_OR_MOVING.match(word)
    )


def _following_group(view: str, after: Sequence[Found]) -> list[Found]:
    group = [after[0]]
    for one in after[1:]:
        gap = view[group[-1].end : one.start]
        if gap == " ":  # "seaweed snacks": the last word names it
            group[-1] = one
            continue
        if not (_COORDINATION.fullmatch(gap) or _EXAMPLES.fullmatch(gap)):
            break
        group.append(one)
    return group


def _leading_group(view: str, before: Sequence[Found]) -> list[Found]:
    group = [before[-1]]
    for one in reversed(before[:-1]):
        if not _COORDINATION.fullmatch(view, one.end, group[0].start):
            break
        group.insert(0, one)
    return group
