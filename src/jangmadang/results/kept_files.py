"""What runs leave, kept a file for each seed, complete or absent: a call goes on where an earlier one stopped."""

from __future__ import annotations

import os
import shutil
import zipfile
from abc import abstractmethod
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from jangmadang.errors import InputError
from jangmadang.files import write_whole

T = TypeVar("T")


class KeptFiles(MutableMapping[int, T], Generic[T]):
    """Finished runs by seed in a folder.

    Runs of another question, or of another version of the model, lie in another folder below and are never taken.

    Parameters
    ----------
    folder : holds a folder for each question.
    key : hash of all that shapes the runs but their seeds.
    """

    suffix = ""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder / key

    @abstractmethod
    def _packed(self, run: T) -> bytes:
        """A run as the content of its file."""

    @abstractmethod
    def _unpacked(self, content: bytes, seed: int) -> T:
        """The run that a file's content holds."""

    def _path(self, seed: int) -> Path:
        return self.folder / f"seed-{seed}{self.suffix}"

    def __contains__(self, seed: object) -> bool:
        return isinstance(seed, int) and os.path.isfile(self._path(seed))

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(int(path.stem.removeprefix("seed-")) for path in self.folder.glob(f"seed-*{self.suffix}")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, seed: int) -> T:
        if seed not in self:
            raise KeyError(seed)
        try:
            return self._unpacked(self._path(seed).read_bytes(), seed)
        except (OSError, ValueError, TypeError, IndexError, KeyError, zipfile.BadZipFile) as error:
            raise InputError(f"{self._path(seed)} is damaged; delete it and run again") from error

    def __setitem__(self, seed: int, run: T) -> None:
        content = self._packed(run)
        try:
            write_whole(self._path(seed), lambda file: file.write(content))
        except OSError as error:
            raise InputError(f"{self._path(seed)} cannot be written: {error.strerror}") from None

    def __delitem__(self, seed: int) -> None:
        self._path(seed).unlink()

    def remove(self) -> None:
        """Delete the runs, and the folder above if nothing else is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):
            self.folder.parent.rmdir()
