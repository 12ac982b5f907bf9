"""Matplotlib imported whatever MPLBACKEND says: figures are drawn with Agg, in a notebook or without one."""

from __future__ import annotations

import os
from contextlib import suppress


def _import_matplotlib() -> None:
    """Import Matplotlib with no backend asked for, which it refuses if it is not installed; then ask for it again."""
    asked = os.environ.pop("MPLBACKEND", None)
    try:
        import matplotlib
    finally:
        if asked is not None:
            os.environ["MPLBACKEND"] = asked
    if asked is not None:
        with suppress(ValueError, ImportError):
            matplotlib.rcParams["backend"] = asked


_import_matplotlib()
