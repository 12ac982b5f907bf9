"""Footnotes: a number for each document that a page cites, in the order in which it is first cited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, unquote

from jangmadang.evidence.comparing import Comparison
from jangmadang.evidence.observations import Observation
from jangmadang.evidence.sources import Reference, reference

#: Of what a document is cited for, so many things are named.
MOST_SAID = 3
MONEY = {"cny": "yuan", "usd": "dollar"}
#: Numbers of footnotes as runs of consecutive ones, first and last.
Runs = tuple[tuple[int, int], ...]


class Footnote(NamedTuple):
    """A document in the list of sources."""

    number: int
    says: str
    publisher: str
    date: str
    address: str

    @property
    def readable_address(self) -> str:
        """The address as it is read: letters of other scripts as such."""
        return "".join(char if char.isprintable() and char != " " else quote(char) for char in unquote(self.address))

    @property
    def is_link(self) -> bool:
        """Whether its address can be followed."""
        return self.address.startswith(("http://", "https://"))


class Footnotes:
    """The documents that a page cites; one that is cited again keeps its number."""

    def __init__(self) -> None:
        self._cited: dict[str, list[Reference]] = {}

    def cite(self, references: Iterable[Reference]) -> Runs:
        """Number some documents and return their numbers as runs."""
        numbers = set()
        for item in references:
            said = self._cited.setdefault(item.address, [])
            if item.says not in {before.says for before in said}:
                said.append(item)
            numbers.add(list(self._cited).index(item.address) + 1)
        return runs_of(numbers)

    def number_of(self, address: str) -> int | None:
        """The number of a document; None if it is not cited."""
        return list(self._cited).index(address) + 1 if address in self._cited else None

    @property
    def notes(self) -> list[Footnote]:
        """The list of sources so far."""
        return [_note(number, said) for number, said in enumerate(self._cited.values(), start=1)]


def in_words(runs: Runs) -> str:
    """Numbers as text: 1, 3-5."""
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def runs_of(numbers: Iterable[int]) -> Runs:
    """Numbers in order, consecutive ones together: 1, 3, 4, 5 as (1, 1), (3, 5)."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return tuple(found)


def references_behind(sources: Iterable[str]) -> list[Reference]:
    """The documents behind ids and addresses of the evidence; what is assumed has none.

    An address that stands beside its row of the evidence is named by what that row says.
    """
    found = {source: item for source in sources if (item := reference(source)) is not None}
    rows = [item for source, item in found.items() if source != item.address]
    named = {item.address for item in rows}
    return [*rows, *(item for source, item in found.items() if source == item.address and source not in named)]


def reference_of(report: Observation) -> Reference:
    """The document that an observation is from."""
    what = f"{MONEY.get(report.item, report.item).replace('_', ' ')}, {report.place}"
    return Reference(what, report.publisher, str(report.known_on), report.source)


def references_of(pairs: Iterable[Comparison], observations: Iterable[Observation]) -> list[Reference]:
    """The documents of reports that stand beside a run, in the order of their days."""
    by_id = {report.id: report for report in observations}
    days = sorted({(pair.date, pair.id) for pair in pairs})
    return [reference_of(by_id[name]) for _, name in days if name in by_id]


def _note(number: int, said: list[Reference]) -> Footnote:
    """A document with all that it is cited for."""
    words = [item.says for item in said]
    more = f" and {len(words) - MOST_SAID} more" if len(words) > MOST_SAID else ""
    first = said[0]
    return Footnote(number, "; ".join(words[:MOST_SAID]) + more, first.publisher, first.date, first.address)
