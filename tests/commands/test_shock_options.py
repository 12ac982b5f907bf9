"""`--shock NAME --from DATE --until DATE`: a scenario under a named shock without a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from jangmadang.commands.asking import shocked
from jangmadang.commands.main import main
from jangmadang.errors import InputError
from jangmadang.scenario import load


def test_a_shock_is_the_scenario_with_its_changes(tmp_path: Path) -> None:
    found = shocked(load("hyesan"), ["border-closed"], "2026-03-16", "2026-05-03")
    assert (found.name, str(found.end)) == ("hyesan-border-closed", "2026-11-23")
    assert found.title == "The border closes, from 2026-03-16 to 2026-05-03"
    (tmp_path / "same.yaml").write_text(
        "extends: hyesan\nchanges: [{border: closed, from: 2026-03-16, until: 2026-05-03}]\n"
    )
    assert found.content_hash() == load(tmp_path / "same.yaml").content_hash()


def test_a_run_that_ends_too_early_is_prolonged_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    found = shocked(load("hyesan"), ["border-closed"], "2027-01-01", "2027-03-31")
    assert str(found.end) == "2028-03-27"
    assert "goes on to 2028-03-27" in capsys.readouterr().err


def test_shocks_of_one_time_are_laid_together() -> None:
    found = shocked(load("hyesan"), ["customs-closed", "herb-inspection"], "2026-03-16", None)
    assert found.name == "hyesan-customs-closed-herb-inspection"
    assert {change.path for layer in found.changes for change in layer} == {
        "openness[customs,*]",
        "inspection_strictness",
    }


@pytest.mark.parametrize(
    ("names", "first", "last", "words"),
    [
        (["border-close"], "2026-03-16", None, "did you mean 'border-closed'"),
        (["border-closed"], None, None, "give its first day with --from DATE"),
        (["border-closed"], "2026-03-16", "2026-03-01", "exchange them"),
        ([], "2026-03-16", None, "give --shock NAME with it"),
        (["border-closed"], "16 March", None, "--from"),
        (
            ["border-closed", "customs-closed"],
            "2026-03-16",
            None,
            "--shock border-closed and --shock customs-closed both change openness[customs,*]; leave one of them out",
        ),
        (["border-closed", "border-closed"], "2026-03-16", None, "--shock border-closed is given twice; give it once"),
    ],
)
def test_slips_are_told(names: list[str], first: str | None, last: str | None, words: str) -> None:
    with pytest.raises(InputError) as caught:
        shocked(load("hyesan"), names, first, last)
    assert words in str(caught.value) and "with_changes" not in str(caught.value)


def test_compare_needs_another_scenario_or_a_shock(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "hyesan"]) == 2
    assert "at least one OTHER scenario, or a --shock with its dates" in capsys.readouterr().err


def test_a_run_that_stops_before_its_changes_begin_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "border-closed", "--until", "2019-03-04"]) == 2
    assert "before anything of border-closed changes, on 2026-03-16" in capsys.readouterr().err
