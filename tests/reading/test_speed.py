"""A report takes at most 50 milliseconds on one core once the tables are loaded."""

from __future__ import annotations

import time
from pathlib import Path

import yaml

from jangmadang.reading.reader import read_text

LIMIT_SECONDS = 0.05
REPORT_CHARACTERS = 3_000


def test_a_report_is_read_in_time() -> None:
    texts = [
        entry["text"]
        for path in sorted((Path(__file__).parent / "corpus").glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text("utf-8"))
    ]
    report = "\n\n".join(texts)[:REPORT_CHARACTERS]
    read_text(report)
    times = []
    for _ in range(7):
        start = time.process_time()
        read_text(report)
        times.append(time.process_time() - start)
    assert min(times) < LIMIT_SECONDS
