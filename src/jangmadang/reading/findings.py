"""What a reader finds, before it becomes a record: fields, the words they came from, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jangmadang.reading.mentions import PlaceMention
from jangmadang.reading.times import TimeMention


@dataclass(slots=True)
class Finding:
    """One statement a reader found.

    `anchor` is the stretch that makes it this statement and no other (an amount, or cue words); the record's id is
    made from it. `spans` are all stretches it rests on, by role.
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

    @property
    def extent(self) -> tuple[int, int]:
        """The stretch from the first to the last word it rests on."""
        return min(start for start, _ in self.spans.values()), max(end for _, end in self.spans.values())
