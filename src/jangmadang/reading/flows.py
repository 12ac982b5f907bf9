"""Goods that cross the border: direction, channel, item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jangmadang.reading.findings import Finding
from jangmadang.reading.labels import is_label
from jangmadang.reading.mentions import Report
from jangmadang.reading.modality import modality_at
from jangmadang.reading.nearness import nearest_time, place_of
from jangmadang.reading.phrases import Found
from jangmadang.reading.sentences import Sentence
from jangmadang.reading.tables import Tables

_COORDINATION = re.compile(
    r"\s?(?:,|,?\s?and|,?\s?or|&|,?\sas well as|,?\salong with|,?\sand even)\s"
    r"(?:(?!in\b|of\b|for\b|to\b)[\w'-]+\s){0,3}"
    r"|\s?,\s(?:and\s)?(?:(?!in\b|of\b|for\b|to\b)[\w'-]+\s){0,2}"
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
    r"|previously|usually|currently|reportedly|currently|freely|all|began|begun|started|constantly|\w+ly))*\s"
)
_NOUN_OF = re.compile(
    r"\s(?:of|for)\s(?:(?:the|all|some|various|chinese|north|korean|large|small|quantities|amounts|of|refined|a"
    r"|lot|such)\s)*"
)
_NOUN_AFTER = re.compile(r"\s(?:imports?|exports?|smuggling)\b")
_NOT_A_FLOW = re.compile(
    r"\s(?:prices?|bans?|quantit\w+|substitut\w+|dut(?:y|ies)|tax\w*|items?\slike|permits?|volumes?|licen[sc]es?)\b"
)
_VERBAL_BEFORE = re.compile(
    r"\b(?:has|have|had|been|being|was|were|is|are|they|we|who|which|that|it|he|she|traders?|smugglers?"
    r"|residents?|merchants?|compan(?:y|ies)|firms?|china|korea|north"
    r"|country|authorities|people|recently|also|and|hyesan|government|regime|previously)\s$"
)
_GENERIC_OBJECT = re.compile(
    r"\s(?:of|from)\s(?:(?:various|chinese|other|many|some|foreign|more|all|north|korean|non-sanctioned|sanctioned|the)\s)*"
    r"(?:supplies|goods|products|items|necessities|commodities)\b"
)
_UNREAL = re.compile(
    r"\b(?:discuss(?:ed|ing)?|consider(?:ed|ing)?|curb(?:ing)?|restrict(?:ions|ing)(?: on)?|no)\s(?:[\w'-]+\s){0,2}$"
)
_BY_CHANNEL = re.compile(r"\s(?:through|via|by)\s[^,.;]{0,30}?(?:customs|smuggl)")
_STATISTICS = re.compile(r"\b(?:statistics|(?:total|combined) (?:value|volume)|the value of|amounted to)\b")
_BY_CHINESE = re.compile(
    r"\bchinese (?:smugglers|traders|companies|merchants|side|buyers|businesspeople|counterparts)\b[^.;]{0,90}$"
)
_CHINESE_EXPORT = re.compile(
    r"\bchina (?:\w+ly )?(?:stopped|halted|suspended|banned|resumed|began) (?:all |its )?(?:export|ship|send)\w*"
    r"|\b(?:chinese (?:corn|grain|rice|exports?|traders?|sellers|fertilizer)|china's|from china)\b"
)
_BOTH_CHANNELS = re.compile(
    r"\bcustoms[\w ]{0,20} and (?:private )?smuggling\b"
    r"|\bprivate smuggling and[\w ]{0,20} customs\b"
)
#: "State smuggling and official trade": goods go both ways of trade.
_STATE_AND_CUSTOMS = re.compile(
    r"\b(?:state|national)[\w -]{0,16} smuggling and (?:official|formal|legal) (?:trade|customs|channels)\b"
)
#: What smuggling is for where goods leave the country.
_FOR_MONEY = re.compile(r"\b(?:rais|earn|mak)(?:e|es|ing) (?:cash|hard currency|foreign currency)\b")
_STATE_ACTOR = re.compile(
    r"\b(?:(?:government|state)[- ]run|(?:state|government) (?:agencies|enterprises|companies))\b"
    r"|\b(?:north korea|pyongyang|the (?:north|regime|government)) (?:is|was|has been) (?:\w+ ){0,3}smuggling\b"
)
#: How far a channel named before is carried, in characters: about two paragraphs.
_CARRIED_CHANNEL = 1500
#: How near a flow without a channel must stand to one with it to be the same, in characters.
_SAME_MATTER = 900
_FACTS = ("asserted", "habitual")
_NO_ITEM: list[Found | None] = [None]


@dataclass(frozen=True)
class _Grammar:
    cues: re.Pattern[str]
    channels: tuple[tuple[str, re.Pattern[str]], ...]
    statuses: tuple[tuple[str, re.Pattern[str]], ...]
    concealed: re.Pattern[str]
    export_goods: tuple[str, ...]


@lru_cache(maxsize=4)
def _grammar(tables: Tables) -> _Grammar:
    table = tables.data["flows"]

    def words(texts: list[str]) -> str:
        return rf"(?<![\w-])(?:{'|'.join(sorted(texts, key=len, reverse=True))})(?![\w])"

    return _Grammar(
        cues=re.compile(
            "|".join(f"(?P<{name}>{words(table[name + '_verbs'])})" for name in ("bare", "import", "export", "smuggle"))
        ),
        channels=tuple((name, re.compile(words(texts))) for name, texts in table["channels"].items()),
        statuses=tuple((name, re.compile(words(texts))) for name, texts in table["statuses"].items()),
        concealed=re.compile(words(table["concealed"])),
        export_goods=tuple(table["export_goods"]),
    )


def flow_findings(report: Report) -> list[Finding]:
    """Return the flows of goods over the border that a report states, one for each direction, channel and item.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    """
    grammar = _grammar(report.tables)
    found: dict[tuple[str, str, str | None, bool], Finding] = {}
    last: list[Found] = []
    for sentence in report.sentences:
        if is_label(report, sentence):
            continue
        findings = list(_flows_of(report, sentence, grammar, last))
        last = [
            item for item in report.within(report.items, sentence.start, sentence.end) if item.id != "goods"
        ] or last
        for finding in findings:
            key = (
                finding.fields["direction"],
                finding.fields["channel"],
                finding.fields["item_id"],
                finding.modality in _FACTS,
            )
            if key in found:
                found[key].spans[f"also {len(found[key].spans)}"] = finding.extent
            else:
                found[key] = finding
    return _with_channel(list(found.values()))


def _with_channel(findings: list[Finding]) -> list[Finding]:
    """Join a flow without a channel to that of the same goods whose channel the text names."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda one: one.fields["channel"] == "unspecified"):
        named = next((one for one in kept if _same_goods(one, finding)), None)
        if (
            named
            and finding.fields["channel"] == "unspecified"
            and abs(named.anchor[0] - finding.anchor[0]) < _SAME_MATTER
        ):
            named.spans[f"also {len(named.spans)}"] = finding.extent
        else:
            kept.append(finding)
    return kept


