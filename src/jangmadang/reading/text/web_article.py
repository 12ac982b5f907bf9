"""The article of a web page and its day of publication by trafilatura and htmldate, where they are installed."""

from __future__ import annotations

import logging
import re
from datetime import date
from typing import Any

from jangmadang.reading.text.html_text import HIDDEN, text_of_html, tidy

_RULE = re.compile(r"^[|\s:-]+$", re.MULTILINE)
_OUTER_BARS = re.compile(r"^\|\s*|\s*\|\s*$", re.MULTILINE)


def read_page(page: str) -> tuple[str, date | None]:
    """Return the text of a page's article and the day it was published: by trafilatura and htmldate, else our own.

    Parameters
    ----------
    page : str
        The page as saved; broken markup is read as far as it goes.
    """
    text, day = text_of_html(page)
    return article_of(page) or text, day_of(page) or day


def article_of(page: str) -> str:
    """Return the text of a page's article, rows of tables as lines with bars; empty where none is found.

    Empty too where trafilatura is not installed. What the page hides is taken out before trafilatura sees it.

    Parameters
    ----------
    page : str
        The page as saved.
    """
    try:
        import trafilatura
    except ImportError:
        return ""
    tree = trafilatura.load_html(page)
    if tree is None:
        return ""
    _take_out_hidden(tree)
    text = trafilatura.extract(tree, include_comments=False, include_tables=True, include_formatting=False, fast=True)
    return tidy(_OUTER_BARS.sub("", _RULE.sub("", text or "")))


def day_of(page: str) -> date | None:
    """Return the day that a page says in so many words it was published; None without htmldate, or where none does.

    Parameters
    ----------
    page : str
        The page as saved.
    """
    try:
        import htmldate
    except ImportError:
        return None
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = htmldate.find_date(page, original_date=True, extensive_search=False)
    except ValueError:
        return None
    return date.fromisoformat(found) if found else None


def _take_out_hidden(tree: Any) -> None:
    """Remove what a page does not show: elements hidden by attribute or by their own style."""
    for element in tree.xpath("//*[@hidden or @style]"):
        if element.get("hidden") is not None or HIDDEN.search(element.get("style", "")):
            if element.getparent() is not None:
                element.drop_tree()
