"""What goes to standard output, whatever its encoding: nothing that a terminal cannot show stops a command."""

from __future__ import annotations

import json
import sys
from typing import Any


def prepare_streams() -> None:
    """Let a character that a stream's encoding lacks be written as an escape, not end the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and not _is_unicode(stream):
            stream.reconfigure(errors="backslashreplace")


def json_text(value: Any) -> str:
    """Return JSON as it is printed: in ASCII alone where the encoding of standard output is not UTF-8."""
    return json.dumps(value, indent=2, ensure_ascii=not _is_unicode(sys.stdout))


def _is_unicode(stream: Any) -> bool:
    return str(getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-").startswith("utf")
