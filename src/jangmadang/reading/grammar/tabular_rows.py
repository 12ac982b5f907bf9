"""Rows of figures in a report: where they stand, what heads them, and what each is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jangmadang.reading.grammar.price_types import PRICE_TYPES
from jangmadang.reading.grammar.quote_basis import MEASURE_WORDS
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.places import PlaceMention
from jangmadang.reading.mentions.times import TimeMention

_FIGURE = re.compile(
    r"(?<![\w./-])(?<!\d,)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?(?:-|~|to)\s?(?:\d{1,3}(?:,\d{3})+"
    r"|\d+)(?:\.\d+)?)?(?![\w%/]|\.\d|,\d)"
)
_ENUMERATION = re.compile(r"\s*(?:\d{1,2}[.)]?\s+(?=[a-z])|[\u3007\u25cb\u25cf\u25c6\u25a0\u2022*#|>\u30fb-]+\s*)+")
_BRACKETS = re.compile(r"\([^)\n]*\)|\[[^\]\n]*\]")
UNIT = re.compile(rf"(?:\bper\s|/\s?|\ba\s|\b(?P<quantity>\d+)\s?|\(\s?)(?P<unit>{MEASURE_WORDS})\b")
_FOREIGN = re.compile(
    r"(?:(?P<count>\d+)\s?)?(?:(?P<cny>(?:chinese\s)?(?:yuan|rmb|cny|renminbi))|(?P<usd>(?:us\s"
    r"|u\.s\.\s)?(?:dollars?|usd)))"
    r"|(?:us\s?)?\$\s?(?P<dollars>\d+)|(?P<rate>exchange rates?)"
)
_REST = re.compile(
    rf"(?:[\s|:;,.\u2192\u2014>=/\-+*()\[\]]|north korean won|chinese yuan|won|yuan|rmb|kpw|nkw|cny|usd|us dollars?"
    rf"|dollars?|\$|\u00a5|\u20a9|per|a|for|about|around|{MEASURE_WORDS}"
    r"|produced in \w+|nk|china|unchanged|n/a)*"
)
#: How what stands before the figure of a sentence ends: "rice in Hyesan stood at", which is no label of a row.
_SAID = re.compile(
    r"\b(?:at|for|to|cost|costs|costing|was|were|is|are|be|been|stood|reach\w*|fetch\w*|sold|sells?|hit|averag\w+)"
    r"(?:\s(?:about|around|roughly|over|nearly|almost|only|just|approximately|some|an? average of))*$"
)
_LARGEST_GAP = 4


@dataclass
class Row:
    """One line of figures with what it is about."""

    start: int
    end: int
    label: str
    label_span: tuple[int, int]
    figures: list[tuple[int, int]]
    item_id: str | None = None
    base: str | None = None
    per: float = 1.0
    place: PlaceMention | None = None
    time: TimeMention | None = None
    arrows: bool = False
    #: Goods that the line above names for the figures, one each.
    items: tuple[str, ...] = ()


@dataclass
class Line:
    """A line that holds something, or cells written one a line."""

    start: int
    end: int


@dataclass
class Block:
    """Rows that follow each other, with what stands above them."""

    rows: list[Row] = field(default_factory=list)
    header: Line | None = None
    #: The time that the caption right above names.
    time: TimeMention | None = None
    #: The kinds of price that the caption and the header name.
    kinds: frozenset[str] = frozenset()
    context: str = ""
    context_start: int = 0


def _lines(view: str) -> list[Line]:
    """The lines that hold something; cells written one a line, with bars between, make one."""
    lines = [Line(match.start(), match.end()) for match in re.finditer(r"[^\n]+", view) if match.group().strip()]
    joined: list[Line] = []
    for line in lines:
        text = view[line.start : line.end].strip()
        before = view[joined[-1].start : joined[-1].end].rstrip() if joined else ""
        is_whole = before.startswith("|") and before.count("|") > 2 and "\n" not in before
        if (
            before
            and not is_whole
            and (text == "|" or before.endswith("|") and not text.endswith("|") and len(text) < 40 and "." not in text)
        ):
            joined[-1] = Line(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def blocks_of(report: Report) -> list[Block]:
    """Group rows that follow each other; a block needs two rows, or one with arrows."""
    lines = _lines(report.view)
    blocks: list[Block] = []
    current: list[tuple[int, Row]] = []
    label_line: Line | None = None
    for index, line in enumerate(lines):
        row = _row(report, line, label_line)
        label_line = line if line.end - line.start < 60 else None
        if row:
            if current and index - current[-1][0] > 2:
                _close(report, lines, current, blocks)
                current = []
            current.append((index, row))
    _close(report, lines, current, blocks)
    return blocks


def _close(report: Report, lines: list[Line], current: list[tuple[int, Row]], blocks: list[Block]) -> None:
    rows = [row for _, row in current]
    if len(rows) < 2 and not any(row.arrows or row.items for row in rows):
        return
    first = current[0][0]
    top = lines[max(first - _LARGEST_GAP, 0)]
    header = None
    for back in (1, 2):
        if header is None and first - back >= 0 and _is_header(report, lines[first - back], rows[0]):
            header = lines[first - back]
    end = lines[min(current[-1][0] + 1, len(lines) - 1)].end
    captions = ([header] if header else []) + lines[max(first - 2, 0) : first][::-1]
    time = next((time for line in captions if (time := _time_of_caption(report, line))), None)
    kinds = frozenset(kind for line in captions if _is_caption(report, line) for kind in _kinds_in(report, line))
    blocks.append(Block(rows, header, time, kinds, report.view[top.start : end], top.start))


def _time_of_caption(report: Report, line: Line) -> TimeMention | None:
    """The one time that a caption names; none of a sentence, or of what a table is compared with."""
    text = report.view[line.start : line.end]
    times = report.within(report.times, line.start, line.end)
    is_compared = re.search(r"\b(?:since|than|from|compared|vs)\b", text)
    return times[0] if len(times) == 1 and not is_compared and _is_caption(report, line) else None


def _is_caption(report: Report, line: Line) -> bool:
    """Whether a line is short and no sentence."""
    text = report.view[line.start : line.end].strip()
    return len(text) <= 100 and not re.search(r"[.!?]$|[.!?]\s", text)


def _kinds_in(report: Report, line: Line) -> list[str]:
    return [kind.lastgroup for kind in PRICE_TYPES.finditer(report.view, line.start, line.end) if kind.lastgroup]


def _is_header(report: Report, line: Line, row: Row) -> bool:
    """Whether a line names the columns: places, dates or goods, about as many as there are figures."""
    named = (
        len(report.within(report.places, line.start, line.end))
        or len(report.within(report.times, line.start, line.end))
        or len(report.within(report.items, line.start, line.end))
    )
    return named >= 1 and not re.search(r"[.!?]\s|[.!?]$", report.view[line.start : line.end].strip())


def _row(report: Report, line: Line, label_line: Line | None) -> Row | None:
    """Read a line as a row: a label that names a good, foreign money or a place, then figures only."""
    view = report.view
    text = view[line.start : line.end]
    if len(text) > 200 or not re.search(r"\d", text) or re.search(r"[a-z]{3,}[.!?]\s+[a-z]{3,}", text):
        return None
    lead = None if _FOREIGN.match(text.lstrip()) else _ENUMERATION.match(text)
    begin = line.start + (lead.end() if lead else 0)
    masked = _BRACKETS.sub(lambda match: " " * len(match.group()), text)
    masked = " " * (begin - line.start) + masked[begin - line.start :]
    foreign = _FOREIGN.match(view, begin, line.end)
    after_label = foreign.end() - line.start if foreign else 0
    first_bar = masked.find("|", 1)
    if re.search(r"[a-z]", masked[:first_bar]):
        after_label = max(after_label, first_bar)
    figures = [(line.start + m.start(), line.start + m.end()) for m in _FIGURE.finditer(masked, after_label)]
    arrows = "\u2192" in text or "->" in text
    dates = report.within(report.times, line.start, line.end)
    if not arrows and any(time.start < stop and start < time.end for time in dates for start, stop in figures):
        return None
    if not figures:
        return None
    label_end = figures[0][0]
    label = re.sub(r"[\s|:\-=]+$", "", view[begin:label_end])
    rest = masked[figures[0][0] - line.start :]
    if not _REST.fullmatch(_FIGURE.sub(" ", rest)):
        return None
    row = Row(line.start, line.end, label, (begin, begin + len(label)), figures, arrows=arrows)
    if text.rstrip().endswith(".") and _SAID.search(label):
        return None
    if not label.strip() and label_line and row.arrows:
        lead = _ENUMERATION.match(view, label_line.start, label_line.end)
        begin = lead.end() if lead else label_line.start
        row.label, row.label_span = view[begin : label_line.end].strip(), (begin, label_line.end)
    above = _goods_above(report, label_line)
    if above and not row.label.strip() and len(above) in (1, len(figures)):
        row.label, row.items = view[label_line.start : label_line.end], above  # type: ignore[union-attr]
        row.label_span, row.item_id = (label_line.start, label_line.end), above[0]  # type: ignore[union-attr]
        return row
    if not _name(report, row):
        return None
    if above and row.place and not (row.item_id or row.base):
        row.item_id, row.items = above[0], above[:1]
    return row


def _goods_above(report: Report, line: Line | None) -> tuple[str, ...]:
    """The goods that a line with a measure names for the figures below it: "Diesel (1 kg) / Gasoline (1 kg)"."""
    if line is None or not UNIT.search(report.view, line.start, line.end):
        return ()
    text = report.view[line.start : line.end].strip()
    if re.search(r"[.!?:]$|\d{3}", text) or len(text) > 48:
        return ()
    return tuple(item.id for item in report.within(report.items, line.start, line.end))


def _name(report: Report, row: Row) -> bool:
    """Find what a row is about by its label."""
    start, end = row.label_span
    times = report.within(report.times, start, end)
    if times and times[0].start == start and times[0].end >= end:
        row.time = times[0]
        return True
    foreign = _FOREIGN.match(report.view, start, end)
    if foreign and not foreign["rate"]:
        row.base = "CNY" if foreign["cny"] else "USD"
        row.per = float(foreign["count"] or foreign["dollars"] or 1)
        return True
    if foreign and re.fullmatch(r"exchange rates?", row.label.strip()):
        row.base = "USD"
        return True
    items = report.within(report.items, start, end)
    if items and len(row.label) < 60:
        row.item_id, row.label_span = items[-1].id, (items[-1].start, items[-1].end)
        return True
    places = report.within(report.places, start, end)
    if places and len(row.label) < 50:
        row.place = places[0]
        return True
    return bool(foreign and foreign["rate"])
