"""Tables of prices with Korean words: a heading of places or goods, and rows of figures that it names one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.mentions.korean import Named, is_korean, named_in, time_in
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.places import PlaceMention

_BAR = re.compile(r"\||\t")
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MONEY = (
    ("CNY", re.compile(r"위안|元")), ("USD", re.compile(r"달러")), ("KPW", re.compile(r"(?<![가-힣])원(?!산)|₩"))
)  # fmt: skip
_SCORE = 0.75
#: Lines above a heading that may say the unit, the money and the day of a table.
_CAPTION = 2


@dataclass(frozen=True)
class _Cell:
    """A cell of a line, and the good, money or place it names alone."""

    start: int
    end: int
    names: Named | None


def is_row(line: str) -> bool:
    """Whether a line has cells with bars or tabs between them."""
    return len([cell for cell in _BAR.split(line) if cell.strip()]) > 1


def table_findings(report: Report) -> list[Finding]:
    """Return the prices of the tables of a report that have Korean words.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    """
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", report.text)]
    findings: list[Finding] = []
    heading: list[_Cell] = []
    captions: list[tuple[int, int]] = []
    for line in lines:
        words = report.text[slice(*line)]
        if not is_row(words):
            heading, captions = [], [*captions, line][-_CAPTION:]
        elif not _FIGURE.search(words):
            heading = list(_cells(report, line)) if is_korean(words) else []
        elif heading:
            findings += _row(report, heading, list(_cells(report, line)), captions, line)
    return findings


def _cells(report: Report, line: tuple[int, int]) -> Iterator[_Cell]:
    """The cells of a line that bars or tabs part; the outer ones of a line that begins with a bar are none."""
    start, end = line
    words = report.text[start:end]
    at = start + len(words) - len(words.lstrip(" |"))
    stop = end - (len(words) - len(words.rstrip(" |")))
    for match in (*_BAR.finditer(report.text, at, stop), None):
        cut = match.start() if match else stop
        named = [
            one for one in named_in(report.view, at, cut, report.tables) if one.kind in ("item", "place", "rate")
        ]  # fmt: skip
        yield _Cell(at, cut, named[0] if len(named) == 1 else None)
        at = match.end() if match else stop


def _row(
    report: Report, heading: list[_Cell], cells: list[_Cell], captions: list[tuple[int, int]], line: tuple[int, int]
) -> Iterator[Finding]:
    """The prices of a row with as many cells as its heading, each of the good and the place that the two name."""
    label = cells[0].names
    if len(cells) != len(heading) or label is None:
        return
    for column, cell in zip(heading[1:], cells[1:], strict=True):
        figure = _FIGURE.search(report.view, cell.start, cell.end)
        pair: dict[str, Named] = {one.kind: one for one in (label, column.names) if one}
        if figure and column.names and "place" in pair and len(pair) == 2 and _is_alone(report, cell, figure):
            yield _price(report, pair, figure.span(), captions, line)


def _is_alone(report: Report, cell: _Cell, figure: re.Match[str]) -> bool:
    """Whether a cell holds one figure and nothing else but its money."""
    rest = report.view[cell.start : figure.start()] + report.view[figure.end() : cell.end]
    return not re.sub(r"원|₩|won|kpw", "", rest).strip()


def _price(
    report: Report,
    pair: dict[str, Named],
    span: tuple[int, int],
    captions: list[tuple[int, int]],
    line: tuple[int, int],
) -> Finding:
    """One figure of a table; unit, money and day are those that the lines above it name."""
    value = float(report.view[slice(*span)].replace(",", ""))
    thing, place = pair.get("item") or pair["rate"], pair["place"]
    above = [one for caption in captions for one in named_in(report.view, *caption, report.tables)]
    unit = next((one for one in reversed(above) if one.kind == "unit"), None)
    finding = Finding(
        "price" if thing.kind == "item" else "fx", span,
        {"amount": span, "item": (thing.start, thing.end)},
        {"low": value, "high": value, "bound": "exact", "phase": "current"}, line, _SCORE,
        place=PlaceMention(place.start, place.end, place.id, "place"), flags=["from_table"],
        time=time_in(report.view, captions[0][0], captions[-1][1], report.published) if captions else None,
    )  # fmt: skip
    if thing.kind == "rate":
        finding.fields |= {"base": thing.id, "quote": "KPW"}
        return finding
    said = " ".join(report.text[slice(*stretch)] for stretch in (line, *reversed(captions)))
    money = next((code for code, words in _MONEY if words.search(said)), None)
    finding.fields |= {
        "item_id": thing.id, "item_text": report.text[thing.start : thing.end], "currency": money or "KPW",
        "per_qty": unit.low if unit else None, "per_unit": unit.id if unit else None, "price_type": "unspecified",
    }  # fmt: skip
    finding.flags += [] if money else ["assumed_currency"]
    finding.flags += [] if unit else ["no_unit"]
    return finding
