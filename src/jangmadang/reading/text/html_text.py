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
    r"\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|span|table"
    r"|meta|title|link|style|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_ENOUGH = 200
#: Classes of what stands beside a report: other reports, comments, ways around the site.
_BESIDE = re.compile(
    r"(?:side-?bar|related|recommend\w*|comments?|widgets?|footer|nav(?:bar|igation)?|menu|breadcrumbs?|advert\w*|ads?"
    r"|promo\w*|popular|trending|most-?read|newsletter|share|sharing|social|cookies?|more-(?:news|stories))(?:[-_].*)?",
    re.IGNORECASE,
)
_WRAPPERS = ("html", "body", "article", "main")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Of what a page shows at least this share is its report, or else a class has been taken wrongly for one beside it.
_LEAST_SHARE = 0.2
_LINKED_DAY = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)')


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page rather than plain text."""
    return bool(_LOOKS_LIKE_HTML.match(text[:4000]))


def _is_hidden(values: dict[str, str]) -> bool:
    """Whether an element is not shown to a reader of the page."""
    return "hidden" in values or bool(HIDDEN.search(values.get("style", "")))


def _is_beside(tag: str, values: dict[str, str]) -> bool:
    """Whether an element stands beside the report, by its classes, id or role."""
    if tag in _WRAPPERS:
        return False
    names = f"{values.get('class', '')} {values.get('id', '')}".split()
    return values.get("role") in ("complementary", "navigation") or any(_BESIDE.fullmatch(name) for name in names)


class _Page(HTMLParser):
    """Collects the text of a page, that of its report and of its article apart, and its day of publication.

    `_skipping` and `_beside` hold the open tags from one that begins what is not read, or stands beside the report.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.report: list[str] = []
        self.article: list[str] = []
        self.named: str | None = None
        self.timed: str | None = None
        self.linked: set[str] = set()
        self._skipping: list[str] = []
        self._beside: list[str] = []
        self._article_depth = 0
        self._in_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._note_day(tag, values)
        if tag in _VOID:
            if tag in ("br", "hr"):
                self._add("\n")
            return
        self._in_data = tag == "script" and values.get("type", "").lower() == "application/ld+json"
        for opened in (self._skipping, self._beside):
            if opened[:1] == ["p"] and tag in _BLOCKS:  # a paragraph ends where a block begins
                opened.clear()
        if self._skipping or tag in _SKIPPED or _is_hidden(values):
            self._skipping.append(tag)
        if self._beside or _is_beside(tag, values):
            self._beside.append(tag)
        if tag in ("article", "main"):
            self._article_depth += 1
        if tag in _BLOCKS:
            self._add("\n")
        if tag in ("td", "th"):
            self._add(" | ")

    def _note_day(self, tag: str, values: dict[str, str]) -> None:
        """Note the first day of publication that the head names, and the first time of the article."""
        if tag == "meta":
            name = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
            if name in _DATE_NAMES:
                self.named = self.named or values.get("content")
        if tag == "time" and not self._skipping and not self._beside:
            self.timed = self.timed or values.get("datetime")

    def handle_endtag(self, tag: str) -> None:
        for opened in (self._skipping, self._beside):
            if tag in opened:
                while opened and opened.pop() != tag:
                    pass
        if tag in _BLOCKS:
            self._add("\n")
        if tag in ("article", "main") and self._article_depth:
            self._article_depth -= 1

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.linked.update(_LINKED_DAY.findall(data))
        self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if self._skipping:
            return
        self.parts.append(text)
        if not self._beside:
            self.report.append(text)
            if self._article_depth:
                self.article.append(text)

    @property
    def published(self) -> date | None:
        """The day a page says it was published: in its head, its linked data if they name one, or the first time."""
        linked = next(iter(self.linked)) if len(self.linked) == 1 else None
        return _day(self.named) or _day(linked) or _day(self.timed)


def text_of_html(page: str) -> tuple[str, date | None]:
    """Return the text of a page and the day it says it was published.

    The text is that of its article or main part, if it has one, without what is hidden or stands beside the report;
    rows of tables become lines with bars.

    Parameters
    ----------
    page : str
        The page as saved; broken markup is read as far as it goes.
    """
    parser = _Page()
    parser.feed(page)
    parser.close()
    article, report, whole = (tidy("".join(parts)) for parts in (parser.article, parser.report, parser.parts))
    if len(report) < _LEAST_SHARE * len(whole):
        report = whole
    return article if len(article) >= _ENOUGH else report, parser.published


def tidy(text: str) -> str:
    """Lines without what pads them, and without empty ones."""
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.split("\n"))
    kept = [line.removeprefix("| ") for line in lines if line.strip(" |")]
    return "\n".join(kept) + ("\n" if kept else "")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
