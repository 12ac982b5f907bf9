"""What happened that bears on trade and prices: borders, smuggling, crackdowns, orders, outbreaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from jangmadang.reading.findings import Finding
from jangmadang.reading.labels import is_label
from jangmadang.reading.mentions import PlaceMention, Report
from jangmadang.reading.modality import modality_at
from jangmadang.reading.nearness import nearest_time, place_of
from jangmadang.reading.sentences import Sentence
from jangmadang.reading.tables import Tables

_FACTS = ("asserted", "habitual")
_AND = re.compile(r",?\s(?:and|or)\s|,\s")
#: Types whose words hardly mean anything else.
_SURE = frozenset({"border_closure", "currency_measure", "lockdown_lifted", "market_reopening", "smuggling_resumed"})
#: Types that are acts, not states: "has been ordered" is done.
_ACTS = frozenset({"policy_order", "arrest", "distribution", "disaster", "currency_measure", "outbreak", "easing"})
_CAN_BE_CHINESE = frozenset(
    {"easing", "inspection", "crackdown", "lockdown", "outbreak", "policy_order", "disaster", "trade_suspended"}
)
_CHINA_ACTS = re.compile(
    r"(?<!korea and )(?<!with )(?<!from )(?<!to )(?<!in )"
    r"\b(?:china(?:'s)?|beijing|chinese\s(?:[\w'-]+\s)?(?:authorities|customs|police|government"
    r"|officials|side|forces))\s(?:(?!and\b|with\b|to\b|in\b|that\b|border\b|is\b|because\b)[\w'-]+\s){0,5}$"
    r"|\bchina's\s(?:[\w-]+\s){0,2}$|\bchinese\s$"
)
_IN_CHINA = re.compile(r"(?:\s(?:of|on|for|against)\s[\w '-]{2,50})?\sin (?:neighbou?ring |northeastern )?china\b")
_PAST_STATE = re.compile(
    r"\b(?:was|were|had been)\s(?:\w+\s)?(?:closed|sealed|shut|blocked|suspended|halted|stopped|cut)"
)
_DURING = re.compile(r"\b(?:during|prior to)\s(?:the\s)?(?:[\w-]+\s){0,2}$")
_WHILE = re.compile(r"\b(?:when|while|during|until|before|prior to)\b")
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
_LOCAL_ACTOR = re.compile(
    r"\b(?:provincial|municipal|county|the province|the city|city)(?:'s)?\s"
    r"(?:party|people's|police|police's|security|committee|regularly|has|is)\b"
)
#: Acts of the state that hold for the country though its capital is named as the actor.
_NATIONAL_ACTS = frozenset(
    {"border_closure", "border_reopening", "trade_suspended", "trade_resumed", "smuggling_suspended"}
)
_Placed = tuple[PlaceMention | None, str]


@dataclass(frozen=True)
class _Grammar:
    gate: re.Pattern[str]
    cues: tuple[tuple[str, re.Pattern[str]], ...]
    place: dict[str, str]
    status: dict[str, str]
    by_words: tuple[tuple[str, re.Pattern[str], str], ...]
    ended: re.Pattern[str]
    ongoing: re.Pattern[str]


def _words(texts: list[str]) -> re.Pattern[str]:
    """Any of some words or phrases, whole."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(texts)})(?!\w)")


@lru_cache(maxsize=4)
def _grammar(tables: Tables) -> _Grammar:
    table = tables.data["events"]
    cues = tuple((name, _words(entry["cues"])) for name, entry in table["events"].items())
    statuses = {name: re.compile(rf"(?<!\w)(?:{'|'.join(texts)})(?!\w)") for name, texts in table["statuses"].items()}
    return _Grammar(
        gate=_words([cue for entry in table["events"].values() for cue in entry["cues"]]),
        cues=cues,
        place={name: entry["place"] for name, entry in table["events"].items()},
        status={name: entry["status"] for name, entry in table["events"].items()},
        by_words=tuple(
            (name, re.compile(pattern), status)
            for name, rows in table["status_by_words"].items()
            for pattern, status in rows
        ),
        ended=statuses["ended"],
        ongoing=statuses["ongoing"],
    )


def event_grammar(report: Report) -> _Grammar:
    """Return the compiled words of events of the tables a report is read with."""
    return _grammar(report.tables)


