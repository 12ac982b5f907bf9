"""Examples are the same in every run, and the first, compiling call of a shape may take its time."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("equations", deadline=None, derandomize=True)
settings.load_profile("equations")
