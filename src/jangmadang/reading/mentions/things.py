"""What can be the price of something: goods, foreign money, and goods that no table lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jangmadang.reading.mentions.amounts import Amount
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.text.sentences import Sentence

#: What says that the thing before it has a price.
PRICE_VERB = (
    r"(?:cost(?:s|ing)?|sells?|sold|(?:is|are|was|were|be|been|being)\s(?:\w+\s)?(?:sold|selling|traded|trading"
    r"|priced|bought|going for|worth)|trad(?:es?|ed|ing)"
    r"|fetch(?:es|ed)?|(?:go|goes|went|going) for|(?:go|goes|went|gone) (?:from|up|down)|priced|retail(?:s|ed)?"
    r"|selling|rose|rise|risen|fell|fallen"
    r"|climbed|dropped|jumped|increased|spiked|stood|stands|exchang(?:ed|ing)|hit|reached|hovered|soared|surged"
    r"|plunged)"
)
_PRICE_OF = re.compile(
    r"\b(?:prices?|cost|value|rate|kilos?|kilograms?|kgs?|liters?|litres?|tons?|pairs?|bottles?|pills?|pack|sack"
    r"|bag|box|tablets?)\s"
    r"(?:of|for)\s(?:(?:the|a|an|one|1|some|imported|local|\d+)\s?(?:kg|kilo|kilogram|liter)?\s?(?:of\s)?)*$"
)
_STRONG_AFTER = re.compile(
    rf"(?:'s)?(?:\s(?:market|retail|wholesale|average))?\s(?:prices?|rates?|exchange rates?)\b"
    rf"|\s(?:\([^)]*\)\s)?(?:\w+\s){{0,3}}?{PRICE_VERB}|,\s(?:an?|the|used|which|known"
    rf"|one of)\s[^.;]{{3,110}},\s{PRICE_VERB}\b"
)
_SUBORDINATE_BEFORE = re.compile(
    r"\b(?:as|like|than|with|including|such as|which (?:is|are|was) (?:the|a)|sell|selling|buy|buying|import(?:s"
    r"|ing|ed)?|export(?:s|ing|ed)?|between|(?:half|twice|double|triple|times)\sthe\sprice\sof|"
    r"eat|cook|grow|plant|planting|harvest|make|made of|made from|using|with(?: the)?)\s(?:[\w'-]+\s)?$"
)
#: Behind these stands what is not priced, but set beside it.
_BESIDE = re.compile(
    r"\b(?:unlike|compared (?:to|with)|in (?:contrast|comparison) (?:to|with)|as opposed to|as against|rather than"
    r"|instead of|in place of)\s"
)
_BESIDE_GAP = re.compile(r"(?:(?!(?:before|earlier|ago|then|when|usual)\b)[\w'-]+\s){0,4}")
_BESIDE_END = re.compile(rf"[,;:.)(](?=\s|\w|$)|\s(?:{PRICE_VERB}|is|are|was|were|has|have|had|that|which)\b")
_FEW_WORDS = r"(?!(?:and|or)\b)[a-z-]+(?:\s(?!(?:and|or)\b)[a-z-]+){0,2}"
#: The rest of a list: "unlike flour, sugar and salt, rice cost", not "unlike flour, rice and corn cost".
_BESIDE_LIST = re.compile(rf"(?:,\s{_FEW_WORDS})*,?\s(?:and|or)\s{_FEW_WORDS}(?=,)")
_ITS_AMOUNT = re.compile(r",?\s?(?:\(|(?:which|whose|that|at)\b)")
GENERIC_ITEMS = frozenset({"goods", "grain", "household", "vehicle.car", "housing"})
_MONEY_THING = re.compile(
    r"(?:(?P<count>(?<![\d,.])(?:1|one|a|an|the|each|every|10|100|1,000)(?:-|\s)?)?"
    r"(?:(?P<chinese>(?:chinese\s)?(?:yuan|renminbi|rmb|cny))|(?P<american>(?:us\s|u\.s\.\s"
    r"|american\s)?(?:dollars?|greenbacks?|usd)\b|us\$(?!\d)|u\.s\.(?=\s(?:currency)))|(?P<euro>euros?)))(?![a-z0-9])"
    r"|(?P<sign>us\$|\$)(?P<sign_count>1|10|100)(?![\d.,]\d|\d)"
    r"|(?P<before>usd|cny|rmb)\s?(?P<before_count>1|10|100)(?![\d.,]\d|\d)"
)
_PLAIN_MONEY_WORD = re.compile(r"\b(?:in|with|using|or|and|foreign|of)\s(?:us |u\.s\. |chinese )?$")
_DETERMINER = (
    r"(?:the|a|an|one|each|some|this|that|1|per|every|regular|ordinary|average|good|quality|single"
    r"|domestic|local|imported|new|old)"
)
_OPEN_SUBJECT = re.compile(
    rf"(?:^|[,;:.\u2014\"'(]|\b(?:and|while|but|whereas|of|that|where|a|an|the|for)\b)\s?(?:(?:{_DETERMINER})\s)*"
    rf"(?P<name>[a-z][a-z'-]*(?:\s[a-z][a-z'-]*){{0,2}}?)(?:\s\([^)]*\))?,?\s(?:(?:is|are|was|were|now|also|that"
    rf"|which|has|have|had|currently|reportedly|only|used to)\s)*{PRICE_VERB}\b"
    r"[^.;]{0,50}$"
)
_OPEN_PREFIXED = re.compile(
    r"\b(?:price|cost|prices)\s(?:of|for)\s(?:(?:a|an|the|one"
    r"|1)\s)?(?P<name>[a-z][a-z'-]*(?:\s[a-z][a-z'-]*){0,2}?)\s(?:in|at|was|were|is|are|has|have|had|rose|fell"
    r"|went|stood|climbed|dropped|reached|hit|jumped)\b[^.;]{0,60}$"
)
_OPEN_RIGHT = re.compile(
    r"\s?(?:for|per|a|an)\s(?:(?:a|an|one|1|each"
    r"|every)\s)?(?P<name>[a-z][a-z'-]*(?:\s[a-z][a-z'-]*)?)(?=\s?(?:[,.;)]|$|\band\b|\bin\b|\bat\b))"
)
_NO_NAME = frozenset(
    "rmb yuan renminbi usd kpw"
    " price prices it they this these that those he she we you i kilogram kilo kilograms kg one which who what"
    " rate rates"
    " exchange value currency won market markets source sources trader traders merchant merchants people residents"
    " resident month months year years week weeks day days time times increase rise drop level average amount"
    " cost costs"
    " others other some most many all goods items products same there here now then smugglers smuggler vendors vendor"
    " sellers seller buyers buyer households household person family officials liter litre dollar yuan dollars and or"
    " but liter grams gram pair piece unit each bag sack box bottle pack pill tablet them its their his her our your"
    " survey city county province region area country state authorities government company companies so not more less"
    " high low higher lower only also just even still half range total sum fee fees wage wages fine fines north korea"
    " money cash income profit business trade customers customer first second third last next ago since before"
    " after meter metre gram ton tons barrel block material materials transaction transactions deal deals"
    " worker workers bill note going".split()
)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a price. `per` is how much of it is quoted (100 yuan); `strong` marks the subject of a price."""

    start: int
    end: int
    id: str
    strong: bool = False
    weak: bool = False
    is_money: bool = False
    per: float = 1.0
    listed: bool = True


