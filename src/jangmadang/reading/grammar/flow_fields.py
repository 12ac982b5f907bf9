"""What a clause says of a flow: which way the goods go, by which channel, and how it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jangmadang.reading.grammar.findings import Words
from jangmadang.reading.grammar.flow_words import FlowGrammar, goes_out
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.phrases import Found
from jangmadang.reading.text.sentences import Sentence

_BY_CHINESE = re.compile(
    r"\bchinese (?:smugglers|traders|companies|merchants|side|buyers|businesspeople|counterparts)\b[^.;]{0,90}$"
    r"|\bchina (?:\w+ly |has |had |also ){0,2}$"
)
_CHINESE_EXPORT = re.compile(
    r"\bchina (?:\w+ly )?(?:stopped|halted|suspended|banned|resumed|began) (?:all |its )?(?:export|ship|send)\w*"
    r"|\b(?:chinese (?:corn|grain|rice|exports?|traders?|sellers|fertilizer)|china's|from china)\b"
)
_TO_CHINA = re.compile(r"\b(?:to|into|in) (?:china|chinese (?:traders|buyers|smugglers|merchants|brokers))\b")
_TO_NORTH = re.compile(r"\b(?:to|into) (?:north korea|the country|the north)\b")
_OUT_OF_ABROAD = re.compile(r"\sof (?:china|russia)\b")
_FROM_CHINA = re.compile(r"\bfrom china\b|\bchinese (?:goods|products|medicines?|rice)\b")
#: How far a channel named before is carried, in characters: about two paragraphs.
_CARRIED = 1500
#: How far from its verb the tense of a flow is looked for, in characters.
_TENSE = 24


def direction_of(
    report: Report, sentence: Sentence, cue: tuple[int, int], kind: str, items: list[Found], grammar: FlowGrammar
) -> str:
    """Return which way goods go, seen from North Korea; a bare "smuggled" goes by its "out", else by place or good.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        The sentence of the verb.
    cue : tuple of int
        The verb or noun of trade.
    kind : str
        import, export or smuggle: what the word says by itself.
    items : list of Found
        The goods.
    grammar : FlowGrammar
        The words of flows.
    """
    view = report.view
    whole, rest = view[sentence.start : sentence.end], view[cue[1] : sentence.end]
    if kind == "import":
        by_chinese = _BY_CHINESE.search(view[max(sentence.start, cue[0] - 140) : cue[0]])
        return "export" if by_chinese and not re.search(r"\bfrom china\b|north korea", rest) else "import"
    if kind == "export":
        chinas = _CHINESE_EXPORT.search(whole) and not _TO_CHINA.search(whole)
        return "import" if chinas or re.search(r"\bto north korea\b", rest[:80]) else "export"
    if out := goes_out(report, sentence, cue):
        return "import" if _OUT_OF_ABROAD.match(view, out) else "export"
    if _FROM_CHINA.search(whole) or _TO_NORTH.search(whole):
        return "import"
    is_export_good = any(item.id.startswith(grammar.export_goods) for item in items)
    return "export" if _TO_CHINA.search(rest) or is_export_good else "import"


def channels_in(view: str, grammar: FlowGrammar) -> list[Words]:
    """The channels a text names, in their order."""
    found = [Words(name, match.span()) for name, pattern in grammar.channels for match in pattern.finditer(view)]
    return sorted(found, key=lambda words: (words.span[0], words.span[1]))


def channel_of(
    view: str, sentence: Sentence, cue: tuple[int, int], grammar: FlowGrammar, named: Sequence[Words]
) -> Words | None:
    """Return the channel that a clause states, else the one the text spoke of last, as carried.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    sentence : Sentence
        The sentence.
    cue : tuple of int
        The verb or noun of trade.
    grammar : FlowGrammar
        The words of flows.
    named : sequence of Words
        All channels the text names.
    """
    start, end = sentence.segment_at(cue[0])
    here = [words for words in named if start <= words.span[0] and words.span[1] <= end]
    for name, _ in grammar.channels:
        if stated := next((words for words in here if words.value == name), None):
            return _state_if_so(view, sentence, grammar, stated)
    before = [words for words in named if start - _CARRIED < words.span[0] and words.span[1] <= start]
    carried = before and replace(before[-1], is_carried=True)
    return _state_if_so(view, sentence, grammar, carried) if carried else None


def _state_if_so(view: str, sentence: Sentence, grammar: FlowGrammar, channel: Words) -> Words:
    """Smuggling is the state's if the sentence says so; if only the text before speaks so, that is carried."""
    if channel.value != "private_smuggling" or re.match(r"(?:private|individual)", view[channel.span[0] :][:10]):
        return channel
    if actor := grammar.state_actor.search(view, sentence.start, sentence.end):
        return Words("state_smuggling", actor.span(), channel.is_carried)
    before = view[max(sentence.start - _CARRIED, 0) : sentence.start]
    said = len(dict(grammar.channels)["state_smuggling"].findall(before))
    is_known = said > 0 and said * 3 >= len(re.findall(r"\bsmuggl\w+", before))
    return Words("state_smuggling", channel.span, is_carried=True) if is_known else channel


def status_of(view: str, segment: tuple[int, int], cue: tuple[int, int], grammar: FlowGrammar) -> Words | None:
    """Return how a flow stands, if its clause says so: by a word of ending or planning, else by the tense of its verb.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    segment : tuple of int
        The clause.
    cue : tuple of int
        The verb or noun of trade.
    grammar : FlowGrammar
        The words of flows.
    """
    for name, pattern in grammar.statuses:
        if match := pattern.search(view, *segment):
            return Words(name, match.span())
    for name, pattern in grammar.tenses:
        if match := pattern.search(view, max(segment[0], cue[0] - _TENSE), min(segment[1], cue[1] + _TENSE)):
            return Words(name, match.span())
    return None