def _same_goods(one: Finding, other: Finding) -> bool:
    return all(one.fields[name] == other.fields[name] for name in ("direction", "item_id")) and (
        (one.modality in _FACTS) == (other.modality in _FACTS)
    )


def _flows_of(report: Report, sentence: Sentence, grammar: _Grammar, last: list[Found]) -> Iterator[Finding]:
    view = report.view
    cues = list(grammar.cues.finditer(view, sentence.start, sentence.end))
    both_ways = {view[slice(*cue.span())] for cue in cues} >= {"imports", "exports"}
    for index, match in enumerate(cues):
        kind = match.lastgroup or ""
        span = match.span()
        if _STATISTICS.search(view, sentence.start, sentence.end) and both_ways:
            continue
        if _UNREAL.search(view, max(sentence.start, span[0] - 40), span[0]):
            continue
        if _is_adjective(view, span) or _NOT_A_FLOW.match(view, span[1]):
            continue
        stop = cues[index + 1].start() if index + 1 < len(cues) else sentence.end
        items, how = _items_of_cue(report, sentence, span, stop)
        channel, stated = _channel(report, sentence, grammar, span)
        if match.lastgroup == "bare":
            yield _finding(report, sentence, grammar, span, "import", "customs", True, None, "object")
            continue
        if (
            items
            and items[0].id == "goods"
            and last
            and re.search(r"\b(?:these|those|such)\s$", view[max(items[0].start - 6, 0) : items[0].start])
        ):
            items = last
        if not items and re.match(r"\s(?:them|it)\b", view[span[1] : span[1] + 6]):
            before = [item for item in report.within(report.items, sentence.start, span[0]) if item.id != "goods"]
            items, how = _leading_group(view, before) if before else last, "object"
        if not items:
            if both_ways and _is_noun(view, span):
                channel = channel if stated else "unspecified"
            elif kind == "smuggle" or not (stated and channel == "state_smuggling") or not _is_noun(view, span):
                if not (_is_noun(view, span) and _GENERIC_OBJECT.match(view, span[1])):
                    continue
        described = how == "subject" and items and items[0].id == "goods" and view[slice(*span)] == "imported"
        if _only_named(view, span, channel, kind, how):
            continue
        if described and not _BY_CHANNEL.match(view, span[1], sentence.end):
            continue
        specific: list[Found | None] = [item for item in items if item.id != "goods"] or list(items)
        if kind == "import" and re.search(r"\bsmuggling operations\s$", view[span[0] - 21 : span[0]]):
            kind = "smuggle"
        ways = {_direction(view, sentence, span, kind, item, grammar) for item in specific or _NO_ITEM}
        direction = "export" if "export" in ways else "import"
        channels = (
            ("customs", "private_smuggling")
            if _BOTH_CHANNELS.search(view, *sentence.segment_at(span[0]))
            else (channel,)
        )
        if _STATE_AND_CUSTOMS.search(view, *sentence.segment_at(span[0])):
            channels = ("state_smuggling", "customs")
        for item in specific or _NO_ITEM:
            for one in channels:
                yield _finding(report, sentence, grammar, span, direction, one, stated, item, how)


