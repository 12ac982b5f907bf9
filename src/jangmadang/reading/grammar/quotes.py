"""Quotes: an amount of money, the thing it is the price of, the quantity it buys, where and when.

A quote of an item is a price, a quote of foreign money an exchange rate; both are read by the same rules.
"""

from __future__ import annotations

import itertools
import re

from jangmadang.reading.grammar.quote import SHARED, Quote
from jangmadang.reading.grammar.quote_basis import BRACKET, MEASURE_WORDS, set_basis, share_basis
from jangmadang.reading.grammar.quote_phase import set_phase
from jangmadang.reading.grammar.quote_place import set_places
from jangmadang.reading.grammar.quote_roles import role_of
from jangmadang.reading.mentions.amounts import Amount
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.things import Thing, named_thing_before, things_in
from jangmadang.reading.text.sentences import Sentence

#: Between an amount and its good, in the passive voice: "20,000 won a kilogram is being asked for rice".
_ASKED = (
    rf"(?:(?:\s(?:per|a|each)\s(?:{MEASURE_WORDS}))?\s(?:(?:is|are|was|were|has been|have been|had been)\s(?:being\s)?"
    r"(?:asked|charged|offered|paid|quoted)|chang(?:ed|es?) hands)(?=\sfor\s))?"
)
_TIGHT_RIGHT = re.compile(
    BRACKET + _ASKED + r",?\s?(?:(?:per|for|to|against|/|=|of|on)\s?|\d+\s?kg\sof\s)"
    r"(?:(?:every|each|the|a|an|one|1|\d[\d,.]*"
    r"|buying|buy|of)\s?-?)*"
    rf"(?:(?:{MEASURE_WORDS})\s)?(?:of\s)?(?:(?:the|a|an|some|good|quality|high|low|quality|fine|average|local"
    rf"|domestic)\s)*"
    r"(?:(?:us|u\.s\.|american|chinese)\s)?$"
)
_TIGHT_UNIT = re.compile(
    BRACKET + rf"\s?(?:per|a|an|each|/)\s?\d*\s?(?:{MEASURE_WORDS})\s(?:of|for)\s(?:the\s)?$|\sworth of\s$"
)
_AND = re.compile(r"\s?(?:,|,?\s?and|,?\s?or|&|/|as well as)\s?(?:about\s|for\s|the\s)?")
#: Between amounts and the goods that they are the prices of, each its own.
_FOR_EACH = re.compile(
    rf"\s?(?:(?:per|a|each)\s(?:{MEASURE_WORDS})\s)?(?:for|of)\s(?:(?:the|a|an|one|{MEASURE_WORDS}|of)\s)*"
)
_AS_ADJECTIVE = re.compile(r"\b(?:a|an|the|includes?|including|buy|bought|like)\s$")


def find_quotes(report: Report) -> tuple[list[Quote], list[Amount]]:
    """Return the quotes of a report and the amounts of money that are none (wages, fines, differences, conversions).

    Parameters
    ----------
    report : Report
        The text with its mentions.
    """
    quotes: list[Quote] = []
    others: list[Amount] = []
    for sentence in report.sentences:
        if money := report.money(sentence.start, sentence.end):
            found, left = _quotes_of_sentence(report, sentence, money, quotes)
            quotes.extend(found)
            others.extend(left)
    return quotes, others


def _quotes_of_sentence(
    report: Report, sentence: Sentence, money: list[Amount], earlier: list[Quote]
) -> tuple[list[Quote], list[Amount]]:
    things = things_in(report, sentence, money)
    standing: list[Amount] = []
    others: list[Amount] = []
    for amount in money:
        role = role_of(report, sentence, amount, money, things)
        if role == "quote":
            standing.append(amount)
        elif role != "base":
            others.append(amount)
    parallel = _parallel(report, sentence, things, standing)
    found: list[Quote] = []
    taken: set[int] = set()
    for amount in standing:
        linked = parallel.get(amount.start) or _thing_of(report, sentence, amount, things, money, taken, found, earlier)
        if linked is None:
            others.append(amount)
            continue
        thing, how = linked
        if how == "right":
            taken.add(thing.start)
        quote = Quote(amount, thing, sentence, how)
        set_basis(report, quote)
        set_places(report, quote, standing, earlier + found)
        set_phase(report, quote)
        found.append(quote)
    share_basis(report, sentence, found)
    _place_pairs(found)
    return found, others


def _place_pairs(found: list[Quote]) -> None:
    """The earlier amount of "from 5,000 to 6,000 won in Hyesan" holds where the later does."""
    for one, other in itertools.pairwise(found):
        if (one.amount.pair, other.amount.pair) == ("before", "after"):
            one.places, one.place_basis, one.unclear = other.places, other.place_basis, other.unclear


