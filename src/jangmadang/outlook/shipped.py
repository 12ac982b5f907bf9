"""The shipped record of past forecasts and of their skill, as `make evaluate` writes it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from jangmadang.files import write_whole
from jangmadang.outlook.evaluation import POOL, Scored
from jangmadang.outlook.fitted import TABLE, Fitted, fitted_json
from jangmadang.outlook.members import LOCAL_LEVEL
from jangmadang.outlook.skill import Skill
from jangmadang.outlook.weekly import Report, monday_of

FOLDER = Path(__file__).parent / "data"
SKILL, SCORED = "skill.csv", "scored.csv"
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Past:
    """A past forecast of the pool and how it did.

    Attributes
    ----------
    origin, city, item, weeks : from when, of what, how far ahead.
    target : Monday of the week that was reported.
    known_on : when the report was known.
    error : of the pool over its spread as modelled.
    crps, crps_local_level : of the pool and of the local level.
    below : the probability that the pool gave to a report below the one that came (its PIT).
    """

    origin: date
    city: str
    item: str
    weeks: int
    target: date
    known_on: date
    error: float
    crps: float
    crps_local_level: float
    below: float

    def held(self, share: float) -> bool:
        """Whether the central interval of a share held the report."""
        return abs(self.below - 0.5) <= share / 2.0


def as_past(scored: Scored) -> Past:
    """A scored forecast as it is kept."""
    pool, observed = scored.by_model[POOL], scored.observed
    return Past(
        scored.origin,
        scored.city,
        scored.item,
        scored.weeks,
        monday_of(scored.target),
        scored.known_on,
        scored.error,
        pool.crps(observed),
        scored.by_model[LOCAL_LEVEL].crps(observed),
        pool.probability_below(observed),
    )


def write_record(
    scored: Sequence[Scored], years: dict[int, Fitted], skills: Iterable[Skill], evidence: str, folder: Path = FOLDER
) -> None:
    """Write the three shipped tables: past forecasts, their skill, and the parameters they rest on."""
    texts = {
        SCORED: _table([as_past(one) for one in scored], Past),
        SKILL: skill_table(skills),
        TABLE: fitted_json(years, evidence),
    }
    for name, text in texts.items():
        write_whole(folder / name, lambda file, text=text: file.write(text.encode()))  # type: ignore[misc]


def skill_table(skills: Iterable[Skill]) -> str:
    """Skill as CSV."""
    return _table(list(skills), Skill)


@cache
def shipped_past() -> tuple[Past, ...]:
    """The past forecasts that are shipped."""
    return tuple(
        Past(
            date.fromisoformat(row["origin"]),
            row["city"],
            row["item"],
            int(row["weeks"]),
            date.fromisoformat(row["target"]),
            date.fromisoformat(row["known_on"]),
            float(row["error"]),
            float(row["crps"]),
            float(row["crps_local_level"]),
            float(row["below"]),
        )
        for row in _rows(SCORED)
    )


def read_skills(text: str) -> list[Skill]:
    """Skill from CSV."""
    return [
        Skill(
            row["city"],
            row["item"],
            int(row["weeks"]),
            row["model"],
            row["period"],
            int(row["forecasts"]),
            *(float(row[name]) for name in ("crps", "interval_score", "held_half", "held_most", "gain")),
            *(float(row[name]) if row[name] else None for name in ("gain_low", "gain_high")),
        )
        for row in csv.DictReader(text.splitlines())
    ]


@cache
def shipped_skills() -> tuple[Skill, ...]:
    """The skill that is shipped."""
    return tuple(read_skills(_text(SKILL)))


def evidence_hash(reports: Sequence[Report]) -> str:
    """A hash of the reports that an evaluation rests on."""
    return hashlib.sha256(repr(list(reports)).encode()).hexdigest()[:16]


def _table(rows: Sequence[Past] | Sequence[Skill], kind: type[Past] | type[Skill]) -> str:
    names = [field.name for field in fields(kind)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_written(getattr(row, name)) for name in names] for row in rows)
    return text.getvalue()


def _written(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.{_DIGITS}f}" if isinstance(value, float) else str(value)


def _rows(name: str) -> Iterable[dict[str, str]]:
    return csv.DictReader(_text(name).splitlines())


def _text(name: str) -> str:
    return (resources.files("jangmadang.outlook") / "data" / name).read_text("utf-8")
