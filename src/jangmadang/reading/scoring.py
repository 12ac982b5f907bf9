"""Score the reader against reports annotated by hand: `python -m jangmadang.reading.scoring FOLDER`.

FOLDER holds pairs NAME.txt and NAME.json. Only asserted and habitual records count as facts, on both sides.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jangmadang.errors import InputError
from jangmadang.reading.grammar.merging import SecondReader
from jangmadang.reading.mentions.mentions import read_mentions
from jangmadang.reading.mentions.tables import load_tables
from jangmadang.reading.reader import read_text
from jangmadang.reading.records.records import Reading

FACTS = ("asserted", "habitual")
WHOLE_COUNTRY = "KP"
#: The fields that must be equal, besides evidence that overlaps.
KEYS = {
    "price": ("item_id", "low", "high", "currency"),
    "fx": ("base", "low", "high"),
    "flow": ("direction", "item_id"),
    "change": ("target", "direction"),
    "event": ("event_type",),
    "amount": ("low", "high", "unit"),
    "item": ("item_id",),
}


@dataclass(frozen=True)
class Marked:
    """Something marked in a text, by hand or by the reader."""

    kind: str
    spans: tuple[tuple[int, int], ...]
    key: tuple[Any, ...]
    level: str = ""


@dataclass
class Count:
    """Right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

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
        """Harmonic mean of precision and recall."""
        found = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / found if found else float("nan")


@dataclass
class Scores:
    """Counts by kind, over all reports."""

    reports: int = 0
    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    confirmed: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    prices: int = 0
    silent: int = 0
    errors: list[str] = field(default_factory=list)


def pair_up(gold: Sequence[Marked], read: Sequence[Marked]) -> list[tuple[Marked, Marked]]:
    """Pair what was annotated with what was read: one to one, equal key, overlapping evidence, nearest first."""
    candidates = sorted(
        (-_overlap(one, other), first, second)
        for first, one in enumerate(gold)
        for second, other in enumerate(read)
        if one.kind == other.kind and one.key == other.key and _overlap(one, other) > 0
    )
    used_gold: set[int] = set()
    used_read: set[int] = set()
    pairs = []
    for _, first, second in candidates:
        if first not in used_gold and second not in used_read:
            used_gold.add(first)
            used_read.add(second)
            pairs.append((gold[first], read[second]))
    return pairs


def _overlap(one: Marked, other: Marked) -> int:
    return max(min(a[1], b[1]) - max(a[0], b[0]) for a in one.spans for b in other.spans)


def _key(kind: str, fields: dict[str, Any]) -> tuple[Any, ...]:
    """What must be equal. Annotators write some things in two ways that mean the same."""
    same = dict(fields)
    if "low" in KEYS[kind]:  # an open end: "over 5,000"
        same["low"], same["high"] = (
            next((value for value in ends if value is not None), None)
            for ends in ((fields.get("low"), fields.get("high")), (fields.get("high"), fields.get("low")))
        )
    if kind == "flow" and same.get("item_id") == "goods":  # goods of no kind
        same["item_id"] = None
    if kind == "event" and same.get("place") == WHOLE_COUNTRY:  # nothing narrower said
        same["place"] = None
    return tuple(round(value, 2) if isinstance(value := same.get(name), float | int) else value for name in KEYS[kind])


def marked_by_hand(annotation: dict[str, Any]) -> list[Marked]:
    """Return the facts, amounts and items of an annotation."""
    marks = [
        Marked(record["type"], (tuple(record["span"]),), _key(record["type"], record))
        for record in annotation["records"]
        if record.get("modality", "asserted") in FACTS
    ]
    for kind, name in (("amount", "amounts"), ("item", "items")):
        marks += [Marked(kind, (tuple(one["span"]),), _key(kind, one)) for one in annotation[name]]
    return marks


def marked_by_reader(reading: Reading, text: str, published: date | None) -> list[Marked]:
    """Return the facts, amounts and items the reader found."""
    marks = []
    for record in reading.records:
        if record.modality in FACTS:
            fields = record.model_dump() | {"place": record.place.id if record.place else None}
            spans = tuple((evidence.start, evidence.end) for evidence in record.evidence)
            marks.append(Marked(record.type, spans, _key(record.type, fields), record.confidence.level))
    report = read_mentions(reading.report, text, published, load_tables())
    for amount in report.amounts:
        marks.append(
            Marked(
                "amount",
                ((amount.start, amount.end),),
                _key("amount", {"low": amount.low, "high": amount.high, "unit": amount.unit}),
            )
        )
    known = [(amount.start, amount.end) for amount in report.amounts]
    for record in reading.records:
        for evidence in record.evidence:
            if (
                evidence.role == "amount"
                and record.type in ("price", "fx")
                and not any(low < evidence.end and evidence.start < high for low, high in known)
            ):
                fields = {"low": record.low, "high": record.high, "unit": getattr(record, "currency", "KPW")}
                if record.type == "fx":  # the rate is for one unit, the figure may be for a hundred
                    fields["low"] = fields["high"] = float(re.sub(r"[^\d.]", "", evidence.exact) or 0)
                marks.append(Marked("amount", ((evidence.start, evidence.end),), _key("amount", fields)))
    items = {(item.start, item.end): item.id for item in report.items}
    for record in reading.records:
        for evidence in record.evidence:
            if evidence.role == "item" and record.type == "price":
                items.setdefault((evidence.start, evidence.end), record.item_id)
    marks += [Marked("item", (span,), (item_id,)) for span, item_id in items.items()]
    return marks


