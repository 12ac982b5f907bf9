"""Prices set out in rows: tables with bars, tabs or blanks, arrow series, a label with its figures below."""

from __future__ import annotations

import re
from typing import Any

from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.grammar.quote_basis import UNIT_OF
from jangmadang.reading.grammar.tabular_rows import UNIT, Block, Line, Row, blocks_of
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.nearness import place_of
from jangmadang.reading.mentions.places import PlaceMention
from jangmadang.reading.mentions.times import TimeMention
from jangmadang.reading.text.sentences import Sentence

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CURRENCY_WORDS = (
    ("KPW", re.compile(r"\b(?:north korean won|korean won|kpw|nkw|n\.k\. won|won)\b|\u20a9")),
    ("CNY", re.compile(r"\b(?:yuan|rmb|cny|renminbi)\b|\u00a5")),
    ("USD", re.compile(r"\b(?:us dollars?|usd|dollars?)\b|\$")),
)  # fmt: skip
#: What a heading says of its column: a place, a time or a good.
_Column = tuple[PlaceMention | None, TimeMention | None, str | None]


def table_findings(report: Report) -> tuple[list[Finding], list[tuple[int, int]]]:
    """Return the prices and rates that stand in rows of figures, and the stretches of all such rows.

    Of a row with several figures nothing is read unless it is known what each of them is.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    """
    findings: list[Finding] = []
    rows = [(block, row) for block in blocks_of(report) for row in block.rows]
    for block, row in rows:
        findings.extend(_read_row(report, block, row))
    return findings, [(row.start, row.end) for _, row in rows]


def _read_row(report: Report, block: Block, row: Row) -> list[Finding]:
    """Turn the figures of a row into prices or rates, by what the header says of their columns."""
    columns = _columns(report, block, row)
    if columns is None and len(row.figures) > 1 and len(row.items) != len(row.figures):
        return []
    if len(block.kinds) > 1:
        return []
    findings = []
    for index, span in enumerate(row.figures):
        place, time, item = columns[index] if columns else (None, None, None)
        if len(row.items) == len(row.figures):
            item = row.items[index]
        finding = _figure(report, block, row, span, place or row.place, time or row.time or block.time, item)
        if finding:
            dated = bool(columns and columns[index][1]) or row.arrows
            if dated and len(row.figures) > 1:
                finding.fields["phase"] = "current" if index == len(row.figures) - 1 else "before"
                finding.fields["pair_id"] = f"pair-{row.figures[0][0]}"
            findings.append(finding)
    return findings


def _columns(report: Report, block: Block, row: Row) -> list[_Column] | None:
    """What each column holds, where the header names as many as the row has figures."""
    count = len(row.figures)
    if row.arrows:
        return [(None, _time_after(report, row, index), None) for index in range(count)]
    if not block.header:
        return None
    start, end = block.header.start, block.header.end
    for kind, mentions in (
        ("place", report.within(report.places, start, end)),
        ("time", report.within(report.times, start, end)),
        ("item", report.within(report.items, start, end)),
    ):
        if len(mentions) == count and (kind != "item" or row.item_id is None):
            return [
                (m if kind == "place" else None, m if kind == "time" else None, m.id if kind == "item" else None)  # type: ignore[union-attr,misc]
                for m in mentions
            ]
    return _columns_by_bars(report, block.header, row)


def _columns_by_bars(report: Report, header: Line, row: Row) -> list[_Column] | None:
    """Where some cells are empty, a figure belongs to the heading with as many bars before it."""
    view = report.view
    headings = {
        view.count("|", header.start, place.start): place
        for place in report.within(report.places, header.start, header.end)
    }
    cells = [view.count("|", row.start, start) for start, _ in row.figures]
    if not headings or not set(cells) <= set(headings):
        return None
    return [(headings[cell], None, None) for cell in cells]


def _time_after(report: Report, row: Row, index: int) -> TimeMention | None:
    stop = row.figures[index + 1][0] if index + 1 < len(row.figures) else row.end
    return next(iter(report.within(report.times, row.figures[index][1], stop)), None)


def _figure(
    report: Report,
    block: Block,
    row: Row,
    span: tuple[int, int],
    place: PlaceMention | None,
    time: TimeMention | None,
    item: str | None,
) -> Finding | None:
    """One figure as a price or rate."""
    values = [float(text.replace(",", "")) for text in _NUMBER.findall(report.view[slice(*span)])]
    low, high = min(values), max(values)
    item_id = item or row.item_id
    if not (item_id or row.base) or high == 0:
        return None
    sentence = Sentence(row.start, row.end, 0, ((row.start, row.end),))
    basis = "stated"
    flags = ["from_table"]
    if report.within(report.unknown_places, row.start, row.end):
        place, basis = place_of(report, sentence, span)
        flags += [] if place else ["unknown_place"]
    elif place is None:
        place, basis = place_of(
            report, Sentence(block.context_start, row.end, 0, ((block.context_start, row.end),)), span
        )
    fields: dict[str, Any] = {"low": low, "high": high, "bound": "range" if low < high else "exact", "phase": "current"}
    finding = Finding(
        type="fx" if row.base else "price",
        anchor=span,
        spans={"amount": span, "item": row.label_span},
        fields=fields,
        sentence=(sentence.start, sentence.end),
        score=0.85,
        place=place,
        place_basis=basis,
        time=time,
        flags=flags,
    )
    if row.base:
        fields |= {"base": row.base, "quote": "KPW", "low": low / row.per, "high": high / row.per}
        finding.structured = True
        return finding
    currency = _currency(report, block, row, span)
    unit = UNIT.search(report.view, row.start, row.end) or UNIT.search(_around(block))
    fields |= {
        "item_id": item_id,
        "item_text": report.text[row.label_span[0] : row.label_span[1]],
        "currency": currency or "KPW",
        "per_qty": float(unit["quantity"] or 1) if unit else None,
        "per_unit": UNIT_OF.get(unit["unit"], unit["unit"]) if unit else None,
        "price_type": next(iter(block.kinds), "unspecified"),
    }
    finding.flags += [] if currency else ["assumed_currency"]
    finding.flags += [] if unit else ["no_unit"]
    finding.structured = bool(
        not row.items and currency and unit and place and report.within(report.items, *row.label_span)
    )
    return finding


def _currency(report: Report, block: Block, row: Row, span: tuple[int, int]) -> str | None:
    """The currency at the figure, else the one that the lines around the table name first."""
    near = report.view[max(span[0] - 5, row.start) : min(span[1] + 16, row.end)]
    for text in (near, _around(block)):
        found = [(match.start(), name) for name, words in _CURRENCY_WORDS if (match := words.search(text))]
        if found:
            return min(found)[1]
    return None


def _around(block: Block) -> str:
    """The lines around a table without its rows, whose units are their own."""
    text = block.context
    for row in block.rows:
        start, end = row.start - block.context_start, row.end - block.context_start
        text = text[:start] + " " * (end - start) + text[end:]
    return text
