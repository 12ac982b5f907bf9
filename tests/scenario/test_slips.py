"""Slips of the pen in a scenario file, each answered with what to write instead; shocks; dates outside the run."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from jangmadang.errors import InputError
from jangmadang.scenario import Scenario, load
from jangmadang.scenario.arguments import count_of, day_of, seed_of
from jangmadang.scenario.shocks import shocks

SLIPS = {
    "comma in a change": ("changes: [{path: openness, from: 2015-02-02, set: 0,5}]\n", "write a decimal point: 0.5"),
    "comma in a parameter": ("parameters: {spending_share: 0,65}\n", "write a decimal point: 0.65"),
    "name as switch": ("name: no\n", 'quote it: "no"'),
    "name as number": ("name: 2026\n", 'quote it: "2026"'),
    "bare path": (
        "changes:\n  - {path: openness[customs,import], from: 2015-02-02, set: 0}\n",
        'put the path in quotes: "openness[customs,import]"',
    ),
    "bare path as a key": (
        "paths: {openness[customs,import]: [{from: 2015-02-02, value: 0}]}\n",
        'put the path in quotes: "openness[customs,import]"',
    ),
    "outside the range": (
        "changes: [{path: openness, from: 2015-02-02, set: 1.5}]\n",
        "changes, entry 1: set: 1.5 is outside 0 to 1",
    ),
    "until at the head": ("until: 2016-01-04\n", "did you mean 'end'?"),
    "a result as a path": (
        "changes: [{path: rice_price, from: 2015-02-02, set: 1}]\n",
        "rice_price is a result, nothing that a scenario sets",
    ),
    "a parameter as a path": (
        "changes: [{path: spending_share, from: 2015-02-02, set: 1}]\n",
        "spending_share is a parameter, which has no dates",
    ),
    "all members out of range": ("parameters: {crop_price: 1}\n", "--set crop_price[rice]=5000 typed"),
    "a colon in a text": ("title: Border: closed\n", 'in quotes: "Border: closed"'),
    "a share in per cent": ("changes: [{path: openness, from: 2015-02-02, set: 50%}]\n", "write a share: 0.5"),
    "no list": ("changes: {path: openness}\n", "should be a list"),
    "a tab": ("parameters:\n\tspending_share: 0.5\n", "indent with blanks"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_answered_with_the_remedy(slip: str, loaded: Callable[[str], Scenario]) -> None:
    text, words = SLIPS[slip]
    with pytest.raises(InputError) as caught:
        loaded("extends: base\n" + text)
    assert words in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "section", ["changes", "parameters", "paths", "switches", "theories", "title", "exchange_rate"]
)
def test_an_empty_section_changes_nothing(section: str, loaded: Callable[[str], Scenario], base: Scenario) -> None:
    assert loaded(f"extends: base\n{section}:\n").content_hash() == base.content_hash()


@pytest.mark.parametrize(
    "name", ["../../up", "/etc/x", "a/b", "a\\b", "..", ".hidden", "-out", "a\nb", "", " a", "혜" * 41, "x" * 121]
)
def test_a_name_is_no_path(name: str, base: Scenario) -> None:
    with pytest.raises(InputError, match="name") as caught:
        base.with_changes(name=name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["mine", "혜산", "a b", "x" * 120, "hyesan-2026.5"])
def test_a_plain_name_is_taken(name: str, base: Scenario) -> None:
    assert base.with_changes(name=name).name == name


@pytest.mark.parametrize("value", [1.5, True, "3", -1, 2**63, 2**64, None, np.float64(3), np.bool_(True)])
def test_what_is_no_seed_is_refused(value: object, base: Scenario) -> None:
    with pytest.raises(InputError, match="a seed is a whole number from 0 to"):
        seed_of(value)
    if value is not None:
        with pytest.raises(InputError):
            base.with_changes(seed=value)


def test_whole_numbers_of_numpy_are_seeds(base: Scenario) -> None:
    assert seed_of(np.int64(3)) == 3 and type(seed_of(np.int64(3))) is int
    assert base.with_changes(seed=np.int64(3)).seed == 3
    assert seed_of(2**63 - 1) == 2**63 - 1
    with pytest.raises(InputError, match="a seed"):
        seed_of(2**63 - 1, runs=2)


def test_counts_and_days_are_checked() -> None:
    assert count_of("runs", np.int32(4), 0, 10) == 4
    for bad in (2.0, -1, 11, "4", True):
        with pytest.raises(InputError, match="runs is a whole number from 0 to 10"):
            count_of("runs", bad, 0, 10)
    assert str(day_of("until", "2016-05-04")) == str(day_of("until", np.datetime64("2016-05-04"))) == "2016-05-04"
    with pytest.raises(InputError, match="until: .*YYYY-MM-DD"):
        day_of("until", "4 May")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("changes: [{path: openness, from: 2017-03-01, set: 0}]\n", "changes, entry 1"),
        ("paths: {openness: [{from: 2017-03-01, value: 0}]}\n", "paths openness, entry 1"),
        ("end: 2016-02-01\nchanges: [{path: openness, from: 2016-02-01, set: 0}]\n", "changes, entry 1"),
    ],
)
def test_what_begins_after_the_end_stops_with_the_remedy(
    text: str, place: str, loaded: Callable[[str], Scenario]
) -> None:
    with pytest.raises(InputError, match="after the end") as caught:
        loaded("extends: base\n" + text)
    assert place in str(caught.value)
    end = str(caught.value).partition("add end: ")[2]
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("end:"))
    assert loaded(f"extends: base\nend: {end}\n{kept}\n").end.isoformat() == end


def test_what_is_over_before_the_start_stops(loaded: Callable[[str], Scenario]) -> None:
    with pytest.raises(InputError, match="before the start"):
        loaded("extends: base\nchanges: [{path: openness, from: 2014-02-03, until: 2014-03-02, set: 0}]\n")


def _written(tmp_path: Path, text: str) -> Scenario:
    path = tmp_path / "asked.yaml"
    path.write_text("extends: hyesan\nend: 2027-12-27\n" + text, "utf-8")
    return load(path)


@pytest.mark.parametrize("name", shocks())
def test_every_shock_is_a_change_of_its_dates_alone(name: str, tmp_path: Path) -> None:
    asked = _written(tmp_path, f"changes: [{{shock: {name}, from: 2027-01-04, until: 2027-03-28}}]\n")
    before = load("hyesan").with_changes(end="2027-12-27")
    ours, theirs = (one.weekly_paths(before.start, before.weeks) for one in (asked, before))
    differ = np.flatnonzero(ours != theirs)
    first = (np.datetime64("2027-01-04") - np.datetime64(before.start)).astype(int) // 7
    assert (differ[0], differ[-1]) == (first, first + 11)
    for key, word in shocks()[name].short.items():
        short = _written(tmp_path, f"changes: [{{{key}: {word}, from: 2027-01-04, until: 2027-03-28}}]\n")
        assert short.content_hash() == asked.content_hash()


def test_a_closed_border_is_closed_at_every_place(tmp_path: Path) -> None:
    week = _written(tmp_path, "changes: [{border: closed, from: 2027-01-04}]\n").weekly_paths(
        load("hyesan").start, 628
    )[-1]
    assert not week.openness.any()
    assert (week.other_gateways_openness, week.other_gateways_inflow) == pytest.approx((0.1, 0.2))


def test_slips_in_a_shock(tmp_path: Path) -> None:
    for text, words in (
        ("{border: shut, from: 2027-01-04}", "border cannot be 'shut'; known: closed"),
        ("{shock: border-close, from: 2027-01-04}", "did you mean 'border-closed'"),
        ("{border: closed, from: 2027-01-04, set: 0}", "a shock has no 'set'"),
        ("{border: closed}", "lacks 'from'"),
    ):
        with pytest.raises(InputError, match="changes") as caught:
            _written(tmp_path, f"changes: [{text}]\n")
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("extends: border-closed\nend: 2020-01-06", "the inherited change of openness"),
        ("extends: closure-rate-free\nend: 2016-01-04", "exchange_rate moves freely from 2020-01-20"),
        ("extends: hyesan\nexchange_rate: {endogenous_from: 2027-06-01}", "exchange_rate moves freely from 2027-06-01"),
    ],
)
def test_nothing_that_is_changed_begins_after_the_end(tmp_path: Path, settings: str, named: str) -> None:
    path = tmp_path / "late.yaml"
    path.write_text(settings, "utf-8")
    with pytest.raises(InputError, match="after the end") as caught:
        load(path)
    assert named in str(caught.value) and "add end: 20" in str(caught.value)


def test_the_examples_of_with_changes_are_settings() -> None:
    """A reader copies them."""
    examples = re.findall(r"``(.+?)``", Scenario.with_changes.__doc__ or "")
    assert len(examples) == 3
    for example in examples:
        assert eval(f"load('hyesan').with_changes({example})", {"load": load}) != load("hyesan"), example


def test_a_change_in_python_keeps_what_is_inherited_inside_the_run() -> None:
    with pytest.raises(InputError, match="after the end 2020-01-06"):
        load("border-closed").with_changes(end="2020-01-06")
    assert load("border-closed").with_changes(end="2028-01-03").weeks > load("border-closed").weeks


def test_the_remedy_can_be_typed() -> None:
    with pytest.raises(InputError, match=r"--set buffer_weeks\[farmer\]=4 typed"):
        load("hyesan").with_changes(parameters={"buffer_weeks": 4})
    assert load("hyesan").with_changes(parameters={"buffer_weeks": {"farmer": 4}})
