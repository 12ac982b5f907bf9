"""The text of a saved web page: what a reader of the page reads, in order, one block a line."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "nav",
        "footer",
        "aside",
        "form",
        "svg",
        "button",
        "head",
        "template",
        "select",
        "iframe",
    }
)
_BLOCKS = frozenset({
    "p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "tr", "table", "section", "article", "main",
    "blockquote", "figcaption", "figure", "header", "hr", "dt", "dd", "pre", "title",
})  # fmt: skip
_VOID = frozenset(
    {"br", "hr", "img", "meta", "link", "input", "source", "wbr", "area", "base", "col", "embed", "track"}
)
_DATE_NAMES = frozenset(
    {"article:published_time", "datepublished", "pubdate", "date", "dc.date", "publishdate", "og:published_time"}
)
_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE | re.DOTALL
)
_ENOUGH = 200


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page rather than plain text."""
    return bool(_LOOKS_LIKE_HTML.match(text[:4000]))


class _Page(HTMLParser):
    """Collects the text of a page, that of its article apart, and its day of publication."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.article: list[str] = []
        self.published: str | None = None
        self._skipping: list[str] = []
        self._article_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
            if name in _DATE_NAMES:
                self.published = self.published or values.get("content")
        if tag == "time":
            self.published = self.published or values.get("datetime")
        if tag in _VOID:
            if tag in ("br", "hr"):
                self._add("\n")
            return
        if tag in _SKIPPED:
            self._skipping.append(tag)
        if tag in ("article", "main"):
            self._article_depth += 1
        if tag in _BLOCKS:
            self._add("\n")
        if tag in ("td", "th"):
            self._add(" | ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._skipping:
            while self._skipping and self._skipping.pop() != tag:
                pass
        if tag in _BLOCKS:
            self._add("\n")
        if tag in ("article", "main") and self._article_depth:
            self._article_depth -= 1

    def handle_data(self, data: str) -> None:
        self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if self._skipping:
            return
        self.parts.append(text)
        if self._article_depth:
            self.article.append(text)


def text_of_html(page: str) -> tuple[str, date | None]:
    """Return the text of a page and the day it says it was published.

    The text is that of its article or main part, if it has one; rows of tables become lines with bars.

    Parameters
    ----------
    page : str
        The page as saved; broken markup is read as far as it goes.
    """
    parser = _Page()
    parser.feed(page)
    parser.close()
    article = _tidy("".join(parser.article))
    text = article if len(article) >= _ENOUGH else _tidy("".join(parser.parts))
    return text, _day(parser.published)


def _tidy(text: str) -> str:
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.split("\n"))
    kept = [line.removeprefix("| ") for line in lines if line.strip(" |")]
    return "\n".join(kept) + ("\n" if kept else "")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
