"""What is published of a fact or response: that it holds, that it restates the given path, or that it is not earned.

A verdict follows from the figures and never from a wish; what is not earned needs a reason, written in
`not_earned.yaml`, and a test sees that it is named where readers look. So a fact can fail, but not in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from jangmadang.facts.running import Verdict

HOLDS, RESTATED, NOT_EARNED = "holds", "restated", "not earned"
NO_REASON = "no reason is given yet"


def published(verdict: Verdict) -> str:
    """What is published: not earned if a condition fails or the mechanism that should carry it does not."""
    if not verdict.holds or (verdict.counter is not None and not verdict.carried):
        return NOT_EARNED
    return RESTATED if verdict.fact.restates_path else HOLDS


def reason(verdict: Verdict) -> str:
    """Why a fact is not earned, as far as anyone has said; empty if it is."""
    return reasons().get(verdict.fact.name, NO_REASON) if published(verdict) == NOT_EARNED else ""


@cache
def reasons() -> Mapping[str, str]:
    """Reasons by fact."""
    found: dict[str, str] = yaml.safe_load((files("jangmadang.facts") / "not_earned.yaml").read_text("utf-8")) or {}
    return found


def counts(records: Sequence[Mapping[str, Any]]) -> str:
    """How many hold, restate the given path or are not earned, in words."""
    parts = [(sum(record["published"] == word for record in records), word) for word in (HOLDS, RESTATED, NOT_EARNED)]
    words = {HOLDS: ("holds", "hold"), RESTATED: ("restates the given path", "restate the given path")}
    said = [
        f"{number} {words.get(word, (f'is {word}', f'are {word}'))[number != 1]}" for number, word in parts if number
    ]
    return ", ".join(said)


def published_words(record: Mapping[str, Any]) -> str:
    """What is published of a fact, with the reason if it is not earned."""
    if record["published"] == RESTATED:
        return "restates the given path"
    return f"{record['published']}: {record['reason']}" if record["reason"] else str(record["published"])
