"""A report of 3,000 characters is read before the same core counts to a million and a half: about 60 milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import yaml

from jangmadang.reading.reader import read_text

COUNTED = 1_500_000
REPORT_CHARACTERS = 3_000


def test_a_report_is_read_in_time() -> None:
    texts = [
        entry["text"]
        for path in sorted((Path(__file__).parent / "corpus").glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text("utf-8"))
    ]
    report = "\n\n".join(texts)[:REPORT_CHARACTERS]
    read_text(report)
    times = [(_seconds(lambda: read_text(report)), _seconds(_count)) for _ in range(7)]
    reading, counting = map(min, zip(*times, strict=True))
    assert reading < counting


def _seconds(work: Callable[[], object]) -> float:
    """Processor time that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _count() -> None:
    """What a fast and a slow, a quiet and a busy core are measured by."""
    total = 0
    for number in range(COUNTED):
        total += number