def things_in(report: Report, sentence: Sentence, money: list[Amount]) -> list[Thing]:
    """Return the things of a sentence from left to right.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        Where to look.
    money : list of Amount
        The amounts of money in it; a currency word inside one of them is no thing, but "1 yuan" may be.
    """
    view = report.view
    things = [
        Thing(
            item.start,
            item.end,
            item.id,
            _is_strong(view, sentence, item.start, item.end),
            _is_weak(view, sentence, item.start, item.id),
        )
        for item in report.within(report.items, sentence.start, sentence.end)
    ]
    things.extend(_foreign_money(report, sentence, money))
    things.sort(key=lambda thing: thing.start)
    beside = [span for match in _BESIDE.finditer(view, sentence.start, sentence.end)
              if (span := _compared(report, sentence, match.end(), things))]  # fmt: skip
    return [thing for thing in things if not any(start <= thing.start < end for start, end in beside)]


def _compared(report: Report, sentence: Sentence, start: int, things: list[Thing]) -> tuple[int, int] | None:
    """The stretch behind "unlike" with what is set beside the thing priced; none if an amount of its own follows."""
    view = report.view
    first = next((thing for thing in things if thing.start >= start), None)
    if first is None or not _BESIDE_GAP.fullmatch(view, start, first.start):
        return None
    if any(report.within(named, start, first.start) for named in (report.times, report.places, report.amounts)):
        return None  # "compared with May rice cost ..."
    stop = _BESIDE_END.search(view, first.end, sentence.end)
    end = stop.start() if stop else sentence.end
    if listed := _BESIDE_LIST.match(view, end, sentence.end):
        end = listed.end()
    has_amount = report.money(start, end) or _ITS_AMOUNT.match(view, end, sentence.end)
    return None if has_amount else (start, end)


