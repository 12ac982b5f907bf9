"""The words of flows, compiled from the table: verbs and nouns of crossing, channels, and how a flow stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.tables import Tables
from jangmadang.reading.text.sentences import Sentence

_VERBAL_BEFORE = re.compile(
    r"\b(?:has|have|had|been|being|was|were|is|are|they|we|who|which|that|it|he|she|traders?|smugglers?"
    r"|residents?|merchants?|compan(?:y|ies)|firms?|china|korea|north"
    r"|country|authorities|people|recently|also|and|hyesan|government|regime|previously)\s$"
)
_NO_ATTRIBUTE = re.compile(r"\s(?!from|by|through|via|in|into|to|for|over|at|on|last|this|across|with|,)[a-z]")
_NOT_A_FLOW = re.compile(
    r"\s(?:prices?|bans?|quantit\w+|substitut\w+|dut(?:y|ies)|tax\w*|items?\slike|permits?|volumes?|licen[sc]es?)\b"
)
#: "Discussed importing", "sanctions that ban exports of", "the fight against smuggling".
_UNREAL = re.compile(
    r"\b(?:discuss(?:ed|ing)?|consider(?:ed|ing)?|curb(?:ing)?|restrict(?:s|ed|ions|ing)?(?: on)?|no"
    r"|ban(?:s|ned|ning)?(?: on)?|bar(?:s|red|ring)?|prohibit\w*|forb[ai]d\w*|embargo(?:es)? on|sanctions on"
    r"|limits? on|against|fight\w*|fought|prevent\w*)\s"
    r"(?:(?!and\b|but\b|is\b|are\b|was\b|were\b)[\w'-]+\s){0,2}$"
)
#: Of "rice that is imported" it is told what it is, of "rice was imported" what happened.
_PASSIVE = re.compile(
    r"(?<!that )\b(?:is|are|was|were|been|being|be|got)\s"
    r"(?:(?!hardly|rarely|scarcely|barely)(?:\w+ly|also|again|now|still|often)\s)?$"
)
_NONE_OF = re.compile(
    r"\b(?:no|(?<!a )little|(?<!a )few|(?:hardly|scarcely|not) any|neither)\s(?:(?!(?:by|in|on|to)\b)[\w-]+\s)?$"
)
#: "Smuggled out rice", "smuggled rice and herbs out": between the verb and its "out" no other verb or preposition.
_OUT = re.compile(
    r"(?P<first>,?\s(?!(?:in|into|from|to|through|at|by|on|for|with|that|which|who|but|when|while|is|are|was|were|has|have"
    r"|had|ran|runs?|sells?|sold|came|went|turned)\b)(?!out\b)[\w'-]+){0,8}"
    r"\sout\b(?!\sof (?:stock|reach|fear|need|date|sight|hunger|business|the question))"
)
_GOODS_TO_OUT = re.compile(r"\s(?:[\w-]+\s)?out")
_SUBJECT = re.compile(r"\b(?:north korea|china|country|state|government|regime|company|firm|it|which|who|also|now)\s$")
_KINDS = ("import", "export", "smuggle")


@dataclass(frozen=True)
class FlowGrammar:
    """Patterns over the view of a text; a cue's group names its kind: import, export or smuggle."""

    cues: re.Pattern[str]
    channels: tuple[tuple[str, re.Pattern[str]], ...]
    state_actor: re.Pattern[str]
    statuses: tuple[tuple[str, re.Pattern[str]], ...]
    tenses: tuple[tuple[str, re.Pattern[str]], ...]
    concealed: re.Pattern[str]
    export_goods: tuple[str, ...]


@lru_cache(maxsize=4)
def flow_grammar(tables: Tables) -> FlowGrammar:
    """Return the compiled words of flows of some tables."""
    table = tables.data["flows"]

    def words(texts: list[str]) -> str:
        return rf"(?<![\w-])(?:{'|'.join(sorted(texts, key=len, reverse=True))})(?![\w])"

    def named(group: dict[str, list[str]]) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((name, re.compile(words(texts))) for name, texts in group.items())

    return FlowGrammar(
        cues=re.compile(
            "|".join(f"(?P<{kind}>{words(table[kind + '_verbs'])})" for kind in ("import", "export", "smuggle"))
        ),
        channels=named(table["channels"]),
        state_actor=re.compile(words(table["state_actor"])),
        statuses=named(table["statuses"]),
        tenses=named(table["tenses"]),
        concealed=re.compile(words(table["concealed"])),
        export_goods=tuple(table["export_goods"]),
    )


def is_noun(view: str, cue: tuple[int, int]) -> bool:
    """Whether a cue is a noun of trade; behind a subject "imports" is a verb."""
    return view[cue[0] : cue[1]] in ("imports", "exports") and not _SUBJECT.search(view, max(cue[0] - 16, 0), cue[0])


def names_a_trade(view: str, cue: tuple[int, int]) -> bool:
    """Whether a cue behind its good is a noun or an attribute ("coal exports", "rice imported"), not a passive verb.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    cue : tuple of int
        The verb or noun.
    """
    word = view[cue[0] : cue[1]]
    is_attribute = word == "imported" and not _PASSIVE.search(view, max(cue[0] - 30, 0), cue[0])
    return is_attribute or word in ("export", "exports")


def is_of_none(view: str, start: int, good: int) -> bool:
    """Whether a good that begins at a place is denied by its own determiner: "no rice was imported".

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    start : int
        Where its sentence begins.
    good : int
        Where the good begins.
    """
    return bool(_NONE_OF.search(view, max(start, good - 40), good))


def goes_out(report: Report, sentence: Sentence, cue: tuple[int, int]) -> int:
    """Where an "out" ends that belongs to a verb, right behind it or behind its goods; 0 where there is none.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        The sentence of the verb.
    cue : tuple of int
        The verb.
    """
    match = _OUT.match(report.view, cue[1], sentence.end)
    if match is None:
        return 0
    goods = report.within(report.items, cue[1], match.end())
    is_behind = goods and _GOODS_TO_OUT.fullmatch(report.view, goods[-1].end, match.end())
    return match.end() if is_behind or match["first"] is None else 0


def tells_a_flow(report: Report, sentence: Sentence, cue: tuple[int, int]) -> bool:
    """Whether a cue tells of goods that go, rather than of goods that are there, of a ban, or of what is discussed.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        The sentence of the verb or noun.
    cue : tuple of int
        The verb or noun.
    """
    view = report.view
    if _UNREAL.search(view, max(sentence.start, cue[0] - 40), cue[0]) or _NOT_A_FLOW.match(view, cue[1]):
        return False
    if view[cue[0] : cue[1]] not in ("imported", "exported", "brought", "smuggled"):
        return True
    if goes_out(report, sentence, cue):
        return True  # "women smuggled herbs out": no attribute of the herbs
    before = view[max(cue[0] - 30, 0) : cue[0]]
    is_attribute = not _VERBAL_BEFORE.search(before) and _NO_ATTRIBUTE.match(view, cue[1])
    return not is_attribute  # "imported medicine sells well"
