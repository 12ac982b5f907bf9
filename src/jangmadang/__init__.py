"""Jangmadang: the market economy of Hyesan and its hinterland, week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jangmadang.compiled_cache import choose_folder

if TYPE_CHECKING:
    from jangmadang.errors import CheckError, InputError, NotWrittenError, RunLostError
    from jangmadang.reading.reader import read_text
    from jangmadang.results.compare import compare
    from jangmadang.results.running import ensemble, run
    from jangmadang.results.sensitivity import sensitivity
    from jangmadang.results.store import open_results
    from jangmadang.results.tidy import tidy
    from jangmadang.scenario import Scenario, load

choose_folder()

__version__ = "0.1.0"
__all__ = [
    "CheckError", "InputError", "NotWrittenError", "RunLostError", "Scenario", "__version__", "compare", "ensemble",
    "load", "open_results", "read_text", "run", "sensitivity", "tidy",
]  # fmt: skip

_HOMES = {
    "CheckError": "jangmadang.errors",
    "InputError": "jangmadang.errors",
    "NotWrittenError": "jangmadang.errors",
    "RunLostError": "jangmadang.errors",
    "Scenario": "jangmadang.scenario",
    "compare": "jangmadang.results.compare",
    "ensemble": "jangmadang.results.running",
    "load": "jangmadang.scenario",
    "open_results": "jangmadang.results.store",
    "read_text": "jangmadang.reading.reader",
    "run": "jangmadang.results.running",
    "sensitivity": "jangmadang.results.sensitivity",
    "tidy": "jangmadang.results.tidy",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that the command line starts fast."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'jangmadang' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, those not yet imported too, which a notebook offers."""
    return sorted({*globals(), *__all__})