def score_folder(folder: Path, second_reader: SecondReader | None = None, kinds: Iterable[str] = KEYS) -> Scores:
    """Read every annotated report of a folder and count.

    Parameters
    ----------
    folder : Path
        Pairs of NAME.txt and NAME.json.
    second_reader : callable or None
        The second reader, to score both.
    kinds : iterable of str
        What to count.
    """
    scores = Scores()
    for path in sorted(folder.glob("*.json")):
        annotation = json.loads(path.read_text("utf-8"))
        text_path = path.with_suffix(".txt")
        if not text_path.exists() or "records" not in annotation:
            continue
        text = text_path.read_bytes().decode("utf-8")
        published = date.fromisoformat(annotation["published"]) if annotation.get("published") else None
        reading = read_text(text, path.stem, published, second_reader=second_reader)
        scores.reports += 1
        for kind in kinds:
            _count(scores, path.stem, text, kind, annotation, reading, published)
        _count_silent(scores, annotation, reading)
    if not scores.reports:
        raise InputError(f"{folder}: no pairs NAME.txt and NAME.json in it; give the folder of annotated reports")
    return scores


def _count(
    scores: Scores,
    name: str,
    text: str,
    kind: str,
    annotation: dict[str, Any],
    reading: Reading,
    published: date | None,
) -> None:
    gold = [mark for mark in marked_by_hand(annotation) if mark.kind == kind]
    read = [mark for mark in marked_by_reader(reading, text, published) if mark.kind == kind]
    pairs = pair_up(gold, read)
    matched_gold, matched_read = [id(one) for one, _ in pairs], [id(other) for _, other in pairs]
    count = scores.counts[kind]
    count.right += len(pairs)
    count.wrong += len(read) - len(pairs)
    count.missed += len(gold) - len(pairs)
    for mark in read:
        if mark.level == "confirmed":
            if id(mark) in matched_read:
                scores.confirmed[kind].right += 1
            else:
                scores.confirmed[kind].wrong += 1
    for mark, word in [(m, "missed") for m in gold if id(m) not in matched_gold] + [
        (m, "wrong") for m in read if id(m) not in matched_read
    ]:
        start, end = mark.spans[0]
        quoted = " ".join(text[start:end].split())[:110]
        scores.errors.append(f"{name} {kind:<6} {word:<6} {mark.level:<9} {mark.key} :: {quoted}")


def _count_silent(scores: Scores, annotation: dict[str, Any], reading: Reading) -> None:
    """Count annotated prices whose amount is neither in a record nor in the ledger."""
    read = [(e.start, e.end) for record in reading.records for e in record.evidence]
    read += [(entry.start, entry.end) for entry in reading.unread if entry.kind != "sentence"]
    for record in annotation["records"]:
        if record["type"] != "price" or record.get("modality", "asserted") not in FACTS:
            continue
        scores.prices += 1
        start, end = record["span"]
        amounts = [
            one["span"]
            for one in annotation["amounts"]
            if one["low"] == record["low"]
            and one["high"] == record["high"]
            and one["span"][0] < end
            and start < one["span"][1]
        ]
        spans = amounts or [record["span"]]
        if not any(low < stop and begin < high for begin, stop in spans for low, high in read):
            scores.silent += 1


def main(arguments: Sequence[str]) -> int:
    """Print the scores of a folder; with --errors each error, with --second-reader MODEL both readers."""
    folders = [Path(argument) for argument in arguments if Path(argument).is_dir()]
    second_reader = None
    if "--second-reader" in arguments:
        from jangmadang.reading.grammar.dependency_reader import load_second_reader

        second_reader = load_second_reader(arguments[arguments.index("--second-reader") + 1])
    for folder in folders:
        scores = score_folder(folder, second_reader)
        if "--errors" in arguments:
            print("\n".join(scores.errors))
        print(f"{folder}: {scores.reports} reports")
        print(f"{'kind':<8}{'right':>6}{'wrong':>6}{'missed':>7}{'P':>7}{'R':>7}{'F1':>7}   confirmed right/wrong")
        for kind, count in scores.counts.items():
            tier = scores.confirmed[kind]
            print(
                f"{kind:<8}{count.right:>6}{count.wrong:>6}{count.missed:>7}{count.precision:>7.2f}{count.recall:>7.2f}"
                f"{count.f1:>7.2f}   {tier.right}/{tier.wrong}"
            )
        tiers = [scores.confirmed[kind] for kind in scores.confirmed]
        right, wrong = sum(tier.right for tier in tiers), sum(tier.wrong for tier in tiers)
        share = right / (right + wrong) if right + wrong else float("nan")
        print(
            f"confirmed precision {share:.3f} ({right} of {right + wrong}); silent misses {scores.silent} of"
            f" {scores.prices} prices"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
