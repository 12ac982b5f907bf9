"""Which kind of price is said of an amount: of the state, wholesale, on credit, paid to producers."""

from __future__ import annotations

import re

from jangmadang.reading.grammar.quote import Quote
from jangmadang.reading.mentions.amounts import Amount
from jangmadang.reading.mentions.mentions import Report

#: Words for a kind of price; those for a market's own say that it is none of the others.
PRICE_TYPES = re.compile(
    r"(?P<wholesale>\bwholesale\b)"
    r"|(?P<state>\b(?:state|official|government)(?:-set)? prices?\b|\bstate(?:-run|-owned)? (?:\w+ )?(?:store|shop)s?\b"
    r"|\b(?:ceiling|maximum|capped|guid(?:ance|eline)) prices?\b|\bprice (?:ceiling|cap|limit)s?\b)"
    r"|(?P<credit>\bon credit\b|\bcredit (?:price|sale)s?\b|\bdeferred payments?\b|\b(?:lent|loaned)\b"
    r"|\b(?:to be|if|when) (?:paid|repaid) (?:back )?(?:later|after|at|in)\b)"
    r"|(?P<purchase>\b(?:purchas(?:e|ing) price|bought up|buying price|pay farmers|procure\w*)\b)"
    r"|(?P<unspecified>\bin cash\b|\bcash prices?\b|\bretail\w*|(?<!wholesale )(?<!state )\bmarket (?:price|rate)s?\b"
    r"|\b(?:at|in|on) (?:the |local |private )*markets?\b)"
)
#: Between an amount and a kind of price: another clause begins.
_OF_ANOTHER = re.compile(r"[;:]|\b(?:while|but|whereas|when|against|than|compared)\b")
_BEHIND_ANOTHER = re.compile(_OF_ANOTHER.pattern + r"|,(?!\s(?:the|an?|or the)\s$)|\band\b")
#: Between an amount and credit that is spoken of for another reason: "as traders stopped selling on credit".
_OF_OTHER_CLAUSE = re.compile(
    r"[;:]|\b(?:as|because|since|so|after|before|until|who|which|although|though|where|stopp\w+|refus\w+|no longer)\b"
)
_NO_CREDIT = re.compile(r"\b(?:stopp\w+|stops?|refus\w+|no longer|not|never|nobody|without)\b[^.;,]{0,40}$")


def price_type_of(report: Report, quote: Quote) -> str:
    """The kind of price that is said of an amount: right behind it, else last before it."""
    sentence, amount = quote.sentence, quote.amount
    ends = sentence.start, sentence.end
    money = report.money(*ends)
    end = next((other.start for other in money if other.start >= amount.end), sentence.end)
    kinds = [kind for kind in PRICE_TYPES.finditer(report.view, *ends) if _is_of(report.view, kind, amount)]
    behind = [
        kind
        for kind in kinds
        if amount.end <= kind.start() and kind.end() <= end
        and not _BEHIND_ANOTHER.search(report.view, amount.end, kind.start())
    ]  # fmt: skip
    before = [
        kind
        for kind in kinds
        if kind.end() <= amount.start
        and not (
            any(kind.end() <= other.start < amount.start for other in money)
            and _OF_ANOTHER.search(report.view, kind.end(), amount.start)
        )
    ]
    chosen = (behind[:1] or before[-1:])[:1]
    return next((kind.lastgroup for kind in chosen if kind.lastgroup), "unspecified")


def _is_of(view: str, kind: re.Match[str], amount: Amount) -> bool:
    """Whether a kind of price may be said of an amount: credit is not, where it is only why a price moved."""
    if kind.lastgroup != "credit":
        return True
    first, last = sorted((kind.span(), (amount.start, amount.end)))
    other_clause = _OF_OTHER_CLAUSE.search(view, first[1], last[0])
    return not other_clause and not _NO_CREDIT.search(view, max(kind.start() - 60, 0), kind.start())
