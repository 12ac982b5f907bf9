"""The assumptions that carry the answer: assumed spells in force at the end, and assumed parameters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from jangmadang.report.palette import label
from jangmadang.report.regimes import OPEN_FROM, RESTRICTED_FROM
from jangmadang.scenario.parameters import parameters

ASSUMED = "assumed"
BORDER_PATH = "openness"


class AssumedSpell(NamedTuple):
    """A spell without a report behind it: what it sets, since when, to what, and why."""

    targets: str
    since: date
    value: float
    note: str
    of_border: bool

    @property
    def state(self) -> str:
        """The value in words where it is an openness."""
        if not self.of_border:
            return f"{self.value:g}"
        words = "closed" if self.value < RESTRICTED_FROM else "open" if self.value >= OPEN_FROM else "restricted"
        return f"{words} ({self.value:g})"


class ParameterCount(NamedTuple):
    """How many parameters there are, rest on an assumption alone or in part, and are changed by the scenario."""

    total: int
    assumed: int
    partly: int
    changed: int


def spells_in_force(layers: Iterable[dict[str, Any]], day: date) -> dict[str, Any]:
    """The spell of each target on a day; a later file overrides an earlier one."""
    found: dict[str, Any] = {}
    for layer in layers:
        for target, listed in layer.items():
            active = [
                spell for spell in listed if spell.from_day <= day and (spell.until is None or spell.until >= day)
            ]
            if active:
                found[target] = max(active, key=lambda spell: spell.from_day)
    return found


def assumed_spells(layers: Iterable[dict[str, Any]], day: date) -> list[AssumedSpell]:
    """Assumed spells in force on a day, those of the border first; equal ones are named together."""
    together: dict[tuple[date, float, str, bool], list[str]] = {}
    for target, spell in spells_in_force(layers, day).items():
        if spell.assumed or ASSUMED in spell.source:
            together.setdefault(
                (spell.from_day, spell.value, spell.note, target.startswith(BORDER_PATH + "[")), []
            ).append(_spoken(target))
    rows = [AssumedSpell(_joined(targets), *key) for key, targets in together.items()]
    return sorted(rows, key=lambda row: (not row.of_border, -row.since.toordinal()))


def _spoken(target: str) -> str:
    """`openness[state_smuggling,import]` as 'state smuggling, import'; another path by its name."""
    name, _, members = target.partition("[")
    spoken = label(name)
    if not members:
        return spoken
    listed = ", ".join(label(part.strip()) for part in members[:-1].split(","))
    return listed if name == BORDER_PATH else f"{spoken} of {listed}"


def _joined(targets: list[str]) -> str:
    """Targets named together; what they begin with is said once."""
    heads = {target.rpartition(", ")[0] for target in targets}
    if len(targets) > 1 and len(heads) == 1 and all(heads):
        return f"{heads.pop()}, {' and '.join(target.rpartition(', ')[2] for target in targets)}"
    return " and ".join(targets)


def parameter_count(scenario: Any) -> ParameterCount:
    """Count the parameters by the kind of their source."""
    known = parameters(scenario.packs).values()
    assumed = sum(parameter.source == (ASSUMED,) for parameter in known)
    partly = sum(ASSUMED in parameter.source for parameter in known) - assumed
    return ParameterCount(len(known), assumed, partly, len(scenario.parameters))