def _only_named(view: str, cue: tuple[int, int], channel: str, kind: str, how: str) -> bool:
    """Whether "coal exports" only names a trade: a compound without a channel, and no amount or verb says it went."""
    return (
        kind == "export"
        and channel == "unspecified"
        and how == "subject"
        and view[cue[0] : cue[1]] in ("export", "exports")
    )


def _is_noun(view: str, cue: tuple[int, int]) -> bool:
    return view[cue[0] : cue[1]] in ("imports", "exports")


def _is_adjective(view: str, cue: tuple[int, int]) -> bool:
    """Whether a participle only describes a good that is there: "imported medicine sells well"."""
    if view[cue[0] : cue[1]] not in ("imported", "exported", "brought", "smuggled"):
        return False
    before = view[max(cue[0] - 30, 0) : cue[0]]
    return not _VERBAL_BEFORE.search(before) and bool(
        re.match(
            r"\s(?!from|by|through|via|in|into|to|for|over|at|on|last|this|across|with|,)[a-z]",
            view[cue[1] : cue[1] + 9],
        )
    )


def _items_of_cue(report: Report, sentence: Sentence, cue: tuple[int, int], stop: int) -> tuple[list[Found], str]:
    """The goods a verb or noun of trade speaks of: its object, its subject in the passive, or in a compound."""
    view = report.view
    items = report.within(report.items, sentence.start, sentence.end)
    after = [item for item in items if item.start >= cue[1]]
    if after and (
        _NOUN_OF.fullmatch(view, cue[1], after[0].start)
        or not _is_noun(view, cue)
        and _OBJECT_GAP.fullmatch(view, cue[1], after[0].start)
    ):
        if view[cue[1] : after[0].start].strip() not in ("from", "with") and after[0].start < max(stop, cue[1] + 45):
            return _with_examples(report, after), "object"
    before = [item for item in items if item.end <= cue[0]]
    if before:
        gap = view[before[-1].end : cue[0]]
        if (
            gap == " "
            and re.match(r"(?:imports?|exports?|smuggling|sales)\b", view[cue[0] : cue[1]])
            or _PASSIVE_GAP.fullmatch(gap)
            and re.match(
                r"\w*(?:ed|ought|ent|old|come|coming|came|enter\w*|arriv\w*|pass\w*|flow\w*|roll\w*|flood\w*|mov\w*|enter\w*)\b",
                view[cue[0] : cue[1]],
            )
        ):
            return _leading_group(view, before), "subject"
    if (
        re.match(r"smuggled (?:goods|items)|[\w ]*(?:goods|items)", view[cue[0] : cue[1]])
        and after
        and _EXAMPLES.match(view, cue[1], after[0].start + 1)
    ):
        return _with_examples(report, after), "object"
    return [], ""


def _with_examples(report: Report, after: list[Found]) -> list[Found]:
    group = [after[0]]
    for one in after[1:]:
        gap = report.view[group[-1].end : one.start]
        if not (_COORDINATION.fullmatch(gap) or _EXAMPLES.fullmatch(gap)):
            break
        group.append(one)
    return group


def _leading_group(view: str, before: list[Found]) -> list[Found]:
    group = [before[-1]]
    for one in reversed(before[:-1]):
        if not _COORDINATION.fullmatch(view, one.end, group[0].start):
            break
        group.insert(0, one)
    return group


