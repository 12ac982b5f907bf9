"""What a reader finds, before it becomes a record: fields, the words they came from, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jangmadang.reading.mentions.places import PlaceMention
from jangmadang.reading.mentions.times import TimeMention


@dataclass(frozen=True, slots=True)
class Words:
    """What a clause says of a field, and where; carried if an earlier clause says it."""

    value: str
    span: tuple[int, int]
    is_carried: bool = False


@dataclass(slots=True)
class Finding:
    """One statement a reader found.

    `anchor` is the stretch that makes it this statement and no other (an amount, or cue words); the record's id is
    made from it. `spans` are all stretches it rests on, by role. `fields` are what it claims, `said` what else its
    clause says or carries over.
    """

    type: str
    anchor: tuple[int, int]
    spans: dict[str, tuple[int, int]]
    fields: dict[str, Any]
    sentence: tuple[int, int]
    score: float
    modality: str = "asserted"
    place: PlaceMention | None = None
    place_basis: str = "stated"
    time: TimeMention | None = None
    flags: list[str] = field(default_factory=list)
    structured: bool = False
    readers: list[str] = field(default_factory=lambda: ["grammar"])
    said: dict[str, Words] = field(default_factory=dict)

    @property
    def extent(self) -> tuple[int, int]:
        """The stretch from the first to the last word it rests on."""
        return min(start for start, _ in self.spans.values()), max(end for _, end in self.spans.values())