def _parallel(
    report: Report, sentence: Sentence, things: list[Thing], standing: list[Amount]
) -> dict[int, tuple[Thing, str]]:
    """Pair "rice and corn cost 5,000 and 2,000 won" one to one, and so the goods behind "for", if "respectively"."""
    view = report.view
    groups = [group for group in report.lists_of(things, _AND) if len({thing.id for thing in group}) == len(group) > 1]
    paired: dict[int, tuple[Thing, str]] = {}
    for run in [run for run in report.lists_of(standing, _AND) if len(run) > 1]:
        fitting = [group for group in groups if len(group) == len(run)]
        before = next((group for group in reversed(fitting) if group[-1].end <= run[0].start), None)
        after = next((group for group in fitting if run[-1].end <= group[0].start), None)
        if before and not _stands_between(things, before, run[0]) and run[0].start - before[-1].end < 120:
            paired |= {amount.start: (thing, "left") for amount, thing in zip(run, before, strict=True)}
        elif (
            after
            and _FOR_EACH.fullmatch(view, run[-1].end, after[0].start)
            and SHARED.search(view, after[-1].end, sentence.end)
        ):
            paired |= {amount.start: (thing, "right") for amount, thing in zip(run, after, strict=True)}
    return paired


def _stands_between(things: list[Thing], group: list[Thing], amount: Amount) -> bool:
    return any(group[-1].end <= thing.start < amount.start for thing in things if thing not in group)


def _thing_of(
    report: Report,
    sentence: Sentence,
    amount: Amount,
    things: list[Thing],
    money: list[Amount],
    taken: set[int],
    found: list[Quote],
    earlier: list[Quote],
) -> tuple[Thing, str] | None:
    """Find what an amount is the price of: right after it, before it, or carried over."""
    view = report.view
    fitting = [thing for thing in things if not thing.is_money or amount.unit == "KPW"]
    for thing in fitting:
        if amount.end <= thing.start <= amount.end + 90:
            between = view[amount.end : thing.start]
            if _TIGHT_RIGHT.fullmatch(between) or _TIGHT_UNIT.fullmatch(between):
                return thing, "right"
            break
    if described := _named_after(view, amount, fitting):
        return described, "near"
    start, _ = sentence.segment_at(amount.start)
    for lowest in (start, sentence.start):
        left = [
            thing
            for thing in fitting
            if lowest <= thing.start and thing.end <= amount.start + 1 and thing.start not in taken
        ]
        if left:
            strong = [thing for thing in left if thing.strong and not thing.weak]
            nearest = left[-1]
            if strong and nearest is not strong[-1] and (nearest.weak or not _at_amount(view, nearest, amount)):
                other_amount = any(strong[-1].end < other.start < nearest.start for other in money)
                nearest = nearest if other_amount and not nearest.weak else strong[-1]
            if nearest.weak and not strong and len([t for t in left if not t.weak]):
                nearest = [thing for thing in left if not thing.weak][-1]
            return nearest, "left" if nearest.strong or _at_amount(view, nearest, amount) else "near"
    named = named_thing_before(report, sentence, amount)
    if named:
        return named, "open"
    if found:
        return found[-1].thing, "same sentence"
    return _carried(report, sentence, amount, earlier)


def _named_after(view: str, amount: Amount, things: list[Thing]) -> Thing | None:
    """The good in "a $690 mink coat", where the amount stands as an adjective."""
    if not _AS_ADJECTIVE.search(view[max(amount.start - 12, 0) : amount.start]):
        return None
    near = [
        thing
        for thing in things
        if re.fullmatch(r"\s(?:(?!and|or|for|in|to|of|per|on|at)[a-z-]+\s)?", view[amount.end : thing.start])
    ]
    return near[0] if near else None


def _at_amount(view: str, thing: Thing, amount: Amount) -> bool:
    between = view[thing.end : amount.start]
    return bool(
        re.fullmatch(
            r"\s?(?:-|:|=|\(|,)?\s?(?:price[sd]?\s)?(?:was|is|were|are|at|for|to|cost|costs|of|by)?\s?(?:about "
            r"|around )?(?:[(\[].{0,12}[)\]]\s?)?",
            between,
        )
    )


def _carried(report: Report, sentence: Sentence, amount: Amount, earlier: list[Quote]) -> tuple[Thing, str] | None:
    """Carry the thing of the last quote, or the last item named, into a sentence that names none."""
    index = report.sentences.index(sentence)
    for back in range(1, 4):
        if index - back < 0:
            break
        previous = report.sentences[index - back]
        quoted = [quote for quote in earlier if quote.sentence is previous]
        kinds = [quote for quote in quoted if not quote.thing.is_money or amount.unit == "KPW"]
        if kinds:
            return kinds[-1].thing, "carried"
        things = things_in(report, previous, [])
        items = [thing for thing in things if not thing.weak and (not thing.is_money or amount.unit == "KPW")]
        if items:
            return items[-1], "carried"
    return None
