"""Scores as a table and as JSON."""

from __future__ import annotations

import math
from typing import Any

from jangmadang.commands.tables import print_table
from jangmadang.reading.scoring import Count, Scores

_HEADINGS = ("", "right", "wrong", "missed", "P", "R", "F1", "F1 95 %", "confirmed right", "confirmed wrong")


def print_scores(title: str, scores: Scores) -> None:
    """Print the counts of each kind of record and of what is said beside its claim."""
    rows = []
    for name, count in scores.counts.items():
        sure = scores.confirmed.get(name, Count())
        share = (count.precision, count.recall, count.f1)
        label = name if " " not in name else f"  {name.partition(' ')[2]}"
        counted = (str(count.right), str(count.wrong), str(count.missed))
        rows.append(
            (label, *counted, *map(_share, share), _range(count.f1_interval()), str(sure.right), str(sure.wrong))
        )
    print_table(f"{title}: {scores.reports} reports", _HEADINGS, rows, figures=_HEADINGS[1:])
    if scores.prices:
        sure = scores.all_confirmed
        print_table(
            "", ("", ""),
            [
                ("confirmed, precision", f"{_share(sure.precision)} {_range(sure.precision_interval())}"
                 f" ({sure.right} of {sure.right + sure.wrong})"),
                ("prices missed in silence", f"{scores.silent} of {scores.prices}"),
            ],
        )  # fmt: skip


def scores_as_json(scores: Scores) -> dict[str, Any]:
    """Return the counts, shares and intervals by row."""
    rows = {
        name: {
            "right": count.right,
            "wrong": count.wrong,
            "missed": count.missed,
            "f1": _number(count.f1),
            "f1_interval": [_number(end) for end in count.f1_interval()],
            "confirmed_right": scores.confirmed.get(name, Count()).right,
            "confirmed_wrong": scores.confirmed.get(name, Count()).wrong,
        }
        for name, count in scores.counts.items()
    }
    return {"reports": scores.reports, "rows": rows, "prices": scores.prices, "silent": scores.silent}


def _share(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}"


def _range(ends: tuple[float, float]) -> str:
    return "" if math.isnan(ends[0]) else f"[{ends[0]:.2f}, {ends[1]:.2f}]"


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 3)
