"""How old the evidence is: the last report of each kind, and where the data end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from jangmadang.evidence.observations import Observation
from jangmadang.evidence.sources import Reference
from jangmadang.report.assumptions import ASSUMED, BORDER_PATH
from jangmadang.report.footnotes import reference_of, references_behind
from jangmadang.report.section import HOME

STAPLES = ("rice", "corn")
EXCHANGE_RATE = "exchange rate"


class LastReport(NamedTuple):
    """The last report of a kind, what it says and where it stands."""

    kind: str
    day: date
    says: str
    references: tuple[Reference, ...]

    def weeks_before(self, last: date) -> int:
        """Whole weeks from the report to a day."""
        return max(0, (last - self.day).days // 7)


def data_end(ages: Sequence[LastReport]) -> np.datetime64 | None:
    """The day of the last report of any kind; what follows is a projection."""
    return np.datetime64(max(age.day for age in ages), "D") if ages else None


def last_reports(scenario: Any, observations: Sequence[Observation], until: date = date.max) -> list[LastReport]:
    """The last reports of a staple price, of the exchange rate and of the border, up to a day."""
    near = [
        o
        for o in observations
        if o.date <= until and (o.model_place in (HOME, "ryanggang_rest") or o.place == "Ryanggang")
    ]
    found = []
    for kind, items in (("staple price", STAPLES), (EXCHANGE_RATE, ("cny",))):
        of_kind = [o for o in near if o.item in items]
        if of_kind:
            latest = max(of_kind, key=lambda o: (o.date, o.item))
            unit = "" if latest.item == "cny" else f" per {latest.unit}"
            name = "yuan" if latest.item == "cny" else latest.item
            money = {"KPW": "won", "CNY": "yuan", "USD": "dollars"}[latest.currency]
            shared = f"the mean of {latest.shared_by} places, one of them " if latest.shared_by > 1 else ""
            where = f"{shared}{latest.place}"
            says = f"{name} at {latest.value:,.0f} {money}{unit}, {where} ({latest.publisher})"
            found.append(LastReport(kind, latest.date, says, (reference_of(latest),)))
    spells = [
        spell
        for layer in scenario.paths
        for target, listed in layer.items()
        if target.startswith(BORDER_PATH + "[")
        for spell in listed
        if spell.from_day <= until and not spell.assumed and ASSUMED not in spell.source
    ]
    if spells:
        latest_spell = max(spells, key=lambda spell: spell.from_day)
        said = latest_spell.note or "a change of the border"
        cited = tuple(references_behind(latest_spell.source))
        found.append(LastReport("change of the border", latest_spell.from_day, said, cited))
    return found
