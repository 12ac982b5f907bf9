"""How well reports are read: records against those annotated by hand, or one annotation against another.

Only asserted and habitual records count as facts, on both sides. A record is right if its claim is one that was
annotated where it stands, one to one; what is said beside the claim is counted of the records that are right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.reading.marks import (
    BESIDE,
    CLAIMS,
    Annotated,
    Marked,
    Span,
    annotation_of,
    marked_by_hand,
    marked_by_reader,
)
from jangmadang.reading.mentions.modality import FACTS
from jangmadang.reading.records.records import Reading

#: The row of a kind that counts a record as right only if all that is said beside its claim is right too.
WHOLE = "whole"
_DRAWS, _SEED, _LEVELS = 2000, 20261130, (0.025, 0.975)
ReadingOf = Callable[[Annotated], Reading]


@dataclass
class Count:
    """Right, wrong and missed, report by report."""

    reports: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def right(self) -> int:
        """How many that were read are right."""
        return sum(right for right, _, _ in self.reports)

    @property
    def wrong(self) -> int:
        """How many that were read are not."""
        return sum(wrong for _, wrong, _ in self.reports)

    @property
    def missed(self) -> int:
        """How many that are there were not read."""
        return sum(missed for _, _, missed in self.reports)

    @property
    def precision(self) -> float:
        """Share of what was read that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else float("nan")

    @property
    def recall(self) -> float:
        """Share of what is there that was read."""
        return self.right / (self.right + self.missed) if self.right + self.missed else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        found = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / found if found else float("nan")

    def f1_interval(self) -> tuple[float, float]:
        """The 95 % interval of F1, by drawing the reports anew with replacement."""
        return _interval(self.reports, lambda sums: 2 * sums[:, 0], lambda sums: sums @ np.array([2, 1, 1]))

    def precision_interval(self) -> tuple[float, float]:
        """The 95 % interval of precision, likewise."""
        return _interval(self.reports, lambda sums: sums[:, 0], lambda sums: sums[:, 0] + sums[:, 1])


_Sums = Callable[[NDArray[Any]], NDArray[Any]]


def _interval(reports: Sequence[tuple[int, int, int]], above: _Sums, below: _Sums) -> tuple[float, float]:
    """The interval of a ratio of sums over reports; draws without anything to count say nothing."""
    times = np.random.default_rng(_SEED).multinomial(len(reports), np.full(len(reports), 1 / len(reports)), _DRAWS)
    sums = times @ np.array(reports)
    counted = below(sums) > 0
    if not counted.any():
        return float("nan"), float("nan")
    low, high = np.quantile(above(sums)[counted] / below(sums)[counted], _LEVELS)
    return float(low), float(high)


@dataclass
class Scores:
    """Counts by row: a kind ("price"), a field of it ("price place"), the whole record ("price whole")."""

    reports: int = 0
    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    confirmed: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    prices: int = 0
    silent: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def all_confirmed(self) -> Count:
        """Right and wrong among all confirmed records."""
        sums = np.sum([count.reports for count in self.confirmed.values()], axis=0, dtype=int)
        return Count([(int(right), int(wrong), 0) for right, wrong, _ in sums])


def score_reader(reports: Iterable[Annotated], read: ReadingOf) -> Scores:
    """Read annotated reports and count.

    Parameters
    ----------
    reports : iterable of Annotated
        What `marks.annotated_reports` returns.
    read : callable
        Any reader: a report in, a reading out.
    """
    scores = Scores()
    for report in reports:
        reading = read(report)
        _count_report(scores, report, marked_by_reader(reading, report))
        _count_silent(scores, report.annotation, reading)
    return scores


def score_annotation(reports: Iterable[Annotated], folder: Path) -> Scores:
    """Count how far another annotation of the same reports agrees.

    Parameters
    ----------
    reports : iterable of Annotated
        What `marks.annotated_reports` returns.
    folder : Path
        The other annotation: NAME.json for each of them.
    """
    scores = Scores()
    for report in reports:
        _count_report(scores, report, marked_by_hand(annotation_of(folder / f"{report.name}.json")))
    return scores