def _is_strong(view: str, sentence: Sentence, start: int, end: int) -> bool:
    return bool(
        _PRICE_OF.search(view, max(sentence.start, start - 40), start)
        or _STRONG_AFTER.match(view, end, min(sentence.end, end + 150))
    )


def _is_weak(view: str, sentence: Sentence, start: int, item_id: str) -> bool:
    return item_id in GENERIC_ITEMS or bool(_SUBORDINATE_BEFORE.search(view, max(sentence.start, start - 30), start))


def _foreign_money(report: Report, sentence: Sentence, money: list[Amount]) -> list[Thing]:
    """Foreign money that is itself quoted: "the dollar", "100 yuan", "won-to-dollar rate"."""
    things = []
    for match in _MONEY_THING.finditer(report.view, sentence.start, sentence.end):
        count = _count(match["count"] or match["sign_count"] or match["before_count"])
        start, end = match.span()
        holder = next((amount for amount in money if amount.start < end and start < amount.end), None)
        if holder and not (_is_one(holder) and _faces_won(report, holder, money)):
            continue
        if not (match["count"] or holder or match["sign"]) and _PLAIN_MONEY_WORD.search(
            report.view[max(start - 24, 0) : start]
        ):
            if not re.match(r"\s(?:(?:exchange )?rates?\b|(?:at |to )?\d)", report.view[end : end + 16]):
                continue
        if holder:
            start, end, count = holder.start, holder.end, holder.low or 1.0
        base = "EUR" if match["euro"] else "CNY" if match["chinese"] or match["before"] in ("cny", "rmb") else "USD"
        things.append(Thing(start, end, base, True, False, True, count))
    return things


def _is_one(amount: Amount) -> bool:
    return amount.low == amount.high and amount.low in (1, 10, 100, 1000)


def _faces_won(report: Report, foreign: Amount, money: list[Amount]) -> bool:
    """Whether an amount of foreign money stands against an amount of won, as in "1 yuan for 1,200 won"."""
    for won in money:
        if won.unit == "KPW":
            first, second = sorted((won, foreign), key=lambda amount: amount.start)
            between = report.view[first.end : second.start]
            if len(between) < 60 and not re.search(r"[(\[.;]|\bor\b", between):
                return True
    return False


def _count(text: str | None) -> float:
    digits = (text or "").strip(" -").replace(",", "")
    return float(digits) if digits.isdigit() else 1.0


def named_thing_before(report: Report, sentence: Sentence, amount: Amount) -> Thing | None:
    """Name a thing that no table lists from the grammar around an amount ("a notebook costs 1,500 won")."""
    view = report.view
    start, end = sentence.segment_at(amount.start)
    for pattern, low, high in ((_OPEN_PREFIXED, start, amount.start), (_OPEN_SUBJECT, start, amount.start)):
        match = pattern.search(view[low:high])
        if match and _can_be_name(match["name"]):
            first, last = match.span("name")
            return Thing(low + first, low + last, other_id(match["name"]), True, listed=False)
    match = _OPEN_RIGHT.match(view, amount.end, end)
    if match and _can_be_name(match["name"]):
        return Thing(*match.span("name"), other_id(match["name"]), True, listed=False)
    return None


def _can_be_name(name: str) -> bool:
    words = name.split()
    return (
        not any(word in _NO_NAME for word in words)
        and not words[-1].endswith(("ly", "ing", "ed"))
        and len(words[-1]) > 2
    )


def other_id(name: str) -> str:
    """Return the id of an item that no table lists.

    Examples
    --------
    >>> other_id("school notebooks")
    'other.school_notebook'
    """
    words = [word.strip("'-") for word in name.split()]
    last = words[-1]
    if last.endswith("ies") and len(last) > 4:
        last = last[:-3] + "y"
    elif last.endswith("s") and not last.endswith(("ss", "us", "is")):
        last = last[:-1]
    return "other." + "_".join([*words[:-1], last]).replace("-", "_").replace("'", "")
