"""What is asked: reads data packs and scenario files, writes checked scenarios for the engine."""

from __future__ import annotations

from jangmadang.scenario.reading import load, shipped_scenarios
from jangmadang.scenario.scenario import Scenario

__all__ = ["Scenario", "load", "shipped_scenarios"]