def pair_up(gold: Sequence[Marked], read: Sequence[Marked]) -> list[tuple[Marked, Marked]]:
    """Pair what was annotated with what was read: one to one, equal claim, overlapping evidence, likest first."""
    candidates = sorted(
        (-_agreeing(one, other), -_overlap(one, other), first, second)
        for first, one in enumerate(gold)
        for second, other in enumerate(read)
        if one.kind == other.kind and one.claim == other.claim and _overlap(one, other) > 0
    )
    used_gold: set[int] = set()
    used_read: set[int] = set()
    pairs = []
    for _, _, first, second in candidates:
        if first not in used_gold and second not in used_read:
            used_gold.add(first)
            used_read.add(second)
            pairs.append((gold[first], read[second]))
    return pairs


def _agreeing(one: Marked, other: Marked) -> int:
    return sum(other.beside.get(name) == value for name, value in one.beside.items())


def _overlap(one: Marked, other: Marked) -> int:
    return max(min(a[1], b[1]) - max(a[0], b[0]) for a in one.spans for b in other.spans)


def _count_report(scores: Scores, report: Annotated, marks: Sequence[Marked]) -> None:
    scores.reports += 1
    by_hand = marked_by_hand(report.annotation)
    for kind in CLAIMS:
        gold, read = ([mark for mark in side if mark.kind == kind] for side in (by_hand, marks))
        pairs = pair_up(gold, read)
        _note(scores.counts[kind], len(pairs), len(read), len(gold))
        sure = [mark for mark in read if mark.level == "confirmed"]
        right = sum(mark.level == "confirmed" for _, mark in pairs)
        _note(scores.confirmed[kind], right, len(sure), right)
        for name in BESIDE.get(kind, ()):
            said = [(one.beside[name], other.beside.get(name)) for one, other in pairs if name in one.beside]
            equal = sum(one is not None and one == other for one, other in said)
            there, found = (
                (sum(value is not None for value in side) for side in zip(*said, strict=True)) if said else (0, 0)
            )
            _note(scores.counts[f"{kind} {name}"], equal, found, there)
        if kind in BESIDE:
            whole = sum(_agreeing(one, other) == len(one.beside) for one, other in pairs)
            _note(scores.counts[f"{kind} {WHOLE}"], whole, len(read), len(gold))
        _tell_errors(scores, report, gold, read, pairs)


def _note(count: Count, right: int, read: int, there: int) -> None:
    count.reports.append((right, read - right, there - right))


def _tell_errors(
    scores: Scores, report: Annotated, gold: list[Marked], read: list[Marked], pairs: list[tuple[Marked, Marked]]
) -> None:
    """Note each error in a line."""
    hit = {id(mark) for pair in pairs for mark in pair}
    told = [(mark, "missed", mark.claim) for mark in gold if id(mark) not in hit]
    told += [(mark, "wrong", mark.claim) for mark in read if id(mark) not in hit]
    for one, other in pairs:
        told += [
            (other, "beside", (name, f"{other.beside.get(name)} for {value}"))
            for name, value in one.beside.items()
            if other.beside.get(name) != value
        ]
    for mark, word, what in told:
        start, end = mark.spans[0]
        quoted = " ".join(report.text[start:end].split())[:110]
        scores.errors.append(f"{report.name} {mark.kind:<6} {word:<6} {mark.level:<9} {what} :: {quoted}")


def _count_silent(scores: Scores, annotation: dict[str, Any], reading: Reading) -> None:
    """Count annotated prices whose amount is neither in a record nor in the ledger."""
    read = [(e.start, e.end) for record in reading.records for e in record.evidence]
    read += [(entry.start, entry.end) for entry in reading.unread if entry.kind != "sentence"]
    for record in annotation["records"]:
        if record["type"] == "price" and record.get("modality", "asserted") in FACTS:
            scores.prices += 1
            spans = _amounts_at(annotation, record)
            scores.silent += not any(low < stop and begin < high for begin, stop in spans for low, high in read)


def _amounts_at(annotation: dict[str, Any], record: dict[str, Any]) -> list[Span]:
    """Where the amount of an annotated price stands."""
    start, end = record["span"]
    amounts = [
        tuple(one["span"])
        for one in annotation.get("amounts", ())
        if (one["low"], one["high"]) == (record["low"], record["high"])
        and one["span"][0] < end
        and start < one["span"][1]
    ]
    return amounts or [(start, end)]
