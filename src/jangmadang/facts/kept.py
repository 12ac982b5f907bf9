"""Figures of finished runs of facts, kept a file for each seed until their results are written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from jangmadang.engine.ensemble import model_version
from jangmadang.results.kept_files import KeptFiles
from jangmadang.scenario import Scenario

#: By fact's name, and whether of its counter-experiment: the figure of each condition.
Figures = dict[tuple[str, bool], list[float]]


class KeptFigures(KeptFiles[Figures]):
    """The figures of one scenario of the facts.

    Parameters
    ----------
    folder : holds a folder for each scenario and question.
    scenario : as it is run.
    facts, resolution, counters : what else shapes what a seed gives.
    """

    suffix = ".json"

    def __init__(
        self, folder: Path, scenario: Scenario, facts: Sequence[str], resolution: str | int, counters: bool
    ) -> None:
        asked = scenario.model_dump_json(exclude={"seed", "resolution", "title", "question"})
        parts = [model_version(), asked, scenario.content_hash(), scenario.opening_hash()]
        parts += [*facts, str(resolution), str(counters)]
        super().__init__(folder, hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16])

    def _packed(self, run: Figures) -> bytes:
        return json.dumps([[*key, figures] for key, figures in run.items()]).encode()

    def _unpacked(self, content: bytes, seed: int) -> Figures:
        return {(name, counter): figures for name, counter, figures in json.loads(content)}
