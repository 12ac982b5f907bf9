"""Lines that state nothing: captions of pictures, single terms, rows of key words."""

from __future__ import annotations

import re

from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.text.sentences import Sentence

_CAPTION = re.compile(r"\bfile photo\b|\bphotographed by\b|/ image:|\bimage(?:ry)?\s?=")
_FUNCTION_WORD = re.compile(r"\b(?:the|an?|of|in|to|is|are|was|were|has|have|as|for|on|by|from|and|after|amid)\b")


def is_label(report: Report, sentence: Sentence) -> bool:
    """Whether a line is a caption, a single term or a row of key words rather than a statement.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        The line.
    """
    words = report.view[sentence.start : sentence.end]
    if _CAPTION.search(words):
        return True
    if words.endswith((".", "!", "?", '"')):
        return False
    return len(words.split()) < 3 or report.text[sentence.start].islower() and not _FUNCTION_WORD.search(words)
