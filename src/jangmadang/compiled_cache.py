"""Where compiled code is kept: one folder per state of its source, so that changing an equation recompiles it.

Numba's own cache looks only at the file of the function called, not at the equations it calls.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

KEPT = 4  # folders of earlier source states that are kept
COMPILED = ("accounting", "axes.py", "compiling.py", "engine", "mechanisms", "randomness.py", "shapes", "world")


def source_hash() -> str:
    """Hash of every Python file that compiled code lies in or calls."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(
        path for room in COMPILED for path in root.glob(room if room.endswith(".py") else f"{room}/**/*.py")
    ):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def folder_of_source() -> Path:
    """Return the folder of this source state, for what is costly to make again."""
    base = kept_folder()
    try:
        folder = base / source_hash()
        folder.mkdir(parents=True, exist_ok=True)
        _forget_old(base, folder)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"jangmadang-{source_hash()}"
    return folder


def choose_folder() -> None:
    """Point Numba to the folder of this source state, unless the user has chosen one (NUMBA_CACHE_DIR)."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen and kept_folder() not in Path(chosen).parents:
        return
    folder = folder_of_source()
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = str(folder)


def kept_folder() -> Path:
    """Folder of all that is kept between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jangmadang"


def _forget_old(base: Path, current: Path) -> None:
    """Remove all but the latest folders."""
    folders = sorted((path for path in base.iterdir() if path != current), key=lambda path: path.stat().st_mtime)
    for path in folders[: -KEPT or None]:
        shutil.rmtree(path, ignore_errors=True)
