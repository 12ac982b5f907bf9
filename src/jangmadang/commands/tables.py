"""Tables and prose as text: no word is broken at the width of a terminal, and a pipe gets a line for each row.

Not rich, which is at hand: where columns must shrink it breaks words and figures even at their `min_width`, and it
makes no blocks of rows that are too tall (tried with 15.0.0: six tests of these tables fail).
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Collection, Sequence
from functools import lru_cache
from unicodedata import combining, east_asian_width

import click

GAP = "  "
INDENT = "    "
KEPT = "\u00a0"  # stands for a space at which no line is folded
#: A table whose cells would need more lines than this is written as a block for each row.
MOST_LINES = 4


def terminal_width() -> int | None:
    """Columns of the terminal; None where standard output is a pipe or a file, whose lines have no end."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def print_table(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    figures: Collection[str] = (),
    lead: int | None = None,
) -> None:
    """Print a table under its title; see `table_text`."""
    width = terminal_width()
    if title:
        click.secho(folded(title, width), bold=True)
    click.echo(table_text(headings, rows, figures, width, lead))


def print_prose(text: str, indent: str = "") -> None:
    """Print lines of prose, folded at spaces where a terminal ends."""
    click.echo("\n".join(folded(line, terminal_width(), indent) for line in text.split("\n")))


def table_text(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    figures: Collection[str] = (),
    width: int | None = None,
    lead: int | None = None,
) -> str:
    """A table in so many columns of a terminal, or with a line for each row.

    Parameters
    ----------
    headings : of the columns; if all are empty none is written.
    rows : cells, whose leading spaces are kept.
    figures : headings of columns that stand to the right and are never folded.
    width : of the terminal; cells are folded at spaces alone, and where that does not do or makes a table too tall,
        each row becomes a block: its first cells, and the rest under them with its headings.
    lead : how many cells a block begins with; default: those before the first figure.
    """
    right = [heading in figures for heading in headings]
    widths = _widths(headings, rows, right, width)
    if widths is None:
        assert width is not None
        lead = lead or max(right.index(True) if True in right else 0, 1)
        return "\n".join(_block(headings, row, lead, width) for row in rows)
    lines = [_lines(row, widths, right) for row in rows]
    if any(headings):
        lines = [_lines(headings, widths, right), GAP.join("-" * size for size in widths), *lines]
    return "\n".join(lines)


def folded(text: str, width: int | None, indent: str = "") -> str:
    """A text folded at spaces, its lines after the first with the indent of the first and some more."""
    return text if width is None else "\n".join(_fold(text, width, indent))


def _widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], width: int | None
) -> list[int] | None:
    """How wide each column is; None where no widths do."""
    columns = [[row[number] for row in rows] for number in range(len(headings))]
    whole = [max(map(_span, (name, *cells))) for name, cells in zip(headings, columns, strict=True)]
    room = 0 if width is None else width - len(GAP) * (len(headings) - 1)
    if width is None or sum(whole) <= room:
        return whole
    widths = [
        max(_longest_word(name), *(_span(cell) if fixed else _longest_word(cell) for cell in cells))
        for name, cells, fixed in zip(headings, columns, right, strict=True)
    ]
    spare = room - sum(widths)
    while spare > 0 and (tallest := max(_heights(columns, widths))) > 1:
        chosen = [number for number, height in enumerate(_heights(columns, widths)) if height == tallest]
        widths[max(chosen, key=lambda number: whole[number] - widths[number])] += 1
        spare -= 1
    return widths if spare >= 0 and max(_heights(columns, widths)) <= MOST_LINES else None


def _heights(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> list[int]:
    """How many lines the tallest cell of each column needs."""
    return [_height(tuple(cells), width) for cells, width in zip(columns, widths, strict=True)]


@lru_cache(maxsize=1024)
def _height(cells: tuple[str, ...], width: int) -> int:
    return max((len(_fold(cell, width)) for cell in cells), default=1)


def _lines(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    """A row side by side, on as many lines as its tallest cell needs."""
    parts = [_fold(cell, size) for cell, size in zip(cells, widths, strict=True)]
    lines = []
    for line in range(max(map(len, parts))):
        texts = [part[line] if line < len(part) else "" for part in parts]
        lines.append(GAP.join(map(_padded, texts, widths, right)).rstrip())
    return "\n".join(lines)


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - _span(text))
    return space + text if right else text + space


def _block(headings: Sequence[str], cells: Sequence[str], lead: int, width: int) -> str:
    """A row as a block: its first cells, and under them the rest with its headings."""
    head = ", ".join(cell for cell in cells[:lead] if cell.strip())
    named = zip(headings[lead:], cells[lead:], strict=True)
    parts = [f"{name} {cell}".strip() for name, cell in named if cell]
    kept = [part.replace(" ", KEPT) if _span(INDENT + part) < width else part for part in parts]
    return "\n".join(_fold(head, width) + (_fold(INDENT + "; ".join(kept), width) if parts else []))


def _fold(text: str, width: int, further: str = "") -> list[str]:
    """Lines of a text, a number and its % on one; a word wider than all of a line stays whole."""
    words = text.lstrip(" ")
    indent = text[: len(text) - len(words)]
    first, *rest = words.replace(" %", f"{KEPT}%").split(" ")
    lines = [indent + first]
    for word in rest:
        if _span(f"{lines[-1]} {word}") > width:
            lines.append(indent + further + word)
        else:
            lines[-1] += f" {word}"
    return [line.replace(KEPT, " ") for line in lines]


def _longest_word(text: str) -> int:
    return max(map(_span, _fold(text, 1)))


def _span(text: str) -> int:
    """How many columns of a terminal a text takes: Korean letters two each."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)
