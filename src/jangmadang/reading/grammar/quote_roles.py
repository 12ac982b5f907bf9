"""What an amount of money is: a quote, a difference, a conversion, a wage, a banknote."""

from __future__ import annotations

import re
from typing import Literal

from jangmadang.reading.mentions.amounts import Amount
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.things import Thing
from jangmadang.reading.text.sentences import Sentence

Role = Literal["quote", "base", "delta", "conversion", "payment", "banknote", "milestone", "unclear"]
#: An amount that is passed is a line below the price, no price.
_PASSING = re.compile(
    r"\b(?:exceed(?:ed|s|ing)?|cross(?:ed|es|ing)?|surpass(?:ed|es|ing)?|topp(?:ed|ing)|broke(?:n)?(?: through)?"
    r"|went (?:over|above|past)|pass(?:ed|es|ing)?)\s"
    r"(?:(?:the|even|about|just|well|line|mark|barrier|threshold|level|of)\s)*$"
)
_BOUND = (
    r"(?:about |around |roughly |some |over |more than |nearly |almost |up to |at least |only |just "
    r"|another |approximately |an additional )*"
)
_VERB = (
    r"(?:rose|risen|rise|rises|rising|increased?|increasing|climbed|climb|jumped|jump|soared|surged|gained"
    r"|went up|gone up|shot up|fell|fallen|fall|falls|falling|dropped|drop|declined"
    r"|decreased|plunged|slid|lost|slipped|went down|gone down|came down|fell down|lowered|raised|reduced|cut|spiked)"
)
_DELTA_LEFT = re.compile(
    rf"(?:\bby\s{_BOUND}|\bup\s(?=kpw|rmb|\d)|\b(?:increase|decrease|rise|drop|fall|jump|decline|hike|gain"
    rf"|difference|gap|discount|reduction|premium|margin)s?\s(?:of|by)\s{_BOUND}|\b{_VERB}\s(?!up to ){_BOUND})$"
)
_VERB_LEFT = re.compile(rf"\b{_VERB}\s(?!up to ){_BOUND}$")
_DELTA_RIGHT = re.compile(
    r"\s?(?:(?:per|a)\s(?:kg|kilo|kilogram|liter)\s)?(?:higher|lower|more|less|cheaper|dearer|increase|decrease"
    r"|drop|rise|hike|jump|decline|difference|fall|discount|gap|extra|pricier|more expensive|up\b"
    r"|down\b)(?!\s(?:on|at) (?:the|a))"
)
_TO_AMOUNT = re.compile(
    r"\s?(?:,\s)?(?:to|from)\s(?:about |around |roughly )?[\d$¥]|\s(?:per|a)\s(?:kg|kilo|kilogram)\sto\s"
)
_UP_BY = re.compile(r"\b(?:up|down)\s(?!to\s)(?:by\s)?" + _BOUND + "$")
_BANKNOTE = re.compile(
    r"\s?-?\s?(?:bank)?(?:notes?|bills?|denominations?|banknotes?|coins?|vouchers?|coupons?|cards?)\b"
)
_PAYMENT_LEFT = re.compile(
    r"\b(?:wages?|salar(?:y|ies)|bribes?|bribed|bribing|fines?|fined|fees?|tax(?:es)?|loan(?:ed|s)?|lent"
    r"|borrow(?:ed|ing)?|debts?|rewards?|donat\w+"
    r"|contribut\w+|collect(?:ed|ing|s)?|earn(?:ed|ing|s)?|pocket(?:ed|ing|s)?|taking an?"
    r"|income|profits?|make|makes|made|making|savings|saved"
    r"|invest\w*|compensat\w+|capital|budget"
    r"|penalt(?:y|ies)|deposits?|revenue|allowance|pension"
    r"|(?<!is\s)(?<!now\s)(?<!was\s)(?<!are\s)(?<!were\s)worth|subsid\w+|fund(?:s|ed|ing)?|stipend|total(?:ing|s"
    r"|ed)? of|totall?ing|hand(?:ed|ing)? over"
    r"|gave|give|giving|given|receiv(?:e|ed|ing|es)|remit\w*|transfer\w*|sent|send|embezzl\w+|stole|confiscat\w+"
    r"|spent|spend(?:s|ing)?|commission"
    r"|rent|tuition|quota|assets|smuggling fees?|daily (?:pay|wage)|paid (?:him|her|them|out)|living costs?|aid"
    r"|trade volume|exports? (?:of|worth)|imports? (?:of|worth)|payments?|advance|owed?|charge[sd]? (?:him|her"
    r"|them)|loss(?:es)?|lost)\b"
    r"[^.;,]{0,44}$"
)
_PAYMENT_RIGHT = re.compile(
    r"\s(?:in (?:fines?|bribes?|wages?|cash|debt|loans?|fees?|taxes|aid|funding|compensation|profits?|revenue"
    r"|savings|advance|damages|total)|a (?:day|month|year)\b(?! ago| earlier| before| later)|per (?:day|month"
    r"|household|person|family)\b|monthly|each month|every month|as a (?:bribe|fine|fee|wage|loan|reward)"
    r"|(?:fine|bribe|fee|loan|reward|salary|wage|profit|worth of|to (?:each|every) (?:household|family|person)"
    r"|to bribe|to (?:the )?(?:guards?|soldiers?|officials?|police|broker))\b|from each\b|(?:from|per"
    r"|for) (?:each|every|a|per) (?:household|family|person|worker|student|resident)|for (?:each"
    r"|every) (?:household|family|person))"
)
#: Who or what is paid by the kilogram for no good: a porter, a bribe. Of "earn" it is not known what for.
_PAID_BY_WEIGHT = re.compile(
    r"\b(?:brib(?:e[sd]?|ing)|fees?|tax(?:es|ed)?|tolls?|lev(?:y|ies|ied)|dut(?:y|ies)|tariffs?|fin(?:es?|ed)|commissions?"
    r"|wages?|pay for (?:carrying|hauling)|freight|(?:porters?|carriers?|couriers?|haulers?|runners?|brokers?|drivers?"
    r"|boatmen|guides?|guards?|soldiers?|officials?|officers?|police\w*)\b[^.;]{0,60}?"
    r"\b(?:gets?|got|getting|earn\w*|receiv\w+|makes?|made|pocket\w*|takes?|took|demand\w*|charg\w+|given"
    r"|(?:is|are|was|were|be|been|being) paid))\b[^.;]{0,44}$"
)
_FOR_WORK = re.compile(r"[^.;,]{0,40}\b(?:carried|hauled|ferried|transported|for (?:carry|haul|ferry|transport)ing)\b")
_EARNED = re.compile(
    r"\b(?:earn\w*|gets?|got|getting|receiv\w+|makes?|made|pocket\w*|profits?|margins?|given|gave|income)\b[^.;,]{0,44}$"
)
PRICE_CUE = re.compile(
    r"\b(?:pric\w+|cost(?:s|ing|ed)?|sell\w*|sold|trad(?:e|es|ed|ing)|fetch\w*|go(?:es|ing)? for|went (?:for"
    r"|from|up|down)|goes from|buy\w*|bought|purchas\w+|charg\w+"
    r"|quoted|stood at|stands at|exchang\w+|rates?|worth|per (?:kg|kilo\w*|lit\w+|dollar|yuan|pill|tablet|bottle"
    r"|pair)|a (?:kilo|kg|kilogram|lit\w+|pill|bottle|pair)|/kg"
    r"|rose|risen|rise|climb\w*|fell|fall\w*|drop\w*|jump\w*|soar\w*|surg\w+|plung\w+|hit|reach\w*|hover\w*"
    r"|spik\w+|increas\w+|skyrocket\w*|dip\w*|approach\w*|broke|retail\w*|offer\w*|bid|market value"
    r"|purchase price|compared|was|were|is|are|at)\b|\u2192|[:=]"
)
_CONVERSION_OPEN = re.compile(
    r"[(\[](?:about |around |roughly |approximately |approx\. |some |or |nearly |equivalent to |=\s?|~\s?"
    r"|equal to |u\.?s\.?\s?)*$"
)
_CONVERSION_OR = re.compile(
    r"\s?(?:,\s)?(?:or|which is|equivalent to|equal to|i\.e\.,?|that is,?|the equivalent of|=)\s(?:about "
    r"|around |roughly |approximately |nearly |just over |just under )*$"
)
#: "$2.18 per kg ($2.92 per liter)": the same price for another measure.
_OTHER_UNIT = re.compile(r"\b(?:per|a|/)\s?(?:kg|kilo|kilogram|lit(?:er|re)|ton|pound)\s\($")
_PER_UNIT = re.compile(r"\s?(?:per|a|/)\s?(?:kg|kilo|kilogram|lit(?:er|re)|gallon|pound|barrel)\b")
_PER_FOREIGN = re.compile(
    r"\s?(?:for|to|per|against|=)\s(?:1\s|one\s|a\s|the\s|each\s|100\s)?(?:us |u\.s\. |chinese )?(?:yuan|dollar|rmb)"
)