def _direction(
    view: str, sentence: Sentence, cue: tuple[int, int], kind: str, item: Found | None, grammar: _Grammar
) -> str:
    """Which way goods go, seen from North Korea; a bare "smuggled" goes by the place named, else by the good."""
    if kind == "export" and re.search(r"\bto north korea\b", view[cue[1] : sentence.end][:80]):
        return "import"
    whole = view[sentence.start : sentence.end]
    if kind == "export" and _CHINESE_EXPORT.search(whole) and not re.search(r"\b(?:to|into|in) china\b", whole):
        return "import"
    if (
        kind == "import"
        and _BY_CHINESE.search(view[max(sentence.start, cue[0] - 140) : cue[0]])
        and not re.search(r"\bfrom china\b|north korea", view[cue[1] : sentence.end])
    ):
        return "export"
    if kind != "smuggle":
        return kind
    if _FOR_MONEY.search(whole) or view.startswith(" out", cue[1]):
        return "export"
    rest = view[cue[1] : sentence.end]
    if re.search(
        r"\b(?:from china|into north korea|into the country|chinese (?:goods|products|medicines?|rice))\b",
        view[sentence.start : sentence.end],
    ):
        return "import"
    if re.search(r"\b(?:to|into) (?:china|chinese (?:traders|buyers|smugglers|merchants|brokers))\b", rest):
        return "export"
    if item and item.id.startswith(grammar.export_goods):
        return "export"
    return "import"


def _channel(report: Report, sentence: Sentence, grammar: _Grammar, cue: tuple[int, int]) -> tuple[str, bool]:
    """The channel the sentence names, else the one the text was speaking of before."""
    start, end = sentence.segment_at(cue[0])
    if grammar.concealed.search(report.view, start, end):
        return "private_smuggling", True
    for low, high in ((start, end), (sentence.start, sentence.end)):
        for name, pattern in grammar.channels:
            if pattern.search(report.view, low, high):
                if name == "private_smuggling" and _speaks_of_state(report, grammar, sentence):
                    return "state_smuggling", True
                return name, True
    last: tuple[int, str] = (-1, "unspecified")
    for name, pattern in grammar.channels:
        for match in pattern.finditer(report.view, max(0, sentence.start - _CARRIED_CHANNEL), sentence.start):
            if match.start() > last[0]:
                last = (match.start(), name)
    if last[1] == "private_smuggling" and _speaks_of_state(report, grammar, sentence):
        return "state_smuggling", False
    if last[1] == "unspecified" and re.search(r"\btrucks?\b", report.view[sentence.start : sentence.end]):
        return "customs", False
    return last[1], False


def _speaks_of_state(report: Report, grammar: _Grammar, sentence: Sentence) -> bool:
    """Whether smuggling, so far in the text, was that of the state only."""
    state = grammar.channels[0][1]
    private = re.search(r"\b(?:private|individual|illegal|illicit)\w*\b", report.view[sentence.start : sentence.end])
    if _STATE_ACTOR.search(report.view, sentence.start, sentence.end):
        return True
    before = report.view[max(sentence.start - _CARRIED_CHANNEL, 0) : sentence.start]
    said = len(state.findall(before))
    return not private and said > 0 and said * 3 >= len(re.findall(r"\bsmuggl\w+", before))


def _finding(
    report: Report,
    sentence: Sentence,
    grammar: _Grammar,
    cue: tuple[int, int],
    direction: str,
    channel: str,
    stated: bool,
    item: Found | None,
    how: str,
) -> Finding:
    view = report.view
    start, end = sentence.segment_at(cue[0])
    status = next((name for name, pattern in grammar.statuses if pattern.search(view, start, end)), "ongoing")
    modality = modality_at(report.cue_view, sentence, cue, report.tables.data["modality"])
    place, basis = place_of(report, sentence, cue)
    spans = {"cue": cue} | ({"item": (item.start, item.end)} if item else {})
    return Finding(
        type="flow",
        anchor=(item.start, item.end) if item else cue,
        spans=spans,
        fields={
            "direction": direction,
            "channel": channel,
            "item_id": item.id if item else None,
            "item_text": report.text[item.start : item.end] if item else None,
            "status": "planned" if modality in ("expected", "hypothetical") else status,
            "concealed": bool(grammar.concealed.search(view, start, end)),
        },
        sentence=(sentence.start, sentence.end),
        score=(0.8 if how == "object" else 0.7)
        - (0 if stated else 0.1)
        - (0.15 if item is None or item.id == "goods" else 0),
        modality=modality,
        structured=stated and how == "object" and item is not None and item.id != "goods",
        place=place,
        place_basis=basis,
        time=nearest_time(report, sentence, cue),
        flags=[] if stated or channel == "unspecified" else ["carried_channel"],
    )
