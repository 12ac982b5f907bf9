"""How a statement is meant: asserted, or negated, hypothetical, expected, rumoured, habitual."""

from __future__ import annotations

import re
from functools import lru_cache

from jangmadang.reading.text.sentences import Sentence

#: How a statement is meant that counts as a fact.
FACTS = ("asserted", "habitual")
_ORDER = ("negated", "rumoured", "hypothetical", "expected", "habitual")
_NOT_NEGATING = re.compile(
    r"not only|not surpris\w+|no wonder|cannot but|can't but|not just|not to mention|more often than not|whether or not"
)
_CLAUSE = re.compile(
    r",?\s(?:but|while|whereas|although|because|since|as|when|who|which|after|before)\s|[;:]\s|[\u2014]|,\s"
)


@lru_cache(maxsize=4)
def _patterns(words: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(r"(?<![a-z])(?:" + "|".join(texts) + r")(?![a-z])") for name, texts in words}


def patterns_of(table: dict[str, list[str]]) -> dict[str, re.Pattern[str]]:
    """Return the compiled cues of the table of modality."""
    return _patterns(tuple((name, tuple(table[name])) for name in _ORDER))


def modality_at(view: str, sentence: Sentence, cue: tuple[int, int], table: dict[str, list[str]]) -> str:
    """Return how the statement around a cue is meant.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    sentence : Sentence
        The sentence that holds the cue.
    cue : tuple of int
        Where the verb or noun of the statement is.
    table : mapping
        The table `modality`.
    """
    patterns = patterns_of(table)
    segment_start, segment_end = sentence.segment_at(cue[0])
    left = view[segment_start : cue[0]]
    cuts = [match.end() for match in _CLAUSE.finditer(left)]
    near = _NOT_NEGATING.sub(" ", left[cuts[-1] if cuts else 0 :])
    if (
        re.search(r"(?:^|[,;.:\"]\s?|\b(?:that|and|but|because|even)\s)(?:if|unless|in case|should)\b", left.strip())
        or re.search(r"\b(?:if|unless|in case)\b", view[cue[1] : segment_end])
        and re.search(r"\b(?:would|could|might|may|will)\b", left)
    ):
        return "hypothetical"
    for name in ("negated", "rumoured", "hypothetical", "expected"):
        if patterns[name].search(near):
            return name
    if patterns["rumoured"].search(view, segment_start, cue[0]):
        return "rumoured"
    if patterns["habitual"].search(view, segment_start, segment_end):
        return "habitual"
    return "asserted"


def is_hedged(view: str, sentence: Sentence, table: dict[str, list[str]]) -> bool:
    """Whether any word of a sentence says that something is supposed, expected or hearsay.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    sentence : Sentence
        The sentence.
    table : mapping
        The table `modality`.
    """
    patterns = patterns_of(table)
    return any(
        patterns[name].search(view, sentence.start, sentence.end) for name in ("rumoured", "hypothetical", "expected")
    )
