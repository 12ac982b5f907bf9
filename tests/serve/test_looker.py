"""First looks: the process that makes them is started once, asked in lines, and ends with the server."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

from jangmadang.results import compare as compare_module
from jangmadang.results import pasts
from jangmadang.scenario import load
from jangmadang.serve.address import query_of
from jangmadang.serve.asked import Asked
from jangmadang.serve.jobs import look as look_module
from jangmadang.serve.jobs.looker import Looker
from jangmadang.serve.question import Question, Wanted

#: Writes down what it is asked, and its own number, into a file that its argument names.
SCRIPT = """
import os, sys
for line in sys.stdin:
    with open(sys.argv[1], 'a') as file:
        file.write(f'{os.getpid()} {line}')
"""
#: Says that it is done with the first look, never with the second, and dies at the third.
SLOW = """
import sys
for number, line in enumerate(sys.stdin):
    if number == 0:
        print('looked', flush=True)
    if number == 2:
        sys.exit(1)
"""
ASKED = Question((Wanted(), Wanted("food-aid")), runs=2, draws=False)


def heard(path: Path, lines: int) -> list[list[str]]:
    """What the script has written, once it is so many lines."""
    for _ in range(300):
        if path.exists() and len(found := path.read_text().splitlines()) >= lines:
            return [line.split(" ", 1) for line in found]
        time.sleep(0.05)
    raise AssertionError(f"fewer than {lines} lines")


def test_one_process_hears_all_and_ends_with_the_server(tmp_path: Path) -> None:
    looker, path = Looker(tmp_path, (sys.executable, "-c", SCRIPT, str(tmp_path / "heard"))), tmp_path / "heard"
    looker.look("of=hyesan")
    assert looker._process is None, "nothing before it is started"
    looker.start()
    for query in ("of=hyesan", "of=baseline"):
        looker.look(query)
    (one, first), (other, second) = heard(path, 2)
    assert one == other and [json.loads(line)["query"] for line in (first, second)] == ["of=hyesan", "of=baseline"]
    assert looker._process
    looker._process.kill()
    looker._process.wait()
    looker.look("of=hyesan")
    assert heard(path, 3)[2][0] != one
    looker.close()
    assert looker._process.poll() is not None
    looker.look("of=hyesan")
    assert len(heard(path, 3)) == 3


def test_a_run_waits_for_looks_but_not_for_ever(tmp_path: Path) -> None:
    looker = Looker(tmp_path, (sys.executable, "-c", SLOW))
    looker.start()
    looker.wait(60.0)  # for none
    looker.look("of=hyesan")
    looker.wait(60.0)
    assert looker._under_way == 0
    looker.look("of=hyesan")
    looker.wait(0.1)
    assert looker._under_way == 1
    looker.look("of=hyesan")
    looker.wait(60.0)  # for a process that has ended
    assert looker._under_way == 0
    looker.close()


def test_a_look_keeps_its_pairs_for_the_whole_answer(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, seen, kept_in = Asked(ASKED, results), [], []

    class Found:
        def keep_in(self, folder: Path) -> None:
            assert asked.shown == asked.first_look, "who waits sees the look before its pairs are kept"
            kept_in.append(folder)

    def made(*scenarios: Any, **told: Any) -> Found:
        seen.append((scenarios, told, pasts.are_kept()))
        return Found()

    monkeypatch.setattr(look_module, "compare", made)
    monkeypatch.setattr(look_module, "base_forecast", lambda found: found)
    monkeypatch.setattr(look_module, "answer_files", lambda *_: {"answer.json": b"{}", "weekly.csv": b"week"})
    asked.write_files()
    forecast = look_module.Forecast()
    for _ in range(2):
        look_module.look(asked, forecast)
    ((scenarios, told, kept),) = seen
    assert list(scenarios) == [load(path) for path in asked.files], "the whole answer would not take its pairs"
    assert told["runs"] == compare_module.FEWEST_RUNS and not told["draws"] and kept and not pasts.are_kept()
    assert kept_in == [asked.folder.with_name(f"{asked.folder.name}.unfinished")]
    assert asked.shown == asked.first_look and not asked.is_answered
    assert query_of(ASKED) == asked.query


def test_forecast_bands_are_made_anew_where_the_base_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class Found:
        scenarios: tuple[str, ...]
        place: str
        base_prices: xr.Dataset

    def prices(rice: float) -> xr.Dataset:
        return xr.Dataset({"rice_price": ("week", [rice])})

    monkeypatch.setattr(look_module, "base_forecast", lambda found: found)
    forecast: Any = look_module.Forecast()
    first = Found(("base", "a"), "hyesan", prices(5.0))
    assert forecast.of(first) is first
    assert forecast.of(Found(("base", "b"), "hyesan", prices(5.0))) is first
    for other in (
        Found(("base of another", "a"), "hyesan", prices(5.0)),
        Found(("base", "a"), "chongjin", prices(5.0)),
        Found(("base", "a"), "hyesan", prices(6.0)),
    ):
        assert forecast.of(other) is other and forecast.of(first) is first
