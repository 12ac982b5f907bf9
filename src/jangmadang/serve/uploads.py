"""Files that were sent and wait for a word: they are looked at first, and go with the server."""

from __future__ import annotations

import re
import secrets
import shutil
from collections import deque
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from starlette.datastructures import UploadFile

from jangmadang.errors import InputError

MOST_WAITING = 20
MOST_NAME_BYTES = 120


class Uploads:
    """The last files that were sent, each under a key that only its sender is told."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="jangmadang-")
        self._keys: deque[str] = deque()
        self._lock = Lock()

    def keep(self, upload: UploadFile) -> str:
        """Keep a file and return its key; the oldest goes when there are many."""
        key = secrets.token_hex(16)
        folder = Path(self._folder.name) / key
        folder.mkdir()
        try:
            with (folder / safe_name(upload.filename or "")).open("wb") as file:
                shutil.copyfileobj(upload.file, file)
        except OSError as error:
            raise InputError(f"the file cannot be kept ({error.strerror}); make room and send it again") from None
        with self._lock:
            self._keys.append(key)
            gone = [self._keys.popleft() for _ in range(len(self._keys) - MOST_WAITING)]
        for old in gone:
            shutil.rmtree(Path(self._folder.name) / old, ignore_errors=True)
        return key

    def close(self) -> None:
        """Let all of them go."""
        self._folder.cleanup()

    def path(self, key: str) -> Path:
        """Where a kept file lies, under the name it was sent with.

        Raises
        ------
        InputError
            If it is no longer there.
        """
        found = list((Path(self._folder.name) / key).iterdir()) if key in self._keys else []
        if not found:
            raise InputError("the file is no longer here, for the page was started anew; send it again")
        return found[0]


def safe_name(name: str) -> str:
    """The name of a file as it may be written: its last part, without what a folder or a terminal would misread."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(char for char in last if char.isprintable()).strip(". ")
    stem, dot, suffix = shown.rpartition(".")
    cut = (stem or shown).encode()[:MOST_NAME_BYTES].decode(errors="ignore")
    return (f"{cut}{dot}{suffix[:8]}" if stem else cut) or "unnamed"
