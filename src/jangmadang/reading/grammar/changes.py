"""What went up, down, stayed or swung: a target, a direction, and what joins the two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jangmadang.reading.grammar.change_carry import Moved, carried_cues
from jangmadang.reading.grammar.change_items import group_of, items_near, items_of_target
from jangmadang.reading.grammar.change_words import SEASON_FALL, ChangeGrammar, Cue, Target, change_grammar, moves
from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.grammar.quote import Quote
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.modality import is_hedged, modality_at
from jangmadang.reading.mentions.nearness import nearest_time, place_of
from jangmadang.reading.mentions.phrases import Found
from jangmadang.reading.text.sentences import Sentence

_OPPOSITE = {"up": "down", "down": "up", "steady": "steady", "mixed": "mixed"}
_AUXILIARIES = (
    r"(?:(?:has|have|had|is|are|was|were|be|been|being|will|would|could|may|might|can|also|now|keeps?|kept"
    r"|recently|become|becomes|became|continu\w+|to|suddenly|again|then|later"
    r"|subsequently|actually|only|still|once|all|both|slightly|sharply|steadily|greatly|significantly|gradually"
    r"|rapidly|slowly|generally|usually|not|n't"
    r"|began|begun|started|reportedly|even|just|further|temporarily|dramatically|moderately|quickly|reported"
    r"|seem(?:s|ed)?|appear(?:s|ed)?|understood|said|expected|likely|already|been|briefly|largely|overall|almost"
    r"|nearly|since|so|too|more|both|instead|\w+ly)\s)*"
)
_PLAIN_GAP = re.compile(
    r"(?:\s(?:the|their|its|his|a|an|of|in|for|this|that|these|our|overall|total|local|domestic|market|north"
    r"|korean|korea's|chinese|border|foreign|state"
    r"|average|some|all|most|many|both|such|and|consumer|public|current|already|fall|[\w'-]+))?(?:\s(?:[\w'-]+)){0,2}\s"
)
_IN_GAP = re.compile(r"\s(?:in|of|for|to|on)\s(?:(?:the|their|its|both|all|a|an|some|overall|[\w'.-]+)\s){0,5}")
_SUBJECT_GAP = re.compile(
    r"(?:'s?)?(?:\s(?:of|in|for|at|on|across|around|among|to|from|by|with|near|against|between|per|like|such as"
    r"|along|targeting|over)\s(?:\bn\.|[^.;:]){1,90}?)?"
    r"(?:,?\s(?:which|that|who)\s[^.;:]{1,80}?,?)?(?:\s?\([^)]*\))?(?:,[^.;:,]{1,60},)?\s(?:and\s[\w' -]{1,30}\s)?"
    + _AUXILIARIES
)
_BREAKING = re.compile(
    r"[.;:]|\b(?:but|while|whereas|because|although|since|so that|as a result|if|when|who|due to|caused|causing"
    r"|says?|said|told|after|before|despite|until|amid)\b"
)
_PRONOUN = re.compile(r"\b(?:it|they|which)\s" + _AUXILIARIES + "$")
_ITEM_GAP = re.compile(
    r"(?:,[^.;:,]{1,60},|\s\([^)]*\)|\s(?:sold |traded )?(?:in|at|across)\s[^.;:,]{1,44})?\s" + _AUXILIARIES
)
_MAGNITUDE = re.compile(
    r"(?:by\s)?(?:about |around |over |more than |nearly |almost )?(?P<words>\d[\d.,]*\s?(?:%|percent|per cent)"
    r"|\w+[- ]?fold|\w+ times)"
)
_PRICE_VERBS_OF_ITEMS = re.compile(
    r"(?:to|by|from|in|at|\d|again|sharply|slightly|significantly|$|,|\.|a lot|further|rapidly|as well|too"
    r"|steadily|this|last|since|recently|over|nearly|about|around|up|more than)"
)
#: "to boost": what is meant to happen, not what did.
_PURPOSE = re.compile(
    r"\sto (?:boost|raise|lower|cut|increase|reduce|stabili[sz]e|ease|relax|loosen|tighten|expand|improve)"
)
_HEAD_GAP = re.compile(r"(?:'s)?\s(?:of|for|in|toward|towards|on|at|from|to|with)\s(?:[\w'-]+\s){0,5}")
_REACHING = re.compile(r"hits?|reached|topped|surpass\w+|exceed\w*")
#: "prices lower than in other markets" compares places, not times.
_BETWEEN_PLACES = re.compile(
    r"(?:\s(?!than)[\w'-]+){0,2}\sthan\s(?:those |that )?(?:(?:in|of|at)\s(?!\d"
    r"|[a-z]+uary|march|april|may|june|july"
    r"|august|[a-z]+ber|last|the (?:past|same|previous)|early|late|mid|normal)|other\b|elsewhere|markets?\b"
    r"|neighbou?ring|(?:the )?(?:state|official|government|other regions))"
)
#: Ways of reading in which a change names what moved.
_OWN_TARGET = frozenset({"noun", "adjective", "object", "subject"})
_SPEAKS_OF_PRICE = re.compile(r"\b(?:pric\w+|cost\w*|won|yuan|kpw|rmb|sold|sells?|expensive)\b")


@dataclass(slots=True)
class Change:
    target: str
    direction: str
    spans: dict[str, tuple[int, int]]
    cue: tuple[int, int]
    how: str
    items: list[Found] = field(default_factory=list)
    item_id: str | None = None


def change_findings(report: Report, quotes: Sequence[Quote]) -> list[Finding]:
    """Return the changes a report states.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    quotes : sequence of Quote
        Its quotes: "it rose to 5,000 won" is a change of whatever costs 5,000 won.
    """
    grammar = change_grammar(report)
    findings: list[Finding] = []
    moved: list[Moved] = []
    for sentence in report.sentences:
        own = [quote for quote in quotes if quote.sentence is sentence]
        changes = _once(_changes_of(report, sentence, grammar, own, quotes))
        moved += sorted((_moved(change) for change in changes), key=lambda one: one.end)
        taken = [span for change in changes for span in change.spans.values()]
        for cue, before in carried_cues(report.view, (sentence.start, sentence.end), grammar, taken, moved):
            span = (cue.start, cue.end)
            change = Change(before.target, cue.direction, {"cue": span}, span, "pronoun", [], before.item_id)
            if not any(_is_same(other, change) for other in changes):
                changes.append(change)
        for change in changes:
            findings.extend(_findings(report, sentence, change))
    return findings


def _moved(change: Change) -> Moved:
    item_id = change.items[-1].id if change.items else change.item_id
    return Moved(change.target, item_id, max(end for _, end in change.spans.values()))


def _once(changes: Iterator[Change]) -> list[Change]:
    """Keep one change for each target, direction and item of a sentence, the surest way of reading first."""
    rank = {
        "phrase": 0,
        "noun": 1,
        "adjective": 2,
        "object": 3,
        "subject": 4,
        "item": 5,
        "quote": 6,
        "pair": 6,
        "percent": 7,
        "pronoun": 8,
    }
    kept: list[Change] = []
    for change in sorted(changes, key=lambda change: (rank[change.how], change.cue[0] - change.cue[1])):
        same = [other for other in kept if _is_same(other, change)]
        clash = [
            other
            for other in kept
            if (other.cue == change.cue and other.how != change.how)
            or (other.target == change.target and _touch(other, change))
        ]
        if not same and not clash:
            kept.append(change)
    return kept


def _is_same(one: Change, other: Change) -> bool:
    """Whether two readings of a sentence state one change."""
    if (one.target, one.direction) != (other.target, other.direction):
        return False
    if {one.how, other.how} <= _OWN_TARGET and not _touch(one, other):
        return False
    near = abs(one.cue[0] - other.cue[0]) < 60 or _touch(one, other)
    return near or not one.items or not other.items or bool(_ids(one) & _ids(other))


def _ids(change: Change) -> set[str]:
    return {item.id for item in change.items}


def _touch(one: Change, other: Change) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in one.spans.values() for b in other.spans.values())


def _changes_of(
    report: Report, sentence: Sentence, grammar: ChangeGrammar, own: list[Quote], quotes: Sequence[Quote]
) -> Iterator[Change]:
    view, start, end = report.view, sentence.start, sentence.end
    if grammar.phrase_gate.search(view, start, end):
        for target, direction, pattern in grammar.phrases:
            for match in pattern.finditer(view, start, end):
                if (
                    target == "price"
                    and "inflation" not in match.group()
                    and not _SPEAKS_OF_PRICE.search(view, start, end)
                ):
                    continue
                yield Change(
                    target,
                    direction,
                    {"cue": match.span()},
                    match.span(),
                    "phrase",
                    items_near(report, sentence, match.span(), target),
                )
    yield from _pairs(own)
    targets = [
        Target(*match.span(), grammar.target_names[int((match.lastgroup or "t0")[1:])])
        for match in grammar.targets.finditer(view, start, end)
    ]
    targets = [target for target in targets if moves(report, target)]
    for match in grammar.cues.finditer(view, start, end):
        direction, form = grammar.cue_names[int((match.lastgroup or "c0")[1:])]
        cue = Cue(*match.span(), direction, form)
        if (
            match.group().startswith("fall")
            and SEASON_FALL.match(view, cue.start)
            or SEASON_FALL.search(view[max(cue.start - 9, 0) : cue.end])
        ):
            continue
        yield from _by_cue(report, sentence, cue, targets, own, quotes)


def _pairs(own: list[Quote]) -> Iterator[Change]:
    """ "Went from 950 to 3,300 won": the two amounts say which way."""
    for one, other in zip(own, own[1:], strict=False):
        if one.amount.pair == "before" and other.amount.pair == "after" and one.amount.low != other.amount.low:
            span = (one.amount.start, other.amount.end)
            direction = "up" if other.amount.low > one.amount.low else "down"
            target = "fx_rate" if other.thing.is_money else "price"
            yield Change(
                target, direction, {"cue": span}, span, "pair", [], None if other.thing.is_money else other.thing.id
            )


def _by_cue(
    report: Report, sentence: Sentence, cue: Cue, targets: list[Target], own: list[Quote], quotes: Sequence[Quote]
) -> Iterator[Change]:
    """Join a word of direction to what it moves."""
    view = report.view
    if _PURPOSE.fullmatch(view, max(cue.start - 4, 0), cue.end) or (
        cue.direction in ("up", "down") and _BETWEEN_PLACES.match(view, cue.end)
    ):
        return
    for target in targets:
        if target.end <= cue.start and re.fullmatch(r"'?\s", view[target.end : cue.start]) and _noun_like(view, cue):
            yield _joined(report, sentence, target, cue, "noun")
            return
    after = next((t for t in targets if t.start >= cue.end and t.start - cue.end < 60), None)
    if after:
        gap = view[cue.end : after.start]
        if _IN_GAP.fullmatch(gap) and not _is_agent(view, after):
            yield _joined(report, sentence, after, cue, "noun")
            return
        if (
            gap == " "
            or _PLAIN_GAP.fullmatch(gap)
            and not re.search(r"\b(?:in|to|at|by|from|with|on|as|than|and|due|the price)\b", gap)
        ):
            adjectival = _is_adjectival(view, cue)
            if adjectival or cue.form in ("transitive", "enforcement") or after.name == "enforcement":
                if not (cue.form == "adjective" and not adjectival):
                    yield _joined(report, sentence, after, cue, "adjective" if adjectival else "object")
                    return
    if _REACHING.fullmatch(view, cue.start, cue.end):
        yield from _by_quote(report, sentence, cue, own, quotes)
        return
    if view[cue.start : cue.end] in ("high", "low", "heavy", "strong", "poor", "limited", "loose", "renewed"):
        return
    before = [t for t in targets if t.end <= cue.start]
    for target in reversed(before[-3:]):
        if any(other.end < target.start and _HEAD_GAP.fullmatch(view, other.end, target.start) for other in before):
            continue
        gap = view[target.end : cue.start]
        if len(gap) < 110 and _SUBJECT_GAP.fullmatch(gap) and not _BREAKING.search(_without_relative(gap)):
            yield _joined(report, sentence, target, cue, "subject", own)
            for other in before:
                if other is not target and re.fullmatch(
                    r",?\s(?:and|or)\s(?:the\s)?(?:[\w'-]+\s){0,2}", view[other.end : target.start]
                ):
                    yield _joined(report, sentence, other, cue, "subject")
            return
    items = [i for i in report.within(report.items, sentence.start, cue.start) if i.id not in ("goods", "fuel.coal x")]
    if (
        items
        and cue.form in ("verb", "transitive")
        and not view.startswith("run", cue.start)
        and _ITEM_GAP.fullmatch(view[items[-1].end : cue.start])
    ):
        if _PRICE_VERBS_OF_ITEMS.match(view[cue.end : cue.end + 12].strip()):
            span = (items[-1].start, items[-1].end)
            yield Change(
                "price",
                cue.direction,
                {"target": span, "cue": (cue.start, cue.end)},
                (cue.start, cue.end),
                "item",
                group_of(report, sentence, items[-1]),
            )
            return
    yield from _by_quote(report, sentence, cue, own, quotes)


def _without_relative(gap: str) -> str:
    return re.sub(r",\s(?:which|that|who)\s[^,]*,|\b[a-z]\.(?=\s|korea)|\bu\.s\.", " ", gap)


def _noun_like(view: str, cue: Cue) -> bool:
    return (
        cue.form == "noun"
        or not re.match(r"\s(?:to|by|from)\s\d", view[cue.end : cue.end + 8])
        and view[cue.start : cue.end].endswith(("e", "es", "p", "ps", "ise", "ike"))
    )


def _is_agent(view: str, target: Target) -> bool:
    return bool(
        re.match(
            r"\s(?:officials?|traders?|merchants?|authorities|companies|price)\b", view[target.end : target.end + 14]
        )
    )


def _is_adjectival(view: str, cue: Cue) -> bool:
    word = view[cue.start : cue.end]
    if cue.form == "adjective" or word.endswith("ing"):
        return not re.search(
            r"\b(?:(?<!there )(?:is|are|was|were)|be|been|by|of|to)\s(?:\w+ly\s|also\s|now\s)?$",
            view[max(cue.start - 16, 0) : cue.start],
        )
    return word.endswith("ed") and bool(
        re.search(
            r"(?:^|\b(?:the|a|an|of|to|in|with|and|by|due to|from|for|despite|amid|their|its|this)\s|[.,]\s)$",
            view[max(cue.start - 10, 0) : cue.start],
        )
    )


def _joined(
    report: Report, sentence: Sentence, target: Target, cue: Cue, how: str, own: Sequence[Quote] = ()
) -> Change:
    """One target with one direction; the worth of the won goes against the rate, that of foreign money with it."""
    name, direction = target.name, cue.direction
    if name == "won_value":
        name, direction = "fx_rate", _OPPOSITE[direction]
    elif name == "foreign_value":
        name = "fx_rate"
    spans = {"target": (target.start, target.end), "cue": (cue.start, cue.end)}
    items = items_of_target(report, sentence, target) if name != "fx_rate" else []
    quoted = next((q for q in own if 0 <= q.amount.start - cue.end < 40 and not q.thing.is_money), None)
    item_id = quoted.thing.id if name == "price" and quoted and not items else None
    if name == "price" and not items and any(0 <= q.amount.start - cue.end < 40 and q.thing.is_money for q in own):
        name, item_id = "fx_rate", None
    return Change(name, direction, spans, (cue.start, cue.end), how, items, item_id)


def _by_quote(
    report: Report, sentence: Sentence, cue: Cue, own: list[Quote], quotes: Sequence[Quote]
) -> Iterator[Change]:
    """ "It soared to 200 won", "up 6.5% from": what moved is what the nearest quote is about."""
    view = report.view
    span = (cue.start, cue.end)
    to_amount = next((q for q in own if cue.end <= q.amount.start <= cue.end + 40), None)
    if to_amount and re.fullmatch(
        r"\s(?:\w+\s){0,3}?(?:to|at|from|by|of|toward)?\s?(?:about |around |a |an |as (?:high|low|much) as "
        r"|between |over |\w+ )?(?:[\w-]+\s)?",
        view[cue.end : to_amount.amount.start],
    ):
        amount = (to_amount.amount.start, to_amount.amount.end)
        target = "fx_rate" if to_amount.thing.is_money else "price"
        yield Change(
            target,
            cue.direction,
            {"cue": span, "amount": amount},
            span,
            "quote",
            [],
            None if to_amount.thing.is_money else to_amount.thing.id,
        )
        return
    percent = re.match(
        r"\s(?:by\s|another\s|about\s|around\s|over\s|nearly\s|some\s|more than\s|as much as\s)*\d[\d.]*\s?(?:%"
        r"|percent)",
        view[cue.end : cue.end + 40],
    )
    left_percent = re.search(
        r"\d[\d.]*\s?(?:%|percent|-fold|times)\s(?:\w+\s)?$", view[max(cue.start - 26, sentence.start) : cue.start]
    )
    earlier = [q for q in quotes if sentence.start - 400 < q.amount.start < cue.start]
    pronoun = cue.form == "verb" and _PRONOUN.search(view[max(cue.start - 50, sentence.start) : cue.start])
    if (
        pronoun
        and earlier
        and view[cue.start : cue.end] not in ("hit", "hits", "reached", "higher", "lower", "cheaper")
    ):
        near = earlier[-1]
        target = "fx_rate" if near.thing.is_money else "price"
        yield Change(
            target, cue.direction, {"cue": span}, span, "pronoun", [], None if near.thing.is_money else near.thing.id
        )
        return
    if (percent or left_percent) and earlier:
        near = earlier[-1]
        target = "fx_rate" if near.thing.is_money else "price"
        yield Change(
            target, cue.direction, {"cue": span}, span, "percent", [], None if near.thing.is_money else near.thing.id
        )


def _findings(report: Report, sentence: Sentence, change: Change) -> Iterator[Finding]:
    view, table = report.view, report.tables.data["modality"]
    place, basis = place_of(report, sentence, change.cue)
    extent = (min(s for s, _ in change.spans.values()), max(e for _, e in change.spans.values()))
    modality = modality_at(report.cue_view, sentence, change.cue, table)
    direction = change.direction
    if direction == "steady" and modality == "negated":
        modality = "asserted"
    magnitude = _MAGNITUDE.search(view, extent[0], min(extent[1] + 24, sentence.end))
    ids: list[str | None] = list(dict.fromkeys(item.id for item in change.items)) or [change.item_id]
    words = {item.id: report.text[item.start : item.end] for item in change.items}
    for item_id in ids:
        spans = dict(change.spans)
        for item in change.items:
            if item.id == item_id:
                spans["item"] = (item.start, item.end)
        yield Finding(
            type="change",
            anchor=change.cue,
            spans=spans,
            fields={
                "target": change.target,
                "direction": direction,
                "item_id": item_id,
                "item_text": words.get(item_id or ""),
                "magnitude": magnitude["words"] if magnitude else None,
                "implied": change.how in ("quote", "pair", "percent"),
            },
            sentence=(sentence.start, sentence.end),
            score={
                "phrase": 0.75,
                "noun": 0.85,
                "adjective": 0.7,
                "object": 0.7,
                "subject": 0.75,
                "item": 0.65,
                "quote": 0.75,
                "pair": 0.7,
                "pronoun": 0.6,
                "percent": 0.6,
            }[change.how],
            modality=modality,
            structured=change.how in ("noun", "subject", "percent") and not is_hedged(report.cue_view, sentence, table),
            place=place,
            place_basis=basis,
            time=nearest_time(report, sentence, change.cue),
            flags=["carried_item"] if change.how in ("quote", "pair", "percent", "pronoun") and item_id else [],
        )
