"""From what an analyst drops in to plain text: files, folders, standard input; what cannot be read is said clearly."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from jangmadang.errors import InputError
from jangmadang.reading.text.html_text import looks_like_html
from jangmadang.reading.text.saved_pages import as_declared, declared_charset, saved_page
from jangmadang.reading.text.web_article import read_page

PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
SUFFIXES = (".txt", ".text", ".md", *PAGE_SUFFIXES, ".mhtml", ".mht", ".webarchive")
TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx", ".xls")
LARGEST = 2_000_000
_SIGNATURES = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a zip or an office document"), (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"\x1f\x8b", "compressed"),
    (b"{\\rtf", "a rich text document"), (b"RIFF", "a picture or a recording"), (b"bplist00", "a property list"),
)  # fmt: skip
_SCRIPTS, _SHARE_OF_KNOWN = ("LATIN", "HANGUL"), 0.5
#: Where a word may be broken, or is not, and nothing is seen: soft hyphens, blanks and joiners of no width.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
#: A letter or word, a hyphen and the end of a line in the middle of a paragraph.
_BROKEN_WORD = re.compile(r"\b([^\W\d_]{2,})[-\u2010]\r?\n[ \t]*([^\W\d_])")
_FIRST_PARTS = frozenset(
    "state high low cross long short well self non anti pre post so semi ex one two three four five six seven eight"
    " nine ten twenty thirty forty fifty sixty seventy eighty ninety mid early late half full large market private"
    " north south east west chinese sino government newly locally black home hand second year month week day".split()
)


@dataclass(frozen=True)
class Document:
    """A report as plain text; `published` is None where neither the page nor the analyst says it."""

    name: str
    text: str
    published: date | None = None


def document_paths(given: Sequence[str]) -> list[str]:
    """Return the files that paths stand for: a folder stands for the reports in it, `-` for standard input.

    Parameters
    ----------
    given : sequence of str
        What was typed.
    """
    paths: list[str] = []
    for name in given:
        path = Path(name)
        if name != "-" and os.path.isdir(path):  # no error for a name that no file can have
            inside = sorted(str(file) for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
            if not inside:
                raise InputError(f"{name}: no reports in this folder; a report ends in {', '.join(SUFFIXES)}")
            paths.extend(inside)
        else:
            paths.append(name)
    return list(dict.fromkeys(paths))


def load_document(path: str, published: date | None, stdin: BinaryIO | None = None) -> Document:
    """Return the report a path names.

    Parameters
    ----------
    path : str
        A file, or `-` for standard input.
    published : date or None
        Its day of publication; None takes the day a web page names, if it does.
    stdin : binary file or None
        Standard input.
    """
    if path == "-":
        data = stdin.read(LARGEST + 1) if stdin else b""
        return document_of("standard input", data, published)
    file = Path(path)
    refuse_table(path)
    try:
        if file.stat().st_size > LARGEST:
            raise InputError(_too_large(path, file.stat().st_size))
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}); check the path") from None
    return document_of(path, data, published)


def document_of(name: str, data: bytes, published: date | None) -> Document:
    """Return the report that bytes hold.

    Parameters
    ----------
    name : str
        What to call it.
    data : bytes
        A plain text or a web page.
    published : date or None
        Its day of publication.
    """
    if len(data) > LARGEST:
        raise InputError(_too_large(name, len(data)))
    text = saved_page(name, data) or _decoded(name, data)
    day = None
    if looks_like_html(text) or name.lower().endswith(PAGE_SUFFIXES):
        text, day = read_page(text)
    text = without_hyphens(text)
    if not text.strip():
        raise InputError(f"{name}: holds no text; give a report of a few sentences")
    _check_script(name, text)
    return Document(name, text, published or day)


def refuse_table(name: str) -> None:
    """Stop at what is named as a price table: that is taken in otherwise."""
    if Path(name).suffix.lower() in TABLE_SUFFIXES:
        raise InputError(f"{name}: is a table, not a report; take its prices with: jangmadang evidence import {name}")


def without_hyphens(text: str) -> str:
    """Return a text in which a word that was broken at the end of a line, or may be, is one word.

    Words of two parts, such as state-run, keep their hyphen.
    """
    text = _INVISIBLE.sub("", text.replace("\u00ad\n", ""))
    return _BROKEN_WORD.sub(lambda match: match[1] + ("-" if _keeps_hyphen(match) else "") + match[2], text)


def _keeps_hyphen(match: re.Match[str]) -> bool:
    """Whether the hyphen at the end of a line belongs to the word."""
    return match[2].isupper() or match[1].lower() in _FIRST_PARTS


def _too_large(name: str, size: int) -> str:
    told = f"{size / 1e6:,.0f} MB is more" if size > LARGEST + 1 else "is larger"
    return f"{name}: {told} than a report may be ({LARGEST / 1e6:.0f} MB); split it into its reports"


def _decoded(name: str, data: bytes) -> str:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{name}: is {kind}, not text; save its text as .txt (UTF-8) or the page as .html")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        declared = as_declared(data)
        if declared is None:
            at = f"byte 0x{data[error.start]:02x} at {error.start:,}"
            charset = declared_charset(data)
            why = f"nor the {charset} it declares" if charset else "and names no other charset"
            if charset.lower() in ("utf-8", "utf8"):
                why = "though it declares it"
            raise InputError(f"{name}: is not UTF-8 ({at}) {why}; save it as UTF-8") from None
        text = declared
    odd = sum(text.count(char) for char in map(chr, [*range(9), 11, *range(14, 32)]))
    if odd > len(text) / 100:
        raise InputError(f"{name}: is binary, not text; save its text as .txt (UTF-8) or the page as .html")
    return text.replace("\x00", " ")


def _check_script(name: str, text: str) -> None:
    """Stop at a text in another script, such as Arabic: the rules are for English, and for plain prices in Korean."""
    letters = [char for char in text[:20_000] if char.isalpha()]
    known = sum(char.isascii() or unicodedata.name(char, "").startswith(_SCRIPTS) for char in letters)
    if letters and known < len(letters) * _SHARE_OF_KNOWN:
        scripts = Counter(unicodedata.name(char, "OTHER").split()[0] for char in letters)
        script = scripts.most_common(1)[0][0].title()
        raise InputError(
            f"{name}: is written mostly in {script} letters; the reader reads English, and prices in Korean: give a"
            " translation"
        )
    if not letters and not re.search(r"\d", text):
        raise InputError(f"{name}: holds no words; give a report of a few sentences")


def load_documents(
    given: Sequence[str], published: date | None, stdin: BinaryIO | None = None
) -> Iterator[Document | InputError]:
    """Yield each report, or what is wrong with it, so that one bad file does not stop the others.

    Parameters
    ----------
    given : sequence of str
        Files, folders, `-`.
    published : date or None
        The day of publication of all of them.
    stdin : binary file or None
        Standard input.
    """
    for path in document_paths(given):
        try:
            yield load_document(path, published, stdin)
        except InputError as error:
            yield error
