"""The words of events, compiled from the table, and whether they tell of something that happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.modality import FACTS, modality_at
from jangmadang.reading.mentions.tables import Tables
from jangmadang.reading.text.sentences import Sentence

#: What makes an event a mere prospect, right before its words.
_PROSPECT = re.compile(
    r"\b(?:prevent(?:ing|ed)?|guard(?:ing)? against|avoid(?:ing)?|fear(?:s|ing|ed)?(?: of)?"
    r"|potential|suspected|impending|expected|planned|possible|possibility of"
    r"|prospects? of|signs? of|regarding|anticipation of|ahead of|eager to|preparing (?:to|for)|in case of|threat of"
    r"|trends related to|contain)\s(?:an?\s|the\s|any\s|further\s|covid-19\s|a\spotential\s)*$"
)
#: What stands before an event that a sentence takes for granted, whatever else it doubts or denies.
_PRESUPPOSED = re.compile(
    r"\b(?:with|due to|because of|following|since|despite|amid|owing to|thanks to|as a result of|in response to"
    r"|in the wake of)\s(?:the\s|an?\s|its\s|their\s|north korea's\s|china's\s)?"
    r"(?:(?!to\b|no\b|any\b|impending\b|possible\b|potential\b)[\w'-]+\s){0,2}$"
)
_SUSPECTED = re.compile(r"(?:\sof\s[\w-]+)?\s(?:is|are|was|were)\s(?:suspected|feared|rumou?red|expected)\b")
_TO_DO = re.compile(r"(?<!began)(?<!begun)(?<!started)(?<!allowed)\sto\s$")
#: How far before its words what bears on an event is looked for, in characters.
_BEFORE = 60


@dataclass(frozen=True)
class EventGrammar:
    """Patterns over the view of a text; `gate` finds any of the cues, `place` says where a type holds, if unsaid."""

    gate: re.Pattern[str]
    cues: tuple[tuple[str, re.Pattern[str]], ...]
    place: dict[str, str]
    status: dict[str, str]
    ended: re.Pattern[str]
    ongoing: re.Pattern[str]


def _words(texts: list[str]) -> re.Pattern[str]:
    """Any of some words or phrases, whole."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(texts)})(?!\w)")


@lru_cache(maxsize=4)
def _grammar(tables: Tables) -> EventGrammar:
    table = tables.data["events"]
    events = table["events"]
    return EventGrammar(
        gate=_words([cue for entry in events.values() for cue in entry["cues"]]),
        cues=tuple((name, _words(entry["cues"])) for name, entry in events.items()),
        place={name: entry["place"] for name, entry in events.items()},
        status={name: entry["status"] for name, entry in events.items()},
        ended=_words(table["statuses"]["ended"]),
        ongoing=_words(table["statuses"]["ongoing"]),
    )


def event_grammar(report: Report) -> EventGrammar:
    """Return the compiled words of events of the tables a report is read with."""
    return _grammar(report.tables)


def cues_of(view: str, sentence: Sentence, grammar: EventGrammar) -> Iterator[tuple[str, tuple[int, int]]]:
    """Give the types of a sentence's events with the words for them; of words of two types the first in the table."""
    if not grammar.gate.search(view, sentence.start, sentence.end):
        return
    taken: list[tuple[int, int]] = []
    for name, pattern in grammar.cues:
        for match in pattern.finditer(view, sentence.start, sentence.end):
            is_of_both = name == "trade_suspended" and "smuggling" in match.group()  # "trade and smuggling ceased"
            if is_of_both or not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield name, match.span()


def modality_of(report: Report, sentence: Sentence, name: str, cue: tuple[int, int]) -> str:
    """Return how an event is meant: a fact where it is taken for granted, none where it is only to come.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        The sentence.
    name : str
        The type of the event.
    cue : tuple of int
        Its words.
    """
    modality = modality_at(report.cue_view, sentence, (cue[1] - 1, cue[1]), report.tables.data["modality"])
    before = report.view[max(sentence.start, cue[0] - _BEFORE) : cue[0]]
    if modality != "asserted" and _PRESUPPOSED.search(before):
        modality = "asserted"
    if name.endswith(("_resumed", "_reopening")) and _TO_DO.search(before):
        return "expected"
    if modality in FACTS and (_PROSPECT.search(before) or _SUSPECTED.match(report.view, cue[1])):
        return "hypothetical"
    return modality