def role_of(report: Report, sentence: Sentence, amount: Amount, money: list[Amount], things: list[Thing]) -> Role:
    """Return what an amount of money is in its sentence.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        The sentence of the amount.
    amount : Amount
        The amount.
    money : list of Amount
        All amounts of money of the sentence, from left to right.
    things : list of Thing
        What the sentence names that can have a price.
    """
    view = report.view
    left, right = view[sentence.start : amount.start], view[amount.end : min(amount.end + 60, sentence.end)]
    if any(thing.is_money and thing.start == amount.start for thing in things) and amount.unit != "KPW":
        return "base"
    if _PASSING.search(left):
        return "milestone"
    if amount.unit == "KPW" and _PER_FOREIGN.match(right):
        return "quote"
    if _BANKNOTE.match(right):
        return "banknote"
    if _is_conversion(view, amount, money, left):
        return "conversion"
    if _is_delta(left, right, amount, money):
        return "delta"
    if _is_payment(sentence, view, amount, right, things):
        return "payment"
    if not PRICE_CUE.search(view, sentence.start, sentence.end) and not things:
        return "unclear"
    return "quote"


def _is_conversion(view: str, amount: Amount, money: list[Amount], left: str) -> bool:
    index = money.index(amount)
    if index == 0:
        return False
    previous = max(money[:index], key=lambda one: one.end)
    if previous.unit == amount.unit and amount.start - previous.end < 30 and _OTHER_UNIT.search(left):
        return bool(_PER_UNIT.match(view, amount.end))
    if previous.unit == amount.unit or amount.start - previous.end > 50:
        return False
    if amount.unit == "KPW" and previous.low in (1, 10, 100):
        return False
    return bool(_CONVERSION_OPEN.search(left) or _CONVERSION_OR.fullmatch(view, previous.end, amount.start))


