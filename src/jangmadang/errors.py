"""What can go wrong, told in one sentence: bad input, a check that did not hold, and a run that was lost."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

#: So many known names are listed, and the likeness, from 0 to 1, from which one of them is meant.
MOST_LISTED, MEANT = 24, 0.6


class InputError(ValueError):
    """Something the user gave cannot be used; the message names the place and the remedy.

    It is one line: of what it quotes, a character that does not print is written as in Python.
    """

    def __init__(self, message: str) -> None:
        super().__init__("".join(c if c.isprintable() else repr(c)[1:-1] for c in message))


def nearest_name(name: str, known: Iterable[str]) -> str:
    """Return a hint that ends a message: the nearest known name, or the few that there are if none is like it.

    Parameters
    ----------
    name : str
        What was written.
    known : iterable of str
        What could have been written.
    """
    by_lower = {candidate.lower(): candidate for candidate in known}
    if match := get_close_matches(name.lower(), list(by_lower), n=1, cutoff=MEANT):
        return f"did you mean '{by_lower[match[0]]}'?"
    if len(by_lower) <= MOST_LISTED:
        return f"known: {', '.join(by_lower.values()) or 'none'}"
    (nearest,) = get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.0)
    return f"no known name is like it, the nearest is '{by_lower[nearest]}'"


class CheckError(RuntimeError):
    """A check inside a run did not hold, such as an account that does not close; the run stops."""


class NotWrittenError(RuntimeError):
    """What was computed could not be written, such as to a full disk."""


class RunLostError(RuntimeError):
    """A run of an ensemble was lost each time it was tried, such as with a worker that died."""
