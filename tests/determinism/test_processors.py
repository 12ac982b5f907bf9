"""The same bits on machines with and without FMA, AVX2 and AVX-512, whatever their libraries choose for each.

A child process compiles for a plain processor (x86-64 with SSE2 alone), and the C library, NumPy and OpenBLAS are told
that the machine has nothing newer either: their logarithms, exponentials and sums have variants whose last bits differ.
Some equations are tried here; `make test-processors` compiles all once more and tries a short run.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from digest import hashes as run_hashes
from digest import short_run
from equation_bits import COMPOSED, PLAIN, hashes

HERE = Path(__file__).parent
WEEKS, SEED = 10, 11
ASKED_FOR = "JANGMADANG_PROCESSORS"
LIBRARY = "calls logarithms, exponentials or powers of the C library, which has variants for processors"


def on_a_plain_processor(folder: Path, with_libraries: bool) -> dict[str, str]:
    """Environment of a child process whose code, or that and its libraries, uses nothing that some processors lack."""
    plain = {**os.environ, "NUMBA_CPU_NAME": "generic", "NUMBA_CACHE_DIR": str(folder)}
    plain.pop("NUMBA_CPU_FEATURES", None)
    if with_libraries and platform.machine() in ("x86_64", "AMD64"):
        known: Any = np.show_config(mode="dicts")
        plain["NPY_DISABLE_CPU_FEATURES"] = " ".join(known["SIMD Extensions"].get("found", []))
        plain["GLIBC_TUNABLES"] = "glibc.cpu.hwcaps=-AVX512F,-AVX2,-AVX,-FMA,-FMA4"
        plain["OPENBLAS_CORETYPE"] = "Nehalem"
    return plain


@cache
def here() -> dict[str, str]:
    """What the equations give on this processor."""
    return hashes()


def told_by(arguments: list[str], folder: Path, with_libraries: bool) -> dict[str, str]:
    """What Python prints on a plain processor, with the compiled code it keeps in a folder."""
    plain = on_a_plain_processor(folder, with_libraries)
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=plain, cwd=HERE, stdout=subprocess.PIPE, text=True, timeout=3600, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def compiled_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where code for a plain processor is kept."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture(scope="module")
def elsewhere(compiled_elsewhere: Path) -> dict[str, str]:
    """What the equations give on a plain processor."""
    return told_by(["equation_bits.py"], compiled_elsewhere, with_libraries=True)


@pytest.mark.parametrize("name", PLAIN)
def test_arithmetic_and_our_own_functions_give_the_same_bits(name: str, elsewhere: dict[str, str]) -> None:
    assert elsewhere[name] == here()[name]


@pytest.mark.parametrize("name", COMPOSED)
def test_equations_give_the_same_bits(name: str, elsewhere: dict[str, str]) -> None:
    assert elsewhere[name] == here()[name]


@pytest.mark.skipif(ASKED_FOR not in os.environ, reason="make test-processors")
@pytest.mark.parametrize("with_libraries", [False, True])
def test_a_run_gives_the_same_bits(with_libraries: bool, compiled_elsewhere: Path) -> None:
    code = f"import json, digest; print(json.dumps(digest.hashes(digest.short_run({WEEKS}, {SEED}, 1))))"
    theirs = told_by(["-c", code], compiled_elsewhere, with_libraries)
    ours = run_hashes(short_run(WEEKS, SEED, 1))
    assert set(ours) == set(theirs)
    differing = [name for name in ours if ours[name] != theirs[name]]
    assert not differing, f"{len(differing)} of {len(ours)} series differ between processors: {differing}"