def _is_delta(left: str, right: str, amount: Amount, money: list[Amount]) -> bool:
    if amount.pair:
        return False
    if _DELTA_RIGHT.match(right) and not re.match(r"\s?(?:up|down)\b", right):
        return True
    if _UP_BY.search(left) and amount.bound != "range":
        return True
    if not _DELTA_LEFT.search(left):
        return _goes_on_with_delta(left, amount, money)
    if _VERB_LEFT.search(left):
        return bool(_TO_AMOUNT.match(right)) or amount.bound != "range"
    return True


def may_be_earned(view: str, sentence: Sentence, amount: Amount) -> bool:
    """Whether an amount taken for a price may be what somebody earns: "they get 2,000 won per kilogram of rice"."""
    start, _ = sentence.segment_at(amount.start)
    return bool(_EARNED.search(view, start, amount.start))


def may_be_delta(view: str, sentence: Sentence, amount: Amount) -> bool:
    """Whether an amount taken for a price may be by how much one moved: "rice rose 2,000-3,000 won", "up 2,000 won"."""
    left = view[sentence.start : amount.start]
    return not amount.pair and bool(_VERB_LEFT.search(left) or _UP_BY.search(left))


def _goes_on_with_delta(left: str, amount: Amount, money: list[Amount]) -> bool:
    """The second of "rose by 300 won and 200 won"."""
    offset = amount.start - len(left)
    previous = next((one for one in reversed(money) if one.end <= amount.start), None)
    return bool(
        previous
        and re.fullmatch(r",?\s(?:and|or)\s", left[previous.end - offset :])
        and re.search(r"\bby\s" + _BOUND + "$", left[: previous.start - offset])
    )


def _is_payment(sentence: Sentence, view: str, amount: Amount, right: str, things: list[Thing]) -> bool:
    start, _ = sentence.segment_at(amount.start)
    tight = re.match(
        r"\s?(?:per|a|/|for|each|every)\s?(?:1\s?|one\s|a\s|each\s|every\s)?(?:kg|kilo|kilogram|liter|litre|bottle|pair|pill)",
        right,
    )
    if _PAYMENT_RIGHT.match(right):
        return True
    left = view[start : amount.start]
    if tight:
        priced = re.search(r"\b(?:pric\w+|costs?|sold|sells?|selling|traded|fetch\w*)\b[^.;]{0,60}$", left)
        return not priced and bool(_FOR_WORK.match(right) or _PAID_BY_WEIGHT.search(left))
    match = _PAYMENT_LEFT.search(left)
    if not match:
        return False
    since = left[match.start() :]
    return not re.search(
        r"\b(?:price|prices|cost|costs|sold|sell|sells|selling|traded|rate|exchange|kilogram of|kg of)\b", since
    )
