"""Arguments of `jm.run` and `jm.compare`: what cannot be used, or would do nothing, is refused before anything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import jangmadang as jm
from jangmadang.scenario.arguments import flag_of, resolution_of, scenario_of
from jangmadang.typed_settings import settings_in_file

SHORT = jm.load("hyesan").with_changes(end="2015-03-02", resolution="calibration")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"threads": 0}, "threads is a whole number from 1"),
        ({"threads": -1}, "threads is a whole number from 1"),
        ({"seed": 1.5}, "a seed is a whole number"),
        ({"seed": "3"}, "a seed is a whole number"),
        ({"seed": 2**63}, "a seed is a whole number"),
        ({"resolution": "fine"}, "resolution"),
        ({"resolution": 10**7}, "a whole number from 1 to 1000"),
        ({"resolution": True}, "resolution"),
        ({"from_state": ""}, "from_state is the path"),
        ({"from_state": "n" * 300}, "cannot be read"),
        ({"save_state": ()}, "save_state is a day and the path of a file"),
        ({"save_state": ("2015-02-02", 5)}, "save_state is the path"),
        ({"save_state": (None, "state.npz")}, "save_state is a day and"),
        ({"until": "soon"}, "until: .*YYYY-MM-DD"),
        ({"until": "2015-03-09"}, "after the end"),
        ({"until": "2014-12-01"}, "at least a week after the start"),
    ],
)
def test_a_run(arguments: dict[str, Any], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(jm.InputError, match=words):
        jm.run(SHORT, **arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"runs": 0}, "runs is a whole number from 1"),
        ({"runs": -1}, "runs is a whole number"),
        ({"runs": 2.0}, "runs is a whole number"),
        ({"runs": True}, "runs is a whole number"),
        ({"threads": 0}, "threads is a whole number from 1"),
        ({"draws": 3}, "draws is True or False, not 3"),
        ({"draws": "yes"}, "draws is True or False, not 'yes'"),
        ({"draws": None}, "draws is True or False"),
        ({"draws": True, "posterior": "shipped"}, "give one of them"),
        ({"executor": "nonsense://"}, "no executor 'nonsense://'"),
        ({"executor": ""}, "no executor ''; known: threads"),
        ({"folder": ""}, "folder is the path of a file or folder, or None, not ''"),
        ({"folder": 5}, "folder is the path of a file or folder, or None, not 5"),
        ({"seed": 1.5}, "a seed is a whole number"),
        ({"seed": 2**63 - 1}, "a seed is a whole number"),
        ({"resolution": "fine"}, "resolution"),
        ({"until": "2015-03-09"}, "after the end"),
    ],
)
def test_an_ensemble(arguments: dict[str, Any], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(jm.InputError, match=words):
        jm.ensemble(SHORT, **{"runs": 2, "folder": "kept", **arguments})
    assert list(tmp_path.iterdir()) == []


def test_a_run_does_not_end_before_anything_changes() -> None:
    with pytest.raises(jm.InputError, match="before anything of border-closed changes, on 2026-03-16"):
        jm.run("border-closed", until="2015-02-02")


def test_a_name_is_loaded() -> None:
    with pytest.raises(jm.InputError, match="did you mean 'hyesan'"):
        jm.run("hyesann")


def test_a_file_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "short.yaml"
    file.write_text("name: short\nextends: hyesan\nend: 2015-03-02\n", "utf-8")
    assert scenario_of(file) == scenario_of(str(file)) == jm.load(file)
    assert scenario_of(SHORT) is SHORT
    with pytest.raises(jm.InputError, match="until 2015-03-09 is after the end 2015-03-02"):
        jm.run(file, until="2015-03-09")
    with pytest.raises(jm.InputError, match="the window starts on 2016-01-04, outside the runs"):
        jm.compare(file, file.with_name("short.yaml"), runs=2, draws=False, window=("2016-01-04", None))
    with pytest.raises(jm.InputError, match="no file .*absent.yaml"):
        jm.run(tmp_path / "absent.yaml")


@pytest.mark.parametrize("value", [None, 3, {}, [jm.load("hyesan")]])
def test_what_is_no_scenario_is_refused(value: Any) -> None:
    words = "a scenario is a shipped name, the path of a scenario file or what jangmadang.load returns, not"
    for call in (lambda: jm.run(value), lambda: jm.compare(value, "border-closed"), lambda: jm.compare(SHORT, value)):
        with pytest.raises(jm.InputError, match=words) as told:
            call()
        assert len(str(told.value)) < 200


@pytest.mark.parametrize("name", ["n" * 300, "n" * 300 + ".yaml", "n/" + "n" * 300, "a\0b.yaml"])
def test_a_name_that_no_file_can_have(name: str) -> None:
    with pytest.raises(jm.InputError, match="no file|no scenario"):
        jm.load(name)


def test_numpy_s_whole_numbers_are_whole() -> None:
    resolution = resolution_of(np.int64(500))
    assert resolution == 500 and type(resolution) is int


def test_numpy_s_true_is_true() -> None:
    assert flag_of("draws", np.bool_(True)) is True and flag_of("draws", False) is False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"runs": 1}, "runs is a whole number from 2"),
        ({"runs": 2.0}, "runs is a whole number from 2"),
        ({"threads": 0}, "threads"),
        ({"seed": -1}, "a seed is a whole number"),
        ({"resolution": "fine"}, "resolution"),
        ({"draws": "no"}, "draws is True or False, not 'no'"),
        ({"draws": 1}, "draws is True or False"),
        ({"window": ("soon", None)}, "YYYY-MM-DD"),
        ({"window": (5, None)}, "YYYY-MM-DD"),
        ({"window": ("2015-01-12",)}, "window is two days, .*, not \\('2015-01-12',\\)"),
        ({"window": "2015-01-12"}, "window is two days"),
        ({"window": None}, "window is two days"),
    ],
)
def test_a_comparison(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(jm.InputError, match=words):
        jm.compare(SHORT, SHORT.with_changes(name="other", parameters={"buffer_weeks": {"labourer": 10}}), **arguments)


def test_all_that_is_public_is_offered() -> None:
    assert set(jm.__all__) <= set(dir(jm))


def test_on_and_off_switch_a_mechanism_and_numbers_set_a_parameter() -> None:
    assert settings_in_file(["capital_mobility=off"]) == {"switches": {"capital_mobility": False}}
    assert settings_in_file(["capital_shift=0.1"]) == {"parameters": {"capital_shift": 0.1}}
