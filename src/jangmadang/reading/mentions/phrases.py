"""Finding the phrases of a table in a text, longest first."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,]\d+)*")
_GAP = re.compile(r"[\s\-.'/]{1,3}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its place; possessive endings are left off."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in a text."""

    start: int
    end: int
    id: str


def words_of(view: str) -> list[Word]:
    """Return the words of a matching view; a final 's is no part of a word."""
    words = []
    for match in WORD.finditer(view):
        text, end = match.group(), match.end()
        if text.endswith("'s"):
            text, end = text[:-2], end - 2
        words.append(Word(text, match.start(), end))
    return words


def plural(word: str) -> str:
    """Return the regular plural of a word."""
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith("o"):
        return word + "es"
    return word + "s"


class PhraseTable:
    """Phrases with the id each stands for.

    Parameters
    ----------
    phrases : mapping of phrase to id
        The words of a phrase are compared in lower case; a blank stands for a blank, hyphen or full stop.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, name in phrases:
            words = tuple(word.text for word in words_of(phrase))
            entries = self._by_first.setdefault(words[0], [])
            if all(known != words for known, _ in entries):
                entries.append((words, name))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, view: str, words: list[Word]) -> list[Found]:
        """Return the phrases in a text from left to right, the longest at each place, none overlapping."""
        found, position = [], 0
        while position < len(words):
            match = next(self._matches(view, words, position), None)
            if match:
                length, name = match
                found.append(Found(words[position].start, words[position + length - 1].end, name))
                position += length
            else:
                position += 1
        return found

    def _matches(self, view: str, words: list[Word], position: int) -> Iterator[tuple[int, str]]:
        for phrase, name in self._by_first.get(words[position].text, ()):
            span = words[position : position + len(phrase)]
            if tuple(word.text for word in span) == phrase and all(
                _GAP.fullmatch(view, left.end, right.start) or _possessive(view, left, right)
                for left, right in itertools.pairwise(span)
            ):
                yield len(phrase), name


def _possessive(view: str, left: Word, right: Word) -> bool:
    return view[left.end : right.start] == "'s "
