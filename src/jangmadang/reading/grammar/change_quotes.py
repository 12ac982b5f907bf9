"""Changes of what a quote is of: "it soared to 200 won", "up 6.5 % from", "went from 950 to 3,300 won"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from jangmadang.reading.grammar.change_words import AUXILIARIES, Change, Cue
from jangmadang.reading.grammar.quote import Quote
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.text.sentences import Sentence

_PRONOUN = re.compile(r"\b(?:it|they|which)\s" + AUXILIARIES + "$")
_TO_AMOUNT = re.compile(
    r"\s(?:\w+\s){0,3}?(?:to|at|from|by|of|toward)?\s?(?:about |around |a |an |as (?:high|low|much) as "
    r"|between |over |\w+ )?(?:[\w-]+\s)?"
)
_PERCENT = re.compile(
    r"\s(?:by\s|another\s|about\s|around\s|over\s|nearly\s|some\s|more than\s|as much as\s)*\d[\d.]*\s?(?:%"
    r"|percent)"
)
_PERCENT_BEFORE = re.compile(r"\d[\d.]*\s?(?:%|percent|-fold|times)\s(?:\w+\s)?$")
_NO_VERB_OF_IT = frozenset({"hit", "hits", "reached", "higher", "lower", "cheaper"})
#: How far back the quote is that a pronoun or a percentage speaks of, in characters.
_BACK = 400


def by_pairs(own: Sequence[Quote]) -> Iterator[Change]:
    """Give the changes of amounts in pairs, "from 950 to 3,300 won": the two say which way."""
    for one, other in itertools.pairwise(own):
        if one.amount.pair == "before" and other.amount.pair == "after" and one.amount.low != other.amount.low:
            span = (one.amount.start, other.amount.end)
            yield _of_quote(other, "up" if other.amount.low > one.amount.low else "down", {"cue": span}, span, "pair")


def by_quote(
    report: Report, sentence: Sentence, cue: Cue, own: Sequence[Quote], quotes: Sequence[Quote]
) -> list[Change]:
    """Return the change of what the quote is of that a word of direction leads to, or that stands before it.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        The sentence.
    cue : Cue
        The word of direction.
    own, quotes : sequence of Quote
        The quotes of the sentence and of the whole text.
    """
    view, span = report.view, (cue.start, cue.end)
    to_amount = next((quote for quote in own if cue.end <= quote.amount.start <= cue.end + 40), None)
    if to_amount and _TO_AMOUNT.fullmatch(view, cue.end, to_amount.amount.start):
        spans = {"cue": span, "amount": (to_amount.amount.start, to_amount.amount.end)}
        return [_of_quote(to_amount, cue.direction, spans, span, "quote")]
    earlier = [quote for quote in quotes if sentence.start - _BACK < quote.amount.start < cue.start]
    if not earlier:
        return []
    is_verb = cue.form == "verb" and view[cue.start : cue.end] not in _NO_VERB_OF_IT
    if is_verb and _PRONOUN.search(view[max(cue.start - 50, sentence.start) : cue.start]):
        return [_of_quote(earlier[-1], cue.direction, {"cue": span}, span, "pronoun")]
    before = view[max(cue.start - 26, sentence.start) : cue.start]
    if _PERCENT.match(view[cue.end : cue.end + 40]) or _PERCENT_BEFORE.search(before):
        return [_of_quote(earlier[-1], cue.direction, {"cue": span}, span, "percent")]
    return []


def _of_quote(
    quote: Quote, direction: str, spans: dict[str, tuple[int, int]], cue: tuple[int, int], how: str
) -> Change:
    is_money = quote.thing.is_money
    return Change(
        "fx_rate" if is_money else "price", direction, spans, cue, how, [], None if is_money else quote.thing.id
    )
