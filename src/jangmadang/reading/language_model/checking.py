"""Whether a report says what a model says that it says: what it does not is dropped, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jangmadang.reading.grammar.findings import Finding, Words
from jangmadang.reading.grammar.prices import doubt_unlikely
from jangmadang.reading.language_model.statements import SAID, Statement
from jangmadang.reading.mentions.amounts import Amount
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.modality import FACTS, modality_at
from jangmadang.reading.mentions.numerals import MONEY, find_numerals
from jangmadang.reading.text.sentences import Sentence

READER = "language_model"
#: A finding of the model alone counts as weak until it is reviewed.
SCORE = 0.3
_LONGEST_QUOTE, _FEWEST_WORDS, _MOST_SENTENCES = 500, 2, 2
_MONEY_WORDS = ("before", "after")


class NotInReport(Exception):
    """Why a statement is dropped: what it claims is not in the words it quotes."""


def checked(report: Report, stretch: tuple[int, int], statement: Statement) -> Finding:
    """Return what a statement of a model states, if the words of the report bear it out.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    stretch : tuple of int
        The stretch of the text that the model was shown.
    statement : Statement
        What it said.

    Raises
    ------
    NotInReport
        If the quote is not in the text, or numbers, money or ids are not in the quote or the tables.
    """
    span = found_words(report.text, stretch, statement.quote)
    if span is None:
        raise NotInReport("words that are not in the report")
    around = _sentences_of(report, span)
    if len(around) > _MOST_SENTENCES or not _FEWEST_WORDS <= len(statement.quote.split()):
        raise NotInReport("words that are no statement")
    finding = Finding(
        statement.type, span, {"quote": span}, {}, (around[0].start, around[-1].end), SCORE, readers=[READER]
    )
    said = statement.model_dump(exclude={"quote", "type", "modality", "place_id", *SAID.get(statement.type, {})})
    finding.fields |= said
    if statement.type in ("price", "fx"):
        _set_amount(report, finding, span)
    if "item_id" in said:
        _set_item(report, finding, span)
    _set_said(report, finding, statement)
    _set_place(report, finding, statement.place_id)
    _set_modality(report, finding, statement.modality, around, span)
    times = report.within(report.times, *finding.sentence)
    finding.time = times[0] if len(times) == 1 else None
    if statement.type in ("price", "fx"):
        doubt_unlikely(report, finding)
    return finding


def found_words(text: str, stretch: tuple[int, int], quote: str) -> tuple[int, int] | None:
    """Where words stand in a stretch of a text, letter by letter but for how they are spaced; None if nowhere."""
    words = quote.split()
    if not words or len(quote) > _LONGEST_QUOTE:
        return None
    match = re.compile(r"\s+".join(map(re.escape, words))).search(text, *stretch)
    return match.span() if match and _is_whole(text, match) else None


def _is_whole(text: str, match: re.Match[str]) -> bool:
    """Whether no word or number is cut at the ends: "1,400 won" is no quote of "21,400 won"."""
    before, after = text[max(match.start() - 2, 0) : match.start()], text[match.end() : match.end() + 2]
    cut_before = match[0][0].isalnum() and re.search(r"\w$|\d[.,]$", before)
    cut_after = match[0][-1].isalnum() and re.match(r"\w|[.,]\d", after)
    return not cut_before and not cut_after


def _sentences_of(report: Report, span: tuple[int, int]) -> list[Sentence]:
    return [sentence for sentence in report.sentences if sentence.start < span[1] and span[0] < sentence.end]


def _set_amount(report: Report, finding: Finding, span: tuple[int, int]) -> None:
    """Check the numbers of a price or rate against those the rules read in the quote, and take over theirs."""
    fields = finding.fields
    low, high = fields["low"], fields["high"]
    if fields.get("currency", "KPW") not in MONEY:
        raise NotInReport("a money that is not known")
    if finding.type == "fx" and not _names_money(report, finding.sentence, fields["base"]):
        raise NotInReport("a money that its words do not name")
    inside = [amount for amount in report.within(report.amounts, *span) if amount.end <= span[1]]
    amount = next((one for one in inside if (one.low, one.high) == (low, high) and one.unit != "percent"), None)
    if amount is None:
        _check_numbers(report, span, (low, high))
        fields["bound"] = "range" if low != high else "exact"
        finding.flags.append("assumed_currency")
    else:
        _check_money(amount, fields.get("currency", "KPW"))
        fields["bound"] = amount.bound
        finding.anchor = finding.spans["amount"] = (amount.start, amount.end)
    if finding.type == "fx":
        fields["quote"] = "KPW"
    else:
        _set_unit(report, finding)


def _check_money(amount: Amount, currency: str) -> None:
    if amount.unit != currency:
        raise NotInReport("another money or measure than its words say")


def _check_numbers(report: Report, span: tuple[int, int], numbers: Iterable[float]) -> None:
    """Stop at a number that is not in the quote."""
    numerals = find_numerals(report.view[slice(*span)], report.tables.data["money_and_units"])
    written = {numeral.value for numeral in numerals if numeral.unit in (None, *MONEY)}
    if not written.issuperset(numbers):
        raise NotInReport("a number that is not in its words")


def _names_money(report: Report, sentence: tuple[int, int], code: str) -> bool:
    words = report.tables.data["money_and_units"]["currencies"][code]
    return any(_stands(report.view, sentence, word) for side in _MONEY_WORDS for word in words[side])


def _stands(view: str, sentence: tuple[int, int], word: str) -> bool:
    return bool(re.compile(rf"(?<![^\W\d_]){re.escape(str(word))}(?!\w)").search(view, *sentence))


def _set_unit(report: Report, finding: Finding) -> None:
    """Keep what an amount buys only where the sentence names the unit, and the number if it is not one."""
    fields, measures = finding.fields, report.tables.data["money_and_units"]["measures"]
    unit = fields["per_unit"]
    named = unit in measures and any(_stands(report.view, finding.sentence, word) for word in measures[unit]["words"])
    if not named:
        fields["per_qty"] = fields["per_unit"] = None
        finding.flags.append("no_unit")
    elif fields["per_qty"] is None:
        fields["per_qty"] = 1.0
    elif fields["per_qty"] <= 0 or fields["per_qty"] != 1:
        counted = [a.low for a in report.within(report.amounts, *finding.sentence) if a.unit == unit]
        if fields["per_qty"] not in counted:
            raise NotInReport("a number that is not in its words")


def _set_item(report: Report, finding: Finding, span: tuple[int, int]) -> None:
    """Check that a good is in the tables, and cite it where the rules find it too."""
    item = finding.fields["item_id"]
    if item is None:
        return
    if item not in report.tables.item_ids:
        raise NotInReport("an id that is in no table")
    named = [mention for mention in report.items if mention.id == item]
    here = [mention for mention in named if finding.sentence[0] <= mention.start < finding.sentence[1]]
    nearest = min(here, key=lambda mention: abs(mention.start - span[0]), default=None)
    if nearest:
        finding.spans["item"] = (nearest.start, nearest.end)
    else:
        finding.flags.append("carried_item" if any(m.start < span[0] for m in named) else "item_not_named")
    finding.fields["item_text"] = report.text[nearest.start : nearest.end] if nearest else item


def _set_said(report: Report, finding: Finding, statement: Statement) -> None:
    """Keep channel and status where the sentence has the words that state them."""
    for name in SAID.get(statement.type, {}):
        worded = getattr(statement, name)
        span = found_words(report.text, finding.sentence, worded.words) if worded else None
        if span:
            finding.said[name] = Words(worded.value, span)
        elif worded:
            finding.flags.append(f"{name}_not_stated")


def _set_place(report: Report, finding: Finding, place_id: str | None) -> None:
    """Keep a place that the report names by then, in the sentence or before it, as the rules understand it."""
    if place_id is None:
        return
    if place_id not in report.tables.place_ids:
        raise NotInReport("an id that is in no table")
    start, end = finding.sentence
    named = [place for place in report.places if place.id == place_id and place.start < end]
    holds = [place for place in named if place.role == "place"]
    if not named:
        finding.flags.append("place_not_named")
        return
    finding.place = (holds or named)[-1]
    finding.place_basis = "stated" if finding.place.start >= start else "carried"
    if finding.place_basis == "carried":
        finding.flags.append("carried_place")
    if not holds:
        finding.flags.append("place_of_something_else")


def _set_modality(
    report: Report, finding: Finding, modality: str, around: list[Sentence], span: tuple[int, int]
) -> None:
    """Take the more careful of what the model and the rules say; the rules look at the words up to the last one."""
    last = max(report.view.rfind(" ", *span) + 1, span[0])
    by_rules = modality_at(report.cue_view, around[-1], (last, span[1]), report.tables.data["modality"])
    if (modality in FACTS) != (by_rules in FACTS):
        finding.flags.append("modality_in_doubt")
    finding.modality = by_rules if modality in FACTS else modality