def event_findings(report: Report) -> list[Finding]:
    """Return the events a report states, each once, with its later mentions as further evidence.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    """
    grammar = event_grammar(report)
    found: list[Finding] = []
    for sentence in report.sentences:
        if not grammar.gate.search(report.view, sentence.start, sentence.end):
            continue
        if is_label(report, sentence):
            continue
        taken: list[tuple[int, int]] = []
        for name, pattern in grammar.cues:
            for match in pattern.finditer(report.view, sentence.start, sentence.end):
                if (
                    name == "trade_suspended"
                    and "smuggling" in match.group()
                    or not any(start < match.end() and match.start() < end for start, end in taken)
                ):
                    taken.append(match.span())
                    for place in _places(report, sentence, grammar, name, match.span()):
                        _add(report.view, found, _finding(report, sentence, grammar, name, match.span(), place))
    _close_ended(found, report.tables.data["events"]["ended_by"])
    return found


def _add(view: str, found: list[Finding], new: Finding) -> None:
    """Add an event, or note it as a repeat of one already found."""
    for old in found:
        here, there = (old.place.id if old.place else ""), (new.place.id if new.place else "")
        same_place = here == there or not there or here.startswith(there + ".")
        if (
            old.fields["event_type"] == new.fields["event_type"]
            and old.modality == new.modality
            and (new.fields["event_type"] != "policy_order" or _same_order(view, old, new))
            and (same_place or new.place_basis != "stated")
        ):
            old.spans.setdefault(f"also {len(old.spans)}", new.spans["cue"])
            return
    found.append(new)


def _same_order(view: str, old: Finding, new: Finding) -> bool:
    """Whether two mentions can be of one order: each kind of order (a law, a ban, a duty) is its own."""
    numbers = {"".join(re.findall(r"\d+", words)) for words in (view[slice(*one.spans["cue"])] for one in (old, new))}
    return old.fields["status"] == new.fields["status"] and len(numbers) == 1


def _close_ended(found: list[Finding], ended_by: dict[str, str]) -> None:
    """An event that the same text says was undone has ended."""
    undone = {finding.fields["event_type"] for finding in found if finding.modality in _FACTS}
    for finding in found:
        if (
            finding.modality in _FACTS
            and finding.fields["event_type"] == "market_closure"
            and "lockdown_lifted" in undone
        ):
            finding.fields["status"] = "ended"
        if finding.modality in _FACTS and ended_by.get(finding.fields["event_type"]) in undone:
            finding.fields["status"] = "ended"


def _finding(
    report: Report, sentence: Sentence, grammar: _Grammar, name: str, cue: tuple[int, int], place: _Placed
) -> Finding:
    after = (cue[1] - 1, cue[1])
    modality = modality_at(report.cue_view, sentence, after, report.tables.data["modality"])
    before = report.view[max(sentence.start, cue[0] - 60) : cue[0]]
    if modality != "asserted" and _PRESUPPOSED.search(before):
        modality = "asserted"
    if name.endswith(("_resumed", "_reopening")) and _TO_DO.search(before):
        modality = "expected"
    if modality in _FACTS and (_PROSPECT.search(before) or _SUSPECTED.match(report.view, cue[1])):
        modality = "hypothetical"
    return Finding(
        type="event",
        anchor=cue,
        spans={"cue": cue},
        fields={
            "event_type": name,
            "status": _status(
                report.view, sentence, grammar, name, cue, modality, bool(place[0] and place[0].id == "CN")
            ),
        },
        sentence=(sentence.start, sentence.end),
        score=0.75 if name not in ("inspection", "policy_order", "disaster", "arrest") else 0.55,
        modality=modality,
        structured=name in _SURE and place[1] != "carried",
        place=place[0],
        place_basis=place[1],
        time=nearest_time(report, sentence, cue),
    )


def _status(
    view: str, sentence: Sentence, grammar: _Grammar, name: str, cue: tuple[int, int], modality: str, abroad: bool
) -> str:
    """Whether an event is past, in force, over: by its modality, then by tense and adverbs, then by its kind."""
    by_modality = {"negated": "denied", "rumoured": "rumoured", "hypothetical": "planned", "expected": "planned"}
    if modality in by_modality:
        return by_modality[modality]
    start, end = sentence.segment_at(cue[0])
    if name.endswith(("_lifted", "_resumed", "_reopening")):
        return "occurred"
    if name != "easing" and grammar.ended.search(view, cue[0], min(cue[1] + 40, end)):
        return "ended"
    is_noun = not view.startswith(("going", "ordered"), cue[0])
    if is_noun and name.endswith(("closure", "suspended", "lockdown")) and _DURING.search(view, sentence.start, cue[0]):
        return "ended"
    if _PAST_STATE.search(view, cue[0], cue[1]) and _WHILE.search(view, sentence.start, cue[0]):
        return "ended"
    if name not in _ACTS and grammar.ongoing.search(view, max(start, cue[0] - 30), min(cue[1] + 30, end)):
        return "ongoing"
    words = view[cue[0] : cue[1]]
    if name == "outbreak" and abroad:
        return "ongoing"
    for of_type, pattern, status in grammar.by_words:
        if of_type == name and pattern.search(words):
            return status
    return grammar.status[name]


