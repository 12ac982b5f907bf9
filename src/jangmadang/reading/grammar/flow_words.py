"""The words of flows, compiled from the table: verbs and nouns of crossing, channels, and how a flow stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jangmadang.reading.mentions.tables import Tables

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


def tells_a_flow(view: str, start: int, cue: tuple[int, int]) -> bool:
    """Whether a cue tells of goods that go, rather than of goods that are there, of a ban, or of what is discussed.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    start : int
        Where its sentence begins.
    cue : tuple of int
        The verb or noun.
    """
    if _UNREAL.search(view, max(start, cue[0] - 40), cue[0]) or _NOT_A_FLOW.match(view, cue[1]):
        return False
    if view[cue[0] : cue[1]] not in ("imported", "exported", "brought", "smuggled"):
        return True
    before = view[max(cue[0] - 30, 0) : cue[0]]
    is_attribute = not _VERBAL_BEFORE.search(before) and _NO_ATTRIBUTE.match(view, cue[1])
    return not is_attribute  # "imported medicine sells well"
