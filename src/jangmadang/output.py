"""What goes to standard output, whatever its encoding: nothing that a terminal cannot show stops a command."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jangmadang.errors import InputError

#: Variable of the environment; where it is `json`, progress is told in lines of JSON on standard error.
PROGRESS = "JANGMADANG_PROGRESS"


def prepare_streams() -> None:
    """Let a character that a stream's encoding lacks be written as an escape, not end the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and not _is_unicode(stream):
            stream.reconfigure(errors="backslashreplace")


def json_text(value: Any) -> str:
    """Return JSON as it is printed: in ASCII alone where the encoding of standard output is not UTF-8."""
    return json.dumps(value, indent=2, ensure_ascii=not _is_unicode(sys.stdout))


@contextmanager
def printing(folder: Path | None = None) -> Iterator[None]:
    """End in one message if standard output cannot be written, such as to a full disk.

    Parameters
    ----------
    folder : Path, optional
        Where the results have been written, for the message.

    Raises
    ------
    InputError
        If so; what reads the output and has enough, such as head, is no mistake.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if not (discard_if_lost(sys.stdout) or discard_if_lost(sys.stderr)):
            raise
        kept = f"; the results are in {folder}" if folder else ""
        raise InputError(f"standard output cannot be written ({error.strerror or error}){kept}") from None


def discard_if_lost(stream: Any) -> bool:
    """Send what a stream cannot take to nowhere, so that Python can end; return whether it is so.

    An empty line is tried: an unbuffered stream does not remember that it failed.
    """
    try:
        print(file=stream, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return True
    return False


def _is_unicode(stream: Any) -> bool:
    return str(getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-").startswith("utf")