def _places(report: Report, sentence: Sentence, grammar: _Grammar, name: str, cue: tuple[int, int]) -> list[_Placed]:
    """Where an event holds: in China if China acts, where the text speaks of, in the whole country otherwise."""
    view = report.view
    if name in _CAN_BE_CHINESE and (
        _CHINA_ACTS.search(view, max(sentence.start, cue[0] - 70), cue[0])
        or _IN_CHINA.match(view, cue[1], sentence.end)
        or view.startswith("china", cue[0])
    ):
        return [(PlaceMention(cue[0], cue[0], "CN", "place"), "default")]
    policy = grammar.place[name]
    if name == "easing" and "lockdown" in view[cue[0] : cue[1]]:
        policy = "local"
    if policy == "nation" and _LOCAL_ACTOR.search(view, *sentence.segment_at(cue[0])):
        policy = "local"
    inside = report.within(report.places, sentence.start, sentence.end)
    stated = [place for place in inside if place.role == "place" and place.id.startswith("KP.")]
    if policy == "local":
        place, basis = place_of(report, sentence, cue)
        if place and basis == "stated":
            return [(one, basis) for one in _coordinated(report, sentence, place)]
        return [(place, basis)]
    if name in _NATIONAL_ACTS or "pandemic" in view[cue[0] : cue[1]]:
        stated = [place for place in stated if place.id != "KP.pyongyang"]
    if policy == "stated":
        low, high = sentence.segment_at(cue[0])
        near = [place for place in stated if low <= place.start < high] or stated
        houses = [
            place for place in inside if place.id.startswith("KP.") and report.view.startswith(" customs", place.end)
        ]
        if houses and name.startswith("trade"):
            return [(houses[0], "stated")]
        if near:
            nearest = min(near, key=lambda place: max(cue[0] - place.end, place.start - cue[1]))
            return [(one, "stated") for one in _coordinated(report, sentence, nearest)]
        if name == "trade_resumed" and (crossing := _rail_crossing(report, sentence)):
            return [(crossing, "carried")]
        sources = [place for place in inside if place.role == "source" and place.id.startswith("KP.")]
        if sources and len(sentence.segments) <= 2:
            return [(sources[0], "carried")]
        if before := _in_sentence_before(report, sentence, name):
            return [(before, "carried")]
    if policy == "nation":
        near = [place for place in stated if name == "policy_order" or _at(view, cue, place)]
        if near:
            return [(near[0], "stated")]
    return [(PlaceMention(cue[0], cue[0], "KP", "place"), "default")]


def _rail_crossing(report: Report, sentence: Sentence) -> PlaceMention | None:
    """Freight trains to China cross at Sinuiju; the place if the text names it or Dandong opposite."""
    if not re.search(r"\b(?:rail|railway|trains?)\b", report.view[sentence.start : sentence.end]):
        return None
    named = {place.id: place for place in report.places}
    here = named.get("KP.north_pyongan.sinuiju") or named.get("CN.liaoning.dandong")
    return replace(here, id="KP.north_pyongan.sinuiju", role="place") if here else None


def _in_sentence_before(report: Report, sentence: Sentence, name: str) -> PlaceMention | None:
    """The one place the sentence before speaks of, in the same paragraph."""
    index = report.sentences.index(sentence)
    if index == 0 or report.sentences[index - 1].paragraph != sentence.paragraph:
        return None
    previous = report.sentences[index - 1]
    named = [
        place
        for place in report.within(report.places, previous.start, previous.end)
        if place.role == "place"
        and place.id.startswith("KP.")
        and not (name in _NATIONAL_ACTS and place.id == "KP.pyongyang")
    ]
    return named[0] if len({place.id for place in named}) == 1 else None


def _at(view: str, cue: tuple[int, int], place: PlaceMention) -> bool:
    """Whether a place stands right at an event: "floods in North Hamgyong"."""
    between = view[cue[1] : place.start]
    return (
        len(between) < 44
        and "," not in between
        and bool(re.search(r"\b(?:in|of|at|on|across)\s(?:the\s)?(?:[\w-]+\s){0,3}$", between))
        or (0 <= cue[0] - place.end < 24)
    )


def _coordinated(report: Report, sentence: Sentence, place: PlaceMention) -> list[PlaceMention]:
    places = [
        p for p in report.within(report.places, sentence.start, sentence.end) if p.role == "place" and p.id != "KP"
    ]
    return next((group for group in report.lists_of(places, _AND) if place in group), [place])
